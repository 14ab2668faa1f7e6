"""What is left of many strategies when those that earn more are copied more.

There is one population that plays against itself, or two of which each plays against the other.
Shares are kept as logarithms, so that what is all but gone can come back, and only their
differences matter.

Or there is a finite population in which one is born and one dies at a time: the process of Moran.
Whoever is born copies somebody with odds in proportion to fitness, and whoever dies is anybody with
equal odds. Fitness may depend on how many there are of whom. Nobody plays against itself. The
compositions of a small population are laid out as a chain, and of a large one ways through them are
sampled; steps in which nothing changes are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from math import comb
from typing import Any, Literal, NamedTuple, get_args

import numpy as np

from negotiate.arrays import BoolArray, FloatArray, IntArray
from negotiate.display import Shown
from negotiate.equilibrium.kernels import sparse
from negotiate.errors import GameTooLarge, OutOfRange, UnknownMethod, UnsuitableGame
from negotiate.repeated.game import phase_payoffs
from negotiate.repeated.many.tournament import Tournament, tournament
from negotiate.repeated.matches.exact import NORMAL_95
from negotiate.repeated.repeated_game import RepeatedGame

Fitness = Literal["linear", "exponential"]

BARREN = 1e-12
"""The least fitness, as a share of the largest: nobody is quite without offspring, so that nobody
is beyond return.
"""


class Offspring(NamedTuple):
    """From payoffs to fitness.

    Parameters
    ----------
    fitness : {'linear', 'exponential'}
        1 - selection + selection × (payoff - baseline), or the exponential of selection × payoff.
    selection : float
        From 0, where all are alike; to 1 at most if linear.
    baseline : tuple of float
        For each population, the payoff that leaves no offspring; 0 if exponential, where it does
        not matter.
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
        return np.asarray(np.log(self._linear(payoffs, population)))

    def relative(self, payoffs: FloatArray, present: BoolArray) -> FloatArray:
        """Fitness in one population, up to a factor for each column of payoffs."""
        if self.fitness == "linear":
            return self._linear(payoffs, 0)
        most = np.where(present, payoffs, -np.inf).max(axis=0)
        return np.asarray(np.exp(np.minimum(self.selection * (payoffs - most), 0.0)))

    def _linear(self, payoffs: FloatArray, population: int) -> FloatArray:
        linear = linear_fitness(payoffs, self.selection, self.baseline[population])
        return np.maximum(linear, BARREN * self.largest[population])


def linear_fitness(payoffs: FloatArray | float, selection: float, baseline: float) -> FloatArray:
    """Fitness that rises with payoffs in a straight line."""
    return np.asarray(1 - selection + selection * (np.asarray(payoffs) - baseline))


def pair_ratios(
    payoffs: FloatArray, population: int, log_fitness: Callable[[FloatArray], FloatArray]
) -> FloatArray:
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
    mutant = ((many - 1) * own[None, :, None] + (population - many) * payoffs.T[:, :, None]) / (
        population - 1
    )
    resident = (many * payoffs[:, :, None] + (population - many - 1) * own[:, None, None]) / (
        population - 1
    )
    return log_fitness(resident) - log_fitness(mutant)


def takeover(ratios: FloatArray) -> FloatArray:
    """How likely mutants of one kind take over, given how much fitter residents are at every number
    of mutants.

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
    With the ratio of fitness at each number of mutants, the odds from i mutants are the sum over j
    < i of the products of the first j ratios, over the same sum for j < population. Sums are taken
    of logarithms, so that nothing overflows.

    References
    ----------
    Nowak, M. A. (2006). Evolutionary Dynamics. Harvard University Press. Chapter 6.
    """
    products = _products(ratios)
    sums = np.cumsum(np.exp(products - products.max(axis=-1, keepdims=True)), axis=-1)
    found: FloatArray = sums[..., :-1] / sums[..., -1:]
    return found


def log_single(ratios: FloatArray) -> FloatArray:
    """The logarithm of how likely one mutant takes over, however little that is, shape (residents,
    mutants).

    Parameters
    ----------
    ratios : ndarray, shape (residents, mutants, population - 1)
        See `pair_ratios`.
    """
    return -np.asarray(np.logaddexp.reduce(_products(ratios), axis=-1))


def _products(ratios: FloatArray) -> FloatArray:
    return np.concatenate([np.zeros((*ratios.shape[:-1], 1)), np.cumsum(ratios, axis=-1)], axis=-1)


def long_run_shares(single: FloatArray) -> FloatArray:
    """The share of time in which everybody plays each strategy, if mutants are very rare and each
    kind as likely.

    Parameters
    ----------
    single : ndarray, shape (residents, mutants)
        The logarithm of how likely one mutant takes over, minus infinity where it cannot; the
        diagonal does not matter.

    Returns
    -------
    ndarray, shape (strategies,)

    Notes
    -----
    Before the next mutant arises one kind has taken over, so the population is a chain of kinds
    (Fudenberg & Imhof 2006). Where takeovers are impossible, the chain may end in several sets of
    kinds; then each set counts by how likely it is reached from a kind drawn at random. States are
    eliminated one by one without a subtraction, and in logarithms, so that what is rarer than any
    number still counts beside what is rarer yet (Grassmann, Taksar & Heyman 1985).

    References
    ----------
    Fudenberg, D., and L. A. Imhof (2006). Imitation processes with small mutations. Journal of
    Economic Theory 131. Grassmann, W. K., M. I. Taksar, and D. P. Heyman (1985). Regenerative
    analysis and steady state distributions for Markov chains. Operations Research 33.
    """
    kinds = len(single)
    possible = single[np.isfinite(single) & ~np.eye(kinds, dtype=bool)]
    moves = np.full((kinds + 1, kinds + 1), -np.inf)
    moves[0, 1:] = 0.0  # from a state before all others
    moves[1:, 1:] = single
    moves[1:, 0] = (
        kinds * min(possible.min(initial=0.0), 0.0) - RARER
    )  # and back to it, later than anything else
    np.fill_diagonal(moves, -np.inf)
    for k in range(kinds, 0, -1):
        moves[:k, k] -= np.logaddexp.reduce(moves[k, :k])
        moves[:k, :k] = np.logaddexp(moves[:k, :k], moves[:k, k, None] + moves[k, None, :k])
    times = np.zeros(kinds + 1)
    for k in range(1, kinds + 1):
        times[k] = np.logaddexp.reduce(times[:k] + moves[:k, k])
    return np.asarray(np.exp(times[1:] - np.logaddexp.reduce(times[1:])))


RARER = 1000.0
"""How much rarer than the rarest way through all kinds a new start is, as a logarithm."""

RelativeFitness = Callable[[FloatArray, BoolArray], FloatArray]
"""From mean payoffs and who is there, both of shape (kinds, populations), to fitness up to a factor
a population.
"""

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
    GameTooLarge.refuse(
        "changes of compositions", size, CHANGE_LIMIT, "take fewer strategies or individuals"
    )
    count = comb(population + kinds - 1, kinds - 1)
    bars = np.array(
        list(combinations(range(population + kinds - 1), kinds - 1)), dtype=int
    ).reshape(count, -1)
    return np.diff(bars, axis=1, prepend=-1, append=population + kinds - 1) - 1


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
    one = np.eye(kinds, dtype=int)
    weights[:, one > 0] = 0.0
    before, born, died = np.nonzero(weights)
    after = counts[before] + one[born] - one[died]
    places = np.unique(np.concatenate([counts, after]), axis=0, return_inverse=True)[1][
        len(counts) :
    ]
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
        How likely each takes over, given what was drawn; all 0 in a world that still had more than
        two kinds.
    """
    worlds, rng = draws
    population, own = int(start.sum()), np.diagonal(payoffs)[:, None]
    found, alive = np.zeros((worlds, len(start))), np.arange(worlds)
    counts = np.tile(start.astype(float)[:, None], worlds)
    earned, kinds = payoffs @ counts, np.full(worlds, np.count_nonzero(start))
    for _ in range(births + 1):
        if kinds.min() <= 2:
            over = kinds <= 2
            found[alive[over]] = _known(counts[:, over], odds)
            alive, counts, earned, kinds = (
                alive[~over],
                counts[:, ~over],
                earned[:, ~over],
                kinds[~over],
            )
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
    chance = odds[one, other, counts[other, worlds].astype(int) - 1]
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
    """Who takes over a finite population in which one is born and one dies at a time (Moran
    process).

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
        `single[i, j]`: how likely one mutant `j` takes over a population of `i`; exact. The
        diagonal is one in `population`, what chance alone would give.
    long_run : ndarray, shape (strategies,)
        The share of time in which everybody plays each strategy if new ones arise very rarely, each
        as likely; exact.
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
    played: Tournament,
    breeds: Offspring,
    population: int,
    shares: list[FloatArray],
    worlds: int | None,
    seed: int,
) -> Takeover:
    """Follow a population until everybody plays the same.

    Parameters
    ----------
    shares : list of ndarray, shape (strategies,)
        Of the start, which are rounded to whole individuals; of the one population.

    Raises
    ------
    UnsuitableGame
        If there are two populations.
    OutOfRange
        If there are fewer than two individuals, or too many, or no worlds, or a negative seed.
    GameTooLarge
        If there are too many pairs of strategies for so many individuals.
    """
    if not played.one_pool:
        raise UnsuitableGame(
            (
                "the Moran process has one population whose members all meet each other, and this "
                "game "
                "has two"
            ),
            "choose the dynamics `ecological` or `replicator`, which know two populations",
        )
    names, payoffs = played.pools[0], played.payoffs[0]
    if population != int(population) or not 2 <= population <= LARGEST:
        raise OutOfRange(
            f"`population` is a whole number from 2 to {LARGEST:,}, and not {population}"
        )
    count, size = WORLDS if worlds is None else worlds, len(names) ** 2 * population
    if count < 1 or seed < 0:
        raise OutOfRange(
            f"`worlds` are at least 1 and a `seed` is at least 0, and not {count} and {seed}"
        )
    GameTooLarge.refuse(
        "pairs times individuals", size, PAIR_LIMIT, "take fewer strategies or individuals"
    )
    ratios = pair_ratios(payoffs, population, breeds.logs)
    odds, lasting = takeover(ratios), long_run_shares(log_single(ratios))
    single = np.where(np.eye(len(names), dtype=bool), 1 / population, odds[..., 0])
    start = whole(shares[0], population)
    told = partial(
        Takeover, names, population, tuple(map(int, start)), single=single, long_run=lasting
    )
    exact = _exact(start, payoffs, breeds.relative, odds)
    if exact is not None:
        return told(fixation=exact, errors=np.zeros(len(names)))
    births = min(10 * population**2, CHANGES)
    luck = (count, np.random.default_rng(seed))
    won = sampled_takeovers(start, payoffs, breeds.relative, odds, births, luck)
    return told(
        fixation=won.mean(axis=0),
        errors=_half_widths(won),
        unfinished=1 - float(won.sum()) / count,
        worlds=count,
        seed=seed,
    )


def _half_widths(won: FloatArray) -> FloatArray:
    """Half of each 95 % interval.

    Four worlds are thought to be added, of which each kind takes over two, so that what never
    happened has an interval too (Agresti & Coull 1998).
    """
    count = len(won) + 4
    mean, square = (won.sum(axis=0) + 2) / count, ((won**2).sum(axis=0) + 2) / count
    return np.asarray(NORMAL_95 * np.sqrt((square - mean**2) / count))


def whole(shares: FloatArray, population: int) -> IntArray:
    """Whole individuals closest to some shares: those with the largest remainders get the last
    ones.
    """
    exact = shares * population
    found = np.floor(exact + 1e-9).astype(int)  # a share that is whole but for rounding is whole
    rest = population - int(found.sum())
    found[np.argsort(found - exact, kind="stable")[:rest]] += 1
    return found


def _exact(
    start: IntArray, payoffs: FloatArray, fitness: RelativeFitness, odds: FloatArray
) -> FloatArray | None:
    """How likely each takes over; None where it has to be sampled."""
    present = np.flatnonzero(start)
    found = np.zeros(len(start))
    if len(present) == 1:
        found[present] = 1.0
    elif len(present) == 2:
        one, other = present
        found[other], found[one] = (
            odds[one, other, start[other] - 1],
            odds[other, one, start[one] - 1],
        )
    elif how_many(int(start.sum()), len(present)) <= CHANGE_LIMIT:
        found[present] = _by_chain(start[present], payoffs[np.ix_(present, present)], fitness)
    else:
        return None
    return (
        found if abs(found.sum() - 1) < 1e-6 else None
    )  # with all but endless coexistence digits are lost


def _by_chain(start: IntArray, payoffs: FloatArray, fitness: RelativeFitness) -> FloatArray:
    """How likely each of some kinds takes over, by one linear solve over all compositions; not a
    number if it fails.
    """
    counts = compositions(int(start.sum()), len(start))
    chain = changes(counts, payoffs, fitness)
    moves = sparse.csc_array(
        (chain.odds, (chain.before, chain.after)), shape=(len(counts), len(counts))
    )
    over = counts.max(axis=1) == start.sum()
    here = (counts[~over] == start).all(axis=1).astype(float)
    inside = moves[~over]
    try:
        visits = sparse.splu((sparse.eye_array(len(here)) - inside[:, ~over]).T.tocsc()).solve(here)
    except RuntimeError:  # all but endless coexistence makes the system singular in floating point
        return np.full(len(start), np.nan)
    won = inside[:, over].T @ visits
    found = np.zeros(len(start))
    found[counts[over].argmax(axis=1)] = won
    return found


STEPS = 5
"""Steps of a unit of time: where growth rates differ by at most 1, shares err by less than 1e-6 in
a hundred units.
"""


def ecological_path(
    tables: Sequence[FloatArray], start: Sequence[FloatArray], kept: IntArray, *, exponential: bool
) -> list[FloatArray]:
    """Shares over generations: each share is multiplied by its fitness and all are divided by their
    sum.

    Parameters
    ----------
    tables : sequence of ndarray, each of shape (own strategies, other strategies)
        The fitness of each strategy against each; one for one population, two for two. Above 0, or,
        if `exponential`, logarithms of fitness.
    start : sequence of ndarray, each of shape (own strategies,)
        The first shares, which sum to 1.
    kept : ndarray of int
        Which generations to return, in order, the first of them 0.
    exponential : bool
        Whether fitness is the exponential of the mean of a row, rather than that mean itself.

    Returns
    -------
    list of ndarray, each of shape (kept generations, own strategies)
    """

    def step(logs: list[FloatArray]) -> list[FloatArray]:
        earned = [
            table @ np.exp(other) for table, other in zip(tables, reversed(logs), strict=True)
        ]
        gains = earned if exponential else map(np.log, earned)
        return [log + gain for log, gain in zip(logs, gains, strict=True)]

    return _path(step, start, kept)


def replicator_path(
    tables: Sequence[FloatArray], start: Sequence[FloatArray], kept: IntArray
) -> list[FloatArray]:
    """Shares at whole times of the replicator dynamics (Taylor & Jonker 1978; Taylor 1979 for two
    populations).

    Parameters
    ----------
    tables : sequence of ndarray, each of shape (own strategies, other strategies)
        Growth rates, which should not differ by more than about 1.
    start, kept
        As for `ecological_path`; times instead of generations.

    Notes
    -----
    A share's logarithm grows at the rate of what its strategy earns, save for what normalises all
    shares. Four-stage Runge and Kutta steps.
    """

    def rates(logs: list[FloatArray]) -> list[FloatArray]:
        return [
            table @ np.exp(other)
            for table, other in zip(tables, reversed(_normal(logs)), strict=True)
        ]

    def moved(logs: list[FloatArray], by: list[FloatArray], width: float) -> list[FloatArray]:
        return [log + width * rate for log, rate in zip(logs, by, strict=True)]

    def step(logs: list[FloatArray]) -> list[FloatArray]:
        for _ in range(STEPS):
            first = rates(logs)
            second = rates(moved(logs, first, 0.5 / STEPS))
            third = rates(moved(logs, second, 0.5 / STEPS))
            fourth = rates(moved(logs, third, 1 / STEPS))
            slopes = [
                (a + 2 * b + 2 * c + d) / 6
                for a, b, c, d in zip(first, second, third, fourth, strict=True)
            ]
            logs = moved(logs, slopes, 1 / STEPS)
        return logs

    return _path(step, start, kept)


def _path(
    step: Callable[[list[FloatArray]], list[FloatArray]],
    start: Sequence[FloatArray],
    kept: IntArray,
) -> list[FloatArray]:
    with np.errstate(divide="ignore"):  # nobody of a kind is minus infinity, and stays so
        logs = [np.log(shares) for shares in start]
    rows = [logs]
    for generations in np.diff(kept):
        for _ in range(generations):
            logs = _normal(step(logs))
        rows.append(logs)
    return [np.exp(np.stack(population)) for population in zip(*rows, strict=True)]


def _normal(logs: list[FloatArray]) -> list[FloatArray]:
    """Logarithms of shares that sum to 1."""
    largest = [log - log.max() for log in logs]
    return [log - np.log(np.exp(log).sum()) for log in largest]


def offspring(
    played: Tournament, fitness: Fitness, selection: float, baseline: float | Sequence[float] | None
) -> Offspring:
    """How the strategies of a tournament are copied.

    Parameters
    ----------
    baseline : float, sequence of float or None
        By default 0, or the game's lowest payoff where that is below 0.

    Raises
    ------
    UnknownMethod
        If there is no such fitness.
    OutOfRange
        If the strength of selection is out of range, or a payoff lies below the baseline.
    """
    if fitness not in get_args(Fitness):
        raise UnknownMethod(
            f"there is no fitness `{fitness}`",
            f"choose {' or '.join(f'`{one}`' for one in get_args(Fitness))}",
        )
    most, told = (1.0, "from 0 to 1") if fitness == "linear" else (np.inf, "of 0 or more")
    if not 0 <= selection <= most:
        raise OutOfRange(f"`selection` is a number {told}, and not {selection:g}")
    payoffs = played.by_population(played.payoffs)
    if fitness == "exponential":
        return Offspring(fitness, selection, (0.0,) * len(payoffs), (1.0,) * len(payoffs))
    lowest = phase_payoffs(played.game).min(axis=(0, *range(2, 2 + played.game.stage.n_players)))
    given = (
        np.minimum(lowest, 0.0)
        if baseline is None
        else np.broadcast_to(np.asarray(baseline, float), 2)
    )
    bases = tuple(map(float, given[: len(payoffs)]))
    for base, table in zip(bases, payoffs, strict=True):
        if table.min() < base - 1e-9 * np.ptp(table):  # rounding alone is no mistake
            raise OutOfRange(
                (
                    f"a payoff of {table.min():g} lies below the baseline {base:g}, where fitness "
                    "would be below 0"
                ),
                "lower the baseline, or choose the fitness `exponential`",
            )
    peaks = [
        float(linear_fitness(table.max(), selection, base))
        for base, table in zip(bases, payoffs, strict=True)
    ]
    return Offspring(fitness, selection, bases, tuple(peak if peak > 0 else 1.0 for peak in peaks))


SURVIVES = 0.001
"""The least share that is worth naming."""


def first_shares(
    played: Tournament, start: Sequence[float] | Sequence[Sequence[float]] | None
) -> list[FloatArray]:
    """The shares of each population at the start, which sum to 1.

    Raises
    ------
    UnsuitableGame
        If they do not fit the pools.
    """
    sizes = [len(table) for table in played.by_population(played.payoffs)]
    if start is None:
        return [np.full(size, 1.0 / size) for size in sizes]
    rows: list[Any] = (
        [start] if len(sizes) == 1 and all(np.ndim(row) == 0 for row in start) else list(start)
    )
    found = [np.asarray(row, dtype=float) for row in rows]
    if [row.shape for row in found] != [(size,) for size in sizes]:
        raise UnsuitableGame(
            f"`start` needs {' and '.join(map(str, sizes))} shares, one for each strategy"
        )
    if not all(np.isfinite(row).all() and (row >= 0).all() and row.any() for row in found):
        raise UnsuitableGame(
            "the shares of `start` are numbers of at least 0, and not all of them 0"
        )
    below = [row / row.max() for row in found]  # the sum of huge ones is no number
    return [row / row.sum() for row in below]


def survivors(shares: FloatArray) -> tuple[int, ...]:
    """The strategies with a share worth naming, the largest first; equal ones in the pool's
    order.
    """
    order = np.argsort(-shares.round(9), kind="stable")
    least = min(
        SURVIVES, shares.max()
    )  # among thousands nobody may have a share that is worth naming
    return tuple(int(place) for place in order if shares[place] >= least)


def played_by(
    played: Tournament, first: FloatArray, second: FloatArray, alive: list[tuple[int, ...]]
) -> FloatArray | None:
    """How often survivors play each combination of postures; None where that would have to be
    sampled.

    Parameters
    ----------
    first, second : ndarray
        The shares of the two populations that meet, which may be the same.
    alive : list of tuple of int
        The survivors of each population.
    """
    rows, columns = list(alive[0]), list(alive[-1])
    weights = np.outer(first[rows], second[columns])
    found: FloatArray = np.tensordot(
        weights / weights.sum(), played.plays[np.ix_(rows, columns)], 2
    )
    return None if np.isnan(found).any() else found


Dynamics = Literal["ecological", "replicator", "moran"]

RESTS = 1e-9
"""Shares that change by no more in a generation have come to rest."""

KEPT = 100
"""The most generations that are kept of all, beside the first; closer together at first, when most
happens.
"""

MOST_GENERATIONS = 1_000_000


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Evolution(Shown):
    """How the shares of strategies change from generation to generation, and what is left.

    Parameters
    ----------
    tournament : Tournament
        What the strategies earn against each other.
    dynamics : {'ecological', 'replicator', 'moran'}
        How those that earn more spread.
    generations : tuple of int
        The generations that are kept of all, closer together at first; the first and the last are
        among them. For the Moran process 0 and 1, the start and the end.
    shares : tuple of ndarray, each of shape (kept generations, strategies of the population's pool)
        One array a population: one if the tournament has one pool, else one a player. For the Moran
        process the expected shares at the start and in the end.
    survivors : tuple of tuple of int
        For each population, the strategies with a share worth naming in the end, the largest first.
    earns : tuple of float
        For each population, what its players get by round in the end, on average. For the Moran
        process in the long run of rare mutants; see `Takeover`.
    plays : ndarray, shape (*postures), or None
        How often the survivors play each combination of postures, or, for the Moran process, how
        often it is played in that long run; None where it would have to be sampled.
    spread : tuple of float
        For each population, by how much the survivors' earnings differ in the end; about 0 at a
        point of rest. Empty for the Moran process, in which one alone survives.
    regret : tuple of float
        For each population, what the best strategy of its whole pool would earn more than the
        average in the end; about 0 if the end is an equilibrium. Empty for the Moran process.
    settled : bool
        Whether the shares have come to rest. For the Moran process always.
    fitness : {'linear', 'exponential'}
        How earnings become offspring; see `evolution`.
    selection : float
        How strongly.
    baseline : tuple of float
        For each population, the payoff that counts as none.
    takeover : Takeover or None
        For the Moran process.
    notes : tuple of str
        What a reader must know of the tournament and of the process, one sentence each.
    """

    tournament: Tournament
    dynamics: Dynamics
    generations: tuple[int, ...]
    shares: tuple[FloatArray, ...]
    survivors: tuple[tuple[int, ...], ...]
    earns: tuple[float, ...]
    plays: FloatArray | None
    spread: tuple[float, ...]
    regret: tuple[float, ...]
    settled: bool
    fitness: Fitness
    selection: float
    baseline: tuple[float, ...]
    takeover: Takeover | None = None
    notes: tuple[str, ...] = ()

    @property
    def game(self) -> RepeatedGame:
        """What is played again."""
        return self.tournament.game


def evolution(
    of: RepeatedGame | Tournament,
    dynamics: Dynamics = "ecological",
    *,
    generations: int = 1_000,
    population: int = 50,
    start: Sequence[float] | Sequence[Sequence[float]] | None = None,
    fitness: Fitness = "linear",
    selection: float = 1.0,
    baseline: float | Sequence[float] | None = None,
    seed: int = 0,
    worlds: int | None = None,
) -> Evolution:
    """Let strategies that earn more spread.

    Parameters
    ----------
    of : RepeatedGame or Tournament
        Of a game, the tournament of its default pools is played; for others, `tournament(game,
        strategies)` is given. With one pool there is one population; with two, each population
        meets the other.
    dynamics : {'ecological', 'replicator', 'moran'}
        `"ecological"`: each generation every share is multiplied by its fitness (Axelrod 1984).
        `"replicator"`: the same in continuous time (Taylor & Jonker 1978), where a lead of a
        player's whole range of payoffs grows by the factor e in each unit of time, whatever is said
        of fitness. `"moran"`: a finite population in which one is born and one dies at a time
        (Moran 1958).
    generations : int
        How many are followed; units of time for the replicator dynamics.
    population : int
        How many individuals there are in the Moran process.
    start : sequence of float, or one sequence a population
        The first shares, in any unit; all alike by default.
    fitness : {'linear', 'exponential'}
        1 - selection + selection × (payoff - baseline), or the exponential of selection × payoff.
    selection : float
        How strongly payoffs count: from 0, where all are alike, to 1, or to more if exponential.
    baseline : float or sequence of float
        The payoff that leaves no offspring; by default 0, or the game's lowest payoff where that is
        below 0.
    seed, worlds : int
        For a Moran process of too many compositions to be worked out.

    Raises
    ------
    UnsuitableGame
        If the Moran process is asked of two populations, or `start` does not fit the pools.
    UnknownMethod
        If there are no such dynamics.
    OutOfRange
        If a number is out of its range.

    References
    ----------
    Axelrod, R. (1984). The Evolution of Cooperation. Basic Books. Chapter 2.
    Nowak, M. A. (2006). Evolutionary Dynamics. Harvard University Press. Chapters 6 and 7.

    Examples
    --------
    >>> from negotiate import NormalFormGame, RepeatedGame
    >>> from negotiate.repeated.many.tournament import tournament
    >>> dilemma = NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    >>> met = tournament(
    ...     RepeatedGame(dilemma, 1),
    ...     ["always_cooperate", "always_defect", "tit_for_tat"],
    ...     rounds=10,
    ... )
    >>> found = evolution(met)
    >>> [met.pools[0][place] for place in found.survivors[0]]
    ['tit_for_tat', 'always_cooperate']
    """
    if dynamics not in get_args(Dynamics):
        known = f"choose {', '.join(f'`{one}`' for one in get_args(Dynamics))}"
        raise UnknownMethod(
            f"there are no dynamics `{dynamics}`",
            (
                f"{known}; strategies of your own meet first: `evolution(tournament(game, "
                "strategies))`"
            ),
        )
    if generations != int(generations) or not 1 <= generations <= MOST_GENERATIONS:
        raise OutOfRange(
            f"`generations` is a whole number from 1 to {MOST_GENERATIONS:,}, and not {generations}"
        )
    played = of if isinstance(of, Tournament) else tournament(of)
    shares = first_shares(played, start)
    breeds = offspring(played, fitness, selection, baseline)
    told = partial(
        Evolution, played, dynamics, fitness=fitness, selection=selection, baseline=breeds.baseline
    )
    if dynamics == "moran":
        return _in_the_end(told, played, moran(played, breeds, population, shares, worlds, seed))
    earn = played.by_population(played.payoffs)
    spaced = np.geomspace(1, generations, KEPT).round()
    kept = np.unique(np.array([0, *spaced, generations + 1], dtype=int))
    if dynamics == "ecological":
        logs, exponential = (
            [breeds.logs(table, place) for place, table in enumerate(earn)],
            fitness == "exponential",
        )
        path = ecological_path(
            logs if exponential else list(map(np.exp, logs)), shares, kept, exponential=exponential
        )
    else:
        path = replicator_path([table / (np.ptp(table) or 1.0) for table in earn], shares, kept)
    final = [rows[-2] for rows in path]
    gets = [table @ other for table, other in zip(earn, reversed(final), strict=True)]
    earns = [float(own @ got) for own, got in zip(final, gets, strict=True)]
    alive = [survivors(own) for own in final]
    return told(
        generations=tuple(map(int, kept[:-1])),
        shares=tuple(rows[:-1] for rows in path),
        survivors=tuple(alive),
        earns=tuple(earns),
        plays=played_by(played, final[0], final[-1], alive),
        spread=tuple(float(np.ptp(got[list(some)])) for got, some in zip(gets, alive, strict=True)),
        regret=tuple(float(got.max()) - mean for got, mean in zip(gets, earns, strict=True)),
        settled=all(float(np.abs(rows[-1] - rows[-2]).max()) <= RESTS for rows in path),
        notes=played.notes,
    )


def _in_the_end(told: Callable[..., Evolution], played: Tournament, found: Takeover) -> Evolution:
    """A Moran process as other evolutions are told."""
    mostly = list(survivors(found.long_run))
    alone = (
        np.tensordot(found.long_run[mostly], played.plays[mostly, mostly], 1)
        / found.long_run[mostly].sum()
    )
    return told(
        generations=(0, 1),
        shares=(np.stack([np.array(found.start) / found.population, found.fixation]),),
        survivors=(survivors(found.fixation),),
        earns=(float(found.long_run @ np.diagonal(played.payoffs[0])),),
        plays=None if np.isnan(alone).any() else alone,
        spread=(),
        regret=(),
        settled=True,
        takeover=found,
        notes=(*played.notes, *_unfinished(found)),
    )


def _unfinished(found: Takeover) -> tuple[str, ...]:
    if found.unfinished < SURVIVES:
        return ()
    told = (
        f"in {found.unfinished:.0%} of the simulated populations, more than two strategies were "
        "left at the end"
    )
    return (f"{told}, so the probabilities of taking over add up to less than 1",)
