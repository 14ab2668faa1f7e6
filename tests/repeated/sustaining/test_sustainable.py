"""What patience makes possible, and whether the agreement is part of it."""

import numpy as np
import pytest

from negotiate import NormalFormGame, RepeatedGame
from negotiate.repeated.setting import Setting
from negotiate.repeated.sustaining.sustainable import sustainable, within

DILEMMA = NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])


@pytest.mark.parametrize(
    ("patience", "sustained", "corners"), [(0.2, False, 1), (0.4, False, 3), (0.6, True, 4)]
)
def test_the_dilemma_has_three_regimes(patience, sustained, corners):
    found = sustainable(RepeatedGame(DILEMMA, patience))
    assert found.sustained is sustained
    assert len(found.corners) == corners
    assert found.floor == pytest.approx((1, 1))
    assert found.agreement.tolist() == [3, 3]
    assert found.fallback.tolist() == [1, 1]


def test_points_lie_in_a_convex_set_or_not():
    square = np.array([[0.0, 0.0], [2.0, 0.0], [2.0, 2.0], [0.0, 2.0]])
    points = np.array([[1, 1], [0, 0], [2, 1], [2.1, 1], [-1, 1], [1, 3]], dtype=float)
    assert within(square, points, np.ones(2)).tolist() == [True, True, True, False, False, False]


def test_a_point_a_segment_and_nothing_hold_only_themselves():
    points = np.array([[0, 0], [1, 1], [2, 2], [1, 2], [3, 3]], dtype=float)
    assert within(np.array([[1.0, 1.0]]), points, np.ones(2)).tolist() == [
        False,
        True,
        False,
        False,
        False,
    ]
    segment = np.array([[0.0, 0.0], [2.0, 2.0]])
    assert within(segment, points, np.ones(2)).tolist() == [True, True, True, False, False]
    assert not within(np.zeros((0, 2)), points, np.ones(2)).any()


def test_it_does_not_matter_in_which_unit_payoffs_are_counted():
    square = np.array([[0.0, 0.0], [2.0, 0.0], [2.0, 2.0], [0.0, 2.0]])
    rng = np.random.default_rng(0)
    points = rng.uniform(-1, 3, size=(50, 2))
    scale = np.array([1e-6, 1e6])
    assert (
        within(square, points, np.full(2, 2.0)) == within(square * scale, points * scale, 2 * scale)
    ).all()


def test_what_holds_a_player_down_is_told_unless_it_would_walk_away_before():
    found = sustainable(RepeatedGame(DILEMMA, 0.6))
    assert [held.punishing.tolist() for held in found.held_by] == [[0, 1], [0, 1]]
    left = sustainable(RepeatedGame(DILEMMA, 0.6, Setting(outside=(2.0, 0.0))))
    assert left.floor == (2, 1)
    assert left.held_by[0] is None
    assert left.held_by[1] is not None
