"""What is left of many strategies when those that earn more are copied more.

There is one population that plays against itself, or two of which each plays against the other. Shares are kept as
logarithms, so that what is all but gone can come back, and only their differences matter.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np

from negotiate.arrays import FloatArray, IntArray
from negotiate.display import Shown
from negotiate.errors import OutOfRange, UnknownMethod, UnsuitableGame
from negotiate.repeated.game import RepeatedGame
from negotiate.repeated.many.moran import Fitness, Offspring, Takeover, linear_fitness, moran
from negotiate.repeated.many.tournament import Tournament, tournament
from negotiate.repeated.matches.exact import phase_payoffs

STEPS = 5
"""Steps of a unit of time: where growth rates differ by at most 1, shares err by less than 1e-6 in a hundred units."""


def ecological_path(
    tables: Sequence[FloatArray], start: Sequence[FloatArray], kept: IntArray, *, exponential: bool
) -> list[FloatArray]:
    """Shares over generations: each share is multiplied by its fitness and all are divided by their sum.

    Parameters
    ----------
    tables : sequence of ndarray, each of shape (own strategies, other strategies)
        The fitness of each strategy against each; one for one population, two for two. Above 0, or, if
        `exponential`, logarithms of fitness.
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
        earned = [table @ np.exp(other) for table, other in zip(tables, reversed(logs), strict=True)]
        gains = earned if exponential else map(np.log, earned)
        return [log + gain for log, gain in zip(logs, gains, strict=True)]

    return _path(step, start, kept)


def replicator_path(tables: Sequence[FloatArray], start: Sequence[FloatArray], kept: IntArray) -> list[FloatArray]:
    """Shares at whole times of the replicator dynamics (Taylor & Jonker 1978; Taylor 1979 for two populations).

    Parameters
    ----------
    tables : sequence of ndarray, each of shape (own strategies, other strategies)
        Growth rates, which should not differ by more than about 1.
    start, kept
        As for `ecological_path`; times instead of generations.

    Notes
    -----
    A share's logarithm grows at the rate of what its strategy earns, save for what normalises all shares. Four-stage
    Runge and Kutta steps.
    """

    def rates(logs: list[FloatArray]) -> list[FloatArray]:
        return [table @ np.exp(other) for table, other in zip(tables, reversed(_normal(logs)), strict=True)]

    def moved(logs: list[FloatArray], by: list[FloatArray], width: float) -> list[FloatArray]:
        return [log + width * rate for log, rate in zip(logs, by, strict=True)]

    def step(logs: list[FloatArray]) -> list[FloatArray]:
        for _ in range(STEPS):
            first = rates(logs)
            second = rates(moved(logs, first, 0.5 / STEPS))
            third = rates(moved(logs, second, 0.5 / STEPS))
            fourth = rates(moved(logs, third, 1 / STEPS))
            slopes = [(a + 2 * b + 2 * c + d) / 6 for a, b, c, d in zip(first, second, third, fourth, strict=True)]
            logs = moved(logs, slopes, 1 / STEPS)
        return logs

    return _path(step, start, kept)


def _path(
    step: Callable[[list[FloatArray]], list[FloatArray]], start: Sequence[FloatArray], kept: IntArray
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


def tables(played: Tournament) -> tuple[FloatArray, ...]:
    """What each population's strategies earn, own strategies first; one array where there is one pool."""
    return (played.payoffs[0],) if played.one_pool else (played.payoffs[0], played.payoffs[1].T)


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
            f"there is no fitness `{fitness}`", f"choose {' or '.join(f'`{one}`' for one in get_args(Fitness))}"
        )
    most = 1.0 if fitness == "linear" else np.inf
    if not 0 <= selection <= most:
        told = "from 0 to 1" if fitness == "linear" else "of 0 or more"
        raise OutOfRange(f"`selection` is a number {told}, and not {selection:g}")
    payoffs = tables(played)
    if fitness == "exponential":
        return Offspring(fitness, selection, (0.0,) * len(payoffs), (1.0,) * len(payoffs))
    lowest = phase_payoffs(played.game).min(axis=(0, *range(2, 2 + played.game.stage.n_players)))
    given = np.minimum(lowest, 0.0) if baseline is None else np.broadcast_to(np.asarray(baseline, float), 2)
    bases = tuple(map(float, given[: len(payoffs)]))
    for base, table in zip(bases, payoffs, strict=True):
        if table.min() < base - 1e-9 * np.ptp(table):  # rounding alone is no mistake
            raise OutOfRange(
                f"a payoff of {table.min():g} lies below the baseline {base:g}, where fitness would be below 0",
                "lower the baseline, or choose the fitness `exponential`",
            )
    peaks = [float(linear_fitness(table.max(), selection, base)) for base, table in zip(bases, payoffs, strict=True)]
    return Offspring(fitness, selection, bases, tuple(peak if peak > 0 else 1.0 for peak in peaks))


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


Dynamics = Literal["ecological", "replicator", "moran"]

RESTS = 1e-9
"""Shares that change by no more in a generation have come to rest."""

KEPT = 100
"""The most generations that are kept of all, beside the first; closer together at first, when most happens."""

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
        The generations that are kept of all, closer together at first; the first and the last are among them. For the
        Moran process 0 and 1, the start and the end.
    shares : tuple of ndarray, each of shape (kept generations, strategies of the population's pool)
        One array a population: one if the tournament has one pool, else one a player. For the Moran process the
        expected shares at the start and in the end.
    survivors : tuple of tuple of int
        For each population, the strategies with a share worth naming in the end, the largest first.
    earns : tuple of float
        For each population, what its players get by round in the end, on average. For the Moran process in the long
        run of rare mutants; see `Takeover`.
    plays : ndarray, shape (*postures), or None
        How often the survivors play each combination of postures, or, for the Moran process, how often it is played in
        that long run; None where it would have to be sampled.
    spread : tuple of float
        For each population, by how much the survivors' earnings differ in the end; about 0 at a point of rest. Empty
        for the Moran process, in which one alone survives.
    regret : tuple of float
        For each population, what the best strategy of its whole pool would earn more than the average in the end;
        about 0 if the end is an equilibrium. Empty for the Moran process.
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
        Of a game, the tournament of its default pools is played; for others, `tournament(game, strategies)` is given.
        With one pool there is one population; with two, each population meets the other.
    dynamics : {'ecological', 'replicator', 'moran'}
        `"ecological"`: each generation every share is multiplied by its fitness (Axelrod 1984). `"replicator"`: the
        same in continuous time (Taylor & Jonker 1978), where a lead of a player's whole range of payoffs grows by the
        factor e in each unit of time, whatever is said of fitness. `"moran"`: a finite population in which
        one is born and one dies at a time (Moran 1958).
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
        The payoff that leaves no offspring; by default 0, or the game's lowest payoff where that is below 0.
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
    >>> met = tournament(RepeatedGame(dilemma, 1), ["always_cooperate", "always_defect", "tit_for_tat"], rounds=10)
    >>> found = evolution(met)
    >>> [met.pools[0][place] for place in found.survivors[0]]
    ['tit_for_tat', 'always_cooperate']
    """
    if dynamics not in get_args(Dynamics):
        known = f"choose {', '.join(f'`{one}`' for one in get_args(Dynamics))}"
        raise UnknownMethod(
            f"there are no dynamics `{dynamics}`",
            f"{known}; strategies of your own meet first: `evolution(tournament(game, strategies))`",
        )
    if generations != int(generations) or not 1 <= generations <= MOST_GENERATIONS:
        raise OutOfRange(f"`generations` is a whole number from 1 to {MOST_GENERATIONS:,}, and not {generations}")
    played = of if isinstance(of, Tournament) else tournament(of)
    shares = first_shares(played, start)
    breeds = offspring(played, fitness, selection, baseline)
    if dynamics == "moran":
        return _one_by_one(played, shares, breeds, population, worlds, seed)
    return _in_shares(played, shares, breeds, dynamics, int(generations))


def _in_shares(
    played: Tournament, start: list[FloatArray], breeds: Offspring, dynamics: Dynamics, generations: int
) -> Evolution:
    earn = tables(played)
    spaced = np.geomspace(1, generations, KEPT).round()
    kept = np.unique(np.array([0, *spaced, generations + 1], dtype=np.int64))
    if dynamics == "ecological":
        exponential = breeds.fitness == "exponential"
        logs = [breeds.logs(table, place) for place, table in enumerate(earn)]
        path = ecological_path(logs if exponential else list(map(np.exp, logs)), start, kept, exponential=exponential)
    else:
        path = replicator_path([table / (np.ptp(table) or 1.0) for table in earn], start, kept)
    final = [rows[-2] for rows in path]
    gets = [table @ other for table, other in zip(earn, reversed(final), strict=True)]
    earns = [float(own @ got) for own, got in zip(final, gets, strict=True)]
    alive = [survivors(own) for own in final]
    return Evolution(
        tournament=played,
        dynamics=dynamics,
        generations=tuple(map(int, kept[:-1])),
        shares=tuple(rows[:-1] for rows in path),
        survivors=tuple(alive),
        earns=tuple(earns),
        plays=played_by(played, final[0], final[-1], alive),
        spread=tuple(float(np.ptp(got[list(some)])) for got, some in zip(gets, alive, strict=True)),
        regret=tuple(float(got.max()) - mean for got, mean in zip(gets, earns, strict=True)),
        settled=all(float(np.abs(rows[-1] - rows[-2]).max()) <= RESTS for rows in path),
        fitness=breeds.fitness,
        selection=breeds.selection,
        baseline=breeds.baseline,
        notes=played.notes,
    )


def _one_by_one(
    played: Tournament, start: list[FloatArray], breeds: Offspring, population: int, worlds: int | None, seed: int
) -> Evolution:
    if not played.one_pool:
        raise UnsuitableGame(
            "the Moran process has one population whose members all meet each other, and this game has two",
            "choose the dynamics `ecological` or `replicator`, which know two populations",
        )
    found = moran(played.pools[0], played.payoffs[0], breeds, population, start[0], worlds, seed)
    mostly = list(survivors(found.long_run))
    alone = np.tensordot(found.long_run[mostly], played.plays[mostly, mostly], 1) / found.long_run[mostly].sum()
    return Evolution(
        tournament=played,
        dynamics="moran",
        generations=(0, 1),
        shares=(np.stack([np.array(found.start) / population, found.fixation]),),
        survivors=(survivors(found.fixation),),
        earns=(float(found.long_run @ np.diagonal(played.payoffs[0])),),
        plays=None if np.isnan(alone).any() else alone,
        spread=(),
        regret=(),
        settled=True,
        fitness=breeds.fitness,
        selection=breeds.selection,
        baseline=breeds.baseline,
        takeover=found,
        notes=(*played.notes, *_unfinished(found)),
    )


def _unfinished(found: Takeover) -> tuple[str, ...]:
    if found.unfinished < SURVIVES:
        return ()
    told = f"in {found.unfinished:.0%} of the simulated populations, more than two strategies were left at the end"
    return (f"{told}, so the probabilities of taking over add up to less than 1",)
