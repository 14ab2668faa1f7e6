"""A fixed number of rounds, worked out from the last one backwards.

Everything here is a discounted sum over the rounds that are left, and not yet a payoff by round, so that a discount
factor of 1 is as good as any.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from negotiate.arrays import FloatArray, IntArray
from negotiate.kernels.repeated.lasting.best_reply import IMPROVED, Reply, first_best
from negotiate.kernels.repeated.lasting.one_shot import Facing


def backward(rewards: FloatArray, moves: FloatArray, discounts: FloatArray, rounds: int) -> FloatArray:
    """The sums from each round and state on, shape (factors, rounds + 1, states); after the last round nothing.

    Parameters
    ----------
    rewards : ndarray, shape (states,)
    moves : ndarray, shape (states, states)
    """
    found = np.zeros((len(discounts), rounds + 1, len(rewards)))
    for left in range(rounds - 1, -1, -1):
        found[:, left] = rewards + discounts[:, None] * (found[:, left + 1] @ moves.T)
    return found


def stepping_at(faced: Facing, worth: FloatArray, discounts: FloatArray) -> FloatArray:
    """What each action is worth in each round to who returns to its automaton, as sums.

    Parameters
    ----------
    worth : ndarray, shape (factors, rounds + 1, states)
        See `backward`.

    Returns
    -------
    ndarray, shape (factors, rounds, states, own actions)
    """
    later = worth[:, 1:] @ faced.later.reshape(-1, faced.later.shape[-1]).T
    return faced.best + discounts[:, None, None, None] * later.reshape(*later.shape[:2], *faced.best.shape)


def best_reply_in(faced: Facing, discounts: FloatArray, rounds: int) -> Reply:
    """The best plan by round: sums of shape (factors, rounds + 1, states), plans of (factors, rounds, states)."""
    plan = np.zeros((len(discounts), rounds, len(faced.best)), dtype=np.int64)

    def choose(left: int, each: FloatArray) -> IntArray:
        plan[:, left] = first_best(each, (rounds - left) * IMPROVED)  # the rounding of each round adds up
        greedy: IntArray = each.argmax(axis=2)
        return greedy

    return Reply(_led(faced, discounts, rounds, choose), plan)


def following_in(faced: Facing, plan: IntArray, discounts: FloatArray) -> FloatArray:
    """The sums of one plan, of shape (rounds, states), at each discount factor."""
    return _led(faced, discounts, len(plan), lambda left, each: np.broadcast_to(plan[left], each.shape[:2]))


def _led(
    faced: Facing, discounts: FloatArray, rounds: int, choose: Callable[[int, FloatArray], IntArray]
) -> FloatArray:
    states, own, _ = faced.later.shape
    onward = faced.later.reshape(states * own, states).T
    found = np.zeros((len(discounts), rounds + 1, states))
    for left in range(rounds - 1, -1, -1):
        later = (found[:, left + 1] @ onward).reshape(-1, states, own)
        each = faced.best + discounts[:, None, None] * later
        found[:, left] = np.take_along_axis(each, choose(left, each)[..., None], axis=2)[..., 0]
    return found
