"""Who would break a package, if a breach ends it for good: how much patience keeps it, and by how much.

Whoever keeps it has its worth in every round. Whoever breaks it has the temptation once and the floor ever after. All
arrays broadcast against each other, so that many packages are asked about at once; the last axis is the players.

References
----------
Friedman, J. (1971). A Non-cooperative Equilibrium for Supergames. Review of Economic Studies 38.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from negotiate.arrays import FloatArray

ROUNDING = 1e-12
"""Of the payoffs that are compared: a smaller difference is none."""


def patience_between(worth: FloatArray, temptation: FloatArray, floor: FloatArray) -> tuple[FloatArray, FloatArray]:
    """From which discount factor on, and up to which, each player keeps a package.

    Up to less than 1 only where afterwards is better than the package, and breaking it costs something at once: that
    tempts patient players alone.

    Returns
    -------
    low, high : ndarray
        From 0 to 1; not a number, both, where no discount factor will do.

    Examples
    --------
    The dilemma with 5, 3 and 1, for a player that keeps faith and then for one that would rather not have the package:

    >>> low, high = patience_between(np.array([3.0, 0.5]), np.array([5.0, 5.0]), np.array([1.0, 1.0]))
    >>> low.tolist(), high.tolist()
    ([0.5, nan], [1.0, nan])
    """
    worth, temptation, floor = np.broadcast_arrays(worth, temptation, floor)
    gain, loss = temptation - worth, worth - floor
    reach = np.where(gain + loss != 0, gain + loss, 1.0)  # temptation less floor
    low = np.where(gain > 0, gain / reach, 0.0)
    high = np.where(loss < 0, gain / reach, 1.0)
    never = (gain > 0) & (loss <= 0)
    return np.where(never, np.nan, low), np.where(never, np.nan, high)


def margin(worth: FloatArray, temptation: FloatArray, floor: FloatArray, discount: FloatArray) -> FloatArray:
    """By how much keeping a package is better for each player than breaking it, by round; below 0 if it is worse.

    So much could a player pay in each round in which all keep it; below 0, so much would have to be paid to it.

    Examples
    --------
    >>> margin(np.array([3.0, 3.0]), np.array([5.0, 5.0]), np.array([1.0, 1.0]), np.array([0.25, 0.75])).tolist()
    [-1.0, 1.0]
    """
    found = worth - (1 - discount) * temptation - discount * floor
    size = np.abs(worth) + np.abs(temptation) + np.abs(floor)
    return np.where(np.abs(found) > ROUNDING * size, found, 0.0)


def secret(worth: FloatArray, unseen: FloatArray) -> npt.NDArray[np.bool_]:
    """Where a player gains by what nobody sees, so that no patience keeps it from doing so."""
    return np.asarray(unseen - worth > ROUNDING * (np.abs(unseen) + np.abs(worth)))
