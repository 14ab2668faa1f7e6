"""What one wins the other loses: one equilibrium, whose payoffs are those of any other."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate.equilibrium.nash import zero_sum
from negotiate.equilibrium.nash.zero_sum import _indifferent, gap, opposed, optimal, polished
from negotiate.equilibrium.registry import solve
from negotiate.equilibrium.solution import Solution
from negotiate.errors import UnsuitableGame
from negotiate.games.extensive import ExtensiveGame
from negotiate.games.normal_form import NormalFormGame
from tests.famous_games import centipede
from tests.reference import plain_supports
from tests.strategies import payoff_tables

METHOD = "linear-program"
PENNIES = np.array([[1.0, -1.0], [-1.0, 1.0]])


def found(A: np.ndarray, B: np.ndarray) -> Solution:
    return solve(NormalFormGame.from_arrays(A, B), METHOD)


tables = payoff_tables(players=(2, 2), strategies=(1, 3)).map(lambda payoffs: payoffs[0])


@settings(max_examples=40)
@given(A=tables, seed=st.integers(0, 1000))
def test_the_value_is_that_of_every_equilibrium(A: np.ndarray, seed: int) -> None:
    rng = np.random.default_rng(seed)
    scale, shift = float(rng.choice([0.01, 1.0, 1e6])), float(rng.choice([-3.0, 0.0, 100.0]))
    (equilibrium,) = found(A, shift - scale * A).profiles
    exact = plain_supports.extreme_equilibria(A.astype(int).tolist(), (-A).astype(int).tolist())
    for x, y in exact:
        value = sum(float(p * q) * A[i, j] for i, p in enumerate(x) for j, q in enumerate(y))
        assert equilibrium.payoffs[0] == pytest.approx(value, abs=1e-9)
        assert equilibrium.payoffs[1] == pytest.approx(
            shift - scale * value, abs=1e-9 * max(scale, 1.0) + 1e-9
        )


@given(A=tables, seed=st.integers(0, 1000))
def test_premiums_for_the_others_choice_change_nothing(A: np.ndarray, seed: int) -> None:
    rng = np.random.default_rng(seed)
    mine, theirs = rng.integers(-5, 6, A.shape[1]), rng.integers(-5, 6, (A.shape[0], 1))
    solution = found(A + mine, 2.5 * (-A) + theirs)
    assert len(solution.equilibria) == 1


@settings(max_examples=60)
@given(
    payoffs=payoff_tables(players=(2, 2), strategies=(1, 3)),
    unit=st.sampled_from([1.0, 1e-9, 1e12]),
)
def test_the_glance_refuses_no_game_that_is_opposed(payoffs: np.ndarray, unit: float) -> None:
    A, B = payoffs
    premium = np.arange(A.shape[1]) * 7.0, np.arange(A.shape[0])[:, None] * 3.0
    assert not zero_sum._at_one(np.array([A + premium[0], (premium[1] - A) * unit]))
    if zero_sum._at_one(payoffs):
        assert opposed(NormalFormGame.from_arrays(A, B).unit()) is None


def test_what_is_not_opposite_is_refused() -> None:
    with pytest.raises(UnsuitableGame, match="one player wins what the other loses"):
        found(PENNIES, PENNIES)
    chicken = np.array([[0.0, -1.0], [1.0, -10.0]])
    with pytest.raises(UnsuitableGame, match="one player wins what the other loses"):
        found(chicken, chicken.T)
    roshambo = np.array([[0.0, -1.0, 1.0], [1.0, 0.0, -1.0], [-1.0, 1.0, 0.0]])
    assert opposed(np.array([roshambo, -roshambo])) is not None
    assert opposed(np.array([roshambo, 1e-6 * np.eye(3) - roshambo])) is None
    with pytest.raises(UnsuitableGame, match="needs two players"):
        solve(NormalFormGame.from_arrays(*np.zeros((3, 2, 2, 2))), METHOD)
    tree = centipede()
    assert isinstance(tree, ExtensiveGame)
    with pytest.raises(UnsuitableGame, match="normal form"):
        solve(tree, METHOD)


def test_the_value_is_told() -> None:
    solution = found(PENNIES, 3 - PENNIES)
    assert (
        solution.notes[0]
        == "the value of the game is 0 to player 1 and 3 to player 2, in every equilibrium"
    )
    assert not solution.complete
    np.testing.assert_allclose(solution.profiles[0].strategies, 0.5)
    premium = found(PENNIES + np.array([0, 5]), -PENNIES)
    assert "the value" not in " ".join(premium.notes)


@pytest.mark.parametrize("shape", [(1, 1), (1, 5), (5, 1), (3, 4)], ids=str)
def test_edges(shape: tuple[int, int]) -> None:
    for A in (np.ones(shape), np.arange(float(np.prod(shape))).reshape(shape)):
        assert len(found(A, -A).equilibria) == 1


@pytest.mark.parametrize("high", [2, 3, 1000])
def test_larger_games_with_ties_and_duplicates(high: int) -> None:
    A = np.random.default_rng(high).integers(0, high, (60, 90)).astype(float)
    A = np.vstack([A, A[:10]])
    A = np.hstack([A, A[:, :10]])
    for scale in (1.0, 1e-7, 1e9):
        (equilibrium,) = found(A * scale, -A * scale).profiles
        assert equilibrium.regret <= 1e-9 * np.ptp(A) * scale


def test_rounding_of_the_programme_is_polished_away() -> None:
    A = np.random.default_rng(0).random((40, 40))
    pair = optimal(A, "highs-ds")
    assert pair is not None
    rough = tuple(
        np.where(s > 0, s + 1e-7 * np.random.default_rng(1).random(len(s)), 0.0) for s in pair
    )
    x, y = (s / s.sum() for s in rough)
    assert gap(A, (x, y)) > 1e-9
    assert gap(A, polished(A, (x, y))) < 1e-13


def test_a_strategy_taken_up_by_mistake_is_dropped() -> None:
    A = np.random.default_rng(0).random((20, 20))
    pair = optimal(A, "highs-ds")
    assert pair is not None
    mixed = tuple(np.where(s > 0, s, 0.0) for s in pair)
    mixed[0][int(np.argmin(A @ pair[1]))] += 1e-6
    x = mixed[0] / mixed[0].sum()
    assert gap(A, polished(A, (x, mixed[1]))) < 1e-12


def test_a_wrong_programme_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    first = np.array([1.0, 0.0])
    monkeypatch.setattr(zero_sum, "optimal", lambda table, method: (first, first))
    monkeypatch.setattr(zero_sum, "polished", lambda table, pair: pair)
    solution = found(PENNIES, -PENNIES)
    assert solution.equilibria == ()
    assert zero_sum.NOTHING in solution.notes
    monkeypatch.setattr(zero_sum, "optimal", lambda table, method: None)
    assert found(PENNIES, -PENNIES).equilibria == ()


def test_a_loss_of_a_two_billionth_of_the_range_is_none_the_less_a_loss() -> None:
    game = NormalFormGame.from_arrays(
        [[0, 0], [-1e7, 1e7], [-0.01, 19999999.99]], [[0, 0], [0, -1e7], [0, -1e7]]
    )
    (found,) = solve(game, "linear-program").profiles
    assert found.regret == 0
    assert found.vertices


def test_weights_that_make_replies_equal_are_probabilities() -> None:
    played = np.array([True, False, True])
    assert _indifferent(PENNIES, played) == pytest.approx([0.5, 0.0, 0.5])
    one_too_many = np.vstack([PENNIES, [0.0, 0.0]])
    assert _indifferent(one_too_many, played) == pytest.approx([0.5, 0.0, 0.5])
