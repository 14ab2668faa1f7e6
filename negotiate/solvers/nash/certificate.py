"""Solves the conditions of one vertex of a best-reply polytope in whole numbers, and checks all the others exactly.

At a vertex as many replies are best as strategies are played, which is a square system of equations. It is solved by an
elimination without fractions, in which every division comes out even.

References
----------
Bareiss 1968, "Sylvester's identity and multistep integer-preserving Gaussian elimination", Mathematics of Computation
22.
"""

from __future__ import annotations

from operator import mul
from typing import NamedTuple

import numpy as np

from negotiate.games.normal_form import FloatArray
from negotiate.kernels.exactness import Exact, big_integers

Rows = list[list[int]]


class Table(NamedTuple):
    """What one player gets by each reply against each strategy of the other, twice over.

    Attributes
    ----------
    whole : list of list of int
        One row a reply; positive, in a unit of its own.
    floats : ndarray, shape (replies, strategies)
        The same from 1 to 2, each right to within four roundings.
    error : float
        How far these may be off beyond that, because the payoffs themselves are known to no more.
    """

    whole: Rows
    floats: FloatArray
    error: float = 0.0


class Certain(NamedTuple):
    """A vertex, exactly.

    Attributes
    ----------
    weights : list of int
        How much each strategy is played, over `total`.
    total : int
        Their sum.
    tight : int
        Which strategies are not played, then which replies are best, as bits.
    """

    weights: list[int]
    total: int
    tight: int

    @property
    def strategy(self) -> list[float]:
        """The probabilities, each the float next to the fraction."""
        return [weight / self.total for weight in self.weights]


def table_of(whole: Exact, error: float = 0.0) -> Table:
    """Both forms of one player's payoffs.

    Parameters
    ----------
    whole : ndarray, shape (replies, strategies)
        Whole numbers, as `exactness.exactly` gives them.
    error : float
        How far each may be off.
    """
    big = big_integers(whole)
    low, high = int(big.min()), int(big.max())
    width = high - low if high > low else 1
    rows: Rows = (big - low + width).tolist()
    return Table(rows, 1.0 + np.asarray((big - low) / width, dtype=np.float64), 2 * error / width)


def corner(table: Table, basis: int) -> Certain | None:
    """Where the constraints of a basis meet, if that is a vertex.

    Parameters
    ----------
    table : Table
        Of the player who replies.
    basis : int
        As many constraints as there are strategies, as bits: which strategies are not played, then which replies are
        best.

    Returns
    -------
    Certain or None
        None if the constraints do not meet in one point, if that point breaks another constraint, or at the origin.

    Examples
    --------
    >>> table = table_of(np.array([[0.0, 3.0], [2.0, 0.0]]))
    >>> found = corner(table, 0b1100)
    >>> found.strategy, bin(found.tight)
    ([0.6, 0.4], '0b1100')
    """
    count = len(table.whole[0])
    played = [i for i in range(count) if not basis >> i & 1]
    replies = [j for j in range(len(table.whole)) if basis >> (count + j) & 1]
    if not played or len(played) != len(replies):
        return None
    rows = [[row[i] for i in played] for row in table.whole]
    solved = _solve([rows[j] for j in replies])
    if solved is None:
        return None
    weights, best = solved
    if min(weights) < 0:
        return None
    tight, full = 0, [0] * count
    for i, weight in zip(played, weights, strict=True):
        full[i] = weight
    for i, weight in enumerate(full):
        tight |= (weight == 0) << i
    for j, row in enumerate(rows):
        value = sum(map(mul, row, weights))
        if value > best:
            return None
        tight |= (value == best) << (count + j)
    return Certain(full, sum(weights), tight)


def _solve(system: Rows) -> tuple[list[int], int] | None:
    """Weights and a positive number that every row times the weights gives; None if the system is singular."""
    size = len(system)
    if size == 1:
        return [1], system[0][0]
    rows = [[*row, 1] for row in system]
    before = 1
    for k in range(size):
        place = next((i for i in range(k, size) if rows[i][k]), None)
        if place is None:
            return None
        rows[k], rows[place] = rows[place], rows[k]
        top = rows[k]
        pivot = top[k]
        for i in range(size):
            if i != k:
                row = rows[i]
                factor = row[k]
                rows[i] = [(pivot * a - factor * b) // before for a, b in zip(row, top, strict=True)]
        before = pivot
    sign = 1 if before > 0 else -1
    return [sign * row[-1] for row in rows], sign * before
