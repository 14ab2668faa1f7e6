"""For which discount factors no constraint is broken: every root of every margin, and a test between the roots.

A margin is what a step aside gains, as a function of the discount factor; strategies hold where all are at most 0.
Margins are not monotone, so the whole of (0, 1) is searched. It is cut into pieces, each half as long as the one
before. Values of Markov chains are power series in the factor: they have no poles inside the unit disc. No piece is
longer than its distance from the rim of the disc, so a Chebyshev interpolant of a margin misses by less than
5.8 ** -nodes of its size there, whatever the chain. Roots are looked for in cells of the interpolant, by changes of its
sign and of its slope's. Two roots in one cell are told apart; three are taken for one, and then the margin between them
is below 1e-7 of its size elsewhere (a root in a cell takes a factor of 1/256 off what lies beside it).

References
----------
Trefethen, L. N. (2019). Approximation Theory and Approximation Practice. SIAM. Theorem 8.2.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.polynomial import chebyshev

from negotiate.arrays import FloatArray, IntArray

Intervals = tuple[tuple[float, float], ...]
Margins = Callable[[FloatArray], FloatArray]

NODES = 24
CELLS = 256
PIECES = 16
"""The last piece ends at about 0.99998; what is true just beyond is taken to be true up to 1."""

FIRST = 1 - 2**-0.9
"""Where the first piece ends: no number that a game is likely to have for a threshold, since a margin that touches 0
right on an edge could hide behind rounding."""

BISECTIONS = 52
"""As many as a float has digits."""

TOLERANCE = 1e-9
"""A gain below this share of a player's range of payoffs in a single round is none."""

ROUNDING = 1e-13
"""What sums by round may be off, as a share of a player's range of payoffs."""

SAME = 1e-11
"""Roots closer to each other than this are one."""

SHADOW = 1e-6
"""Crossings this near to where a margin touches 0, in halves of a piece, are that touch seen through rounding."""


EDGES = np.append(0.0, 1 - (1 - FIRST) * 2.0 ** -np.arange(PIECES))
"""Where the pieces of (0, 1) begin and end, shape (pieces + 1,)."""
_ANGLES = np.pi * (np.arange(NODES) + 0.5) / NODES
NODE_FACTORS = (EDGES[:-1, None] + np.diff(EDGES)[:, None] * (1 + np.cos(_ANGLES)) / 2).ravel()
"""The discount factors at which margins are sampled, piece by piece."""
TRANSFORM = 2 / NODES * np.cos(np.arange(NODES)[:, None] * _ANGLES)
"""From the values at a piece's nodes to the coefficients of its interpolant."""
TRANSFORM[0] /= 2


def slack(discounts: FloatArray) -> FloatArray:
    """Gains by round that are none at these discount factors, in a unit in which a player's payoffs range over 1."""
    return TOLERANCE * (1 - discounts) + ROUNDING


def candidates(margins: FloatArray) -> FloatArray:
    """Every discount factor at which the set on which all margins are at most 0 may begin or end, in order.

    Parameters
    ----------
    margins : ndarray, shape (pieces * nodes, constraints)
        By round, at `NODE_FACTORS`, in a unit in which payoffs range over 1.

    Returns
    -------
    ndarray
        Also the inner edges of the pieces: what changes right on one is found on neither side of it.
    """
    sampled, none = margins.reshape(PIECES, NODES, -1), slack(EDGES[1:])
    free = np.abs(sampled).max(axis=1) <= none[:, None]
    series = np.einsum("jn,pnk->pkj", TRANSFORM, sampled)
    spread = np.abs(series[..., 1:]).sum(axis=-1)
    broken = ((series[..., 0] > spread) & ~free).any(axis=1)  # somebody gains on the whole piece
    piece, constraint = np.nonzero((np.abs(series[..., 0]) <= spread) & ~free & ~broken[:, None])
    row, place = roots(series[piece, constraint], none[piece])
    left, right = EDGES[piece[row]], EDGES[piece[row] + 1]
    found = np.sort(np.concatenate([left + (right - left) * (1 + place) / 2, EDGES[1:]]))
    return found[found > SAME]  # no patience at all is no factor between 0 and 1


def roots(series: FloatArray, near: FloatArray) -> tuple[IntArray, FloatArray]:
    """Where Chebyshev series cross 0 on [-1, 1], or touch it.

    Parameters
    ----------
    series : ndarray, shape (rows, degree + 1)
    near : ndarray, shape (rows,)
        How near to 0 a turning point counts as touching it.

    Returns
    -------
    row, place : ndarray
        Which series, and where.
    """
    grid = np.linspace(-1, 1, CELLS + 1)
    slopes = np.asarray(chebyshev.chebder(series, axis=1), dtype=np.float64)
    basis = chebyshev.chebvander(grid, series.shape[1] - 1).T
    rising, above = slopes @ basis[: slopes.shape[1]] > 0, series @ basis > 0
    turns, at = np.nonzero(np.diff(rising, axis=1))
    turning = bisected(slopes[turns], grid[at], grid[at + 1])
    peak = _evaluated(series[turns], turning)
    crossing, cell = np.nonzero(np.diff(above, axis=1))
    dips = ((peak > 0) != above[turns, at]) & ((peak > 0) != above[turns, at + 1])
    row = np.concatenate([crossing, turns[dips], turns[dips]])
    low: FloatArray = np.concatenate([grid[cell], grid[at][dips], turning[dips]])
    high: FloatArray = np.concatenate([grid[cell + 1], turning[dips], grid[at + 1][dips]])
    place = bisected(series[row], low, high)
    touching = (np.abs(peak) <= near[turns]) & (~dips | (np.abs(peak) <= ROUNDING))
    touch, touched = turns[touching], turning[touching]
    own = ~((row[:, None] == touch) & (np.abs(place[:, None] - touched) <= SHADOW)).any(axis=1)
    return np.concatenate([row[own], touch]), np.concatenate([place[own], touched])


def bisected(series: FloatArray, low: FloatArray, high: FloatArray) -> FloatArray:
    """The place between two others, one a row, at which a series changes its sign."""
    rising = _evaluated(series, high) > 0
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        above = (_evaluated(series, middle) > 0) == rising
        low, high = np.where(above, low, middle), np.where(above, middle, high)
    return (low + high) / 2


def _evaluated(series: FloatArray, place: FloatArray) -> FloatArray:
    powers = np.cos(np.arange(series.shape[1]) * np.arccos(place)[:, None])
    found: FloatArray = (series * powers).sum(axis=1)
    return found


class Probes(NamedTuple):
    """Where it is tested whether strategies hold: at every candidate, and between any two.

    Parameters
    ----------
    points : ndarray
        The candidates.
    between : ndarray
        One more than there are groups of candidates.
    first : ndarray of int
        Where in `points` each group of candidates that are one begins.
    """

    points: FloatArray
    between: FloatArray
    first: IntArray

    @property
    def all(self) -> FloatArray:
        """The points, and then those between."""
        return np.concatenate([self.points, self.between])


def probes(points: FloatArray) -> Probes:
    """Where to test."""
    first = np.flatnonzero(np.diff(points, prepend=-1.0) > SAME)
    last = np.append(first[1:], len(points)) - 1
    low, high = np.append(0.0, points[last]), np.append(points[first], 1.0)
    return Probes(points, (low + high) / 2, first)


def intervals(tested: Probes, greatest: FloatArray) -> Intervals:
    """Where the greatest margin is at most 0.

    Parameters
    ----------
    greatest : ndarray
        The greatest margin at all probes.
    """
    over = greatest - slack(tested.all)
    gaps = over[len(tested.points) :] <= 0
    groups = np.split(over[: len(tested.points)], tested.first[1:])
    best = [begin + int(group.argmin()) for begin, group in zip(tested.first, groups, strict=True)]
    ends = [0.0, *tested.points[best].tolist(), 1.0]
    found: list[tuple[float, float]] = []
    for place, here in enumerate(gaps):
        if place and not gaps[place - 1] and (here or over[best[place - 1]] <= 0):
            found.append((ends[place], ends[place]))
        if here and found and found[-1][1] == ends[place]:
            found[-1] = (found[-1][0], ends[place + 1])
        elif here:
            found.append((ends[place], ends[place + 1]))
    return tuple(found)
