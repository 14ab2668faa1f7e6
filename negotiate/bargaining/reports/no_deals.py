"""What each of several no-deal points leaves to sign."""

from __future__ import annotations

from collections.abc import Iterator

from negotiate.bargaining.deal import Deal, DealCase
from negotiate.bargaining.point import BargainingPoint
from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.reports import words
from negotiate.report.blocks import Block, Cell, Column, Note, Table
from negotiate.report.words import counted

ROWS = 4
"""No-deal points that are listed, where not everything is wanted."""
NUMBERS = 4
"""Numbers of no-deal points that are worth the same that are told in one row."""


def no_deals(found: Deal, everything: bool) -> Iterator[Block]:
    """Under each of several no-deal points: what it is worth, how many deals there are, and the Nash deal."""
    if len(found.cases) == 1:
        return
    last = len(found.problem.no_deals) if everything else max(case.problem.number for case in found.cases)
    rows = tuple(
        (
            _numbers(case, last),
            words.no_deal_cell(case.problem),
            *case.problem.disagreement.tolist(),
            case.size if case.size >= 0 else "some" if len(case.frontier.packages) else 0,
        )
        for case in found.cases
    )
    payoffs = words.payoff_columns(found.problem)
    columns = (Column("", key="no deal"), Column("No deal", key="package"), *payoffs, Column("Deals", "count", "deals"))
    shown = max(ROWS, found.cases.index(found.pictured) + 1)
    yield Table(columns, rows, most=shown, more="no-deal point")
    if found.more:
        yield Note(f"`--no-deal N` takes one of {counted(found.more, 'more no-deal point')}.")
    if picked := [(case.problem, case.nash) for case in found.cases if case.nash is not None]:
        heads = (Column("", "count", "no deal"), Column("Nash", key="nash"), *payoffs)
        told = tuple((here.number, _nash(here, nash), *nash.payoffs.tolist()) for here, nash in picked)
        yield Table(heads, told, f"The {words.SOLUTION} under each no-deal point", detail=True)


def _numbers(case: DealCase, last: int) -> Cell:
    """The numbers of the no-deal points, up to some number, that are worth this; that of the row first."""
    twins = [twin + 1 for twin in case.twins if twin < last]
    more = f" and {len(twins) + 1 - NUMBERS:,} more" if len(twins) >= NUMBERS else ""
    return Cell(", ".join(map(str, (case.problem.number, *twins)[:NUMBERS])) + more, case.problem.number)


def _nash(problem: BargainingProblem, nash: BargainingPoint) -> Cell:
    said = words.point_words(problem, nash) if nash.drawn else words.first_of(problem, nash.packages)
    return Cell(said, words.package_cell(problem, nash.packages[0]).value)
