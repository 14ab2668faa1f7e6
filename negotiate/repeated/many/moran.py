"""Who takes over a finite population: exactly where its compositions can be laid out, else sampled."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from negotiate.arrays import FloatArray, IntArray
from negotiate.display import Shown
from negotiate.errors import GameTooLarge, OutOfRange
from negotiate.kernels.repeated.many.compositions import (
    CHANGE_LIMIT,
    changes,
    compositions,
    how_many,
    sampled_takeovers,
)
from negotiate.kernels.repeated.many.fixation import long_run_shares, pair_ratios, takeover
from negotiate.repeated.match import NORMAL_95

if TYPE_CHECKING:
    from negotiate.repeated.many.offspring import Offspring

LARGEST = 100_000
"""Individuals of a population."""

PAIR_LIMIT = 10_000_000
"""Pairs of strategies times individuals."""

WORLDS = 1_000
"""Worlds that are sampled where nobody says how many."""

CHANGES = 50_000
"""The most changes that a sampled world is followed for."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Takeover(Shown):
    """Who takes over a finite population in which one is born and one dies at a time (Moran process).

    Parameters
    ----------
    names : tuple of str
        The strategies.
    population : int
        How many individuals there are.
    start : tuple of int
        How many play each strategy at first.
    fixation : ndarray, shape (strategies,)
        How likely each takes over in the end, from `start`.
    errors : ndarray, shape (strategies,)
        Half the width of the 95 % interval of each; 0 where it is exact.
    single : ndarray, shape (strategies, strategies)
        `single[i, j]`: how likely one mutant `j` takes over a population of `i`; exact. The diagonal is one in
        `population`, what chance alone would give.
    long_run : ndarray, shape (strategies,)
        The share of time in which everybody plays each strategy if new ones arise very rarely, each as likely; exact.
    unfinished : float
        The share of sampled worlds in which nobody had taken over when they were left.
    worlds, seed : int
        How many worlds were sampled, and from which seed; 0 where all is exact.
    """

    names: tuple[str, ...]
    population: int
    start: tuple[int, ...]
    fixation: FloatArray
    errors: FloatArray
    single: FloatArray
    long_run: FloatArray
    unfinished: float = 0.0
    worlds: int = 0
    seed: int = 0


def moran(
    names: tuple[str, ...],
    payoffs: FloatArray,
    offspring: Offspring,
    population: int,
    shares: FloatArray,
    worlds: int | None,
    seed: int,
) -> Takeover:
    """Follow a population until everybody plays the same.

    Parameters
    ----------
    payoffs : ndarray, shape (strategies, strategies)
        What the row earns against the column.
    shares : ndarray, shape (strategies,)
        Of the start, which are rounded to whole individuals.

    Raises
    ------
    OutOfRange
        If there are fewer than two individuals, or too many, or no worlds, or a negative seed.
    GameTooLarge
        If there are too many pairs of strategies for so many individuals.
    """
    if population != int(population) or not 2 <= population <= LARGEST:
        raise OutOfRange(f"`population` is a whole number from 2 to {LARGEST:,}, and not {population}")
    count = WORLDS if worlds is None else worlds
    if count < 1 or seed < 0:
        raise OutOfRange(f"`worlds` are at least 1 and a `seed` is at least 0, and not {count} and {seed}")
    size = len(names) ** 2 * population
    if size > PAIR_LIMIT:
        raise GameTooLarge("pairs times individuals", size, PAIR_LIMIT, "take fewer strategies or individuals")
    odds = takeover(pair_ratios(payoffs, population, offspring.logs))
    single = np.where(np.eye(len(names), dtype=bool), 1 / population, odds[..., 0])
    start = whole(shares, population)
    told = partial(Takeover, names, population, tuple(map(int, start)), single=single, long_run=long_run_shares(single))
    exact = _exact(start, payoffs, offspring, odds)
    if exact is not None:
        return told(fixation=exact, errors=np.zeros(len(names)))
    births = min(10 * population**2, CHANGES)
    luck = (count, np.random.default_rng(seed))
    won = sampled_takeovers(start, payoffs, offspring.relative, odds, births, luck)
    return told(
        fixation=won.mean(axis=0),
        errors=_half_widths(won),
        unfinished=1 - float(won.sum()) / count,
        worlds=count,
        seed=seed,
    )


def _half_widths(won: FloatArray) -> FloatArray:
    """Half of each 95 % interval.

    Four worlds are thought to be added, of which each kind takes over two, so that what never happened has an interval
    too (Agresti & Coull 1998).
    """
    count = len(won) + 4
    mean, square = (won.sum(axis=0) + 2) / count, ((won**2).sum(axis=0) + 2) / count
    found: FloatArray = NORMAL_95 * np.sqrt((square - mean**2) / count)
    return found


def whole(shares: FloatArray, population: int) -> IntArray:
    """Whole individuals closest to some shares: those with the largest remainders get the last ones."""
    exact = shares * population
    found = np.floor(exact + 1e-9).astype(np.int64)  # a share that is whole but for rounding is whole
    rest = population - int(found.sum())
    found[np.argsort(found - exact, kind="stable")[:rest]] += 1
    return found


def _exact(start: IntArray, payoffs: FloatArray, offspring: Offspring, odds: FloatArray) -> FloatArray | None:
    """How likely each takes over; None where it has to be sampled."""
    present = np.flatnonzero(start)
    found = np.zeros(len(start))
    if len(present) == 1:
        found[present] = 1.0
    elif len(present) == 2:
        one, other = present
        found[other], found[one] = odds[one, other, start[other] - 1], odds[other, one, start[one] - 1]
    elif how_many(int(start.sum()), len(present)) <= CHANGE_LIMIT:
        found[present] = _by_chain(start[present], payoffs[np.ix_(present, present)], offspring)
    else:
        return None
    return found if abs(found.sum() - 1) < 1e-6 else None  # with all but endless coexistence digits are lost


def _by_chain(start: IntArray, payoffs: FloatArray, offspring: Offspring) -> FloatArray:
    """How likely each of some kinds takes over, by one linear solve over all compositions; not a number if it fails."""
    from scipy import sparse  # noqa: PLC0415 - scipy is slow to import
    from scipy.sparse.linalg import splu  # noqa: PLC0415 - the same

    counts = compositions(int(start.sum()), len(start))
    chain = changes(counts, payoffs, offspring.relative)
    moves = sparse.csc_array((chain.odds, (chain.before, chain.after)), shape=(len(counts), len(counts)))
    over = counts.max(axis=1) == start.sum()
    here = (counts[~over] == start).all(axis=1).astype(np.float64)
    inside = moves[~over]
    try:
        visits = splu((sparse.eye_array(len(here)) - inside[:, ~over]).T.tocsc()).solve(here)
    except RuntimeError:  # all but endless coexistence makes the system singular in floating point
        return np.full(len(start), np.nan)
    won = inside[:, over].T @ visits
    found = np.zeros(len(start))
    found[counts[over].argmax(axis=1)] = won
    return found
