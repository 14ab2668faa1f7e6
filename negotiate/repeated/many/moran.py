"""Who takes over a finite population in which one is born and one dies at a time: the process of Moran.

Whoever is born copies somebody with odds in proportion to fitness, and whoever dies is anybody with equal odds. Fitness
may depend on how many there are of whom. Nobody plays against itself. The compositions of a small population are laid
out as a chain, and of a large one ways through them are sampled; steps in which nothing changes are left out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from math import comb
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from negotiate.arrays import FloatArray, IntArray
from negotiate.display import Shown
from negotiate.errors import GameTooLarge, OutOfRange
from negotiate.repeated.matches.exact import NORMAL_95

Fitness = Literal["linear", "exponential"]

BARREN = 1e-12
"""The least fitness, as a share of the largest: nobody is quite without offspring, so that nobody is beyond return."""


@dataclass(frozen=True, slots=True)
class Offspring:
    """From payoffs to fitness.

    Parameters
    ----------
    fitness : {'linear', 'exponential'}
        1 - selection + selection × (payoff - baseline), or the exponential of selection × payoff.
    selection : float
        From 0, where all are alike; to 1 at most if linear.
    baseline : tuple of float
        For each population, the payoff that leaves no offspring; 0 if exponential, where it does not matter.
    largest : tuple of float
        For each population, the largest fitness of any pair; 1 if exponential.
    """

    fitness: Fitness
    selection: float
    baseline: tuple[float, ...]
    largest: tuple[float, ...]

    def logs(self, payoffs: FloatArray, population: int = 0) -> FloatArray:
        """The logarithm of fitness at some payoffs of a population."""
        if self.fitness == "exponential":
            return self.selection * payoffs
        linear = linear_fitness(payoffs, self.selection, self.baseline[population])
        found: FloatArray = np.log(np.maximum(linear, BARREN * self.largest[population]))
        return found

    def relative(self, payoffs: FloatArray, present: npt.NDArray[np.bool_]) -> FloatArray:
        """Fitness in one population, up to a factor for each column of payoffs."""
        if self.fitness == "linear":
            linear = linear_fitness(payoffs, self.selection, self.baseline[0])
            return np.maximum(linear, BARREN * self.largest[0])
        most = np.where(present, payoffs, -np.inf).max(axis=0)
        found: FloatArray = np.exp(np.minimum(self.selection * (payoffs - most), 0.0))
        return found


def linear_fitness(payoffs: FloatArray | float, selection: float, baseline: float) -> FloatArray:
    """Fitness that rises with payoffs in a straight line."""
    return np.asarray(1 - selection + selection * (np.asarray(payoffs) - baseline))


NEVER = 1e-150
"""Takeovers that are less likely count as impossible: they are rarer than anything that has ever happened."""


def pair_ratios(payoffs: FloatArray, population: int, log_fitness: Callable[[FloatArray], FloatArray]) -> FloatArray:
    """How much fitter residents are than mutants, for every pair and every number of mutants.

    Parameters
    ----------
    payoffs : ndarray, shape (strategies, strategies)
        What the row earns against the column.

    Returns
    -------
    ndarray, shape (residents, mutants, population - 1)
        The logarithm of residents' fitness over mutants', with 1, 2, … mutants.
    """
    many = np.arange(1, population)
    own = np.diagonal(payoffs)
    mutant = ((many - 1) * own[None, :, None] + (population - many) * payoffs.T[:, :, None]) / (population - 1)
    resident = (many * payoffs[:, :, None] + (population - many - 1) * own[:, None, None]) / (population - 1)
    return log_fitness(resident) - log_fitness(mutant)


def takeover(ratios: FloatArray) -> FloatArray:
    """How likely mutants of one kind take over, given how much fitter residents are at every number of mutants.

    Parameters
    ----------
    ratios : ndarray, shape (..., population - 1)
        See `pair_ratios`.

    Returns
    -------
    ndarray, shape (..., population - 1)
        From 1, 2, … mutants.

    Notes
    -----
    With the ratio of fitness at each number of mutants, the odds from i mutants are the sum over j < i of the products
    of the first j ratios, over the same sum for j < population. Sums are taken of logarithms, so that nothing
    overflows.

    References
    ----------
    Nowak, M. A. (2006). Evolutionary Dynamics. Harvard University Press. Chapter 6.
    """
    products = np.concatenate([np.zeros((*ratios.shape[:-1], 1)), np.cumsum(ratios, axis=-1)], axis=-1)
    sums = np.cumsum(np.exp(products - products.max(axis=-1, keepdims=True)), axis=-1)
    found: FloatArray = sums[..., :-1] / sums[..., -1:]
    return found


def long_run_shares(single: FloatArray) -> FloatArray:
    """The share of time in which everybody plays each strategy, if mutants are very rare and each kind as likely.

    Parameters
    ----------
    single : ndarray, shape (residents, mutants)
        How likely one mutant takes over; the diagonal does not matter.

    Returns
    -------
    ndarray, shape (strategies,)

    Notes
    -----
    Before the next mutant arises one kind has taken over, so the population is a chain of kinds (Fudenberg & Imhof
    2006). Where takeovers are impossible, the chain may end in several sets of kinds; then each set counts by how
    likely it is reached from a kind drawn at random.

    References
    ----------
    Fudenberg, D., and L. A. Imhof (2006). Imitation processes with small mutations. Journal of Economic Theory 131.
    """
    moves = np.where(single >= NEVER, single, 0.0)
    np.fill_diagonal(moves, 0.0)
    reach = _reach(moves > 0)
    stays = np.asarray((reach <= reach.T).all(axis=1))
    found = np.zeros(len(moves))
    weights = _ends(moves, stays)
    for first in np.flatnonzero(stays):
        members = np.flatnonzero(reach[first])
        if members[0] == first:
            found[members] = weights[members].sum() * _stationary(moves[np.ix_(members, members)])
    return found


def _reach(possible: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    reach = possible | np.eye(len(possible), dtype=bool)
    for _ in range(len(possible).bit_length()):
        reach = reach @ reach
    return reach


def _ends(moves: FloatArray, stays: npt.NDArray[np.bool_]) -> FloatArray:
    """Where a chain that starts anywhere, each as likely, first meets a state that it can always return to."""
    count = len(moves)
    found = np.where(stays, 1.0, 0.0)
    if not stays.all():
        leaves = ~stays
        jumps = moves[leaves] / moves[leaves].sum(axis=1, keepdims=True)
        visits = np.linalg.solve((np.eye(leaves.sum()) - jumps[:, leaves]).T, np.ones(leaves.sum()))
        found[stays] += visits @ jumps[:, stays]
    return found / count


def _stationary(moves: FloatArray) -> FloatArray:
    """The long run of a chain in which every state leads to every other, by elimination without a subtraction.

    References
    ----------
    Grassmann, W. K., M. I. Taksar and D. P. Heyman (1985). Regenerative analysis and steady state distributions for
    Markov chains. Operations Research 33.
    """
    left = moves.copy()
    for last in range(len(left) - 1, 0, -1):
        left[:last, last] /= left[last, :last].sum()
        left[:last, :last] += np.outer(left[:last, last], left[last, :last])
    shares = np.zeros(len(left))
    shares[0] = 1.0
    for place in range(1, len(left)):
        shares[place] = shares[:place] @ left[:place, place]
        shares /= shares.sum()
    return shares


RelativeFitness = Callable[[FloatArray, npt.NDArray[np.bool_]], FloatArray]
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


def changes(counts: IntArray, payoffs: FloatArray, fitness: RelativeFitness) -> Changes:
    """What can happen next in each composition.

    Parameters
    ----------
    counts : ndarray of int, shape (compositions, kinds)
        All of them, in the order of `compositions`, which is also that of rows that are sorted.
    payoffs : ndarray, shape (kinds, kinds)
        What the row earns against the column.
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
    fitness: RelativeFitness,
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
