"""Picks the kernels for a batch of games: in plain NumPy, or compiled where numba is there and it is worth it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from negotiate.arrays import FloatArray, IndexArray
from negotiate.equilibrium.kernels import extreme_equilibria as plain
from negotiate.equilibrium.kernels.bordered_minors import count
from negotiate.equilibrium.kernels.compiled import compiler

CELLS = 1 << 19
"""Payoffs that are looked at together: what fits the cache of a small machine."""

ENOUGH = 10_000_000
"""Bases of all games together for which numba is worth importing, which takes as long as half of them."""
AT_HAND = 100_000
"""The same where numba is imported already."""


def pair_regret(
    payoffs: FloatArray, game: IndexArray, row: FloatArray, column: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Work out what each pair gives its players, and how much more each could have.

    Parameters
    ----------
    payoffs : ndarray, shape (games, 2, rows, columns)
        In any unit.
    game : ndarray of int, shape (pairs,)
        The game that each pair belongs to.
    row, column : ndarray, shape (pairs, rows) and (pairs, columns)
        Probabilities.

    Returns
    -------
    worth : ndarray, shape (pairs, 2)
        Expected payoffs.
    regret : ndarray, shape (pairs, 2)
        What the best reply would add; not negative but for rounding.

    Examples
    --------
    >>> dilemma = np.array([[[[3.0, 0.0], [5.0, 1.0]], [[3.0, 5.0], [0.0, 1.0]]]])
    >>> [found.tolist() for found in pair_regret(dilemma, np.array([0]), np.eye(2)[:1], np.eye(2)[:1])]
    [[[3.0, 3.0]], [[2.0, 2.0]]]
    """
    worth, regret = np.zeros((len(game), 2)), np.zeros((len(game), 2))
    step = max(1, CELLS // (payoffs.shape[2] * payoffs.shape[3]))
    for start in range(0, len(game), step):
        here = slice(start, start + step)
        x, y = np.ascontiguousarray(row[here].T), np.ascontiguousarray(column[here].T)
        table = np.ascontiguousarray(payoffs[game[here]].transpose(1, 2, 3, 0))
        replies = (table[0].swapaxes(0, 1), y, x), (table[1], x, y)
        for player, (own, other, mine) in enumerate(replies):
            values = np.zeros_like(mine)
            for weight, against in zip(other, own, strict=True):
                values += against * weight
            worth[here, player] = (values * mine).sum(axis=0)
            regret[here, player] = values.max(axis=0) - worth[here, player]
    return worth, regret


class Kernels(NamedTuple):
    """What solves a batch, and what checks its answers."""

    extreme_equilibria: Callable[..., plain.Found]
    pair_regret: Callable[..., tuple[FloatArray, FloatArray]]


PLAIN = Kernels(plain.extreme_equilibria, pair_regret)
"""The kernels in NumPy."""


def kernels(games: int, shape: tuple[int, int], compiled: bool | None = None) -> Kernels:
    """The kernels for a batch.

    Parameters
    ----------
    games : int
        How many.
    shape : tuple of int
        Rows and columns of each.
    compiled : bool, optional
        Whether compiled ones are wanted; by default, if the batch is large. Where numba is missing, or finds no folder
        for what it compiles, they are plain all the same.
    """
    if compiled is None:
        enough = AT_HAND if "numba" in sys.modules else ENOUGH
        compiled = games * count(*shape) >= enough
    if not compiled or not compiler.installed():
        return PLAIN
    from negotiate.equilibrium.kernels.compiled import extreme_equilibria as twins  # noqa: PLC0415 - it imports numba

    if not compiler.usable():
        return PLAIN
    return Kernels(twins.extreme_equilibria, twins.pair_regret)
