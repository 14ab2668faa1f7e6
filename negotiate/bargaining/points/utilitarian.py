"""The utilitarian solution: the sum of gains is as large as can be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.bargaining.mixtures.path import Path
from negotiate.bargaining.mixtures.stakes import Stakes
from negotiate.bargaining.points.rule import BargainingPoint, Rule
from negotiate.bargaining.points.searching import FLAT, best, best_along, drawn

if TYPE_CHECKING:
    from negotiate.bargaining.problem import BargainingProblem


def _over_packages(problem: BargainingProblem, powers: FloatArray) -> BargainingPoint:
    del powers
    found = problem.frontier_of()
    return best(problem, "utilitarian", found.step @ found.gains)


def _over_path(problem: BargainingProblem, path: Path, powers: FloatArray) -> BargainingPoint:
    del powers
    size = float(np.abs(path.pieces).max())

    def direction(gains: FloatArray, slopes: FloatArray) -> FloatArray:
        del gains
        return np.asarray(slopes.sum(axis=0), dtype=np.float64)

    return best_along(problem, "utilitarian", path, (direction, lambda gains: gains.sum(axis=0) / size))


def _over_stakes(problem: BargainingProblem, stakes: Stakes, powers: FloatArray) -> BargainingPoint:
    del powers
    found, tied = stakes.largest_sum(stakes.own / stakes.own.max())
    return drawn(problem, "utilitarian", stakes, found, FLAT_LOTTERIES if tied else "")


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
