"""Nash's solution where signers differ in power: the largest product of gains, each to the power of its player."""

from __future__ import annotations

from typing import TYPE_CHECKING

from negotiate.arrays import FloatArray
from negotiate.bargaining.mixtures.path import Path
from negotiate.bargaining.mixtures.stakes import Stakes
from negotiate.bargaining.point import BargainingPoint
from negotiate.bargaining.points import nash
from negotiate.bargaining.points.rule import Rule

if TYPE_CHECKING:
    from negotiate.bargaining.problem import BargainingProblem

NAME = "weighted-nash"


def _over_packages(problem: BargainingProblem, powers: FloatArray) -> BargainingPoint:
    return nash.over_packages(problem, powers, NAME)


def _over_path(problem: BargainingProblem, path: Path, powers: FloatArray) -> BargainingPoint:
    return nash.over_path(problem, path, powers, NAME)


def _over_stakes(problem: BargainingProblem, stakes: Stakes, powers: FloatArray) -> BargainingPoint:
    return nash.over_stakes(problem, stakes, powers, NAME)


def _unequal(problem: BargainingProblem) -> str | None:
    """Why there is no such point of its own, if all signers have the same power."""
    if len({problem.power[seat] for seat in problem.seats}) > 1:
        return None
    return "is the Nash point here, since all signers have the same power"


RULE = Rule(
    name=NAME,
    title="Weighted Nash",
    says="the deal with the largest product of gains, each gain to the power of its player's `power`",
    reference="Ehud Kalai (1977), Nonsymmetric Nash Solutions and Replications of 2-Person Bargaining",
    over_packages=_over_packages,
    over_path=_over_path,
    over_stakes=_over_stakes,
    applies_to=_unequal,
)
