"""Solves a small linear program over lotteries in whole numbers, where a program in floats would not see the stakes.

A program in floats allows each constraint to be broken by a part of the payoffs' range. With millions at stake here and
cents there, that is worth more than the cents. The tableau holds Python's integers over one common denominator, the
pivot before; every division comes out even. Bland's rule keeps it from going in circles.

References
----------
Bland 1977, "New finite pivoting rules for the simplex method", Mathematics of Operations Research 2.
Edmonds 1967, "Systems of distinct representatives and linear algebra", Journal of Research of the National Bureau of
Standards 71B, for pivoting in integers.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from math import lcm
from typing import NamedTuple

import numpy as np

from negotiate.kernels.exactness import Exact, Exactly, big_integers

COARSE = 1_000_000  # steps from the worst to the best payoff: with more, floats and their tolerances see too little
ENTRIES = 4_000  # of the constraints: beyond, whole numbers take seconds
BLURRED = "Some payoffs differ by too little, beside the largest ones, for a linear program in floating point."
"""The note of an answer that would need whole numbers, in too large a game for them."""


class Optimum(NamedTuple):
    """The best lottery.

    Attributes
    ----------
    weights : list of Fraction
        Of every variable.
    value : Fraction
        What the goal comes to.
    sole : bool
        Whether no other lottery can come to as much; False where one may.
    """

    weights: list[Fraction]
    value: Fraction
    sole: bool


def fine(numbers: Exactly) -> bool:
    """Whether some player's payoffs are known, and have so many steps that floats would not see every one of them.

    Examples
    --------
    >>> from negotiate.kernels.exactness import exactly
    >>> [fine(exactly(np.array([[0.0, 1.0, x]]))) for x in (5.0, 1e8, np.pi * 1e8)]
    [False, True, False]
    """
    return numbers.decimal and any(_spread(own) > COARSE for own in big_integers(numbers.payoffs))


def _spread(own: Exact) -> int:
    """How often the smallest difference of two payoffs goes into the largest."""
    values = sorted(set(own.ravel().tolist()))
    return int((values[-1] - values[0]) // min((b - a for a, b in pairwise(values)), default=1))


def best_exactly(constraints: Exact, goal: Exact, free: int = 0) -> Optimum | None:
    """The lottery that makes a goal largest.

    Parameters
    ----------
    constraints : ndarray of whole numbers, shape (rows, variables)
        Times the lottery: no row may be positive.
    goal : ndarray of whole numbers, shape (variables,)
    free : int
        So many variables, the last ones, are no probabilities, but not negative either.

    Returns
    -------
    Optimum or None
        None where no lottery obeys the constraints.

    Notes
    -----
    The probabilities may sum to less than one here, and the goal is raised until all of it is worth having: then a
    larger lottery is better, and the best one sums to one if there is any.

    Examples
    --------
    >>> found = best_exactly(np.array([[10**12, -1]], dtype=object), np.array([1, 0], dtype=object))
    >>> found.value, found.sole
    (Fraction(1, 1000000000001), True)
    """
    count = len(goal) - free
    raised = [1 - min([0, *goal.tolist()]) if k < count else 0 for k in range(len(goal))]
    top = [int(x) + more for x, more in zip(goal.tolist(), raised, strict=True)]
    rows = [[int(x) for x in row] for row in big_integers(constraints).tolist()]
    rows.append([1] * count + [0] * free)
    tableau = _Tableau(rows, top)
    tableau.climb()
    weights = tableau.solution(len(goal))
    if sum(weights[:count]) != 1:
        return None
    value = sum((Fraction(int(x)) * w for x, w in zip(goal.tolist(), weights, strict=True)), Fraction(0))
    return Optimum(weights, value, tableau.sole())


def never_worse_exactly(leads: Exact) -> Exact | None:
    """Weights of a mixture that trails nowhere and leads somewhere, in whole numbers; None only if there is none.

    Parameters
    ----------
    leads : ndarray of whole numbers, shape (rivals, combinations)
        What each rival gets more than the strategy in question.

    Examples
    --------
    >>> never_worse_exactly(np.array([[-1, 10**12], [2, -1]])).tolist()
    [2, 1]
    >>> never_worse_exactly(np.array([[-1, 10**12], [0, -1]])) is None
    True
    """
    whole = big_integers(leads)
    found = best_exactly(-whole.T, whole.sum(axis=1))
    if found is None or not found.value:
        return None
    scale = lcm(*(weight.denominator for weight in found.weights))
    return np.asarray([int(weight * scale) for weight in found.weights], dtype=object)


class _Tableau:
    """The rows, then the goal; columns for the variables, the slacks and the right-hand side."""

    def __init__(self, rows: Sequence[list[int]], goal: Sequence[int]) -> None:
        size = len(rows)
        self.rows = [[*row, *(int(i == k) for i in range(size)), int(k == size - 1)] for k, row in enumerate(rows)]
        self.goal = [*(-x for x in goal), *([0] * (size + 1))]
        self.basis = [len(goal) + k for k in range(size)]
        self.pivot = 1

    def climb(self) -> None:
        """Pivot until nothing makes the goal larger."""
        while True:
            entering = next((k for k, x in enumerate(self.goal[:-1]) if x < 0), -1)
            able = [i for i, row in enumerate(self.rows) if row[entering] > 0]
            if entering < 0 or not able:
                return
            out = min(able, key=lambda i: (Fraction(self.rows[i][-1], self.rows[i][entering]), self.basis[i]))
            self._exchange(out, entering)

    def _exchange(self, out: int, entering: int) -> None:
        top, before = self.rows[out], self.pivot
        ahead = top[entering]
        for i, row in enumerate(self.rows):
            if i != out:
                self.rows[i] = _reduced(row, top, ahead, row[entering], before)
        self.goal = _reduced(self.goal, top, ahead, self.goal[entering], before)
        self.basis[out], self.pivot = entering, ahead

    def solution(self, count: int) -> list[Fraction]:
        found = [Fraction(0)] * count
        for code, row in zip(self.basis, self.rows, strict=True):
            if code < count:
                found[code] = Fraction(row[-1], self.pivot)
        return found

    def sole(self) -> bool:
        """Whether every variable that is zero would make the goal smaller if it grew."""
        idle = set(range(len(self.goal) - 1)) - set(self.basis)
        return all(self.goal[k] > 0 for k in idle)


def _reduced(row: list[int], top: list[int], ahead: int, factor: int, before: int) -> list[int]:
    if not factor and ahead == before:
        return row
    return [(ahead * a - factor * b) // before for a, b in zip(row, top, strict=True)]
