"""The upper right boundary of what two players can reach by drawing lots among packages, exactly.

Which side of a line a point lies on is a difference of two products. Of whole numbers below 2**53 they have up to 108
bits, which are kept in two parts, so that a point on an edge is told from one that is a trillionth outside.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from negotiate.arrays import FloatArray, IntArray
from negotiate.kernels.bargaining.equal_points import group_equal
from negotiate.kernels.bargaining.pareto import undominated

HALF = 27  # bits of half a number
LOW = (1 << HALF) - 1


def upper_right(payoffs: FloatArray) -> IntArray:
    """The corners of the boundary that no lottery improves for both.

    Parameters
    ----------
    payoffs : ndarray of float64, shape (2, points)
        Whole numbers below 2**53, such as payoffs in steps (`in_steps`).

    Returns
    -------
    ndarray of int64
        Indices of corners, from the best point of player 2 to the best of player 1; each lies strictly outside the
        lotteries of all others. Of equal points the first. Empty without points.

    Notes
    -----
    Quickhull on all edges at once: beyond each edge the farthest point is a corner, and what lies inside is dropped.

    References
    ----------
    Barber, C. B., Dobkin, D. P. & Huhdanpaa, H. (1996), "The quickhull algorithm for convex hulls", ACM Transactions on
    Mathematical Software 22.

    Examples
    --------
    >>> upper_right(np.array([[0.0, 2, 4, 5, 6], [6.0, 5, 3, 3, 0]])).tolist()
    [0, 1, 3, 4]
    """
    best = group_equal(payoffs, undominated(payoffs))
    x, y = best.points.astype(np.int64)
    corners = np.unique([0, len(x) - 1]) if len(x) else np.empty(0, dtype=np.int64)
    left = np.arange(1, len(x) - 1)
    while len(left):
        edge = np.searchsorted(corners, left) - 1
        a, b = corners[edge], corners[edge + 1]
        beyond = _area(x[left] - x[a], y[left] - y[a], x[b] - x[a], y[b] - y[a])
        outside = (beyond.high > 0) | ((beyond.high == 0) & (beyond.low > 0))
        left, edge = left[outside], edge[outside]
        farthest = left[_first_largest(edge, beyond.high[outside], beyond.low[outside])]
        corners = np.sort(np.append(corners, farthest))
        left = np.setdiff1d(left, farthest, assume_unique=True)
    firsts: IntArray = best.members[best.starts[corners]]
    return firsts


class Wide(NamedTuple):
    """Whole numbers of two parts: ``high * 2**54 + low``, where ``0 <= low < 2**54``."""

    high: IntArray
    low: IntArray


def _area(px: IntArray, py: IntArray, ex: IntArray, ey: IntArray) -> Wide:
    """`ex * py - ey * px`, which is positive to the upper right of an edge that falls to the right."""
    first, second = _split_product(ex, py), _split_product(ey, px)
    high, middle, low = (one - other for one, other in zip(first, second, strict=True))
    middle += low >> HALF
    high += middle >> HALF
    return Wide(high, ((middle & LOW) << HALF) + (low & LOW))


def _split_product(one: IntArray, other: IntArray) -> tuple[IntArray, IntArray, IntArray]:
    """A product as multiples of 2**54, 2**27 and 1."""
    a, b, c, d = one >> HALF, one & LOW, other >> HALF, other & LOW
    return a * c, a * d + b * c, b * d


def _first_largest(groups: IntArray, high: IntArray, low: IntArray) -> IntArray:
    """Of each run of equal groups, the place of the first largest number."""
    if not len(groups):
        return groups
    starts = np.flatnonzero(np.diff(groups, prepend=-1))
    sizes = np.diff(np.append(starts, len(groups)))
    top = high == np.repeat(np.maximum.reduceat(high, starts), sizes)
    rest = np.where(top, low, -1)
    places = np.flatnonzero(rest == np.repeat(np.maximum.reduceat(rest, starts), sizes))
    return places[np.flatnonzero(np.diff(groups[places], prepend=-1))]
