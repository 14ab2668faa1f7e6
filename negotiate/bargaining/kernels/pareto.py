"""The points that no other dominates, among any number of them or among the sums of one option a
block.

A point is dominated by one that is worth as much to everybody and more to somebody. Equal points do
not dominate each other, so that all of them stay. A dominated part makes a dominated whole:
whatever replaces the part improves the sum. Blocks are therefore added one by one, and after each
only sums that no other dominates go on, with the way back through the blocks. A thousand million
packages of fifteen issues pass through a few thousand sums on the way.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from negotiate.arrays import AnyArray, BoolArray, FloatArray, IndexArray, IntArray
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
    ends = (
        np.append(np.flatnonzero(new) + 1, len(chosen)) if len(chosen) else np.empty(0, dtype=int)
    )
    starts = np.append(0, ends)
    return Groups(ordered[:, starts[:-1]], starts, chosen[order])


def alike(codes: AnyArray) -> list[IndexArray]:
    """The places of each code, codes and places ascending."""
    order = np.argsort(codes, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(codes[order])) + 1) if len(codes) else []


def reach(tables: Sequence[FloatArray], players: int) -> tuple[FloatArray, FloatArray]:
    """The least and the most that sums over some blocks bring, shape (players,) each; each has an
    option.
    """
    none = np.zeros(players)
    return sum((t.min(axis=1) for t in tables), none), sum((t.max(axis=1) for t in tables), none)


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
    What the point with the largest sum dominates is left out first. A grid over the first players'
    payoffs then holds the best payoff of the last player in each cell; whoever is no better than a
    cell above its own is dominated. What is left is sorted. One player: the best. Two: a running
    best. Three: a divide and conquer over the first player's order after Kung, Luccio & Preparata,
    all halves of one size at once, so that `n` points take `log2 n` sweeps. More: point against
    point in blocks, largest sums first.

    References
    ----------
    Kung, H. T., Luccio, F. & Preparata, F. P. (1975), "On finding the maxima of a set of vectors",
    Journal of the ACM 22.

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
        if 2 * len(passed) < len(
            left
        ):  # else they are left in, which is sooner done than taking them out
            left, rest = left[passed], rest.take(passed, axis=1)
    groups = group_equal(-rest, np.arange(len(left)))
    falling = -groups.points
    if players == 2:
        kept = falling[1] > np.append(-np.inf, np.maximum.accumulate(falling[1])[:-1])
    else:
        kept = _unbeaten(falling[1], falling[2]) if players == 3 else _more(falling)
    best: IntArray = left[np.sort(groups.members[np.repeat(kept, groups.sizes)])]
    return best


def _beside_one(payoffs: FloatArray) -> IntArray:
    """The points that are better for somebody than the one with the largest sum, and those that are
    equal to it.
    """
    span = np.ptp(payoffs, axis=1)
    best = payoffs[:, [np.argmax((1 / np.where(span > 0, span, 1.0)) @ payoffs)]]
    return np.flatnonzero((payoffs > best).any(axis=0) | (payoffs == best).all(axis=0))


def _sift(payoffs: FloatArray) -> IntArray:
    """The points that no cell of a grid over all payoffs but the last shows to be dominated."""
    side = int(CELLS ** (1 / (len(payoffs) - 1)))
    if side < 2:
        return np.arange(payoffs.shape[1])
    first, last = payoffs[:-1], payoffs[-1]
    low, span = first.min(axis=1, keepdims=True), np.ptp(first, axis=1, keepdims=True)
    cell = ((first - low) * ((side - 1) / np.where(span > 0, span, np.inf))).astype(int)
    best = np.full((side + 1,) * len(first), -np.inf)
    np.maximum.at(best.reshape(-1), np.ravel_multi_index(tuple(cell), best.shape), last)
    for axis in range(len(first)):
        best = np.flip(np.maximum.accumulate(np.flip(best, axis), axis=axis), axis)
    return np.flatnonzero(last > best[tuple(cell + 1)])


def _unbeaten(second: FloatArray, third: FloatArray) -> BoolArray:
    """Which points no earlier one equals or beats in both payoffs.

    In each sweep the points stand in blocks of `2 * half` neighbours, each block falling in the
    second payoff; whoever of its later half is no better than the best so far of its earlier half
    is out.
    """
    kept = np.ones(len(second), dtype=bool)
    for apart in range(1, min(NEIGHBOURS, len(second))):
        kept[apart:] &= (second[apart:] > second[:-apart]) | (third[apart:] > third[:-apart])
    place = np.flatnonzero(kept)
    place = place[
        np.argsort(-second[place], kind="stable")
    ]  # falling, and the earlier of equals first
    height = np.unique(third[place], return_inverse=True)[1]
    bits = max(len(place), 2).bit_length()
    order = np.arange(len(place))
    for level in range(max(len(second) - 1, 1).bit_length() - 1, NEIGHBOURS.bit_length() - 2, -1):
        spot = place[order]
        block = (spot >> (level + 1)) << bits
        own = block + height[order] + 1
        late = ((spot >> level) & 1).astype(bool)
        beaten = late & (np.maximum.accumulate(np.where(late, block, own)) >= own)
        kept[spot[beaten]] = False
        order = order[~beaten]
        order = np.sort(((place[order] >> level) << bits) | order) & ((1 << bits) - 1)
    return kept


def _more(payoffs: FloatArray) -> BoolArray:
    """The same of any number of payoffs, for different points of which the first payoff falls."""
    low, span = payoffs.min(axis=1, keepdims=True), np.ptp(payoffs, axis=1, keepdims=True)
    total = ((payoffs - low) / np.where(span > 0, span, 1.0)).sum(axis=0)
    order = np.argsort(-total, kind="stable")  # nobody is dominated by a later one
    kept = np.zeros(payoffs.shape[1], dtype=bool)
    while len(order):
        head, order = order[:BLOCK], order[BLOCK:]
        best = head[~_dominated(payoffs[:, head], payoffs[:, head])]
        kept[best] = True
        order = order[~_dominated(payoffs[:, order], payoffs[:, best])]
    return kept


def _dominated(points: FloatArray, by: FloatArray) -> BoolArray:
    """Which of the points one of the others dominates."""
    found = np.zeros(points.shape[1], dtype=bool)
    for start in range(0, points.shape[1], WIDE):
        part = points[:, start : start + WIDE]
        weakly = np.ones((part.shape[1], by.shape[1]), dtype=bool)
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
    below : ndarray of int64, shape (pairs,)
        In how many ways that sum of the stage before is reached, as far as so many choices may be
        listed.
    """

    block: int
    options: Groups
    starts: IntArray
    before: IntArray
    option: IntArray
    below: IntArray


def _listed(stages: list[Stage], sums: IntArray, ways: IntArray) -> tuple[IntArray, IntArray]:
    """The first so many of the choices that reach some sums of the last stage.

    Choices are numbered by the pair that reaches a sum, then by which of equal options it takes,
    then by the number of the choice that reaches the sum before; so each number tells its choice.

    Returns
    -------
    choices : ndarray of int64, shape (listed, blocks)
        The option of each block, by the number of the block.
    which : ndarray of int64, shape (listed,)
        The place in `sums` that each reaches, ascending.
    """
    which = np.repeat(np.arange(len(sums)), ways)
    number, spot = np.arange(len(which)) - np.repeat(np.cumsum(ways) - ways, ways), sums[which]
    choices = np.empty((len(which), len(stages)), dtype=int)
    for stage in reversed(stages):
        pairs = stage.below * stage.options.sizes[stage.option]
        ends = np.cumsum(pairs)
        number += (ends - pairs)[stage.starts[spot]]
        pair = np.searchsorted(ends, number, side="right")
        member, number = np.divmod(number - (ends - pairs)[pair], stage.below[pair])
        choices[:, stage.block] = stage.options.members[
            stage.options.starts[stage.option[pair]] + member
        ]
        spot = stage.before[pair]
    return choices, which


def _share(ways: Counts, limit: int) -> IntArray:
    """How many choices of each sum are listed: all, or as many as of any other so that the limit
    holds; at least 1.
    """
    many = np.minimum(ways, limit).astype(np.int64)
    low, high = 1, limit
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if np.minimum(many, middle).sum() <= limit else (low, middle - 1)
    return np.minimum(many, low)


CHUNK = 1 << 20  # sums that are looked at together: some 100 MB for three players
SUMS = 1_000_000  # undominated sums that are carried on
EQUALS = 3_000_000  # pairs that reach them, equals included
PAIRS = (
    300_000_000  # sums that are looked at on the way from one block to the next: about ten seconds
)
CHOICES = 100_000  # packages that are listed
LARGEST = 2**62
SIMPLER = (
    "commit some issues with --fix, or give payoffs as whole points, so that more of them are equal"
)


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
        Whether every choice is listed. If not, each sum has at least one, and about as many as the
        others.
    """

    points: FloatArray
    counts: Counts
    payoffs: FloatArray
    choices: IntArray
    point_of: IntArray
    complete: bool


def pareto_sums(
    tables: Sequence[FloatArray], floor: FloatArray | None = None, limit: int = CHOICES
) -> Sums:
    """All undominated sums of one option of each block, with the choices that reach them, equals
    included.

    Parameters
    ----------
    tables : sequence of ndarray, each of shape (players, options)
        In whole steps (`in_steps`), so that sums are exact and equal ones equal; at least one
        block.
    floor : ndarray, shape (players,), optional
        The least that each player accepts, minus infinity for anything. What dominates an
        acceptable sum is acceptable too, so that it makes no difference whether sums below are left
        out before or after.
    limit : int
        How many choices are listed at most; but at least one for each sum.

    Raises
    ------
    GameTooLarge
        If more than `SUMS` sums are undominated after some block, or more than `PAIRS` would have
        to be looked at. It takes payoffs that are nearly opposed and hardly ever equal, such as
        random fractions that add up to 1.

    Notes
    -----
    The largest block comes first, since each later one multiplies what is looked at by the number
    of its options. Sums that cannot reach the floor even with the best of all blocks to come are
    dropped on the way.

    References
    ----------
    Nemhauser, G. L. & Ullmann, Z. (1969), "Discrete dynamic programming and capital allocation",
    Management Science 15: sums of items one by one, with dominated ones left out.

    Examples
    --------
    >>> found = pareto_sums([np.array([[0.0, 2], [3, 0]]), np.array([[0.0, 1], [1, 0]])])
    >>> found.points.tolist(), found.choices.tolist()
    ([[3.0, 2.0, 1.0, 0.0], [0.0, 1.0, 3.0, 4.0]], [[1, 1], [1, 0], [0, 1], [0, 0]])
    """
    least = np.full(len(tables[0]), -np.inf) if floor is None else floor
    limit = max(limit, 1)
    options = [group_equal(table, undominated(table)) for table in tables]
    order = sorted(range(len(options)), key=lambda block: -options[block].points.shape[1])
    whole = prod(table.shape[1] for table in tables)
    ways: Counts = np.ones(1, dtype=int if whole < LARGEST else np.object_)
    points, stages = np.zeros((len(least), 1)), list[Stage]()
    tops = [own.points.max(axis=1) if own.points.size else np.zeros(len(least)) for own in options]
    hope = np.sum(tops, axis=0)
    for block in order:
        own, hope = options[block], hope - tops[block]
        points, starts, pairs = _added(points, own.points, least - hope)
        before, option = np.divmod(pairs, max(own.points.shape[1], 1))
        below = np.minimum(ways[before], limit).astype(int)
        stages.append(Stage(block, own, starts, before, option, below))
        reached = ways[before] * own.sizes[option]
        ways = np.add.reduceat(reached, starts[:-1]) if len(reached) else ways[:0]
    falling = np.arange(len(ways))[::-1]
    counts = ways[falling]
    choices, point_of = _listed(stages, falling, _share(counts, limit))
    points = points[:, falling]
    return Sums(
        points, counts, points[:, point_of], choices, point_of, len(point_of) == counts.sum()
    )


def _added(points: FloatArray, options: FloatArray, floor: FloatArray) -> Groups:
    """The undominated sums of a point and an option, at least the floor; members count options
    fastest.
    """
    width = options.shape[1]
    looked_at = points.shape[1] * width
    GameTooLarge.refuse("sums on the way to the frontier", looked_at, PAIRS, SIMPLER)
    rows = max(CHUNK // max(width, 1), 1)
    kept, members = np.empty((len(points), 0)), np.empty(0, dtype=int)
    for start in range(0, points.shape[1], rows):
        tried = (points[:, start : start + rows, None] + options[:, None, :]).reshape(
            len(points), -1
        )
        inside = np.flatnonzero((tried >= floor[:, None]).all(axis=0))
        kept = np.concatenate([kept, tried[:, inside]], axis=1)
        members = np.concatenate([members, start * width + inside])
        best = undominated(kept)
        kept, members = kept[:, best], members[best]
        GameTooLarge.refuse("sums on the way to the frontier", len(members), EQUALS, SIMPLER)
    sums = group_equal(kept, np.arange(len(members)))
    GameTooLarge.refuse("points of the frontier", sums.points.shape[1], SUMS, SIMPLER)
    return sums._replace(members=members[sums.members])
