"""Every extreme equilibrium, none twice, whatever the arithmetic."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate.equilibrium.kernels import extreme_equilibria as kernel
from negotiate.equilibrium.kernels.extreme_equilibria import (
    BIG,
    FLOATS,
    HELD,
    INTEGERS,
    ROUGH,
    Found,
    every_equilibrium,
)
from tests.reference import plain_supports
from tests.strategies import payoff_tables

Pair = tuple[float, ...]


def listed(found: Found, game: int = 0) -> list[Pair]:
    here = found.game == game
    return [
        (*x.tolist(), *y.tolist()) for x, y in zip(found.row[here], found.column[here], strict=True)
    ]


def exactly(payoffs: np.ndarray) -> set[Pair]:
    pairs = plain_supports.extreme_equilibria(*payoffs.astype(int).tolist())
    return {tuple(float(p) for p in (*x, *y)) for x, y in pairs}


@settings(max_examples=150)
@given(payoff_tables(players=(2, 2), strategies=(1, 3)))
def test_they_are_those_of_exact_fractions(payoffs: np.ndarray) -> None:
    found = listed(every_equilibrium(payoffs[None]))
    assert set(found) == exactly(payoffs)  # to the last bit: probabilities are rounded once
    assert len(found) == len(set(found))


@settings(max_examples=12)
@given(payoff_tables(players=(2, 2), strategies=(4, 4), largest=1))
def test_four_by_four(payoffs: np.ndarray) -> None:
    assert set(listed(every_equilibrium(payoffs[None]))) == exactly(payoffs)


@settings(max_examples=60)
@given(
    payoffs=payoff_tables(players=(2, 2), strategies=(1, 4)),
    scale=st.sampled_from([1e-9, 1 / 7, np.pi, 1e5, 1e20]),
    shift=st.sampled_from([0.0, 1 / 3, -12.5, 1000.0]),
)
def test_the_unit_of_the_payoffs_plays_no_part(
    payoffs: np.ndarray, scale: float, shift: float
) -> None:
    moved = every_equilibrium((payoffs * scale + shift * scale)[None])
    rounded = [tuple(round(p, 9) for p in pair) for pair in listed(moved)]
    assert set(rounded) == {tuple(round(p, 9) for p in pair) for pair in exactly(payoffs)}
    assert len(rounded) == len(set(rounded))


def test_each_road_is_taken_where_it_is_needed() -> None:
    rng = np.random.default_rng(0)
    small = rng.integers(0, 9, (5, 2, 3, 3)).astype(float)
    assert set(every_equilibrium(small).road.tolist()) == {INTEGERS}
    assert set(every_equilibrium(small / 100).road.tolist()) == {INTEGERS}
    smooth = rng.random((5, 2, 3, 3))
    assert set(every_equilibrium(smooth).road.tolist()) == {FLOATS}
    tied = rng.integers(0, 3, (5, 2, 3, 3)) / 7  # which floats cannot decide
    assert set(every_equilibrium(tied).road.tolist()) == {HELD}
    huge = rng.integers(0, 3, (5, 2, 3, 3)) * 1e15
    assert set(every_equilibrium(huge).road.tolist()) == {BIG}
    assert set(every_equilibrium(tied, exact=False).road.tolist()) == {ROUGH}


def test_the_smallest_gain_counts_beside_the_largest_payoffs() -> None:
    payoffs = np.array([[[1e100, 0.0], [1e100, 1e-300]], [[1.0, 0.0], [0.0, 1.0]]])
    found = listed(every_equilibrium(payoffs[None]))
    assert sorted(found) == [(0.0, 1.0, 0.0, 1.0), (0.5, 0.5, 1.0, 0.0), (1.0, 0.0, 1.0, 0.0)]


def test_probabilities_are_rounded_once() -> None:
    rng = np.random.default_rng(5)
    payoffs = rng.integers(0, 1000, (40, 2, 3, 3)).astype(float)
    found = every_equilibrium(payoffs)
    for game in range(40):
        pairs = plain_supports.extreme_equilibria(*payoffs[game].astype(int).tolist())
        assert set(listed(found, game)) == {
            tuple(float(Fraction(p)) for p in (*x, *y)) for x, y in pairs
        }


def test_pieces_of_a_batch_are_put_together_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    payoffs = np.random.default_rng(2).integers(0, 3, (60, 2, 3, 3)).astype(float)
    payoffs[::7] /= 7
    payoffs[3::7] = np.random.default_rng(3).random((9, 2, 3, 3))
    whole = every_equilibrium(payoffs)
    monkeypatch.setattr(kernel, "CELLS", 500)
    pieces = every_equilibrium(payoffs)
    assert all((a == b).all() for a, b in zip(whole, pieces, strict=True))
    assert (np.diff(whole.game) >= 0).all()
    alone = [listed(every_equilibrium(payoffs[k : k + 1])) for k in range(60)]
    assert alone == [listed(whole, k) for k in range(60)]


def test_inexact_answers_say_where_rounding_decides() -> None:
    payoffs = np.random.default_rng(2).random((3, 2, 2, 2))
    payoffs[1, 0, 0] = payoffs[1, 0, 1] + 1e-13
    rough = every_equilibrium(payoffs, exact=False)
    assert rough.doubtful.tolist() == [False, True, False]
    assert not every_equilibrium(payoffs).doubtful.any()
