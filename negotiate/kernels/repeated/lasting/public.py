"""Public strategies where all see the same signal: what each of their states is worth, and what a deviation gains."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from negotiate.arrays import FloatArray, IntArray
from negotiate.kernels.repeated.matches.machine_tables import slips


def trembling(table: FloatArray, noise: Sequence[float], first: int) -> FloatArray:
    """What a table over what is done says of what is meant, if hands tremble.

    Parameters
    ----------
    table : ndarray, with one axis of actions a player from axis `first` on
    noise : sequence of float
        One a player.
    """
    for player, rate in enumerate(noise):
        axis = first + player
        table = np.moveaxis(np.tensordot(slips(table.shape[axis], rate), table, axes=(1, axis)), 0, axis)
    return table


def public_values(
    outputs: IntArray, transitions: IntArray, payoffs: FloatArray, odds: FloatArray, discount: FloatArray
) -> FloatArray:
    """What each player gets by round from each public state on, shape (players, states).

    Parameters
    ----------
    outputs : ndarray of int, shape (states, players)
        What each player means to do.
    transitions : ndarray of int, shape (states, signals)
    payoffs : ndarray, shape (players, *actions)
    odds : ndarray, shape (*actions, signals)
    discount : ndarray, shape (players,)
        Each below 1.
    """
    moves = public_chain(outputs, transitions, odds)
    now = (1 - discount[:, None]) * payoffs[:, *outputs.T]
    systems = np.eye(len(moves)) - discount[:, None, None] * moves
    return np.asarray(np.linalg.solve(systems, now[..., None])[..., 0], dtype=np.float64)


def public_chain(outputs: IntArray, transitions: IntArray, odds: FloatArray) -> FloatArray:
    """How likely each public state follows each, shape (states, states)."""
    states = len(outputs)
    moves = np.zeros((states, states))
    np.add.at(moves, (np.arange(states)[:, None], transitions), odds[*outputs.T])
    return moves


def public_gains(
    outputs: IntArray,
    transitions: IntArray,
    tempting: FloatArray,
    odds: FloatArray,
    discount: FloatArray,
    values: FloatArray,
) -> list[FloatArray]:
    """What each action gains in each public state if its player returns to the profile afterwards.

    Parameters
    ----------
    tempting : ndarray, shape (players, *actions)
        What a player gets in the round of its deviation.
    values : ndarray, shape (players, states)
        See `public_values`.

    Returns
    -------
    list of ndarray, shape (states, own actions)
        One a player, by round.
    """
    found = []
    for player, patience in enumerate(discount):
        own = [
            np.arange(odds.shape[player])[None, :] if p == player else outputs[:, p, None] for p in range(len(values))
        ]
        later = (odds[*own] * values[player][transitions][:, None]).sum(axis=-1)
        total = (1 - patience) * tempting[player][*own] + patience * later
        found.append(total - values[player][:, None])
    return found
