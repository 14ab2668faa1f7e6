"""Which strategies a population keeps out, and which grow in it from the first mutant on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt

from negotiate.display import Shown
from negotiate.games.normal_form import FloatArray

if TYPE_CHECKING:
    from negotiate.repeated.game import RepeatedGame
    from negotiate.repeated.many.tournament import Tournament

Standing = Literal["stable", "neutral", "invaded"]
"""Of a resident: every mutant dies out, none grows but some last, or some mutant grows."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Invasion(Shown):
    """What happens to a few mutants among residents who all play the same.

    In a game with one pool there is one population, which plays against itself; the residents are the strategies.
    With roles there are two, each playing against the other; the residents are pairs of strategies, and mutants of
    one population meet the other's residents alone.

    Parameters
    ----------
    tournament : Tournament
        What they earn against each other.
    residents : tuple of tuple of int
        `(strategy,)` for one population, `(of the first pool, of the second)` for two.
    gains : tuple of ndarray, each of shape (residents, mutants of the population's pool)
        What the first mutant earns by round more than a resident of its population does; one array a population.
    verdicts : tuple of ndarray of int, of the same shapes
        1 where the mutant grows, 0 where it neither grows nor dies out, -1 where it dies out.
    fractions : ndarray, shape (residents, mutants), or None
        The least share of mutants from which on they do better than the residents: 0 where the first grows, infinite
        where no share is enough. None with roles, where mutants do not meet each other.
    favoured : ndarray of bool, shape (residents, mutants), or None
        Whether weak selection in a large population helps one mutant to take over more than chance would, the
        one-third law; None with roles.
    standings : tuple of {'stable', 'neutral', 'invaded'}
        One a resident: evolutionarily stable, neutrally stable, or neither.
    undecided : int
        How many comparisons lie within the error of sampled payoffs; they count as neutral.
    """

    tournament: Tournament
    residents: tuple[tuple[int, ...], ...]
    gains: tuple[FloatArray, ...]
    verdicts: tuple[npt.NDArray[np.int8], ...]
    fractions: FloatArray | None
    favoured: npt.NDArray[np.bool_] | None
    standings: tuple[Standing, ...]
    undecided: int = 0
    notes: tuple[str, ...] = ()


def invasion(of: RepeatedGame | Tournament) -> Invasion:
    """Which mutants grow among which residents.

    Parameters
    ----------
    of : RepeatedGame or Tournament
        Of a game, the tournament of its default pools is played.
    """
    raise NotImplementedError
