"""The best that one player can do against automata: policy iteration, at many discount factors at once.

References
----------
Howard, R. (1960). Dynamic Programming and Markov Processes. MIT Press.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from negotiate.arrays import FloatArray, IntArray
from negotiate.errors import DidNotConverge
from negotiate.kernels.repeated.lasting.one_shot import Facing, doubled, stepping, values

TURNS = 1_000
"""Improvements of a plan; a handful is usual."""

IMPROVED = 1e-14
"""What counts as better, where payoffs lie between 0 and 1: some fifty roundings, in payoffs and in their values."""


class Reply(NamedTuple):
    """The best plans.

    Parameters
    ----------
    worth : ndarray, shape (factors, states)
        What the best plan is worth by round from each state on.
    plan : ndarray of int, shape (factors, states)
        Which action it takes there.
    """

    worth: FloatArray
    plan: IntArray


def best_reply(faced: Facing, discounts: FloatArray) -> Reply:
    """The best plan at each discount factor below 1, by policy iteration from the greedy one.

    Raises
    ------
    DidNotConverge
        If rounding makes plans better without end.
    """
    plan = np.broadcast_to(first_best(faced.best, IMPROVED), (len(discounts), len(faced.best))).copy()
    for _ in range(TURNS):
        worth = following(faced, plan, discounts)
        each = stepping(faced, worth, discounts)
        better = first_best(each, IMPROVED)
        gain = np.take_along_axis(each, better[..., None], axis=2)[..., 0] - worth
        if not (gain > IMPROVED).any():
            return Reply(worth, plan)
        plan = np.where(gain > IMPROVED, better, plan)
    raise DidNotConverge("a best reply", TURNS, float(gain.max()), IMPROVED)


def first_best(each: FloatArray, slack: float) -> IntArray:
    """Along the last axis, the first of all that are as good as the best, but for so much rounding.

    Examples
    --------
    >>> first_best(np.array([[0.0, 0.3, 0.1 + 0.2]]), 1e-15).tolist()
    [1]
    """
    found: IntArray = (each >= each.max(axis=-1, keepdims=True) - slack).argmax(axis=-1)
    return found


def following(faced: Facing, plan: IntArray, discounts: FloatArray) -> FloatArray:
    """What a plan is worth by round from each state on, shape (factors, states).

    Parameters
    ----------
    plan : ndarray of int, shape (states,) or (factors, states)
    """
    rows, follows = np.arange(len(faced.best)), faced.follows
    if follows is not None:  # a matrix for each factor would be far larger than where each state leads
        return doubled(faced.best[rows, plan], follows[rows, plan], discounts)
    return values(faced.best[rows, plan], faced.later[rows, plan], discounts)
