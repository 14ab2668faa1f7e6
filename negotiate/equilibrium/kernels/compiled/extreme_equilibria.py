"""The kernels of a batch for a compiler: game after game in loops, the same to the last bit as the plain ones.

Each game goes the way of `kernels/extreme_equilibria.py`: minors, their signs, which bases are vertices, and which
pairs of vertices carry every label. Games are shared out among threads, in blocks that hold their order.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from negotiate.arrays import BoolArray, FloatArray, IndexArray, IntArray
from negotiate.equilibrium.kernels import extreme_equilibria as plain
from negotiate.equilibrium.kernels.bordered_minors import Shape, count, shape
from negotiate.equilibrium.kernels.compiled.compiler import compiled

Index = NDArray[np.uint32]
"""Unsigned, because a compiler must ask of every signed place whether it counts from the end."""
WORD = 64

Bits = NDArray[np.uint64]
Flags = NDArray[np.uint8]

ZERO, ONE = np.uint64(0), np.uint64(1)

BLOCK = 4096
"""Games that a thread takes at a time."""
LANES = 64
"""Games whose minors are worked out side by side: so many fit the nearest cache."""
BASES = 1000
"""Bases of a game: with more of them NumPy is as fast."""


def pair_regret(
    payoffs: FloatArray, game: IndexArray, row: FloatArray, column: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Work out what each pair gives its players, and how much more each could have.

    Parameters
    ----------
    payoffs, game, row, column
        As in the kernel whose twin this is.

    Returns
    -------
    worth, regret : ndarray, shape (pairs, 2)
        The same as the twin's.
    """
    worth, regret = np.empty((len(game), 2)), np.empty((len(game), 2))
    tables, mixtures = np.ascontiguousarray(payoffs), (np.ascontiguousarray(row), np.ascontiguousarray(column))
    _pairs(tables, np.ascontiguousarray(game), *mixtures, worth, regret)
    return worth, regret


@compiled
def _pairs(
    payoffs: FloatArray, game: IndexArray, row: FloatArray, column: FloatArray, worth: FloatArray, regret: FloatArray
) -> None:
    m, n = payoffs.shape[2], payoffs.shape[3]
    for k in range(len(game)):
        mine, theirs, x, y = payoffs[game[k], 0], payoffs[game[k], 1], row[k], column[k]
        total, best = 0.0, -np.inf
        for i in range(m):
            value = 0.0
            for j in range(n):
                value += mine[i, j] * y[j]
            total += value * x[i]
            best = max(best, value)
        worth[k, 0], regret[k, 0] = total, best - total
        total, best = 0.0, -np.inf
        for j in range(n):
            value = 0.0
            for i in range(m):
                value += theirs[i, j] * x[i]
            total += value * y[j]
            best = max(best, value)
        worth[k, 1], regret[k, 1] = total, best - total


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


def extreme_equilibria(
    A: FloatArray, B: FloatArray, doubt: FloatArray | None = None, lenient: bool = False, threads: int | None = None
) -> plain.Found:
    """List the extreme equilibria of a batch.

    Parameters
    ----------
    A, B, doubt, lenient
        As in the kernel whose twin this is, floats only.
    threads : int, optional
        Among how many threads the games are shared out; by default, as many as there are processors.

    Returns
    -------
    Found
        The same as the twin's, in the same order.
    """
    games, m, n = A.shape
    if not games or count(m, n) > BASES:
        return plain.extreme_equilibria(A, B, doubt, lenient)
    limit = np.zeros(0) if doubt is None else np.asarray(doubt, dtype=np.float64)
    sides = tables(m, n), tables(n, m)

    def block(start: int) -> tuple[Any, ...]:
        own, other = A[start : start + BLOCK], B[start : start + BLOCK]
        # The row player mixes over B's rows, the column player over A's columns; games stand side by side.
        over = np.ascontiguousarray(other.reshape(len(other), -1).T)
        under = np.ascontiguousarray(own.transpose(2, 1, 0).reshape(-1, len(own)))
        return tuple(_block(over, under, *sides, limit, lenient))

    starts = range(0, games, BLOCK)
    workers = min(_processors() if threads is None else threads, len(starts))
    if workers > 1:
        with ThreadPoolExecutor(workers) as pool:
            parts = list(pool.map(block, starts))
    else:
        parts = [block(start) for start in starts]
    game = np.concatenate([part[0] + start for part, start in zip(parts, starts, strict=True)])
    return plain.Found(
        game.astype(np.intp, copy=False), *(np.concatenate([part[k] for part in parts]) for k in (1, 2, 3, 4))
    )


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@compiled
def _minors(matrices: FloatArray, of: Tables, found: FloatArray) -> None:
    """Every bordered minor of some matrices, which stand side by side."""
    for k in range(len(found)):
        here = found[k]
        if of.rank[k] == 0:
            here[:] = 1.0
            continue
        here[:] = 0.0
        for t in range(of.start[k], of.start[k + 1]):
            sign, entry, smaller = of.sign[t], matrices[of.entry[t]], found[of.below[t]]
            for g in range(len(here)):
                here[g] += sign * (entry[g] * smaller[g])


@compiled
def _doubtful(found: FloatArray, of: Tables, doubt: FloatArray, doubtful: BoolArray) -> None:
    """Take minors too near zero for zero, and say of which games they are."""
    for k in range(len(found)):
        if of.rank[k] > 0:
            for g in range(len(doubtful)):
                if abs(found[k, g]) <= doubt[of.rank[k]]:
                    found[k, g] = 0.0
                    doubtful[g] = True


@compiled
def _signs(found: FloatArray, signs: Bits) -> None:
    """One bit a minor: which are positive, and which are negative; shape (2, words, games)."""
    signs[:] = ZERO
    for k in range(len(found)):
        here, above, below = found[k], signs[0, k // WORD], signs[1, k // WORD]
        bit = np.uint64(k % WORD)
        for g in range(len(here)):
            above[g] |= np.uint64(here[g] > 0.0) << bit
            below[g] |= np.uint64(here[g] < 0.0) << bit


@compiled
def _feasible(signs: Bits, of: Tables, fits: Flags, special: Flags) -> None:
    """Which bases are vertices, and which games have vertices with more labels than they need."""
    low, high, zero, weighs = np.empty((4, signs.shape[2]), dtype=np.uint64)
    for b in range(len(fits)):
        low[:], high[:], zero[:], weighs[:] = ZERO, ZERO, ZERO, ZERO
        for w in range(signs.shape[1]):
            plus, minus, weight, up, down = of.plus[b, w], of.minus[b, w], of.weights[b, w], signs[0, w], signs[1, w]
            for g in range(len(low)):
                known = up[g] | down[g]
                low[g] |= (down[g] & plus) | (up[g] & minus)
                high[g] |= (up[g] & plus) | (down[g] & minus)
                zero[g] |= (plus | minus) & ~known
                weighs[g] |= weight & known
        here = fits[b]
        for g in range(len(low)):
            here[g] = (weighs[g] != ZERO) & ((low[g] == ZERO) | (high[g] == ZERO))
            special[g] |= here[g] & (zero[g] != ZERO)


@compiled
def _side(
    matrices: FloatArray,
    of: Tables,
    doubt: FloatArray,
    doubtful: BoolArray,
    found: FloatArray,
    signs: Bits,
    fits: Flags,
    special: Flags,
) -> None:
    """One player's minors, their signs, and which bases are vertices, for some games side by side."""
    _minors(matrices, of, found)
    if len(doubt):
        _doubtful(found, of, doubt, doubtful)
    _signs(found, signs)
    _feasible(signs, of, fits, special)


@compiled
def _vertices(
    g: int, signs: Bits, own: Bits, zeros: Bits, conditions: Index, fits: Flags, first: IntArray, labels: Bits
) -> int:
    """Each vertex of one game once: its first basis and its labels; and how many there are.

    What is not wanted is written too and then written over, which a processor does sooner than it guesses a branch.
    """
    candidates = 0
    for b in range(len(fits)):
        first[candidates] = b
        candidates += int(fits[b, g])
    n = 0
    for k in range(candidates):
        b = first[k]
        carried, seen = own[b], False
        for c in range(conditions.shape[1]):
            minor = conditions[b, c]
            known = (signs[0, minor // WORD, g] | signs[1, minor // WORD, g]) >> np.uint64(minor % WORD)
            carried |= zeros[b, c] * (ONE - (known & ONE))
        for i in range(n):
            seen |= labels[i] == carried
        first[n], labels[n] = b, carried
        n += 1 - int(seen)
    return n


@compiled
def _mixture(found: FloatArray, weights: Index, played: Index, strategy: FloatArray) -> None:
    """The weights of a basis, over the sum of them."""
    total = 0.0
    for c in range(len(weights)):
        total += abs(found[weights[c]])
    for c in range(len(weights)):
        strategy[played[c]] = abs(found[weights[c]]) / total


@compiled
def _mirrored(g: int, mirror: Index, fits: Flags, pairs: IntArray) -> int:
    """Bases that are vertices on both sides, in a game in which every vertex has just the labels it needs."""
    n = 0
    for b in range(len(mirror)):
        pairs[n, 0], pairs[n, 1] = b, mirror[b]
        n += int(fits[0, b, g] & fits[1, mirror[b], g])
    return n


@compiled
def _complete(
    first: IntArray, carried: Bits, second: IntArray, others: Bits, m: np.uint64, n: np.uint64, pairs: IntArray
) -> tuple[int, IntArray]:
    """Pairs of vertices that carry every label between them; the array of pairs grows where it is too small."""
    low = (ONE << m) - ONE
    full = (low << n) | ((ONE << n) - ONE)
    k = 0
    for i in range(len(first)):
        # In the other side's order of labels, which begins with the columns.
        turned = (carried[i] >> m) | ((carried[i] & low) << n)
        if k + len(second) >= len(pairs):
            pairs = np.concatenate((pairs, np.empty((len(pairs) + len(second), 2), dtype=np.int64)))
        for j in range(len(second)):
            pairs[k, 0], pairs[k, 1] = first[i], second[j]
            k += int((turned | others[j]) == full)
    return k, pairs


@compiled
def _degenerate(g: int, mine: Tables, theirs: Tables, found: tuple[Any, ...], pairs: IntArray) -> tuple[int, IntArray]:
    """The pairs of vertices of a game in which some have more labels than they need."""
    up, down, fits, first, labels = found
    i = _vertices(g, up, mine.labels, mine.zeros, mine.conditions, fits[0], first[0], labels[0])
    j = _vertices(g, down, theirs.labels, theirs.zeros, theirs.conditions, fits[1], first[1], labels[1])
    m, n = np.uint64(theirs.conditions.shape[1]), np.uint64(mine.conditions.shape[1])
    return _complete(first[0, :i], labels[0, :i], first[1, :j], labels[1, :j], m, n, pairs)


@compiled
def _wider(
    game: IntArray, row: FloatArray, column: FloatArray, at: IntArray, size: int
) -> tuple[IntArray, FloatArray, FloatArray, IntArray]:
    """The same lists with room for more."""
    held = len(game)
    games, rows, columns, vertices = (
        np.empty(size, dtype=np.int64),
        np.zeros((size, row.shape[1])),
        np.zeros((size, column.shape[1])),
        np.empty((size, 2), dtype=np.int64),
    )
    games[:held], rows[:held], columns[:held], vertices[:held] = game, row, column, at
    return games, rows, columns, vertices


@compiled
def _block(
    over: FloatArray, under: FloatArray, mine: Tables, theirs: Tables, doubt: FloatArray, lenient: bool
) -> tuple[IntArray, FloatArray, FloatArray, IntArray, BoolArray]:
    """The extreme equilibria of a block of games, as `Found` has them."""
    games, bases = over.shape[1], len(mine.size)
    M, W = np.zeros((2, len(over), LANES)), (mine.plus.shape[1], theirs.plus.shape[1])
    v, w = np.empty((len(mine.rank), LANES)), np.empty((len(theirs.rank), LANES))
    up, down = np.empty((2, W[0], LANES), dtype=np.uint64), np.empty((2, W[1], LANES), dtype=np.uint64)
    fits = np.empty((2, bases, LANES), dtype=np.uint8)
    unsure, special = np.empty(LANES, dtype=np.bool_), np.empty(LANES, dtype=np.uint8)
    first, labels = np.empty((2, bases), dtype=np.int64), np.empty((2, bases), dtype=np.uint64)
    pairs, doubtful = np.empty((bases, 2), dtype=np.int64), np.zeros(games, dtype=np.bool_)
    game, row, column, vertices = (
        np.empty(2 * games, dtype=np.int64),
        np.zeros((2 * games, theirs.conditions.shape[1])),
        np.zeros((2 * games, mine.conditions.shape[1])),
        np.empty((2 * games, 2), dtype=np.int64),
    )
    total = 0
    for start in range(0, games, LANES):
        lanes = min(LANES, games - start)
        M[0, :, :lanes], M[1, :, :lanes] = over[:, start : start + lanes], under[:, start : start + lanes]
        unsure[:], special[:] = False, 0
        _side(M[0], mine, doubt, unsure, v, up, fits[0], special)
        _side(M[1], theirs, doubt, unsure, w, down, fits[1], special)
        doubtful[start : start + lanes] = unsure[:lanes]
        for g in range(lanes):
            if unsure[g] and not lenient:
                continue
            if special[g]:
                k, pairs = _degenerate(g, mine, theirs, (up, down, fits, first, labels), pairs)
            else:
                k = _mirrored(g, mine.mirror, fits, pairs)
            if total + k > len(game):
                game, row, column, vertices = _wider(game, row, column, vertices, 2 * (total + k))
            for p in range(k):
                game[total], vertices[total] = start + g, pairs[p]
                i, j = pairs[p]
                _mixture(v[:, g], mine.conditions[i, : mine.size[i]], mine.played[i], row[total])
                _mixture(w[:, g], theirs.conditions[j, : theirs.size[j]], theirs.played[j], column[total])
                total += 1
    return game[:total], row[:total], column[:total], vertices[:total], doubtful
