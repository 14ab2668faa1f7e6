"""The kernels of a batch for a compiler: game after game in loops, the same to the last bit as the
plain ones.

This is the one door to numba, which turns a function over numbers and arrays into machine code.
Without numba, or where it finds no folder to keep what it has compiled, a function stays as it is
and `usable` says so; kernels in plain NumPy do the work then.

Each game goes the way of `extreme_equilibria.py`: minors, their signs, which bases are vertices,
and which pairs of vertices carry every label. Games are shared out among threads, in blocks that
hold their order.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from negotiate.arrays import BoolArray, FloatArray, IndexArray, IntArray
from negotiate.equilibrium.kernels import extreme_equilibria as plain
from negotiate.equilibrium.kernels.extreme_equilibria import Shape, Signs, count, shape

Function = TypeVar("Function", bound=Callable[..., Any])

Bits = NDArray[np.uint64]
Sides = tuple[NDArray[Any], NDArray[Any]]
"""The same of either player."""

BLOCK = 4096
"""Games that a thread takes at a time."""
LANES = 64
"""Games whose minors are worked out side by side: so many fit the nearest cache."""
BASES = 1000
"""Bases of a game: with more of them NumPy is as fast."""


def compiled(function: Function) -> Function:
    """Compile at the first call, or take what an earlier process has compiled from numba's cache.

    Notes
    -----
    Only nogil, so that threads of Python can share the work, and never numba's own threads: those
    end a process that forks, or that calls them from two threads. No `fastmath`, so each rounding
    is the one that NumPy does.
    """
    try:
        from numba import njit  # noqa: PLC0415 - a third of a second, and only large batches are worth it
    except ImportError:
        return function
    try:
        made: Function = njit(nogil=True, cache=True)(function)
    except RuntimeError:
        # no folder for the cache: compiling for seconds in each process would cost more than it
        # saves
        return function
    return made


def usable() -> bool:
    """Whether functions are compiled here."""
    return hasattr(_regrets, "py_func")


def extreme_equilibria(
    A: FloatArray,
    B: FloatArray,
    doubt: FloatArray | None = None,
    lenient: bool = False,
    threads: int | None = None,
) -> plain.Found:
    """List the extreme equilibria of a batch.

    Parameters
    ----------
    A, B, doubt, lenient
        As in the kernel whose twin this is, floats only.
    threads : int, optional
        Among how many threads the games are shared out; by default, as many as there are
        processors.

    Returns
    -------
    Found
        The same as the twin's, in the same order.
    """
    games, m, n = A.shape
    if not games or count(m, n) > BASES:
        return plain.extreme_equilibria(A, B, doubt, lenient)
    limit = np.zeros(0) if doubt is None else np.asarray(doubt, dtype=np.float64)
    sides = shape(m, n), shape(n, m)

    def block(start: int) -> plain.Found:
        own, other = A[start : start + BLOCK], B[start : start + BLOCK]
        # The row player mixes over B's rows, the column player over A's columns; games stand side
        # by side.
        over = np.ascontiguousarray(other.reshape(len(other), -1).T)
        under = np.ascontiguousarray(own.transpose(2, 1, 0).reshape(-1, len(own)))
        at, row, column, doubtful = _block(over, under, *sides, limit, lenient)
        return plain.Found(
            at[:, 0].astype(np.intp) + start, row, column, at[:, 1:].astype(np.intp), doubtful
        )

    with ThreadPoolExecutor(_processors() if threads is None else threads) as pool:
        parts = list(pool.map(block, range(0, games, BLOCK)))
    return plain.Found(*map(np.concatenate, zip(*parts, strict=True)))


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@compiled
def _minors(matrices: FloatArray, of: Shape, found: FloatArray) -> None:
    """Every bordered minor of some matrices, which stand side by side."""
    for k in range(len(found)):
        here = found[k]
        here[:] = 0.0 if of.start[k] < of.start[k + 1] else 1.0
        for t in range(of.start[k], of.start[k + 1]):
            sign, entry, smaller = of.sign[t], matrices[of.entry[t]], found[of.below[t]]
            for g in range(len(here)):
                here[g] += sign * (entry[g] * smaller[g])


@compiled
def _signs(
    found: FloatArray, of: Shape, doubt: FloatArray, doubtful: BoolArray, signs: Signs
) -> None:
    """Which minors are positive or negative; those too near zero are taken for zero, and make a
    game doubtful.
    """
    for k in range(len(found)):
        here, said, size = found[k], signs[k], of.start[k + 1] - of.start[k] - 1
        if len(doubt) and size > 0:
            for g in range(len(here)):
                if abs(here[g]) <= doubt[size]:
                    here[g] = 0.0
                    doubtful[g] = True
        for g in range(len(here)):
            said[g] = np.int8(here[g] > 0.0) - np.int8(here[g] < 0.0)


@compiled
def _feasible(signs: Signs, of: Shape, fits: BoolArray, special: BoolArray) -> None:
    """Which bases are vertices, and which games have vertices with more labels than they need."""
    low, high, weighs = np.empty((3, signs.shape[1]), dtype=np.int8)
    for b in range(len(fits)):
        low[:], high[:], weighs[:] = 1, -1, 0
        for c in range(of.conditions.shape[1]):
            here, sign, weight = signs[of.conditions[b, c]], of.signs[b, c], np.int8(c < of.size[b])
            for g in range(len(low)):
                turned = here[g] * sign
                low[g] = min(low[g], turned)
                high[g] = max(high[g], turned)
                weighs[g] |= turned * weight
        here_fits = fits[b]
        for g in range(len(low)):
            here_fits[g] = (weighs[g] != 0) & ((low[g] >= 0) | (high[g] <= 0))
            special[g] |= here_fits[g] & (low[g] != high[g])


@compiled
def _side(
    matrices: FloatArray,
    of: Shape,
    doubt: FloatArray,
    minors: FloatArray,
    signs: Signs,
    fits: BoolArray,
    unsure: BoolArray,
    special: BoolArray,
) -> None:
    """One player's minors, their signs, and which bases are vertices, for some games side by
    side.
    """
    _minors(matrices, of, minors)
    _signs(minors, of, doubt, unsure, signs)
    _feasible(signs, of, fits, special)


@compiled
def _vertices(
    g: int, signs: Signs, of: Shape, fits: BoolArray, first: IntArray, labels: Bits
) -> int:
    """Each vertex of one game once: its first basis and its labels; and how many there are.

    What is not wanted is written too and then written over, which a processor does sooner than it
    guesses a branch.
    """
    n = 0
    for b in range(len(fits)):
        if not fits[b, g]:
            continue
        carried, seen = of.labels[b], False
        for c in range(of.conditions.shape[1]):
            carried |= of.zeros[b, c] * np.uint64(signs[of.conditions[b, c], g] == 0)
        for i in range(n):
            seen |= labels[i] == carried
        first[n], labels[n] = b, carried
        n += 1 - int(seen)
    return n


@compiled
def _wider(array: NDArray[Any], size: int) -> NDArray[Any]:
    """The same list with room for more."""
    wide = np.zeros((size, array.shape[1]), dtype=array.dtype)
    wide[: len(array)] = array
    return wide


@compiled
def _mirrored(g: int, mirror: IndexArray, fits: BoolArray, pairs: IntArray) -> tuple[int, IntArray]:
    """Bases that are vertices on both sides, in a game in which every vertex has just the labels it
    needs.
    """
    n = 0
    for b in range(len(mirror)):
        pairs[n, 0], pairs[n, 1] = b, mirror[b]
        n += int(fits[0, b, g] & fits[1, mirror[b], g])
    return n, pairs


@compiled
def _complete(
    g: int,
    signs: Sides,
    mine: Shape,
    theirs: Shape,
    fits: BoolArray,
    held: tuple[IntArray, Bits],
    pairs: IntArray,
) -> tuple[int, IntArray]:
    """Pairs of vertices that carry every label between them; the array of pairs grows where it is
    too small.
    """
    first, labels = held
    own = _vertices(g, signs[0], mine, fits[0], first[0], labels[0])
    others = _vertices(g, signs[1], theirs, fits[1], first[1], labels[1])
    m, n, one = (
        np.uint64(theirs.conditions.shape[1]),
        np.uint64(mine.conditions.shape[1]),
        np.uint64(1),
    )
    low = (one << m) - one
    full = (low << n) | ((one << n) - one)
    k = 0
    for i in range(own):
        # In the other side's order of labels, which begins with the columns.
        turned = (labels[0, i] >> m) | ((labels[0, i] & low) << n)
        if k + others >= len(pairs):
            pairs = _wider(pairs, len(pairs) + others)
        for j in range(others):
            pairs[k, 0], pairs[k, 1] = first[0, i], first[1, j]
            k += int((turned | labels[1, j]) == full)
    return k, pairs


@compiled
def _mixture(found: FloatArray, basis: int, of: Shape, strategy: FloatArray) -> None:
    """The weights of a basis, over the sum of them."""
    total = 0.0
    for c in range(of.size[basis]):
        total += abs(found[of.conditions[basis, c]])
    for c in range(of.size[basis]):
        strategy[of.played[basis, c]] = abs(found[of.conditions[basis, c]]) / total


@compiled
def _block(
    over: FloatArray,
    under: FloatArray,
    mine: Shape,
    theirs: Shape,
    doubt: FloatArray,
    lenient: bool,
) -> tuple[IntArray, FloatArray, FloatArray, BoolArray]:
    """The extreme equilibria of a block of games: for each its game and its vertices, then as
    `Found` has them.
    """
    games, bases = over.shape[1], len(mine.size)
    M = np.zeros((2, len(over), LANES))
    minors = np.empty((len(mine.start) - 1, LANES)), np.empty((len(theirs.start) - 1, LANES))
    signs = np.empty(minors[0].shape, dtype=np.int8), np.empty(minors[1].shape, dtype=np.int8)
    fits, held = (
        np.empty((2, bases, LANES), dtype=np.bool_),
        (
            np.empty((2, bases + 1), dtype=np.int64),
            np.empty((2, bases + 1), dtype=np.uint64),
        ),
    )
    unsure, special = np.empty(LANES, dtype=np.bool_), np.empty(LANES, dtype=np.bool_)
    pairs, doubtful = np.empty((bases + 1, 2), dtype=np.int64), np.zeros(games, dtype=np.bool_)
    at = np.empty((2 * games, 3), dtype=np.int64)
    row, column = (
        np.zeros((2 * games, theirs.conditions.shape[1])),
        np.zeros((2 * games, mine.conditions.shape[1])),
    )
    total = 0
    for start in range(0, games, LANES):
        lanes = min(LANES, games - start)
        M[0, :, :lanes], M[1, :, :lanes] = (
            over[:, start : start + lanes],
            under[:, start : start + lanes],
        )
        unsure[:], special[:] = False, False
        for side, of in enumerate((mine, theirs)):
            _side(M[side], of, doubt, minors[side], signs[side], fits[side], unsure, special)
        doubtful[start : start + lanes] = unsure[:lanes]
        for g in range(lanes):
            if unsure[g] and not lenient:
                continue
            if special[g]:
                k, pairs = _complete(g, signs, mine, theirs, fits, held, pairs)
            else:
                k, pairs = _mirrored(g, mine.mirror, fits, pairs)
            if total + k > len(at):
                size = 2 * (total + k)
                at, row, column = _wider(at, size), _wider(row, size), _wider(column, size)
            for p in range(k):
                i, j = pairs[p]
                at[total, 0], at[total, 1], at[total, 2] = start + g, i, j
                _mixture(minors[0][:, g], i, mine, row[total])
                _mixture(minors[1][:, g], j, theirs, column[total])
                total += 1
    return at[:total], row[:total], column[:total], doubtful


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
    worth, regret = np.empty((2, len(game))), np.empty((2, len(game)))
    _regrets(payoffs[:, 0], game, row, column, worth[0], regret[0])
    _regrets(payoffs[:, 1].swapaxes(1, 2), game, column, row, worth[1], regret[1])
    return np.ascontiguousarray(worth.T), np.ascontiguousarray(regret.T)


@compiled
def _regrets(
    payoffs: FloatArray,
    game: IndexArray,
    own: FloatArray,
    other: FloatArray,
    worth: FloatArray,
    regret: FloatArray,
) -> None:
    for k in range(len(game)):
        table, x, y = payoffs[game[k]], own[k], other[k]
        total, best = 0.0, -np.inf
        for i in range(len(x)):
            value = 0.0
            for j in range(len(y)):
                value += table[i, j] * y[j]
            total += value * x[i]
            best = max(best, value)
        worth[k], regret[k] = total, best - total
