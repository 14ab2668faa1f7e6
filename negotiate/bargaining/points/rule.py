"""What a bargaining solution is to the rest of the program."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from negotiate.arrays import FloatArray
from negotiate.bargaining.mixtures.path import Path
from negotiate.bargaining.mixtures.stakes import Stakes
from negotiate.bargaining.point import BargainingPoint

if TYPE_CHECKING:
    from negotiate.bargaining.problem import BargainingProblem

Weights = Sequence[float] | None


def always(problem: BargainingProblem) -> str | None:
    """Nothing that keeps a rule from fitting."""
    del problem
    return None


@dataclass(frozen=True, slots=True)
class Rule:
    """One bargaining solution.

    Parameters
    ----------
    name : str
        What it is asked for by, such as "kalai-smorodinsky".
    title : str
        What sentences call it, such as "Kalai–Smorodinsky".
    says : str
        What it picks, in one sentence for people who have not met it.
    reference : str
        Author and year.
    over_packages : callable
        From a problem and the signers' powers to the packages.
    over_path : callable
        From a problem, its path of outcomes and the signers' powers to the point: curves, and lotteries of two signers.
    over_stakes : callable
        From a problem, what its signers can hope for and their powers to the lottery, any number of signers.
    first : bool
        Whether the first screen shows it.
    units_matter : bool
        Whether the choice of a player's unit moves the point.
    applies_to : callable
        From a problem to the reason why the rule does not fit it, or None.
    """

    name: str
    title: str
    says: str
    reference: str
    over_packages: Callable[[BargainingProblem, FloatArray], BargainingPoint]
    over_path: Callable[[BargainingProblem, Path, FloatArray], BargainingPoint]
    over_stakes: Callable[[BargainingProblem, Stakes, FloatArray], BargainingPoint]
    first: bool = False
    units_matter: bool = False
    applies_to: Callable[[BargainingProblem], str | None] = always
