"""Finds the conjecture about the others that is kindest to one strategy, or the mixture that beats it.

The two are the two sides of one linear programme: a strategy is best against some conjecture exactly where no mixture
of the others is better against everything.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from negotiate.games.normal_form import FloatArray

IntArray = NDArray[np.intp]

TINY = 1e-12  # a smaller probability is the programme's rounding


class Weighing(NamedTuple):
    """Both sides of the programme.

    Attributes
    ----------
    lead : float
        By how much the strategy beats the best of the others, against the conjecture that is kindest to it.
    conjecture : ndarray, shape (columns,)
        That conjecture: a probability for each combination of what the others do.
    mixture : ndarray, shape (rows,)
        The mixture of the other strategies that leads most, or lags least, everywhere; 0 for the strategy itself.
    """

    lead: float
    conjecture: FloatArray
    mixture: FloatArray


def weighing(table: FloatArray, strategy: int) -> Weighing:
    """Weigh one row of a table against all others.

    Parameters
    ----------
    table : ndarray, shape (rows, columns)
        One player's payoffs on the unit range, at least two rows.
    strategy : int
        The row.

    References
    ----------
    Pearce 1984, "Rationalizable strategic behavior and the problem of perfection", Econometrica 52, lemma 3.

    Examples
    --------
    >>> found = weighing(np.array([[1.0, 0.0], [0.0, 1.0], [0.25, 0.25]]), 2)
    >>> round(found.lead, 6), found.mixture.round(6).tolist()
    (-0.25, [0.5, 0.5, 0.0])
    """
    from scipy.optimize import linprog  # noqa: PLC0415 - scipy takes a third of a second, and few games come here

    others = np.delete(np.arange(len(table)), strategy)
    # Maximise the lead s over conjectures q: (table[j] - table[strategy]) @ q + s <= 0 for every other row j.
    behind = np.hstack([table[others] - table[strategy], np.ones((len(others), 1))])
    columns = table.shape[1]
    total = np.hstack([np.ones((1, columns)), np.zeros((1, 1))])
    bounds = [(0.0, None)] * columns + [(None, None)]
    goal = np.concatenate([np.zeros(columns), [-1.0]])
    answer = linprog(goal, behind, np.zeros(len(others)), total, np.ones(1), bounds, method="highs")
    if answer.x is None:
        return Weighing(0.0, np.full(columns, 1.0 / columns), np.zeros(len(table)))
    mixture = np.zeros(len(table))
    mixture[others] = _probabilities(-answer.ineqlin.marginals)
    return Weighing(float(answer.x[-1]), _probabilities(answer.x[:-1]), mixture)


def never_worse(table: FloatArray, strategy: int) -> FloatArray:
    """A mixture of the other rows that is worse than one row nowhere and ahead of it by as much as possible in sum.

    Parameters
    ----------
    table, strategy
        As in `weighing`.

    Returns
    -------
    ndarray, shape (rows,)
        Weights, 0 for the strategy itself; all zero where every mixture is worse somewhere.

    Examples
    --------
    >>> never_worse(np.array([[1.0, 0.0], [0.0, 1.0], [0.5, 0.25]]), 2).tolist()
    [0.5, 0.5, 0.0]
    """
    from scipy.optimize import linprog  # noqa: PLC0415 - scipy takes a third of a second, and few games come here

    others = np.delete(np.arange(len(table)), strategy)
    ahead = table[others] - table[strategy]
    answer = linprog(-ahead.sum(axis=1), -ahead.T, np.zeros(ahead.shape[1]), np.ones((1, len(others))), np.ones(1))
    mixture = np.zeros(len(table))
    if answer.x is not None:
        mixture[others] = _probabilities(answer.x)
    return mixture


def full_conjecture(table: FloatArray, strategy: int) -> FloatArray:
    """The conjecture that leaves nothing out, as evenly as it can, and to which a row is a best reply.

    Parameters
    ----------
    table, strategy
        As in `weighing`.

    Returns
    -------
    ndarray, shape (columns,)
        Probabilities, or all zero where there is no such conjecture.

    References
    ----------
    Pearce 1984, lemma 4: it exists exactly where no pure or mixed strategy dominates weakly.

    Examples
    --------
    >>> full_conjecture(np.array([[1.0, 0.0], [1.0, 1.0]]), 0).tolist()
    [0.0, 0.0]
    """
    from scipy.optimize import linprog  # noqa: PLC0415 - scipy takes a third of a second, and few games come here

    rows, columns = table.shape
    # Maximise the least probability d: q = d + r with r >= 0, so that d stands in every column's place.
    ahead = np.delete(table, strategy, axis=0) - table[strategy]
    behind = np.hstack([ahead, ahead.sum(axis=1, keepdims=True)])
    total = np.concatenate([np.ones(columns), [float(columns)]])[None]
    goal = np.concatenate([np.zeros(columns), [-1.0]])
    answer = linprog(goal, behind, np.zeros(rows - 1), total, np.ones(1), method="highs")
    if answer.x is None:
        return np.zeros(columns)
    return np.asarray(_probabilities(answer.x[:-1] + answer.x[-1]) if answer.x[-1] > TINY else np.zeros(columns))


def tie_breakers(table: FloatArray, strategy: int) -> tuple[Fraction, ...] | None:
    """A mixture that is better than one row everywhere, made of rows that are each at least as good where it matters.

    One row is better somewhere and as good elsewhere; where it is only as good, another one is, and so on, until no
    column is left. A little of each in turn, and much less of each than of the one before, is better everywhere, by
    leads that may be too small for any programme: so it is in the traveller's dilemma.

    Parameters
    ----------
    table : ndarray, shape (rows, columns)
        Whole numbers.
    strategy : int
        The row.

    Returns
    -------
    tuple of Fraction or None
        A weight a row; None where the chain breaks off, which does not mean that there is no such mixture.

    Examples
    --------
    >>> tie_breakers(np.array([[2.0, 0.0], [1.0, 0.0], [0.0, 3.0]]), 1)
    (Fraction(5, 6), Fraction(0, 1), Fraction(1, 6))
    """
    left, chain = np.arange(table.shape[1]), []
    ahead = table - table[strategy]
    while len(left):
        rows = np.flatnonzero((ahead[:, left] >= 0).all(axis=1) & (ahead[:, left] > 0).any(axis=1))
        if not len(rows):
            return None
        best = int(rows[np.argmax((ahead[np.ix_(rows, left)] > 0).sum(axis=1))])
        chain.append((best, left[ahead[best, left] > 0]))
        left = left[ahead[best, left] == 0]
    weights = [Fraction(0)] * len(table)
    for row, columns in reversed(chain):
        little = _little(ahead, weights, row, columns) if any(weights) else Fraction(0)
        weights = [weight * little for weight in weights]
        weights[row] += 1 - little
    return tuple(weights)


def _little(ahead: FloatArray, weights: list[Fraction], row: int, columns: IntArray) -> Fraction:
    """How much of a mixture leaves a row, where it is better, half of its lead at the least."""
    used = [j for j, weight in enumerate(weights) if weight]
    worst = max(0, *(-int(ahead[j, c]) for j in used for c in columns))
    least = min(int(ahead[row, c]) for c in columns)
    return Fraction(least, 2 * (least + worst))


def _probabilities(weights: FloatArray) -> FloatArray:
    kept = np.where(weights > TINY, weights, 0.0)
    total = float(kept.sum())
    return np.asarray(kept / total if total > 0 else kept, dtype=np.float64)
