"""Nash's solution: the largest product of gains over no deal."""

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
        return none(problem, "nash")
    gaining = found.gains > 0
    most = gaining.sum(axis=0).max()
    powers = np.ones(len(found.gains)) if weights is None else np.asarray(weights, dtype=float)[list(problem.seats)]
    logs = np.where(gaining, np.log(np.where(gaining, found.gains, 1.0)), 0.0)
    measure = np.where(gaining.sum(axis=0) == most, powers @ logs, -np.inf)
    return best(problem, "nash", measure)


def _over_lotteries(problem: BargainingProblem, weights: Weights) -> BargainingPoint:
    return _over_packages(problem, weights)


RULE = Rule(
    name="nash",
    title="Nash",
    says="the deal at which the product of what each gains over no deal is largest",
    reference="John F. Nash (1950), The Bargaining Problem",
    over_packages=_over_packages,
    over_lotteries=_over_lotteries,
    first=True,
)
