"""One round of automata as a table: all that can happen in each joint state, and how likely each of it is.

A joint state is a phase of the stage game together with a state of every automaton; the phase counts slowest. What can
happen is a combination of what the hands really do, of what each player believes to have seen, and of the next phase.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from negotiate.arrays import FloatArray, IntArray
from negotiate.kernels.repeated.matches.machine_tables import Machine, Rules, slips


class RoundTable(NamedTuple):
    """What a round does in each joint state.

    Parameters
    ----------
    odds : ndarray, shape (states, outcomes)
        How likely each outcome is; each row sums to 1.
    follows : ndarray of int, shape (states, outcomes)
        The joint state of the next round.
    payoffs : ndarray, shape (states, outcomes, players)
    start : int
        The joint state of the first round.
    """

    odds: FloatArray
    follows: IntArray
    payoffs: FloatArray
    start: int


def table_shape(machines: Sequence[Machine], rules: Rules) -> tuple[int, int]:
    """How many joint states and outcomes the table of a round has."""
    phases, whole = len(rules.odds), prod(rules.shape)
    beliefs = prod(whole // own for own, rate in zip(rules.shape, rules.misread, strict=True) if rate > 0)
    return phases * prod(len(machine.outputs) for machine in machines), whole * beliefs * phases


def round_table(machines: Sequence[Machine], payoffs: FloatArray, rules: Rules) -> RoundTable:
    """The table of a round.

    Parameters
    ----------
    machines : sequence of Machine
        One a player.
    payoffs : ndarray, shape (phases, players, *actions)
    rules : Rules
        The phases, noise and misreading.
    """
    players, phases, shape = len(machines), len(rules.odds), rules.shape
    grid = np.indices(shape).reshape(players, -1)
    sizes = [len(machine.outputs) for machine in machines]
    steps = [prod(sizes[player + 1 :]) for player in range(players)]
    axes, middle = 2 * players + 3, players + 1
    odds = _placed(rules.odds.reshape(phases, -1, phases), (0, middle, axes - 1), axes)
    follows = _placed(np.arange(phases) * prod(sizes), (axes - 1,), axes)
    for player, machine in enumerate(machines):
        does = (machine.outputs @ slips(shape[player], rules.noise[player]))[:, grid[player]]
        chances, seen = misreading(shape, player, rules.misread[player])
        odds = odds * _placed(does, (1 + player, middle), axes) * _placed(chances, (middle, middle + 1 + player), axes)
        leads = machine.transitions.reshape(sizes[player], -1)[:, seen] * steps[player]
        follows = follows + _placed(leads, (1 + player, middle, middle + 1 + player), axes)
    worth = _placed(payoffs.reshape(phases, players, -1).swapaxes(1, 2), (0, middle, axes), axes + 1)
    whole, states = np.broadcast_shapes(odds.shape, follows.shape), phases * prod(sizes)
    return RoundTable(
        odds=np.broadcast_to(odds, whole).reshape(states, -1),
        follows=np.broadcast_to(follows, whole).reshape(states, -1),
        payoffs=np.broadcast_to(worth, (*whole, players)).reshape(states, -1, players),
        start=sum(machine.start * step for machine, step in zip(machines, steps, strict=True)),
    )


def misreading(shape: Sequence[int], player: int, rate: float) -> tuple[FloatArray, IntArray]:
    """What a player may believe to have seen after each combination of actions, and how likely it is.

    Returns
    -------
    chances : ndarray, shape (combinations, beliefs)
    seen : ndarray of int, shape (combinations, beliefs)
        The combination that it believes in; its own action is always the true one.
    """
    grid = np.indices(shape).reshape(len(shape), -1, 1)
    if rate == 0:
        return np.ones(grid.shape[1:]), np.arange(grid.shape[1])[:, None]
    believed = [1 if other == player else size for other, size in enumerate(shape)]
    seen = np.repeat(np.indices(believed).reshape(len(shape), 1, -1), grid.shape[1], axis=1)
    seen[player] = grid[player]
    chances = np.ones(seen.shape[1:])
    for other, size in enumerate(shape):
        if other != player:
            chances *= slips(size, rate)[grid[other], seen[other]]
    return chances, np.ravel_multi_index(tuple(seen), tuple(shape))


def _placed(table: npt.NDArray[Any], where: Sequence[int], axes: int) -> npt.NDArray[Any]:
    """A table with its axes put in certain places, in order, among many that it does not have."""
    shape = [1] * axes
    for place, length in zip(where, table.shape, strict=True):
        shape[place] = length
    return table.reshape(shape)
