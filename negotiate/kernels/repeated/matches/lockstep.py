"""Matches in many worlds side by side: one step of arrays a round.

`walk` follows automata through the table of a round. `meet` lets any players meet, those that remember without bound
among them; it asks each what it does and tells it what it sees.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np

from negotiate.arrays import FloatArray, IntArray
from negotiate.kernels.repeated.matches.alias import alias
from negotiate.kernels.repeated.matches.machine_tables import Machine, Rules
from negotiate.kernels.repeated.matches.round_table import RoundTable

DRAWN = 1 << 17
"""Random numbers that are drawn at a time; how many changes no result."""


class Player(Protocol):
    """Whoever plays a match in many worlds at once; see `negotiate.repeated.strategies.strategy.Learner`."""

    def start(self, worlds: int) -> Any:
        """The memory before the first round."""

    def act(self, memory: Any, draw: FloatArray) -> IntArray:
        """The action in each world."""

    def see(self, memory: Any, own: IntArray, others: IntArray) -> Any:
        """The memory after a round."""


def walk(table: RoundTable, weights: FloatArray, worlds: int, rng: np.random.Generator) -> FloatArray:
    """What automata earn, shape (worlds, players).

    Parameters
    ----------
    table : RoundTable
        What can happen in a round.
    weights : ndarray, shape (rounds, players)
        What each round counts.
    worlds : int
        How many matches are played.

    Notes
    -----
    A round of a world takes one random number of 64 bits: its first bits choose a column of the alias table of the
    joint state, and comparing the whole number with the column's threshold decides for the column's outcome or its
    partner. The comparison is the sign bit of the difference, which lies within 64 bits as both share their first
    bits. States are kept as the place of their first column.
    """
    odds = alias(table.odds)
    rows, columns = odds.thresholds.shape
    at = np.arange(rows)[:, None, None], np.minimum(odds.landing, table.odds.shape[1] - 1)
    follows = (table.follows[at] * columns).ravel()
    payoffs = table.payoffs[at].reshape(2 * rows * columns, -1)
    thresholds, shift, sign = odds.thresholds.ravel(), np.uint64(64 - odds.bits), np.uint64(63)
    state = np.full(worlds, table.start * columns, dtype=np.int64)
    place, limit = np.empty(worlds, dtype=np.int64), np.empty(worlds, dtype=np.uint64)
    earned, total = np.empty((worlds, payoffs.shape[1])), np.zeros((worlds, payoffs.shape[1]))
    at_once = max(1, DRAWN // worlds)
    for first in range(0, len(weights), at_once):
        some = weights[first : first + at_once]
        draws = rng.integers(0, 2**64, size=(len(some), worlds), dtype=np.uint64)
        for draw, weight in zip(draws, some, strict=True):
            np.right_shift(draw, shift, out=place.view(np.uint64))
            place += state
            thresholds.take(place, out=limit, mode="clip")
            np.subtract(draw, limit, out=limit)
            np.right_shift(limit, sign, out=limit)
            place += place
            place += limit.view(np.int64)
            follows.take(place, out=state, mode="clip")
            (payoffs * weight).take(place, axis=0, out=earned, mode="clip")
            total += earned
    return total


def meet(
    players: Sequence[Player],
    payoffs: FloatArray,
    rules: Rules,
    weights: FloatArray,
    worlds: int,
    rng: np.random.Generator,
) -> FloatArray:
    """What players of any kind earn, shape (worlds, players).

    Parameters
    ----------
    payoffs : ndarray, shape (phases, players, *actions)
    rules : Rules
        The phases, noise and misreading.
    weights, worlds
        See `walk`.
    """
    count, shape = len(players), rules.shape
    worth = payoffs.swapaxes(0, 1).reshape(count, -1)
    ladder = climbing(rules.odds.reshape(-1, len(rules.odds)))
    memories = [player.start(worlds) for player in players]
    phase, total = np.zeros(worlds, dtype=np.int64), np.zeros((count, worlds))
    for weight in weights:
        done = np.empty((count, worlds), dtype=np.int64)
        for place, player in enumerate(players):
            meant = player.act(memories[place], rng.random(worlds))
            done[place] = mistaken(meant, shape[place], rules.noise[place], rng)
        cell = np.ravel_multi_index((phase, *done), (len(rules.odds), *shape))
        total += weight[:, None] * worth[:, cell]
        for place, player in enumerate(players):
            others = [
                mistaken(done[other], shape[other], rules.misread[place], rng)
                for other in range(count)
                if other != place
            ]
            memories[place] = player.see(memories[place], done[place], np.array(others).reshape(count - 1, worlds))
        if ladder.shape[1]:
            phase = (rng.random(worlds)[:, None] >= ladder[cell]).sum(axis=1)
    return total.T


def mistaken(actions: IntArray, count: int, rate: float, rng: np.random.Generator) -> IntArray:
    """Actions of which each is, with some probability, one of the other `count` - 1 instead, each as likely."""
    if rate == 0 or count == 1:
        return actions
    draw = rng.random(len(actions))
    further = np.minimum((draw * ((count - 1) / rate)).astype(np.int64) + 1, count - 1)
    return np.where(draw < rate, (actions + further) % count, actions)


def climbing(odds: FloatArray) -> FloatArray:
    """Odds by row, added up along it and without the last: as many as a number of [0, 1) reaches is what it draws."""
    summed = odds.cumsum(axis=-1)
    found: FloatArray = (summed / summed[:, -1:])[:, :-1]
    return found


class Asked:
    """An automaton as a player that is asked round by round.

    Parameters
    ----------
    machine : Machine
        In its seat.
    player : int
        Which seat that is.
    """

    __slots__ = ("_first", "_ladder", "_leads")

    def __init__(self, machine: Machine, player: int) -> None:
        self._ladder = climbing(machine.outputs)
        self._leads = np.moveaxis(machine.transitions, player + 1, 1)
        self._first = machine.start

    def start(self, worlds: int) -> IntArray:
        """The first state in every world."""
        return np.full(worlds, self._first, dtype=np.int64)

    def act(self, memory: IntArray, draw: FloatArray) -> IntArray:
        """What the state plays."""
        found: IntArray = (draw[:, None] >= self._ladder[memory]).sum(axis=1)
        return found

    def see(self, memory: IntArray, own: IntArray, others: IntArray) -> IntArray:
        """The next state."""
        found: IntArray = self._leads[(memory, own, *others)]
        return found
