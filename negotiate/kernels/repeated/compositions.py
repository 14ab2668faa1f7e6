"""A finite population of several kinds: all its compositions as a chain, and sampled ways through them.

One is born and one dies at a time, as in `fixation`; steps in which nothing changes are left out.
"""

from __future__ import annotations

from itertools import combinations
from math import comb
from typing import NamedTuple

import numpy as np

from negotiate.errors import GameTooLarge
from negotiate.kernels.repeated.fixation import FloatArray, IntArray, LogFitness

CHANGE_LIMIT = 100_000
"""Changes of compositions that are laid out."""


def how_many(population: int, kinds: int) -> int:
    """How many changes of compositions there may be."""
    return comb(population + kinds - 1, kinds - 1) * kinds * (kinds - 1)


def compositions(population: int, kinds: int) -> IntArray:
    """Every way to divide a population among kinds, shape (compositions, kinds).

    Raises
    ------
    GameTooLarge
        If they may change in more than `CHANGE_LIMIT` ways.
    """
    size = how_many(population, kinds)
    if size > CHANGE_LIMIT:
        raise GameTooLarge("changes of compositions", size, CHANGE_LIMIT, "take fewer strategies or individuals")
    count = comb(population + kinds - 1, kinds - 1)
    bars = np.array(list(combinations(range(population + kinds - 1), kinds - 1)), dtype=np.int64).reshape(count, -1)
    edges = np.pad(bars, ((0, 0), (1, 1)), constant_values=((0, 0), (-1, population + kinds - 1)))
    found: IntArray = np.diff(edges, axis=1) - 1
    return found


class Changes(NamedTuple):
    """The chain of compositions: one row for each change that can happen.

    Parameters
    ----------
    before, after : ndarray of int, shape (changes,)
        Rows of `compositions`.
    odds : ndarray, shape (changes,)
        How likely it is the next change.
    """

    before: IntArray
    after: IntArray
    odds: FloatArray


def changes(counts: IntArray, payoffs: FloatArray, log_fitness: LogFitness) -> Changes:
    """What can happen next in each composition.

    Parameters
    ----------
    counts : ndarray of int, shape (compositions, kinds)
        All of them, in the order of `compositions`, which is also that of rows that are sorted.
    payoffs : ndarray, shape (kinds, kinds)
    """
    kinds = counts.shape[1]
    weights = _births(counts, payoffs, log_fitness)[:, :, None] * counts[:, None, :]
    weights[:, np.arange(kinds), np.arange(kinds)] = 0.0
    before, born, died = np.nonzero(weights)
    after = counts[before]
    after[np.arange(len(after)), born] += 1
    after[np.arange(len(after)), died] -= 1
    places = np.unique(np.concatenate([counts, after]), axis=0, return_inverse=True)[1][len(counts) :]
    totals = weights.sum(axis=(1, 2))
    return Changes(before, places, weights[before, born, died] / totals[before])


def sampled_takeovers(
    start: IntArray, payoffs: FloatArray, log_fitness: LogFitness, worlds: int, births: int, rng: np.random.Generator
) -> IntArray:
    """Who has taken over in each of many worlds, shape (worlds,); -1 where nobody has after so many changes.

    Parameters
    ----------
    start : ndarray of int, shape (kinds,)
        How many of each there are at first.
    """
    population = int(start.sum())
    counts = np.tile(start, (worlds, 1))
    winners = np.full(worlds, -1, dtype=np.int64)
    alive = np.arange(worlds)
    for _ in range(births + 1):
        over = counts.max(axis=1) == population
        if over.any():
            winners[alive[over]] = counts[over].argmax(axis=1)
            alive, counts = alive[~over], counts[~over]
        if not len(alive):
            break
        draws = rng.random((2, len(alive)))
        weights = _births(counts, payoffs, log_fitness) * (population - counts)
        born = _drawn(weights, draws[0])
        others = counts.astype(np.float64)
        rows = np.arange(len(alive))
        others[rows, born] = 0.0
        died = _drawn(others, draws[1])
        counts[rows, born] += 1
        counts[rows, died] -= 1
    return winners


def _births(counts: IntArray, payoffs: FloatArray, log_fitness: LogFitness) -> FloatArray:
    """How likely each kind is copied, up to a factor: its number times its fitness."""
    earned = (counts @ payoffs.T - np.diagonal(payoffs)) / (counts[0].sum() - 1)
    logs = np.where(counts > 0, log_fitness(earned), -np.inf)
    found: FloatArray = counts * np.exp(logs - logs.max(axis=1, keepdims=True))
    return found


def _drawn(weights: FloatArray, draws: FloatArray) -> IntArray:
    sums = np.cumsum(weights, axis=1)
    found: IntArray = (sums <= (draws * sums[:, -1])[:, None]).sum(axis=1)
    return found
