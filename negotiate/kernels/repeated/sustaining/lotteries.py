"""A payoff as a combination of actions now and a lottery over corners of a convex set afterwards.

A corner of the set of equilibrium payoffs is made by some combination and something in the set that follows it. Both
are found here from the corner backwards, which also checks the set: a corner that nothing makes is none.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.kernels.repeated.sustaining.payoff_set import Combinations
from negotiate.kernels.repeated.sustaining.polygon import across, inside, sides

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
        Each below 1. Whoever has 0 does not mind what follows, which is then as near to the payoff as can be.
    """
    shape, minds = sides(corners), discount > 0
    after = np.where(minds, (value - (1 - discount) * played.worth) / np.where(minds, discount, 1.0), value)
    for player in np.flatnonzero(~minds):
        turned = shape if player else sides(corners[:, ::-1])
        after[:, player] = np.clip(value[player], *across(turned, after[:, 1 - player], NEAR))
    slack = 10 * NEAR / float(discount.min(where=minds, initial=1.0))  # known less well than the round before it
    repaid = value >= (1 - discount) * played.straying + discount * threat - 10 * NEAR
    same = minds | (np.abs(value - played.worth) <= NEAR)
    fits = np.flatnonzero(inside(shape, after, slack) & (repaid & same).all(axis=1))
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
    odds = np.zeros(len(corners))
    second = np.arange(1, len(corners) - 1)
    left, right, here = corners[second] - corners[0], corners[second + 1] - corners[0], point - corners[0]
    size = left[:, 0] * right[:, 1] - left[:, 1] * right[:, 0]
    of_left = (here[0] * right[:, 1] - here[1] * right[:, 0]) / size
    of_right = (left[:, 0] * here[1] - left[:, 1] * here[0]) / size
    shares = np.stack([1 - of_left - of_right, of_left, of_right])
    within = shares.min(axis=0)
    if not (within >= 0).any():
        return _of_the_edge(point, corners)
    best = int(within.argmax())
    odds[[0, best + 1, best + 2]] = shares[:, best]
    return _sure(odds)


def _of_the_edge(point: FloatArray, corners: FloatArray) -> FloatArray:
    """Odds of two neighbours that give the point of the edges that is nearest, for one that lies a little outside.

    Of a thin triangle such a point would have odds that are far from any, however near it is.
    """
    here, there = np.arange(len(corners)), np.roll(np.arange(len(corners)), -1)
    along, away = corners[there] - corners, point - corners
    square = (along * along).sum(axis=1)
    shares = np.divide((along * away).sum(axis=1), square, out=np.zeros(len(corners)), where=square > 0).clip(0, 1)
    nearest = int(np.hypot(*(away - shares[:, None] * along).T).argmin())
    odds = np.zeros(len(corners))
    odds[here[nearest]] += 1 - shares[nearest]
    odds[there[nearest]] += shares[nearest]
    return _sure(odds)


def _sure(odds: FloatArray) -> FloatArray:
    kept = np.where(odds > NEAR, odds, 0.0)
    return np.asarray(kept / kept.sum())
