"""Lotteries over packages: what expected payoffs can be reached by drawing one, and for two signers
their frontier.

A lottery is over acceptable packages and no deal. Its expected payoffs add up over blocks, so that
only what is worth drawing in each block is looked at, never the packages themselves. The frontier
of two signers is exact: which side of a line a point lies on is a difference of two products of
whole numbers below 2**53. Python's own numbers hold those with more than 64 bits, so that a point
on an edge is told from one that is a trillionth outside.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from negotiate.arrays import AnyArray, BoolArray, FloatArray, IndexArray, IntArray
from negotiate.bargaining.kernels.pareto import group_equal, undominated
from negotiate.bargaining.points.path import Path, clipped, curve_path, polyline
from negotiate.bargaining.table import BargainingTable, once
from negotiate.games.exactness import in_steps

NARROW = 1 << 30  # whole numbers below it have products of 64 bits


def upper_right(payoffs: FloatArray) -> IntArray:
    """The corners of the boundary that no lottery improves for both.

    Parameters
    ----------
    payoffs : ndarray of float64, shape (2, points)
        Whole numbers below 2**53, such as payoffs in steps (`in_steps`).

    Returns
    -------
    ndarray of int64
        Indices of corners, from the best point of player 2 to the best of player 1; each lies
        strictly outside the lotteries of all others. Of equal points the first. Empty without
        points.

    Notes
    -----
    Quickhull on all edges at once: beyond each edge the farthest point is a corner, and what lies
    inside is dropped.

    References
    ----------
    Barber, C. B., Dobkin, D. P. & Huhdanpaa, H. (1996), "The quickhull algorithm for convex hulls",
    ACM Transactions on Mathematical Software 22.

    Examples
    --------
    >>> upper_right(np.array([[0.0, 2, 4, 5, 6], [6.0, 5, 3, 3, 0]])).tolist()
    [0, 1, 3, 4]
    """
    best = group_equal(payoffs, undominated(payoffs))
    whole = best.points.astype(int) - best.points[:, :1].astype(int)
    x, y = whole if np.abs(whole).max(initial=0) < NARROW else whole.astype(object)
    corners = np.unique([0, len(x) - 1]) if len(x) else np.empty(0, dtype=int)
    left = np.arange(1, len(x) - 1)
    while len(left):
        edge = np.searchsorted(corners, left) - 1
        a, b = corners[edge], corners[edge + 1]
        beyond = (x[b] - x[a]) * (y[left] - y[a]) - (y[b] - y[a]) * (x[left] - x[a])
        outside = np.flatnonzero(beyond > 0)
        left, edge, beyond = left[outside], edge[outside], beyond[outside]
        farthest = left[_first_largest(edge, beyond)]
        corners = np.sort(np.append(corners, farthest))
        left = np.setdiff1d(left, farthest, assume_unique=True)
    firsts: IntArray = best.members[best.starts[corners]]
    return firsts


def _first_largest(groups: IndexArray, numbers: AnyArray) -> IndexArray:
    """Of each run of equal groups, the place of the first largest number."""
    if not len(groups):
        return groups
    starts = np.flatnonzero(np.diff(groups, prepend=-1))
    largest = np.repeat(
        np.maximum.reduceat(numbers, starts), np.diff(np.append(starts, len(groups)))
    )
    places = np.flatnonzero(numbers == largest)
    return places[np.flatnonzero(np.diff(groups[places], prepend=-1))]


class Lotteries(NamedTuple):
    """What may be drawn in each block.

    Parameters
    ----------
    tables : tuple of ndarray, shape (signers, drawn) each
        What each combination worth drawing adds to each signer's payoff, in whole steps.
    combinations : tuple of ndarray of int, shape (drawn,) each
        Which combination of its block each is.
    sizes : tuple of int
        How many combinations each block has.
    apart : ndarray, shape (signers,)
        What no deal is worth, in whole steps.
    size : ndarray, shape (signers,)
        What a step is worth.
    slack : ndarray, shape (signers,)
        So many steps of gain or loss are what rounding leaves, and none.
    insisting : ndarray of bool, shape (signers,)
        Who signs for no less than no deal is worth.
    """

    tables: tuple[FloatArray, ...]
    combinations: tuple[IntArray, ...]
    sizes: tuple[int, ...]
    apart: FloatArray
    size: FloatArray
    slack: FloatArray
    insisting: BoolArray

    @property
    def some(self) -> bool:
        """Whether there is any package to draw."""
        return all(table.shape[1] > 0 for table in self.tables)

    @property
    def least(self) -> FloatArray:
        """The least gain that each signer accepts: nothing, or minus infinity."""
        return np.where(self.insisting, 0.0, -np.inf)

    def package(self, drawn: tuple[int, ...]) -> int:
        """The index of the package that has these of the combinations worth drawing."""
        columns = tuple(own[column] for own, column in zip(self.combinations, drawn, strict=True))
        return int(np.ravel_multi_index(columns, self.sizes))


@once
def lotteries_of(problem: BargainingTable) -> Lotteries:
    """What is worth drawing in a problem: combinations that cross no claim and that no other
    dominates.
    """
    problem.check_laid_out("lotteries")
    seats = list(problem.seats)
    steps = in_steps(
        [block.payoffs[seats] for block in problem.blocks], [problem.disagreement[seats]]
    )
    allowed = [np.flatnonzero(block.allowed(problem.standing)) for block in problem.blocks]
    pairs = list(zip(steps.tables, allowed, strict=True))
    best = [kept[undominated(table[:, kept])].astype(int) for table, kept in pairs]
    return Lotteries(
        tuple(table[:, kept] for table, kept in zip(steps.tables, best, strict=True)),
        tuple(best),
        tuple(block.size for block in problem.blocks),
        steps.vectors[0],
        steps.size,
        steps.slack,
        problem.insisting,
    )


@once
def path_of(problem: BargainingTable, lotteries: bool) -> Path:
    """The curve of outcomes, or the frontier of two signers' lotteries, where nobody gets less than
    it must.

    Lotteries over a curve are its concave hull: the curve itself where it bulges, straight between
    samples elsewhere.
    """
    found = lotteries_of(problem)
    if not problem.curve and not found.some:
        point = polyline(np.zeros((len(found.apart), 1)), np.zeros(1, dtype=int), True)
        return point.some(np.zeros(1, dtype=bool))
    if not problem.curve:
        return clipped(_frontier(found), found.least)
    seats = list(problem.seats)
    samples = problem.payoffs[seats] - problem.disagreement[seats, None]
    path = curve_path(samples)
    return clipped(
        _hull(path, found, samples) if lotteries else _unbeaten(path, samples), found.least
    )


def _frontier(found: Lotteries) -> Path:
    """The upper right boundary of two signers' lotteries: each block's, edge after edge from flat
    to steep.
    """
    chains = [upper_right(table) for table in found.tables]
    corners = [table[:, chain] for table, chain in zip(found.tables, chains, strict=True)]
    edges = np.concatenate([np.diff(corner) for corner in corners], axis=1)
    owner = np.repeat(np.arange(len(chains)), [len(chain) - 1 for chain in chains])
    steep = [
        np.maximum.accumulate(-rise / run) for run, rise in (np.diff(corner) for corner in corners)
    ]
    order = np.argsort(np.concatenate(steep), kind="stable")
    start = np.asarray(sum(corner[:, 0] for corner in corners)) - found.apart
    gains = np.cumsum(np.concatenate([start[:, None], edges[:, order]], axis=1), axis=1)
    place = (owner[order][:, None] == np.arange(len(chains))).cumsum(axis=0)
    place = np.vstack([np.zeros((1, len(chains)), dtype=int), place])
    drawn = tuple(
        own[chain[at]] for own, chain, at in zip(found.combinations, chains, place.T, strict=True)
    )
    packages = np.ravel_multi_index(drawn, found.sizes)
    if not found.insisting.all():
        gains, packages = np.append(gains, np.zeros((2, 1)), axis=1), np.append(packages, -1)
    kept = upper_right(gains)
    return polyline(gains[:, kept] * found.size[:, None], packages[kept], True)


def _hull(path: Path, found: Lotteries, samples: FloatArray) -> Path:
    """The concave hull of a curve: its own pieces between neighbours on the hull, lotteries
    elsewhere.
    """
    table = found.tables[0]
    corners = found.combinations[0][upper_right(table)]
    straight = polyline(samples[:, corners], corners, True)
    if len(corners) < 2 or not len(path):
        return straight
    row = {(int(a), int(b)): k for k, (a, b) in enumerate(path.ends)}
    own = [row.get((int(a), int(b)), -1) for a, b in straight.ends]
    pieces = np.zeros((len(own), *path.pieces.shape[1:]))
    pieces[:, :, :2] = straight.pieces
    kept = np.array(own) >= 0
    pieces[kept] = path.pieces[np.array(own)[kept]]
    return Path(pieces, straight.low, straight.high, straight.ends, ~kept)


def _unbeaten(path: Path, samples: FloatArray) -> Path:
    """The pieces of a curve that do not end in two outcomes of which there is something better for
    everybody.
    """
    best = np.zeros(samples.shape[1], dtype=bool)
    best[undominated(samples)] = True
    return path.some(best[path.ends].max(axis=1))
