import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from negotiate.equilibrium.nash.pure import best_replies, pure_equilibria
from tests.reference import plain_pure
from tests.strategies import payoff_tables


@given(payoff_tables(players=(1, 4)), st.integers(0, 1000))
def test_the_mask_equals_plain_loops(payoffs: np.ndarray, seed: int) -> None:
    feasible = np.random.default_rng(seed).random(payoffs.shape[1:]) < 0.7
    for mask in (None, feasible):
        found = [tuple(row) for row in np.argwhere(pure_equilibria(payoffs, mask)).tolist()]
        assert found == plain_pure.pure_equilibria(payoffs, mask)


def test_an_impossible_combination_is_no_equilibrium_and_no_way_out() -> None:
    payoffs = np.array([[[3.0, 0.0], [5.0, 1.0]], [[3.0, 5.0], [0.0, 1.0]]])
    feasible = np.array([[True, False], [False, True]])
    assert np.argwhere(pure_equilibria(payoffs, feasible)).tolist() == [[0, 0], [1, 1]]
    assert not pure_equilibria(payoffs, np.zeros((2, 2), dtype=bool)).any()


def test_a_tie_up_to_rounding_is_a_tie() -> None:
    payoffs = np.array([[0.1 + 0.2, 0.3, 0.0]])
    assert best_replies(payoffs)[0].tolist() == [True, True, False]
