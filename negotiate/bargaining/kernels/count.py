"""How many sums of one option a block reach a floor, without going through them all.

The blocks are dealt out to two halves. A sum of the first half goes with all sums of the second that make good what it
lacks, which is a count of dominated pairs: about the square root of all sums is laid out. Where even that is too much,
sums are rounded, once down and once up, and the count lies between the two.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import count
from math import prod
from typing import NamedTuple

import numpy as np

from negotiate.arrays import BoolArray, FloatArray, IndexArray, IntArray
from negotiate.bargaining.kernels.pareto import group_equal, reach

Rounding = Callable[[FloatArray], FloatArray]

WORK = 40_000_000  # entries sorted on the way, in all: some seconds
LAID_OUT = 1 << 21  # sums laid out at once
ROUGH = 1 << 12  # different sums that are kept once some were rounded: more would hardly better the bounds
ROUGH_WORK = 500_000  # entries sorted for a bound, where what is counted cannot be told exactly
FEW = 3  # different sums of each player's that are kept apart in any case: rounded, they may be 0 and one next to it
ALIKE = 1e-12  # of the largest: numbers that rounding may have moved apart
LARGEST = 2**62


class Count(NamedTuple):
    """Between which two numbers a count lies; exact where they are equal."""

    at_least: int
    at_most: int


class Sums(NamedTuple):
    """Different sums, shape (players, sums), in how many ways each is reached, and whether none was rounded."""

    points: FloatArray
    ways: IntArray
    exact: bool


def count_at_least(tables: Sequence[FloatArray], floor: FloatArray, work: int = WORK) -> Count:
    """Count the ways to choose one option of each block so that nobody's sum is below the floor.

    Parameters
    ----------
    tables : sequence of ndarray, each of shape (players, options)
        In whole steps (`in_steps`), so that sums are exact; at least one block.
    floor : ndarray, shape (players,)
        The least that each player accepts, minus infinity for anything.
    work : int
        About how many entries may be sorted, in all, before sums are rounded.

    Returns
    -------
    Count
        Exact for two or three players and up to about 10**10 choices, or any number whose sums are often equal.

    Notes
    -----
    Pairs are counted by divide and conquer over each player but the last, all blocks of one size at once: `n` sums take
    `n (log n / 2)**(players - 1)` entries.

    References
    ----------
    Horowitz, E. & Sahni, S. (1974), "Computing partitions with applications to the knapsack problem", Journal of the
    ACM 21: two halves. Bentley, J. L. (1980), "Multidimensional divide-and-conquer", Communications of the ACM 23.

    Examples
    --------
    >>> count_at_least([np.array([[0.0, 1], [1, 0]])] * 3, np.array([1.0, 1.0]))
    Count(at_least=6, at_most=6)
    """
    every = prod(table.shape[1] for table in tables)
    if not every or (floor == np.inf).any():
        return Count(0, 0)
    bound = floor > reach(tables, len(floor))[0]
    if not bound.any():
        return Count(every, every)
    if every >= LARGEST:
        return Count(0, every)
    rows, least = [table[bound] for table in tables], floor[bound]
    most = _affordable(len(least), work)
    low, exact = _count(rows, least, most, np.floor)
    return Count(low, low if exact else _count(rows, least, min(most, ROUGH), np.ceil)[0])


def count_equal(tables: Sequence[FloatArray], target: FloatArray, slack: FloatArray, work: int = WORK) -> Count:
    """Count the ways to choose one option of each block so that everybody gets the target, give or take the slack.

    Parameters
    ----------
    tables, work
        As for `count_at_least`.
    target, slack : ndarray, shape (players,)
        Finite.

    Notes
    -----
    Sums of both halves are told apart by one number each, a mixture of all players' payoffs; only what fits by that is
    compared payoff by payoff.
    """
    every = prod(table.shape[1] for table in tables)
    low, high = reach(tables, len(target)) if every else (target, target)
    if not every or ((target < low - slack) | (target > high + slack)).any():
        return Count(0, 0)
    here, there = _dealt(tables)
    anything, most = np.full(len(target), -np.inf), _affordable(1, work)
    own = _half(here, anything, most, np.floor)
    other = _half(there, anything, most if own.exact else ROUGH, np.floor)
    width = np.maximum(np.ptp(own.points, axis=1) + np.ptp(other.points, axis=1), 1.0)
    mixed = np.sqrt(np.arange(1.0, len(target) + 1)) / width
    order = np.argsort(mixed @ other.points)
    keys, wanted = (mixed @ other.points)[order], mixed @ (target[:, None] - own.points)
    near = mixed @ slack + ALIKE * max(1.0, np.abs(wanted).max(), np.abs(keys).max())
    first, last = np.searchsorted(keys, wanted - near), np.searchsorted(keys, wanted + near, side="right")
    many = last - first
    if not (own.exact and other.exact) or many.sum() > LAID_OUT or every >= LARGEST:
        return Count(0, count_at_least(tables, target - slack, min(work, ROUGH_WORK)).at_most)
    left = np.repeat(np.arange(len(many)), many)
    right = order[np.arange(len(left)) - np.repeat(np.cumsum(many) - many - first, many)]
    off = np.abs(own.points[:, left] + other.points[:, right] - target[:, None])
    met = (off <= slack[:, None]).all(axis=0)
    found = int((own.ways[left] * other.ways[right])[met].sum())
    return Count(found, found)


def _affordable(players: int, work: int) -> int:
    """How many sums a half may have."""
    return 1 << next(bits - 1 for bits in count(1) if (2 << bits) * ((bits + 1) / 2) ** (players - 1) > work)


def _count(rows: list[FloatArray], floor: FloatArray, most: int, rounded: Rounding) -> tuple[int, bool]:
    """The count with sums rounded where there are too many, and whether none was."""
    here, there = _dealt(rows)
    own = _half(here, floor - reach(there, len(floor))[1], most, rounded)
    most = most if own.exact else min(most, ROUGH)
    other = _half(there, floor - reach(here, len(floor))[1], most, rounded)
    ways = np.append(own.ways, other.ways)
    supplied = np.arange(len(ways)) < len(own.ways)
    points = np.concatenate([own.points, floor[:, None] - other.points], axis=1)
    orders = [np.lexsort((~supplied, -payoffs)) for payoffs in points]  # whoever gets exactly its need is content
    pairs = _pairs(np.zeros(len(ways), dtype=int), np.argsort(orders, axis=1), supplied, ways)
    return pairs, own.exact and other.exact


def _dealt(tables: Sequence[FloatArray]) -> tuple[list[FloatArray], list[FloatArray]]:
    """The blocks in two halves with about as many sums each."""
    halves: tuple[list[FloatArray], list[FloatArray]] = ([], [])
    for table in sorted(tables, key=lambda table: -table.shape[1]):
        min(halves, key=lambda half: prod(other.shape[1] for other in half)).append(table)
    return halves


def _half(tables: list[FloatArray], floor: FloatArray, most: int, rounded: Rounding) -> Sums:
    """The different sums of some blocks that can reach the floor, rounded where there would be more than `most`."""
    found, hope = Sums(np.zeros((len(floor), 1)), np.ones(1, dtype=int), True), reach(tables, len(floor))[1]
    for table in tables:
        hope, most = hope - table.max(axis=1), most if found.exact else min(most, ROUGH)
        options = _fewer(Sums(table, np.ones(table.shape[1], dtype=int), True), most, rounded)
        found = _fewer(found, min(most, LAID_OUT // max(len(options.ways), 1)), rounded)
        points = (found.points[:, :, None] + options.points[:, None, :]).reshape(len(floor), -1)
        ways = np.multiply.outer(found.ways, options.ways).ravel()
        exact = found.exact and options.exact
        if rounded is np.ceil or exact:
            hopeful = (points + hope[:, None] >= floor[:, None]).all(axis=0)
            points, ways = points[:, hopeful], ways[hopeful]
        found = Sums(points, ways, exact)
    return _fewer(found, most, rounded)


def _fewer(sums: Sums, most: int, rounded: Rounding) -> Sums:
    """Different sums, rounded to a grid if they are more than `most`."""
    sums, most = _grouped(sums), max(most, FEW ** len(sums.points))
    if len(sums.ways) <= most:
        return sums
    width = np.ptp(sums.points, axis=1, keepdims=True)
    grid = np.exp2(np.ceil(np.log2(np.maximum(width / most ** (1 / len(width)), 1.0))))
    while len((found := _grouped(Sums(rounded(sums.points / grid) * grid, sums.ways, False))).ways) > most:
        grid = grid * 2
    return found


def _grouped(sums: Sums) -> Sums:
    groups = group_equal(sums.points, np.arange(len(sums.ways)))
    ways = np.add.reduceat(sums.ways[groups.members], groups.starts[:-1]) if len(sums.ways) else sums.ways
    return Sums(groups.points, ways, sums.exact)


def _pairs(block: IntArray, places: IndexArray, supplied: BoolArray, ways: IntArray) -> int:
    """How many pairs of a supply and a need stand in one block, the supply before the need in every row of places."""
    order = np.lexsort((places[0], block))
    block, places, supplied, ways = block[order], places[1:, order], supplied[order], ways[order]
    begins = np.diff(block, prepend=-1) != 0
    if not len(places):
        own = np.where(supplied, ways, 0)
        supply = np.cumsum(own)
        elsewhere = np.maximum.accumulate(np.where(begins, supply - own, 0))
        return int(((supply - elsewhere) * np.where(supplied, 0, ways)).sum())
    total, spot = 0, np.arange(len(order))
    for level in range(max(len(order) - 1, 0).bit_length()):
        joint = np.cumsum(begins | (np.diff(spot >> (level + 1), prepend=-1) != 0))
        chosen = supplied != ((spot >> level) & 1).astype(bool)  # supplies of earlier halves, needs of later ones
        total += _pairs(joint[chosen], places[:, chosen], supplied[chosen], ways[chosen])
    return total
