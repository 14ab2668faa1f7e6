"""Cells of products of simplices, each with the payoffs at its corners, for looking at many regions of play at once.

A cell holds one small simplex of mixed strategies a player. What a strategy is worth is multi-affine in what the others
play, so over a cell it takes its extremes at corners: the smallest game played with the corners for strategies bounds
everything that can happen inside, exactly but for rounding.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from math import prod
from typing import NamedTuple

import numpy as np

from negotiate.arrays import BoolArray, FloatArray, IndexArray

MARGIN = 1e-12
"""On payoffs in the unit range: what rounding may do to a corner's payoff, many times over, in hundreds of halvings."""


class Cells(NamedTuple):
    """Cells of one shape, `k` strategies that are mixed by each player.

    Attributes
    ----------
    owner : ndarray of int, shape (cells,)
        Of which system each cell is a part.
    corners : tuple of ndarray, one a player, each of shape (cells, k, k)
        `corners[j][c, v]` is the mixed strategy of player `j` at corner `v`, over the strategies that it mixes.
    payoffs : tuple of ndarray, one a player, each of shape (cells, m, k_1, k_2, …) with 1 for the player's own
        What each of the player's `m` strategies gives when the others play their corners; those that it mixes first.
    """

    owner: IndexArray
    corners: tuple[FloatArray, ...]
    payoffs: tuple[FloatArray, ...]

    @property
    def sizes(self) -> tuple[int, ...]:
        """How many strategies each player mixes."""
        return tuple(corner.shape[-1] for corner in self.corners)


def whole(payoffs: Sequence[FloatArray], sizes: Sequence[int]) -> Cells:
    """One cell a system, holding everything that the players can mix.

    Examples
    --------
    >>> pennies = np.array([[[[1.0, -1.0]], [[-1.0, 1.0]]]]), np.array([[[[-1.0], [1.0]], [[1.0], [-1.0]]]])
    >>> whole(pennies, (2, 2)).corners[0].tolist()
    [[[1.0, 0.0], [0.0, 1.0]]]
    """
    count = len(payoffs[0])
    corners = tuple(np.repeat(np.eye(k)[None], count, axis=0) for k in sizes)
    return Cells(np.arange(count, dtype=np.intp), corners, tuple(payoffs))


def taken(cells: Cells, which: IndexArray | BoolArray) -> Cells:
    """Some of the cells."""
    corners, payoffs = (tuple(array[which] for array in arrays) for arrays in cells[1:])
    return Cells(cells.owner[which], corners, payoffs)


def joined(parts: Sequence[Cells]) -> Cells:
    """Cells of several lists in one; at least one list is needed."""
    corners, payoffs = (tuple(np.concatenate(arrays) for arrays in zip(*kind, strict=True)) for kind in _kinds(parts))
    return Cells(np.concatenate([part.owner for part in parts]), corners, payoffs)


def _kinds(parts: Sequence[Cells]) -> tuple[list[tuple[FloatArray, ...]], list[tuple[FloatArray, ...]]]:
    return [part.corners for part in parts], [part.payoffs for part in parts]


def flat(array: FloatArray, keep: int) -> FloatArray:
    """All axes after the first so many as one, for arrays that may be empty too."""
    return array.reshape(*array.shape[:keep], prod(array.shape[keep:]))


def possible(cells: Cells) -> BoolArray:
    """Which cells may hold an equilibrium: no strategy beats, all over the cell, one that its player mixes."""
    open_to = np.ones(len(cells.owner), dtype=np.bool_)
    for size, table in zip(cells.sizes, cells.payoffs, strict=True):
        values = flat(table, 2)
        leads = (values[:, :, None] - values[:, None, :size]).min(axis=-1)
        open_to &= ~(leads > MARGIN).any(axis=(1, 2))
    return open_to


def moved(cells: Cells, weights: Sequence[FloatArray | None]) -> Cells:
    """Cells whose corners are mixtures of the old corners.

    Parameters
    ----------
    weights : sequence, one a player, of ndarray of shape (cells, k, k) or None
        Row `v` says how the new corner `v` is mixed from the old ones, weights adding up to 1 but not all positive
        perhaps; None leaves that player's corners.
    """
    corners, payoffs = list(cells.corners), list(cells.payoffs)
    for j, rows in enumerate(weights):
        if rows is None:
            continue
        corners[j] = rows @ corners[j]
        for i, table in enumerate(payoffs):
            if i != j:
                last = table.swapaxes(2 + j, -1)
                mixed = last.reshape(len(last), prod(last.shape[1:-1]), last.shape[-1]) @ rows.swapaxes(1, 2)
                payoffs[i] = mixed.reshape(last.shape).swapaxes(2 + j, -1)
    return Cells(cells.owner, tuple(corners), tuple(payoffs))


def widened(cells: Cells, part: float, least: float) -> Cells:
    """The cells with each simplex stretched about its middle.

    Parameters
    ----------
    part : float
        By so large a part of its size.
    least : float
        By more where an edge would still be shorter than this: in a cell as small as rounding nothing can be shown.
    """
    rows = []
    for k, corner in zip(cells.sizes, cells.corners, strict=True):
        pairs = combinations(range(k), 2)
        edges = [np.abs(corner[:, a] - corner[:, b]).max(axis=1) for a, b in pairs]
        shortest = np.min(edges, axis=0) if edges else np.ones(len(corner))
        factor = np.maximum(1.0 + part, least / np.maximum(shortest, 1e-300))[:, None, None]
        rows.append(None if k == 1 else factor * np.eye(k) + (1.0 - factor) / k)
    return moved(cells, rows)


def shrunk(cells: Cells, lowest: Sequence[FloatArray]) -> Cells:
    """The cells cut down to where each corner has at least so much weight.

    Parameters
    ----------
    lowest : sequence of ndarray, one a player, each of shape (cells, k)
        Not negative, adding up to less than 1.
    """
    rows = [
        None if k == 1 else (1.0 - low.sum(axis=1))[:, None, None] * np.eye(k) + low[:, None, :]
        for k, low in zip(cells.sizes, lowest, strict=True)
    ]
    return moved(cells, rows)


def halved(cells: Cells) -> Cells:
    """Each cell in two, cut across the edge along which comparisons of strategies change the most."""
    player, first, second = _edges(cells)
    parts = []
    for j in np.unique(player).tolist():
        which = np.flatnonzero(player == j)
        one = taken(cells, which)
        parts += [_cut(one, j, first[which], second[which]), _cut(one, j, second[which], first[which])]
    return joined(parts) if parts else cells


def _cut(cells: Cells, player: int, old: IndexArray, kept: IndexArray) -> Cells:
    """The half in which corner `old` of the player's simplex gives way to the middle between it and corner `kept`."""
    rows = np.arange(len(old))
    corners, payoffs = list(cells.corners), list(cells.payoffs)
    corners[player] = corners[player].copy()
    corners[player][rows, old] = 0.5 * (corners[player][rows, old] + corners[player][rows, kept])
    for i, table in enumerate(payoffs):
        if i != player:
            payoffs[i] = table.copy()
            by_corner = payoffs[i].swapaxes(1, 2 + player)  # a view: what is written here lands in the copy
            by_corner[rows, old] = 0.5 * (by_corner[rows, old] + by_corner[rows, kept])
    return Cells(cells.owner, tuple(corners), tuple(payoffs))


def _edges(cells: Cells) -> tuple[IndexArray, IndexArray, IndexArray]:
    """Whose simplex to cut, and between which two corners."""
    best = np.full(len(cells.owner), -1.0)
    chosen = np.zeros((3, len(best)), dtype=np.intp)
    for j, size in enumerate(cells.sizes):
        for first, second in combinations(range(size), 2):
            change = _change(cells, j, first, second)
            ahead = change > best
            best[ahead] = change[ahead]
            chosen[:, ahead] = np.array([[j], [first], [second]])
    return chosen[0], chosen[1], chosen[2]


def _change(cells: Cells, player: int, first: int, second: int) -> FloatArray:
    """The most that walking along an edge changes a comparison of strategies that somebody mixes; 0 to 1 and a bit."""
    most = 1e-9 * np.abs(cells.corners[player][:, first] - cells.corners[player][:, second]).max(axis=1)
    for i, (size, table) in enumerate(zip(cells.sizes, cells.payoffs, strict=True)):
        if i != player and size > 1:
            by_corner = table[:, :size].swapaxes(1, 2 + player)
            along = by_corner[:, first] - by_corner[:, second]  # with the strategies now on axis 1 + player
            gaps = along.max(axis=1 + player) - along.min(axis=1 + player)
            most = np.maximum(most, flat(gaps, 1).max(axis=1))
    return np.asarray(most, dtype=np.float64)
