"""The egalitarian solution: the smallest gain is as large as can be."""

from __future__ import annotations

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.bargaining.frontier import frontier_of
from negotiate.bargaining.points.path import Path
from negotiate.bargaining.points.rule import BargainingPoint, Rule, best, best_along, drawn, left_out, smallest
from negotiate.bargaining.points.stakes import Stakes
from negotiate.bargaining.table import BargainingTable


def _over_packages(problem: BargainingTable, _: FloatArray) -> BargainingPoint:
    found = frontier_of(problem)
    able = np.asarray((found.gains > 0).any(axis=1), dtype=bool)
    smallest_gain = np.min(found.gains[able] * found.step[able, None], axis=0)
    return best(problem, smallest_gain, left_out(problem, able))


def _over_path(problem: BargainingTable, path: Path, _: FloatArray) -> BargainingPoint:
    able = path.able()
    return best_along(problem, path, smallest(able.astype(np.float64)), left_out(problem, able))


def _over_stakes(problem: BargainingTable, stakes: Stakes, _: FloatArray) -> BargainingPoint:
    found = stakes.fairest(stakes.even(stakes.counted))
    return drawn(problem, stakes, found, left_out(problem, stakes.counted))


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
