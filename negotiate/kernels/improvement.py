"""Follows moves that improve a payoff, and says which of them can run in a circle.

A move changes one player's strategy. Combinations from which no move improves go first, then those from which every
improving move leads to one that is gone, and so on: what never goes has a circle before it.
"""

from __future__ import annotations

import numpy as np

from negotiate.arrays import FloatArray, IndexArray
from negotiate.kernels.exactness import comparable


def ranks(payoffs: FloatArray) -> IndexArray:
    """Rank each player's strategies against what the others do, worst first, equal ones alike.

    Parameters
    ----------
    payoffs : ndarray, shape (players, *strategies)
        In any unit; decimals are compared exactly, and others only beyond their rounding.

    Returns
    -------
    ndarray of int, shape (players, *strategies)
        From 0 along each player's own axis.

    Examples
    --------
    >>> ranks(np.array([[[3.0, 0.0], [5.0, 0.0]], [[3.0, 5.0], [0.0, 1.0]]]))[0].tolist()
    [[0, 0], [1, 0]]
    """
    numbers, slack = comparable(payoffs)
    out = np.empty(payoffs.shape, dtype=np.intp)
    for player, table in enumerate(numbers):
        order = np.argsort(table, axis=player, kind="stable")
        steps = np.diff(np.take_along_axis(table, order, axis=player), axis=player) > slack[player]
        climbed = np.concatenate([np.zeros_like(order.take([0], axis=player)), np.cumsum(steps, axis=player)], player)
        np.put_along_axis(out[player], order, climbed, axis=player)
    return out


def best_only(rank: IndexArray) -> IndexArray:
    """Ranks that tell best replies from all else and nothing more, the same shape."""
    best = [table == table.max(axis=player, keepdims=True) for player, table in enumerate(rank)]
    return np.stack(best).astype(np.intp)


def levels(rank: IndexArray, together: IndexArray | None = None) -> IndexArray:
    """Number combinations by how far improving moves can lead from them.

    Parameters
    ----------
    rank : ndarray of int, shape (players, *strategies)
        As `ranks` gives it: a move improves where it raises the mover's rank.
    together : ndarray of int, shape (*strategies), optional
        Labels of combinations that go at one time, numbered from 0; each for itself by default.

    Returns
    -------
    ndarray of int, shape (*strategies)
        0 where no move improves; every improving move leads to a lower number, and -1 stands where improving moves may
        run in a circle.

    Notes
    -----
    Each combination, each player's line through it and each rank in that line is looked at once.

    Examples
    --------
    >>> pennies = np.array([[[1.0, -1.0], [-1.0, 1.0]], [[-1.0, 1.0], [1.0, -1.0]]])
    >>> levels(ranks(pennies)).tolist()
    [[-1, -1], [-1, -1]]
    """
    shape = rank.shape[1:]
    size = int(np.prod(shape))
    label = np.arange(size) if together is None else together.ravel()
    cells = _Bundles(label, int(label.max()) + 1)
    lines = [_Lines(rank[player], player) for player in range(len(rank))]
    wanted = len(rank) * cells.sizes
    ready = np.zeros(len(wanted), dtype=np.intp)
    for line in lines:
        np.add.at(ready, label[line.first()], 1)
    out = np.full(size, -1, dtype=np.intp)
    turn, going = 0, np.flatnonzero(ready == wanted)
    while len(going):
        gone = cells.members(going)
        out[gone] = turn
        touched = []
        for line in lines:
            freed = line.drop(gone)
            np.add.at(ready, label[freed], 1)
            touched.append(label[freed])
        candidates = np.unique(np.concatenate(touched))
        turn, going = turn + 1, candidates[ready[candidates] == wanted[candidates]]
    return out.reshape(shape)


def tied(rank: IndexArray) -> IndexArray:
    """Label combinations that moves leading to equal payoffs connect, shape (*strategies), numbered from 0.

    Examples
    --------
    >>> tied(ranks(np.array([[[3.0, 0.0], [5.0, 0.0]], [[3.0, 5.0], [0.0, 1.0]]]))).tolist()
    [[0, 1], [2, 1]]
    """
    shape = rank.shape[1:]
    label = np.arange(int(np.prod(shape)))
    lines = [_Lines(rank[player], player) for player in range(len(rank))]
    while True:
        before = label.copy()
        for line in lines:
            lowest = np.minimum.reduceat(label[line.order], line.starts[:-1])
            label[line.order] = np.repeat(lowest, line.counts)
        if (label == before).all():
            return np.asarray(np.unique(label, return_inverse=True)[1], dtype=np.intp).reshape(shape)


class _Bundles:
    """Which members belong to each of several numbered bundles."""

    def __init__(self, label: IndexArray, count: int) -> None:
        self.order = np.argsort(label, kind="stable")
        self.sizes = np.bincount(label, minlength=count)
        self.starts = np.concatenate([[0], np.cumsum(self.sizes)])

    def members(self, bundles: IndexArray) -> IndexArray:
        return self.order[_spans(self.starts[bundles], self.sizes[bundles])]


class _Lines:
    """One player's lines through all combinations, each cut into groups of equal rank that go from the top."""

    def __init__(self, rank: IndexArray, player: int) -> None:
        size, n = rank.size, rank.shape[player]
        line = np.moveaxis(np.arange(size).reshape(rank.shape), player, -1).reshape(-1, n)
        cell = line.ravel()
        key = np.repeat(np.arange(len(line)), n) * n + rank.ravel()[cell]
        by = np.argsort(key, kind="stable")
        self.order, ordered = cell[by], key[by]
        fresh = np.concatenate([[True], np.diff(ordered) > 0])
        self.starts = np.concatenate([np.flatnonzero(fresh), [size]])
        self.counts = np.diff(self.starts)
        self.left = self.counts.copy()
        self.group = np.empty(size, dtype=np.intp)
        self.group[self.order] = np.cumsum(fresh) - 1
        self.line = ordered[self.starts[:-1]] // n

    def first(self) -> IndexArray:
        """The combinations in which the player does best."""
        top = np.flatnonzero(np.concatenate([np.diff(self.line) > 0, [True]]))
        return self.order[_spans(self.starts[top], self.counts[top])]

    def drop(self, cells: IndexArray) -> IndexArray:
        """Take combinations away and name those above which nothing is left now."""
        groups, counts = np.unique(self.group[cells], return_counts=True)
        self.left[groups] -= counts
        empty = groups[self.left[groups] == 0]
        below = empty[(empty > 0)] - 1
        below = below[self.line[below] == self.line[below + 1]]
        return self.order[_spans(self.starts[below], self.counts[below])]


def _spans(starts: IndexArray, counts: IndexArray) -> IndexArray:
    """The numbers of several spans, one span after the other."""
    total = int(counts.sum())
    offsets = np.repeat(starts - np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.intp), counts)
    return np.asarray(offsets + np.arange(total), dtype=np.intp)
