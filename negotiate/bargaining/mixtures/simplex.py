"""A linear program of few rows, whose columns are named only when they are worth something.

Bases are small, so that each is factored anew, and an answer is exact but for the rounding of one small system.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.errors import DidNotConverge, NegotiateError

PIVOTS = 5_000
"""Columns that may enter a basis."""
POSITIVE = 1e-11
"""Of the largest entry of a direction: entries below are rounding."""
BETTER = 1e-13
"""Of the terms of a reduced cost, and of 1, since goals are that large: what is below is rounding."""
EQUAL = 1e-13
"""Ratios no farther apart are equal, and what comes after them decides."""
SHORT = 1e-9
"""How far demands may be from being met if they can be met at all."""


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One column.

    Parameters
    ----------
    entries : ndarray, shape (rows,)
        What a unit of it adds to each row.
    gain : float
        What a unit of it adds to the goal.
    name : tuple of int
        What it stands for.
    artificial : bool
        Whether it only fills a row that nothing else fills yet.
    """

    entries: FloatArray
    gain: float
    name: tuple[int, ...] = ()
    artificial: bool = False


class NoBound(DidNotConverge):
    """Numbers so far apart in size that a column seems to use nothing up, and the goal to have no bound."""

    def __init__(self, largest: float) -> None:
        NegotiateError.__init__(
            self,
            f"numbers of this lottery are too far apart in size: next to the largest, all that counts is {largest:.3g}",
            "write payoffs in units in which what players can gain is of the same size",
        )
        self.iterations, self.residual, self.tolerance = 0, largest, POSITIVE


Price = Callable[[FloatArray, bool], Column | None]
"""Prices of the rows, shape (rows,), and whether the goal counts yet → the column that is worth most beyond them."""


def optimum(
    target: FloatArray, basis: Sequence[Column], others: Sequence[Column], price: Price
) -> tuple[list[Column], FloatArray, FloatArray]:
    """The best basis: its columns, how much of each, shape (rows,), and the prices of the rows, shape (rows,).

    Parameters
    ----------
    target : ndarray, shape (rows,)
        What the columns have to add up to, none below 0.
    basis : sequence of Column
        The columns of the unit matrix; an artificial one where a row has no other.
    others : sequence of Column
        Further columns that are known; for each artificial one its opposite is among them.
    price : callable
        Names the best of all other columns.

    Raises
    ------
    DidNotConverge
        If the rows cannot be filled without artificial columns, or the best basis is not found in `PIVOTS` steps.

    Notes
    -----
    The simplex method with the lexicographic rule, so that it does not go round in circles where bases tie.

    References
    ----------
    Dantzig, G. B., Orden, A. & Wolfe, P. (1955), "The generalized simplex method for minimizing a linear form under
    linear inequality restraints", Pacific Journal of Mathematics 5.
    """
    found, known = list(basis), [*basis, *others]
    if any(column.artificial for column in found):
        found = _improved(target, found, [column for column in known if not column.artificial], price, filling=True)
        amounts = _solved(_matrix(found), target)
        left = sum(float(x) for x, column in zip(amounts, found, strict=True) if column.artificial)
        if left > SHORT:
            raise DidNotConverge("a lottery that gives everybody what it must", PIVOTS, left, SHORT)
        opposite = {int(np.argmax(np.abs(column.entries))): column for column in others if column.entries.min() == -1.0}
        found = [opposite[int(np.argmax(column.entries))] if column.artificial else column for column in found]
    found = _improved(target, found, [column for column in known if not column.artificial], price, filling=False)
    matrix = _matrix(found)
    gains = np.array([column.gain for column in found])
    return found, _solved(matrix, target), _solved(matrix.T, gains)


def _improved(
    target: FloatArray, basis: list[Column], known: Sequence[Column], price: Price, filling: bool
) -> list[Column]:
    """The basis after which nothing is worth entering; while rows are being filled only artificial columns cost."""
    for _ in range(PIVOTS):
        inverse = np.asarray(np.linalg.inv(_matrix(basis)), dtype=np.float64)
        gains = np.array([_gain(column, filling) for column in basis])
        prices = gains @ inverse
        doubt = BETTER * (np.abs(gains) @ np.abs(inverse))
        entering = _entering(basis, known, price, (prices, doubt), filling)
        if entering is None:
            return basis
        direction = inverse @ entering.entries
        leaving = _leaving(inverse @ target, inverse, direction)
        basis[leaving] = entering
    raise DidNotConverge("the best basis", PIVOTS, np.inf, 0.0)


def _gain(column: Column, filling: bool) -> float:
    return (-1.0 if column.artificial else 0.0) if filling else column.gain


def _solved(matrix: FloatArray, target: FloatArray) -> FloatArray:
    return np.asarray(np.linalg.solve(matrix, target), dtype=np.float64)


def _matrix(basis: Sequence[Column]) -> FloatArray:
    return np.stack([column.entries for column in basis], axis=1)


def _entering(
    basis: list[Column], known: Sequence[Column], price: Price, rows: tuple[FloatArray, FloatArray], filling: bool
) -> Column | None:
    """The column worth most beyond its price, if any is; prices of the rows come with how far to trust them."""
    prices, doubt = rows
    named = price(prices, not filling)
    best, most = None, 0.0
    for column in [*known, *([named] if named else [])]:
        gain = _gain(column, filling)
        worth = gain - float(prices @ column.entries)
        rounding = BETTER * (1.0 + abs(gain)) + float(doubt @ np.abs(column.entries))
        if worth > max(most, rounding) and not any(_same(column, other) for other in basis):
            best, most = column, worth
    return best


def _same(one: Column, other: Column) -> bool:
    return one is other or (one.name != () and one.name == other.name)


def _leaving(amounts: FloatArray, inverse: FloatArray, direction: FloatArray) -> int:
    """Which column of the basis is used up first; of ties the lexicographically first."""
    rows = np.flatnonzero(direction > POSITIVE * max(1.0, float(np.abs(direction).max())))
    if not len(rows):
        raise NoBound(float(direction.max(initial=0.0)))
    for column in [amounts, *inverse.T]:
        ratios = column[rows] / direction[rows]
        rows = rows[ratios <= ratios.min() + EQUAL * max(1.0, abs(float(ratios.min())))]
        if len(rows) == 1:
            break
    return int(rows[0])
