import numpy as np
from hypothesis import given

from negotiate.kernels.best_reply_vertices import extreme_pairs, vertices
from negotiate.kernels.regret import unit_payoffs
from tests.reference import plain_supports
from tests.strategies import payoff_tables


@given(payoff_tables(players=(2, 2), strategies=(1, 3)))
def test_pairs_equal_the_exact_extreme_equilibria(payoffs: np.ndarray) -> None:
    A, B = unit_payoffs(payoffs) + 1.0
    row, column = vertices(B.T), vertices(A)
    found = {(*row.points[i].round(9), *column.points[j].round(9)) for i, j in extreme_pairs(row, column)}
    integers = payoffs.astype(int).tolist()
    exact = plain_supports.extreme_equilibria(*integers)
    assert found == {tuple(round(float(p), 9) for p in (*x, *y)) for x, y in exact}
    assert row.clear
    assert column.clear


def test_a_near_tie_is_not_clear() -> None:
    assert not vertices(np.array([[1.0, 2.0], [1.0 + 1e-8, 1.5]])).clear
