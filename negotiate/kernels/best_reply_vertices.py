"""Lists every vertex of a small best-reply polytope, with the constraints that are tight there.

A vertex is where as many constraints as there are dimensions meet, so every choice of that many is tried: a certificate
for at most a dozen constraints, not a method for large games.

References
----------
von Stengel 2007, "Equilibrium computation for two-player games in strategic and extensive form", section 3.4.
Avis, Rosenberg, Savani & von Stengel 2010, "Enumeration of Nash equilibria for two-player games", Economic Theory 42:
the pairs of vertices that carry all labels between them are the extreme equilibria, of degenerate games too.
"""

from __future__ import annotations

from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

TIGHT = 1e-9  # on payoffs from 1 to 2
DOUBTFUL = 1e-6  # a slack between the two is neither clearly tight nor clearly loose
SINGULAR = 1e-11  # smallest singular value of constraints that do not meet in one point


class Vertices(NamedTuple):
    """The vertices other than the origin.

    Attributes
    ----------
    points : ndarray, shape (vertices, dimension)
        Scaled to sum to 1: mixed strategies.
    tight : ndarray of bool, shape (vertices, dimension + replies)
        First which strategies are not played, then which of the opponent's replies are best.
    clear : bool
        Whether every constraint is clearly tight or clearly loose at every vertex.
    """

    points: Array
    tight: Mask
    clear: bool


def vertices(replies: Array) -> Vertices:
    """List the vertices of ``{x >= 0 : replies @ x <= 1}``.

    Parameters
    ----------
    replies : ndarray, shape (replies, dimension)
        What each reply of the opponent gives the opponent against each strategy, shifted to run from 1 to 2.

    Returns
    -------
    Vertices
        Each once, in the order of their tight constraints.
    """
    n_replies, dimension = replies.shape
    rows = np.vstack([-np.eye(dimension), replies])
    right = np.concatenate([np.zeros(dimension), np.ones(n_replies)])
    choice = np.array(list(combinations(range(len(rows)), dimension)), dtype=np.intp)
    choice = choice[(choice >= dimension).any(axis=1)]  # the rest meet in the origin
    systems = rows[choice]
    regular = np.linalg.svd(systems, compute_uv=False)[:, -1] > SINGULAR
    points = np.linalg.solve(systems[regular], right[choice[regular]][:, :, None])[:, :, 0]
    slack = right - points @ rows.T
    inside = (slack >= -TIGHT).all(axis=1)
    points, slack = points[inside], slack[inside]
    tight = slack <= TIGHT
    _, once = np.unique(tight[:, ::-1], axis=0, return_index=True)
    points, slack, tight = points[once], slack[once], tight[once]
    clear = not ((slack > TIGHT) & (slack < DOUBTFUL)).any()
    points = np.where(tight[:, :dimension], 0.0, points)
    return Vertices(points / points.sum(axis=1, keepdims=True), tight, bool(clear))


def extreme_pairs(row: Vertices, column: Vertices) -> list[tuple[int, int]]:
    """Pair the vertices that carry every label between them: the extreme equilibria.

    Parameters
    ----------
    row, column : Vertices
        Of the two players' polytopes.

    Returns
    -------
    list of tuple of int
        Positions in `row.points` and `column.points`.
    """
    columns = column.points.shape[1]
    # Labels: the row player's strategies, then the column player's.
    theirs = np.hstack([column.tight[:, columns:], column.tight[:, :columns]])
    full = (row.tight[:, None, :] | theirs[None, :, :]).all(axis=2)
    return [(int(i), int(j)) for i, j in np.argwhere(full)]
