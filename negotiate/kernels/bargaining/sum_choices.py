"""Which options add up to a sum: the way back through the blocks that were added one by one."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from negotiate.arrays import IntArray
from negotiate.kernels.bargaining.equal_points import Groups

Counts = NDArray[Any]


class Stage(NamedTuple):
    """What one block added.

    Attributes
    ----------
    block : int
        Which block it was.
    options : Groups
        Its different options, with the equals of each.
    starts : ndarray of int64, shape (sums + 1,)
        Where the pairs that reach each sum begin, and last where they end.
    before, option : ndarray of int64, shape (pairs,)
        Of each pair the sum of the stage before, and the different option that was added to it.
    ways : ndarray of int, shape (sums,)
        In how many ways each sum is reached, equal options counted.
    """

    block: int
    options: Groups
    starts: IntArray
    before: IntArray
    option: IntArray
    ways: Counts


def listed_choices(stages: list[Stage], sums: IntArray, limit: int) -> tuple[IntArray, IntArray]:
    """Options of each block that reach some sums of the last stage.

    Parameters
    ----------
    stages : list of Stage
        In the order in which the blocks were added.
    sums : ndarray of int64
        Which sums, each of them once.
    limit : int
        How many choices in all, but at least one a sum; the same number of each sum as far as it has so many.

    Returns
    -------
    choices : ndarray of int64, shape (listed, blocks)
        The option of each block, by the number of the block.
    which : ndarray of int64, shape (listed,)
        The place in `sums` that each reaches, ascending.
    """
    cap = _share(stages[-1].ways[sums], limit)
    which, spot = np.arange(len(sums)), sums
    choices = np.empty((len(sums), len(stages)), dtype=np.int64)
    for number in range(len(stages) - 1, -1, -1):
        stage = stages[number]
        below = stages[number - 1].ways if number else np.ones(1, dtype=np.int64)
        rows, pair = _opened(stage.starts, spot)
        left = below[stage.before[pair]] * stage.options.sizes[stage.option[pair]]
        rows, pair = _first(which[rows], left, cap, rows, pair)
        which, choices, spot = which[rows], choices[rows], stage.before[pair]
        rows, member = _opened(stage.options.starts, stage.option[pair])
        rows, member = _first(which[rows], below[spot[rows]], cap, rows, member)
        which, choices, spot = which[rows], choices[rows], spot[rows]
        choices[:, stage.block] = stage.options.members[member]
    return choices, which


def _share(ways: Counts, limit: int) -> int:
    """The most choices a sum so that the limit holds, but at least 1."""
    many = np.minimum(ways, limit).astype(np.int64)
    low, high = 1, max(limit, 1)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if np.minimum(many, middle).sum() <= limit else (low, middle - 1)
    return low


def _opened(starts: IntArray, groups: IntArray) -> tuple[IntArray, IntArray]:
    """Every member of some groups: the place of its group, and its own."""
    sizes = starts[groups + 1] - starts[groups]
    rows = np.repeat(np.arange(len(groups)), sizes)
    within = np.arange(len(rows)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return rows, starts[groups][rows] + within


def _first(which: IntArray, ways: Counts, cap: int, rows: IntArray, found: IntArray) -> tuple[IntArray, IntArray]:
    """Leave out what comes after `cap` ways to the same sum; equal neighbours in `which` belong to one sum."""
    few = np.minimum(ways, cap).astype(np.int64)
    before = np.cumsum(few) - few
    begins = np.flatnonzero(np.diff(which, prepend=-1))
    before -= np.repeat(before[begins], np.diff(np.append(begins, len(which))))
    kept = before < cap
    return rows[kept], found[kept]
