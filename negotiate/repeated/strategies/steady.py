"""Strategies that mind nobody: always the same."""

from __future__ import annotations

import numpy as np

from negotiate.repeated.automaton import Automaton
from negotiate.repeated.strategies.strategy import Seat, Strategy


def _always(seat: Seat, posture: int) -> Automaton:
    return Automaton([posture], np.zeros((1, seat.actions, *(seat.shape[p] for p in seat.others)), dtype=np.int64))


def _cooperate(seat: Seat) -> Automaton:
    return _always(seat, seat.cooperate)


def _punish(seat: Seat) -> Automaton:
    return _always(seat, seat.punish)


ALWAYS_COOPERATE = Strategy(
    name="always_cooperate",
    idea="Keeps the agreement whatever the other does.",
    history="The yardstick of every tournament, and its victim.",
    reference="Axelrod, R. (1984). The Evolution of Cooperation. Basic Books.",
    memory=0,
    build=_cooperate,
)

ALWAYS_DEFECT = Strategy(
    name="always_defect",
    idea="Punishes whatever the other does.",
    history="What backward induction says of any known number of rounds.",
    reference="Luce, R. D., and H. Raiffa (1957). Games and Decisions. Wiley.",
    memory=0,
    build=_punish,
)

STRATEGIES: tuple[Strategy, ...] = (ALWAYS_COOPERATE, ALWAYS_DEFECT)
"""The family."""
