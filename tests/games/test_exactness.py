from decimal import Decimal
from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiate.games.exactness import (
    as_fraction,
    big_integers,
    exactly,
    floats,
    in_steps,
    margins,
    narrow,
    ranked,
    scaled_integers,
)

Digits = st.integers(-(10**9), 10**9)


@given(
    st.lists(Digits, min_size=3, max_size=3),
    st.lists(Digits, min_size=3, max_size=3),
    st.integers(0, 9),
)
def test_decimals_become_the_integers_they_are_written_with(
    one: list[int], other: list[int], places: int
) -> None:
    written = [[float(Decimal(d).scaleb(-places)) for d in digits] for digits in (one, other)]
    found = scaled_integers(np.array(written).reshape(1, 2, 1, 3))
    assert found.whole.all()
    for own, digits in zip(found.payoffs[0].reshape(2, 3), (one, other), strict=True):
        spare = next(k for k in range(places, -1, -1) if all(d % 10**k == 0 for d in digits))
        assert (own * 10**spare == digits).all()


def test_players_can_be_scaled_alike() -> None:
    payoffs = np.array([[[[0.25, 1.0]], [[1.0, 2.0]]]])
    assert scaled_integers(payoffs).payoffs.tolist() == [[[[25, 100]], [[1, 2]]]]
    assert scaled_integers(payoffs, together=True).payoffs.tolist() == [[[[25, 100]], [[100, 200]]]]


def test_a_sum_that_is_off_by_rounding_is_taken_for_the_decimal() -> None:
    assert 0.1 + 0.2 != 0.3
    assert scaled_integers(np.array([[[[0.1 + 0.2, 0.3]], [[0, 1]]]])).payoffs[0, 0].tolist() == [
        [3.0, 3.0]
    ]


def test_a_decimal_beside_a_sum_is_not_rounded_away() -> None:
    # Ten millions make the bound for sums wider than the last digit of the small payoff, which was
    # written.
    found = exactly(np.array([[[1e7, 0.1 + 0.2, 1e-8, 0.0]]]))
    small = found.payoffs[0, 0].tolist()
    assert small[2] > small[3]


@pytest.mark.parametrize("entry", [1 / 3, np.pi])
def test_what_is_no_decimal_is_left_alone(entry: float) -> None:
    payoffs = np.array([[[[entry, 0.0]], [[0.0, 1.0]]]])
    found = scaled_integers(payoffs)
    assert not found.whole.any()
    assert (found.payoffs == payoffs).all()


def test_each_game_and_each_player_has_a_scale_of_its_own() -> None:
    payoffs = np.array(
        [[[[1, 2]], [[3, 4]]], [[[0.5, 2]], [[3, 4]]], [[[1 / 3, 2]], [[3, 4]]]], dtype=float
    )
    found = scaled_integers(payoffs)
    assert found.whole.tolist() == [True, True, False]
    assert found.payoffs[:2].tolist() == [[[[1, 2]], [[3, 4]]], [[[5, 20]], [[3, 4]]]]


Written = st.builds(
    lambda d, p: Decimal(d).scaleb(p), st.integers(-(10**15) + 1, 10**15 - 1), st.integers(-30, 30)
)


@given(st.lists(Written, min_size=2, max_size=6))
def test_decimals_of_fifteen_digits_are_read_exactly_whatever_their_size(
    numbers: list[Decimal],
) -> None:
    found = exactly(np.array([[float(x) for x in numbers]]))
    read, meant = [int(x) for x in found.payoffs[0].tolist()], [Fraction(x) for x in numbers]
    assert (found.decimal, found.undecided, found.error.tolist()) == (True, False, [0.0])
    for one, other in combinations(range(len(numbers)), 2):
        gap, was = read[one] - read[other], meant[one] - meant[other]
        assert gap * (max(meant) - min(meant)) == was * (max(read) - min(read))


def test_numbers_with_the_bound_of_who_made_them() -> None:
    near = np.array([[10.0, 10.0 + 1e-7, 11.0, np.pi]])
    assert not exactly(near).undecided
    rough = exactly(near[:, None], np.array([1e-6]))
    assert rough.payoffs[0, 0, 0] == rough.payoffs[0, 0, 1] < rough.payoffs[0, 0, 2]
    assert exactly(
        near[:, :, None], np.array([1e-6])
    ).undecided  # these two are one player's own choices
    assert not rough.undecided  # and these are never compared


def test_more_digits_than_fifteen_count_where_they_are_known_to_be_written() -> None:
    payoffs = np.array([[10000000000.00001, 10000000000.0]])
    assert exactly(payoffs).payoffs.tolist() == [[1e10, 1e10]]
    assert exactly(payoffs, np.zeros(1)).payoffs.tolist() == [[1, 0]]


@pytest.mark.parametrize(
    ("number", "meant"), [(0.3, "3/10"), (2 / 7, "2/7"), (1e-9, "1/1000000000"), (5.0, "5")]
)
def test_a_number_by_itself(number: float, meant: str) -> None:
    assert as_fraction(number) == Fraction(meant)


@given(
    st.lists(st.integers(0, 30), min_size=6, max_size=6),
    st.floats(1e-6, 1e6),
    st.floats(-1e3, 1e3),
)
def test_equal_steps_stay_equal_steps(steps: list[int], scale: float, shift: float) -> None:
    numbers = np.array(steps, dtype=float).reshape(2, 3)
    found = exactly(numbers * scale + shift * scale)
    assert not found.error.any()
    for own, was in zip(found.payoffs, numbers, strict=True):
        gained, lost = big_integers(own - own.min()), big_integers(was - was.min())
        assert (
            gained * lost.max() == lost * gained.max()
        ).all()  # the same up to a factor, exactly


def test_whole_numbers_are_held_whatever_their_size() -> None:
    assert big_integers(np.array([[2.0**70, -3.0]])).tolist() == [[2**70, -3]]


def test_other_forms_of_whole_numbers() -> None:
    long = np.array([[10**400, -(10**400)], [3, 3]], dtype=object)
    assert np.isfinite(floats(long)).all()
    assert floats(long)[0, 0] == -floats(long)[0, 1] > 0
    assert ranked(long).tolist() == [[1, 0], [0, 0]]
    assert narrow(long).dtype == object
    assert narrow(long[1]).tolist() == [3.0, 3.0]


@pytest.mark.parametrize("place", [0, 255, 256, 1500, 1599])
def test_one_number_that_is_no_decimal_is_noticed_wherever_it_stands(place: int) -> None:
    numbers = np.random.default_rng(0).integers(0, 10_000, (1, 1, 40, 40)) / 100
    assert scaled_integers(numbers).whole.all()
    assert margins(numbers, 2).tolist() == [[0.0]]
    for wrong in (np.pi, 1 / 3):
        spoiled = numbers.copy()
        spoiled.flat[place] = wrong
        assert not scaled_integers(spoiled).whole.any()
        assert scaled_integers(spoiled).payoffs.tolist() == spoiled.tolist()
        assert margins(spoiled, 2)[0, 0] > 0
    spoiled = numbers.copy()
    spoiled.flat[place] += 1e-14  # within what a short sum of decimals may be off
    assert scaled_integers(spoiled).payoffs.tolist() == scaled_integers(numbers).payoffs.tolist()


def test_a_step_is_as_fine_as_the_range_of_payoffs_whatever_they_start_from() -> None:
    third, root = 1 / 3, 2**0.5 / 3
    from_nothing, from_far = (
        in_steps([np.array([[low, low + third, low + root]])]) for low in (0.0, 1000.0)
    )
    assert from_far.size == pytest.approx(from_nothing.size)
    assert from_far.origin.tolist() == [1000.0]
