"""Kalai and Smorodinsky's solution: everybody gets the same share of the most it could hope for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from negotiate.bargaining.point import BargainingPoint
from negotiate.bargaining.points.best import best, none
from negotiate.bargaining.points.rule import Rule, Weights

if TYPE_CHECKING:
    from negotiate.bargaining.problem import BargainingProblem


def _over_packages(problem: BargainingProblem, weights: Weights) -> BargainingPoint:
    found = problem.frontier_of()
    if not len(found.packages):
        return none(problem, "kalai-smorodinsky")
    hope = found.gains.max(axis=1)
    counted = hope > 0
    return best(problem, "kalai-smorodinsky", np.min(found.gains[counted] / hope[counted, None], axis=0))


RULE = Rule(
    name="kalai-smorodinsky",
    title="Kalai–Smorodinsky",
    says="the deal at which the smallest share that anybody gets of the most it could hope for is largest",
    reference="Ehud Kalai and Meir Smorodinsky (1975), Other Solutions to Nash's Bargaining Problem",
    over_packages=_over_packages,
    over_lotteries=_over_packages,
    first=True,
)
