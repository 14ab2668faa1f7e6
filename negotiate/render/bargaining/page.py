"""Which deals there are, on one screen: the sentence, the plane of packages, the points in a table, the method."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from rich.cells import cell_len
from rich.console import RenderableType
from rich.text import Text

from negotiate.bargaining.deal import Deal, DealCase, deal
from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.reports.words import package_words
from negotiate.render.bargaining.cases import cases_table
from negotiate.render.bargaining.heads import heads
from negotiate.render.bargaining.marks import Mark, column, few, gathered, marks, shortened
from negotiate.render.bargaining.plane import drawn, legend, sight
from negotiate.render.bargaining.scatter import FRAME, HEIGHT
from negotiate.render.bargaining.sentences import first_words, headline, method, reasons, remarks, rules
from negotiate.render.solution import paragraph, whole_sentence
from negotiate.render.table import in_units, table
from negotiate.report.numbers import aligned
from negotiate.report.screen.console import Drawn
from negotiate.report.style import FAINT, TITLE, Look
from negotiate.report.words import counted, safe

LISTED = 200
"""Packages of a frontier that `--all` lists."""
SCREEN = 39
"""Lines that an answer may take where not everything is wanted; the plane gives way."""
LOWEST = 7
"""Rows of the plane, at least."""
LEGEND = 2
"""Lines below the plane."""
NOTES = 2
"""Notes beside the method, where not everything is wanted."""
NARROW = 60


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


def problem_page(problem: BargainingProblem, look: Look) -> RenderableType:
    """Lay out a bargaining problem as the deals that there are in it."""
    return Drawn(lambda settled: _page(deal(problem), settled), look)


def _page(found: Deal, look: Look) -> Iterable[RenderableType]:
    case = found.pictured
    top = _top(found, look)
    named = gathered(marks(case, look, look.all))
    listed = list(_table(case, named, look))
    foot = list(_foot(found, look, NOTES))
    yield from top
    if len(case.problem.seats) > 1:
        taken = len(top) + len(listed) + 2 + FRAME + LEGEND
        if not look.all and taken + len(foot) + LOWEST > SCREEN:
            foot = list(_foot(found, look, 0))
        taken += len(foot)
        yield Text()
        yield from _plane(case, named, taken, look)
    yield from (Text(), *listed)
    if look.all and len(case.frontier.packages):
        yield from (Text(), *_frontier(case, look))
    yield from foot


def _top(found: Deal, look: Look) -> list[Text]:
    """The title, whether there is a deal and why, and under several no-deal points what each of them leaves."""
    title = safe(found.problem.title, True)
    top = list(paragraph(title, look, TITLE)) if title else []
    said = [*headline(found), *reasons(found.pictured, look.all)]
    top += [piece for one in said for piece in paragraph(one, look)]
    if len(found.cases) > 1:
        top += [Text(), *cases_table(found, look)]
    return top


def _plane(case: DealCase, named: Sequence[Mark], taken: int, look: Look) -> Iterable[Text]:
    """The picture, in as many rows as the rest of the screen leaves."""
    height = HEIGHT if look.all else max(min(SCREEN - taken, HEIGHT), LOWEST)
    seen = sight(case, named, look, height)
    return [*drawn(seen, look), *legend(seen, look)]


def _table(case: DealCase, named: Sequence[Mark], look: Look) -> Iterable[Text]:
    """What is worth naming, a row each."""
    said = first_words(case, reasons(case, look.all))
    shown = list(named) if look.all else few(shortened(named, said))
    problem = case.problem
    numbers = [aligned(column(shown, p)) for p in range(len(problem.players))]
    rows = [[mark.sign, name, mark.words] for mark, name in zip(shown, _once([m.name for m in shown]), strict=True)]
    rows = [[*row, *(cells[k] for cells in numbers)] for k, row in enumerate(rows)]
    yield from _drawn(["", "", "Package"], rows, numbers, case, look)
    if len(shown) < len(named):
        yield Text(f"{look.glyphs.more} {counted(len(named) - len(shown), 'more row')}; `--all` lists them")


def _once(names: Sequence[str]) -> list[str]:
    """Names, each only where it stands first."""
    return [name if name not in names[:k] else "" for k, name in enumerate(names)]


def _drawn(
    head: list[str], rows: list[list[str]], numbers: Sequence[Sequence[str]], case: DealCase, look: Look
) -> list[Text]:
    room = [max(map(len, cells)) for cells in numbers]
    players = heads(case.problem, room, look)
    words = len(head)
    wide = sum(max(cell_len(row[k]) for row in [head, *rows]) for k in range(words - 1))
    if look.columns < NARROW or wide > look.columns // 3:
        rows = [[row[0], ": ".join(filter(None, row[1:3])), *row[words:]] for row in rows]
        head, words = [head[0], head[2]], 2
    return table([*head, *players], rows, words, look)


def _frontier(case: DealCase, look: Look) -> Iterable[Text]:
    """The packages of the frontier, the best for the first player last."""
    found = case.frontier
    order = np.lexsort(found.payoffs[::-1])[:LISTED].tolist()
    yield Text("The frontier", style=TITLE)
    numbers = [aligned([float(found.payoffs[p, c]) for c in order]) for p in range(len(found.payoffs))]
    rows = [
        ["", "", package_words(case.problem, int(found.packages[c])), *(cells[k] for cells in numbers)]
        for k, c in enumerate(order)
    ]
    yield from _drawn(["", "", "Package"], rows, numbers, case, look)
    if len(order) < len(found.packages):
        yield Text(f"{look.glyphs.more} {counted(len(found.packages) - len(order), 'more package')}")


def _foot(found: Deal, look: Look, most: int) -> Iterable[Text]:
    """What a reader must know besides, at most so many notes, the method last."""
    problem = found.problem
    units = in_units(problem.players, problem.units)
    if units and not len(problem.seats) == len(problem.players) == 2:
        yield from paragraph(units, look, FAINT)
    notes = remarks(found, look)
    shown = notes if look.all else notes[:most]
    said = [whole_sentence(note) for note in shown]
    if look.all:
        said += rules(found, look)
    for note in said:
        yield from paragraph(note, look, FAINT)
    left = len(notes) - len(shown)
    more = f" `--all` tells {'a note' if left == 1 else f'{left} notes'}{' more' if shown else ''}." if left else ""
    yield from paragraph(method(found) + more, look, FAINT)
