"""Which deals there are: whether there is one, the best of them, or what stands in the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from negotiate.bargaining import reports
from negotiate.bargaining.deal import Deal, DealCase
from negotiate.bargaining.points import Rule
from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.reports import NOTE, SOLUTION, with_money
from negotiate.bargaining.reports.assessment import ALL, DOMINATES, verdicts
from negotiate.bargaining.reports.marks import (
    FEW,
    NO_DEAL,
    POINT,
    marks,
    merged,
    outcomes,
    plane,
    solutions,
)
from negotiate.bargaining.reports.mediator import by_types
from negotiate.bargaining.reports.openings import cause, count_words, reasons
from negotiate.bargaining.reports.openings import ways as ways_out
from negotiate.report.blocks import (
    Block,
    Cell,
    Column,
    Entry,
    Note,
    Report,
    Sentence,
    Table,
    notes,
    sentences,
)
from negotiate.report.style import Look, counted, in_units, in_words, joined, safe

CONFLICTS = 3
"""Sets of claims that rule a deal out, where not everything is wanted."""
ALIKE = "Packages that are worth the same are not all listed."
DRAWN = "The solutions are lotteries over packages that cross no red line."
LEVELS = "Levels rank the outcomes. Bargaining solutions need numbers, so there are none."
CONVENTIONS = "Nobody signs for less than no deal gives. Packages that tie are all listed."
EFFICIENT = "on the Pareto frontier: nobody gains unless another loses"
MISSING = (
    "Deals may be missing, because a limit looks at too many issues at once to go through every "
    "package. No missing "
    "deal would give everybody more than {:.1%} of what is at stake on top of a deal that is shown."
)
RANKED = (
    "The file only ranks the outcomes, so it does not say which of these deals would be signed."
)
ROWS = 4
"""No-deal points that are listed, where not everything is wanted."""
NUMBERS = 4
"""Numbers of no-deal points that are worth the same that are told in one row."""


def report(found: Deal, look: Look) -> Report:
    """Whether there is a deal and which, what each no-deal point leaves, the plane of packages and
    its outcomes.
    """
    case = found.pictured
    named, more = merged(marks(case)), merged(solutions(case, first=False))
    types = [*by_types(found.problem, found.types)] if found.types else []
    never = types[:1] if found.types and not any(one.exists for one in found.types.cases) else []
    blocks: list[Block] = [
        *sentences(_headline(found)),
        *never,
        *sentences(_agreement(case)),
        *_ruled_out(case),
    ]
    blocks += [
        *sentences(with_money(case.problem, case.money, False)),
        *_happened(case),
        *no_deals(found, look.all),
    ]
    if len(case.problem.seats) > 1:
        drawn = [*named, *(more if look.all else ())]
        blocks.append(plane(case, sorted(drawn, key=lambda mark: -mark.rank)[::-1]))
    blocks.append(outcomes(case.problem, named))
    blocks += types[len(never) :]
    if more:
        full = [
            next((mark for mark in named if mark.rank == rank), None) for rank in (NO_DEAL, POINT)
        ]
        blocks.append(
            outcomes(case.problem, more, list(filter(None, full)), "Other bargaining solutions")
        )
    if best := case.frontier.packages[np.lexsort(case.frontier.payoffs[::-1])].tolist():
        table = reports.package_table(case.problem, "Package", best)
        blocks.append(replace(table, title="The Pareto frontier", detail=True))
    return reports.report_on(found.problem, [*blocks, *_notes(found)])


def _headline(found: Deal) -> list[str]:
    """Whether there is a deal, under each no-deal point."""
    if len(found.cases) == 1:
        return _one(found.cases[0])
    some, shown = sum(case.exists for case in found.cases), len(found.cases)
    points = f"first {shown} of {shown + found.more:,}" if found.more else str(shown)
    under = {0: "no deal under any", shown: "a deal under each"}.get(
        some, f"a deal under {in_words(some).lower()}"
    )
    here = found.pictured.problem.number
    other = next(case.problem.number for case in found.cases if case.problem.number != here)
    finds = (
        "Without private types, the game has"
        if reports.has_types(found.problem)
        else "`solve` finds"
    )
    meaning = "Each could be the no-deal point, which is what the players get without a deal."
    return [
        f"{finds} {len(found.problem.no_deals):,} equilibria. {meaning}",
        f"There is {under} of the {points} no-deal points.",
        f"The rest of this page takes no-deal point {here}. `--no-deal {other}` takes another.",
    ]


def _one(case: DealCase) -> list[str]:
    """Whether there is a deal under one no-deal point, and how many there are."""
    who, total, best = (
        reports.everybody(case.problem),
        _total_words(case.problem),
        len(case.frontier.packages),
    )
    if not case.exists:
        without = (
            " without side payments"
            if case.money is not None and case.money.nash is not None
            else ""
        )
        return [f"There is no deal{without}: none of {total} would be signed by {who}."]
    if not best:
        return [f"None of {total} would be signed by {who}, but a lottery over them would."]
    if case.size == 1:
        return [f"There is one deal: {who} would sign only one of {total}."]
    count = (
        f"There is a deal: {who} would sign {case.size:,} of {total}."
        if case.size > 0
        else "There is a deal."
    )
    these = (
        f"{best:,} of {total}"
        if case.size < 0
        else f"{'All' if best == case.size else in_words(best)} of these"
    )
    return [count, f"{these} {'is' if best == 1 else 'are'} {EFFICIENT}."]


def _total_words(problem: BargainingProblem) -> str:
    """How many packages could be signed if nobody refused any: those that can happen at all, where
    they are counted.
    """
    if problem.curve:
        return counted(problem.count, "sample")
    if problem.feasible_count in (-1, problem.count):
        return (
            f"{'at most ' if problem.feasible_count < 0 else ''}{counted(problem.count, 'package')}"
        )
    return counted(problem.feasible_count, "possible package")


def _agreement(case: DealCase) -> list[str]:
    """Which deal it would be and what each gains by it; or what no deal is worth, where nobody can
    say which.
    """
    problem, nash = case.problem, case.nash
    if nash is None:
        several = problem.ordinal and len(case.frontier.packages) > 1
        differ = bool((case.frontier.gains != case.frontier.gains[:, :1]).any())
        open_ = (
            [RANKED if differ else "All of these are equally good for everybody who signs."]
            if several
            else []
        )
        return [*reports.no_deal_worth(problem), *open_]
    first, gains = reports.solution_words(problem, nash, SOLUTION, "the largest product of gains")
    return [first, " ".join([gains, *reports.no_deal_source(problem)])]


def _ruled_out(case: DealCase) -> list[Sentence]:
    """Which claims leave nothing to sign, the smallest sets first, and the smallest change that
    would open a deal.
    """
    if case.openings is None or case.nash is not None:
        return []
    found = case.openings.conflicts
    if not found.sets:
        return [Sentence(cause(found))]
    told = [*sentences(reasons(found), CONFLICTS)]
    if len(told) > 1:
        told.insert(0, Sentence(f"There are {count_words(found)}. Each would be enough."))
    ways = ways_out(case.openings)
    if not ways:
        return [*told, Sentence("No single change would open a deal. `--why` tells more.")]
    others = counted(len(ways) - 1, "other change") if len(ways) > 2 else "another change"
    more = f"names {others} that would open a deal" if len(ways) > 1 else "tells more"
    return [*told, Sentence(f"{ways[0].said} `--why` {more}.")]


def _happened(case: DealCase) -> list[Sentence]:
    """What is to be said of what really happened, of all but the first few as details."""
    first, rest = (verdicts(some, case.nash) for some in (case.happened[:FEW], case.happened[FEW:]))
    return [*sentences(first), *(Sentence(text, detail=True) for text in rest)]


def _notes(found: Deal) -> Iterator[Note]:
    """What is left out, units, and whether it is complete; then how it came about, and what the
    solutions are.
    """
    case, problem = found.pictured, found.pictured.problem
    left_out = problem.money and not problem.ordinal and case.money is None
    yield from notes(
        [
            LEVELS if problem.ordinal else "",
            NOTE if left_out else "",
            DRAWN if found.lotteries else "",
        ]
    )
    trust = ALL if case.size >= 0 else "Complete: packages were added up in blocks, none left out."
    said = [
        in_units(problem.players, problem.units),
        MISSING.format(case.frontier.gap) if case.frontier.gap else trust,
    ]
    yield from notes(["" if case.frontier.complete else ALIKE, " ".join(filter(None, said))])
    yield from reports.detail_notes(problem)
    yield from notes(
        (*reports.beyond(problem, problem.landmarks), CONVENTIONS, DOMINATES), detail=True
    )
    noted: dict[str, list[Rule]] = {}
    for rule, point in case.points:
        noted.setdefault(point.note, []).append(rule)
        yield Note(f"{rule.title}: {rule.says}. {rule.reference}.", detail=True)
    for note, rules in noted.items():
        if note:
            titles = joined([rule.title for rule in rules])
            yield Note(
                f"{titles}: {safe(note, True)}.", detail=not any(rule.first for rule in rules)
            )


def no_deals(found: Deal, everything: bool) -> Iterator[Block]:
    """Under each of several no-deal points: what it is worth, how many deals there are, and the
    Nash deal.
    """
    if len(found.cases) == 1:
        return
    last = (
        len(found.problem.no_deals)
        if everything
        else max(case.problem.number for case in found.cases)
    )
    rows: list[tuple[Entry, ...]] = []
    nash: list[tuple[Entry, ...]] = []
    for case in found.cases:
        here, point = case.problem, case.nash
        deals = case.size if case.size >= 0 else "some" if len(case.frontier.packages) else 0
        rows.append(
            (_numbers(case, last), reports.no_deal_cell(here), *here.disagreement.tolist(), deals)
        )
        if point is not None:
            told = (
                reports.point_words(here, point)
                if point.drawn
                else reports.first_of(here, point.packages)
            )
            cell = Cell(told, reports.package_cell(here, point.packages[0]).value)
            nash.append((here.number, cell, *point.payoffs.tolist()))
    payoffs = reports.payoff_columns(found.problem)
    columns = (
        Column("", key="no deal"),
        Column("No deal", key="package"),
        *payoffs,
        Column("Deals", "count", "deals"),
    )
    shown = max(ROWS, found.cases.index(found.pictured) + 1)
    yield Table(columns, tuple(rows), most=shown, more="no-deal point")
    if found.more:
        yield Note(f"`--no-deal N` takes one of {counted(found.more, 'more no-deal point')}.")
    if nash:
        heads = (Column("", "count", "no deal"), Column("Nash", key="nash"), *payoffs)
        yield Table(heads, tuple(nash), f"The {SOLUTION} under each no-deal point", detail=True)


def _numbers(case: DealCase, last: int) -> Cell:
    """The numbers of the no-deal points, up to some number, that are worth this; that of the row
    first.
    """
    twins = [twin + 1 for twin in case.twins if twin < last]
    more = f" and {len(twins) + 1 - NUMBERS:,} more" if len(twins) >= NUMBERS else ""
    return Cell(
        ", ".join(map(str, (case.problem.number, *twins)[:NUMBERS])) + more, case.problem.number
    )
