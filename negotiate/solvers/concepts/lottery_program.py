"""Solves a linear program over lotteries in HiGHS, then sharpens the vertex that it found.

HiGHS works to a tolerance. The probabilities of its vertex are replaced by the solution of the constraints that bind
there, and those that are rounding by zero. A bound on what any lottery could reach comes from the program's prices,
by plain arithmetic.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.errors import NegotiateError

SIMPLEX_STEPS = 2_000  # the dual simplex is quick where it is at all; beyond, an interior road is quicker
STOPPED = 1  # scipy's word for it
FEASIBLE = 1e-10  # HiGHS's smallest tolerance
PLAYED = (1e-8, 1e-10, 1e-12)  # a smaller probability out of HiGHS may be rounding
TRIES = 5  # rounds of leaving outcomes out whose solution is negative
CLEAN = 1e-13  # how far a polished constraint may be broken
BINDS = 1e-9  # on payoffs scaled to the unit range
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
    from scipy.optimize import linprog  # noqa: PLC0415 - scipy is slow to import, and few commands solve a program

    options = {"primal_feasibility_tolerance": FEASIBLE, "dual_feasibility_tolerance": FEASIBLE}
    below, right = (system.below, system.right) if system.below.shape[0] else (None, None)
    program = (cost, below, right, system.equal, system.total)
    answer = linprog(*program, method="highs-ds", options={**options, "maxiter": SIMPLEX_STEPS})
    if answer.x is None or answer.status == STOPPED:  # the interior road ends in a vertex, too
        answer = linprog(*program, method="highs-ipm", options=options)
    if answer.x is None:
        raise NoLottery(f"the linear program failed: {answer.message}")
    return answer


def ceiling(constraints: Matrix, goal: FloatArray, prices: FloatArray) -> float:
    """The most that any lottery could be worth, by prices of its constraints.

    Notes
    -----
    Weak duality: with prices of no less than zero, whatever obeys the constraints is worth at most the largest entry of
    ``goal - constraints.T @ prices``. Any prices give a true bound; the program's give the least.
    """
    positive = np.maximum(prices, 0.0)
    return float((goal - constraints.T @ positive).max())


def polished(system: System, found: FloatArray, free: int = 0) -> FloatArray:
    """Solve the constraints that bind for the outcomes that happen; the last `free` variables are no probabilities.

    Returns
    -------
    ndarray
        The probabilities alone, with as few outcomes as obey the constraints.
    """
    best = np.maximum(found[: len(found) - free], 0.0)
    least = broken(system, np.append(best, found[len(found) - free :]), free)
    for played in PLAYED:
        sharp = _on(system, found, free, played)
        off = broken(system, sharp, free)
        if off < least:
            best, least = sharp[: len(found) - free], off
        if off <= CLEAN:
            break
    return _snapped(best / best.sum())


def _on(system: System, found: FloatArray, free: int, played: float) -> FloatArray:
    """The solution on the outcomes that are likelier than this, and that the solution itself leaves likely at all."""
    size = len(found) - free
    binding = np.flatnonzero(system.right - system.below @ found <= BINDS)
    right = np.concatenate([system.right[binding], system.total])
    inside = np.append(found[:size] > played, np.ones(free, dtype=np.bool_))
    for _ in range(TRIES):
        used = np.flatnonzero(inside)
        matrix = np.vstack([system.below[binding][:, used].toarray(), system.equal[:, used]])
        sharp = np.zeros(len(found))
        sharp[used] = np.linalg.lstsq(matrix, right)[0]
        below_zero = inside & (sharp < 0)
        below_zero[size:] = False
        if not below_zero.any():
            break
        inside &= ~below_zero
    return sharp


def broken(system: System, sharp: FloatArray, free: int = 0) -> float:
    """By how much a constraint is broken at most; infinite where a probability is negative."""
    if (sharp[: len(sharp) - free] < 0).any():
        return float("inf")
    below = float((system.below @ sharp - system.right).max(initial=0.0))
    return max(below, float(np.abs(system.equal @ sharp - system.total).max()))


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
