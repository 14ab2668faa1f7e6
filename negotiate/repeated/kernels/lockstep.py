"""Matches in many worlds side by side: one step of arrays a round.

`walk` follows automata through the table of a round: all that can happen in each joint state, which
is a phase of the stage game together with a state of every automaton, and how likely each of it is.
`meet` lets any players meet, those that remember without bound among them; it asks each what it
does and tells it what it sees.

The table is drawn from by the alias method: one random number and two look-ups, whatever its size.
Each of the 2ᵇ columns of a row holds an outcome of its own and a partner. The first b bits of a
random number of 64 choose the column, the others whether its own outcome or its partner is drawn.
Probabilities are kept to the precision of the numbers they are given in, about 2⁻⁵².

References
----------
Walker, A. J. (1977). An Efficient Method for Generating Discrete Random Variables with General
Distributions. ACM Transactions on Mathematical Software 3.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from negotiate.arrays import FloatArray, IntArray
from negotiate.repeated.automaton import Automaton, Seated
from negotiate.repeated.kernels.chain import Rules, combined, reachable, table
from negotiate.repeated.strategies.strategy import Learner

BitArray = npt.NDArray[np.uint64]


class Alias(NamedTuple):
    """Distributions, one a row, ready to be drawn from.

    Parameters
    ----------
    bits : int
        The two to this power is the number of columns.
    thresholds : ndarray of uint64, shape (rows, columns)
        Random numbers below this draw the column's own outcome, others its partner: if the highest
        bit of their difference is set, the own one is drawn.
    landing : ndarray of int, shape (rows, columns, 2)
        The partner, and the own outcome.
    """

    bits: int
    thresholds: BitArray
    landing: IntArray


def alias(odds: FloatArray) -> Alias:
    """Prepare distributions to be drawn from.

    Parameters
    ----------
    odds : ndarray, shape (rows, outcomes)
        At least 0; each row sums to 1.
    """
    rows, outcomes = odds.shape
    bits = max(1, (outcomes - 1).bit_length())
    scaled = np.zeros((rows, 1 << bits))
    scaled[:, :outcomes] = odds / odds.sum(axis=1, keepdims=True) * (1 << bits)
    own, partner = _partners(scaled)
    columns = np.arange(1 << bits)
    # where the last column is all its own, its threshold is 2**64, which wraps to 0: it differs by
    # the same 64 bits
    thresholds = (own * 2.0 ** (64 - bits)).astype(np.uint64) + (
        columns.astype(np.uint64) << np.uint64(64 - bits)
    )
    return Alias(
        bits, thresholds, np.stack([partner, np.broadcast_to(columns, partner.shape)], axis=-1)
    )


def _partners(scaled: FloatArray) -> tuple[FloatArray, IntArray]:
    """Which share of each column is its own, and whose the rest is; the poorest column is filled by
    the richest.
    """
    rows, columns = scaled.shape
    row = np.arange(rows)
    left = scaled.copy()
    own, partner = np.ones_like(scaled), np.tile(np.arange(columns), (rows, 1))
    done = np.zeros(scaled.shape, dtype=bool)
    for _ in range(columns - 1):
        poor = np.where(done, np.inf, left).argmin(axis=1)
        rich = np.where(done, -np.inf, left).argmax(axis=1)
        share = np.clip(left[row, poor], 0, 1)
        own[row, poor] = share
        partner[row, poor] = rich
        left[row, rich] -= 1 - share
        done[row, poor] = True
    return own, partner


class RoundTable(NamedTuple):
    """What a round does in each joint state.

    Parameters
    ----------
    odds : ndarray, shape (states, outcomes)
        How likely each outcome is; each row sums to 1.
    follows : ndarray of int, shape (states, outcomes)
        The joint state of the next round.
    payoffs : ndarray, shape (states, outcomes, players)
    """

    odds: FloatArray
    follows: IntArray
    payoffs: FloatArray


def round_table(
    machines: Sequence[Seated], payoffs: FloatArray, rules: Rules, limit: int
) -> RoundTable | None:
    """The table of a round, which starts in the first state; None where it has more than so many
    outcomes.

    Parameters
    ----------
    machines : sequence of Seated
        One a player.
    payoffs : ndarray, shape (phases, players, *actions)
    rules : Rules
        The phases, noise and misreading.
    """
    phases, actions = len(rules.odds), prod(rules.shape)
    orders = [reachable(machine) for machine in machines]
    states = phases * prod(map(len, orders))
    if states**2 * actions > limit:
        return None
    pairs = enumerate(zip(machines, orders, strict=True))
    moves = [table(one, order, player, rules).moves[None] for player, (one, order) in pairs]
    odds = combined(rules.odds, moves).reshape(states, -1)
    worth = (
        np.repeat(payoffs, states // phases, axis=0)
        .reshape(states, len(machines), -1)
        .swapaxes(1, 2)
    )
    return RoundTable(
        odds, np.tile(np.arange(states), (states, actions)), np.repeat(worth, states, axis=1)
    )


DRAWN = 1 << 17
"""Random numbers that are drawn at a time; how many changes no result."""


def walk(
    table: RoundTable, weights: FloatArray, worlds: int, rng: np.random.Generator
) -> FloatArray:
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
    A round of a world takes one random number of 64 bits: its first bits choose a column of the
    alias table of the joint state, and comparing the whole number with the column's threshold
    decides for the column's outcome or its partner. The comparison is the sign bit of the
    difference, which lies within 64 bits as both share their first bits. States are kept as the
    place of their first column.
    """
    odds = alias(table.odds)
    rows, columns = odds.thresholds.shape
    at = np.arange(rows)[:, None, None], np.minimum(odds.landing, table.odds.shape[1] - 1)
    follows = (table.follows[at] * columns).ravel()
    payoffs = table.payoffs[at].reshape(2 * rows * columns, -1)
    thresholds, shift, sign = odds.thresholds.ravel(), np.uint64(64 - odds.bits), np.uint64(63)
    state, total = np.zeros(worlds, dtype=int), np.zeros((worlds, payoffs.shape[1]))
    at_once = max(1, DRAWN // worlds)
    for first in range(0, len(weights), at_once):
        some = weights[first : first + at_once]
        draws = rng.integers(0, 2**64, size=(len(some), worlds), dtype=np.uint64)
        for draw, weight in zip(draws, some, strict=True):
            place = state + (draw >> shift).view(np.int64)
            own = (draw - thresholds.take(place)) >> sign
            place = 2 * place + own.view(np.int64)
            state = follows.take(place)
            total += (payoffs * weight).take(place, axis=0)
    return total


def meet(
    players: Sequence[Learner],
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
    phase, total = np.zeros(worlds, dtype=int), np.zeros((count, worlds))
    for weight in weights:
        done = np.empty((count, worlds), dtype=int)
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
            memories[place] = player.see(
                memories[place], done[place], np.array(others).reshape(count - 1, worlds)
            )
        if ladder.shape[1]:
            phase = (rng.random(worlds)[:, None] >= ladder[cell]).sum(axis=1)
    return total.T


def mistaken(actions: IntArray, count: int, rate: float, rng: np.random.Generator) -> IntArray:
    """Actions of which each is, with some probability, one of the other `count` - 1 instead, each
    as likely.
    """
    if rate == 0 or count == 1:
        return actions
    draw = rng.random(len(actions))
    further = np.minimum((draw * ((count - 1) / rate)).astype(int) + 1, count - 1)
    return np.where(draw < rate, (actions + further) % count, actions)


def climbing(odds: FloatArray) -> FloatArray:
    """Odds by row, added up along it and without the last: as many as a number of [0, 1) reaches is
    what it draws.
    """
    summed = odds.cumsum(axis=-1)
    found: FloatArray = (summed / summed[:, -1:])[:, :-1]
    return found


class Asked:
    """An automaton as a player that is asked round by round.

    Parameters
    ----------
    machine : Seated
        In its seat.
    player : int
        Which seat that is.
    """

    __slots__ = ("_first", "_ladder", "_leads")

    def __init__(self, machine: Seated, player: int) -> None:
        self._ladder = climbing(machine.outputs)
        self._leads = np.moveaxis(machine.transitions, player + 1, 1)
        self._first = machine.start

    def start(self, worlds: int) -> IntArray:
        """The first state in every world."""
        return np.full(worlds, self._first, dtype=int)

    def act(self, memory: IntArray, draw: FloatArray) -> IntArray:
        """What the state plays."""
        found: IntArray = (draw[:, None] >= self._ladder[memory]).sum(axis=1)
        return found

    def see(self, memory: IntArray, own: IntArray, others: IntArray) -> IntArray:
        """The next state."""
        found: IntArray = self._leads[(memory, own, *others)]
        return found


def asked(machines: Sequence[Automaton | Learner], shape: tuple[int, ...]) -> list[Learner]:
    """Everybody as a player that is asked round by round, in a game of so many actions a player."""
    return [
        Asked(one.seated(player, shape), player) if isinstance(one, Automaton) else one
        for player, one in enumerate(machines)
    ]
