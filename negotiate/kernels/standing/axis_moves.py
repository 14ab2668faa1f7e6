"""The best or worst that one move leads to, where states are a grid and each player moves along its own axis."""

from __future__ import annotations

from math import prod
from typing import NamedTuple

import numpy as np

from negotiate.arrays import IntArray
from negotiate.kernels.standing.row_moves import NEVER


class ImprovingOrder(NamedTuple):
    """The states of each line of a grid from the worst to the best, for the player who moves along the lines.

    Attributes
    ----------
    order : ndarray of int, shape (choices, lines)
        State by place in the order and line.
    better : ndarray of int, shape (states,)
        Where in a flat array of shape (choices + 1, lines) the better states than each state begin.
    """

    order: IntArray
    better: IntArray


def improving_order(ranks: IntArray, shape: tuple[int, ...], axis: int) -> ImprovingOrder:
    """Sort each line along an axis by what the mover thinks of its states.

    Parameters
    ----------
    ranks : ndarray of int, shape (states,)
        The mover's, the higher the better; states in C order over `shape`.
    shape : tuple of int
        Of the grid.
    axis : int
        Along which the mover moves.
    """
    before, choices, after = prod(shape[:axis]), shape[axis], prod(shape[axis + 1 :])
    lines = before * after
    states = np.arange(len(ranks)).reshape(before, choices, after)
    laid = np.moveaxis(states, 1, 0).reshape(choices, lines)
    by_rank = np.argsort(ranks[laid], axis=0, kind="stable")
    order = np.take_along_axis(laid, by_rank, axis=0)
    sorted_ranks = ranks[order]
    above = np.full((choices, lines), choices)
    for place in range(choices - 2, -1, -1):
        same = sorted_ranks[place] == sorted_ranks[place + 1]
        above[place] = np.where(same, above[place + 1], place + 1)
    better = np.empty(len(ranks), dtype=np.int64)
    better[order] = above * lines + np.arange(lines)
    return ImprovingOrder(order, better)


def worst_improvement(values: IntArray, found: ImprovingOrder) -> IntArray:
    """The least value among the states to which the mover can improve.

    Parameters
    ----------
    values : ndarray of int, shape (states,)
        Of each state.
    found : ImprovingOrder
        Of the mover.

    Returns
    -------
    ndarray of int, shape (states,)
        `NEVER` where there is no improvement.

    Examples
    --------
    >>> found = improving_order(np.array([1, 0, 1, 2]), (4,), 0)
    >>> [v if v < NEVER else "-" for v in worst_improvement(np.array([5, 6, 7, 8]), found).tolist()]
    [8, 5, 8, '-']
    """
    choices, lines = found.order.shape
    least = np.full((choices + 1, lines), NEVER, dtype=np.int64)
    least[:choices] = values[found.order]
    for place in range(choices - 2, -1, -1):
        np.minimum(least[place], least[place + 1], out=least[place])
    return np.asarray(least.ravel()[found.better])


def best_on_axis(values: IntArray, shape: tuple[int, ...], axis: int) -> IntArray:
    """The greatest value on each state's line along an axis, the state's own among them, shape (states,)."""
    return _spread(values.reshape(shape).max(axis=axis, keepdims=True), shape)


def worst_on_axes(values: IntArray, shape: tuple[int, ...], axes: tuple[int, ...]) -> IntArray:
    """The least value that can be reached along some axes, the state's own among them, shape (states,)."""
    return _spread(values.reshape(shape).min(axis=axes, keepdims=True), shape)


def _spread(found: IntArray, shape: tuple[int, ...]) -> IntArray:
    return np.asarray(np.broadcast_to(found, shape).reshape(-1))


def improvement_counts(found: ImprovingOrder) -> IntArray:
    """To how many states the mover can improve from each state, shape (states,)."""
    choices, lines = found.order.shape
    return np.asarray(choices - found.better // lines)


def improvements_of(found: ImprovingOrder, states: IntArray) -> tuple[IntArray, IntArray]:
    """The states to which the mover can improve from some states, the best last.

    Parameters
    ----------
    found : ImprovingOrder
        Of the mover.
    states : ndarray of int, shape (some,)
        In any order.

    Returns
    -------
    ndarray of int, shape (some + 1,), and ndarray of int
        `starts` and `targets`; see `row_moves`.

    Examples
    --------
    >>> found = improving_order(np.array([1, 0, 1, 2]), (4,), 0)
    >>> [rows.tolist() for rows in improvements_of(found, np.array([1, 3, 0]))]
    [[0, 3, 3, 4], [0, 2, 3, 3]]
    """
    choices, lines = found.order.shape
    counts = choices - found.better[states] // lines
    starts = np.zeros(len(states) + 1, dtype=np.int64)
    np.cumsum(counts, out=starts[1:])
    inside = np.arange(int(starts[-1])) - np.repeat(starts[:-1], counts)
    return starts, found.order.ravel()[np.repeat(found.better[states], counts) + inside * lines]
