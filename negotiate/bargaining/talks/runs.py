"""What many runs of the same talks came to, as a record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from negotiate.arrays import IntArray
from negotiate.bargaining.talks.agents import Agent
from negotiate.display import Shown

if TYPE_CHECKING:
    from negotiate.bargaining.problem import BargainingProblem


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over runs.

    Parameters
    ----------
    mean : float
        The average.
    spread : float
        The standard deviation of single runs.
    low, high : float
        The ends of the 95 % confidence interval of the mean.
    """

    mean: float
    spread: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Reached:
    """A package that was agreed on.

    Parameters
    ----------
    package : int
        Its index.
    count : int
        In how many runs.
    payoffs : tuple of float
        What it is worth to each signer.
    on_frontier : bool
        Whether it lies on the Pareto frontier.
    """

    package: int
    count: int
    payoffs: tuple[float, ...]
    on_frontier: bool


@dataclass(frozen=True, slots=True, eq=False)
class SimulatedTalks(Shown):
    """What came of many runs of the same talks.

    Parameters
    ----------
    players, keys, units : tuple of str
        Those who sign; units are empty where nobody says.
    agents : tuple of Agent
        Who talks for each.
    rounds, runs, seed : int
        In a round everybody makes one offer; run number i starts from child i of the seed, whatever the number of runs.
    packages : int
        How many packages could be signed.
    agreed : Estimate
        Share of the runs that end in a deal, with Wilson's interval.
    rounds_taken : Estimate or None
        Of the runs that end in a deal.
    payoffs : tuple of Estimate
        Of all runs, no deal included, one a signer.
    distance : Estimate or None
        From the deal to the nearest package of the frontier, where each signer's gains are counted from 0 (no deal) to
        1 (the best package that could be signed).
    on_frontier : float
        Share of the deals that lie on it.
    opening : tuple of float
        For each signer, what it gets on average more when it makes the first offer than when it does not.
    reached : tuple of Reached
        The packages that were agreed on, most frequent first, up to a cap.
    different : int
        How many there are.
    disagreement : tuple of float
        What each gets without a deal.
    outcomes, endings : ndarray of int, shape (runs,)
        The package of each run, -1 for none; how many offers were made.
    problem : BargainingProblem
        The table that they talk about.
    notes : tuple of str
        What a reader has to know besides, as sentences.
    """

    players: tuple[str, ...]
    keys: tuple[str, ...]
    units: tuple[str, ...]
    agents: tuple[Agent, ...]
    rounds: int
    runs: int
    seed: int
    packages: int
    agreed: Estimate
    rounds_taken: Estimate | None
    payoffs: tuple[Estimate, ...]
    distance: Estimate | None
    on_frontier: float
    opening: tuple[float, ...]
    reached: tuple[Reached, ...]
    different: int
    disagreement: tuple[float, ...]
    outcomes: IntArray
    endings: IntArray
    problem: BargainingProblem
    notes: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The scenario's."""
        return self.problem.title

    def package(self, index: int) -> dict[str, str]:
        """Issue → option of a package that was agreed on."""
        return self.problem.package(index)

    def __repr__(self) -> str:
        return f"<SimulatedTalks: {self.runs:,} runs, {self.agreed.mean:.1%} end in a deal>"
