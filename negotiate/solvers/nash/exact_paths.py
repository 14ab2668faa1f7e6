"""Follows a path of Lemke and Howson in whole numbers, for small games on which rounding led astray.

The tableau holds Python integers over one common denominator, the pivot before; every division comes out even. Ties are
broken lexicographically, so that no path goes in circles.

References
----------
Lemke & Howson 1964, "Equilibrium points of bimatrix games", SIAM Journal 12.
Edmonds 1967, "Systems of distinct representatives and linear algebra", Journal of Research of the National Bureau of
Standards 71B, for pivoting in integers; von Stengel 2002, "Computing equilibria for two-person games", Handbook of Game
Theory 3, for both in one algorithm.
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm

import numpy as np

from negotiate.kernels.exactness import Exact
from negotiate.solvers.nash.paths import Pair, Path

Rows = list[list[int]]
Strategy = list[Fraction]


class Tableau:
    """One best-reply polytope `C v + s = 1` in integers: columns for the slacks, the strategies, the right-hand side.

    Variables have codes, slacks first: `0 … rows - 1`, then the strategies of whoever mixes.
    """

    def __init__(self, table: Rows) -> None:
        count = len(table)
        self.basis = list(range(count))
        self.pivot = 1
        self.rows = [[int(i == j) for j in range(count)] + row + [1] for i, row in enumerate(table)]

    def enter(self, code: int) -> int:
        """Let a variable grow until another becomes zero; its code."""
        able = [i for i, row in enumerate(self.rows) if row[code] > 0]
        out = min(able, key=lambda i: self._ratios(i, code))
        gone, top = self.basis[out], self.rows[out]
        ahead, before = top[code], self.pivot
        for i, row in enumerate(self.rows):
            if i != out:
                factor = row[code]
                self.rows[i] = [(ahead * a - factor * b) // before for a, b in zip(row, top, strict=True)]
        self.basis[out], self.pivot = code, ahead
        return gone

    def _ratios(self, row: int, code: int) -> list[Fraction]:
        """The row over the entering column: the right-hand side first, then what an infinitesimal change adds to it."""
        entries = self.rows[row]
        return [Fraction(entries[j], entries[code]) for j in (-1, *range(len(self.rows)))]

    def strategy(self, count: int) -> list[Fraction]:
        """The mixture at this corner."""
        weights = [Fraction(0)] * count
        slacks = len(self.rows)
        for code, row in zip(self.basis, self.rows, strict=True):
            if code >= slacks:
                weights[code - slacks] = Fraction(row[-1], self.pivot)
        total = sum(weights)
        return [weight / total for weight in weights]


def whole(table: Exact) -> Rows:
    """A player's payoffs as positive integers in another unit, without loss: a float is an integer over a power of two.

    Examples
    --------
    >>> whole(np.array([[0.0, 0.5], [1.25, -1.0]]))
    [[5, 7], [10, 1]]
    """
    ratios = [[x.as_integer_ratio() for x in row] for row in table.tolist()]
    unit = lcm(*(below for row in ratios for _, below in row))
    integers = [[above * (unit // below) for above, below in row] for row in ratios]
    least = min(min(row) for row in integers)
    return [[x - least + 1 for x in row] for row in integers]


def follow_exactly(payoffs: Exact, label: int, cap: int) -> Path:
    """The path from one label, as `Walker.follow` goes it, without rounding.

    Parameters
    ----------
    payoffs : ndarray, shape (2, rows, columns)
        Whole numbers, or floats for their own fractions; in any unit.
    label : int
        The first player's strategies come first, then the second's.
    cap : int
        How many corners to go through at most.
    """
    found, pivots = exact_end(payoffs, label, cap)
    return Path(None if found is None else _floats(found), pivots)


def exact_end(payoffs: Exact, label: int, cap: int) -> tuple[tuple[Strategy, Strategy] | None, int]:
    """The equilibrium in which the same path ends, in fractions, and how many corners it takes; None beyond the cap."""
    rows, columns = payoffs.shape[1:]
    labels = rows + columns
    sides = (Tableau(whole(payoffs[1].T)), Tableau(whole(payoffs[0])))
    entering, side = label, 0 if label < rows else 1
    for pivots in range(1, cap + 1):
        # On the first polytope the columns are slacks and the rows strategies; on the second it is the other way round.
        if side == 0:
            entering = (sides[0].enter((entering - rows) % labels) + rows) % labels
        else:
            entering = sides[1].enter(entering)
        if entering == label:
            return (sides[0].strategy(rows), sides[1].strategy(columns)), pivots
        side = 1 - side
    return None, cap


def _floats(pair: tuple[Strategy, Strategy]) -> Pair:
    x, y = (np.array([float(weight) for weight in own]) for own in pair)
    return x, y
