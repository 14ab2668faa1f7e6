"""The best of a frontier by some measure, with everything that ties with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from negotiate.arrays import BoolArray, FloatArray
from negotiate.bargaining.point import BargainingPoint

if TYPE_CHECKING:
    from negotiate.bargaining.problem import BargainingProblem

TIE = 1e-12
"""How far, of the best, two measures may be apart and still count as equal: what rounding leaves."""


def none(problem: BargainingProblem, name: str) -> BargainingPoint:
    """The answer where there is nothing to agree on."""
    return BargainingPoint(problem, name, (), problem.disagreement)


def best(problem: BargainingProblem, name: str, measure: FloatArray, note: str = "") -> BargainingPoint:
    """The packages of the frontier with the largest measure, shape (m,)."""
    top = measure.max()
    return picked(problem, name, np.flatnonzero(measure >= top - TIE * max(1.0, abs(top))), note)


def picked(problem: BargainingProblem, name: str, columns: npt.NDArray[np.intp], note: str = "") -> BargainingPoint:
    """Some columns of the frontier as an answer."""
    found = problem.frontier_of()
    tied = tuple(found.payoffs[:, c] for c in columns.tolist())
    return BargainingPoint(problem, name, tuple(int(i) for i in found.packages[columns]), tied[0], tied=tied, note=note)


def weightless(problem: BargainingProblem, powers: FloatArray) -> str:
    """Who has no weight, shape (signers,), and is therefore left out of the product; empty where everybody has some."""
    names = [problem.players[seat] for seat, power in zip(problem.seats, powers.tolist(), strict=True) if power == 0]
    if not names:
        return ""
    who = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    return f"{who} {'has' if len(names) == 1 else 'have'} no weight and {'is' if len(names) == 1 else 'are'} left out"


def left_out(problem: BargainingProblem, able: BoolArray) -> str:
    """Who cannot gain, shape (signers,), and is therefore left out of a measure; empty where everybody can."""
    names = [problem.players[seat] for seat, can in zip(problem.seats, able, strict=True) if not can]
    if not names:
        return ""
    who = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    return f"{who} can gain nothing and {'is' if len(names) == 1 else 'are'} left out"
