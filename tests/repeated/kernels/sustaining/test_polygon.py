"""Convex polygons against loops, and where they have no inside."""

import numpy as np
import pytest

from negotiate.repeated.kernels.payoff_set import (
    above,
    across,
    few,
    hull,
    inside,
    loosened,
    sides,
    spread,
    tidy,
)
from negotiate.repeated.sustaining.supporting import lottery
from tests.reference import plain_payoff_set as plain


@pytest.mark.parametrize("count", [1, 2, 3, 10, 200])
def test_hulls_are_those_of_the_loops(count: int) -> None:
    for seed in range(30):
        points = np.random.default_rng(seed).integers(0, 12, (count, 2)).astype(float)
        assert [tuple(p) for p in hull(points).tolist()] == plain.hull(
            [tuple(p) for p in points.tolist()]
        )


@pytest.mark.parametrize("seed", range(20))
def test_what_lies_inside(seed: int) -> None:
    rng = np.random.default_rng(seed)
    polygon, points = hull(rng.normal(size=(12, 2))), rng.normal(size=(200, 2))
    wanted = [plain.outside(polygon.tolist(), tuple(p)) <= 0 for p in points]
    assert inside(sides(polygon), points, 0.0).tolist() == wanted
    assert inside(sides(polygon), polygon, 1e-12).all()


@pytest.mark.parametrize("seed", range(20))
def test_cutting_below_a_floor(seed: int) -> None:
    rng = np.random.default_rng(seed)
    polygon, floor = hull(rng.normal(size=(10, 2))), rng.normal(size=2)
    wanted = [tuple(p) for p in polygon.tolist()]
    for axis in range(2):
        wanted = plain.cut(wanted, axis, floor[axis])
    found = above(polygon, floor)
    assert (len(found) > 0) == (len(wanted) > 0)
    if len(found):
        drawn = hull(np.array(wanted))
        order = [np.lexsort(points.round(9).T) for points in (found, drawn)]
        np.testing.assert_allclose(found[order[0]], drawn[order[1]], atol=1e-9)


def test_upright_edges_count_whole_though_they_lean_by_rounding() -> None:
    leaning = np.array([[0.0, 0.0], [1.0, 0.0], [1e-16, 1.0]])
    low, high = across(sides(leaning), np.array([0.0]), 1e-14)
    assert (low[0], high[0]) == pytest.approx((0, 1), abs=1e-9)


def test_a_peak_is_not_missed() -> None:
    roof = sides(np.array([[0.0, 0.0], [1.0, 0.0], [0.5, 9.0]]))
    assert across(roof, np.array([0.5]), 1e-3)[1][0] == 9.0


def test_tidied_corners() -> None:
    drawn = np.array([[0, 0], [1e-12, 0], [5, 1e-12], [10, 0], [10, 10], [10, 10 + 1e-12]])
    found = tidy(drawn, np.array([10.0, 10.0]), 1e-9)
    np.testing.assert_allclose(found, [(0, 0), (10, 0), (10, 10)], atol=1e-9)
    sliver = np.array([[0.0, 0.0], [1.0, 0.0], [1 + 1e-11, 0.2], [1.0, 1.0], [0.0, 1.0]])
    np.testing.assert_allclose(
        tidy(sliver, np.ones(2), 1e-9), [(0, 0), (1, 0), (1, 1), (0, 1)], atol=1e-9
    )
    assert len(tidy(np.array([[1.0, 1.0], [1.0, 1.0 + 1e-12]]), np.ones(2), 1e-9)) == 1


@pytest.mark.parametrize("seed", range(10))
def test_a_loosened_polygon_lies_round_the_old_one_and_near(seed: int) -> None:
    turns = np.sort(np.random.default_rng(seed).uniform(0, 2 * np.pi, 200))
    disc = hull(np.stack([np.cos(turns), np.sin(turns)], axis=1))
    found = loosened(disc, 1e-3)
    assert len(found) < len(disc)
    assert max(plain.outside(found.tolist(), tuple(p)) for p in disc) < 1e-12
    assert max(plain.outside(disc.tolist(), tuple(p)) for p in found) <= 1e-3 + 1e-12


@pytest.mark.parametrize("seed", range(10))
def test_few_corners_lie_round_all_and_near_in_all(seed: int) -> None:
    turns = np.sort(np.random.default_rng(seed).uniform(0, 2 * np.pi, 500))
    disc = hull(np.stack([np.cos(turns), np.sin(turns)], axis=1))
    found = few(disc, 1e-2)
    assert len(found) < len(loosened(disc, 1e-2)) / 2
    assert max(plain.outside(found.tolist(), tuple(p)) for p in disc) < 1e-12
    assert max(plain.outside(disc.tolist(), tuple(p)) for p in found) <= 1e-2


def test_spread_points_reach_as_far_in_each_direction() -> None:
    found = spread(np.array([[0.0, 0.0], [2.0, 1.0]]), 0.5)
    assert found.tolist() == [
        [-0.5, -0.5],
        [0.5, -0.5],
        [2.5, 0.5],
        [2.5, 1.5],
        [1.5, 1.5],
        [-0.5, 0.5],
    ]


@pytest.mark.parametrize("seed", range(20))
def test_a_lottery_gives_its_point(seed: int) -> None:
    rng = np.random.default_rng(seed)
    for count in (1, 2, 3, 9):
        corners = hull(rng.normal(size=(count, 2)))
        point = rng.dirichlet(np.ones(len(corners))) @ corners
        odds = lottery(point, corners)
        np.testing.assert_allclose(odds @ corners, point, atol=1e-7)
        assert odds.min() >= 0
        assert (odds > 0).sum() <= 3
        assert odds.sum() == pytest.approx(1)


def test_beside_an_edge_that_is_upright_but_for_rounding_a_polygon_is_as_high_as_its_top() -> None:
    leaning = sides(np.array([[0.0, 0.0], [1.0, 0.0], [1e-16, 1.0]]))
    slack = 1e-7
    low, high = across(leaning, np.array([0.0, -slack / 2, 0.5]), slack)
    np.testing.assert_allclose(low, 0.0)
    np.testing.assert_allclose(high, [1.0, 1.0, 0.5 + slack])
