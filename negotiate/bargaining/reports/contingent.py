"""What a deal that depends on an event adds, and who bets what."""

from __future__ import annotations

from collections.abc import Iterator

from negotiate.bargaining import reports
from negotiate.bargaining.contingent import ContingentDeal
from negotiate.bargaining.deal import DealCase
from negotiate.bargaining.reports.marks import marks, merged, outcomes, plane
from negotiate.report.blocks import Block, Column, Entry, Note, Report, Table, sentences
from negotiate.report.style import Look, capital, in_units, number, odds, the

UNITS = "Gains beyond no deal are summed, each in its own unit."
MONEY = "Gains beyond no deal are summed in the common money of `side_payments`."


def report(found: ContingentDeal, look: Look) -> Report:
    """What it adds, why, which deal it would be, and the picture of what could be signed."""
    case, problem = found.deal.pictured, found.deal.pictured.problem
    blocks: list[Block] = [*sentences([*_headline(found), *_why(found)])]
    if found.adds > 0:
        blocks.append(_terms(found, case))
        if len(problem.seats) > 1:
            named = merged(marks(case))
            blocks += [plane(case, named, legend=True), outcomes(problem, named)]
    before, after = found.joint
    heads = (Column("Without", "payoff"), Column("With", "payoff"), Column("Adds", "payoff"))
    blocks.append(
        Table(heads, ((before, after, found.adds),), "The largest sum of gains", detail=True)
    )
    blocks.append(Note(MONEY if problem.money else UNITS))
    units = in_units(problem.players, problem.units)
    return reports.report_on(
        problem, [*blocks, Note(" ".join(filter(None, (units, "Complete; checked."))))]
    )


def _headline(found: ContingentDeal) -> Iterator[str]:
    before, after = map(number, found.joint)
    if not found.adds > 0:
        yield f"A deal that depends on `{found.event.id}` adds nothing."
    elif not found.plain.exists:
        yield f"Only a deal that depends on `{found.event.id}` can be signed."
        yield f"Its largest sum of gains is {after}."
    else:
        yield f"A deal that depends on `{found.event.id}` adds {number(found.adds)}."
        yield f"The largest sum of gains rises from {before} to {after}."


def _why(found: ContingentDeal) -> Iterator[str]:
    """What the players differ in, or that they differ in nothing."""
    players, labels = found.plain.problem, found.event.labels
    name = dict(zip(players.keys, map(the, players.players), strict=True))
    if len(set(found.odds.values())) > 1:
        rows = list(zip(*found.odds.values(), strict=True))
        place = max(range(len(labels)), key=lambda k: max(rows[k]) - min(rows[k]))
        high, low = (
            pick(found.odds, key=lambda player: found.odds[player][place]) for pick in (max, min)
        )
        more, less = odds(found.odds[high][place]), odds(found.odds[low][place])
        yield (
            f"For {name[high]} `{labels[place]}` has probability {more}, for {name[low]} only "
            f"{less}."
        )
        yield (
            "So the deal is a bet, and each side expects to win it."
            if found.adds > 0
            else "No package uses that."
        )
    if found.aversion:
        most = max(found.aversion, key=lambda player: found.aversion[player])
        yield f"{capital(name[most])} minds risk{' the most' if len(found.aversion) > 1 else ''}."
        yield "A deal that pays more when the event hurts insures against it."
    if len(set(found.odds.values())) <= 1 and not found.aversion:
        best = (
            "but another package is best after each outcome"
            if found.adds > 0
            else "so there is nothing to bet on"
        )
        yield f"All hold the same odds and nobody minds risk, {best}."


def _terms(found: ContingentDeal, case: DealCase) -> Table:
    """The Nash point, or a package of the frontier: a row an issue, a column an outcome."""
    problem, labels, nash = case.problem, found.event.labels, case.nash
    package = problem.package(int((nash.packages if nash else case.frontier.packages)[0]))
    keys = dict.fromkeys(
        key if key in found.plain.problem.issue_names else key.rpartition(".")[0] for key in package
    )

    def option(key: str, label: str) -> Entry:
        own = key if key in package else f"{key}.{label}"
        return reports.option_name(problem, own, package[own])

    rows = [
        (reports.issue_name(found.plain.problem, key), *(option(key, label) for label in labels))
        for key in keys
        if key in found.plain.problem.issues
    ]
    heads = (
        Column("What the deal sets"),
        *(Column(f"if {found.event.id} is {label}") for label in labels),
    )
    return Table(
        heads,
        tuple(rows),
        "The Nash bargaining solution" if nash else "A deal on the Pareto frontier",
    )
