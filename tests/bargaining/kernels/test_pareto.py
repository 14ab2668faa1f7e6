import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiate.bargaining.kernels import pareto
from negotiate.bargaining.kernels.pareto import undominated
from tests.bargaining.kernels.drawing import point_sets
from tests.reference import bargaining_arrays as plain


@given(point_sets())
def test_what_no_other_dominates_is_found(payoffs: np.ndarray) -> None:
    assert undominated(payoffs).tolist() == plain.undominated(plain.points(payoffs))


@given(point_sets(points=(1, 60)))
def test_the_sieve_lets_everything_through_that_is_undominated(payoffs: np.ndarray) -> None:
    passed = (
        set(pareto._sift(payoffs).tolist()) if len(payoffs) > 1 else set(range(payoffs.shape[1]))
    )
    assert passed >= set(plain.undominated(plain.points(payoffs)))


@given(point_sets(players=(2, 4)), st.randoms(use_true_random=False))
def test_order_and_unit_make_no_difference(payoffs: np.ndarray, random) -> None:
    order = list(range(payoffs.shape[1]))
    random.shuffle(order)
    moved = payoffs[:, order][::-1] * 8.0 - 24.0
    assert sorted(order[k] for k in undominated(moved)) == undominated(payoffs).tolist()


@pytest.mark.parametrize("players", [2, 3, 4])
@pytest.mark.parametrize("law", ["uniform", "opposed", "tied"])
def test_thousands_of_points(players: int, law: str) -> None:
    random = np.random.default_rng(7)
    payoffs = random.random((players, 3_000))
    if law == "opposed":
        payoffs[-1] = players - payoffs[:-1].sum(axis=0)  # nobody gains but at another's cost
    if law == "tied":
        payoffs = random.integers(0, 6, (players, 3_000)).astype(float)
    found = undominated(payoffs)
    better = np.ones((3_000, 3_000), dtype=bool)
    for own in payoffs:
        better &= own[:, None] <= own
    equal = better & better.T
    assert found.tolist() == np.flatnonzero(~(better & ~equal).any(axis=1)).tolist()
    assert len(found) == 3_000 or law != "opposed"


def test_nobody_and_nothing() -> None:
    assert undominated(np.empty((3, 0))).tolist() == []
    assert undominated(np.empty((0, 2))).tolist() == [0, 1]
