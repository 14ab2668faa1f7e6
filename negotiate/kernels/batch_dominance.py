"""Iterated strict dominance by pure strategies in many games of two players at once.

For every pair of strategies the answers to "is this one better here?" are kept as bits, one an opponent's strategy. A
round of dominance is then one comparison of bits with those of the strategies still there, and no payoff is read twice.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from negotiate.arrays import BoolArray

Bits = NDArray[np.uint8]

CHUNK = 1 << 21
"""Bytes of answers held at a time: what stays in a processor's cache is several times as fast."""
LEAST, MOST = 64, 4096
"""Games taken at a time."""


def surviving(payoffs: NDArray[Any], margin: NDArray[Any] | None = None) -> tuple[BoolArray, BoolArray]:
    """Mark the strategies that are left when strictly dominated ones are taken away until none is.

    Parameters
    ----------
    payoffs : ndarray, shape (games, 2, m, n)
        In any unit and of any real type; whole numbers, also those held as floats, are compared exactly.
    margin : ndarray, shape (games, 2), optional
        The lead, in the player's unit and not negative, that every comparison must exceed; zero by default.

    Returns
    -------
    rows : ndarray of bool, shape (games, m)
        The first player's strategies that stay; at least one a game.
    columns : ndarray of bool, shape (games, n)
        The second player's.

    Notes
    -----
    Every round looks at the strategies of both players that are left, and only at games in which the last round took
    something away. Dominance is transitive, so a strategy that is gone may still count as the better one: what took it
    away is better yet. Cost: (m² n + m n²) comparisons a game, whatever the number of rounds.

    References
    ----------
    Luce & Raiffa 1957, "Games and Decisions", section 5.7.

    Examples
    --------
    >>> dilemma = np.array([[[[3, 0], [5, 1]], [[3, 5], [0, 1]]]])
    >>> [mask.tolist() for mask in surviving(dilemma)]
    [[[False, True]], [[False, True]]]
    """
    games, _, m, n = payoffs.shape
    rows, columns = np.empty((games, m), dtype=np.bool_), np.empty((games, n), dtype=np.bool_)
    held = m * m * -(-n // 8) + n * n * -(-m // 8) + 16 * m * n
    step = min(max(CHUNK // max(held, 1), LEAST), MOST)
    for start in range(0, games, step):
        here = slice(start, start + step)
        by_row, by_column = _last(payoffs[here, 0]), _last(payoffs[here, 1].swapaxes(1, 2))
        leads = (None, None) if margin is None else (margin[here, 0], margin[here, 1])
        stay = _rounds(_better(by_row, leads[0]), _better(by_column, leads[1]))
        rows[here], columns[here] = stay[0].T, stay[1].T
    return rows, columns


def _last(tables: NDArray[Any]) -> NDArray[Any]:
    """The games' axis moved to the end and laid out along it, where the loops of NumPy are longest."""
    return np.ascontiguousarray(np.moveaxis(tables, 0, -1))


def _better(table: NDArray[Any], margin: NDArray[Any] | None) -> Bits:
    """For each pair of own strategies, at which of the opponent's the first is better by more than the margin.

    `table` has shape (own, other, games); the answer (own, own, words, games), eight opponent's strategies a word.
    """
    own, other, games = table.shape
    threshold = table if margin is None else table + margin
    bits = np.zeros((own, own, -(-other // 8), games), dtype=np.uint8)
    answer = np.empty((other, games), dtype=np.bool_)
    for i in range(own):
        for j in range(own):
            if i == j:
                continue
            np.greater(table[i], threshold[j], out=answer)
            for k, said in enumerate(answer.view(np.uint8)):
                bits[i, j, k // 8] |= said << np.uint8(k % 8)
    return bits


def _rounds(first: Bits, second: Bits) -> tuple[BoolArray, BoolArray]:
    """The masks (own, games) of what stays for either player."""
    games = first.shape[-1]
    stay = (np.ones((len(first), games), dtype=np.bool_), np.ones((len(second), games), dtype=np.bool_))
    looked: NDArray[np.intp] | slice = slice(None)
    better = (first, second)
    for _ in range(len(first) + len(second)):
        mine, theirs = stay[0][:, looked], stay[1][:, looked]
        fallen = (_fallen(better[0], theirs) & mine, _fallen(better[1], mine) & theirs)
        moved = np.flatnonzero(fallen[0].any(axis=0) | fallen[1].any(axis=0))
        if not len(moved):
            break
        looked = moved if isinstance(looked, slice) else looked[moved]
        better = (better[0][..., moved], better[1][..., moved])
        for mask, gone in zip(stay, fallen, strict=True):
            mask[:, looked] &= ~gone[:, moved]
    return stay


def _fallen(better: Bits, others: BoolArray) -> BoolArray:
    """Which strategies another one beats at all of the opponent's strategies that are left."""
    absent = ~np.packbits(others, axis=0, bitorder="little")
    fallen = np.zeros((len(better), better.shape[-1]), dtype=np.bool_)
    for j in range(len(better)):
        for i in range(len(better)):
            if i != j:
                fallen[j] |= ((better[i, j] | absent) == 0xFF).all(axis=0)
    return fallen
