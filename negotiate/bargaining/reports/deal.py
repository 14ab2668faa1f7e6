"""Which deals there are: whether there is one, the best of them, or what stands in the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from negotiate.bargaining.deal import Deal, DealCase
from negotiate.bargaining.points.rule import Rule
from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.reports import conflicts, openings
from negotiate.bargaining.reports.happened import happened
from negotiate.bargaining.reports.marks import HAPPENED, Mark, marks, merged, shortened, solutions
from negotiate.bargaining.reports.money import NOTE, with_money
from negotiate.bargaining.reports.no_deals import no_deals
from negotiate.bargaining.reports.plane import plane
from negotiate.bargaining.reports.words import (
    called,
    everybody,
    no_deal_source,
    no_deal_worth,
    package_words,
    payoff_columns,
    point_words,
    worth,
)
from negotiate.report.blocks import Block, Column, Entry, Note, Report, Sentence, Table, sentences
from negotiate.report.style import Look
from negotiate.report.words import counted, in_units, in_words, joined, safe, sentence_of

CONFLICTS = 3
"""Sets of claims that rule a deal out, where not everything is wanted."""
FEW, TIED = 4, 2
"""Things that happened, and equally good packages, that are shown where not everything is wanted."""
CONVENTIONS = "Nobody signs below no deal. Packages that tie are all listed."
EFFICIENT = "on the Pareto frontier: nobody gains unless another loses"
OPEN = "Without numbers, nobody can say which of these it would be: one side's gain is another's loss."


def report(found: Deal, look: Look) -> Report:
    """Whether there is a deal and which, what each no-deal point leaves, the plane of packages and its outcomes."""
    case = found.pictured
    named = merged(marks(case))
    more = merged(list(solutions(case, first=False)))
    blocks: list[Block] = [*sentences([*_headline(found), *_agreement(case)]), *_ruled_out(case)]
    blocks += [*sentences(with_money(case)), *happened(case, case.happened[:FEW])]
    blocks += [*happened(case, case.happened[FEW:], detail=True), *no_deals(found)]
    if len(case.problem.seats) > 1:
        drawn = [*named, *(more if look.all else ())]
        blocks.append(plane(case, sorted(drawn, key=lambda mark: -mark.rank)[::-1]))
    blocks += [*_outcomes(case, named, more), *_listed(found), *_notes(found)]
    return Report(found.problem.title, tuple(blocks), tuple(found.problem.players))


def _headline(found: Deal) -> list[str]:
    """Whether there is a deal, under each no-deal point."""
    if len(found.cases) == 1:
        return _one(found.cases[0])
    with_deal = sum(case.exists for case in found.cases)
    total = len(found.cases) + found.more
    if found.more == 0 and with_deal in (0, total):
        said = [f"Whichever of {total:,} no-deal points counts, there is {'a' if with_deal else 'no'} deal."]
    else:
        some = in_words(with_deal) if with_deal else "None"
        of = f"of the first {len(found.cases)}" if found.more else f"of {total:,}"
        leaves = "leave" if with_deal > 1 else "leaves"
        said = ["Whether there is a deal depends on what happens without one."]
        said.append(f"{some} {of} no-deal points {leaves} something that {everybody(found.problem)} would sign.")
    number = found.pictured.problem.chosen + 1
    other = next(case.problem.chosen + 1 for case in found.cases if case.problem.chosen + 1 != number)
    return [*said, f"All that follows is about no-deal point {number}. `--no-deal {other}` takes another."]


def _one(case: DealCase) -> list[str]:
    """Whether there is a deal under one no-deal point, and how many there are."""
    who, total = everybody(case.problem), _total_words(case.problem)
    best = len(case.frontier.packages)
    if not case.exists:
        without = " without side payments" if case.money is not None and case.money.nash is not None else ""
        return [f"There is no deal{without}: none of {total} would be signed by {who}."]
    if not best:
        return [f"None of {total} would be signed by {who}, but a lottery over them would."]
    if case.size == 1:
        return [f"There is one deal: {who} would sign only one of {total}."]
    on = f"{'is' if best == 1 else 'are'} {EFFICIENT}."
    if case.size < 0:
        return [f"There is a deal. {best:,} of {total} {on}"]
    return [
        f"There is a deal: {who} would sign {case.size:,} of {total}.",
        f"{'All' if best == case.size else in_words(best)} of these {on}",
    ]


def _total_words(problem: BargainingProblem) -> str:
    """How many packages could be signed if nobody refused any: those that can happen at all, where they are counted."""
    if problem.curve:
        return counted(problem.count, "sample")
    if problem.feasible_count < 0:
        return f"at most {counted(problem.count, 'package')}"
    if problem.feasible_count < problem.count:
        return counted(problem.feasible_count, "possible package")
    return counted(problem.count, "package")


def _agreement(case: DealCase) -> list[str]:
    """Which deal it would be and what each gains by it; or what no deal is worth, where nobody can say which."""
    problem, nash = case.problem, case.nash
    if nash is None:
        said = [no_deal_worth(problem)]
        if problem.ordinal and len(case.frontier.packages) > 1:
            differ = bool((case.frontier.gains != case.frontier.gains[:, :1]).any())
            said.append(OPEN if differ else "All of these are equally good for everybody who signs.")
        return said
    what = f"a lottery ({point_words(problem, nash)})" if nash.odds and nash.drawn else point_words(problem, nash)
    ties = 1 if nash.drawn else len(nash.packages)
    said = [f"The Nash deal, with the largest product of gains, is {what}."]
    if ties > 1:
        said = [f"{in_words(ties)} packages tie for the Nash deal, the largest product of gains. The first is {what}."]
    gains = worth(problem, nash.payoffs - problem.disagreement)
    source = no_deal_source(problem.no_deals[problem.chosen])
    return [*said, f"Compared with no deal{f' ({source})' if source else ''}, the Nash deal gives {gains} more."]


def _ruled_out(case: DealCase) -> list[Sentence]:
    """Which claims leave nothing to sign, the smallest sets first, and the smallest change that would open a deal."""
    if case.conflicts is None or case.openings is None or case.nash is not None:
        return []
    if not case.conflicts.sets:
        return [Sentence(conflicts.headline(case.conflicts))]
    told = [*sentences(conflicts.reasons(case.conflicts), CONFLICTS)]
    if len(told) > 1:
        count = f"{in_words(len(told))} separate reasons{'' if case.conflicts.complete else ' or more'}"
        told.insert(0, Sentence(f"{count} rule a deal out, and each would be enough."))
    ways = openings.ways(case.openings)
    if not ways:
        return [*told, Sentence("No one change opens a deal. `--why` tells more.")]
    packages = f" ({counted(ways[0].packages, 'package')})" if ways[0].packages else ""
    more = f"{counted(len(ways) - 1, 'other way')}" if len(ways) > 2 else "another way" if len(ways) > 1 else "more"
    return [*told, Sentence(f"What would open a deal: {ways[0].words}{packages}. `--why` tells {more}.")]


def _outcomes(case: DealCase, named: Sequence[Mark], more: Sequence[Mark]) -> list[Block]:
    """What is worth naming, a row each, those of which there are many last; then what the other solutions pick."""
    told = shortened([*named, *more])
    counts: dict[object, int] = {}
    first: list[Mark] = []
    rest: list[Mark] = []
    for mark in told[: len(named)]:
        kind = mark.rank if mark.rank == HAPPENED else mark.name
        counts[kind] = counts.get(kind, 0) + 1
        (first if counts[kind] <= (FEW if mark.rank == HAPPENED else TIED) else rest).append(mark)
    tables: list[Block] = [_table(case.problem, [*first, *rest], len(first))]
    if more:
        tables.append(_table(case.problem, told[len(named) :], title="Other bargaining solutions"))
    return tables


def _table(problem: BargainingProblem, shown: Sequence[Mark], most: int = 0, title: str = "") -> Table:
    """The first `most` of some outcomes, or under a title of their own as a detail."""
    seen: set[str] = set()
    rows = []
    for mark in shown:
        rows.append((mark.sign, "" if mark.name in seen else mark.name, mark.words, *mark.payoffs.tolist()))
        seen.add(mark.name)
    columns = (Column("", "mark"), Column(""), Column("Package"), *payoff_columns(problem))
    return Table(columns, tuple(rows), title, most, detail=bool(title), only="people")


def _listed(found: Deal) -> list[Table]:
    """Every outcome worth naming, and the frontier, the best for the first player last, under each no-deal point."""
    points: list[tuple[Entry, ...]] = []
    frontier: list[tuple[Entry, ...]] = []
    for case in found.cases:
        best, number = case.frontier, case.problem.chosen + 1
        every = [*marks(case), *solutions(case, first=False)]
        points += [(number, mark.name, mark.words, *mark.payoffs.tolist()) for mark in every]
        frontier += [
            (number, int(best.packages[k]), package_words(case.problem, int(best.packages[k])), *best.payoffs[:, k])
            for k in np.lexsort(best.payoffs[::-1])
        ]
    apart = Column("No deal", "count", "no deal", shown="both" if len(found.cases) > 1 else "programs")
    shared = (Column("Package", key="package"), *payoff_columns(found.problem))
    index = Column("Number", "count", "frontier", shown="programs")
    return [
        Table((apart, Column("point"), *shared), tuple(points), only="programs"),
        Table(
            (apart, index, *shared),
            tuple(frontier),
            title="The Pareto frontier",
            detail=True,
            only="both" if frontier else "programs",
        ),
    ]


def _notes(found: Deal) -> list[Note]:
    """Units, what the answer leaves out, whether it is complete; then how it came about, and what the solutions are."""
    case, problem = found.pictured, found.pictured.problem
    said = [in_units(problem.players, problem.units)]
    if problem.ordinal:
        said.append("Levels say which outcome is better and not by how much, so there are no bargaining solutions.")
    if problem.money and not problem.ordinal and case.money is None:
        said.append(sentence_of(NOTE))
    if found.lotteries:
        said.append("The solutions are lotteries over packages that cross no red line.")
    if not case.frontier.complete:
        said.append("Packages that are worth the same are not all listed.")
    if not case.frontier.gap:
        way = "every package was looked at" if case.size >= 0 else "packages were added up in blocks, none left out"
        said.append(f"Complete: {way}.")
    notes = [Note(sentence_of(note), detail=True) for note in problem.notes]
    if case.frontier.gap:
        notes[-1] = replace(notes[-1], detail=False)  # it says what may be missing
    notes += [*_beyond(problem), Note(CONVENTIONS, detail=True)]
    notes += [Note(f"{rule.title}: {rule.says}. {rule.reference}.", detail=True) for rule, _ in case.points]
    return [*map(Note, filter(None, said)), *_of_points(case), *notes]


def _of_points(case: DealCase) -> list[Note]:
    """What a reader has to know of some solutions."""
    groups: dict[str, list[Rule]] = {}
    for rule, point in case.points:
        if point.note:
            groups.setdefault(point.note, []).append(rule)
    return [
        Note(f"{joined([rule.title for rule in rules])}: {safe(note, True)}.", not any(rule.first for rule in rules))
        for note, rules in groups.items()
    ]


def _beyond(problem: BargainingProblem) -> list[Note]:
    """Which things that happened also set what no deal here sets."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for one in problem.landmarks:
        if one.beyond:
            groups.setdefault(tuple(one.beyond), []).append(called(one))
    return [
        Note(
            sentence_of(
                f"{joined(labels)} also set {joined([safe(k, True) for k in issues])}, which no deal here sets"
            ),
            detail=True,
        )
        for issues, labels in groups.items()
    ]
