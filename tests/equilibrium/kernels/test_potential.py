"""Potentials along paths, squares that do not close, and weights."""

import numpy as np
import pytest
from hypothesis import given, settings

from negotiate.equilibrium.concepts.potential import (
    along_paths,
    misfit,
    weights_that_fit,
    widest_square,
)
from negotiate.games.normal_form import payoff_range, unit_payoffs
from tests.reference import plain_moves
from tests.strategies import payoff_tables


@settings(max_examples=80)
@given(payoffs=payoff_tables(players=(1, 3), strategies=(1, 3), largest=1))
def test_squares_of_neighbours_are_enough(payoffs: np.ndarray) -> None:
    square = widest_square(payoffs)
    closed = plain_moves.squares_close(payoffs)
    assert (square is None or square.gap == 0) is closed
    assert bool((misfit(payoffs, along_paths(payoffs)) == 0).all()) is closed


@settings(max_examples=60)
@given(payoffs=payoff_tables(players=(2, 3), strategies=(2, 3), largest=1))
def test_weights_make_squares_close(payoffs: np.ndarray) -> None:
    weights = weights_that_fit(unit_payoffs(payoffs), payoff_range(payoffs))
    if weights is not None and (payoff_range(payoffs) > 0).all():
        scaled = payoffs / weights.reshape(-1, *(1,) * (payoffs.ndim - 1))
        square = widest_square(scaled)
        assert (weights > 0).all()
        if square is not None and len(payoffs) == 2:
            assert square.gap == pytest.approx(0, abs=1e-9)


def test_players_who_want_the_opposite_have_no_weights() -> None:
    pennies = np.array([[[1.0, -1.0], [-1.0, 1.0]], [[-1.0, 1.0], [1.0, -1.0]]])
    assert weights_that_fit(unit_payoffs(pennies), payoff_range(pennies)) is None
    shared = np.stack([np.eye(2), 3 * np.eye(2)])
    assert weights_that_fit(unit_payoffs(shared), payoff_range(shared)) == pytest.approx([1.0, 3.0])
