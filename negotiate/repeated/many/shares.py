"""The shares of strategies in populations: those at the start, and who is left and how often does what in the end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.errors import UnsuitableGame
from negotiate.repeated.many.offspring import tables
from negotiate.repeated.many.tournament import Tournament

SURVIVES = 0.001
"""The least share that is worth naming."""


def first_shares(played: Tournament, start: Sequence[float] | Sequence[Sequence[float]] | None) -> list[FloatArray]:
    """The shares of each population at the start, which sum to 1.

    Raises
    ------
    UnsuitableGame
        If they do not fit the pools.
    """
    sizes = [len(table) for table in tables(played)]
    if start is None:
        return [np.full(size, 1.0 / size) for size in sizes]
    rows: list[Any] = [start] if len(sizes) == 1 and all(np.ndim(row) == 0 for row in start) else list(start)
    found = [np.asarray(row, dtype=np.float64) for row in rows]
    if [row.shape for row in found] != [(size,) for size in sizes]:
        raise UnsuitableGame(f"`start` needs {' and '.join(map(str, sizes))} shares, one for each strategy")
    if not all(np.isfinite(row).all() and (row >= 0).all() and row.sum() > 0 for row in found):
        raise UnsuitableGame("the shares of `start` are numbers of at least 0, and not all of them 0")
    return [row / row.sum() for row in found]


def survivors(shares: FloatArray) -> tuple[int, ...]:
    """The strategies with a share worth naming, the largest first; equal ones in the pool's order."""
    order = np.argsort(-shares.round(9), kind="stable")
    least = min(SURVIVES, shares.max())  # among thousands nobody may have a share that is worth naming
    return tuple(int(place) for place in order if shares[place] >= least)


def played_by(
    played: Tournament, first: FloatArray, second: FloatArray, alive: list[tuple[int, ...]]
) -> FloatArray | None:
    """How often survivors play each combination of postures; None where that would have to be sampled.

    Parameters
    ----------
    first, second : ndarray
        The shares of the two populations that meet, which may be the same.
    alive : list of tuple of int
        The survivors of each population.
    """
    rows, columns = list(alive[0]), list(alive[-1])
    weights = np.outer(first[rows], second[columns])
    found: FloatArray = np.tensordot(weights / weights.sum(), played.plays[np.ix_(rows, columns)], 2)
    return None if np.isnan(found).any() else found
