from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiate.kernels.exactness import GRID, big_integers, scaled_integers, whole_steps


@given(st.lists(st.integers(-(10**8), 10**8), min_size=4, max_size=4), st.integers(0, 6))
def test_decimals_become_the_integers_they_are_written_with(digits: list[int], places: int) -> None:
    written = [float(Decimal(d).scaleb(-places)) for d in digits]
    found = scaled_integers(np.array(written).reshape(1, 2, 1, 2))
    assert found.whole.all()
    factor = 10**places // 10 ** next(k for k in range(places + 1) if all(d % 10 ** (places - k) == 0 for d in digits))
    assert (found.payoffs.reshape(-1) * factor == digits).all()


def test_a_sum_that_is_off_by_rounding_is_taken_for_the_decimal() -> None:
    assert 0.1 + 0.2 != 0.3
    assert scaled_integers(np.array([[[[0.1 + 0.2, 0.3]], [[0, 1]]]])).payoffs[0, 0].tolist() == [[3.0, 3.0]]


@pytest.mark.parametrize("entry", [1 / 3, 1e-7, np.pi, 0.1234567, 1e10 + 1e-6])
def test_what_is_no_short_decimal_is_left_alone(entry: float) -> None:
    payoffs = np.array([[[[entry, 0.0]], [[0.0, 1.0]]]])
    found = scaled_integers(payoffs)
    assert not found.whole.any()
    assert (found.payoffs == payoffs).all()


def test_each_game_has_its_own_scale() -> None:
    payoffs = np.array([[[[1, 2]], [[3, 4]]], [[[0.5, 2]], [[3, 4]]], [[[1 / 3, 2]], [[3, 4]]]], dtype=float)
    found = scaled_integers(payoffs)
    assert found.whole.tolist() == [True, True, False]
    assert found.payoffs[:2].tolist() == [[[[1, 2]], [[3, 4]]], [[[5, 20]], [[30, 40]]]]


@given(
    st.lists(st.integers(0, 30), min_size=6, max_size=6),
    st.floats(1e-6, 1e6),
    st.floats(-1e3, 1e3),
)
def test_equal_steps_stay_equal_steps(steps: list[int], scale: float, shift: float) -> None:
    numbers = np.array(steps, dtype=float)
    found = whole_steps((numbers * scale + shift * scale).reshape(1, 2, 1, 3)).reshape(2, 3)
    for own, was in zip(found, numbers.reshape(2, 3), strict=True):
        gained, lost = own - own.min(), was - was.min()
        assert (gained * lost.max() == lost * gained.max()).all()  # the same up to a factor, exactly


def test_other_payoffs_move_by_a_trillionth_of_their_range_at_most() -> None:
    payoffs = np.random.default_rng(0).random((50, 2, 3, 3)) * 7 + 2
    found = whole_steps(payoffs)
    assert (found == np.rint(found)).all()
    assert found.min() == 0.0
    assert found.max() <= GRID
    low = payoffs.min(axis=(2, 3), keepdims=True)
    width = payoffs.max(axis=(2, 3), keepdims=True) - low
    back = found / found.max(axis=(2, 3), keepdims=True) * width + low
    assert np.abs(back - payoffs).max() <= 1e-12 * 7


def test_whole_numbers_are_held_whatever_their_size() -> None:
    assert big_integers(np.array([[2.0**70, -3.0]])).tolist() == [[2**70, -3]]
