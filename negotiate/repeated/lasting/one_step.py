"""What play is worth and what one step aside gains in every joint state, with an end to the rounds or without one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from negotiate.arrays import BoolArray, FloatArray
from negotiate.errors import GameTooLarge, UnsuitableGame
from negotiate.kernels.repeated.lasting.backward import backward, stepping_at
from negotiate.kernels.repeated.lasting.margins import ROUNDING, TOLERANCE
from negotiate.kernels.repeated.lasting.one_shot import stepping, values
from negotiate.kernels.repeated.lasting.routes import reached_by
from negotiate.repeated.lasting.machine import Machine

ROUNDS_LIMIT = 5_000_000
"""Entries of the table over rounds, joint states and a player's actions: a few seconds, and 300 MB."""

ROUND_COSTS = 100
"""A round costs as much time as so many of these entries, however few it has."""

CHECKED = 100_000_000
"""Multiplications spent on adding payoffs up round by round."""


@dataclass(frozen=True, slots=True, eq=False)
class Steps:
    """What everybody gets, and gains, in each round and joint state; one row stands for all rounds without an end.

    Parameters
    ----------
    worth : ndarray, shape (players, rounds, states)
        By round, in a unit in which a player's payoffs range over 1.
    gains : tuple of ndarray, shape (rounds, states, own actions)
        What each action gains over the automaton's own play, one array a player.
    reached : ndarray of bool, shape (rounds, states)
        Where some play leads.
    slack : tuple of float
        Gains that are none, by player.
    """

    worth: FloatArray
    gains: tuple[FloatArray, ...]
    reached: BoolArray
    slack: tuple[float, ...]


def weight(discount: float, rounds: int | None) -> float:
    """How many rounds of today all rounds together count for.

    Raises
    ------
    UnsuitableGame
        If they count without bound.
    """
    if rounds is not None:
        return float(rounds) if discount == 1 else (1 - discount**rounds) / (1 - discount)
    if discount == 1:
        raise UnsuitableGame(
            "with a discount factor of 1 and no last round, one deviation costs nothing, so nothing can be certified",
            "take a discount factor just below 1 (`--patience 0.99`), a chance that each round is the last, or a fixed "
            "number of rounds",
        )
    return 1 / (1 - discount)


def one_step(found: Machine) -> Steps:
    """Every step aside from a profile of automata.

    Raises
    ------
    UnsuitableGame
        If a discount factor is 1 and the rounds have no end.
    GameTooLarge
        If there are too many rounds.
    """
    rounds, factors = found.game.setting.rounds, found.game.effective
    slack = tuple(TOLERANCE / weight(factor, rounds) + ROUNDING for factor in factors)
    states = len(found.joint.states)
    if rounds is None:
        reached = np.ones((1, states), dtype=bool)
        each = [_endless(found, player, factor) for player, factor in enumerate(factors)]
    else:
        fits(found, rounds)
        reached = reached_by(found.joint, rounds)
        each = [_ending(found, player, factor, rounds) for player, factor in enumerate(factors)]
    worth = np.stack([one[0][:, :states] for one in each])
    return Steps(worth, tuple(one[1][:, :states] for one in each), reached, slack)


def fits(found: Machine, rounds: int) -> None:
    """Refuse more rounds than can be laid out."""
    size = ROUND_COSTS + max(one.best.size for one in found.faced)
    if rounds * size > ROUNDS_LIMIT:
        hint = "ask for fewer rounds, or for a chance that each is the last"
        raise GameTooLarge("rounds to look back through", rounds, ROUNDS_LIMIT // size, hint)


def _endless(found: Machine, player: int, factor: float) -> tuple[FloatArray, FloatArray]:
    discounts = np.array([factor])
    worth = values(found.rewards[player], found.moves, discounts)
    return worth, stepping(found.faced[player], worth, discounts) - worth[..., None]


def _ending(found: Machine, player: int, factor: float, rounds: int) -> tuple[FloatArray, FloatArray]:
    discounts = np.array([factor])
    sums = backward(found.rewards[player], found.moves, discounts, rounds)
    gains = stepping_at(found.faced[player], sums, discounts)[0] - sums[0, :-1, :, None]
    whole = weight(factor, rounds)
    return sums[0, :-1] / whole, gains / whole


def added_up(found: Machine, steps: Steps) -> float:
    """How far the worth of the start is from the payoffs of the path, followed forwards and added up round by round.

    What is left after as many rounds as are followed is taken from `steps`.
    """
    states = len(found.joint.states)
    moves, rounds = found.moves[:states, :states], found.game.setting.rounds
    most = max(16, CHECKED // states**2)
    off = 0.0
    for player, factor in enumerate(found.game.effective):
        share = 1 / weight(factor, rounds)
        count = min(most, 2_000 if rounds is None else rounds)
        total, odds, counts = 0.0, np.eye(1, states)[0], share
        for _ in range(count):
            total += counts * float(odds @ found.rewards[player][:states])
            odds, counts = odds @ moves, counts * factor
            if counts < ROUNDING * share:
                break
        if rounds is None or count < rounds:
            rest = steps.worth[player][0 if rounds is None else count]
            total += counts / share * float(odds @ rest)
        off = max(off, abs(total - float(steps.worth[player, 0, 0])))
    return off
