"""What each no-deal point leaves to sign, in a table."""

from __future__ import annotations

from collections.abc import Iterable

from rich.text import Text

from negotiate.bargaining.deal import Deal, DealCase
from negotiate.bargaining.reports.words import no_deal_words, package_words
from negotiate.render.bargaining.heads import heads
from negotiate.render.bargaining.marks import drawn
from negotiate.render.bargaining.sentences import nash_of
from negotiate.render.table import table, wrapped
from negotiate.report.numbers import aligned
from negotiate.report.style import Look
from negotiate.report.words import joined

NARROW = 60
NUMBERS = 4
"""No-deal points that are named as worth the same as another."""
ROWS = 5
"""No-deal points that are listed, where not everything is wanted."""


def cases_table(found: Deal, look: Look) -> Iterable[Text]:
    """Under each no-deal point: what it is worth, how many deals there are, and the Nash deal."""
    problem = found.problem
    shown = [c for k, c in enumerate(found.cases) if look.all or k < ROWS or c is found.pictured]
    numbers = [aligned([float(c.problem.disagreement[p]) for c in shown]) for p in range(len(problem.keys))]
    sizes = [size_words(case) for case in shown]
    rows = []
    for k, case in enumerate(shown):
        apart = no_deal_words(case.problem, case.problem.no_deals[case.problem.chosen])
        worth = [column[k] for column in numbers]
        rows.append([str(case.problem.chosen + 1), apart, nash_words(case, look), *worth, sizes[k]])
    room = [max(map(len, column)) for column in numbers]
    players = heads(problem, room, look)
    if problem.ordinal:  # orders have no product of gains
        yield from table(["", "No deal", *players, "Deals"], [[*row[:2], *row[3:]] for row in rows], 2, look)
    elif look.columns < NARROW:
        rows = [[row[0], f"{row[1]} {look.glyphs.step} {row[2]}", *row[3:]] for row in rows]
        yield from table(["", f"No deal {look.glyphs.step} Nash deal", *players, "Deals"], rows, 2, look)
    else:
        yield from table(["", "No deal", "Nash deal", *players, "Deals"], rows, 3, look)
    last = len(problem.no_deals) if look.all else max(case.problem.chosen for case in shown)
    said = [_same(case, last) for case in shown]
    if more := found.more + len(found.cases) - len(shown):
        said.insert(0, f"{look.glyphs.more} {more:,} more; `--no-deal N` takes one.")
    if any(said):
        yield from (Text(line) for line in wrapped(" ".join(filter(None, said)), look.columns))


def _same(case: DealCase, last: int) -> str:
    """Which other no-deal points, up to some number, are worth the same as one that has a row."""
    twins = [number for number in case.twins if number <= last]
    if not twins:
        return ""
    told = [str(number + 1) for number in twins[:NUMBERS]]
    left = len(twins) - len(told)
    told += [f"{left:,} more"] if left else []
    noun, verb = ("Number", "is") if len(twins) == 1 else ("Numbers", "are")
    return f"{noun} {joined(told)} {verb} worth the same as number {case.problem.chosen + 1}."


def size_words(case: DealCase) -> str:
    """How many deals there are, where they were counted."""
    return f"{case.size:,}" if case.size >= 0 else "some" if len(case.frontier.packages) else "0"


def nash_words(case: DealCase, look: Look) -> str:
    """The Nash deal in a few words: its package, both where two tie, the first of more."""
    nash = nash_of(case)
    if nash is None:
        return look.glyphs.impossible
    if drawn(nash):
        return "a lottery" if nash.odds else package_words(case.problem, nash.packages[0])
    told = [package_words(case.problem, package) for package in nash.packages]
    return joined(told, "or") if len(told) <= 2 else f"{told[0]}, or {len(told) - 1} more"
