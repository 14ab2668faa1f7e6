"""Finds the corners of the region in which one or two players can mix so that nobody gains, ties and all.

What a strategy gives is linear in what one player mixes, so with one mixing player the region is a polytope. With two,
each has a polytope of mixtures that keep the other indifferent, and what the rest get is linear in each of the two.

References
----------
Winkels 1979, "An algorithm to determine all equilibrium points of a bimatrix game", for two players' polytopes.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.kernels.simplex_cells import flat

SLACK = 1e-10  # on payoffs in the unit range: how far outside a corner may seem to be by rounding
DIGITS = 9  # corners that agree in so many are one


class Region(NamedTuple):
    """Where nobody gains by leaving, over the strategies that are mixed and what lies at their edge.

    Attributes
    ----------
    corners : tuple of tuple of ndarray
        One array of probabilities a player, for each corner: all equilibria of the system lie between these.
    known : bool
        False where the region has a curved border, and nothing is said.
    """

    corners: tuple[tuple[FloatArray, ...], ...]
    known: bool


def region(payoffs: Sequence[FloatArray], sizes: Sequence[int]) -> Region:
    """Find all equilibria in which one or two players mix given strategies.

    Parameters
    ----------
    payoffs : sequence of ndarray, one a player, each of shape (m, k_1, k_2, …) with 1 for the player's own
        What each strategy gives when the others play those that they mix; the player's own mixed ones first, then those
        left out, on payoffs in the unit range.
    sizes : sequence of int
        How many strategies each player mixes: the `k`, above 1 for one player or two.

    Examples
    --------
    Two strategies that are the same to the first player; the second stays put while the first of them is not likely.

    >>> tied, watcher = np.array([[[1.0]], [[1.0]]]), np.array([[[0.0], [0.25]], [[0.75], [0.0]]])
    >>> [corner[0].round(9).tolist() for corner in region((tied, watcher), (2, 1)).corners]
    [[0.0, 1.0], [0.25, 0.75]]
    """
    mixers = [j for j, size in enumerate(sizes) if size > 1]
    if len(mixers) > 2:
        raise ValueError("at most two players may mix here")
    if len(mixers) == 1:
        (mixer,) = mixers
        gains = [_flat(table[1:] - table[:1]) for i, table in enumerate(payoffs) if i != mixer]
        own = _flat(payoffs[mixer] - payoffs[mixer][:1])
        if np.abs(own[: sizes[mixer]]).max() > SLACK or own.max() > SLACK:
            return Region((), True)
        found = corners(np.zeros((0, sizes[mixer])), np.concatenate(gains))
        return Region(tuple(_profile(sizes, {mixer: point}) for point in found), True)
    pairs = _pairs(payoffs, sizes, mixers[0], mixers[1])
    if pairs is None:
        return Region((), False)
    return Region(tuple(_profile(sizes, dict(zip(mixers, pair, strict=True))) for pair in pairs), True)


def _flat(table: FloatArray) -> FloatArray:
    return flat(table, 1)


def _profile(sizes: Sequence[int], mixing: dict[int, FloatArray]) -> tuple[FloatArray, ...]:
    return tuple(mixing.get(j, np.ones(size)) for j, size in enumerate(sizes))


def _pairs(
    payoffs: Sequence[FloatArray], sizes: Sequence[int], one: int, two: int
) -> list[tuple[FloatArray, FloatArray]] | None:
    """Corners of the region of two mixing players; None where the others' conditions make its border curved."""
    kept = {j: _flat(payoffs[i] - payoffs[i][:1]) for i, j in ((two, one), (one, two))}
    bounds = {one: kept[one][sizes[two] :], two: kept[two][sizes[one] :]}
    equal = {one: kept[one][1 : sizes[two]], two: kept[two][1 : sizes[one]]}
    first, second = (corners(equal[j], bounds[j]) for j in (one, two))
    if not all(len(found) and (found.max(axis=0) > 0).all() for found in (first, second)):
        return []  # some strategy is never played, so what there is belongs to fewer strategies
    watching = [t[1:] - t[:1] for i, t in enumerate(payoffs) if i not in (one, two)]
    gains = np.concatenate(
        [np.zeros((0, sizes[one], sizes[two])), *(t.reshape(-1, sizes[one], sizes[two]) for t in watching)]
    )
    at_corners = np.einsum("rab,xa,yb->rxy", gains, first, second)
    if not at_corners.size or (at_corners <= SLACK).all():
        return [(x, y) for x in first for y in second]
    if (at_corners.min(axis=(1, 2)) > SLACK).any():
        return []
    if len(first) == 1:
        cut = corners(equal[two], np.concatenate([bounds[two], np.einsum("rab,a->rb", gains, first[0])]))
        return [(first[0], y) for y in cut]
    if len(second) == 1:
        cut = corners(equal[one], np.concatenate([bounds[one], gains @ second[0]]))
        return [(x, second[0]) for x in cut]
    return None


def corners(equal: FloatArray, bounds: FloatArray) -> FloatArray:
    """The corners of the polytope of mixtures `x` with `equal @ x = 0` and `bounds @ x <= 0`.

    Parameters
    ----------
    equal, bounds : ndarray, each of shape (rows, k)
        On payoffs in the unit range.

    Returns
    -------
    ndarray, shape (found, k)
        In lexical order; empty where nothing satisfies all conditions.
    """
    size = equal.shape[1]
    rows = np.concatenate([-np.eye(size), bounds, equal])
    picks = np.array(list(combinations(range(len(rows)), size - 1)), dtype=np.intp).reshape(-1, size - 1)
    system = np.concatenate([rows[picks], np.ones((len(picks), 1, size))], axis=1)
    lengths = np.linalg.norm(system, axis=2).prod(axis=1)
    system = system[np.abs(np.linalg.det(system)) > SLACK * lengths]
    right = np.zeros((len(system), size, 1))
    right[:, -1] = 1.0
    points = np.linalg.solve(system, right)[:, :, 0]
    inside = (points @ rows[: size + len(bounds)].T <= SLACK).all(axis=1)
    inside &= (np.abs(points @ equal.T) <= SLACK).all(axis=1)
    points = np.where(np.abs(points) <= SLACK, 0.0, points)[inside]
    points /= points.sum(axis=1, keepdims=True)
    _, once = np.unique(points.round(DIGITS) + 0.0, axis=0, return_index=True)
    return np.asarray(points[once], dtype=np.float64)
