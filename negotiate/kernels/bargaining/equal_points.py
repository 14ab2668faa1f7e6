"""Equal points put together: the different ones, and which are the members of each."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from negotiate.arrays import FloatArray, IntArray


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
    ends = np.append(np.flatnonzero(new) + 1, len(chosen)) if len(chosen) else np.empty(0, dtype=np.int64)
    starts = np.append(0, ends)
    return Groups(ordered[:, starts[:-1]], starts, chosen[order])
