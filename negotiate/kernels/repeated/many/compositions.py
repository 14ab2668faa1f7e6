"""A finite population of several kinds: all its compositions as a chain, and sampled ways through them.

One is born and one dies at a time, as in `fixation`; steps in which nothing changes are left out.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from math import comb
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from negotiate.arrays import FloatArray, IntArray
from negotiate.errors import GameTooLarge

Fitness = Callable[[FloatArray, npt.NDArray[np.bool_]], FloatArray]
"""From mean payoffs and who is there, both of shape (kinds, populations), to fitness up to a factor a population."""

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


def changes(counts: IntArray, payoffs: FloatArray, fitness: Fitness) -> Changes:
    """What can happen next in each composition.

    Parameters
    ----------
    counts : ndarray of int, shape (compositions, kinds)
        All of them, in the order of `compositions`, which is also that of rows that are sorted.
    payoffs : ndarray, shape (kinds, kinds)
        What the row earns against the column.
    fitness : callable
        See `Fitness`.
    """
    kinds = counts.shape[1]
    earned = (counts @ payoffs.T - np.diagonal(payoffs)) / (counts[0].sum() - 1)
    births = counts * fitness(earned.T, counts.T > 0).T
    weights = births[:, :, None] * counts[:, None, :]
    weights[:, np.arange(kinds), np.arange(kinds)] = 0.0
    before, born, died = np.nonzero(weights)
    after = counts[before]
    after[np.arange(len(after)), born] += 1
    after[np.arange(len(after)), died] -= 1
    places = np.unique(np.concatenate([counts, after]), axis=0, return_inverse=True)[1][len(counts) :]
    totals = weights.sum(axis=(1, 2))
    return Changes(before, places, weights[before, born, died] / totals[before])


def sampled_takeovers(
    start: IntArray,
    payoffs: FloatArray,
    fitness: Fitness,
    odds: FloatArray,
    births: int,
    draws: tuple[int, np.random.Generator],
) -> FloatArray:
    """Who takes over in each of many worlds.

    Each is followed until it is left with two kinds, whose odds are known.

    Parameters
    ----------
    start : ndarray of int, shape (kinds,)
        How many of each there are at first; at least two kinds.
    payoffs : ndarray, shape (kinds, kinds)
    fitness : callable
        See `Fitness`.
    odds : ndarray, shape (residents, mutants, population - 1)
        See `takeover`.
    births : int
        How many changes a world is followed for.
    draws : tuple of int and Generator
        How many worlds, and where their luck comes from.

    Returns
    -------
    ndarray, shape (worlds, kinds)
        How likely each takes over, given what was drawn; all 0 in a world that still had more than two kinds.
    """
    worlds, rng = draws
    population, own = int(start.sum()), np.diagonal(payoffs)[:, None]
    found, alive = np.zeros((worlds, len(start))), np.arange(worlds)
    counts = np.tile(start.astype(np.float64)[:, None], worlds)
    earned, kinds = payoffs @ counts, np.full(worlds, np.count_nonzero(start))
    for _ in range(births + 1):
        if kinds.min() <= 2:
            over = kinds <= 2
            found[alive[over]] = _known(counts[:, over], odds)
            alive, counts, earned, kinds = alive[~over], counts[:, ~over], earned[:, ~over], kinds[~over]
        if not len(alive):
            break
        luck, here = rng.random((2, len(alive))), np.arange(len(alive))
        fit = fitness((earned - own) / (population - 1), counts > 0)
        born = _drawn(fit * counts * (population - counts), luck[0])
        others = counts.copy()
        others[born, here] = 0.0
        died = _drawn(others, luck[1])
        counts[born, here] += 1
        counts[died, here] -= 1
        earned += payoffs[:, born] - payoffs[:, died]
        kinds -= counts[died, here] == 0
    return found


def _known(counts: FloatArray, odds: FloatArray) -> FloatArray:
    """How likely each kind takes over in worlds with two kinds, shape (worlds, kinds)."""
    found, worlds, present = np.zeros(counts.T.shape), np.arange(counts.shape[1]), counts > 0
    one, other = present.argmax(axis=0), len(counts) - 1 - present[::-1].argmax(axis=0)
    chance = odds[one, other, counts[other, worlds].astype(np.int64) - 1]
    found[worlds, other] = chance
    found[worlds, one] = 1 - chance
    return found


def _drawn(weights: FloatArray, luck: FloatArray) -> IntArray:
    """One row of each column, with odds in proportion to weights."""
    sums = np.cumsum(weights, axis=0)
    found: IntArray = (sums <= luck * sums[-1]).sum(axis=0)
    return found
