"""What a joint machine of automata is worth from each of its states, and what one deviation there would gain."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from negotiate.kernels.repeated.joint import Joint

FloatArray = npt.NDArray[np.float64]


def acting(joint: Joint, outputs: Sequence[FloatArray]) -> FloatArray:
    """How likely each combination of actions is in each joint state, shape (states, *actions)."""
    count = len(joint.states)
    found = np.ones((count,) + (1,) * len(outputs))
    for player, table in enumerate(outputs):
        axes = [count] + [1] * len(outputs)
        axes[player + 1] = table.shape[1]
        found = found * table[joint.states[:, player + 1]].reshape(axes)
    return found


def values(joint: Joint, act: FloatArray, payoffs: FloatArray, discount: FloatArray) -> FloatArray:
    """What each player gets by round from each joint state on, shape (players, states).

    Parameters
    ----------
    act : ndarray, shape (states, *actions)
        How likely each combination is.
    payoffs : ndarray, shape (phases, players, *actions)
    discount : ndarray, shape (players,)
        Each below 1.
    """
    states, players = len(joint.states), len(discount)
    weights = (act[..., None] * joint.odds).reshape(states, -1)
    moves = np.zeros((states, states))
    np.add.at(moves, (np.arange(states)[:, None], joint.follows.reshape(states, -1)), weights)
    now = (payoffs[joint.states[:, 0]] * act[:, None]).reshape(states, players, -1).sum(axis=-1).T
    systems = np.eye(states) - discount[:, None, None] * moves
    found: FloatArray = np.linalg.solve(systems, ((1 - discount[:, None]) * now)[..., None])[..., 0]
    return found


def deviating(
    joint: Joint,
    outputs: Sequence[FloatArray],
    worth: FloatArray,
    tempting: FloatArray,
    discount: FloatArray,
    player: int,
) -> FloatArray:
    """What each action of one player is worth in each joint state if it returns to its automaton afterwards.

    Parameters
    ----------
    worth : ndarray, shape (players, states)
        See `values`.
    tempting : ndarray, shape (phases, players, *actions)
        What a player gets in the round of its deviation.

    Returns
    -------
    ndarray, shape (states, own actions)
    """
    later = (worth[player][joint.follows] * joint.odds).sum(axis=-1)
    now = tempting[joint.states[:, 0], player]
    total = (1 - discount[player]) * now + discount[player] * later
    others = [t if p != player else np.ones((len(t), t.shape[1])) for p, t in enumerate(outputs)]
    weighed = total * acting(joint, others)
    axes = tuple(p + 1 for p in range(len(outputs)) if p != player)
    found: FloatArray = weighed.sum(axis=axes)
    return found
