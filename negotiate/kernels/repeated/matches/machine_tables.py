"""One automaton as a Markov chain of a match reads it: what it does, and where what it sees takes it, in odds.

A hand that trembles does another act than was meant, and everybody sees what was really done. A player that misreads
sees another act than was done, of each other player by itself, and nobody else knows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy as np

from negotiate.arrays import FloatArray, IntArray


class Machine(Protocol):
    """An automaton in its seat; see `negotiate.repeated.automaton.Seated`."""

    @property
    def outputs(self) -> FloatArray:
        """The odds of each own action, shape (states, own actions)."""

    @property
    def transitions(self) -> IntArray:
        """The next state, shape (states, *actions of every player)."""

    @property
    def start(self) -> int:
        """The state of the first round."""


class Table(NamedTuple):
    """One automaton as a chain reads it: only states that can be reached, the first state first.

    Parameters
    ----------
    acts : ndarray, shape (states, own actions)
        The odds of what it really does.
    moves : ndarray, shape (states, all combinations of actions, states)
        The odds that it does its part of the combination, times those of where it goes if the combination is done.
    """

    acts: FloatArray
    moves: FloatArray


class Rules(NamedTuple):
    """What is the same in all matches.

    Parameters
    ----------
    odds : ndarray, shape (phases, *actions, phases)
        With which probability each phase follows; play starts in the first.
    noise, misread : sequence of float
        One a player.
    """

    odds: FloatArray
    noise: Sequence[float]
    misread: Sequence[float]

    @property
    def shape(self) -> tuple[int, ...]:
        """How many actions each player has."""
        return self.odds.shape[1:-1]


def table(machine: Machine, order: IntArray, player: int, rules: Rules) -> Table:
    """One automaton as a chain reads it, with its player's trembling and misreading.

    Parameters
    ----------
    order : ndarray of int
        Its states that matter; see `reachable`.
    """
    number = np.zeros(len(machine.outputs), dtype=np.int64)
    number[order] = np.arange(len(order))
    leads = number[machine.transitions[order]]
    acts = machine.outputs[order] @ slips(rules.shape[player], rules.noise[player])
    moves = (leads[..., None] == np.arange(len(order))).astype(np.float64)
    for other, actions in enumerate(rules.shape):
        if other != player and rules.misread[player]:
            seen = np.tensordot(slips(actions, rules.misread[player]), moves, axes=(1, other + 1))
            moves = np.moveaxis(seen, 0, other + 1)
    axes = [len(order)] + [1] * len(rules.shape) + [1]
    axes[player + 1] = rules.shape[player]
    return Table(acts, (acts.reshape(axes) * moves).reshape(len(order), -1, len(order)))


def slips(actions: int, rate: float) -> FloatArray:
    """The odds of each action in place of each, where a slip leads to every other one as likely, shape (meant, done).

    Who has one action only has nothing to slip to.
    """
    if actions == 1:
        return np.ones((1, 1))
    found = np.full((actions, actions), rate / (actions - 1))
    np.fill_diagonal(found, 1 - rate)
    return found


def reachable(machine: Machine) -> IntArray:
    """The states that something can lead to, from the first state on."""
    order = [machine.start]
    known = set(order)
    for state in order:
        new = set(machine.transitions[state].ravel().tolist()) - known
        order.extend(sorted(new))
        known |= new
    return np.array(order)
