"""Finds conjectures about the others to which a strategy is best.

A conjecture against which a strategy is best shows that no mixture is better against everything; one that leaves
nothing out, that none is never worse and sometimes better.
"""

from __future__ import annotations

import numpy as np

from negotiate.arrays import FloatArray

TURNS = 40  # columns tried for a conjecture before a program is asked
TINY = 1e-12  # a smaller probability is the program's rounding


def kindest_conjecture(table: FloatArray, strategy: int) -> FloatArray:
    """The conjecture against which one row of a table beats the best of the others by most, or lags least.

    Parameters
    ----------
    table : ndarray, shape (rows, columns)
        One player's payoffs on the unit range, at least two rows.
    strategy : int
        The row.

    Returns
    -------
    ndarray, shape (columns,)
        A probability for each combination of what the others do.

    References
    ----------
    Pearce 1984, "Rationalizable strategic behavior and the problem of perfection", Econometrica 52, lemma 3.

    Examples
    --------
    >>> kindest_conjecture(np.array([[1.0, 0.0], [0.0, 1.0], [0.75, 0.75]]), 2).tolist()
    [0.5, 0.5]
    """
    from scipy.optimize import linprog  # noqa: PLC0415 - scipy takes a third of a second, and few games come here

    others = np.delete(table, strategy, axis=0)
    # Maximise the lead s over conjectures q: (table[j] - table[strategy]) @ q + s <= 0 for every other row j.
    behind = np.hstack([others - table[strategy], np.ones((len(others), 1))])
    columns = table.shape[1]
    total = np.hstack([np.ones((1, columns)), np.zeros((1, 1))])
    bounds = [(0.0, None)] * columns + [(None, None)]
    goal = np.concatenate([np.zeros(columns), [-1.0]])
    answer = linprog(goal, behind, np.zeros(len(others)), total, np.ones(1), bounds, method="highs")
    return np.zeros(columns) if answer.x is None else _probabilities(answer.x[:-1])


def even_conjecture(table: FloatArray, strategy: int) -> FloatArray:
    """A conjecture of a few combinations, found by trying, against which one row is best.

    Parameters
    ----------
    table, strategy
        As in `kindest_conjecture`; in any unit.

    Returns
    -------
    ndarray, shape (columns,)
        Probabilities; all zero where none were found, which does not mean that there are none.

    Notes
    -----
    Whichever row is ahead so far gets the column that is worst for it beside the strategy, and so on. Most rows that
    are best against anything are seen to be so after a few columns, at a thousandth of the cost of a program.

    Examples
    --------
    >>> even_conjecture(np.array([[1.0, 0.0], [0.0, 1.0], [0.75, 0.75]]), 2).tolist()
    [0.5, 0.5]
    """
    ahead = table[strategy] - table
    column = int(np.argmax(ahead.mean(axis=0)))
    counts, total = np.zeros(table.shape[1]), np.zeros(len(table))
    for turn in range(1, TURNS + 1):
        counts[column] += 1
        total += ahead[:, column]
        rival = int(total.argmin())
        if total[rival] >= 0:
            return np.asarray(counts / turn, dtype=np.float64)
        column = int(np.argmax(ahead[rival]))
    return np.zeros(table.shape[1])


def full_conjecture(table: FloatArray, strategy: int) -> FloatArray:
    """The conjecture that leaves nothing out, as evenly as it can, and to which a row is a best reply.

    Parameters
    ----------
    table, strategy
        As in `kindest_conjecture`.

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


def _probabilities(weights: FloatArray) -> FloatArray:
    kept = np.where(weights > TINY, weights, 0.0)
    total = float(kept.sum())
    return np.asarray(kept / total if total > 0 else kept, dtype=np.float64)
