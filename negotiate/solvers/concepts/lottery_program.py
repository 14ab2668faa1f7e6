"""Solves a linear programme over lotteries in HiGHS, then sharpens the vertex that it found.

HiGHS works to a tolerance. The probabilities of its vertex are replaced by the solution of the constraints that bind
there, and those that are rounding by zero. A bound on what any lottery could reach comes from the programme's prices,
by plain arithmetic.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from negotiate.errors import NegotiateError
from negotiate.games.normal_form import FloatArray

FEASIBLE = 1e-10  # HiGHS's smallest tolerance
PLAYED = 1e-8  # a smaller probability out of HiGHS is rounding
BINDS = 1e-8  # on payoffs scaled to the unit range
SAME = 1e-6  # polishing sharpens a probability; it never makes another one of it
DENOMINATOR = 10_000
SNAP = 1e-13  # how near a fraction must be to be taken for the probability itself

Matrix = Any  # scipy's sparse arrays are imported where they are made


class NoLottery(NegotiateError):
    """No lottery obeys the constraints, or HiGHS found none."""


@dataclass(frozen=True, slots=True, eq=False)
class System:
    """What a solution must obey.

    Parameters
    ----------
    below : sparse array, shape (constraints, variables)
        Times the solution: no more than `right`.
    right : ndarray, shape (constraints,)
    equal : ndarray, shape (equations, variables)
        Times the solution: `total`.
    total : ndarray, shape (equations,)
    """

    below: Matrix
    right: FloatArray
    equal: FloatArray
    total: FloatArray


def over_lotteries(constraints: Matrix) -> System:
    """Probabilities that sum to 1 and make no row of the constraints positive."""
    rows, columns = constraints.shape
    return System(constraints, np.zeros(rows), np.ones((1, columns)), np.ones(1))


def solved(system: System, cost: FloatArray) -> Any:
    """What HiGHS answers for the least cost: `x`, `fun` and `ineqlin.marginals` are there.

    Raises
    ------
    NoLottery
        If there is no answer.
    """
    from scipy.optimize import linprog  # noqa: PLC0415 - scipy is slow to import, and few commands solve a programme

    options = {"primal_feasibility_tolerance": FEASIBLE, "dual_feasibility_tolerance": FEASIBLE}
    below, right = (system.below, system.right) if system.below.shape[0] else (None, None)
    answer = linprog(cost, below, right, system.equal, system.total, method="highs-ds", options=options)
    if answer.x is None:
        raise NoLottery(f"the linear programme failed: {answer.message}")
    return answer


def ceiling(constraints: Matrix, goal: FloatArray, prices: FloatArray) -> float:
    """The most that any lottery could be worth, by prices of its constraints.

    Notes
    -----
    Weak duality: with prices of no less than zero, whatever obeys the constraints is worth at most the largest entry of
    ``goal - constraints.T @ prices``. Any prices give a true bound; the programme's give the least.
    """
    positive = np.maximum(prices, 0.0)
    return float((goal - constraints.T @ positive).max())


def polished(system: System, found: FloatArray, free: int = 0) -> FloatArray:
    """Solve the constraints that bind for the outcomes that happen; the last `free` variables are no probabilities."""
    size = len(found) - free
    raw = np.where(found[:size] > PLAYED, found[:size], 0.0)
    raw /= raw.sum()
    used = np.concatenate([np.flatnonzero(raw), np.arange(size, len(found))])
    if len(used) == 1:
        return raw
    slack = system.right - system.below @ found
    binding = np.flatnonzero(slack <= BINDS)
    matrix = np.vstack([system.below[binding][:, used].toarray(), system.equal[:, used]])
    right = np.concatenate([system.right[binding], system.total])
    solved = np.linalg.lstsq(matrix, right)[0][: len(used) - free]
    sharp = np.zeros(size)
    sharp[used[: len(solved)]] = solved
    if (solved <= 0).any() or np.abs(sharp - raw).max() > SAME:
        return raw  # the constraints were read wrongly; the check of every constraint judges what HiGHS gave
    return _snapped(sharp / sharp.sum())


def _snapped(lottery: FloatArray) -> FloatArray:
    """Take near fractions for the fractions."""
    played = np.flatnonzero(lottery)
    near = [Fraction(float(p)).limit_denominator(DENOMINATOR) for p in lottery[played]]
    off = max(abs(float(f) - float(p)) for f, p in zip(near, lottery[played], strict=True))
    if sum(near) != 1 or off > SNAP:
        return lottery
    sharp = np.zeros_like(lottery)
    sharp[played] = [float(f) for f in near]
    return sharp
