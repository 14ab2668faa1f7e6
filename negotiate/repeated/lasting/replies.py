"""The best that a player can do against the others' automata, and what its own automaton falls short of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from negotiate.arrays import FloatArray, IntArray
from negotiate.kernels.repeated.lasting.backward import best_reply_in, stepping_at
from negotiate.kernels.repeated.lasting.best_reply import best_reply
from negotiate.kernels.repeated.lasting.one_shot import Facing, stepping
from negotiate.repeated.lasting.machine import Machine
from negotiate.repeated.lasting.one_step import Steps, weight
from negotiate.repeated.lasting.path import alone_states


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """A best reply, by the states that a player faces alone; one row stands for all rounds without an end.

    Parameters
    ----------
    worth : ndarray, shape (rounds, states)
        By round, as a share of what all rounds count for.
    actions : ndarray of int, shape (rounds, states)
    short : ndarray, shape (rounds, states, own actions)
        How far each action falls short, if the best reply goes on from there and nothing is had unseen.
    """

    worth: FloatArray
    actions: IntArray
    short: FloatArray


def plan(faced: Facing, factor: float, rounds: int | None) -> Plan:
    """A best reply to what a player faces."""
    discounts, whole = np.array([factor]), weight(factor, rounds)
    if rounds is None:
        reply = best_reply(faced, discounts)
        short = reply.worth[..., None] - stepping(faced.keeping, reply.worth, discounts)
        return Plan(reply.worth, reply.plan, short)
    reply = best_reply_in(faced, discounts, rounds)
    short = reply.worth[:, :-1, :, None] - stepping_at(faced.keeping, reply.worth, discounts)
    return Plan(reply.worth[0, :-1] / whole, reply.plan[0], short[0] / whole)


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """A player's best reply beside its own automaton, by joint state; shape (rounds, states) each.

    Parameters
    ----------
    worth : ndarray
        What the best reply is worth.
    gains : ndarray
        What it gains over the automaton from there on.
    lost : ndarray
        What the automaton's own action alone falls short of it.
    actions : ndarray of int
        What it does.
    """

    worth: FloatArray
    gains: FloatArray
    lost: FloatArray
    actions: IntArray


def answer(found: Machine, steps: Steps, player: int) -> Answer:
    """The best reply of one player."""
    joint, faced = found.alone(player)
    best = plan(faced, found.game.effective[player], found.game.setting.rounds)
    here, own = alone_states(found, player, joint), found.meant(player)
    lost = (own * best.short[:, here, : own.shape[1]]).sum(axis=2)
    worth = best.worth[:, here]
    return Answer(worth, worth - steps.worth[player], lost, best.actions[:, here])
