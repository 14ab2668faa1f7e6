"""The undominated sums of one option a block, exactly, without going through every combination of options.

A dominated part makes a dominated whole: whatever replaces the part improves the sum. Blocks are therefore added one by
one, and after each only sums that no other dominates go on. A thousand million packages of fifteen issues pass through
a few thousand sums on the way.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from negotiate.arrays import FloatArray, IntArray
from negotiate.errors import GameTooLarge
from negotiate.kernels.bargaining.equal_points import Groups, group_equal
from negotiate.kernels.bargaining.pareto import undominated
from negotiate.kernels.bargaining.sum_choices import Stage, listed_choices

Counts = NDArray[Any]

CHUNK = 1 << 20  # sums that are looked at together: some 100 MB for three players
SUMS = 1_000_000  # undominated sums that are carried on
EQUALS = 3_000_000  # pairs that reach them, equals included
PAIRS = 300_000_000  # sums that are looked at on the way from one block to the next: about ten seconds
CHOICES = 100_000  # packages that are listed
LARGEST = 2**62
SIMPLER = "commit some issues with --fix, or give payoffs as whole points, so that more of them are equal"


class Sums(NamedTuple):
    """Undominated sums, and the choices that reach them.

    Attributes
    ----------
    points : ndarray of float64, shape (players, found)
        The different sums, the first player's falling; none where no sum reaches the floor.
    counts : ndarray of int, shape (found,)
        How many choices reach each; exact.
    payoffs : ndarray of float64, shape (players, listed)
        What each listed choice adds up to.
    choices : ndarray of int64, shape (listed, blocks)
        The option of each block.
    point_of : ndarray of int64, shape (listed,)
        Which sum each listed choice reaches, ascending.
    complete : bool
        Whether every choice is listed. If not, each sum has at least one, and about as many as the others.
    """

    points: FloatArray
    counts: Counts
    payoffs: FloatArray
    choices: IntArray
    point_of: IntArray
    complete: bool


def pareto_sums(tables: Sequence[FloatArray], floor: FloatArray | None = None, limit: int = CHOICES) -> Sums:
    """All undominated sums of one option of each block, with the choices that reach them, equals included.

    Parameters
    ----------
    tables : sequence of ndarray, each of shape (players, options)
        In whole steps (`in_steps`), so that sums are exact and equal ones equal; at least one block.
    floor : ndarray, shape (players,), optional
        The least that each player accepts, minus infinity for anything. What dominates an acceptable sum is acceptable
        too, so that it makes no difference whether sums below are left out before or after.
    limit : int
        How many choices are listed at most; but at least one for each sum.

    Raises
    ------
    GameTooLarge
        If more than `SUMS` sums are undominated after some block, or more than `PAIRS` would have to be looked at. It
        takes payoffs that are nearly opposed and hardly ever equal, such as random fractions that add up to 1.

    Notes
    -----
    The largest block comes first, since each later one multiplies what is looked at by the number of its options. Sums
    that cannot reach the floor even with the best of all blocks to come are dropped on the way.

    References
    ----------
    Nemhauser, G. L. & Ullmann, Z. (1969), "Discrete dynamic programming and capital allocation", Management Science 15:
    sums of items one by one, with dominated ones left out.

    Examples
    --------
    >>> found = pareto_sums([np.array([[0.0, 2], [3, 0]]), np.array([[0.0, 1], [1, 0]])])
    >>> found.points.tolist(), found.choices.tolist()
    ([[3.0, 2.0, 1.0, 0.0], [0.0, 1.0, 3.0, 4.0]], [[1, 1], [1, 0], [0, 1], [0, 0]])
    """
    least = np.full(len(tables[0]), -np.inf) if floor is None else np.asarray(floor, dtype=np.float64)
    blocks = [group_equal(table, undominated(table)) for table in tables]
    order = sorted(range(len(blocks)), key=lambda k: -blocks[k].points.shape[1])
    whole = prod(table.shape[1] for table in tables)
    ways: Counts = np.ones(1, dtype=np.int64 if whole < LARGEST else np.object_)
    points, stages = np.zeros((len(least), 1)), []
    hopes = _still_to_come([blocks[k] for k in order])
    for k, hope in zip(order, hopes, strict=True):
        sums = _added(points, blocks[k].points, least - hope)
        before, option = np.divmod(sums.members, max(blocks[k].points.shape[1], 1))
        pairs = ways[before] * blocks[k].sizes[option]
        ways = np.add.reduceat(pairs, sums.starts[:-1]) if len(pairs) else ways[:0]
        stages.append(Stage(k, blocks[k], sums.starts, before, option, ways))
        points = sums.points
    falling = np.lexsort(-points[::-1])
    choices, point_of = listed_choices(stages, falling, limit)
    points = points[:, falling]
    return Sums(points, ways[falling], points[:, point_of], choices, point_of, len(point_of) == ways.sum())


def _still_to_come(blocks: list[Groups]) -> list[FloatArray]:
    """After each block, the most that each player can still get from those that follow."""
    hopes = [np.zeros(len(blocks[0].points))]
    for block in blocks[:0:-1]:
        hopes.append(hopes[-1] + (block.points.max(axis=1) if block.points.size else 0.0))
    return hopes[::-1]


def _added(points: FloatArray, options: FloatArray, floor: FloatArray) -> Groups:
    """The undominated sums of a point and an option, at least the floor; members count options fastest."""
    looked_at = points.shape[1] * options.shape[1]
    if looked_at > PAIRS:
        raise GameTooLarge("sums on the way to the frontier", looked_at, PAIRS, SIMPLER)
    rows = max(CHUNK // max(options.shape[1], 1), 1)
    kept, members = np.empty((len(points), 0)), np.empty(0, dtype=np.int64)
    for start in range(0, points.shape[1], rows):
        tried = (points[:, start : start + rows, None] + options[:, None, :]).reshape(len(points), -1)
        numbers = np.arange(start * options.shape[1], start * options.shape[1] + tried.shape[1])
        if (floor > -np.inf).any():
            numbers = numbers[inside := (tried >= floor[:, None]).all(axis=0)]
            tried = tried[:, inside]
        kept, members = np.concatenate([kept, tried], axis=1), np.concatenate([members, numbers])
        best = undominated(kept)
        kept, members = kept[:, best], members[best]
        if len(members) > EQUALS:
            raise GameTooLarge("sums on the way to the frontier", len(members), EQUALS, SIMPLER)
    sums = group_equal(kept, np.arange(len(members)))
    if sums.points.shape[1] > SUMS:
        raise GameTooLarge("points of the frontier", sums.points.shape[1], SUMS, SIMPLER)
    return Groups(sums.points, sums.starts, members[sums.members])
