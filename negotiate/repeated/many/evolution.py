"""What is left of many strategies when those that earn more are copied more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.display import Shown
from negotiate.errors import OutOfRange, UnknownMethod, UnsuitableGame
from negotiate.kernels.repeated.many.population import ecological_path, replicator_path
from negotiate.repeated.many.moran import Takeover, moran
from negotiate.repeated.many.offspring import Fitness, Offspring, offspring, tables
from negotiate.repeated.many.shares import SURVIVES, first_shares, played_by, survivors
from negotiate.repeated.many.tournament import Tournament, tournament

if TYPE_CHECKING:
    from negotiate.repeated.game import RepeatedGame

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
