"""Proves that a list of vertices of a polytope has every vertex there is.

The polytope is `{x >= 0, M x <= right}` for a positive matrix. Along an edge one tight constraint becomes loose, and at
its other end another is tight in its stead. If each listed point is a vertex at which exactly as many constraints are
tight as there are dimensions, and the other end of each of its edges is listed too, then no path along edges leads out
of the list; and since every vertex is on some path from any other, the list is whole. Points are known in floats only,
so each conclusion is drawn from a slack that is farther from zero than rounding can reach.

References
----------
Balinski 1961, "On the graph structure of convex polyhedra in n-space", Pacific Journal of Mathematics 11: the vertices
and edges of a polytope hang together.
Higham 2002, "Accuracy and Stability of Numerical Algorithms", section 3.1, for the rounding of a sum of products.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from negotiate.arrays import FloatArray, IntArray

AT_ONCE = 4_000_000
"""Numbers held in one go."""
LABELS = 60
"""Constraints that fit into the bits of one integer."""
ROUNDING = 2.0**-53


class Graph(NamedTuple):
    """Points that should be all vertices, each with the constraints that define it.

    Attributes
    ----------
    points : ndarray, shape (vertices, dimension)
        Taken as exactly 0 wherever the constraint `x >= 0` is one of the vertex's.
    facets : ndarray of int, shape (vertices, dimension)
        The constraints tight at each: `0 … dimension - 1` for `x >= 0`, then the rows of the matrix.
    neighbours : ndarray of int, shape (vertices, dimension)
        Which vertex is at the other end of the edge along which that constraint becomes loose; -1 if that is not known.
    """

    points: FloatArray
    facets: IntArray
    neighbours: IntArray


class Proof(NamedTuple):
    """What was shown.

    Attributes
    ----------
    whole : bool
        Whether these are certainly all vertices, each with exactly these constraints tight.
    stretch : ndarray, shape (vertices,)
        How far any slack at a vertex can be off, as a multiple of the largest slack of a constraint that should be
        tight there; infinite where nothing was shown.
    """

    whole: bool
    stretch: FloatArray


def rounding_of(dimension: int) -> float:
    """How far a slack computed in floats is off at most, where the sum it compares is at most 1.1.

    A sum of that many products of positive numbers is off by as many roundings of itself; the rest is for entries of
    the matrix that are off by four roundings, and for the difference.
    """
    return 1.1 * (dimension + 8) * ROUNDING


def slacks(matrix: FloatArray, right: FloatArray, points: FloatArray) -> FloatArray:
    """How much room each constraint leaves at each point, shape (points, dimension + rows)."""
    return np.hstack([points, right - points @ matrix.T])


def masks_of(facets: IntArray) -> IntArray:
    """Constraints as bits, one integer a vertex."""
    return np.asarray(np.bitwise_or.reduce(np.int64(1) << facets, axis=1), dtype=np.int64)


def closed(graph: Graph) -> bool:
    """Whether every edge of every vertex ends at another vertex of the list, going by the constraints' names alone."""
    bits = np.int64(1) << graph.facets
    masks = np.bitwise_or.reduce(bits, axis=1)
    if graph.neighbours.min() < 0 or not np.array_equal(masks, bits.sum(axis=1)):
        return False
    theirs = masks[graph.neighbours]
    gained = theirs & ~masks[:, None]
    one = (gained != 0) & (gained & (gained - 1) == 0)
    return bool((one & ((masks[:, None] & ~theirs) == bits)).all())


def prove(matrix: FloatArray, right: FloatArray, graph: Graph, error: float = 0.0) -> Proof:
    """Show that a list of vertices is whole.

    Parameters
    ----------
    matrix : ndarray, shape (rows, dimension)
        Entries from 1 to 2, each right to within four roundings.
    right : ndarray, shape (rows,)
        From 1 to 1.1.
    graph : Graph
        The list.
    error : float
        How far the entries may be off beyond that: what is shown then holds for every matrix so near.

    Returns
    -------
    Proof
        Not whole if something is missing or wrong, and also if it is merely too close to call.

    Notes
    -----
    Let `A` hold the constraints of a vertex and the columns of `E` the steps to its neighbours. `A E` is minus the
    diagonal of the slacks `D` that the neighbours have, up to twice the largest slack `t` of a constraint that should
    be tight. Where the sum of `2 t / D` is at most one half, `A` is therefore regular, the vertex exists, and a slack
    there is off by at most twice the sum of `t / D`, each times what that slack changes along the edge, or times the
    largest slack there is. One product of matrices and a few looks at each edge are all it costs.

    Examples
    --------
    >>> one, two = np.ones(1), np.ones((1, 1))
    >>> ends = Graph(np.array([[0.0], [1.0]]), np.array([[0], [1]]), np.array([[1], [0]]))
    >>> prove(two, one, ends).whole, prove(two, one, Graph(*(part[:1] for part in ends))).whole
    (True, False)
    """
    unknown = np.full(len(graph.points), np.inf)
    if len(graph.points) == 0 or graph.neighbours.max() >= len(graph.points) or not closed(graph):
        return Proof(False, unknown)
    dimension = matrix.shape[1]
    labels = dimension + len(matrix)
    where = np.arange(0, len(graph.points) * labels, labels)[:, None] + graph.facets
    room = np.zeros((len(graph.points), labels))
    room[:, :dimension] = graph.points
    room.put(where, 0.0)
    room[:, dimension:] = right - room[:, :dimension] @ matrix.T
    off = rounding_of(dimension) + 1.1 * error
    tight = float(np.abs(room.take(where)).max()) + off
    widest = float(room.max()) + 2.0 * off
    steps = room.take(graph.neighbours * np.int64(labels) + graph.facets) - off
    if not steps.min() > 0:
        return Proof(False, unknown)
    speed = 1.0 / steps
    stretch = 2.0 * widest * speed.sum(axis=1)
    loose = room.copy()
    loose.put(where, np.inf)
    least = loose.min(axis=1) - off
    regular = 4.0 * tight * speed.sum(axis=1) <= 1.0
    unsure = np.flatnonzero(regular & (least <= tight * stretch))
    chunk = max(1, AT_ONCE // room[0].size // dimension)
    for some in np.split(unsure, range(chunk, len(unsure), chunk)):
        moved = np.abs(room[some][:, None] - room[graph.neighbours[some]]).max(axis=2, initial=0.0) + 2.0 * off
        stretch[some] = 2.0 * (moved * speed[some]).sum(axis=1)
    sure = regular & (least > tight * stretch)
    return Proof(bool(sure.all()), stretch)
