"""Points on curves of outcomes, between their samples."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate import BargainingProblem, UnsuitableGame
from negotiate.bargaining.points import POINTS
from negotiate.bargaining.points.path import curve_path
from negotiate.bargaining.points.solutions import points_of
from tests.walks import EVERY_PAIR

CIRCLE = np.linspace(0, np.pi / 2, 40)


def names(found: BargainingProblem) -> list[str]:
    return [rule.name for rule, _ in points_of(found)]


@pytest.mark.parametrize("lotteries", [False, True])
def test_a_quarter_of_a_circle(lotteries: bool) -> None:
    problem = BargainingProblem.from_curve([np.sin(CIRCLE), np.cos(CIRCLE)], [0, 0])
    for rule, found in points_of(problem, lotteries):
        np.testing.assert_allclose(found.payoffs, [0.5**0.5] * 2, atol=1e-7, err_msg=rule.name)


def test_a_weighted_point_on_a_circle() -> None:
    problem = BargainingProblem.from_curve([np.sin(CIRCLE), np.cos(CIRCLE)], [0, 0])
    np.testing.assert_allclose(
        problem.nash(weights=[2, 1]).payoffs, [(2 / 3) ** 0.5, (1 / 3) ** 0.5], atol=1e-7
    )


def test_no_deal_cuts_a_curve_off() -> None:
    problem = BargainingProblem.from_curve([np.sin(CIRCLE), np.cos(CIRCLE)], [0.6, 0])
    found = problem.kalai_smorodinsky()  # the second can hope for 0.8 now, the first for 0.4
    gains = found.payoffs - [0.6, 0]
    assert gains[0] / 0.4 == pytest.approx(gains[1] / 0.8, abs=1e-7)
    assert np.hypot(*found.payoffs) == pytest.approx(1, abs=1e-7)


def test_a_curve_below_no_deal() -> None:
    problem = BargainingProblem.from_curve([[1, 0], [0, 1]], [0.6, 0.6])
    for rule, found in points_of(problem):
        assert not found.agreement, rule.name
        assert found.payoffs.tolist() == [0.6, 0.6]


@settings(max_examples=15 if EVERY_PAIR else 5)  # fine samples take their time
@given(
    st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=1, max_size=6),
    st.integers(1, 9),
    st.booleans(),
)
def test_straight_pieces_stay_straight(
    steps: list[tuple[int, int]], dense: int, lotteries: bool
) -> None:
    """A polygon that is sampled between its corners too is still that polygon."""
    steps = sorted(steps, key=lambda step: step[1] / step[0])
    corners = np.cumsum(
        [(0, sum(dy for _, dy in steps)), *((dx, -dy) for dx, dy in steps)], axis=0
    ).T.astype(float)
    place = np.arange(corners.shape[1])
    fine = np.linspace(0, place[-1], place[-1] * dense + 1)
    samples = np.array([np.interp(fine, place, row) for row in corners])
    coarse = BargainingProblem.from_arrays(corners, [0, 0])
    finer = BargainingProblem.from_curve(samples, [0, 0])
    for (rule, one), (_, other) in zip(
        points_of(coarse, True), points_of(finer, lotteries), strict=True
    ):
        np.testing.assert_allclose(other.payoffs, one.payoffs, atol=1e-6, err_msg=rule.name)


def test_a_curve_with_a_corner() -> None:
    x = np.linspace(0, 2, 201)
    problem = BargainingProblem.from_curve([x, np.where(x <= 1, 2 - x / 4, 3.5 - 1.75 * x)], [0, 0])
    np.testing.assert_allclose(problem.nash().payoffs, [1, 1.75], atol=1e-12)
    np.testing.assert_allclose(problem.utilitarian().payoffs, [1, 1.75], atol=1e-12)


def test_lotteries_bridge_a_hollow() -> None:
    x = np.linspace(0, 1, 301)
    problem = BargainingProblem.from_curve([x, (1 - np.sqrt(x)) ** 2], [0, 0])
    np.testing.assert_allclose(problem.egalitarian().payoffs, [0.25, 0.25], atol=1e-9)
    for rule, found in points_of(problem, True):
        np.testing.assert_allclose(found.payoffs, [0.5, 0.5], atol=1e-12, err_msg=rule.name)
    assert problem.nash(lotteries=True).packages == (0, 300)
    assert problem.nash(lotteries=True).odds == (0.5, 0.5)


def test_two_places_that_tie_are_both_told() -> None:
    x = np.linspace(0, 1, 101)
    problem = BargainingProblem.from_curve([x, (1 - np.sqrt(x)) ** 2], [0, 0])
    found = problem.utilitarian()
    assert found.packages == (0, 100)
    assert [payoffs.tolist() for payoffs in found.tied] == [[0, 1], [1, 0]]


def test_a_stretch_that_ties_is_said_to() -> None:
    found = BargainingProblem.from_curve([[1, 0], [0, 1]], [0, 0.2]).utilitarian()
    np.testing.assert_allclose(found.payoffs, [0.4, 0.6], atol=1e-12)
    assert "as good" in found.note


@pytest.mark.parametrize("lotteries", [False, True])
def test_three_players_on_a_curve(lotteries: bool) -> None:
    t = np.linspace(0, 1, 201)
    problem = BargainingProblem.from_curve([t, 1 - t**2, 1 - t**3], [0, 0, 0])
    found = problem.nash(lotteries=lotteries).payoffs
    best = np.linspace(0, 1, 200_001)
    best = best[np.argmax(best * (1 - best**2) * (1 - best**3))]
    np.testing.assert_allclose(
        found, [best, 1 - best**2, 1 - best**3], atol=1e-2 if lotteries else 1e-4
    )


def test_a_player_whom_a_curve_always_gives_the_same() -> None:
    problem = BargainingProblem.from_curve(
        [np.sin(CIRCLE), np.cos(CIRCLE), np.full(40, 2.0)], [0, 0, 0]
    )
    for found in (problem.nash(), problem.utilitarian()):
        np.testing.assert_allclose(found.payoffs, [0.5**0.5, 0.5**0.5, 2], atol=1e-7)


@pytest.mark.parametrize("samples", [[[2.0], [3.0]], [[2.0, 2, 2], [3.0, 3, 3]]])
def test_a_single_outcome(samples: list[list[float]]) -> None:
    problem = BargainingProblem.from_curve(samples, [0, 0])
    assert names(problem) == [rule.name for rule in POINTS if rule.applies_to(problem) is None]
    for lotteries in (False, True):
        for rule, found in points_of(problem, lotteries):
            assert found.payoffs.tolist() == [2, 3], rule.name


def test_a_smooth_piece_goes_through_its_samples() -> None:
    samples = np.array([np.sin(CIRCLE), np.cos(CIRCLE)])
    path = curve_path(samples)
    np.testing.assert_array_equal(path.gains(path.low), samples[:, :-1])
    np.testing.assert_allclose(path.gains(path.high), samples[:, 1:], rtol=0, atol=1e-14)
    middle = path.gains((path.low + path.high) / 2)
    np.testing.assert_allclose(np.hypot(*middle), 1, atol=1e-8)
    assert np.abs(path.pieces[:, :, 2:]).max() > 0


@pytest.mark.parametrize("points", [[[1.0, 2], [3]], [[np.nan, 1], [1, 0]], [1.0, 2.0], [[], []]])
def test_what_is_no_curve(points: list[object]) -> None:
    with pytest.raises(UnsuitableGame):
        BargainingProblem.from_curve(points, [0, 0])
