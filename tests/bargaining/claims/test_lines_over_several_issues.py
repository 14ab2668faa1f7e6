"""Lines and ratifiers over several issues that nothing else couples, against every package of the
file.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from negotiate.bargaining import together as blocks
from negotiate.bargaining.assessment import assess
from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.voting.ratification import ratification
from negotiate.report import report_of
from negotiate.report.plain import plain as plain_lines
from tests.reference import plain_claims
from tests.reference import plain_deals as plain
from tests.reference.plain_payoffs import Package
from tests.scenario_strategies import load
from tests.written import checked

NUMBERS = st.integers(-3, 3)


@st.composite
def conditions(draw: st.DrawFn, issues: dict[str, Any]) -> dict[str, list[str]]:
    """Issue → some of its options, for one to all of the issues."""
    names = draw(st.lists(st.sampled_from(sorted(issues)), min_size=1, unique=True))
    return {
        name: draw(
            st.lists(st.sampled_from(issues[name]["options"]), min_size=1, max_size=2, unique=True)
        )
        for name in names
    }


@st.composite
def separable(draw: st.DrawFn) -> dict[str, Any]:
    """Two players whose payoffs add up issue by issue, with lines and ratifiers that look at
    several issues.
    """
    players = ["ada", "bo"]
    issues = {
        f"issue_{'abc'[k]}": {
            "decided_by": "agreement",
            "options": [f"{'abc'[k]}{o}" for o in range(size)],
        }
        for k, size in enumerate(draw(st.lists(st.integers(2, 3), min_size=2, max_size=3)))
    }
    quo = {name: part["options"][0] for name, part in issues.items()}
    demand = conditions(issues)
    houses = {
        "house": {"player": draw(st.sampled_from(players)), "accepts": draw(demand)},
        "senate": {
            "player": draw(st.sampled_from(players)),
            "votes": {
                f"bloc_{k}": {"votes": k + 1, "accepts": draw(demand)}
                for k in range(draw(st.integers(1, 3)))
            },
            "needs": draw(st.sampled_from(["majority", "unanimity"])),
        },
    }
    return {
        "format": 1,
        "title": "Issues that nothing couples",
        "players": players,
        "issues": issues,
        "status_quo": quo,
        "no_deal": "status_quo",
        "payoffs": {
            player: {
                name: {
                    "by": [name],
                    "values": {option: draw(NUMBERS) for option in part["options"]},
                }
                for name, part in issues.items()
            }
            for player in players
        },
        "red_lines": {
            f"line_{k}": {
                "player": draw(st.sampled_from(players)),
                draw(st.sampled_from(["insists", "never"])): draw(demand),
                **({"cost": 1} if draw(st.integers(0, 3)) == 0 else {}),
            }
            for k in range(draw(st.integers(0, 2)))
        },
        "ratifiers": {
            name: houses[name]
            for name in draw(st.lists(st.sampled_from(sorted(houses)), unique=True))
        },
    }


def opened(scenario: dict[str, Any]) -> BargainingProblem:
    """The problem of a scenario of chance, where no line forbids everything."""
    every = plain.every_package(scenario)
    for line in scenario["red_lines"].values():
        assume(not all(plain.crosses_line(scenario, line, package) for package in every))
    return load(scenario).together()


def without(scenario: dict[str, Any], names: list[str]) -> dict[str, Any]:
    """The scenario without some of its lines and ratifiers."""
    kept = {
        part: {k: v for k, v in scenario[part].items() if k not in names}
        for part in ("red_lines", "ratifiers")
    }
    return {**scenario, **kept}


def answer(
    scenario: dict[str, Any], problem: BargainingProblem
) -> tuple[list[Fraction], set[int], int]:
    """The mean payoffs of the Nash point of a file, its packages, and how many are in the zone."""
    players = scenario["players"]
    apart = plain.worth(scenario, scenario["status_quo"], ())
    inside = [deal for deal in plain.table(scenario, players) if not hard(scenario, deal.crossed)]
    gains = [[deal.payoffs[p] - apart[p] for p in players] for deal in inside]
    signed = [k for k, row in enumerate(gains) if min(row) >= 0 and max(row) > 0]
    if not signed:
        return [apart[p] for p in players], set(), 0
    assume(plain_claims.comparable([gains[k] for k in signed]))
    best = [inside[signed[k]] for k in plain_claims.nash([gains[k] for k in signed])]
    mean = [sum((deal.payoffs[p] for deal in best), Fraction(0)) / len(best) for p in players]
    return mean, {problem.index(deal.package) for deal in best}, len(signed)


def hard(scenario: dict[str, Any], crossed: frozenset[str]) -> frozenset[str]:
    """Those that no price gets a signature across."""
    return frozenset(name for name in crossed if "cost" not in scenario["red_lines"].get(name, {}))


@settings(max_examples=40, suppress_health_check=[HealthCheck.filter_too_much])
@given(separable())
def test_prices(scenario: dict[str, Any]) -> None:
    problem = opened(scenario)
    found = problem.red_line_prices()
    names = [*scenario["red_lines"], *scenario["ratifiers"]]
    assert {price.claim.name for price in found} == set(names)
    worth = {
        some: answer(without(scenario, list(some)), problem) for some in plain_claims.subsets(names)
    }
    today, packages, size = worth[frozenset()]
    assert (set(found.today.packages), found.today.size) == (packages, size)
    for price in found:
        alone, packages, bigger = worth[frozenset({price.claim.name})]
        assert (set(price.without.packages), price.size) == (packages, bigger - size)
        np.testing.assert_allclose(
            price.payoffs, [float(a - t) for a, t in zip(alone, today, strict=True)], atol=1e-9
        )
    for player in range(2):
        shares = plain_claims.shapley(
            len(names), lambda some, p=player: worth[frozenset(names[k] for k in some)][0][p]
        )
        np.testing.assert_allclose(
            [found[name].shared[player] for name in names], list(map(float, shares)), atol=1e-9
        )


@settings(max_examples=40, suppress_health_check=[HealthCheck.filter_too_much])
@given(separable(), st.sampled_from([5_000_000, 4]))
def test_votes(scenario: dict[str, Any], limit: int) -> None:
    for line in scenario["red_lines"].values():
        line.pop("cost", None)  # what has a price is laid out together, whatever the limit
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(
            blocks, "PACKAGE_LIMIT", limit
        )  # at 4 lines over several issues are asked package by package
        problem = opened(scenario)
    loaded = load(scenario)
    bodies = {body.ratifier: body for body in ratification(problem, loaded).bodies}
    assert set(bodies) == set(scenario["ratifiers"])
    for name, body in bodies.items():
        one = scenario["ratifiers"][name]
        asked = problem.without(name).zone().tolist()
        lets = [k for k in asked if plain.ratified(one, problem.package(k))]
        assert (body.passed.tolist(), sorted([*lets, *body.stopped.tolist()])) == (lets, asked)
        win_set = [
            package for package in plain.every_package(scenario) if plain.ratified(one, package)
        ]
        assert (body.accepts, body.possible) == (len(win_set), problem.count)
        for bloc in body.blocs:
            accepts = one["votes"][bloc.name]["accepts"]
            assert bloc.for_it == sum(plain.accepts(accepts, problem.package(k)) for k in asked)
        for index in range(problem.count):
            verdicts = ratification(problem, loaded, problem.landmark(index)).verdicts
            passes = {verdict.body.ratifier: verdict.passes for verdict in verdicts}
            refused = {claim.name for claim in assess(problem, index).refused}
            assert (
                passes[name] == (name not in refused) == plain.ratified(one, problem.package(index))
            )


@settings(max_examples=40, suppress_health_check=[HealthCheck.filter_too_much])
@given(separable())
def test_why_there_is_no_deal(scenario: dict[str, Any]) -> None:
    problem = opened(scenario)
    rows = list(_rows(scenario))
    claims = sorted({name for _, crossed in rows for name in crossed})
    found = problem.openings()
    if found.conflicts.deal:
        assert any(not crossed and max(gains) > 0 for gains, crossed in rows)
        return
    assert {one.names for one in found.conflicts.sets} == smallest(
        claims, lambda held: all(held & crossed for _, crossed in rows)
    )
    removals = smallest(
        claims, lambda gone: any(crossed <= gone for gains, crossed in rows if max(gains) > 0)
    )
    assert {frozenset(c.name for c in some) for some in found.conflicts.removals} == removals
    for drop in found.drops:
        gone = {claim.name for claim in drop.claims}
        assert drop.size == sum(crossed <= gone and max(gains) > 0 for gains, crossed in rows)


def _rows(scenario: dict[str, Any]) -> Any:
    """What each package gives both over no deal, and the claims that it crosses."""
    players = scenario["players"]
    apart = plain.worth(scenario, scenario["status_quo"], ())
    for deal in plain.table(scenario, players):
        gains = [deal.payoffs[p] - apart[p] for p in players]
        short = {f"no_deal.{p}" for p, gain in zip(players, gains, strict=True) if gain < 0}
        yield gains, hard(scenario, deal.crossed) | short


def smallest(names: list[str], holds: Any) -> set[frozenset[str]]:
    """The sets that hold, without any that holds a smaller one."""
    found: list[frozenset[str]] = []
    for some in plain_claims.subsets(names):
        if not any(less <= some for less in found) and holds(some):
            found.append(some)
    return set(found)


def test_the_line_and_the_ratifier_of_an_example() -> None:
    options = {
        name: {"decided_by": "agreement", "options": [f"{name}0", f"{name}1"]} for name in "abc"
    }
    package: Package = {name: f"{name}0" for name in "abc"}
    scenario = {
        "format": 1,
        "title": "Two issues in one demand",
        "players": ["ada", "bo"],
        "issues": options,
        "status_quo": package,
        "no_deal": "status_quo",
        "payoffs": {
            p: {n: {"by": [n], "values": {f"{n}1": 1}} for n in "abc"} for p in ("ada", "bo")
        },
        "red_lines": {"line": {"player": "ada", "insists": {"a": ["a0"], "b": ["b0"]}}},
        "ratifiers": {"house": {"player": "bo", "accepts": {"b": ["b0"], "c": ["c0"]}}},
    }
    loaded = load(scenario)
    found = loaded.together().red_line_prices()
    assert [price.payoffs.tolist() for price in found] == [[1, 1], [1, 1]]
    (body,) = ratification(loaded.together(), loaded).bodies
    assert (body.passed.tolist(), len(body.stopped), body.accepts) == ([], 1, 2)


def test_a_ratifier_over_more_packages_than_are_laid_out() -> None:
    issues = [f"issue_{k}" for k in range(24)]
    loaded = load(
        {
            "format": 1,
            "title": "Many issues",
            "players": ["ada", "bo"],
            "issues": {
                name: {"decided_by": "agreement", "options": ["no", "yes"]} for name in issues
            },
            "status_quo": dict.fromkeys(issues, "no"),
            "no_deal": "status_quo",
            "payoffs": {
                p: {n: {"by": [n], "values": {"yes": 1}} for n in issues} for p in ("ada", "bo")
            },
            "ratifiers": {
                "senate": {
                    "player": "ada",
                    "votes": {
                        f"bloc_{k}": {"votes": 1, "accepts": {n: ["no"]}}
                        for k, n in enumerate(issues)
                    },
                }
            },
        }
    )
    found = ratification(loaded.together(), loaded)
    (body,) = found.bodies
    assert (len(body.passed), len(body.stopped), body.over) == (0, 1, "frontier")
    assert (body.accepts, body.possible) == (-1, 2**24)
    assert "win-set" not in "\n".join(plain_lines(report_of(found)))
    (written,) = checked(found)["bodies"]
    assert (written["accepts"], written["possible"]) == (None, 2**24)
