"""Kalai and Smorodinsky's solution: everybody gets the same share of the most it could hope for.

What a player can hope for is the most it gets from a deal that all others would sign too.
"""

from __future__ import annotations

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.bargaining.frontier import frontier_of
from negotiate.bargaining.points.path import Path
from negotiate.bargaining.points.rule import BargainingPoint, Rule, best, best_along, drawn, left_out, smallest
from negotiate.bargaining.points.stakes import Stakes
from negotiate.bargaining.table import BargainingTable

NAME = "kalai-smorodinsky"


def _over_packages(problem: BargainingTable, _: FloatArray) -> BargainingPoint:
    found = frontier_of(problem)
    hope = found.gains.max(axis=1)
    able = hope > 0
    share = np.min(found.gains[able] / hope[able, None], axis=0)
    return best(problem, share, left_out(problem, able))


def _over_path(problem: BargainingTable, path: Path, _: FloatArray) -> BargainingPoint:
    able = path.able()
    hope = np.where(able, path.hope(), 0.0)
    return best_along(problem, path, smallest(hope), left_out(problem, able))


def _over_stakes(problem: BargainingTable, stakes: Stakes, powers: FloatArray) -> BargainingPoint:
    found = stakes.fairest(np.ones(len(powers)))
    return drawn(problem, stakes, found, left_out(problem, stakes.counted))


RULE = Rule(
    name=NAME,
    title="Kalai–Smorodinsky",
    says="the deal with the largest smallest share: each gain as a share of the most that its player could gain",
    reference="Ehud Kalai and Meir Smorodinsky (1975), Other Solutions to Nash's Bargaining Problem",
    over_packages=_over_packages,
    over_path=_over_path,
    over_stakes=_over_stakes,
    first=True,
)
