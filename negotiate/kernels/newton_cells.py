"""Newton's step on cells of products of simplices: where it shows that no solution is, that one is, or where to look.

The conditions are those of indifference: a player who mixes `k` strategies has `k - 1` differences between them that
must be zero, each multi-affine in what the others play. With any matrix `Y` in place of the inverse Jacobian, the step
`N(z) = z - Y F(z)` is multi-affine as well, so its extremes over a cell stand at the corners:

* a solution is a point that `N` leaves where it is, so a cell that `N` moves away from, whatever the point, holds none;
* if `I - Y F'` is smaller than 1 all over a cell, the cell holds at most one solution; and where the step from a point
  is shorter than what the point's distance from the edge leaves room for, there is one (Banach).

Everything here keeps a margin for rounding, so that what is shown is shown of the numbers given.

References
----------
Moore, Kearfott & Cloud 2009, "Introduction to Interval Analysis", chapter 8, for Krawczyk's operator.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from negotiate.arrays import BoolArray, FloatArray
from negotiate.kernels.simplex_cells import MARGIN, Cells, flat

SINGULAR = 1e-9  # a determinant so small, beside the product of its rows' lengths, is not inverted as it stands
FLATTEST = 1e-6  # singular values smaller than this part of the largest are taken for this part of it
NOTHING = 1e-100
CLOSE = 0.6  # how far `I - Y F'` may be from nothing: the smaller, the faster the step closes in
STEPS = 60  # 0.6 to the 60th is 5e-14
AT_REST = 1e-15


class Conditions(NamedTuple):
    """What must be zero, at the corners of cells, and a matrix that undoes its slopes in the middle.

    Attributes
    ----------
    differences : tuple of ndarray, one a player, each of shape (cells, k - 1, k_1, k_2, …) with 1 for the player's own
        What each mixed strategy gives above the first.
    blocks : tuple of slice
        Which rows, and which unknowns, are each player's. The unknowns are the weights of all corners but the first.
    inverse : ndarray, shape (cells, unknowns, unknowns)
        The inverse of the Jacobian in the middle of the cell, or something like it where that is singular.
    """

    differences: tuple[FloatArray, ...]
    blocks: tuple[slice, ...]
    inverse: FloatArray


def conditions(cells: Cells) -> Conditions:
    """The indifference conditions of each cell, and the inverse of their slopes in its middle."""
    ends = np.cumsum([0, *(k - 1 for k in cells.sizes)]).tolist()
    blocks = tuple(slice(a, b) for a, b in pairwise(ends))
    differences = tuple(table[:, 1:size] - table[:, :1] for size, table in zip(cells.sizes, cells.payoffs, strict=True))
    jacobian = np.zeros((len(cells.owner), ends[-1], ends[-1]))
    for i, table in enumerate(differences):
        for j in range(len(blocks)):
            if i != j and table.shape[1] and cells.sizes[j] > 1:
                slope = _slopes(table, j)
                jacobian[:, blocks[i], blocks[j]] = slope.mean(axis=tuple(range(3, slope.ndim)))
    return Conditions(differences, blocks, _inverse(jacobian))


def _slopes(table: FloatArray, player: int) -> FloatArray:
    """How each row changes with the weights of a player's corners, at the corners of the others."""
    by_corner = table.swapaxes(2, 2 + player)
    return np.asarray(by_corner[:, :, 1:] - by_corner[:, :, :1], dtype=np.float64)


def _inverse(jacobian: FloatArray) -> FloatArray:
    """The inverse, but where a matrix is nearly singular its flattest directions are taken to be less flat."""
    reach = np.linalg.norm(jacobian, axis=1)  # of each unknown; a cell may be much smaller for one player than another
    reach = np.where(reach > NOTHING, reach, 1.0)
    even = jacobian / reach[:, None, :]
    lengths = np.maximum(np.linalg.norm(even, axis=2), NOTHING).prod(axis=1)
    regular = np.abs(np.linalg.det(even)) > SINGULAR * lengths
    inverse = np.empty_like(jacobian)
    inverse[regular] = np.linalg.inv(even[regular])
    if not regular.all():
        left, values, right = np.linalg.svd(even[~regular])
        values = np.maximum(values, FLATTEST * np.where(values[:, :1] > NOTHING, values[:, :1], 1.0))
        inverse[~regular] = (right.swapaxes(1, 2) / values[:, None, :]) @ left.swapaxes(1, 2)
    return np.asarray(inverse / reach[:, :, None], dtype=np.float64)


class Step(NamedTuple):
    """What Newton's step says of each cell: whether no solution can be in it, and the least weight of each corner."""

    empty: BoolArray
    lowest: tuple[FloatArray, ...]


def step(cells: Cells, given: Conditions) -> Step:
    """Where solutions in each cell can be.

    Returns
    -------
    Step
        `empty` for cells that hold no solution; `lowest`, an array `(cells, k)` a player, holds the least weight that
        each corner has at any solution in the cell.
    """
    count, unknowns = given.inverse.shape[:2]
    moves = np.zeros((count, unknowns, *cells.sizes))
    for table, block in zip(given.differences, given.blocks, strict=True):
        if table.shape[1]:
            moves = moves + _through(given.inverse[:, :, block], table)
    margin = MARGIN * np.abs(given.inverse).sum(axis=2)
    empty = np.zeros(count, dtype=np.bool_)
    lowest = []
    for j, (size, block) in enumerate(zip(cells.sizes, given.blocks, strict=True)):
        own = moves[:, block]
        own = np.concatenate([-own.sum(axis=1, keepdims=True), own], axis=1)
        slack = np.concatenate([margin[:, block].sum(axis=1, keepdims=True), margin[:, block]], axis=1)
        after = _weights(j, cells.sizes) - own
        own, after = flat(own, 2), flat(after, 2)
        never = (own.min(axis=2) > slack) | (own.max(axis=2) < -slack) | (after.max(axis=2) < -slack)
        low = np.maximum(after.min(axis=2) - slack, 0.0)
        empty |= never.any(axis=1) | (low.sum(axis=1) > 1.0 + MARGIN)
        lowest.append(low if size > 1 else np.zeros((count, 1)))
    return Step(empty, tuple(lowest))


def _through(matrix: FloatArray, table: FloatArray) -> FloatArray:
    """Mix the rows of a table, corner by corner."""
    mixed = matrix @ flat(table, 2)
    return np.asarray(mixed.reshape(len(table), matrix.shape[1], *table.shape[2:]))


def _weights(player: int, sizes: Sequence[int]) -> FloatArray:
    """The weight of each of a player's corners, at all corners: shape (1, k, k_1, k_2, …)."""
    shape = [1] * len(sizes)
    shape[player] = sizes[player]
    return np.eye(sizes[player]).reshape(1, sizes[player], *shape)


def looseness(cells: Cells, given: Conditions, margin: float = MARGIN) -> FloatArray:
    """How far `I - Y F'` can get from nothing within each cell, in its largest row sum; below 1, one solution at most.

    Parameters
    ----------
    margin : float, optional
        For rounding; without one, what comes out shows nothing yet.

    Notes
    -----
    A row sum is convex in what each player does, so it is the largest at a corner.
    """
    count, unknowns = given.inverse.shape[:2]
    rows = np.zeros((count, unknowns))
    for j, (size, block) in enumerate(zip(cells.sizes, given.blocks, strict=True)):
        if size == 1:
            continue
        rest = np.zeros((1, unknowns, size - 1))
        rest[:, block] = np.eye(size - 1)
        left = rest.reshape(*rest.shape, *[1] * (len(cells.sizes) - 1))
        for i, table in enumerate(given.differences):
            if i != j and table.shape[1]:
                slope = _slopes(table, j)
                left = left - _through(given.inverse[:, :, given.blocks[i]], slope)
        rows += flat(np.abs(left).sum(axis=2), 2).max(axis=2)
    slack = margin * np.abs(given.inverse).sum(axis=2) * unknowns
    return np.asarray((rows + slack).max(axis=1, initial=0.0), dtype=np.float64)


def solution(cells: Cells, given: Conditions, loose: FloatArray) -> tuple[BoolArray, tuple[FloatArray, ...]]:
    """The one solution of each cell, where there is one.

    Parameters
    ----------
    loose : ndarray, shape (cells,)
        `looseness` of the cells, below 1.

    Returns
    -------
    shown : ndarray of bool, shape (cells,)
        Whether the cell holds a solution for sure; then no other.
    points : tuple of ndarray, one a player, each of shape (cells, k)
        The weight of each of the cell's corners at the solution; no more than a guess elsewhere.
    """
    count = len(cells.owner)
    points = [np.full((count, k), 1.0 / k) for k in cells.sizes]
    for _ in range(STEPS):
        moves = _moves(points, given)
        _walk(points, moves, given)
        if (np.abs(moves) <= AT_REST).all():
            break
    left = np.abs(_moves(points, given)) + MARGIN * np.abs(given.inverse).sum(axis=2)
    radius = left.max(axis=1, initial=0.0) / (1.0 - loose)
    shown = np.ones(count, dtype=np.bool_)
    for point in points:
        shown &= (point > point.shape[1] * radius[:, None]).all(axis=1)
    return shown, tuple(points)


def _walk(points: list[FloatArray], moves: FloatArray, given: Conditions) -> None:
    """Take the step in place; nothing strays far from its cell, for what happens there shows nothing."""
    for point, block in zip(points, given.blocks, strict=True):
        point[:, 1:] = np.clip(point[:, 1:] - moves[:, block], -1.0, 2.0)
        point[:, 0] = 1.0 - point[:, 1:].sum(axis=1)


def _moves(points: Sequence[FloatArray], given: Conditions) -> FloatArray:
    """`Y F(z)` at one point of each cell."""
    values = [at(table, points) for table in given.differences]
    return np.asarray((given.inverse @ np.concatenate(values, axis=1)[:, :, None])[:, :, 0], dtype=np.float64)


def at(table: FloatArray, points: Sequence[FloatArray], *, but: int = -1) -> FloatArray:
    """A table's rows when everybody plays `points`, save perhaps one player, whose corners are kept apart.

    Parameters
    ----------
    table : ndarray, shape (cells, rows, k_1, k_2, …)
        With 1 for a player on whom nothing hangs.
    points : sequence of ndarray, one a player, each of shape (cells, k)
        Weights of corners.
    but : int, optional
        A player who is left out.

    Returns
    -------
    ndarray, shape (cells, rows), or (cells, rows, k) for the player left out
    """
    for j in reversed(range(len(points))):
        if j == but:
            table = np.moveaxis(table, 2 + j, 1)
        elif table.shape[-1] == 1:
            table = table[..., 0]
        else:
            weights = points[j].reshape(len(table), *[1] * (table.ndim - 2), table.shape[-1])
            table = (table * weights).sum(axis=-1)
    return table if but < 0 else table.swapaxes(1, 2)
