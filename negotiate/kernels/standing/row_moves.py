"""The best or worst that one move leads to, where moves are the rows of a sparse matrix."""

from __future__ import annotations

import numpy as np

from negotiate.arrays import IntArray

NEVER = int(np.iinfo(np.int64).max)
"""Worse than nothing can be: what is never reached, where the least counts."""


def worst_in_rows(values: IntArray, starts: IntArray, targets: IntArray) -> IntArray:
    """The least value among the states that one move leads to.

    Parameters
    ----------
    values : ndarray of int, shape (states,)
        Of each state.
    starts, targets : ndarray of int, shapes (states + 1,) and (moves,)
        The moves from state `s` lead to `targets[starts[s]:starts[s + 1]]`.

    Returns
    -------
    ndarray of int, shape (states,)
        `NEVER` where there is no move.

    Examples
    --------
    >>> worst_in_rows(np.array([5, 7, 9]), np.array([0, 2, 2, 3]), np.array([1, 2, 0])).tolist()[0::2]
    [7, 5]
    """
    return _reduced(np.minimum, values, starts, targets, NEVER)


def best_in_rows(values: IntArray, starts: IntArray, targets: IntArray) -> IntArray:
    """The greatest value among the states that one move leads to, and of the state itself.

    Parameters
    ----------
    values, starts, targets
        As for `worst_in_rows`.

    Returns
    -------
    ndarray of int, shape (states,)
    """
    return np.maximum(values, _reduced(np.maximum, values, starts, targets, -NEVER))


def _reduced(kind: np.ufunc, values: IntArray, starts: IntArray, targets: IntArray, empty: int) -> IntArray:
    result = np.full(len(starts) - 1, empty, dtype=np.int64)
    filled = np.flatnonzero(starts[1:] > starts[:-1])
    if filled.size:
        result[filled] = kind.reduceat(values[targets], starts[filled])
    return result


def improving_rows(ranks: IntArray, starts: IntArray, targets: IntArray) -> tuple[IntArray, IntArray]:
    """The moves alone that lead to a state of a higher rank, as rows again.

    Parameters
    ----------
    ranks : ndarray of int, shape (states,)
        The mover's, the higher the better.
    starts, targets
        As for `worst_in_rows`.

    Returns
    -------
    ndarray of int, ndarray of int
        The new `starts` and `targets`.
    """
    sources = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    better = ranks[targets] > ranks[sources]
    kept = np.zeros(len(starts), dtype=np.int64)
    np.cumsum(np.bincount(sources[better], minlength=len(starts) - 1), out=kept[1:])
    return kept, targets[better]


def rows_of(starts: IntArray, targets: IntArray, states: IntArray) -> tuple[IntArray, IntArray]:
    """The moves from some states alone, one row for each of them.

    Parameters
    ----------
    starts, targets
        As for `worst_in_rows`.
    states : ndarray of int, shape (some,)
        In any order; a state may stand in it more than once.

    Returns
    -------
    ndarray of int, shape (some + 1,), and ndarray of int
        `starts` and `targets` of these rows.

    Examples
    --------
    >>> [found.tolist() for found in rows_of(np.array([0, 2, 2, 3]), np.array([1, 2, 0]), np.array([2, 0]))]
    [[0, 1, 3], [0, 1, 2]]
    """
    counts = starts[states + 1] - starts[states]
    new = np.zeros(len(states) + 1, dtype=np.int64)
    np.cumsum(counts, out=new[1:])
    inside = np.arange(int(new[-1])) - np.repeat(new[:-1], counts)
    return new, targets[np.repeat(starts[states], counts) + inside]
