"""Follows Lemke's path from a start that solves an easier problem to a solution of the one asked about.

A tableau says what the variables inside the basis are, given those outside, which are zero. Each variable has a
partner, and of two partners at most one is positive. One more variable, the cover, is what the start is made easier by;
the path ends when it is back at zero. Steps are exchanges of one variable inside for one outside. Where several could
leave, a small random shift of the start decides; the answer is solved for again without it, from the last basis.

References
----------
Lemke 1965, "Bimatrix equilibrium points and mathematical programming", Management Science 11.
Cottle, Pang & Stone 1992, "The Linear Complementarity Problem", chapter 4, for degenerate steps.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from negotiate.arrays import FloatArray, IndexArray

SHIFT = 1e-8
"""Of the random shift that lets one variable leave at a time, entries of the tableau being about one."""
PIVOT = 1e-9
"""What is smaller counts as zero in the column of the variable that enters."""
TIED = 1e-13
FRESH = 1000
"""Steps after which the tableau is computed anew, so that rounding does not pile up."""


class Tableau(NamedTuple):
    """Variables inside the basis as sums of those outside.

    With `n` pairs of partners, variable `v` of the first `n` has the partner `v + n`; variable `2 n` says how much of
    the way is gone, from 0 to 1, and is the one that enters first; the cover `2 n + 1` is what is still to go.

    Attributes
    ----------
    table : ndarray, shape (n + 1, n + 2)
        A row a variable inside, a column one outside, the last column what those inside are where those outside are 0.
    inside, outside : ndarray of int, shape (n + 1,)
        Which variables these are; the cover is the last inside, the way gone the last outside.
    """

    table: FloatArray
    inside: IndexArray
    outside: IndexArray


class Path(NamedTuple):
    """Where a path ended.

    Attributes
    ----------
    values : ndarray, shape (n,) or (0,)
        The first `n` variables at the solution; empty if none was reached.
    steps : int
        How many exchanges were made.
    """

    values: FloatArray
    steps: int


def followed(start: Tableau, most: int, rng: np.random.Generator) -> Path:
    """Follow the path.

    Parameters
    ----------
    start : Tableau
        Its last column is not negative.
    most : int
        How many steps are made at most.
    rng : numpy.random.Generator
        For the shift that decides between variables that could both leave.

    Returns
    -------
    Path
        Without values if the path took more steps, or went off to infinity by rounding.
    """
    shifted = start._replace(table=np.array(start.table, order="F"))
    shifted.table[:-1, -1] += SHIFT * rng.random(len(start.inside) - 1)
    basis = _walked(shifted, most)
    values = _values(start, basis.inside) if basis.done else np.zeros(0)
    return Path(values, basis.steps)


class _Basis(NamedTuple):
    inside: IndexArray
    steps: int
    done: bool


def _walked(start: Tableau, most: int) -> _Basis:
    """Exchange variables until the cover leaves; the column is that of the partner of whatever left last."""
    from scipy.linalg.blas import dger  # noqa: PLC0415 - scipy takes a third of a second to load

    n = len(start.inside) - 1
    table, inside, outside = np.array(start.table, order="F"), start.inside.copy(), start.outside.copy()
    place = np.full(2 * n + 2, -1, dtype=np.intp)
    place[outside] = np.arange(n + 1)
    column = n
    for step in range(1, most + 1):
        row = _leaving(table, column)
        if row < 0:
            return _Basis(inside, step, False)
        rates, line = table[:, column].copy(), table[row] / -table[row, column]
        line[column] = 1 / rates[row]
        rates[row], table[row], table[:, column] = 0.0, 0.0, 0.0
        table = dger(1.0, rates, line, a=table, overwrite_a=1)
        table[row] = line
        left = int(inside[row])
        inside[row] = outside[column]
        if left == 2 * n + 1:
            return _Basis(inside, step, True)
        outside[column], place[left] = left, column
        column = int(place[left + n if left < n else left - n])
        if step % FRESH == 0:
            table = _again(start, inside, outside)
    return _Basis(inside, most, False)


def _leaving(table: FloatArray, column: int) -> int:
    """The row whose variable is the first to reach zero; the cover's if it is among them, -1 if there is none."""
    rates = table[:, column]
    falling = np.flatnonzero(rates < -PIVOT)
    if len(falling) == 0:
        return -1
    ratios = table[falling, -1] / -rates[falling]
    tied = falling[ratios <= ratios.min() + TIED]
    cover = len(table) - 1
    return cover if tied[-1] == cover else int(tied[np.argmin(rates[tied])])


def _columns(start: Tableau, variables: IndexArray) -> FloatArray:
    """The columns of these variables in the equations that the start states: inside - table @ outside = constant."""
    n = len(start.inside)
    place = np.full(2 * n, -1, dtype=np.intp)
    place[start.outside] = np.arange(n)
    columns = -start.table[:, place[variables]]
    place[:] = -1
    place[start.inside] = np.arange(n)
    mine = np.flatnonzero(place[variables] >= 0)
    columns[:, mine] = 0.0
    columns[place[variables[mine]], mine] = 1.0
    return columns


def _again(start: Tableau, inside: IndexArray, outside: IndexArray) -> FloatArray:
    """The tableau of a basis, from the start's equations."""
    right = np.column_stack([-_columns(start, outside), start.table[:, -1]])
    return np.asfortranarray(np.linalg.solve(_columns(start, inside), right))


def _values(start: Tableau, inside: IndexArray) -> FloatArray:
    """The first variables where those outside are zero; none if the basis is too near to none."""
    n = len(start.inside) - 1
    found = np.zeros(2 * n + 2)
    try:
        found[inside] = np.linalg.solve(_columns(start, inside), start.table[:, -1])
    except np.linalg.LinAlgError:
        return np.zeros(0)
    return found[:n] if np.isfinite(found).all() else np.zeros(0)
