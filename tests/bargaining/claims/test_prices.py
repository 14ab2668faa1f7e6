"""What each red line costs, held against every package and every order of taking lines away."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import negotiate
from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.refusals import prices as module
from tests.bargaining.claims.random_problems import problems
from tests.reference import plain_claims


def _worth(problem: BargainingProblem, names: list[str]) -> tuple[list[Fraction], set[int], int]:
    """The mean payoffs of the Nash point without some lines, its packages, and how many are in the
    zone.
    """
    free = problem.without(*names)
    gains = {n: row for n, row, _ in plain_claims.packages(free)}
    inside = plain_claims.zone(free)
    apart = [plain_claims.decimal(x) for x in problem.disagreement]
    if not inside:
        return apart, set(), 0
    assume(plain_claims.comparable([gains[n] for n in inside]))
    best = [inside[k] for k in plain_claims.nash([gains[n] for n in inside])]
    payoffs = [[plain_claims.decimal(x) for x in column] for column in free.payoffs_of(best).T]
    return (
        [sum(column, Fraction(0)) / len(best) for column in zip(*payoffs, strict=True)],
        set(best),
        len(inside),
    )


@settings(max_examples=60)
@given(problems(lines=4, soft=2, blocks=2))
def test_each_price_alone_and_its_share_with_the_others(problem: BargainingProblem) -> None:
    found = problem.red_line_prices()
    names = [price.claim.name for price in found]
    assert names == [claim.name for claim in problem.claims if claim.kind != "no deal"]
    assert found.complete
    today, packages, size = _worth(problem, [])
    assert (set(found.today.packages), found.today.size) == (packages, size)
    for price in found:
        alone, packages, bigger = _worth(problem, [price.claim.name])
        assert set(price.without.packages) == packages
        assert price.size == bigger - size
        expected = [float(a - t) for a, t in zip(alone, today, strict=True)]
        np.testing.assert_allclose(price.payoffs, expected, atol=1e-9)
        assert (price.low <= price.payoffs + 1e-9).all()
        assert (price.payoffs <= price.high + 1e-9).all()
    worth = {
        some: _worth(problem, [names[k] for k in some])[0]
        for some in plain_claims.subsets(range(len(names)))
    }
    for player in range(len(problem.players)):
        shares = plain_claims.shapley(len(names), lambda some, p=player: worth[some][p])
        np.testing.assert_allclose(
            [price.shared[player] for price in found], [float(s) for s in shares], atol=1e-9
        )
    np.testing.assert_allclose(
        found.owed.sum(axis=0), found.none.payoffs - found.today.payoffs, atol=1e-9
    )
    np.testing.assert_allclose(
        sum(p.shared_size for p in found), found.none.size - found.today.size, atol=1e-9
    )


@settings(max_examples=40)
@given(problems(lines=3, soft=1), st.sampled_from([0.01, 3.0]))
def test_prices_grow_with_the_unit_and_with_nothing_else(
    problem: BargainingProblem, factor: float
) -> None:
    again = _scaled(problem, factor).red_line_prices()
    for one, other in zip(problem.red_line_prices(), again, strict=True):
        np.testing.assert_allclose(other.payoffs, factor * one.payoffs, atol=1e-9)
        np.testing.assert_allclose(other.shared, factor * one.shared, atol=1e-9)
        assert other.size == one.size


def _scaled(problem: BargainingProblem, factor: float) -> BargainingProblem:
    blocks = tuple(
        replace(
            b,
            payoffs=b.payoffs * factor,
            costs={name: cost * factor for name, cost in b.costs.items()},
        )
        for b in problem.blocks
    )
    no_deals = tuple(replace(one, payoffs=one.payoffs * factor + 7) for one in problem.no_deals)
    first = replace(blocks[0], payoffs=blocks[0].payoffs + 7)
    return replace(problem, blocks=(first, *blocks[1:]), no_deals=no_deals)


def test_packages_that_tie_for_the_nash_point_give_a_range() -> None:
    problem = BargainingProblem.from_arrays(
        [[1, 4, 2], [1, 2, 4]], [0, 0], [[True, False, False], [True, True, True]]
    )
    (price,) = problem.red_line_prices()
    assert price.without.packages == (1, 2)
    np.testing.assert_allclose(price.payoffs, [2, 2])
    np.testing.assert_allclose(price.low, [1, 1])
    np.testing.assert_allclose(price.high, [3, 3])


@pytest.mark.parametrize("laid_out", [True, False])
def test_lines_that_are_too_many_have_prices_and_no_shares(
    laid_out: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LINES", 0)
    monkeypatch.setattr(module, "FEW", 0)
    if not laid_out:
        monkeypatch.setattr(module, "PACKAGE_LIMIT", 0)
    problem = BargainingProblem.from_arrays([[1, 4], [1, 2]], [0, 0], [[True, False], [True, True]])
    found = problem.red_line_prices()
    assert not found.complete
    assert np.isnan(found["red_line.player 1"].shared).all()
    np.testing.assert_allclose(found["red_line.player 1"].payoffs, [3, 1])
    np.testing.assert_allclose(found.owed, [[3, 1], [0, 0]])


def test_the_demand_of_the_flagship_costs_both_and_the_red_line_nobody() -> None:
    found = negotiate.load("us-china/beijing-2018").together().red_line_prices()
    assert found["demand"].payoffs.min() > 10
    assert np.abs(found["plan"].payoffs).max() == 0
    assert not found.today.packages
    assert found.none.packages


def test_a_problem_without_red_lines_has_no_prices() -> None:
    found = BargainingProblem.from_arrays([[1], [1]], [0, 0]).red_line_prices()
    assert len(found) == 0
    assert found.today.packages == found.none.packages == (0,)


def test_a_hundred_lines_have_prices(tmp_path: Path) -> None:
    cells = [(k, j) for k in range(10) for j in range(10)]
    lines = {f"l{k}{j}": {"player": "a", "never": {"x": f"o{k}", "y": f"o{j}"}} for k, j in cells}
    worth = {f"o{k}": k for k in range(10)}
    file = {
        "format": 1,
        "title": "A hundred lines",
        "players": {"a": {"name": "A"}, "b": {"name": "B"}},
        "issues": {key: {"options": [*worth], "decided_by": "agreement"} for key in "xy"},
        "payoffs": {who: {"v": {"by": "x", "values": worth}} for who in "ab"},
        "status_quo": {"x": "o0", "y": "o0"},
        "red_lines": lines,
    }
    path = tmp_path / "hundred.yaml"
    path.write_text(json.dumps(file), "utf-8")
    found = negotiate.load(str(path)).together().red_line_prices()
    assert (len(found), found.complete, found.none.size) == (100, False, 90), (
        "ten leave everybody as they are"
    )
