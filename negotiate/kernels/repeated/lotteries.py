"""A payoff as a combination of actions now and a lottery over corners of a convex set afterwards.

A corner of the set of equilibrium payoffs is made by some combination and something in the set that follows it. Both
are found here from the corner backwards, which also checks the set: a corner that nothing makes is none.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from negotiate.kernels.repeated.payoff_set import Combinations
from negotiate.kernels.repeated.polygon import inside, sides

FloatArray = npt.NDArray[np.float64]

NEAR = 1e-8
"""On payoffs that run from 0 to 1: what is nearer than this to the set belongs to it; odds below it are none."""


class Made(NamedTuple):
    """How a payoff comes about: a combination now, and odds of the corners that follow, shape (corners,)."""

    combination: int
    odds: FloatArray


def made(
    value: FloatArray, played: Combinations, corners: FloatArray, threat: FloatArray, discount: FloatArray
) -> Made | None:
    """How a payoff comes about; with as little to draw lots for as can be. None if in no way.

    Parameters
    ----------
    value, threat : ndarray, shape (2,)
        The payoff, and what each player is held down to after a breach.
    corners : ndarray, shape (corners, 2)
    discount : ndarray, shape (2,)
        Each above 0 and below 1.
    """
    after = (value - (1 - discount) * played.worth) / discount
    needed = threat + (1 - discount) / discount * (played.straying - played.worth)
    slack = 10 * NEAR / float(discount.min())  # what follows a round is known less well than the round itself
    fits = np.flatnonzero(inside(sides(corners), after, slack) & (after >= needed - slack).all(axis=1))
    ways = [Made(int(one), lottery(after[one], corners)) for one in fits]
    steady = np.abs(after[fits] - value).max(axis=1)
    order = sorted(range(len(ways)), key=lambda way: (steady[way] > NEAR, np.count_nonzero(ways[way].odds)))
    return ways[order[0]] if order else None


def lottery(point: FloatArray, corners: FloatArray) -> FloatArray:
    """Odds of the corners of a polygon that give a point of it on average; of three of them at most.

    Examples
    --------
    >>> lottery(np.array([0.5, 0.25]), np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]])).tolist()
    [0.25, 0.5, 0.25]
    """
    count = len(corners)
    odds = np.zeros(count)
    if count < 3:
        along = corners[-1] - corners[0]
        length = float(along @ along)
        share = float(np.clip((point - corners[0]) @ along / length, 0, 1)) if length else 1.0
        odds[0], odds[-1] = 1 - share, share
        return _sure(odds)
    second = np.arange(1, count - 1)
    left, right, here = corners[second] - corners[0], corners[second + 1] - corners[0], point - corners[0]
    size = left[:, 0] * right[:, 1] - left[:, 1] * right[:, 0]
    of_left = (here[0] * right[:, 1] - here[1] * right[:, 0]) / size
    of_right = (left[:, 0] * here[1] - left[:, 1] * here[0]) / size
    shares = np.stack([1 - of_left - of_right, of_left, of_right])
    best = int(shares.min(axis=0).argmax())
    odds[[0, best + 1, best + 2]] = shares[:, best]
    return _sure(odds)


def _sure(odds: FloatArray) -> FloatArray:
    kept = np.where(odds > NEAR, odds, 0.0)
    return np.asarray(kept / kept.sum())
