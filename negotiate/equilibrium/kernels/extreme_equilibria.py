"""Finds every extreme equilibrium of many games for two players, degenerate ones included, each once.

An extreme equilibrium is a pair of vertices of the two best-reply polytopes that carry every label between them: each
strategy is a best reply or is not played. All other equilibria lie between extreme ones. A vertex is a basis whose
minors have the right signs (see `bordered_minors`), so that the list is complete if the signs are right. They are right
by construction where whole numbers stay whole, and elsewhere where each minor is farther from zero than rounding can
reach; a game with a minor nearer than that is doubtful, for the caller to ask again in exact arithmetic.

References
----------
Avis, Rosenberg, Savani & von Stengel 2010, "Enumeration of Nash equilibria for two-player games", Economic Theory 42.
Vorob'ev 1958 and Kuhn 1961, for extreme equilibria; Mangasarian 1964, for pairs of vertices.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from negotiate.arrays import BoolArray, FloatArray, IndexArray
from negotiate.equilibrium.kernels.bordered_minors import Bases, Lanes, Shape, count, minors, shape

Labels = NDArray[np.unsignedinteger[Any]]
Signs = NDArray[np.int8]

Triples = tuple[IndexArray, NDArray[Any], IndexArray]

CELLS = 1_500_000
"""Conditions that are looked at together: what fits the cache of a small machine."""


class Found(NamedTuple):
    """Extreme equilibria, those of one game together and in the order of their supports.

    Attributes
    ----------
    game : ndarray of int, shape (equilibria,)
        Which game each belongs to.
    row, column : ndarray, shape (equilibria, rows) and (equilibria, columns)
        Probabilities.
    vertices : ndarray of int, shape (equilibria, 2)
        A number for each of the two strategies: within a game the same for the same strategy and no other.
    doubtful : ndarray of bool, shape (games,)
        Games whose signs rounding may have turned; nothing is listed for them unless that was asked for.
    """

    game: IndexArray
    row: FloatArray
    column: FloatArray
    vertices: IndexArray
    doubtful: BoolArray


class Side(NamedTuple):
    """One player's polytope in every game: minors and their signs, which bases are vertices, and what is special."""

    of: Shape
    minors: Lanes
    signs: Signs
    feasible: BoolArray
    tied: BoolArray
    doubtful: BoolArray


def extreme_equilibria(A: Lanes, B: Lanes, doubt: FloatArray | None = None, lenient: bool = False) -> Found:
    """List the extreme equilibria of a batch.

    Parameters
    ----------
    A, B : ndarray, shape (games, rows, columns)
        The row and the column player's payoffs: floats, or whole numbers of Python in arrays of objects.
    doubt : ndarray, shape (sizes,) or (2, sizes), optional
        How near to zero a minor with 0, 1, 2, … rows has no sure sign, for each player's payoffs if they differ in
        that; a minor of whole numbers that is zero is so for sure.
    lenient : bool
        Whether a game with such minors is listed all the same. In floats they then count as zero; whole numbers stand.

    Returns
    -------
    Found
        Without duplicates; every game that is not doubtful has at least one.
    """
    games, m, n = A.shape
    at_once = max(1, CELLS // (count(m, n) * max(m, n)))
    parts = []
    for k in range(0, games, at_once):
        part = _chunk(A[k : k + at_once], B[k : k + at_once], doubt, lenient)
        parts.append(part._replace(game=part.game + k))
    if not parts:
        empty = np.zeros(0, dtype=np.intp)
        return Found(empty, np.zeros((0, m)), np.zeros((0, n)), empty.reshape(0, 2), np.zeros(0, dtype=np.bool_))
    return parts[0] if len(parts) == 1 else Found(*(np.concatenate(pieces) for pieces in zip(*parts, strict=True)))


def _chunk(A: Lanes, B: Lanes, doubt: FloatArray | None, lenient: bool) -> Found:
    games, m, n = A.shape
    under, over = (None, None) if doubt is None else np.broadcast_to(doubt, (2, doubt.shape[-1]))
    # The row player mixes over B's rows, the column player over A's columns.
    mine = _side(B.reshape(games, -1).T, shape(m, n), over)
    theirs = _side(A.transpose(2, 1, 0).reshape(-1, games), shape(n, m), under)
    sides, doubtful = (mine, theirs), mine.doubtful | theirs.doubtful
    listed = np.ones(games, dtype=np.bool_) if lenient else ~doubtful
    tied = (mine.tied | theirs.tied) & listed
    game, rows, columns = _simple(sides, listed & ~tied)
    if tied.any():
        more = _tied(sides, tied)
        game, rows, columns = (np.concatenate(pair) for pair in zip((game, rows, columns), more, strict=True))
        bases = len(mine.feasible)
        game, rows, columns = _sorted(game, rows, columns, (games, bases, bases))
    vertices = np.stack([rows, columns], axis=1)
    return Found(game, _strategies(mine, game, rows), _strategies(theirs, game, columns), vertices, doubtful)


def _side(M: Lanes, of: Shape, doubt: FloatArray | None) -> Side:
    found = minors(np.ascontiguousarray(M), of)
    doubtful = np.zeros(M.shape[1], dtype=np.bool_)
    if doubt is not None:
        for size, (begin, end) in enumerate(zip(of.offsets[1:-1], of.offsets[2:], strict=True), 1):
            near = np.abs(found[begin:end]) <= doubt[size]
            if M.dtype == object:
                near &= found[begin:end] != 0
            else:
                found[begin:end][near] = 0.0
            doubtful |= near.any(axis=0)
    signs = (found > 0).view(np.int8) - (found < 0).view(np.int8)
    right, tied = _feasible(signs, of)
    return Side(of, found, signs, right, tied, doubtful)


def _feasible(signs: Signs, of: Shape) -> tuple[BoolArray, BoolArray]:
    """Which bases are vertices, shape (bases, games), and which games have a vertex with more labels than it needs."""
    tied = np.zeros(signs.shape[1], dtype=np.bool_)
    certain = bool(signs.all())
    found = []
    for size, bases in enumerate(of.bases, 1):
        turned = signs[bases.conditions] * bases.signs[:, :, None]
        low, high = turned.min(axis=1), turned.max(axis=1)
        right = low == high
        if not certain:
            right = ((low >= 0) | (high <= 0)) & (turned[:, :size] != 0).any(axis=1)
            tied |= (right & (low != high)).any(axis=0)
        found.append(right)
    return np.concatenate(found), tied


def _simple(sides: tuple[Side, Side], lanes: BoolArray) -> tuple[IndexArray, IndexArray, IndexArray]:
    """Where every vertex has just the labels it needs, equilibria are bases that are vertices on both sides."""
    places, matched, begin = [], [], 0
    for row, column in zip(sides[0].of.bases, sides[1].of.bases, strict=True):
        # Bases are ordered by what is played, then by the replies; the other side's the other way round.
        played, replies = _subsets_of(row), _subsets_of(column)
        there = np.arange(played * replies).reshape(replies, played).T.reshape(-1) + begin
        places.append(np.arange(begin, begin + len(row.rows)))
        matched.append(there)
        begin += len(row.rows)
    mine, theirs = np.concatenate(places), np.concatenate(matched)
    both = sides[0].feasible & sides[1].feasible[theirs] & lanes
    game, basis = _places(np.ascontiguousarray(both.T))
    return game, mine[basis], theirs[basis]


def _subsets_of(bases: Bases) -> int:
    """How many different sets of rows there are among bases of one size."""
    return len(np.unique(bases.rows, axis=0))


def _tied(sides: tuple[Side, Side], lanes: BoolArray) -> tuple[IndexArray, IndexArray, IndexArray]:
    """Elsewhere a vertex is known by its labels, and every pair of vertices of a game is tried."""
    m, n = sides[0].of.rows, sides[0].of.columns
    which = np.flatnonzero(lanes)
    mine, first = _padded(*_vertices(sides[0], which), len(which))
    theirs, second = _padded(*_vertices(sides[1], which), len(which))
    # What a vertex of theirs has to carry beside one of mine; their labels begin with the columns.
    wanted = ~mine & _all(m + n)
    wanted = ((wanted >> m) & _all(n)) | ((wanted & _all(m)) << n)
    lane, i, j = _places((theirs[:, None, :] & wanted[:, :, None]) == wanted[:, :, None])
    there = (first[lane, i] >= 0) & (second[lane, j] >= 0)
    lane, i, j = lane[there], i[there], j[there]
    return which[lane], first[lane, i], second[lane, j]


def _vertices(side: Side, lanes: IndexArray) -> tuple[IndexArray, IndexArray, Labels]:
    """The vertices of those games, each once: the game's place among them, its first basis, its labels."""
    labels = np.concatenate([_labels(bases, side.signs[:, lanes], side.of) for bases in side.of.bases])
    lane, basis = _places(np.ascontiguousarray(side.feasible[:, lanes].T))
    found = labels[basis, lane]
    lane, found, basis = _sorted(lane, found, basis, (len(lanes), 1 << (side.of.rows + side.of.columns), len(labels)))
    new = np.ones(len(lane), dtype=np.bool_)
    new[1:] = (found[1:] != found[:-1]) | (lane[1:] != lane[:-1])
    return lane[new], basis[new], found[new]


def _labels(bases: Bases, signs: Signs, of: Shape) -> Labels:
    """The labels that each basis has where it is a vertex, shape (bases, games)."""
    kind = np.min_scalar_type((1 << (of.rows + of.columns)) - 1)
    found = np.repeat(bases.labels.astype(kind)[:, None], signs.shape[1], axis=1)
    for condition, zero in zip(bases.conditions.T, bases.zeros.astype(kind).T, strict=True):
        found |= np.where(signs[condition] == 0, zero[:, None], kind.type(0))
    return found


def _sorted(first: IndexArray, middle: NDArray[Any], last: IndexArray, sizes: tuple[int, int, int]) -> Triples:
    """Put triples in order; where they fit one machine word they are sorted as one number."""
    bits = [(size - 1).bit_length() for size in sizes]
    if sum(bits) > 63:
        order = np.lexsort((last, middle, first))
        return first[order], middle[order], last[order]
    word = ((first << bits[1]) | middle.astype(np.intp)) << bits[2] | last
    word.sort()
    return word >> (bits[1] + bits[2]), ((word >> bits[2]) & _all(bits[1])).astype(middle.dtype), word & _all(bits[2])


def _places(mask: BoolArray) -> tuple[IndexArray, ...]:
    """Where a mask is true, as `nonzero` tells it, but by way of one flat index."""
    return np.unravel_index(np.flatnonzero(mask), mask.shape)


def _padded(lane: IndexArray, basis: IndexArray, labels: Labels, games: int) -> tuple[Labels, IndexArray]:
    """One row of vertices a game: their labels and bases, -1 where a game has fewer."""
    start = np.searchsorted(lane, np.arange(games))
    place = np.arange(len(lane)) - start[lane]
    width = int(place.max(initial=-1)) + 1
    carried, first = np.zeros((games, width), dtype=labels.dtype), np.full((games, width), -1, dtype=np.intp)
    carried[lane, place], first[lane, place] = labels, basis
    return carried, first


def _all(bits: int) -> int:
    return (1 << bits) - 1


def _strategies(side: Side, game: IndexArray, basis: IndexArray) -> FloatArray:
    """The mixtures of those bases: their weights, over the sum of them."""
    played = np.zeros((len(game), side.of.rows))
    begin = 0
    for size, bases in enumerate(side.of.bases, 1):
        here = np.flatnonzero((basis >= begin) & (basis < begin + len(bases.rows)))
        own = basis[here] - begin
        weights = np.abs(side.minors[bases.conditions[own, :size], game[here, None]])
        played[here[:, None], bases.rows[own]] = weights / weights.sum(axis=1, keepdims=True)
        begin += len(bases.rows)
    return played
