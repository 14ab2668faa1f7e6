"""The egalitarian solution: the smallest gain is as large as can be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.bargaining.mixtures.path import Path
from negotiate.bargaining.mixtures.stakes import Stakes
from negotiate.bargaining.points.rule import BargainingPoint, Rule
from negotiate.bargaining.points.searching import best, best_along, drawn, left_out, smallest

if TYPE_CHECKING:
    from negotiate.bargaining.problem import BargainingProblem


def _over_packages(problem: BargainingProblem, powers: FloatArray) -> BargainingPoint:
    del powers
    found = problem.frontier_of()
    able = np.asarray((found.gains > 0).any(axis=1), dtype=bool)
    smallest_gain = np.min(found.gains[able] * found.step[able, None], axis=0)
    return best(problem, "egalitarian", smallest_gain, left_out(problem, able))


def _over_path(problem: BargainingProblem, path: Path, powers: FloatArray) -> BargainingPoint:
    del powers
    able = path.able()
    return best_along(problem, "egalitarian", path, smallest(able.astype(np.float64)), left_out(problem, able))


def _over_stakes(problem: BargainingProblem, stakes: Stakes, powers: FloatArray) -> BargainingPoint:
    del powers
    found = stakes.fairest(stakes.even(stakes.counted))
    return drawn(problem, "egalitarian", stakes, found, left_out(problem, stakes.counted))


RULE = Rule(
    name="egalitarian",
    title="Egalitarian",
    says="the deal whose smallest gain is largest, in the players' own units",
    reference=("Ehud Kalai (1977), Proportional Solutions to Bargaining Situations: Interpersonal Utility Comparisons"),
    over_packages=_over_packages,
    over_path=_over_path,
    over_stakes=_over_stakes,
    first=True,
    units_matter=True,
)
