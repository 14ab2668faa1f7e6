"""What a game in normal form can be asked, for a reader: each concept with the sentence that explains it."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import RenderableType
from rich.text import Text

from negotiate.games.normal_form import NormalFormGame
from negotiate.render.plain import tabbed
from negotiate.render.table import wrapped
from negotiate.report.screen.console import Drawn
from negotiate.report.style import FAINT, TITLE, Look
from negotiate.solvers.concepts.concept import Concept
from negotiate.solvers.concepts.registry import CONCEPTS, NASH

NASH_SAYS = "Nobody gains by changing alone. This is what `solve` looks for without `--concept`."
CLOSING = "`negotiate solve SCENARIO --concept NAME` asks one of them."


def listed(game: NormalFormGame | None, look: Look) -> RenderableType:
    """Every concept with what it says, and of a game that is given, why some do not fit it."""
    return Drawn(lambda settled: _list(game, settled), look)


def listed_plainly(game: NormalFormGame | None = None) -> list[str]:
    """The same, a concept a line: name, what it says, what naming a player asks for, and why it does not fit."""
    rows = [(NASH[0], NASH_SAYS, "", ""), *((c.name, c.says, c.player, _misfit(c, game)) for c in CONCEPTS)]
    return [tabbed(row) for row in (("concept", "says", "player", "does not fit"), *rows)]


def _misfit(concept: Concept, game: NormalFormGame | None) -> str:
    """Why a concept does not fit the game; empty where it does."""
    return (concept.applies_to(game) or "") if game is not None else ""


def _list(game: NormalFormGame | None, look: Look) -> Iterable[Text]:
    yield Text(NASH[0], style=TITLE)
    yield from _indented(NASH_SAYS, look)
    for concept in CONCEPTS:
        yield Text(concept.name, style=TITLE)
        yield from _indented(concept.says, look)
        if concept.player:
            yield from _indented(f"`--player` says {concept.player}.", look, FAINT)
        if misfit := _misfit(concept, game):
            yield from _indented(f"Not of this game: `{concept.name}` {misfit}.", look)
    yield Text()
    yield from (Text(line) for line in wrapped(CLOSING, look.columns))


def _indented(text: str, look: Look, style: str = "") -> Iterable[Text]:
    for line in wrapped(text, look.columns - 4):
        yield Text(f"    {line}", style=style, no_wrap=True)
