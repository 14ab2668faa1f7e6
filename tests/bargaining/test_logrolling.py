"""Trades between issues and the way of a single negotiating text, held against every change tried
one by one.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

import negotiate
from negotiate.bargaining.assessment import assess
from negotiate.bargaining.logrolling import Trades, trades
from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.reports.trades import report
from negotiate.errors import UnsuitableGame
from negotiate.report.blocks import Cell, Sentence, Table
from negotiate.report.style import Look
from tests.reference import plain_deals as plain
from tests.signed_tables import Case, signers_of, tables

NO_ORDER = Path(__file__).parents[1] / "no_order.yaml"


def started(case: Case) -> tuple[BargainingProblem, Trades] | None:
    _, problem, _ = case
    mark = problem.status_quo
    return (problem, trades(problem)) if mark is not None and mark.on_table else None


def open_to(scenario: dict[str, Any], deals: list[plain.PlainDeal]) -> list[plain.PlainDeal]:
    """The packages that cross nothing hard."""
    lines = scenario["red_lines"]
    return [
        d
        for d in deals
        if d.possible and not any("cost" not in lines.get(n, {}) for n in d.crossed)
    ]


def gains(worth: dict[str, Fraction], here: dict[str, Fraction], who: list[str]) -> list[Fraction]:
    return [worth[p] - here[p] for p in who]


@settings(max_examples=60)
@given(tables())
def test_each_pair_of_issues_has_its_trade_where_one_pays(case: Case) -> None:
    scenario, problem, deals = case
    if (found := started(case)) is None:
        return
    who = signers_of(problem)
    quo = {**scenario["status_quo"], **problem.fixed}
    here = plain.worth(scenario, quo, who)
    expected = set()
    for pair in combinations([issue for block in problem.blocks for issue in block.issues], 2):
        for deal in open_to(scenario, deals):
            changed = {k for k, option in deal.package.items() if quo[k] != option}
            alone = [{**quo, k: deal.package[k]} for k in pair]
            enough = any(
                d.package in alone and _pays(gains(d.payoffs, here, who))
                for d in open_to(scenario, deals)
            )
            if changed == set(pair) and _pays(gains(deal.payoffs, here, who)) and not enough:
                expected.add(frozenset(pair))
    assert {frozenset(trade.changes) for trade in found[1].trades} == expected
    for trade in found[1].trades:
        deal = next(d for d in deals if d.package == problem.package(trade.package))
        assert deal in open_to(scenario, deals)
        assert deal.package == {**quo, **trade.changes}
        assert [float(g) for g in gains(deal.payoffs, here, list(problem.keys))] == pytest.approx(
            trade.together
        )
        for issue, option in trade.changes.items():
            single = plain.worth(scenario, {**quo, issue: option}, who)
            assert [float(g) for g in gains(single, here, list(problem.keys))] == pytest.approx(
                trade.alone[issue]
            )
        if trade.adds_up:
            seats = list(problem.seats)
            assert sum(trade.alone.values())[seats] == pytest.approx(trade.together[seats])


@settings(max_examples=60)
@given(tables())
def test_on_the_way_nobody_loses_and_it_ends_on_the_frontier(case: Case) -> None:
    scenario, problem, deals = case
    if (found := started(case)) is None:
        return
    who = signers_of(problem)
    package = {**scenario["status_quo"], **problem.fixed}
    here = plain.worth(scenario, package, who)
    for step in found[1].path:
        assert step.changes == {
            k: v for k, v in problem.package(step.package).items() if package[k] != v
        }
        package = problem.package(step.package)
        deal = next(d for d in deals if d.package == package)
        assert deal in open_to(scenario, deals)
        pays = gains(deal.payoffs, here, who)
        assert min(pays) >= 0 < max(pays)
        here = deal.payoffs
    better = [d for d in open_to(scenario, deals) if _pays(gains(d.payoffs, here, who))]
    assert found[1].arrived
    assert not better


def _pays(pays: list[Fraction]) -> bool:
    return min(pays) >= 0 and max(pays) > 0


@settings(max_examples=40)
@given(tables())
def test_a_step_changes_no_more_issues_than_it_must(case: Case) -> None:
    scenario, problem, deals = case
    if (found := started(case)) is None:
        return
    who = signers_of(problem)
    package = {**scenario["status_quo"], **problem.fixed}
    for step in found[1].path:
        here = plain.worth(scenario, package, who)
        sizes = [
            sum(deal.package[k] != package[k] for k in package)
            for deal in open_to(scenario, deals)
            if _pays(gains(deal.payoffs, here, who))
        ]
        assert len(step.changes) == min(sizes) or min(sizes) > 2
        package = problem.package(step.package)


def test_the_classroom_exercise_trades_what_matters_less_for_what_matters_more() -> None:
    found = trades(negotiate.load(str(NO_ORDER)).together())
    assert found.arrived
    assert found.path


def test_nobody_trades_from_nowhere() -> None:
    with pytest.raises(UnsuitableGame) as wrong:
        trades(negotiate.load("classics/chicken", fix={"row": "straight"}).together(), "nowhere")
    assert "nowhere" in wrong.value.message


def test_land_for_peace_is_a_trade_though_its_effects_cannot_be_told_apart() -> None:
    found = trades(negotiate.load("peace/camp-david-1978").together())
    assert [tuple(trade.changes) for trade in found.trades] == [("peace", "sinai")]
    assert not found.trades[0].adds_up
    assert found.trades[0].together.tolist() == [60, 55]


def test_a_trade_whose_effects_add_up_tells_who_gives_what() -> None:
    (trade,) = trades(negotiate.load("us-china/beijing-2018-class").together()).trades
    assert trade.adds_up
    assert [part.tolist() for part in trade.alone.values()] == [[-8, 14], [27, -11]]


def test_what_nothing_betters_is_on_no_frontier_where_it_is_refused() -> None:
    refused = BargainingProblem.from_arrays([[1, 3], [3, 1]], [2, 0])
    found = assess(refused, 0)
    assert found.efficient
    assert not found.on_frontier
    assert assess(refused, 1).on_frontier
    level = BargainingProblem.from_arrays([[1, 0], [1, 0]], [1, 1])
    assert assess(level, 0).efficient
    assert not assess(level, 0).on_frontier


def test_half_a_trade_that_cannot_happen_has_no_gains() -> None:
    """No order has no week: neither a price nor a week can be had alone."""
    found = trades(negotiate.load(str(NO_ORDER)).together())
    shown = report(found, Look())
    said = " ".join(block.text for block in shown.blocks if isinstance(block, Sentence))
    table = next(block for block in shown.walk() if isinstance(block, Table))
    for row in table.rows[:2]:
        assert isinstance(row[0], Cell)
        assert row[0].shown.endswith("(cannot happen alone)")
        assert row[1:] == (None, None)
    assert table.rows[2][1:] == (16, 18)
    assert said.count("alone cannot happen.") == 2
    (real,) = trades(negotiate.load("us-china/beijing-2018-class").together()).trades
    told = report(trades(negotiate.load("us-china/beijing-2018-class").together()), Look())
    assert "cannot happen" not in " ".join(
        block.text for block in told.blocks if isinstance(block, Sentence)
    )
    assert next(block for block in told.walk() if isinstance(block, Table)).rows[0][1:] == tuple(
        next(iter(real.alone.values())).tolist()
    )
