"""Pivots in whole numbers: every division comes out even, so that nothing is rounded and no fraction grows.

References
----------
Edmonds 1967, "Systems of distinct representatives and linear algebra", Journal of Research of the National Bureau of
Standards 71B.
Bareiss 1968, "Sylvester's identity and multistep integer-preserving Gaussian elimination", Mathematics of Computation
22.
"""

from __future__ import annotations

from fractions import Fraction

Rows = list[list[int]]


def pivoted(rows: Rows, out: int, column: int, before: int) -> Rows:
    """Rows that are zero in a column, all but one, which stays as it is.

    Parameters
    ----------
    rows : list of list of int
        All over the same number.
    out, column : int
        The row that stays, and the column; the entry there is not zero, and the rows are over it afterwards.
    before : int
        What the rows are over now: the entry of the pivot before, at first 1.
    """
    top = rows[out]
    ahead = top[column]
    return [
        row
        if row is top or (not row[column] and ahead == before)
        else [(ahead * a - row[column] * b) // before for a, b in zip(row, top, strict=True)]
        for row in rows
    ]


class Tableau:
    """Equations of a linear program, and the variable that each says the value of.

    Parameters
    ----------
    rows : list of list of int
        The coefficients of all variables, then the right-hand side; rows behind the basis are changed with the others.
    basis : list of int
        The variable of each of the first rows, a column of zeros but for a 1 there.
    """

    def __init__(self, rows: Rows, basis: list[int]) -> None:
        self.rows, self.basis, self.pivot = rows, basis, 1

    def exchange(self, out: int, entering: int) -> int:
        """Let a variable take the place of the one of a row, and say which that was."""
        gone, ahead = self.basis[out], self.rows[out][entering]
        self.rows = pivoted(self.rows, out, entering, self.pivot)
        self.basis[out], self.pivot = entering, ahead
        return gone

    def values(self, first: int, count: int) -> list[Fraction]:
        """The values of so many variables."""
        known = {code: Fraction(row[-1], self.pivot) for code, row in zip(self.basis, self.rows, strict=False)}
        return [known.get(code, Fraction(0)) for code in range(first, first + count)]
