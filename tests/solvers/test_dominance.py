import numpy as np
import pytest

from negotiate.games.normal_form import NormalFormGame
from negotiate.solvers.nash.dominance import reduce


def test_a_mixture_dominates_where_no_pure_strategy_does() -> None:
    game = NormalFormGame.from_arrays([[4, 0], [0, 4], [1, 1]], [[0, 1], [1, 0], [3, 0]])
    left = reduce(game)
    assert left.kept == ((0, 1), (0, 1))
    (step,) = left.eliminations
    assert (step.round, step.player, step.strategy, step.by) == (1, 0, 2, (0, 1))
    assert sum(step.weights) == pytest.approx(1)
    assert (np.array(step.weights) @ np.array([[4, 0], [0, 4]]) > 1).all()


def test_pure_dominance_goes_on_after_a_mixture() -> None:
    # Without row 2 the second column is strictly worse; then the second row is.
    game = NormalFormGame.from_arrays([[4, 0], [0, 4], [1, 1]], [[1, 0], [1, 0], [0, 9]])
    left = reduce(game)
    assert left.kept == ((0,), (0,))
    assert [(s.round, s.player, s.strategy) for s in left.eliminations] == [(1, 0, 2), (2, 1, 1), (3, 0, 1)]


def test_impossible_combinations_stop_it_with_a_note() -> None:
    from dataclasses import replace

    game = NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    left = reduce(replace(game, feasible=np.array([[True, True], [False, True]])))
    assert left.eliminations == ()
    assert "impossible" in left.notes[0]


def test_larger_games_say_that_mixtures_were_not_tried() -> None:
    rng = np.random.default_rng(0)
    assert "mixtures" in reduce(NormalFormGame.from_arrays(*rng.random((3, 3, 3, 3)))).notes[0]
    assert reduce(NormalFormGame.from_arrays(*rng.random((3, 2, 2, 2)))).notes == ()
