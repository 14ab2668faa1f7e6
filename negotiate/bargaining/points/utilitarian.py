"""The utilitarian solution: the sum of gains is as large as can be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from negotiate.bargaining.point import BargainingPoint
from negotiate.bargaining.points.best import best, none
from negotiate.bargaining.points.rule import Rule, Weights

if TYPE_CHECKING:
    from negotiate.bargaining.problem import BargainingProblem


def _over_packages(problem: BargainingProblem, weights: Weights) -> BargainingPoint:
    found = problem.frontier_of()
    if not len(found.packages):
        return none(problem, "utilitarian")
    return best(problem, "utilitarian", found.step @ found.gains)


RULE = Rule(
    name="utilitarian",
    title="Utilitarian",
    says="the deal at which the gains add up to most, in the players' own units",
    reference="John C. Harsanyi (1955), Cardinal Welfare, Individualistic Ethics, and Interpersonal Comparisons",
    over_packages=_over_packages,
    over_lotteries=_over_packages,
    units_matter=True,
)
