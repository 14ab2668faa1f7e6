"""The twin of `kernels/pair_regret.py` for a compiler: the same sums in the same order, pair after pair."""

from __future__ import annotations

import numpy as np

from negotiate.arrays import FloatArray, IndexArray
from negotiate.kernels.compiled.compiler import compiled


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
