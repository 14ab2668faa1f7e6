"""The egalitarian solution: the smallest gain is as large as can be."""

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
        return none(problem, "egalitarian")
    return best(problem, "egalitarian", np.min(found.gains * found.step[:, None], axis=0))


RULE = Rule(
    name="egalitarian",
    title="Egalitarian",
    says="the deal at which the smallest gain is largest, in the players' own units",
    reference="Ehud Kalai (1977), Proportional Solutions to Bargaining Situations",
    over_packages=_over_packages,
    over_lotteries=_over_packages,
    first=True,
    units_matter=True,
)
