"""One match of automata looked at closely: what is likely in each round, and what it is worth from the end back."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import NamedTuple

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.errors import GameTooLarge
from negotiate.kernels.repeated.matches.chain import acted, cells_of, joint_chains
from negotiate.kernels.repeated.matches.machine_tables import Machine, Rules, reachable, table

MATCH_LIMIT = 1_000
"""Joint states of a match that is looked at closely: some 60 products of its transition matrix are made."""

DOUBLINGS = 60
"""The long-run average is told by so many doublings of the horizon: more rounds than any clock has ticked."""


class Chain(NamedTuple):
    """A match as a Markov chain; its first state is where play starts.

    Parameters
    ----------
    moves : ndarray, shape (joint states, joint states)
    acts : sequence of ndarray, shape (1, states, own actions)
        The odds of what each player really does.
    phases : int
        How many phases the stage game has.
    """

    moves: FloatArray
    acts: Sequence[FloatArray]
    phases: int


def chain_of(machines: Sequence[Machine], rules: Rules) -> Chain:
    """The chain of one match.

    Raises
    ------
    GameTooLarge
        If there are more joint states than `MATCH_LIMIT`, or a table of the match is too large.
    """
    orders = [reachable(machine) for machine in machines]
    phases, sizes = len(rules.odds), [len(order) for order in orders]
    cells_of(sizes, rules)
    if phases * prod(sizes) > MATCH_LIMIT:
        raise GameTooLarge("joint states", phases * prod(sizes), MATCH_LIMIT, "use strategies with fewer states")
    tables = [table(one, order, p, rules) for p, (one, order) in enumerate(zip(machines, orders, strict=True))]
    moves = joint_chains(rules.odds, [one.moves[None] for one in tables])[0]
    return Chain(moves, [one.acts[None] for one in tables], phases)


def by_round(chain: Chain, rounds: int) -> FloatArray:
    """How likely each combination of actions is in each of the first rounds, shape (rounds, phases, *actions)."""
    here = np.zeros((1, rounds, len(chain.moves)))
    here[0, 0, 0] = 1
    for later in range(1, rounds):
        here[0, later] = here[0, later - 1] @ chain.moves
    found: FloatArray = acted(here, chain.acts, chain.phases)[0]
    return found


def worth(chain: Chain, payoffs: FloatArray, discounts: Sequence[float], rounds: int | None) -> FloatArray:
    """What each player earns by round, found from what every state is worth.

    Parameters
    ----------
    payoffs : ndarray, shape (phases, players, *actions)
    discounts : sequence of float
        One a player; 1 for the mean of all rounds.
    rounds : int or None
        How many there are; None for endless play.

    Returns
    -------
    ndarray, shape (players,)
    """
    played = acted(np.eye(len(chain.moves))[None], chain.acts, chain.phases)[0]
    now = played.reshape(len(played), -1) @ payoffs.swapaxes(0, 1).reshape(len(discounts), -1).T
    found = [_value(chain.moves, reward, factor, rounds) for reward, factor in zip(now.T, discounts, strict=True)]
    return np.array(found)


def _value(moves: FloatArray, reward: FloatArray, factor: float, rounds: int | None) -> float:
    if rounds is None and factor < 1:
        return float(np.linalg.solve(np.eye(len(moves)) - factor * moves, (1 - factor) * reward)[0])
    value = reward
    if rounds is None:
        for _ in range(DOUBLINGS):
            value = (value + moves @ value) / 2
            moves = moves @ moves
            moves /= moves.sum(axis=1, keepdims=True)
        return float(value[0])
    weight = 1.0
    for _ in range(rounds - 1):
        value = reward + factor * (moves @ value)
        weight = 1 + factor * weight
    return float(value[0] / weight)
