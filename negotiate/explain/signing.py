"""Concepts of bargaining, step by step: the steps of `deal`, told on the packages that could be
signed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.bargaining import reports, threats
from negotiate.bargaining.deal import Deal, DealCase, deal
from negotiate.bargaining.landmarks import usual
from negotiate.bargaining.packages import PACKAGE_LIMIT
from negotiate.bargaining.points import POINTS, Rule
from negotiate.bargaining.points.rule import BargainingPoint
from negotiate.bargaining.points.solutions import SOLUTIONS, Nash
from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.refusals.prices import RedLinePrices
from negotiate.bargaining.reports.marks import marks, merged, plane
from negotiate.bargaining.voting import ratification
from negotiate.equilibrium.alone import alone
from negotiate.errors import GameTooLarge, UnsuitableGame
from negotiate.report import report_of
from negotiate.report.blocks import (
    Block,
    Cell,
    Column,
    Entry,
    Note,
    Plot,
    Section,
    Sentence,
    Series,
    Table,
)
from negotiate.report.style import Look, capital, counted, number

if TYPE_CHECKING:
    from negotiate.scenario import Scenario

SHOWN, FEW = 6, 3
"""Packages of a table, and of one with long names."""
MEASURES = {
    "kalai-smorodinsky": "Smallest share",
    "egalitarian": "Smallest gain",
    "utilitarian": "Sum",
}
"""What a solution compares, beside the product of Nash's."""
LINE = 60
"""Points of the line of the Nash product."""


# Without a deal -----------------------------------------------------------------------------------


def walking_away(scenario: Scenario) -> Deal:
    """The deals, with what each player gets without one."""
    return deal(scenario.together())


def walking_away_steps(found: Deal, look: Look) -> Iterator[Block]:
    """What the players do without a deal, what it is worth, and what that forbids."""
    problem, case = found.pictured.problem, found.pictured
    cell = reports.no_deal_cell(problem)
    yield Sentence(f"Without a deal, this happens: {cell.shown or 'everything stays as today'}.")
    yield from map(Sentence, reports.no_deal_worth(problem))
    least = reports.worth(problem, problem.disagreement, "needs at least")
    yield Sentence(f"So to sign, {least}. Less would be worse than walking away.")
    if problem.count <= PACKAGE_LIMIT:
        yield Sentence(
            f"That leaves {_packages(case.size)} that {reports.everybody(problem)} would sign."
        )
    yield from _plane(case)


def _plane(case: DealCase) -> list[Plot]:
    """What packages are worth to the first two who sign; nothing where one signs alone."""
    return [plane(case, merged(marks(case)))] if len(case.problem.seats) > 1 else []


def _packages(count: int) -> str:
    return counted(count, "package")


# The zone of agreement and its frontier -----------------------------------------------------------


def narrowing(scenario: Scenario) -> Deal:
    """The deals of a scenario whose packages can be gone through one by one.

    Raises
    ------
    GameTooLarge
        If there are too many.
    """
    problem = scenario.together()
    GameTooLarge.refuse("packages", problem.count, PACKAGE_LIMIT, "commit some issues with --fix")
    return deal(problem)


def narrowing_steps(found: Deal, look: Look) -> Iterator[Block]:
    """From all packages to those that can be signed, one claim after the other."""
    case = found.pictured
    problem, left = case.problem, case.problem.feasible()
    yield Sentence(f"Start with all {_packages(int(left.sum()))} that are possible.")
    rows = list[tuple[Entry, ...]]()
    for claim in problem.claims:
        if claim.hard and claim.name not in problem.dropped:
            alone = left & ~_refused(problem, claim.name, claim.player, claim.kind)
            rows.append(
                (
                    reports.claim_cell(problem, claim),
                    int(left.sum() - alone.sum()),
                    int(alone.sum()),
                )
            )
            left = alone
    heads = (
        Column("Claim", key="claim"),
        Column("Rules out", "count", "out"),
        Column("Leaves", "count", "left"),
    )
    yield Table(heads, tuple(rows))
    same = int(left.sum()) - case.size
    if same > 0:
        yield Sentence(f"{capital(_packages(same))} of these would give nobody more than no deal.")
    if case.size:
        yield Sentence(f"The agreement zone holds {_packages(case.size)}.")
    else:
        yield Sentence("The agreement zone is empty: there is no deal.")
    yield from _plane(case)


def _refused(problem: BargainingProblem, name: str, player: int, kind: str) -> np.ndarray:
    """The packages for which a claim is to blame, shape (packages,)."""
    if kind != "no deal":
        return problem.crossing(name)
    return np.asarray(problem.gains()[problem.seats.index(player)] < 0)


def frontier(scenario: Scenario) -> Deal:
    """The deals, of which there is one at least.

    Raises
    ------
    UnsuitableGame
        If there is none.
    """
    return _with_deal(narrowing(scenario))


def _with_deal(found: Deal) -> Deal:
    if not len(found.pictured.frontier.packages):
        raise UnsuitableGame("there is no deal here")
    return found


def frontier_steps(found: Deal, look: Look) -> Iterator[Block]:
    """Deals that leave a gain on the table, each with a better one; then those that do not."""
    case = found.pictured
    problem, best = case.problem, case.frontier
    zone = case.listed()[0]
    worse = np.setdiff1d(zone, best.packages)
    yield Sentence(f"{capital(reports.everybody(problem))} would sign {_packages(len(zone))}.")
    rows = list[tuple[Entry, ...]]()
    gains = problem.gains()
    for package in worse[:FEW].tolist():
        better = (best.gains >= gains[:, [package]]).all(axis=0)
        other = int(best.packages[int(np.flatnonzero(better)[0])])
        rows.append((reports.package_cell(problem, package), reports.package_cell(problem, other)))
    if rows:
        yield Sentence(
            f"{capital(_packages(len(worse)))} of these can be improved. For some of them:"
        )
        heads = (
            Column("Package", key="package"),
            Column("Better for somebody, worse for nobody", key="better"),
        )
        yield Table(heads, tuple(rows))
    yield Sentence(
        f"{capital(_packages(len(best.packages)))} cannot be improved. They are the Pareto "
        "frontier."
    )
    yield reports.package_table(problem, "On the frontier", best.packages[:FEW].tolist())
    yield from _plane(case)


# Bargaining solutions -----------------------------------------------------------------------------


def picked(scenario: Scenario, rule: str) -> Deal:
    """The deals, with the point of one bargaining solution.

    Raises
    ------
    UnsuitableGame
        If the solution does not fit, or there is no deal.
    """
    found = _with_deal(deal(scenario.together()))
    problem, asked = found.pictured.problem, next(one for one in POINTS if one.name == rule)
    reason = (
        "needs numbers, and here are only levels" if problem.ordinal else asked.applies_to(problem)
    )
    if reason:
        raise UnsuitableGame(f"the {asked.title} solution {reason}")
    return found


def picked_steps(found: Deal, look: Look, name: str) -> Iterator[Block]:
    """The gains of each deal of the frontier, by what the solution compares, the best first; and
    where it lies.
    """
    case = found.pictured
    problem, (rule, point) = case.problem, next(one for one in case.points if one[0].name == name)
    yield Sentence(f"The solution looks for {rule.says}.")
    yield from map(Sentence, reports.no_deal_worth(problem))
    if point.over == "packages":
        yield _compared(case, rule, point)
    yield from map(Sentence, reports.solution_words(problem, point, f"{rule.title} solution"))
    if point.note:
        yield Note(f"{capital(point.note)}.")
    if len(problem.seats) == 2:
        yield _with_line(case, rule, point)


def compared(case: DealCase, rule: Rule) -> tuple[str, FloatArray] | None:
    """What a solution compares of each deal of the frontier, in words and numbers, shape (m,); None
    for a path.
    """
    problem, best = case.problem, case.frontier
    able = np.asarray((best.gains > 0).any(axis=1), dtype=bool)
    powers = np.array(problem.of_signers(rule.weights(problem) or [1.0] * len(problem.players)))
    if rule.name in MEASURES:
        return MEASURES[rule.name], SOLUTIONS[rule.name](problem, rule.name, powers).measure(able)
    if SOLUTIONS[rule.name] is not Nash:
        return None
    gains = np.maximum(best.gains * best.step[:, None], 0.0)[
        able
    ]  # the solver adds logarithms, which nobody can read
    return "Product", np.prod(gains ** powers[able, None], axis=0)


def _compared(case: DealCase, rule: Rule, point: BargainingPoint) -> Table:
    """A row a deal of the frontier: the gain of each signer, and what the solution compares."""
    problem, best = case.problem, case.frontier
    gains, measure = best.gains * best.step[:, None], compared(case, rule)
    order = np.argsort(-measure[1], kind="stable") if measure else np.arange(len(best.packages))
    chosen = set(point.packages)
    columns = [Column("", "mark", "mark"), Column("Deal", key="package")]
    columns += [
        Column(
            f"{problem.players[p]} gains",
            "payoff",
            f"gain {problem.keys[p]}",
            f"{problem.keys[p]} gains",
            p,
        )
        for p in problem.seats
    ]
    columns += [Column(measure[0], "number", "compared")] if measure else []
    rows = tuple(
        (
            Cell(rule.title[0], "chosen") if int(best.packages[k]) in chosen else None,
            reports.package_cell(problem, int(best.packages[k])),
            *gains[:, k].tolist(),
            *([float(measure[1][k])] if measure else []),
        )
        for k in order.tolist()
    )
    return Table(tuple(columns), rows, most=SHOWN, more="deal")


def _with_line(case: DealCase, rule: Rule, point: BargainingPoint) -> Block:
    """The plane, and for the Nash solution the line on which the product is as large as at the
    point.
    """
    drawn = plane(case, merged(marks(case)))
    one, other = case.problem.seats
    apart = case.problem.disagreement
    width, height = (float(point.payoffs[p] - apart[p]) for p in (one, other))
    if rule.name != "nash" or min(width, height) <= 0:
        return drawn
    most = max(float(case.frontier.gains[0].max() * case.frontier.step[0]), width)
    tall = max(float(case.frontier.gains[1].max() * case.frontier.step[1]), height)
    across = np.linspace(width * height / tall, most, LINE)
    x, y = apart[one] + across, apart[other] + width * height / across
    said = f"the same product, {number(width * height)}"
    line = Series(said, tuple(x.tolist()), tuple(y.tolist()), "∙", "faint", faint=True)
    return replace(drawn, series=(line, *drawn.series))


# Red lines, trades, threats, votes, talks ---------------------------------------------------------


def priced(scenario: Scenario) -> RedLinePrices:
    """What each red line costs.

    Raises
    ------
    UnsuitableGame
        If there is none.
    """
    found = usual(scenario.together()).red_line_prices()
    if not len(found):
        raise UnsuitableGame("nobody draws a red line here")
    return found


def priced_steps(found: RedLinePrices, look: Look) -> Iterator[Block]:
    """What taking each line away adds to the zone, and where the deal moves; then what that costs
    whom.
    """
    problem = found.problem
    now = reports.worth(problem, found.today.payoffs, "gets") if found.today.packages else ""
    yield Sentence(
        f"With all lines, {now}." if now else "With all lines in place, there is no deal."
    )
    for price in found:
        line = reports.claim_words(problem, price.claim)
        more = (
            f"adds {_packages(price.size) if price.size else 'no package'} to the agreement zone"
            if price.size >= 0
            else "changes the agreement zone"
        )
        then = reports.worth(problem, price.without.payoffs, "gets")
        moved = f"Then {then}" if price.without.packages else "There is still no deal"
        yield Sentence(f"Taking away {line} {more}. {moved}.")
    yield Section("What each line costs", report_of(found, look).blocks)


def threatening(scenario: Scenario) -> Any:
    """Threats that would move the Nash bargaining solution."""
    return threats.variable_threats(usual(scenario.together()), alone(scenario))


def voted(scenario: Scenario) -> Any:
    """What ratifiers accept, and whose vote decides."""
    return ratification.ratification(usual(scenario.together()), scenario)


def drawn(scenario: Scenario) -> Deal:
    """The deals, with solutions over lotteries of packages."""
    return deal(scenario.together(), lotteries=True)
