"""Everything that two players could get, what no one can be denied, and what some equilibrium sustains."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.display import Shown
from negotiate.repeated.sustaining.grounds import left_aside
from negotiate.repeated.sustaining.minmax import HeldDown, accepted, held_down
from negotiate.repeated.sustaining.payoff_set import payoff_set
from negotiate.repeated.sustaining.regions import feasible

if TYPE_CHECKING:
    from negotiate.repeated.game import RepeatedGame

INSIDE = 1e-6
"""Of the range of payoffs: how far outside its edges a point still counts as in the set."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Sustainable(Shown):
    """What two players could get, and what some equilibrium sustains.

    Parameters
    ----------
    game : RepeatedGame
        Of two players, at their own discount factors.
    feasible : ndarray, shape (corners, 2)
        The corners of all that lotteries over combinations could give.
    floor : tuple of float
        The lowest payoff to which a punishment can hold each player.
    held_by : tuple of HeldDown or None
        For each player, what the other does in `everything` to hold it down to its floor; None where the player would
        walk away before.
    corners : ndarray, shape (corners, 2)
        The corners of what some subgame-perfect equilibrium gives; of shape (0, 2) if there is none.
    agreement, fallback : ndarray, shape (2,)
        A round of the agreement and of the punishment.
    sustained : bool
        Whether the agreement lies in that set.
    notes : tuple of str
        What is left aside.
    """

    game: RepeatedGame
    feasible: FloatArray
    floor: tuple[float, ...]
    held_by: tuple[HeldDown | None, ...]
    corners: FloatArray
    agreement: FloatArray
    fallback: FloatArray
    sustained: bool
    notes: tuple[str, ...] = ()


def sustainable(game: RepeatedGame) -> Sustainable:
    """What could be sustained by some strategies, at the players' own discount factors.

    Examples
    --------
    >>> import negotiate
    >>> found = sustainable(negotiate.load("classics/prisoners-dilemma").again())
    >>> found.sustained, len(found.corners)
    (True, 4)
    """
    corners = payoff_set(game)
    agreement, fallback = (
        np.array([game.stage.payoffs[(player, *cell)] for player in range(2)]) for cell in (game.cooperate, game.punish)
    )
    held = [held_down(game, player) for player in range(2)]
    floor = accepted(game, [one.value for one in held])
    return Sustainable(
        game=game,
        feasible=feasible(game),
        floor=floor,
        held_by=tuple(one if one.value >= least else None for one, least in zip(held, floor, strict=True)),
        corners=corners,
        agreement=agreement,
        fallback=fallback,
        sustained=_holds(corners, agreement, np.ptp(game.stage.payoffs.reshape(2, -1), axis=1)),
        notes=left_aside(game),
    )


def within(corners: FloatArray, points: FloatArray, slack: FloatArray) -> FloatArray:
    """Which points, shape (m, 2), lie in a convex set with these corners in order, or so near beside it.

    Parameters
    ----------
    corners : ndarray, shape (k, 2)
        Against the clock, as `payoff_set` has them; a point or a segment has one or two.
    slack : ndarray, shape (2,)
        What counts as one in each direction.
    """
    scale = np.where(slack > 0, slack, 1.0)
    own, seen = corners / scale, points / scale
    if len(own) == 0:
        return np.zeros(len(seen), dtype=bool)
    edges = np.roll(own, -1, axis=0) - own
    length = np.maximum(np.linalg.norm(edges, axis=1), 1e-300)
    apart = seen[:, None] - own
    left = (edges[:, 0] * apart[:, :, 1] - edges[:, 1] * apart[:, :, 0]) / length
    low, high = own.min(axis=0) - INSIDE, own.max(axis=0) + INSIDE
    found: FloatArray = (left >= -INSIDE).all(axis=1) & ((seen >= low) & (seen <= high)).all(axis=1)
    return found


def _holds(corners: FloatArray, point: FloatArray, spread: FloatArray) -> bool:
    return bool(within(corners, point[None], spread)[0])
