"""Automata that see everything as one machine: its joint states, and where each combination of actions leads.

A joint state is a phase of the stage game together with a state of every automaton. Only those are made that some
sequence of actions can reach from the start, on the path or off it.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import NamedTuple

import numpy as np

from negotiate.arrays import FloatArray, IntArray
from negotiate.errors import GameTooLarge

STATE_LIMIT = 2_000
"""Joint states that are laid out: a linear system of this size takes about a second."""

ENTRY_LIMIT = 20_000_000
"""Joint states times combinations of actions."""


class Joint(NamedTuple):
    """Every joint state that any play can reach.

    Parameters
    ----------
    states : ndarray of int, shape (states, 1 + players)
        The phase, then the state of each automaton. The first row is where play starts; none needs fewer rounds to
        get to than one above it.
    follows : ndarray of int, shape (states, *actions, phases)
        The joint state after a combination of actions, if the next phase is the one of the last axis.
    odds : ndarray, shape (states, *actions, phases)
        How likely that phase is.
    """

    states: IntArray
    follows: IntArray
    odds: FloatArray


def joint_states(transitions: Sequence[IntArray], starts: Sequence[int], phase_odds: FloatArray) -> Joint:
    """The joint machine of several automata.

    Parameters
    ----------
    transitions : sequence of ndarray of int, shape (states of the automaton, *actions)
        One a player; all see the same actions.
    starts : sequence of int
        Where each automaton starts.
    phase_odds : ndarray, shape (phases, *actions, phases)
        With which probability each phase follows; play starts in the first.

    Raises
    ------
    GameTooLarge
        If more joint states than `STATE_LIMIT` can be reached, or more than `ENTRY_LIMIT` ways on from them.
    """
    phases = len(phase_odds)
    sizes = (phases, *(len(table) for table in transitions))
    weights = np.array([prod(sizes[place + 1 :]) for place in range(len(sizes))], dtype=np.int64)
    number = {int(np.dot(weights, (0, *starts))): 0}
    level = np.array([(0, *starts)], dtype=np.int64)
    rows, targets, chances = [], [], []
    while len(level):
        _fits(len(number), phase_odds[0].size)
        odds = phase_odds[level[:, 0]]
        after = np.stack([table[level[:, 1 + p]] for p, table in enumerate(transitions)], axis=-1) @ weights[1:]
        code = after[..., None] + np.arange(phases) * weights[0]
        new = [c for c in np.unique(code[odds > 0]).tolist() if c not in number]
        number.update((c, len(number) + place) for place, c in enumerate(new))
        rows.append(level)
        targets.append(code)
        chances.append(odds)
        level = np.stack(np.unravel_index(np.array(new, dtype=np.int64), sizes), axis=-1).astype(np.int64)
    return _numbered(np.array(list(number), dtype=np.int64), rows, targets, chances)


def _fits(states: int, entries: int) -> None:
    if states > STATE_LIMIT:
        raise GameTooLarge("joint states", states, STATE_LIMIT, "use strategies with fewer states")
    if states * entries > ENTRY_LIMIT:
        raise GameTooLarge("ways on from joint states", states * entries, ENTRY_LIMIT, "name fewer postures")


def _numbered(codes: IntArray, rows: list[IntArray], targets: list[IntArray], chances: list[FloatArray]) -> Joint:
    order = np.argsort(codes)
    odds = np.concatenate(chances)
    flat = np.where(
        odds > 0, np.concatenate(targets), codes[0]
    )  # a phase that cannot follow leads anywhere, weightless
    return Joint(np.concatenate(rows), order[np.searchsorted(codes[order], flat)], odds)
