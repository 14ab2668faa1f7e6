"""The shortest way into a joint state, and among the shortest the one on which the fewest step aside."""

from __future__ import annotations

import numpy as np

from negotiate.arrays import BoolArray, IntArray
from negotiate.kernels.repeated.lasting.joint import Joint

NEVER = 2**40
"""The cost of what cannot be reached; above any number of steps."""


def reached_by(joint: Joint, rounds: int, allowed: BoolArray | None = None) -> BoolArray:
    """Which joint states some play reaches in each of so many rounds, shape (rounds, states).

    Parameters
    ----------
    allowed : ndarray of bool, shape (states, *actions), optional
        The combinations of actions that may be played; by default all.
    """
    found = np.zeros((rounds, len(joint.states)), dtype=bool)
    found[0, 0] = True
    ways = _ways(joint, allowed)
    for later in range(1, rounds):
        here = found[later - 1]
        found[later, joint.follows[here][ways[here]]] = True
    return found


def reached_ever(joint: Joint, allowed: BoolArray) -> BoolArray:
    """Which joint states some play reaches in any round, shape (states,)."""
    found = np.zeros(len(joint.states), dtype=bool)
    ways, new = _ways(joint, allowed), np.array([0])
    while len(new):
        found[new] = True
        after = np.unique(joint.follows[new][ways[new]])
        new = after[~found[after]]
    return found


def _ways(joint: Joint, allowed: BoolArray | None) -> BoolArray:
    ways: BoolArray = joint.odds > 0
    return ways if allowed is None else ways & allowed[..., None]


def route(joint: Joint, costs: IntArray, wanted: BoolArray) -> tuple[int, int, list[tuple[int, ...]]]:
    """The way to the earliest wanted place.

    Parameters
    ----------
    costs : ndarray of int, shape (states, *actions)
        How many players step aside in a combination of actions; `NEVER` for one that is not allowed.
    wanted : ndarray of bool, shape (rounds, states)
        In which round, the first being 0, which states are meant.

    Returns
    -------
    round, state, actions
        Where it leads, and the combination of actions of every round before.
    """
    source, target, cost, actions = _edges(joint, costs)
    reached = [np.full(len(joint.states), NEVER, dtype=np.int64)]
    reached[0][0] = 0
    for meant in wanted:
        there = np.where(meant, reached[-1], NEVER)
        if there.min() < NEVER:
            break
        following = np.full(len(joint.states), NEVER, dtype=np.int64)
        np.minimum.at(following, target, reached[-1][source] + cost)
        reached.append(np.minimum(following, NEVER))
    state = arrived = int(there.argmin())
    way = []
    for before, after in zip(reached[-2::-1], reached[:0:-1], strict=True):
        edge = int(np.flatnonzero((target == state) & (before[source] + cost == after[state]))[0])
        way.append(tuple(map(int, actions[edge])))
        state = int(source[edge])
    return len(way), arrived, way[::-1]


def _edges(joint: Joint, costs: IntArray) -> tuple[IntArray, IntArray, IntArray, IntArray]:
    """Every way from a joint state to another: from where, to where, at which cost, by which actions."""
    ways = np.argwhere((joint.odds > 0) & (costs < NEVER)[..., None])
    place = tuple(ways.T)
    return ways[:, 0], joint.follows[place], costs[place[:-1]], ways[:, 1:-1]
