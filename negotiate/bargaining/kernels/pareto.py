"""The points that no other dominates, among any number of them or among the sums of one option a block.

A point is dominated by one that is worth as much to everybody and more to somebody. Equal points do not dominate each
other, so that all of them stay. A dominated part makes a dominated whole: whatever replaces the part improves the sum.
Blocks are therefore added one by one, and after each only sums that no other dominates go on, with the way back through
the blocks. A thousand million packages of fifteen issues pass through a few thousand sums on the way.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from negotiate.arrays import BoolArray, FloatArray, IntArray
from negotiate.errors import GameTooLarge


class Groups(NamedTuple):
    """Different points, each with those that are equal to it.

    Attributes
    ----------
    points : ndarray of float64, shape (players, groups)
        The different points.
    starts : ndarray of int64, shape (groups + 1,)
        Where the members of each begin, and last where they end.
    members : ndarray of int64
        What is equal to each, ascending within a group.
    """

    points: FloatArray
    starts: IntArray
    members: IntArray

    @property
    def sizes(self) -> IntArray:
        """How many members each group has, shape (groups,)."""
        return np.diff(self.starts)


def group_equal(payoffs: FloatArray, chosen: IntArray) -> Groups:
    """Put equal ones of the chosen points together.

    Parameters
    ----------
    payoffs : ndarray of float64, shape (players, points)
        All points.
    chosen : ndarray of int64
        Ascending indices of those that count.

    Examples
    --------
    >>> found = group_equal(np.array([[1.0, 0, 1, 5]]), np.array([0, 1, 2]))
    >>> found.points.tolist(), found.members.tolist(), found.sizes.tolist()
    ([[0.0, 1.0]], [1, 0, 2], [1, 2])
    """
    points = payoffs[:, chosen]
    order = np.lexsort(points[::-1]) if len(points) else np.arange(len(chosen))
    ordered = points[:, order]
    new = (ordered[:, 1:] != ordered[:, :-1]).any(axis=0)
    ends = np.append(np.flatnonzero(new) + 1, len(chosen)) if len(chosen) else np.empty(0, dtype=np.int64)
    starts = np.append(0, ends)
    return Groups(ordered[:, starts[:-1]], starts, chosen[order])


CELLS = 1 << 16  # of the grid through which hopeless points are sifted
BLOCK = 512  # points compared with all others at once, where there are four players or more
MANY = 2_000  # fewer points are not worth sifting
NEIGHBOURS = 16  # a power of two: so many in a row are compared pair by pair
WIDE = 1 << 13  # rows of such a comparison, so that it takes a few megabytes


def undominated(payoffs: FloatArray) -> IntArray:
    """All points that no other dominates, equal ones included.

    Parameters
    ----------
    payoffs : ndarray of float64, shape (players, points)
        Finite.

    Returns
    -------
    ndarray of int64, shape (found,)
        Ascending; empty only where there are no points. Without players all points are equal.

    Notes
    -----
    What the point with the largest sum dominates is left out first. A grid over the first players' payoffs then holds
    the best payoff of the last player in each cell; whoever is no better than a cell above its own is dominated. What
    is left is sorted. One player: the best. Two: a running best. Three: a divide and conquer over the first player's
    order after Kung, Luccio & Preparata, all halves of one size at once, so that `n` points take `log2 n` sweeps. More:
    point against point in blocks, largest sums first.

    References
    ----------
    Kung, H. T., Luccio, F. & Preparata, F. P. (1975), "On finding the maxima of a set of vectors", Journal of the
    ACM 22.

    Examples
    --------
    >>> undominated(np.array([[0.0, 1, 2, 2, 1], [3.0, 2, 1, 1, 1]])).tolist()
    [0, 1, 2, 3]
    """
    players, points = payoffs.shape
    if not players or not points:
        return np.arange(points)
    if players == 1:
        return np.flatnonzero(payoffs[0] == payoffs[0].max())
    left, rest = np.arange(points), payoffs
    for sieve in (_beside_one, _sift) if points > MANY else ():
        passed = sieve(rest)
        if 2 * len(passed) < len(left):  # else they are left in, which is sooner done than taking them out
            left, rest = left[passed], rest.take(passed, axis=1)
    best = _two(rest) if players == 2 else _three(rest) if players == 3 else _more(rest)
    return left[best]


def _beside_one(payoffs: FloatArray) -> IntArray:
    """The points that are better for somebody than the one with the largest sum, and those that are equal to it."""
    low, high = payoffs.min(axis=1), payoffs.max(axis=1)
    best = payoffs[:, int(np.argmax((1 / np.where(high > low, high - low, 1.0)) @ payoffs))]
    better, equal = payoffs[0] > best[0], payoffs[0] == best[0]
    for own, top in zip(payoffs[1:], best[1:], strict=True):
        better |= own > top
        equal &= own == top
    return np.flatnonzero(better | equal)


def _sift(payoffs: FloatArray) -> IntArray:
    """The points that no cell of a grid over all payoffs but the last shows to be dominated."""
    players = len(payoffs)
    side = int(CELLS ** (1 / (players - 1)))
    if side < 2:
        return np.arange(payoffs.shape[1])
    cell = np.zeros(payoffs.shape[1], dtype=np.int64)
    for own in payoffs[:-1]:
        low, high = own.min(), own.max()
        scale = (side - 1) / (high - low) if high > low else 0.0
        cell *= side + 1
        cell += ((own - low) * scale).astype(np.int64)
    best = np.full((side + 1,) * (players - 1), -np.inf)
    np.maximum.at(best.reshape(-1), cell, payoffs[-1])
    for axis in range(players - 1):
        best = np.flip(np.maximum.accumulate(np.flip(best, axis), axis=axis), axis)
    above = sum((side + 1) ** k for k in range(players - 1))
    cell += above
    return np.flatnonzero(payoffs[-1] > best.reshape(-1)[cell])


def _two(payoffs: FloatArray) -> BoolArray:
    first, second = payoffs
    order = np.argsort(-first)
    falling = first[order]
    starts = np.flatnonzero(np.append(True, falling[1:] != falling[:-1]))
    tops = np.maximum.reduceat(second[order], starts)
    before = np.append(-np.inf, np.maximum.accumulate(tops)[:-1])
    kept = np.zeros(len(first), dtype=np.bool_)
    kept[order] = second[order] == np.repeat(
        np.where(tops > before, tops, np.inf), np.diff(np.append(starts, len(first)))
    )
    return kept


def _three(payoffs: FloatArray) -> BoolArray:
    order = np.argsort(-payoffs[0])
    ordered = payoffs.take(order, axis=1)
    if (ordered[0, 1:] == ordered[0, :-1]).any():
        order = np.lexsort(-payoffs[::-1])
        ordered = payoffs.take(order, axis=1)
    new = np.append(True, (ordered[:, 1:] != ordered[:, :-1]).any(axis=0))
    distinct = ordered[1:, new]
    kept = np.zeros(payoffs.shape[1], dtype=np.bool_)
    kept[order] = _unbeaten(*distinct)[np.cumsum(new) - 1]
    return kept


def _unbeaten(second: FloatArray, third: FloatArray) -> BoolArray:
    """Which points no earlier one equals or beats in both payoffs.

    In each sweep the points stand in blocks of `2 * half` neighbours, each block falling in the second payoff; whoever
    of its later half is no better than the best so far of its earlier half is out.
    """
    kept = _unbeaten_by_neighbours(second, third)
    place = np.flatnonzero(kept)
    place = place[np.argsort(-second[place], kind="stable")]  # falling, and the earlier of equals first
    height = _ranks(third[place])
    bits = max(len(place), 2).bit_length()
    order = np.arange(len(place))
    level = max(len(second) - 1, 1).bit_length() - 1
    while level >= NEIGHBOURS.bit_length() - 1 and len(order):
        spot = place[order]
        block = (spot >> (level + 1)) << bits
        own = block + height[order] + 1
        late = ((spot >> level) & 1).astype(np.bool_)
        beaten = late & (np.maximum.accumulate(np.where(late, block, own)) >= own)
        kept[spot[beaten]] = False
        order = order[~beaten]
        order = np.sort(((place[order] >> level) << bits) | order) & ((1 << bits) - 1)
        level -= 1
    return kept


def _unbeaten_by_neighbours(second: FloatArray, third: FloatArray) -> BoolArray:
    kept = np.ones(len(second), dtype=np.bool_)
    for apart in range(1, min(NEIGHBOURS, len(second))):
        kept[apart:] &= (second[apart:] > second[:-apart]) | (third[apart:] > third[:-apart])
    return kept


def _ranks(numbers: FloatArray) -> IntArray:
    """Each number's place among the different ones, from 0."""
    order = np.argsort(numbers)
    rising = numbers[order]
    ranks = np.empty(len(numbers), dtype=np.int64)
    ranks[order] = np.cumsum(np.append(False, rising[1:] != rising[:-1]))
    return ranks


def _more(payoffs: FloatArray) -> BoolArray:
    low, high = payoffs.min(axis=1, keepdims=True), payoffs.max(axis=1, keepdims=True)
    total = ((payoffs - low) / np.where(high > low, high - low, 1.0)).sum(axis=0)
    order = np.lexsort((*-payoffs[::-1], -total))  # nobody is dominated by a later one
    kept = np.zeros(payoffs.shape[1], dtype=np.bool_)
    while len(order):
        head = order[:BLOCK]
        own = payoffs[:, head]
        best = head[~_dominated(own, own)]
        kept[best] = True
        order = order[BLOCK:]
        order = order[~_dominated(payoffs[:, order], payoffs[:, best])]
    return kept


def _dominated(points: FloatArray, by: FloatArray) -> BoolArray:
    """Which of the points one of the others dominates."""
    found = np.zeros(points.shape[1], dtype=np.bool_)
    for start in range(0, points.shape[1], WIDE):
        part = points[:, start : start + WIDE]
        weakly = np.ones((part.shape[1], by.shape[1]), dtype=np.bool_)
        better = np.zeros_like(weakly)
        for own, other in zip(part, by, strict=True):
            weakly &= own[:, None] <= other
            better |= own[:, None] < other
        found[start : start + WIDE] = (weakly & better).any(axis=1)
    return found


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
