"""Automata that see everything as one machine: its joint states, and where each combination of actions leads.

A joint state is a phase of the stage game together with a state of every automaton. Only those are made that some
sequence of actions can reach from the start, on the path or off it.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from negotiate.errors import GameTooLarge

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

STATE_LIMIT = 20_000
"""Joint states that are laid out."""


class Joint(NamedTuple):
    """Every joint state that any play can reach.

    Parameters
    ----------
    states : ndarray of int, shape (states, 1 + players)
        The phase, then the state of each automaton. The first row is where play starts.
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
        If more joint states than `STATE_LIMIT` can be reached.
    """
    phases = len(phase_odds)
    sizes = (phases, *(len(table) for table in transitions))
    weights = np.array([prod(sizes[place + 1 :]) for place in range(len(sizes))], dtype=np.int64)
    shape = phase_odds.shape[1:-1]
    number = {int(np.dot(weights, (0, *starts))): 0}
    queue = [np.array([(0, *starts)], dtype=np.int64)]
    rows, targets, chances = [], [], []
    while queue:
        here = queue.pop(0)
        after = np.stack([table[here[:, 1 + p]] for p, table in enumerate(transitions)], axis=-1) @ weights[1:]
        odds = phase_odds[here[:, 0]]
        code = after[..., None] + np.arange(phases) * weights[0]
        new = [int(c) for c in np.unique(code[odds > 0]) if int(c) not in number]
        for c in new:
            number[c] = len(number)
        if len(number) > STATE_LIMIT:
            raise GameTooLarge("joint states", len(number), STATE_LIMIT, "use strategies with fewer states")
        rows.append(here)
        targets.append(code)
        chances.append(odds)
        if new:
            queue.append(np.stack(np.unravel_index(np.array(new), sizes), axis=-1).astype(np.int64))
    codes = np.array(list(number), dtype=np.int64)
    order = np.argsort(codes)
    flat = np.concatenate(targets)
    odds = np.concatenate(chances)
    flat = np.where(odds > 0, flat, codes[0])  # a phase that cannot follow leads anywhere, with no weight
    follows = order[np.searchsorted(codes[order], flat)]
    return Joint(np.concatenate(rows), follows.reshape(len(codes), *shape, phases), odds)
