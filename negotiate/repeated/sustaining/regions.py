"""What two players can get at all by round, and what of it neither would refuse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.kernels.repeated.sustaining.payoff_set import CLOSE
from negotiate.kernels.repeated.sustaining.polygon import above, hull, tidy
from negotiate.repeated.sustaining.grounds import agreement, everything, refuse_many
from negotiate.repeated.sustaining.minmax import floor

if TYPE_CHECKING:
    from negotiate.repeated.game import RepeatedGame


def feasible(game: RepeatedGame) -> FloatArray:
    """The corners of everything that two players can get by round if they draw lots together, shape (corners, 2).

    Anticlockwise from the lower left. The agreement counts with what it sets together. Where players may walk away for
    good, what they get then counts too, if it is no less to either than what it can be held down to.

    Raises
    ------
    UnsuitableGame
        If there are not two players.

    Examples
    --------
    >>> from negotiate import NormalFormGame
    >>> from negotiate.repeated.game import RepeatedGame
    >>> dilemma = NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    >>> feasible(RepeatedGame(dilemma, 0.9)).tolist()
    [[0.0, 5.0], [1.0, 1.0], [5.0, 0.0], [3.0, 3.0]]
    """
    refuse_many(game, "what players can get")
    points = np.concatenate([everything(game).payoffs.reshape(2, -1).T, agreement(game)[0][None], leaving(game)])
    return tidy(hull(points), _width(points), CLOSE)


def rational(game: RepeatedGame, pure: bool = False) -> FloatArray:
    """The part of `feasible` that is no less to anybody than its floor, as corners; see `minmax.floor`."""
    points = feasible(game)
    return tidy(above(points, np.array(floor(game, pure))), _width(points), CLOSE)


def leaving(game: RepeatedGame) -> FloatArray:
    """What both get once somebody has walked away, if neither can be held down to less; shape (0 or 1, players)."""
    outside = np.array(game.setting.outside)
    if not len(outside) or (outside < np.array(floor(game, pure=True))).any():
        return np.zeros((0, game.stage.n_players))
    return outside[None]


def _width(points: FloatArray) -> FloatArray:
    reach = np.ptp(points, axis=0)
    return np.where(reach > 0, reach, 1.0)
