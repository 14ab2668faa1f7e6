"""What a learner reckons with: what its own postures are worth against what the others play, and who has strayed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from negotiate.arrays import FloatArray, IntArray
from negotiate.repeated.strategies.strategy import Seat


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """The stage game as one seat sees it, the others taken together.

    Payoffs run from 0 to 1, so that the unit in which they are counted changes no learner. Where the game has phases
    they are those of the stage game itself: a learner does not know which phase it is in.

    Parameters
    ----------
    worth : ndarray, shape (own postures, combinations of the others' postures)
        What the seat's player gets.
    weights : ndarray of int, shape (others,)
        A combination has the number `weights @ postures`.
    agreed, punished : int
        The combination in which all others keep the agreement, and the one in which all punish.
    """

    worth: FloatArray
    weights: IntArray
    agreed: int
    punished: int

    def combination(self, others: IntArray) -> IntArray:
        """The number of the combination that others play, shape (worlds,), from their postures (others, worlds)."""
        found: IntArray = self.weights @ others
        return found


def evidence(seat: Seat) -> Evidence:
    """What the stage game tells a player."""
    own = np.moveaxis(seat.game.stage.payoffs[seat.player], seat.player, 0).reshape(seat.actions, -1)
    spread = own.max() - own.min()
    worth = (own - own.min()) / spread if spread > 0 else np.zeros_like(own)
    sizes = [seat.shape[p] for p in seat.others]
    weights = np.array([int(np.prod(sizes[place + 1 :])) for place in range(len(sizes))], dtype=np.int64)
    game = seat.game
    agreed, punished = ([postures[p] for p in seat.others] for postures in (game.cooperate, game.punish))
    return Evidence(np.ascontiguousarray(worth), weights, int(weights @ agreed), int(weights @ punished))


def sampled_index(odds: FloatArray, draw: FloatArray) -> IntArray:
    """One column for each row of odds, shape (worlds,), by where a number of [0, 1) falls.

    Parameters
    ----------
    odds : ndarray, shape (worlds, columns)
        At least 0; each row is taken as shares of its sum.
    draw : ndarray, shape (worlds,)
    """
    ladder = odds.cumsum(axis=1)
    found: IntArray = (draw[:, None] * ladder[:, -1:] >= ladder).sum(axis=1)
    return found
