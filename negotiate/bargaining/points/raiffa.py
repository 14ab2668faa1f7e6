"""Raiffa's sequential solution: small agreements, each part of the way to what everybody could still hope for.

From no deal a step goes to the average of the signers' best outcomes, in each of which nobody else loses; others follow
from there, until nobody can gain more. Of finitely many packages those that are worth less to somebody than what has
been reached drop out; where a whole step would leave none it is shortened, and the last to drop out are the answer.
"""

from __future__ import annotations

import numpy as np

from negotiate.arrays import BoolArray, FloatArray
from negotiate.bargaining.frontier import frontier_of
from negotiate.bargaining.points.path import Path, clipped
from negotiate.bargaining.points.rule import (
    TIE,
    BargainingPoint,
    Rule,
    best_along,
    drawn,
    left_out,
    none,
    picked,
    smallest,
)
from negotiate.bargaining.points.stakes import STEPS, Stakes
from negotiate.bargaining.table import BargainingTable

NEAR = 1e-7
"""Of what a signer can hope for: nobody can gain more, and one last step goes straight."""


def _over_packages(problem: BargainingTable, _powers: FloatArray) -> BargainingPoint:
    gains = frontier_of(problem).gains
    left = np.flatnonzero((gains >= 0).all(axis=0))
    if not len(left):
        return none(problem)
    here, able = np.zeros(len(gains)), gains[:, left].max(axis=1) > 0
    for _ in range(STEPS):
        hope = gains[:, left].max(axis=1)
        step = here + (hope - here) / able.sum()
        still = left[(gains[able][:, left] >= step[able, None]).all(axis=0)]
        if not len(still) or (gains[:, left] == hope[:, None]).all():
            break
        here, left = step, still
    return picked(problem, left[_last(gains[:, left], here, hope)], left_out(problem, able))


def _last(gains: FloatArray, here: FloatArray, hope: FloatArray) -> BoolArray:
    """Which packages drop out last on the way from what has been reached to what can be hoped for."""
    room = hope - here
    share = (gains - here[:, None])[room > 0] / room[room > 0, None]
    worth = share.min(axis=0, initial=1.0)
    return np.asarray(worth >= worth.max() - TIE)


def _over_path(problem: BargainingTable, path: Path, _powers: FloatArray) -> BargainingPoint:
    able = path.able()
    path = clipped(path, np.where(able, 0.0, -np.inf))
    if not len(path):
        return none(problem)
    here, whole = np.zeros(len(able)), np.maximum(path.hope(), np.finfo(float).tiny)
    for _ in range(STEPS):
        hope = np.where(able, np.maximum(path.hope(), here), here)
        step = here + (hope - here) / able.sum()
        left = clipped(path, np.where(able, step, -np.inf))
        if ((hope - here) <= NEAR * whole).all() or not len(left):
            break
        here, path = step, left
    rule, measure = smallest(hope - here)

    def direction(gains: FloatArray, slopes: FloatArray) -> FloatArray:
        return rule(gains - here[:, None], slopes)

    return best_along(problem, path, (direction, lambda gains: measure(gains - here[:, None])), left_out(problem, able))


def _over_stakes(problem: BargainingTable, stakes: Stakes, _: FloatArray) -> BargainingPoint:
    return drawn(problem, stakes, stakes.stepwise(), left_out(problem, stakes.counted))


RULE = Rule(
    name="raiffa",
    title="Raiffa",
    says="the end of many small agreements, each of which gives every player the same part of what it could still gain",
    reference="Howard Raiffa (1953), Arbitration Schemes for Generalized Two-Person Games",
    over_packages=_over_packages,
    over_path=_over_path,
    over_stakes=_over_stakes,
)
