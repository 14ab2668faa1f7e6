"""Works out every bordered minor of many small matrices, from which all best replies to all mixtures can be read.

For rows R and one more column than rows C of a matrix M, the bordered minor V(R, C) is the determinant of M[R, C] under
a row of ones. Let one player mix over the rows of M, which holds the other's payoffs. The mixture on rows S that makes
equally many columns T equally good has weights proportional to V(S without i, T), and what column t lies below them is
proportional to V(S and T with t): by Cramer's rule, with signs that alternate. So the signs of these minors say which
mixtures there are, which of them are mixed strategies, and what the best replies to them are: they are the chirotope of
the best-reply polytope. Every minor is one row's expansion into smaller ones, all games at once.

References
----------
Björner, Las Vergnas, Sturmfels, White & Ziegler 1999, "Oriented Matroids", for chirotopes.
von Stengel 2007, "Equilibrium computation for two-player games in strategic and extensive form", for labels.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations
from math import comb, factorial
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from negotiate.arrays import IndexArray

Lanes = NDArray[Any]
"""Numbers of many games, the games last: float64, or whole numbers of Python where those would be rounded."""


class Level(NamedTuple):
    """How the minors of one size come from those one size smaller.

    Attributes
    ----------
    entries : ndarray of int, shape (size + 1, minors)
        Which entry of the matrix, counted row by row, stands in the last row of each minor, column by column.
    below : ndarray of int, shape (size + 1, minors)
        Which smaller minor it is multiplied with.
    """

    entries: IndexArray
    below: IndexArray


class Bases(NamedTuple):
    """The bases of one size: as many rows that are played as columns that are best replies.

    Attributes
    ----------
    rows : ndarray of int, shape (bases, size)
        Which rows are played.
    conditions : ndarray of int, shape (bases, columns)
        The minors that must all have one sign: first the weight of each row, then how far each other column lies below.
    signs : ndarray of int8, shape (bases, columns)
        What each is multiplied with first.
    labels : ndarray of uint64, shape (bases,)
        Bit i for row i that is not played, bit rows + j for column j that is a best reply.
    zeros : ndarray of uint64, shape (bases, columns)
        Which further label holds where a condition is zero.
    """

    rows: IndexArray
    conditions: IndexArray
    signs: NDArray[np.int8]
    labels: NDArray[np.uint64]
    zeros: NDArray[np.uint64]


class Shape(NamedTuple):
    """The minors and bases of matrices of one shape; `offsets` says where the minors of each size begin."""

    rows: int
    columns: int
    levels: tuple[Level, ...]
    offsets: tuple[int, ...]
    bases: tuple[Bases, ...]


def count(rows: int, columns: int) -> int:
    """How many bases a matrix of this shape has, both players' together having twice as many."""
    return comb(rows + columns, rows) - 1


@lru_cache(maxsize=128)
def shape(rows: int, columns: int) -> Shape:
    """List the minors and bases of a shape, in colexicographic order of the rows and then of the columns."""
    sizes = range(1, min(rows, columns - 1) + 1)
    levels = tuple(_level(rows, columns, size) for size in sizes)
    totals = np.cumsum([columns, *(level.entries.shape[1] for level in levels)])
    offsets = (0, *(int(total) for total in totals))
    bases = tuple(_bases(rows, columns, size, offsets) for size in range(1, min(rows, columns) + 1))
    return Shape(rows, columns, levels, offsets, bases)


def _binomials(n: int) -> IndexArray:
    return np.array([[comb(i, j) for j in range(n + 2)] for i in range(n + 1)], dtype=np.intp)


def _rank(chosen: IndexArray, n: int) -> IndexArray:
    """The place of each subset, its elements increasing along the last axis, in colexicographic order."""
    size = chosen.shape[-1]
    return np.asarray(_binomials(n)[chosen, np.arange(1, size + 1)].sum(axis=-1), dtype=np.intp)


def _subsets(n: int, size: int) -> IndexArray:
    """All subsets of one size, shape (subsets, size), in colexicographic order."""
    listed = np.array(list(combinations(range(n), size)), dtype=np.intp).reshape(comb(n, size), size)
    return listed[np.argsort(_rank(listed, n))]


def _without(chosen: IndexArray) -> IndexArray:
    """Each subset with one element left out, shape (elements, subsets, size - 1)."""
    return np.stack([np.delete(chosen, k, axis=-1) for k in range(chosen.shape[-1])])


def _level(rows: int, columns: int, size: int) -> Level:
    R, C = _subsets(rows, size), _subsets(columns, size + 1)
    entries = R[:, -1][None, :, None] * columns + C.T[:, None, :]
    smaller = _rank(_without(C), columns)
    below = _rank(R[:, :-1], rows)[None, :, None] * comb(columns, size) + smaller[:, None, :]
    return Level(entries.reshape(size + 1, -1), below.reshape(size + 1, -1))


def _bases(rows: int, columns: int, size: int, offsets: tuple[int, ...]) -> Bases:
    S, T = _subsets(rows, size), _subsets(columns, size)
    others = np.array([np.setdiff1d(np.arange(columns), t) for t in T], dtype=np.intp).reshape(len(T), columns - size)
    weights = _rank(_without(S), rows).T[:, None, :] * len(T) + np.arange(len(T))[None, :, None] + offsets[size - 1]
    joined = np.sort(np.concatenate([np.repeat(T[:, None], columns - size, 1), others[:, :, None]], axis=2), axis=2)
    place = (joined < others[:, :, None]).sum(axis=2)
    wider = _rank(joined, columns) if size < columns else others
    slacks = np.arange(len(S))[:, None, None] * comb(columns, size + 1) + wider[None] + offsets[size] * (size < columns)
    alternating = np.broadcast_to((-1) ** np.arange(size), (len(S), len(T), size))
    signs = np.concatenate([alternating, np.broadcast_to((-1) ** place, slacks.shape)], axis=2)
    idle = np.array([sum(1 << i for i in range(rows) if i not in s) for s in S.tolist()], dtype=np.uint64)
    best = np.array([sum(1 << (rows + j) for j in t) for t in T.tolist()], dtype=np.uint64)
    bit = np.uint64(1) << np.arange(rows + columns, dtype=np.uint64)
    unplayed = np.broadcast_to(bit[S][:, None, :], (len(S), len(T), size))
    tied = np.broadcast_to(bit[rows + others][None], slacks.shape)
    return Bases(
        rows=np.repeat(S, len(T), axis=0),
        conditions=np.concatenate([weights, slacks], axis=2).reshape(-1, columns),
        signs=signs.reshape(-1, columns).astype(np.int8),
        labels=(idle[:, None] | best[None]).reshape(-1),
        zeros=np.concatenate([unplayed, tied], axis=2).reshape(-1, columns),
    )


def minors(M: Lanes, of: Shape) -> Lanes:
    """Work out every bordered minor.

    Parameters
    ----------
    M : ndarray, shape (rows * columns, games)
        The matrices, entry by entry: float64, or whole numbers of Python in an array of objects.
    of : Shape
        The matrices' shape.

    Returns
    -------
    ndarray, shape (minors, games)
        In the order of `of`; no rounding takes place while `largest_minor` stays below 2**53.
    """
    found = np.empty((of.offsets[-1], M.shape[1]), dtype=M.dtype)
    found[: of.columns] = 1
    for size, level in enumerate(of.levels, 1):
        smaller = found[of.offsets[size - 1] : of.offsets[size]]
        here = found[of.offsets[size] : of.offsets[size + 1]]
        for k, (entry, below) in enumerate(zip(level.entries, level.below, strict=True)):
            product = M[entry] if size == 1 else M[entry] * smaller[below]
            if k == 0:
                here[:] = product if size % 2 == 0 else -product
            elif (size + k) % 2:
                here -= product
            else:
                here += product
    return found


def largest_minor(size: int, entry: float) -> float:
    """A bound on every minor with that many rows, and on what is added up on the way.

    Parameters
    ----------
    size : int
        How many rows.
    entry : float
        The largest entry of the matrix, of either sign.
    """
    return float(factorial(size + 1)) * entry**size
