"""Patterns of lines crossed, against a walk through every package."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate.bargaining.refusals.conflicts import patterns

Tables = list[npt.NDArray[Any]]


@st.composite
def blocks(draw: st.DrawFn) -> tuple[Tables, Tables]:
    """A few blocks, each line in one of them only; some payoffs far from 0, so that little stays
    undecided.
    """
    players, lines = draw(st.integers(1, 4)), draw(st.integers(0, 4))
    sizes = draw(st.lists(st.integers(1, 5), min_size=1, max_size=4))
    apart = draw(st.sampled_from([2, 5, 40]))
    homes = [draw(st.integers(0, len(sizes) - 1)) for _ in range(lines)]
    number = st.integers(-apart, apart)
    gains = [
        np.array([[float(draw(number)) for _ in range(size)] for _ in range(players)])
        for size in sizes
    ]
    crossed = []
    for place, size in enumerate(sizes):
        rows = [[draw(st.booleans()) and home == place for _ in range(size)] for home in homes]
        crossed.append(np.array(rows, dtype=bool).reshape(lines, size))
    return crossed, gains


def _every(crossed: Tables, gains: Tables) -> set[tuple[int, tuple[int, ...]]]:
    found = set()
    for choice in product(*(range(table.shape[1]) for table in gains)):
        total = sum(table[:, k] for table, k in zip(gains, choice, strict=True))
        lines = np.any([mask[:, k] for mask, k in zip(crossed, choice, strict=True)], axis=0)
        found.add(
            (
                sum(1 << i for i, x in enumerate(lines) if x),
                tuple(int(x >= 0) + int(x > 0) for x in total),
            )
        )
    return found


@settings(max_examples=150)
@given(blocks())
def test_the_best_patterns_are_those_of_some_package_and_cover_every_other(
    drawn: tuple[Tables, Tables],
) -> None:
    found = patterns(*drawn, 100_000)
    assert found.complete
    told = set(zip(found.crossed, map(tuple, found.signs.T.tolist()), strict=True))
    every = _every(*drawn)
    assert told <= every
    for mask, signs in every:
        assert any(
            other & mask == other and all(a >= b for a, b in zip(better, signs, strict=True))
            for other, better in told
        )


def test_more_lines_than_a_whole_number_has_bits() -> None:
    crossed = np.eye(100, dtype=bool)
    found = patterns([crossed], [np.ones((2, 100))], 1000)
    assert sorted(found.crossed) == [1 << k for k in range(100)]
    assert (found.signs == 2).all()


def test_a_block_that_nothing_can_come_of_leaves_no_package() -> None:
    found = patterns(
        [np.zeros((1, 0), dtype=bool), np.zeros((1, 2), dtype=bool)],
        [np.zeros((1, 0)), np.ones((1, 2))],
        9,
    )
    assert found.complete
    assert found.crossed == ()


def test_sums_as_near_to_nothing_as_rounding_leaves_count_as_nothing() -> None:
    gains = [np.array([[0.0, 9.0]]), np.array([[-2.0, -9.0]])]
    never = [np.zeros((0, 2), dtype=bool)] * 2
    assert patterns(never, gains, 99).signs.tolist() == [[2]]
    assert patterns(never, [gains[0] - 9, gains[1]], 99, np.array([2.0])).signs.tolist() == [[1]]
    assert patterns(never, [gains[0] - 10, gains[1]], 99, np.array([2.0])).signs.tolist() == [[0]]


def test_more_points_than_may_be_held_are_not_gone_through() -> None:
    line = np.arange(-10.0, 10.0)
    found = patterns([np.zeros((0, 20), dtype=bool)] * 3, [np.array([line, -line])] * 3, 5)
    assert not found.complete
