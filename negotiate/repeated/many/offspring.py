"""How what a strategy earns becomes how often it is copied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
import numpy.typing as npt

from negotiate.arrays import FloatArray
from negotiate.errors import OutOfRange, UnknownMethod
from negotiate.repeated.matches.exact import phase_payoffs

if TYPE_CHECKING:
    from negotiate.repeated.many.tournament import Tournament

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
        linear = _linear(payoffs, self.selection, self.baseline[population])
        found: FloatArray = np.log(np.maximum(linear, BARREN * self.largest[population]))
        return found

    def relative(self, payoffs: FloatArray, present: npt.NDArray[np.bool_]) -> FloatArray:
        """Fitness in one population, up to a factor for each column of payoffs."""
        if self.fitness == "linear":
            linear = _linear(payoffs, self.selection, self.baseline[0])
            return np.maximum(linear, BARREN * self.largest[0])
        most = np.where(present, payoffs, -np.inf).max(axis=0)
        found: FloatArray = np.exp(np.minimum(self.selection * (payoffs - most), 0.0))
        return found


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
    peaks = [float(_linear(table.max(), selection, base)) for base, table in zip(bases, payoffs, strict=True)]
    return Offspring(fitness, selection, bases, tuple(peak if peak > 0 else 1.0 for peak in peaks))


def _linear(payoffs: FloatArray | float, selection: float, baseline: float) -> FloatArray:
    return np.asarray(1 - selection + selection * (np.asarray(payoffs) - baseline))
