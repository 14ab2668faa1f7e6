"""What a seat sees of a round, as tables over all combinations of postures, and an automaton made of such tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from negotiate.arrays import BoolArray, FloatArray, IntArray
from negotiate.repeated.automaton import Automaton
from negotiate.repeated.strategies.strategy import Seat

Kind = TypeVar("Kind", bound=np.generic)


def strays(seat: Seat, player: int) -> BoolArray:
    """Where a player's posture is not the one that keeps the agreement, over all combinations of postures."""
    return along(seat, player, np.arange(seat.shape[player]) != seat.game.cooperate[player])


def others_stray(seat: Seat) -> BoolArray:
    """Where any other player does not keep the agreement."""
    found = np.zeros(seat.shape, dtype=bool)
    for player in seat.others:
        found |= strays(seat, player)
    return found


def anyone_strays(seat: Seat) -> BoolArray:
    """Where any player, the seat's own too, does not keep the agreement."""
    return others_stray(seat) | strays(seat, seat.player)


def everybody_punishes(seat: Seat) -> BoolArray:
    """The one combination in which all punish."""
    found = np.zeros(seat.shape, dtype=bool)
    found[seat.game.punish] = True
    return found


def along(seat: Seat, player: int, values: npt.NDArray[Kind]) -> npt.NDArray[Kind]:
    """One value for each posture of a player, over all combinations of postures."""
    axis = [1] * len(seat.shape)
    axis[player] = -1
    return np.broadcast_to(values.reshape(axis), seat.shape)


def own_payoffs(seat: Seat, player: int | None = None) -> FloatArray:
    """What the seat's player, or another, gets at every combination, in the game's order."""
    found: FloatArray = seat.game.stage.payoffs[seat.player if player is None else player]
    return found


def mixed(seat: Seat, odds: float) -> FloatArray:
    """A state that cooperates with some odds, and punishes otherwise."""
    played = np.zeros(seat.actions)
    played[seat.cooperate] += odds
    played[seat.punish] += 1 - odds
    return played


def machine(
    seat: Seat,
    outputs: Sequence[int] | Sequence[FloatArray],
    leads: Sequence[npt.ArrayLike],
    names: Sequence[str],
    start: int = 0,
) -> Automaton:
    """An automaton of a seat, without the states that nothing leads to.

    Parameters
    ----------
    outputs : sequence of int or of ndarray, shape (own actions,)
        What each state plays.
    leads : sequence of array_like of int
        For each state the next one, over all combinations of postures in the game's order, or one for all.
    names : sequence of str
        What each state is called.
    """
    tables = [np.moveaxis(np.broadcast_to(lead, seat.shape), seat.player, 0) for lead in leads]
    follows = np.stack(tables).astype(np.int64)
    kept = _reached(follows, start)
    number = np.cumsum(kept) - 1
    return Automaton(
        np.array(outputs)[kept],
        number[follows[kept]],
        int(number[start]),
        [name for name, stays in zip(names, kept, strict=True) if stays],
    )


def _reached(follows: IntArray, start: int) -> BoolArray:
    found, new = np.zeros(len(follows), dtype=bool), np.array([start])
    while len(new):
        found[new] = True
        after = np.zeros(len(follows), dtype=bool)
        after[follows[new]] = True
        new = np.flatnonzero(after & ~found)
    return found
