"""Lists the vertices of a best-reply polytope by Qhull, and shows that the list is whole.

The polytope `{x >= 0, M x <= 1}` is turned inside out about a point within: its constraints become points, its vertices
the facets of their convex hull. What Qhull returns is a proposal, which `kernels/vertex_closure.py` judges.

Where more constraints meet in a vertex than there are dimensions, they are moved apart by a little. Each vertex of the
moved polytope names constraints that meet in a vertex of the true one, provided that this point breaks no other
constraint; if that holds for all of them, it holds for every smaller move too, and no vertex of the true polytope is
missed. Which constraints meet there exactly is settled in whole numbers.

References
----------
Barber, Dobkin & Huhdanpaa 1996, "The Quickhull algorithm for convex hulls", ACM Transactions on Mathematical Software
22. Charnes 1952, "Optimality and degeneracy in linear programming", Econometrica 20, for moving constraints apart.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from negotiate.arrays import FloatArray, IntArray
from negotiate.kernels.vertex_closure import Graph, Proof, closed, masks_of, prove, rounding_of, slacks
from negotiate.solvers.nash.certificate import Certain, Table, corner

WITHIN = 0.3  # the sum of the coordinates of the point within: with payoffs from 1 to 2, a vertex has 0.5 or more
MOVES = (1e-6, 1e-7, 1e-5, 1e-4)
"""By how much constraints are moved apart, payoffs running from 1 to 2: the first that fits is taken."""
AT_ONCE = 4_000_000
"""Numbers held in one go."""
CHECKS = 20_000
"""Vertices at which more constraints meet than there are dimensions: so many are looked at in whole numbers."""


class Corners(NamedTuple):
    """Vertices of a best-reply polytope, the origin included.

    Attributes
    ----------
    tight : ndarray of int, shape (vertices,)
        Which constraints are tight, as bits: first the strategies that are not played, then the best replies.
    basis : ndarray of int, shape (vertices,)
        As many of them as there are dimensions, and enough to tell where the vertex is.
    whole : bool
        Whether these are shown to be all.
    """

    tight: IntArray
    basis: IntArray
    whole: bool


def corners(table: Table) -> Corners:
    """List the vertices of the polytope of one player's mixtures, against which the other player replies.

    Parameters
    ----------
    table : Table
        What each reply gives the other player against each strategy: replies are rows; at least two strategies.

    Returns
    -------
    Corners
        Not whole where payoffs are too nearly tied to tell, or where Qhull failed.
    """
    masks = simple_corners(table)
    if masks is not None:
        return Corners(masks, masks, True)
    for move in MOVES:
        found = _moved_apart(table, move)
        if found is not None:
            return found
    return Corners(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), False)


def simple_corners(table: Table) -> IntArray | None:
    """All vertices as the bits of their tight constraints, if nowhere more of them meet than there are dimensions.

    Where payoffs may be off, that must hold for whatever they are.
    """
    right = np.ones(len(table.floats))
    if _ties_against_one(table.floats):
        return None
    graph = _hull(table.floats, right)
    proven = graph is not None and _proven(table.floats, right, graph, table.error).whole
    return masks_of(graph.facets) if graph is not None and proven else None


def _ties_against_one(matrix: FloatArray) -> bool:
    """Whether two replies are equally good against some strategy, which makes a vertex of too many constraints."""
    best = matrix.max(axis=0)
    return bool((np.count_nonzero(matrix >= best, axis=0) > 1).any())


def _hull(matrix: FloatArray, right: FloatArray) -> Graph | None:
    from scipy.spatial import ConvexHull, QhullError  # noqa: PLC0415 - scipy takes a third of a second to load

    dimension = matrix.shape[1]
    centre = np.full(dimension, WITHIN / dimension)
    dual = np.vstack([np.eye(dimension) * (-dimension / WITHIN), matrix / (right - matrix @ centre)[:, None]])
    try:
        hull = ConvexHull(dual)
    except (QhullError, ValueError):
        return None
    equations: FloatArray = hull.equations
    if not (equations[:, -1] < 0).all():
        return None
    points = centre - equations[:, :-1] / equations[:, -1:]
    facets = hull.simplices.astype(np.int64)
    return Graph(points, facets, hull.neighbors)


def _proven(matrix: FloatArray, right: FloatArray, graph: Graph, error: float = 0.0) -> Proof:
    """Whether the list is whole; what rounding blurs is solved anew once."""
    proof = prove(matrix, right, graph, error)
    if proof.whole or not closed(graph):
        return proof
    solved = _solved(matrix, right, graph.facets)
    return proof if solved is None else prove(matrix, right, graph._replace(points=solved), error)


def _solved(matrix: FloatArray, right: FloatArray, facets: IntArray) -> FloatArray | None:
    """Where the constraints of each vertex meet."""
    dimension = matrix.shape[1]
    rows = np.vstack([np.eye(dimension), matrix])
    ends = np.concatenate([np.zeros(dimension), right])
    step = max(1, AT_ONCE // dimension**2)
    points = np.zeros((len(facets), dimension))
    try:
        for start in range(0, len(facets), step):
            part = facets[start : start + step]
            points[start : start + step] = np.linalg.solve(rows[part], ends[part][:, :, None])[:, :, 0]
    except np.linalg.LinAlgError:
        return None
    return points


def _moved_apart(table: Table, move: float) -> Corners | None:
    """The vertices by way of constraints that are moved apart; None if the move was too long or too short."""
    matrix = table.floats
    right = 1.0 + move * np.random.default_rng(0).random(len(matrix))
    graph = _hull(matrix, right)
    if graph is None:
        return None
    proof = _proven(matrix, right, graph)
    home = _solved(matrix, np.ones(len(matrix)), graph.facets) if proof.whole else None
    return None if home is None else _settled(table, graph.facets, home, proof.stretch)


def _settled(table: Table, facets: IntArray, points: FloatArray, stretch: FloatArray) -> Corners | None:
    """Say which constraints are tight where those of each moved vertex meet; None if that breaks another constraint."""
    dimension = points.shape[1]
    points = np.where((facets[:, :, None] == np.arange(dimension)).any(axis=1), 0.0, points)
    room = slacks(table.floats, np.ones(len(table.floats)), points)
    off = rounding_of(dimension)
    blur = 2.0 * (float(np.abs(np.take_along_axis(room, facets, axis=1)).max()) + off) * stretch + off
    np.put_along_axis(room, facets, 0.0, axis=1)
    if (room < -blur[:, None]).any():
        return None
    basis = masks_of(facets)
    near = (room <= blur[:, None]) @ (np.int64(1) << np.arange(room.shape[1]))
    several = np.flatnonzero(near != basis)
    tight, first = np.unique(near[several], return_index=True)
    if len(tight) > CHECKS:
        return None
    for wanted, known in zip(tight.tolist(), basis[several[first]].tolist(), strict=True):
        if not _meet(corner(table, known), wanted):
            return None
    tight, first = np.unique(near, return_index=True)
    return Corners(tight, basis[first], True)


def _meet(found: Certain | None, wanted: int) -> bool:
    """Whether the constraints that seem to meet in a vertex do, none of them passing outside or inside."""
    return found is not None and found.tight == wanted
