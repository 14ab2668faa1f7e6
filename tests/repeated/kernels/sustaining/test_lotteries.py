"""Odds of a polygon's corners that give a point of it on average."""

import numpy as np
import pytest

from negotiate.repeated.kernels.payoff_set import hull
from negotiate.repeated.sustaining.supporting import lottery


@pytest.mark.parametrize("seed", range(20))
def test_odds_give_the_point_and_are_of_three_corners_at_most(seed: int) -> None:
    rng = np.random.default_rng(seed)
    corners = hull(rng.uniform(size=(rng.integers(1, 12), 2)))
    point = rng.dirichlet(np.ones(len(corners))) @ corners
    odds = lottery(point, corners)
    assert odds.sum() == pytest.approx(1)
    assert (odds >= 0).all()
    assert np.count_nonzero(odds) <= 3
    np.testing.assert_allclose(odds @ corners, point, atol=1e-7)


@pytest.mark.parametrize(
    "point",
    [(0.5, -1e-7), (0.5 + 1e-7, 1e-9), (-1e-7, 0.5), (1 + 1e-7, -1e-7), (0.25, 0.75 + 1e-7)],
)
def test_a_point_a_little_outside_is_given_as_nearly_as_can_be(point: tuple[float, float]) -> None:
    corners = np.array([[0.0, 0.0], [0.5, -1e-8], [0.5 + 1e-6, -1e-8], [1.0, 0.0], [0.0, 1.0]])
    odds = lottery(np.array(point), corners)
    np.testing.assert_allclose(odds @ corners, point, atol=1e-6)
