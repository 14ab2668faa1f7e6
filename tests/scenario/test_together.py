"""The bargaining problem of a scenario holds what the file says, package by package, whatever
blocks it is made of.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate.bargaining.assessment import assess
from negotiate.bargaining.problem import BargainingProblem
from negotiate.errors import GameTooLarge, UnsuitableGame
from tests.reference import plain_deals as plain
from tests.scenario_strategies import load
from tests.signed_tables import Case, matched, signers_of, tables


@settings(max_examples=60)
@given(tables())
def test_every_package_is_worth_what_the_file_says(case: Case) -> None:
    _, problem, deals = case
    payoffs, feasible = problem.payoffs, problem.feasible()
    for index, deal in matched(problem, deals).items():
        assert problem.package(index) == deal.package
        expected = [float(deal.payoffs[player]) for player in problem.keys]
        np.testing.assert_allclose(payoffs[:, index], expected, atol=1e-9)
        np.testing.assert_allclose(problem.payoffs_of([index])[:, 0], expected, atol=1e-9)
        assert feasible[index] == problem.possible(index) == deal.possible


@settings(max_examples=60)
@given(tables())
def test_every_package_crosses_what_the_file_says(case: Case) -> None:
    scenario, problem, deals = case
    away = worth_away(scenario, problem)
    acceptable = problem.acceptable()
    for index, deal in matched(problem, deals).items():
        short = {f"no_deal.{p}" for p in signers_of(problem) if deal.payoffs[p] < away[p]}
        assert {claim.name for claim in problem.crosses(index)} == deal.crossed | short
        hard = {name for name in deal.crossed if "cost" not in scenario["red_lines"].get(name, {})}
        assert {claim.name for claim in problem.refusals(problem.landmark(index))} == hard | short
        assert (
            acceptable[index] == problem.acceptable_of([index])[0] == (deal.possible and not hard)
        )


@settings(max_examples=60)
@given(tables(), st.data())
def test_zone_and_frontier_are_those_of_the_twin_whatever_is_looked_away_from(
    case: Case, data: st.DataObject
) -> None:
    scenario, problem, deals = case
    dropped = data.draw(st.lists(st.sampled_from([c.name for c in problem.claims]), unique=True))
    zone, frontier = plain_zone(scenario, problem, matched(problem, deals), frozenset(dropped))
    found = problem.without(*dropped)
    assert found.zone().tolist() == zone
    assert found.frontier().tolist() == frontier
    assert dense(found).zone().tolist() == zone
    assert dense(found).frontier().tolist() == frontier


def dense(problem: BargainingProblem) -> BargainingProblem:
    """The same packages, payoffs and limits from bare arrays."""
    rows = list(problem.seats)
    found = BargainingProblem.from_arrays(
        problem.payoffs[rows], problem.disagreement[rows], problem.acceptable()
    )
    return found.without(*(f"no_deal.player {k + 1}" for k in np.flatnonzero(~problem.insisting)))


def plain_zone(
    scenario: dict[str, Any],
    problem: BargainingProblem,
    deals: dict[int, plain.PlainDeal],
    dropped: frozenset[str],
) -> tuple[list[int], list[int]]:
    """The zone and the frontier without some claims, by holding every package against every
    other.
    """
    away, who = worth_away(scenario, problem), signers_of(problem)
    lines = scenario["red_lines"]
    gains, open_ = {}, []
    for index, deal in deals.items():
        relief = dict.fromkeys(who, Fraction(0))
        for name in deal.crossed & dropped:
            if "cost" in lines.get(name, {}):
                relief[lines[name]["player"]] += plain.exactly(lines[name]["cost"])
        gains[index] = [deal.payoffs[p] + relief[p] - away[p] for p in who]
        hard = {n for n in deal.crossed - dropped if "cost" not in lines.get(n, {})}
        if deal.possible and not hard:
            open_.append(index)
    bound = [f"no_deal.{p}" not in dropped for p in who]
    zone = [
        k
        for k in sorted(open_)
        if max(gains[k]) > 0
        and all(g >= 0 for g, held in zip(gains[k], bound, strict=True) if held)
    ]
    best = [k for k in zone if not any(dominates(gains[other], gains[k]) for other in open_)]
    return zone, best


def dominates(one: list[Fraction], other: list[Fraction]) -> bool:
    return one != other and all(a >= b for a, b in zip(one, other, strict=True))


def worth_away(scenario: dict[str, Any], problem: BargainingProblem) -> dict[str, Fraction]:
    """What each gets without a deal, by the file."""
    (found,) = problem.no_deals
    return plain.worth(scenario, dict(found.choices))


@settings(max_examples=40)
@given(tables())
def test_no_deal_is_what_the_file_says(case: Case) -> None:
    scenario, problem, _ = case
    (found,) = problem.no_deals
    package = {**plain.no_deal_package(scenario), **{k: found.choices[k] for k in problem.fixed}}
    for issue, option in plain.no_deal_package(scenario).items():
        assert found.choices[issue] == option or problem.fixed.get(issue) == found.choices[issue]
    assert set(found.choices) == set(package)
    expected = plain.worth(scenario, dict(found.choices))
    np.testing.assert_allclose(
        problem.disagreement, [float(expected[p]) for p in problem.keys], atol=1e-9
    )


@settings(max_examples=60)
@given(tables())
def test_what_happened_is_told_on_and_off_the_table(case: Case) -> None:
    scenario, problem, deals = case
    packages = [deal.package for deal in deals]
    away, who = worth_away(scenario, problem), signers_of(problem)
    for name, part in scenario["happened"].items():
        package = {**scenario["status_quo"], **part}
        mark = problem.landmark(name)
        assert mark.choices == package
        assert mark.on_table == (package in packages)
        assert mark.package == (problem.index(package) if mark.on_table else -1)
        assert mark.beyond == {k: v for k, v in package.items() if problem.fixed.get(k, v) != v}
        worth = plain.worth(scenario, package, who)
        np.testing.assert_allclose(mark.payoffs, [float(worth[p]) for p in problem.keys], atol=1e-9)
        hard = {
            n
            for n in plain.refused(scenario, package, who)
            if "cost" not in scenario["red_lines"].get(n, {})
        } | {f"no_deal.{p}" for p in who if worth[p] < away[p]}
        found = assess(problem, name)
        assert {claim.name for claim in found.refused} == hard
        on_table = [deal.possible for deal in deals if deal.package == package]
        assert mark.possible == (on_table[0] if on_table else plain.can_happen(scenario, package))
        assert found.signed == (not hard and mark.possible)
        for p, player in enumerate(problem.keys):
            terms = found.terms[player].values()
            assert sum(here for here, _ in terms) == pytest.approx(mark.payoffs[p], abs=1e-9)
            assert sum(there for _, there in terms) == pytest.approx(
                problem.disagreement[p], abs=1e-9
            )


@settings(max_examples=40)
@given(tables())
def test_a_soft_line_that_nobody_minds_costs_nothing_wherever_a_package_is_named(
    case: Case,
) -> None:
    scenario, problem, _ = case
    soft = [claim.name for claim in problem.claims if not claim.hard]
    free = problem.without(*soft)
    for name, part in scenario["happened"].items():
        package = {**scenario["status_quo"], **part}
        expected = plain.worth(scenario, package)
        np.testing.assert_allclose(
            free.landmark(name).payoffs, [float(expected[p]) for p in problem.keys], atol=1e-9
        )
        assert not free.landmark(name).on_table or not free.prices_of(free.landmark(name).package)


@given(tables())
def test_every_issue_is_in_one_block_or_settled(case: Case) -> None:
    _, problem, _ = case
    issues = [issue for block in problem.blocks for issue in block.issues]
    assert len(issues) == len(set(issues))
    assert {*issues, *problem.fixed} == set(case[0]["issues"])
    assert not {*issues} & {*problem.fixed}


TALKS: dict[str, Any] = {
    "format": 1,
    "title": "Talks",
    "players": ["ada", "bo", "cy"],
    "issues": {
        "pact": {"decided_by": ["ada", "bo"], "options": ["no", "yes"]},
        "tax": {"decided_by": "cy", "options": ["low", "high"]},
        "flag": {"decided_by": "ada", "options": ["red", "blue"]},
    },
    "status_quo": {"pact": "no", "tax": "low", "flag": "red"},
    "no_deal": {"tax": "high", "flag": "blue"},
    "signers": [["ada", "bo"], ["ada", "bo", "cy"]],
    "payoffs": {
        "ada": {
            "pact": {"by": "pact", "values": {"yes": 2}},
            "tax": {"by": "tax", "values": {"high": -1}},
        },
        "bo": {"pact": {"by": "pact", "values": {"yes": 1}}},
        "cy": {
            "tax": {"by": "tax", "values": {"high": 3}},
            "flag": {"by": "flag", "values": {"blue": 1}},
        },
    },
}


def test_who_does_not_sign_goes_on_as_without_a_deal_even_where_the_issue_is_off_the_table() -> (
    None
):
    scenario = load({**TALKS, "on_table": ["pact"]})
    assert scenario.together(signers=["bo", "ada"]).fixed == {"tax": "high", "flag": "red"}
    assert scenario.together().fixed == {"tax": "low", "flag": "red"}


@pytest.mark.parametrize("signers", [["ada"], ["ada", "dan"], [], ["bo", "cy"]])
def test_only_groups_of_the_file_sign(signers: list[str]) -> None:
    with pytest.raises(UnsuitableGame) as wrong:
        load(TALKS).together(signers=signers)
    assert "ada, bo; ada, bo, cy" in wrong.value.hint


def test_more_packages_than_have_numbers_are_refused() -> None:
    issues = {f"i{k}": {"decided_by": "agreement", "options": [*"abcd"]} for k in range(31)}
    scenario = {
        **TALKS,
        "issues": issues,
        "status_quo": dict.fromkeys(issues, "a"),
        "no_deal": "status_quo",
        "payoffs": {
            p: {"t": {"by": "i0", "values": {"b": 1, "c": 2, "d": 3}}} for p in TALKS["players"]
        },
    }
    with pytest.raises(GameTooLarge) as wrong:
        load(scenario).together()
    assert (
        wrong.value.message
        == "4,611,686,018,427,387,904 packages are more than the limit of 1,000,000,000,000,000,000"
    )
