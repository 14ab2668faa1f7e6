"""The utilitarian solution: the sum of gains is as large as can be."""

from __future__ import annotations

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.bargaining.frontier import frontier_of
from negotiate.bargaining.points.path import Path
from negotiate.bargaining.points.rule import FLAT, BargainingPoint, Rule, best, best_along, drawn
from negotiate.bargaining.points.stakes import Stakes
from negotiate.bargaining.table import BargainingTable


def _over_packages(problem: BargainingTable, _: FloatArray) -> BargainingPoint:
    found = frontier_of(problem)
    return best(problem, found.step @ found.gains)


def _over_path(problem: BargainingTable, path: Path, _: FloatArray) -> BargainingPoint:
    size = float(np.abs(path.pieces).max())

    def direction(_: FloatArray, slopes: FloatArray) -> FloatArray:
        return np.asarray(slopes.sum(axis=0), dtype=np.float64)

    return best_along(problem, path, (direction, lambda gains: gains.sum(axis=0) / size))


def _over_stakes(problem: BargainingTable, stakes: Stakes, _: FloatArray) -> BargainingPoint:
    found, tied = stakes.largest_sum(stakes.own / stakes.own.max())
    return drawn(problem, stakes, found, FLAT_LOTTERIES if tied else "")


FLAT_LOTTERIES = FLAT.replace("other points of the same stretch", "other lotteries")

RULE = Rule(
    name="utilitarian",
    title="Utilitarian",
    says="the deal with the largest sum of gains, in the players' own units",
    reference=(
        "John C. Harsanyi (1955), Cardinal Welfare, Individualistic Ethics, and Interpersonal Comparisons of Utility"
    ),
    over_packages=_over_packages,
    over_path=_over_path,
    over_stakes=_over_stakes,
    units_matter=True,
)
