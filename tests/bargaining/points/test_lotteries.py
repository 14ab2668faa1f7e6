"""Points over lotteries are as good as a linear solver can find, by another road."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from negotiate import BargainingPoint, BargainingProblem, DidNotConverge
from negotiate.bargaining.packages import Block
from negotiate.bargaining.points import POINTS
from negotiate.bargaining.points.solutions import SOLUTIONS, point, points_of
from negotiate.bargaining.points.stakes import Column, optimum, stakes
from tests.bargaining.points.random_problems import Drawn, bargaining

CLOSE = 1e-7  # HiGHS is asked for no more


def best(
    gains: np.ndarray, goal: np.ndarray, least: np.ndarray, share: np.ndarray | None = None
) -> float:
    """The most that a lottery reaches of a goal, or of a multiple of a share, by HiGHS; columns are
    packages.
    """
    n, m = gains.shape
    share = np.zeros(n) if share is None else share
    below = np.vstack([np.hstack([-gains, share[:, None]]), np.append(np.ones(m), 0.0)])
    costs = -np.append(goal @ gains, float(share.any()))
    bounds = [(0.0, None)] * m + [(0.0, None if share.any() else 0.0)]
    return -float(linprog(costs, below, np.append(-least, 1.0), bounds=bounds, method="highs").fun)


def allowed(drawn: Drawn) -> np.ndarray:
    return (drawn.payoffs - drawn.disagreement[:, None])[:, list(drawn.acceptable)]


def hopes(gains: np.ndarray) -> np.ndarray:
    floor = np.zeros(len(gains))
    found = [best(gains, row, floor) for row in np.eye(len(gains))]
    return np.where(np.array(found) > CLOSE, found, 0.0)


def sound(found: BargainingPoint, drawn: Drawn) -> np.ndarray:
    """Its gains, if it is a lottery over packages that may be signed and is worth what it says."""
    assert found.over == "lotteries"
    assert sum(found.odds) == pytest.approx(1.0, abs=1e-12)
    assert min(found.odds) > 0
    assert all(drawn.acceptable[package] for package in found.packages)
    np.testing.assert_allclose(
        drawn.payoffs[:, list(found.packages)] @ found.odds, found.payoffs, atol=1e-12
    )
    gains = found.payoffs - drawn.disagreement
    assert (gains >= -1e-8).all()
    assert gains.max() > 0
    assert len(found.packages) <= len(gains) + 1
    return gains


@settings(max_examples=15)  # each solves many linear programs
@given(bargaining())
def test_there_is_a_lottery_exactly_where_somebody_can_gain(drawn: Drawn) -> None:
    gains = allowed(drawn)
    able = gains.size > 0 and bool(hopes(gains).any())
    for rule, found in points_of(drawn.problem, True):
        assert found.agreement is able, rule.name
        if able:
            sound(found, drawn)
        else:
            assert found.payoffs.tolist() == drawn.disagreement.tolist()


@settings(max_examples=15)  # each solves many linear programs
@given(bargaining())
def test_shares_and_sums_are_as_large_as_can_be(drawn: Drawn) -> None:
    found = drawn.problem.kalai_smorodinsky(lotteries=True)
    assume(found.agreement)
    gains = allowed(drawn)
    n = len(gains)
    hope, floor = hopes(gains), np.zeros(n)
    counted = hope > 0
    share = (sound(found, drawn)[counted] / hope[counted]).min()
    assert share == pytest.approx(best(gains, floor, floor, hope), abs=CLOSE)
    least = sound(drawn.problem.egalitarian(lotteries=True), drawn)[counted].min()
    assert least == pytest.approx(best(gains, floor, floor, counted * 1.0), abs=CLOSE)
    total = sound(drawn.problem.utilitarian(lotteries=True), drawn).sum()
    assert total == pytest.approx(best(gains, np.ones(n), floor), abs=CLOSE)


@settings(max_examples=15)  # each solves many linear programs
@given(bargaining(), st.lists(st.integers(1, 3), min_size=4, max_size=4))
def test_no_lottery_has_a_larger_product(drawn: Drawn, powers: list[int]) -> None:
    """A concave function is largest where no direction that it rises in is open."""
    weights = np.array(powers[: len(drawn.payoffs)], dtype=float)
    found = drawn.problem.nash(weights=weights, lotteries=True)
    assume(found.agreement)
    gains = sound(found, drawn)
    counted = hopes(allowed(drawn)) > 0
    assert (gains[counted] > 0).all()
    slopes = np.where(counted, weights / np.where(counted, gains, 1.0), 0.0)
    further = best(allowed(drawn), slopes, np.zeros(len(gains)))
    assert further == pytest.approx(weights[counted].sum(), rel=CLOSE)


@settings(max_examples=8)  # each solves many linear programs
@given(bargaining(players=(2, 4)))
def test_nothing_is_better_for_all_than_a_point(drawn: Drawn) -> None:
    for rule, found in points_of(drawn.problem, True):
        assume(found.agreement)
        gains = sound(found, drawn)
        more = (
            best(allowed(drawn), np.ones(len(gains)), np.maximum(gains - 1e-9, 0.0)) - gains.sum()
        )
        assert more <= 1e-6, rule.name  # a demand eased by 1e-9 buys little


@settings(max_examples=15)  # each solves many linear programs
@given(bargaining(players=(2, 2)))
def test_two_roads_for_two_signers(drawn: Drawn) -> None:
    found = stakes(drawn.problem.lotteries_of())
    for rule in POINTS:
        if rule.applies_to(drawn.problem) is None and rule.name != "maschler-perles":
            along = point(drawn.problem, rule.name, lotteries=True)
            assert along.agreement is (found is not None)
            if found is not None:
                drawn_point = SOLUTIONS[rule.name](
                    drawn.problem, rule.name, np.full(2, 0.5)
                ).over_stakes(found)
                np.testing.assert_allclose(
                    drawn_point.payoffs, along.payoffs, atol=1e-6, err_msg=rule.name
                )


def _plain_raiffa(gains: np.ndarray) -> np.ndarray:
    able = hopes(gains) > 0
    here = np.zeros(len(gains))
    for _ in range(200):
        least = np.where(able, here - 1e-11, 0.0)
        hope = np.array(
            [
                best(gains, row, least) if can else 0.0
                for row, can in zip(np.eye(len(gains)), able, strict=True)
            ]
        )
        if (hope - here).max() < 1e-6:
            break
        here = here + (hope - here) / able.sum()
    return here


@pytest.mark.parametrize("seed", range(4))
def test_raiffa_steps_one_by_one(seed: int) -> None:
    payoffs = np.random.default_rng(seed).integers(-3, 10, (3, 8)).astype(float)
    found = BargainingProblem.from_arrays(payoffs, [0, 0, 0]).raiffa(lotteries=True)
    np.testing.assert_allclose(found.payoffs, _plain_raiffa(payoffs), atol=1e-4)


def measures(gains: np.ndarray, hope: np.ndarray) -> dict[str, Callable[[np.ndarray], float]]:
    able = hope > 0
    return {
        "nash": lambda g: float(np.log(np.maximum(g[able], 1e-300)).sum()),
        "kalai-smorodinsky": lambda g: float((g[able] / hope[able]).min()),
        "egalitarian": lambda g: float(g[able].min()),
        "utilitarian": lambda g: float(g.sum()),
    }


@settings(max_examples=15)  # each solves many linear programs
@given(bargaining())
def test_a_lottery_is_never_worse_than_a_package_by_the_same_measure(drawn: Drawn) -> None:
    assume(len(drawn.problem.frontier()) > 0)
    gains = allowed(drawn)
    for name, measure in measures(gains, hopes(gains)).items():
        package = point(drawn.problem, name).payoffs - drawn.disagreement
        lottery = point(drawn.problem, name, lotteries=True).payoffs - drawn.disagreement
        assert measure(lottery) >= measure(package) - 1e-7, name


def test_a_lottery_may_open_a_deal_where_no_package_does() -> None:
    problem = BargainingProblem.from_arrays([[-1, 4], [5, -1]], [0, 0])
    assert not problem.nash().agreement
    found = problem.nash(lotteries=True)
    assert found.packages == (0, 1)
    np.testing.assert_allclose(found.payoffs, [19 / 12, 19 / 10], atol=1e-12)


def test_no_lottery_draws_what_crosses_a_red_line() -> None:
    problem = BargainingProblem.from_arrays(
        [[0, 10, 4], [10, 0, 4]], [0, 0], [[True, True, True], [False, True, True]]
    )
    assert problem.egalitarian(lotteries=True).packages == (2,)


def blocks(problem: BargainingProblem, *tables: np.ndarray) -> BargainingProblem:
    found = tuple(
        Block(np.asarray(t, dtype=float), np.ones(t.shape[1], dtype=bool)) for t in tables
    )
    return replace(problem, blocks=found)


@pytest.mark.parametrize("players", [2, 3])
@pytest.mark.parametrize("seed", range(5))
def test_blocks_are_never_multiplied_out(players: int, seed: int) -> None:
    rng = np.random.default_rng([players, seed])
    plain = BargainingProblem.from_arrays(np.zeros((players, 1)), rng.integers(2, 12, players))
    adding_up = blocks(plain, *(rng.integers(0, 9, (players, size)) for size in (3, 4, 2)))
    dense = BargainingProblem.from_arrays(adding_up.payoffs, adding_up.disagreement)
    for (rule, one), (_, other) in zip(
        points_of(adding_up, True), points_of(dense, True), strict=True
    ):
        np.testing.assert_allclose(one.payoffs, other.payoffs, atol=1e-6, err_msg=rule.name)
        np.testing.assert_allclose(
            adding_up.payoffs[:, list(one.packages)] @ one.odds, one.payoffs, atol=1e-9
        )


def test_a_thousand_million_packages() -> None:
    rng = np.random.default_rng(1)
    plain = BargainingProblem.from_arrays(np.zeros((3, 1)), [300, 300, 300])
    problem = blocks(plain, *(rng.integers(0, 101, (3, 10)) for _ in range(9)))
    assert problem.count == 10**9
    for rule, found in points_of(problem, True):
        np.testing.assert_allclose(
            problem.payoffs_of(found.packages) @ found.odds, found.payoffs, err_msg=rule.name
        )
        assert len(found.packages) <= 4


def test_who_does_not_insist_may_lose() -> None:
    problem = BargainingProblem.from_arrays([[5, 2, 1], [-3, -1, 1], [2, 2, 1]], [0, 0, 0])
    assert problem.utilitarian(lotteries=True).packages == (0, 2)
    assert problem.without("no_deal.player 2").utilitarian(lotteries=True).packages == (0,)


def test_power_of_zero() -> None:
    problem = BargainingProblem.from_arrays([[1, 5, 5], [6, 1, 2], [6, 3, 1]], [0, 0, 0])
    found = problem.nash(weights=[1, 0, 0], lotteries=True)
    assert found.payoffs[0] == pytest.approx(5)
    assert found.payoffs[1:].sum() == pytest.approx(4)  # and nothing better is left for the others


def test_units_far_apart() -> None:
    unit = np.array([[2.0, -1, 0, 6, 0], [6, 4, 5, 2, -2], [3, 4, -2, -5, 5], [5, 6, -3, 7, 0]])
    size = np.array([1, 1, 1e9, 1e-9])
    found = BargainingProblem.from_arrays(unit * size[:, None], np.zeros(4)).egalitarian(
        lotteries=True
    )
    assert found.payoffs[3] == pytest.approx(1e-9 * best(unit, np.eye(4)[3], np.zeros(4)), rel=1e-6)


def test_rows_that_nothing_fills() -> None:
    unit = np.eye(2)
    start = [Column(unit[0], 0.0, artificial=True), Column(unit[1], 0.0)]
    with pytest.raises(DidNotConverge, match="gives everybody what it must"):
        optimum(np.ones(2), start, [Column(-unit[0], 0.0)], lambda prices, counts: None)
