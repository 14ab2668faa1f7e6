"""Which deals there are, on one screen: the sentence, the plane of packages, the points in a table, the method."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from rich.cells import cell_len
from rich.console import RenderableType
from rich.text import Text

from negotiate.bargaining.deal import Deal, DealCase
from negotiate.bargaining.problem import PACKAGE_LIMIT
from negotiate.render.bargaining.marks import Mark, marks
from negotiate.render.bargaining.scatter import Layer, outside, scatter
from negotiate.render.bargaining.sentences import headline, method, reasons, remarks
from negotiate.render.bargaining.words import no_deal_words, package_words
from negotiate.render.console import Drawn
from negotiate.render.solution import paragraph, whole_sentence
from negotiate.render.style import FAINT, MARK, TITLE, Look
from negotiate.render.table import fitting, in_units, table
from negotiate.render.text import aligned, counted, safe

LISTED = 200
"""Packages of a frontier that `--all` lists."""
ROWS = 12
"""Rows of the table of points, where not everything is wanted."""


def deal_page(found: Deal, look: Look) -> RenderableType:
    """Lay out which deals there are.

    Parameters
    ----------
    found : Deal
        Under one no-deal point or several.
    look : Look
        `all` tells every rule and lists the frontier.
    """
    return Drawn(lambda settled: _page(found, settled), look)


def _page(found: Deal, look: Look) -> Iterable[RenderableType]:
    if found.problem.title:
        yield Text(safe(found.problem.title, True), style=TITLE)
    case = found.cases[0]
    yield from (piece for said in headline(found) for piece in paragraph(said, look))
    yield from (piece for said in reasons(case, look.all) for piece in paragraph(said, look))
    if len(found.cases) > 1:
        yield from (Text(), *_cases(found, look))
    named = marks(case, look, look.all)
    if len(case.problem.seats) > 1:
        yield from (Text(), *_plane(case, named, look))
    yield from (Text(), *_table(case, named, look))
    if look.all and len(case.frontier.packages):
        yield from (Text(), *_frontier(case, look))
    if units := in_units(found.problem.players, found.problem.units):
        yield from paragraph(units, look, FAINT)
    for note in remarks(found):
        yield from paragraph(whole_sentence(note), look, FAINT)
    yield from paragraph(method(found), look, FAINT)


def _plane(case: DealCase, named: Sequence[Mark], look: Look) -> Iterable[RenderableType]:
    """The packages on the plane of the first two who sign."""
    problem = case.problem
    pair = list(problem.seats[:2])
    layers = _layers(case, named, pair, look)
    cross = problem.disagreement[pair]
    yield from scatter(layers, cross, _axis(case, pair[0]), _axis(case, pair[1]), look)
    yield from paragraph(_legend(case, named, look), look, FAINT)
    if left := outside(layers, cross):
        yield from paragraph(f"{counted(left, 'package')} that somebody refuses lie further off.", look, FAINT)


def _layers(case: DealCase, named: Sequence[Mark], pair: list[int], look: Look) -> list[Layer]:
    problem, plot = case.problem, look.glyphs.plot
    layers = []
    if problem.count <= PACKAGE_LIMIT:
        zone = problem.zone()
        refused = np.setdiff1d(np.flatnonzero(problem.feasible()), zone, assume_unique=True)
        layers = [Layer(plot.refused, problem.payoffs[pair][:, refused], "dim", faint=case.exists)]
        layers.append(Layer(plot.zone, problem.payoffs[pair][:, zone]))
    layers.append(Layer(plot.frontier, case.frontier.payoffs[pair]))
    return layers + [Layer(mark.sign, mark.payoffs[pair][:, None], MARK) for mark in named]


def _axis(case: DealCase, player: int) -> str:
    return safe(case.problem.players[player], True)


def _legend(case: DealCase, named: Sequence[Mark], look: Look) -> str:
    """What the signs mean."""
    plot = look.glyphs.plot
    said = [f"{plot.refused} refused by somebody"] if case.size < case.problem.count else []
    if case.exists:
        said += [f"{plot.zone} both would sign" if len(case.problem.seats) == 2 else f"{plot.zone} all would sign"]
        said += [f"{plot.frontier} and nothing is better for everybody"]
    signs: dict[str, list[str]] = {}
    for mark in named:
        if mark.name not in signs.setdefault(mark.sign, []):
            signs[mark.sign].append(mark.name)
    said += [f"{sign} {' / '.join(names)}" for sign, names in signs.items()]
    return "   ".join(said)


def _table(case: DealCase, named: Sequence[Mark], look: Look) -> Iterable[Text]:
    """What is worth naming, a row each."""
    shown = named if look.all else named[:ROWS]
    problem = case.problem
    numbers = [aligned([float(mark.payoffs[p]) for mark in shown]) for p in range(len(problem.players))]
    rows = [[mark.sign, mark.name, mark.words, *(column[k] for column in numbers)] for k, mark in enumerate(shown)]
    yield from _drawn(["", "", "Package"], rows, numbers, case, look)
    if len(shown) < len(named):
        yield Text(f"{look.glyphs.more} {counted(len(named) - len(shown), 'more row')}; `--all` lists them")


def _drawn(
    head: list[str], rows: list[list[str]], numbers: Sequence[Sequence[str]], case: DealCase, look: Look
) -> list[Text]:
    room = [max(map(len, column)) for column in numbers]
    players = fitting(case.problem.players, case.problem.keys, room, look.columns // 3, more=look.glyphs.more)
    words = len(head)
    wide = sum(max(cell_len(row[k]) for row in [head, *rows]) for k in range(words - 1))
    if look.columns < 60 or wide > look.columns // 2:
        rows = [[row[0], f"{row[1]}: {row[2]}" if row[2] else row[1], *row[words:]] for row in rows]
        head, words = [head[0], head[2]], 2
    return table([*head, *players], rows, words, look)


def _frontier(case: DealCase, look: Look) -> Iterable[Text]:
    """The packages of the frontier, the best for the first player last."""
    found = case.frontier
    order = np.lexsort(found.payoffs[::-1])[:LISTED].tolist()
    yield Text("The frontier", style=TITLE)
    numbers = [aligned([float(found.payoffs[p, c]) for c in order]) for p in range(len(found.payoffs))]
    rows = [
        ["", "", package_words(case.problem, int(found.packages[c])), *(column[k] for column in numbers)]
        for k, c in enumerate(order)
    ]
    yield from _drawn(["", "", "Package"], rows, numbers, case, look)
    if len(order) < len(found.packages):
        yield Text(f"{look.glyphs.more} {counted(len(found.packages) - len(order), 'more package')}")


def _cases(found: Deal, look: Look) -> Iterable[Text]:
    """Under each no-deal point: what it is worth, how many deals there are."""
    numbers = [aligned([float(c.problem.disagreement[p]) for c in found.cases]) for p in range(len(found.problem.keys))]
    sizes = [f"{case.size:,}" if case.size >= 0 else "some" if case.exists else "0" for case in found.cases]
    wide = max(map(len, sizes))
    rows = []
    for k, case in enumerate(found.cases):
        words = no_deal_words(case.problem, case.problem.no_deals[case.problem.chosen])
        rows.append([str(case.problem.chosen + 1), words, *(column[k] for column in numbers), f"{sizes[k]:>{wide}}"])
    room = [max(map(len, column)) for column in numbers]
    players = fitting(found.problem.players, found.problem.keys, room, look.columns // 3, more=look.glyphs.more)
    yield from table(["", "No deal", *players, "Deals"], rows, 2, look)
    if found.more:
        yield Text(f"{look.glyphs.more} {counted(found.more, 'more no-deal point')}; `--no-deal N` takes one")
