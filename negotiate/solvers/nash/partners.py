"""Finds what completes a vertex of one player's best-reply polytope to an equilibrium, without the other's polytope.

Where exactly as many constraints meet in a vertex as there are dimensions, as many replies are best as strategies are
played. The partner must play those replies only, and make those strategies best; this is a square system of equations,
so that there is one candidate a vertex. Most are ruled out before it is solved: among the replies alone, a strategy to
be made best must not be beaten by another throughout. Of the others those are ruled out that break an inequality by
more than rounding can; what is left is for whole numbers to decide.

References
----------
Rump 2010, "Verification methods: rigorous results using floating-point arithmetic", Acta Numerica 19, section 10: an
approximate inverse bounds the error of a solution.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from negotiate.arrays import FloatArray, IntArray
from negotiate.kernels.vertex_closure import rounding_of, slacks
from negotiate.solvers.nash.certificate import Table

AT_ONCE = 4_000_000
"""Numbers held in one go."""


def turned(masks: IntArray, first: int, second: int) -> IntArray:
    """The first so many bits behind the second so many: the other player's order of labels."""
    return (masks >> first) | ((masks & ((1 << first) - 1)) << second)


def candidates(masks: IntArray, table: Table) -> tuple[IntArray, IntArray] | None:
    """Pair the vertices of one polytope with the bases of the other that may complete them.

    Parameters
    ----------
    masks : ndarray of int, shape (vertices,)
        All vertices of one player's polytope, each with as many tight constraints as dimensions, as bits: which of the
        player's strategies are not played, then which replies are best. The origin may be among them.
    table : Table
        What this player gets by each of those strategies against each reply.

    Returns
    -------
    masks : ndarray of int
        The vertices that may belong to an equilibrium: all that do, and perhaps a few more.
    partners : ndarray of int
        For each the constraints tight at the partner: which replies are not played, then which strategies are best.
        None in place of both if a system is too close to singular to tell.
    """
    own, replies = table.floats.shape
    masks = masks[masks & ((1 << own) - 1) != (1 << own) - 1]
    masks = _undominated(masks, table)
    partners = ((1 << (own + replies)) - 1) ^ turned(masks, own, replies)
    step = max(1, AT_ONCE // replies**2)
    kept = [_possible(partners[i : i + step], table.floats) for i in range(0, len(masks), step)]
    if any(part is None for part in kept):
        return None
    stay = np.concatenate([part for part in kept if part is not None] or [np.zeros(0, dtype=np.bool_)])
    return masks[stay], partners[stay]


def _undominated(masks: IntArray, table: Table) -> IntArray:
    """Vertices none of whose strategies is beaten by another against every one of the best replies."""
    own, replies = table.floats.shape
    payoffs = table.floats
    # Where a strategy does not beat another: bit j for reply j. Equal payoffs are equal floats.
    behind = (payoffs[None, :, :] <= payoffs[:, None, :]) @ (np.int64(1) << np.arange(replies))
    best = masks >> own
    for strategy in range(own):
        beaten = ((best[:, None] & behind[strategy]) == 0).any(axis=1)
        stay = ~beaten | ((masks >> strategy & 1) == 1)
        masks, best = masks[stay], best[stay]
    return masks


def _possible(partners: IntArray, matrix: FloatArray) -> NDArray[np.bool_] | None:
    """Which bases may belong to a vertex of the polytope; None if some system is too close to singular."""
    rows, dimension = matrix.shape
    count = len(partners)
    labels = np.arange(dimension + rows)
    facets = np.nonzero(partners[:, None] >> labels & 1)[1].reshape(count, dimension)
    systems = np.vstack([np.eye(dimension), matrix])[facets]
    right = (facets >= dimension).astype(np.float64)[:, :, None]
    try:
        inverse = np.linalg.inv(systems)
    except np.linalg.LinAlgError:
        return None
    points = inverse @ right
    off = rounding_of(dimension) * (1.0 + 2.0 * np.abs(points[:, :, 0]).sum(axis=1))
    size = np.abs(inverse).sum(axis=2).max(axis=1)
    apart = (
        np.abs(inverse @ systems - np.eye(dimension)).sum(axis=2).max(axis=1)
        + 2.0 * dimension * rounding_of(dimension) * size
    )
    if not (apart < 0.25).all():
        return None
    error = 2.0 * size * (np.abs(right - systems @ points)[:, :, 0].max(axis=1) + off)
    blur = 2.0 * dimension * error + off
    room = slacks(matrix, np.ones(rows), points[:, :, 0])
    room.put(facets + np.arange(0, room.size, len(labels))[:, None], 0.0)
    return np.asarray((room >= -blur[:, None]).all(axis=1), dtype=np.bool_)
