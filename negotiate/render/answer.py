"""Any answer on one screen: equilibria as `solution` lays them out, another concept by the pieces that tell it."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import RenderableType
from rich.text import Text

from negotiate.render.concepts.registry import telling
from negotiate.render.concepts.told import Told
from negotiate.render.solution import SENTENCES, foot, paragraph, solution
from negotiate.render.table import in_units
from negotiate.report.screen.console import Drawn
from negotiate.report.style import FAINT, TITLE, Look
from negotiate.report.words import safe
from negotiate.solvers.solution import Solution


def answer(sol: Solution, look: Look) -> RenderableType:
    """Lay out an answer: title, the answer in a sentence, why, the picture or table, how it was found.

    Parameters
    ----------
    sol : Solution
        Of any concept, to a game in either form.
    look : Look
        `all` folds nothing and adds details.
    """
    pieces = telling(sol)
    if pieces is None:
        return solution(sol, look)
    return Drawn(lambda settled: _page(sol, pieces, settled), look)


def _page(sol: Solution, pieces: Told, look: Look) -> Iterable[RenderableType]:
    if sol.game.title:
        yield Text(safe(sol.game.title, True), style=TITLE)
    yield from paragraph(pieces.headline(sol), look)
    sentences = list(pieces.sentences(sol))
    shown = sentences if look.all else sentences[:SENTENCES]
    for said in shown:
        yield from paragraph(said, look)
    if len(shown) < len(sentences):
        more = len(sentences) - len(shown)
        yield from paragraph(f"`--all` tells {more} more {'sentence' if more == 1 else 'sentences'}.", look)
    if body := list(pieces.body(sol, look)):
        yield from (Text(), *body)
    if pieces.shows_payoffs and (units := in_units(sol.game.players, sol.game.units)):
        yield Text(units, style=FAINT)
    yield from foot(sol, look, pieces.extent)
