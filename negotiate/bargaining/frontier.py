"""The agreement zone and its Pareto frontier: what everybody who has to sign would sign, and the best of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from negotiate.bargaining.block import BoolArray, FloatArray, IntArray

if TYPE_CHECKING:
    from negotiate.bargaining.problem import BargainingProblem


@dataclass(frozen=True, slots=True, eq=False)
class Frontier:
    """Packages of the zone that no acceptable package dominates, equals included.

    Parameters
    ----------
    packages : ndarray of int, shape (m,)
        Their indices, ascending.
    payoffs : ndarray, shape (players, m)
        What they are worth.
    gains : ndarray, shape (signers, m)
        How much more than no deal they give each signer, in whole steps: what is compared.
    step : ndarray, shape (signers,)
        One step in each signer's own unit.
    complete : bool
        Whether all equals are listed.
    """

    packages: IntArray
    payoffs: FloatArray
    gains: FloatArray
    step: FloatArray
    complete: bool = True


def zone(problem: BargainingProblem) -> IntArray:
    """The packages that everybody signs, ascending."""
    gains = problem.gains()
    inside = problem.acceptable() & _wanted(problem, gains)
    return np.flatnonzero(inside).astype(np.int64)


def frontier(problem: BargainingProblem) -> Frontier:
    """The packages of the zone that no acceptable package dominates."""
    gains = problem.gains()
    inside = np.flatnonzero(problem.acceptable() & _wanted(problem, gains))
    best = inside[_undominated(gains[:, inside])].astype(np.int64)
    return Frontier(best, problem.payoffs[:, best], gains[:, best], problem.step)


def _wanted(problem: BargainingProblem, gains: FloatArray) -> BoolArray:
    """Where nobody who insists on its no-deal payoff gets less, and somebody gets more."""
    bound = problem.insisting
    return np.asarray((gains[bound] >= 0).all(axis=0) & (gains > 0).any(axis=0), dtype=bool)


def _undominated(points: FloatArray) -> IntArray:
    """Columns that no other column dominates."""
    order = np.lexsort(-points[::-1])
    kept: list[int] = []
    for column in order.tolist():
        point = points[:, column]
        if kept:
            others = points[:, kept]
            if ((others >= point[:, None]).all(axis=0) & (others > point[:, None]).any(axis=0)).any():
                continue
        kept.append(column)
    return np.sort(np.array(kept, dtype=np.int64))
