"""The minors and bases of a shape of games, as flat arrays for compiled loops."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from negotiate.kernels.bordered_minors import Shape, shape

Index = NDArray[np.uint32]
"""Unsigned, because a compiler must ask of every signed place whether it counts from the end."""
Bits = NDArray[np.uint64]
WORD = 64


class Tables(NamedTuple):
    """One player's polytope: `bordered_minors.Shape`, told to a compiler.

    Attributes
    ----------
    start : ndarray of int, shape (minors + 1,)
        Where the terms of each minor begin; the first minors, which are 1, have none.
    sign : ndarray, shape (terms,)
        With which sign each term is added.
    entry, below : ndarray of int, shape (terms,)
        Which entry of the matrix is multiplied with which smaller minor.
    rank : ndarray of int, shape (minors,)
        How many rows each minor has.
    plus, minus, weights : ndarray of uint64, shape (bases, words)
        One bit a minor: which minors must all have one sign, which the other, and which of these are weights.
    conditions : ndarray of int, shape (bases, columns)
        The same minors one by one, the weights first.
    size : ndarray of int, shape (bases,)
        How many rows are played.
    played : ndarray of int, shape (bases, largest size)
        Which.
    labels, zeros : ndarray of uint64, shape (bases,) and (bases, columns)
        The labels of each basis, and which one more where a condition is zero.
    mirror : ndarray of int, shape (bases,)
        The other player's basis in which what is played and what is a best reply have changed places.
    """

    start: Index
    sign: NDArray[np.float64]
    entry: Index
    below: Index
    rank: Index
    plus: Bits
    minus: Bits
    weights: Bits
    conditions: Index
    size: Index
    played: Index
    labels: Bits
    zeros: Bits
    mirror: Index


@lru_cache(maxsize=64)
def tables(rows: int, columns: int) -> Tables:
    """The tables of matrices with so many rows, over which a player mixes, and columns."""
    of = shape(rows, columns)
    conditions = np.concatenate([bases.conditions for bases in of.bases])
    turn = np.concatenate([bases.signs for bases in of.bases])
    sizes = np.concatenate([np.full(len(bases.rows), bases.rows.shape[1]) for bases in of.bases])
    weighs = np.arange(columns) < sizes[:, None]
    return Tables(
        *_terms(of),
        plus=_bits(conditions, turn > 0, of.offsets[-1]),
        minus=_bits(conditions, turn < 0, of.offsets[-1]),
        weights=_bits(conditions, weighs, of.offsets[-1]),
        conditions=conditions.astype(np.uint32),
        size=sizes.astype(np.uint32),
        played=np.concatenate([_wide(bases.rows, int(sizes.max())) for bases in of.bases]).astype(np.uint32),
        labels=np.concatenate([bases.labels for bases in of.bases]),
        zeros=np.concatenate([bases.zeros for bases in of.bases]),
        mirror=_mirror(rows, columns),
    )


def _terms(of: Shape) -> tuple[Index, NDArray[np.float64], Index, Index, Index]:
    """How each minor comes from smaller ones: where its terms begin, their signs, entries and minors; and its rows."""
    ranks = [np.zeros(of.columns, dtype=np.uint32)]
    entries, belows = [np.zeros(0, dtype=np.uint32)], [np.zeros(0, dtype=np.uint32)]
    signs = [np.zeros(0)]
    for size, level in enumerate(of.levels, 1):
        terms, here = level.entries.shape
        ranks.append(np.full(here, size, dtype=np.uint32))
        entries.append(level.entries.T.reshape(-1).astype(np.uint32))
        belows.append((level.below + of.offsets[size - 1]).T.reshape(-1).astype(np.uint32))
        signs.append(np.tile((-1.0) ** (size + np.arange(terms)), here))
    rank = np.concatenate(ranks)
    start = np.concatenate([[0], np.cumsum(np.where(rank > 0, rank + 1, 0))]).astype(np.uint32)
    return start, np.concatenate(signs), np.concatenate(entries), np.concatenate(belows), rank


def _bits(conditions: NDArray[np.intp], which: NDArray[np.bool_], minors: int) -> Bits:
    """Those conditions of each basis as bits, 64 minors a word."""
    found = np.zeros((len(conditions), -(-minors // WORD)), dtype=np.uint64)
    for minor, chosen in zip(conditions.T, which.T, strict=True):
        basis = np.flatnonzero(chosen)
        bit = np.uint64(1) << (minor[basis] % WORD).astype(np.uint64)
        found[basis, minor[basis] // WORD] |= bit
    return found


def _wide(rows: NDArray[np.intp], width: int) -> NDArray[np.intp]:
    return np.pad(rows, ((0, 0), (0, width - rows.shape[1])))


def _mirror(rows: int, columns: int) -> Index:
    """Labels tell a basis: rows not played and replies; with the other player's they are exactly the complement."""
    everything = (1 << (rows + columns)) - 1
    theirs = [label for bases in shape(columns, rows).bases for label in bases.labels.tolist()]
    place = {label: k for k, label in enumerate(theirs)}
    found = []
    for bases in shape(rows, columns).bases:
        for label in bases.labels.tolist():
            wanted = ~label & everything  # rows played, then columns that are no replies
            found.append(place[(wanted >> rows) | ((wanted & ((1 << rows) - 1)) << columns)])
    return np.array(found, dtype=np.uint32)
