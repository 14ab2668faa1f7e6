"""What each of several no-deal points leaves to sign."""

from __future__ import annotations

from negotiate.bargaining.deal import Deal, DealCase
from negotiate.bargaining.reports.words import no_deal_words, package_words, payoff_columns
from negotiate.report.blocks import Block, Column, Entry, Note, Table
from negotiate.report.words import joined

ROWS = 4
"""No-deal points that are listed, where not everything is wanted."""
NUMBERS = 4
"""No-deal points that are named as worth the same as another."""


def no_deals(found: Deal) -> list[Block]:
    """Under each of several no-deal points: what it is worth, how many deals there are, and the Nash deal."""
    if len(found.cases) == 1:
        return []
    problem = found.problem
    nash = [] if problem.ordinal else [Column("Nash deal")]  # orders have no product of gains
    columns = (Column("", "count"), Column("No deal"), *nash, *payoff_columns(problem), Column("Deals", "count"))
    rows: list[tuple[Entry, ...]] = []
    for case in found.cases:
        apart = no_deal_words(case.problem, case.problem.no_deals[case.problem.chosen])
        deals = case.size if case.size >= 0 else "some" if len(case.frontier.packages) else 0
        payoffs = case.problem.disagreement.tolist()
        rows.append((case.problem.chosen + 1, apart, *([_nash_words(case)] if nash else []), *payoffs, deals))
    shown = max(ROWS, found.cases.index(found.pictured) + 1)
    table = Table(columns, tuple(rows), most=shown, more="no-deal point", only="people")
    last = found.cases[shown - 1 :][:1] or found.cases[-1:]
    said = [_twins(case, last[0].problem.chosen) for case in found.cases[:shown]]
    if found.more:
        said.append(f"`--no-deal N` takes one of {found.more:,} more no-deal points.")
    every = [_twins(case, len(problem.no_deals)) for case in found.cases]
    notes = (Note(" ".join(filter(None, said))), Note(" ".join(filter(None, every)), detail=True))
    return [table, *(note for note in notes if note.text)]


def _nash_words(case: DealCase) -> str:
    """The Nash deal in a few words: its package, both where two tie, the first of more."""
    nash = case.nash
    if nash is None:
        return "–"
    if nash.drawn:
        return "a lottery" if nash.odds else package_words(case.problem, nash.packages[0])
    told = [package_words(case.problem, package) for package in nash.packages]
    return joined(told, "or") if len(told) <= 2 else f"{told[0]}, or {len(told) - 1} more"


def _twins(case: DealCase, last: int) -> str:
    """Which other no-deal points, up to some number, are worth the same as one that has a row."""
    twins = [number + 1 for number in case.twins if number <= last]
    if not twins:
        return ""
    told = [*map(str, twins[:NUMBERS]), *([f"{len(twins) - NUMBERS:,} more"] if len(twins) > NUMBERS else [])]
    noun, verb = ("Number", "is") if len(twins) == 1 else ("Numbers", "are")
    return f"{noun} {joined(told)} {verb} worth the same as number {case.problem.chosen + 1}."
