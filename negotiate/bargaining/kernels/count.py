"""How many sums of one option a block reach a floor, without going through them all.

The blocks are dealt out to two halves. A sum of the first half goes with all sums of the second
that make good what it lacks, which is a count of dominated pairs: about the square root of all sums
is laid out.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from math import prod
from typing import NamedTuple

import numpy as np

from negotiate.arrays import BoolArray, FloatArray, IndexArray, IntArray
from negotiate.bargaining.kernels.pareto import group_equal, reach

WORK = 40_000_000  # entries sorted on the way, in all: some seconds
LAID_OUT = 1 << 21  # sums laid out at once
FEW = 3  # different sums of each player's that are gone through in any case
ALIKE = 1e-12  # of the largest: numbers that rounding may have moved apart
LARGEST = 2**62
UNCOUNTED = -1


class Sums(NamedTuple):
    """Different sums, shape (players, sums), and in how many ways each is reached."""

    points: FloatArray
    ways: IntArray


def count_at_least(tables: Sequence[FloatArray], floor: FloatArray, work: int = WORK) -> int:
    """Count the ways to choose one option of each block so that nobody's sum is below the floor.

    Parameters
    ----------
    tables : sequence of ndarray, each of shape (players, options)
        In whole steps (`in_steps`), so that sums are exact; at least one block.
    floor : ndarray, shape (players,)
        The least that each player accepts, minus infinity for anything.
    work : int
        About how many entries may be sorted, in all.

    Returns
    -------
    int
        `UNCOUNTED` where that is too much work: beyond about 10**10 choices of two or three
        players, unless their sums are often equal.

    Notes
    -----
    Pairs are counted by divide and conquer over each player but the last, all blocks of one size at
    once: `n` sums take `n (log n / 2)**(players - 1)` entries.

    References
    ----------
    Horowitz, E. & Sahni, S. (1974), "Computing partitions with applications to the knapsack
    problem", Journal of the ACM 21: two halves. Bentley, J. L. (1980), "Multidimensional
    divide-and-conquer", Communications of the ACM 23.

    Examples
    --------
    >>> count_at_least([np.array([[0.0, 1], [1, 0]])] * 3, np.array([1.0, 1.0]))
    6
    """
    every = prod(table.shape[1] for table in tables)
    if not every or (floor == np.inf).any():
        return 0
    bound = floor > reach(tables, len(floor))[0]
    if not bound.any() or every >= LARGEST:
        return UNCOUNTED if bound.any() else every
    floor, (here, there) = floor[bound], _dealt([table[bound] for table in tables])
    own = _half(here, floor - reach(there, len(floor))[1], work, len(floor))
    other = _half(there, floor - reach(here, len(floor))[1], work, len(floor))
    if own is None or other is None:
        return UNCOUNTED
    ways = np.append(own.ways, other.ways)
    supplied = np.arange(len(ways)) < len(own.ways)
    points = np.concatenate([own.points, floor[:, None] - other.points], axis=1)
    orders = [
        np.lexsort((~supplied, -payoffs)) for payoffs in points
    ]  # whoever gets exactly its need is content
    return _pairs(np.zeros(len(ways), dtype=int), np.argsort(orders, axis=1), supplied, ways)


def count_equal(
    tables: Sequence[FloatArray], target: FloatArray, slack: FloatArray, work: int = WORK
) -> int:
    """Count the ways to choose one option of each block so that everybody gets the target, give or
    take the slack.

    Parameters
    ----------
    tables, work
        As for `count_at_least`.
    target, slack : ndarray, shape (players,)
        Finite.

    Notes
    -----
    Sums of both halves are told apart by one number each, a mixture of all players' payoffs; only
    what fits by that is compared payoff by payoff.
    """
    every = prod(table.shape[1] for table in tables)
    low, high = reach(tables, len(target)) if every else (target, target)
    if not every or ((target < low - slack) | (target > high + slack)).any():
        return 0
    anything = np.full(len(target), -np.inf)
    own, other = (_half(half, anything, work, 1) for half in _dealt(tables))
    if own is None or other is None or every >= LARGEST:
        return UNCOUNTED
    width = np.maximum(np.ptp(own.points, axis=1) + np.ptp(other.points, axis=1), 1.0)
    mixed = np.sqrt(np.arange(1.0, len(target) + 1)) / width
    order = np.argsort(mixed @ other.points)
    keys, wanted = (mixed @ other.points)[order], mixed @ (target[:, None] - own.points)
    near = mixed @ slack + ALIKE * max(1.0, np.abs(wanted).max(), np.abs(keys).max())
    first, last = (
        np.searchsorted(keys, wanted - near),
        np.searchsorted(keys, wanted + near, side="right"),
    )
    many = last - first
    if many.sum() > LAID_OUT:
        return UNCOUNTED
    left = np.repeat(np.arange(len(many)), many)
    right = order[np.arange(len(left)) - np.repeat(np.cumsum(many) - many - first, many)]
    off = np.abs(own.points[:, left] + other.points[:, right] - target[:, None])
    met = (off <= slack[:, None]).all(axis=0)
    return int((own.ways[left] * other.ways[right])[met].sum())


def _dealt(tables: Sequence[FloatArray]) -> tuple[list[FloatArray], list[FloatArray]]:
    """The blocks in two halves with about as many sums each."""
    halves: tuple[list[FloatArray], list[FloatArray]] = ([], [])
    for table in sorted(tables, key=lambda table: -table.shape[1]):
        min(halves, key=lambda half: prod(other.shape[1] for other in half)).append(table)
    return halves


def _half(tables: list[FloatArray], floor: FloatArray, work: int, players: int) -> Sums | None:
    """The different sums of some blocks that can reach the floor; None where going through them is
    too much work.

    That is the work of counting pairs of two halves in so many sweeps as there are players.
    """
    most = 1 << next(
        bits - 1 for bits in count(1) if (2 << bits) * ((bits + 1) / 2) ** (players - 1) > work
    )
    few, hope = FEW ** len(floor), reach(tables, len(floor))[1]
    found = Sums(np.zeros((len(floor), 1)), np.ones(1, dtype=int))
    for table in tables:
        hope = hope - table.max(axis=1)
        options = _grouped(table, np.ones(table.shape[1], dtype=int))
        room = min(most, LAID_OUT // max(len(options.ways), 1))
        if len(options.ways) > max(most, few) or len(found.ways) > max(room, few):
            return None
        points = (found.points[:, :, None] + options.points[:, None, :]).reshape(len(floor), -1)
        hopeful = (points + hope[:, None] >= floor[:, None]).all(axis=0)
        ways = np.multiply.outer(found.ways, options.ways).ravel()
        found = _grouped(points[:, hopeful], ways[hopeful])
    return found if len(found.ways) <= max(most, few) else None


def _grouped(points: FloatArray, ways: IntArray) -> Sums:
    groups = group_equal(points, np.arange(len(ways)))
    return Sums(
        groups.points,
        np.add.reduceat(ways[groups.members], groups.starts[:-1]) if len(ways) else ways,
    )


def _pairs(block: IntArray, places: IndexArray, supplied: BoolArray, ways: IntArray) -> int:
    """How many pairs of a supply and a need stand in one block, the supply before the need in every
    row of places.
    """
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
        chosen = supplied != ((spot >> level) & 1).astype(
            bool
        )  # supplies of earlier halves, needs of later ones
        total += _pairs(joint[chosen], places[:, chosen], supplied[chosen], ways[chosen])
    return total
