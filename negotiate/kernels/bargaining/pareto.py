"""The points that no other dominates, among any number of them, by sweeps over whole arrays.

A point is dominated by one that is worth as much to everybody and more to somebody. Equal points do not dominate each
other, so that all of them stay.
"""

from __future__ import annotations

import numpy as np

from negotiate.arrays import BoolArray, FloatArray, IntArray

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
