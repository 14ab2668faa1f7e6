"""Tit for tat and its kin: do as the other did."""

from __future__ import annotations

import numpy as np

from negotiate.repeated.automaton import Automaton
from negotiate.repeated.strategies.strategy import Seat, Strategy


def strays(seat: Seat, player: int) -> np.ndarray:
    """Where a player's posture is not the one that keeps the agreement, over all combinations of postures."""
    axis = [1] * len(seat.shape)
    axis[player] = seat.shape[player]
    own = np.arange(seat.shape[player]) != seat.game.cooperate[player]
    return np.broadcast_to(own.reshape(axis), seat.shape)


def others_stray(seat: Seat) -> np.ndarray:
    """Where any other player does not keep the agreement."""
    found = np.zeros(seat.shape, dtype=bool)
    for player in seat.others:
        found |= strays(seat, player)
    return found


def own_first(seat: Seat, table: np.ndarray) -> np.ndarray:
    """A table over combinations of postures, the seat's own axis first."""
    return np.moveaxis(table, seat.player, 0)


def _tit_for_tat(seat: Seat) -> Automaton:
    angry = own_first(seat, others_stray(seat)).astype(np.int64)
    return Automaton([seat.cooperate, seat.punish], np.stack([angry, angry]), names=("content", "angry"))


TIT_FOR_TAT = Strategy(
    name="tit_for_tat",
    idea="Cooperates first, then does to the other what the other did last.",
    history="Entered by Anatol Rapoport in Axelrod's tournaments of 1980.",
    reference="Axelrod, R. (1984). The Evolution of Cooperation. Basic Books.",
    memory=1,
    build=_tit_for_tat,
)

STRATEGIES: tuple[Strategy, ...] = (TIT_FOR_TAT,)
"""The family, the simplest first."""
