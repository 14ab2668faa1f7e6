"""Finds strategies that are best against some belief about the others, which nothing can dominate strictly.

A strategy is strictly dominated, by another or by a mixture, exactly if it is best against no belief. One belief that
makes it best therefore settles it, and a few that suit it are tried on all strategies at once.

References
----------
Pearce 1984, "Rationalizable strategic behavior and the problem of perfection", Econometrica 52, lemma 3.
"""

from __future__ import annotations

import numpy as np

from negotiate.arrays import BoolArray, FloatArray

CROWD = 64
"""Combinations of the others from which beliefs pay: below it everything else is as fast."""
SHARES = (8, 4, 16, 2)
"""Into how many parts the combinations are cut; a belief spreads over the part that suits a strategy best."""


def supported(table: FloatArray) -> BoolArray:
    """Say which strategies are surely best against some belief.

    Parameters
    ----------
    table : ndarray, shape (strategies, combinations)
        What each strategy gives its player against each combination of the others, in any unit.

    Returns
    -------
    ndarray of bool, shape (strategies,)
        True where one combination, or an even spread over some, makes the strategy best by more than rounding. False
        says nothing.

    Examples
    --------
    >>> supported(np.array([[3.0, 0.0], [0.0, 3.0], [1.0, 1.0]])).tolist()
    [True, True, False]
    """
    found = np.asarray((table == table.max(axis=0)).any(axis=1), dtype=np.bool_)
    combinations = table.shape[1]
    if combinations < CROWD:
        return found
    rounding = 2 * combinations * float(np.spacing(np.abs(table).max()))
    for share in SHARES:
        left = np.flatnonzero(~found)
        if not len(left):
            break
        size = combinations // share
        suits = np.argpartition(table[left], combinations - size, axis=1)[:, combinations - size :]
        beliefs = np.zeros((len(left), combinations))
        np.put_along_axis(beliefs, suits, 1.0, axis=1)
        worth = table @ beliefs.T  # every strategy against every belief
        own = worth[left, np.arange(len(left))]
        worth[left, np.arange(len(left))] = -np.inf
        found[left[own - worth.max(axis=0) > rounding * size]] = True
    return found
