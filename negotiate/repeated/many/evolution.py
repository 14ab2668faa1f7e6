"""What is left of many strategies when those that earn more are copied more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from negotiate.display import Shown
from negotiate.games.normal_form import FloatArray

if TYPE_CHECKING:
    from negotiate.repeated.game import RepeatedGame
    from negotiate.repeated.many.tournament import Tournament

Dynamics = Literal["ecological", "replicator", "moran"]
Fitness = Literal["linear", "exponential"]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Takeover(Shown):
    """Who takes over a finite population in which one is born and one dies at a time (Moran process).

    Parameters
    ----------
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
    worlds, seed : int
        How many worlds were sampled, and from which seed; 0 where all is exact.
    """

    population: int
    start: tuple[int, ...]
    fixation: FloatArray
    errors: FloatArray
    single: FloatArray
    long_run: FloatArray
    worlds: int = 0
    seed: int = 0


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
        The generations that are kept of all, the first and the last among them. For the Moran process 0 and 1, the
        start and the end.
    shares : tuple of ndarray, each of shape (kept generations, strategies of the population's pool)
        One array a population: one if the tournament has one pool, else one a player. For the Moran process the
        expected shares at the start and in the end.
    survivors : tuple of tuple of int
        For each population, the strategies with a share worth naming in the end, the largest first.
    earns : tuple of float
        What each player gets by round in the end, on average.
    plays : ndarray, shape (*postures), or None
        How often each combination of postures is played in the end; None where it would have to be sampled, and for
        the Moran process.
    spread : tuple of float
        For each population, by how much the survivors' earnings differ in the end; about 0 at a point of rest.
    regret : tuple of float
        For each population, what the best strategy of its whole pool would earn more than the average in the end;
        about 0 if the end is an equilibrium.
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


def evolution(
    of: RepeatedGame | Tournament,
    dynamics: Dynamics = "ecological",
    *,
    generations: int = 1_000,
    population: int = 50,
    start: Sequence[Sequence[float]] | None = None,
    fitness: Fitness = "linear",
    selection: float = 1.0,
    seed: int = 0,
    worlds: int | None = None,
) -> Evolution:
    """Let strategies that earn more spread.

    Parameters
    ----------
    of : RepeatedGame or Tournament
        Of a game, the tournament of its default pools is played.
    """
    raise NotImplementedError
