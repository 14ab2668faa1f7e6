from decimal import Decimal
from fractions import Fraction
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiate.errors import UnsuitableGame
from negotiate.games.exactness import SMALLEST, in_steps, written

DIGITS = st.lists(
    st.lists(st.integers(-(10**7), 10**7), min_size=1, max_size=4), min_size=1, max_size=4
)


@given(DIGITS, st.integers(0, 6))
def test_decimals_add_up_exactly(digits: list[list[int]], places: int) -> None:
    tables = [np.array([[float(Decimal(d).scaleb(-places)) for d in row]]) for row in digits]
    total = float(sum(Decimal(row[0]).scaleb(-places) for row in digits))
    found = in_steps(tables, [np.array([total])])
    factor = round(1 / found.size[0])
    assert (found.slack, found.origin) == ([0.0], [0.0])
    for table, row in zip(found.tables, digits, strict=True):
        assert table[0].tolist() == [Fraction(d * factor, 10**places) for d in row]
    assert found.vectors[0][0] == sum(table[0, 0] for table in found.tables)
    smaller = {Fraction(d * factor, 10 ** (places + 1)).denominator for row in digits for d in row}
    assert factor == 1 or smaller != {1}


@given(
    st.lists(st.lists(st.integers(0, 40), min_size=1, max_size=4), min_size=1, max_size=4),
    st.sampled_from([1 / 3, 1 / 7, np.pi, 1e-9 / 3, 1e9 / 7]),
    st.floats(-5, 5),
)
def test_multiples_of_anything_tie_where_they_should(
    rows: list[list[int]], measure: float, shift: float
) -> None:
    found = in_steps([np.array([row], dtype=float) * measure + shift * measure for row in rows])
    sums = [
        (sum(c), sum(t))
        for c, t in zip(product(*rows), product(*(t[0] for t in found.tables)), strict=True)
    ]
    for (one, steps), (other, more) in product(sums, repeat=2):
        assert (one < other) == (steps < more)


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=8), st.floats(-1e7, 1e7))
def test_payoffs_move_by_a_step_at_most(payoffs: list[float], apart: float) -> None:
    try:
        found = in_steps([np.array([payoffs])], [np.array([apart])])
    except UnsuitableGame:
        given = sorted(number for number in {*payoffs} if written(np.array([number])))
        near = any(high - low < 1e-11 * 1e7 for low, high in pairwise(given))
        assert near or max(payoffs) - min(payoffs) < SMALLEST
        return
    width = max(max(payoffs) - min(payoffs), 1e-3)
    back = found.origin[0] + found.size[0] * np.append(found.tables[0][0], found.vectors[0])
    assert (found.tables[0] == np.rint(found.tables[0])).all()
    assert np.abs(back - [*payoffs, apart]).max() <= max(
        found.size[0], 1e-11 * width + 1e-8 * abs(apart)
    )
    assert np.abs(found.tables[0]).max() < 2**53


@pytest.mark.parametrize("penalty", [-1e6, -1e11, -1e12, -1e13])
@pytest.mark.parametrize("third", [0.3, 0.1 + 0.2])
def test_payoffs_beside_a_large_penalty_keep_their_digits(penalty: float, third: float) -> None:
    found = in_steps([np.array([[0.1, 0.2, third, penalty]]), np.array([[0.2, 0.1, 0.0, 0.0]])])
    one, other = (table[0].tolist() for table in found.tables)
    assert one[0] + other[0] == one[1] + other[1] == one[2] + other[2] == round(0.3 / found.size[0])
    assert one[3] == round(penalty / found.size[0])
    assert found.slack.tolist() == [0.0]


@pytest.mark.parametrize(
    "payoffs", [[0, 0.25, -1e14], [2, 0.25, 0.75, 3e15], [0, 1e-320, 1], [0, 1e-320, 2e-320]]
)
def test_what_would_be_lost_beside_a_large_payoff_is_refused(payoffs: list[float]) -> None:
    with pytest.raises(UnsuitableGame, match=r"cannot be told apart beside|differ by less than"):
        in_steps([np.array([payoffs])])


def test_each_player_has_a_step_of_its_own_and_bounds_count() -> None:
    found = in_steps(
        [np.array([[1.0, 2.0], [0.25, 0.5], [1 / 3, 2 / 3]])], [np.array([0.5, -np.inf, 0.25])]
    )
    assert found.size[:2].tolist() == [0.1, 0.01]
    assert found.vectors[0][:2].tolist() == [5.0, -np.inf]
    assert found.vectors[0][2] < found.tables[0][2, 0]  # a quarter is no third, and stays below it


def test_a_package_is_worth_no_more_than_itself() -> None:
    random = np.random.default_rng(5)
    for _ in range(50):
        tables = list(random.random((7, 2, 3)))
        chosen = random.integers(0, 3, 7)
        found = in_steps(tables, [sum(t[:, k] for t, k in zip(tables, chosen, strict=True))])
        off = sum(t[:, k] for t, k in zip(found.tables, chosen, strict=True)) - found.vectors[0]
        assert (np.abs(off) <= found.slack).all()


@pytest.mark.parametrize("value", [0.0, np.pi, -1e9 / 7])
def test_equal_payoffs_are_equal_steps(value: float) -> None:
    found = in_steps(
        [np.full((1, 3), value), np.empty((1, 0))], [np.array([value]), np.array([value - 0.25])]
    )
    assert np.ptp(found.tables[0]) == 0
    assert found.tables[1].shape == (1, 0)
    assert found.tables[0][0, 0] == found.vectors[0][0] > found.vectors[1][0] + found.slack[0]


@given(DIGITS.map(lambda rows: rows[:3]), st.integers(0, 3), st.floats(1, 100))
def test_decimals_tie_beside_a_block_of_formulas(
    digits: list[list[int]], places: int, formula: float
) -> None:
    small = [[d % 1000 for d in row] for row in digits]
    tables = [np.array([[float(Decimal(d).scaleb(-places)) for d in row]]) for row in small]
    found = in_steps([*tables, np.array([[0.0, formula * np.pi, formula * np.e]])])
    sums = [
        (sum(c), sum(t))
        for c, t in zip(product(*small), product(*(t[0] for t in found.tables[:-1])), strict=True)
    ]
    for (one, steps), (other, more) in product(sums, repeat=2):
        assert (one < other) == (steps < more)
