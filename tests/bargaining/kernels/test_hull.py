import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from negotiate.bargaining.points.lotteries import upper_right
from tests.bargaining.kernels.drawing import point_sets
from tests.reference import bargaining_arrays as plain


@given(point_sets(players=(2, 2)))
def test_the_corners_of_the_upper_right_boundary(payoffs: np.ndarray) -> None:
    found = upper_right(payoffs)
    assert plain.points(payoffs[:, found]) == plain.upper_right(plain.points(payoffs))
    assert all(
        (payoffs[:, :k] != payoffs[:, [k]]).any(axis=0).all() for k in found.tolist()
    )  # of equals the first


@given(st.lists(st.tuples(st.integers(0, 2**25), st.integers(-1, 1)), max_size=30))
def test_a_hair_off_a_long_edge_is_told_from_on_it(spots: list[tuple[int, int]]) -> None:
    payoffs = (
        np.array([[3.0 * at, 2.0**52 - 7 * at * 2**24 + off] for at, off in spots]).reshape(-1, 2).T
    )
    found = upper_right(payoffs)
    assert plain.points(payoffs[:, found]) == plain.upper_right(plain.points(payoffs))


def test_a_round_boundary_is_all_corners_and_a_straight_one_has_two() -> None:
    angle = np.linspace(0, np.pi / 2, 2_001)
    assert len(upper_right(np.rint(1e12 * np.array([np.sin(angle), np.cos(angle)])))) == 2_001
    along = np.arange(10_000.0)
    assert upper_right(np.array([along, 9_999 - along])).tolist() == [0, 9_999]
