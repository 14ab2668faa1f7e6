"""Payoffs that are nothing but the rounding of larger ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from negotiate.arrays import FloatArray

if TYPE_CHECKING:
    from negotiate.repeated.game import RepeatedGame

NOTHING = 1e-9
"""Of a player's range of payoffs: what lies nearer to 0 than this is 0."""

ADDED_UP = 2.0**-40
"""Of the largest payoff: a few roundings, where terms a thousand times as large may have been added up to it."""


def slack(payoffs: npt.ArrayLike) -> float:
    """By how much two payoffs of a table may differ that are the same but for rounding.

    Examples
    --------
    >>> slack([1e8, 0.0]) < 0.001, slack([30.0, 1.0]) > 30.3 + 0.6 - 30.9
    (True, True)
    """
    return ADDED_UP * float(np.abs(payoffs).max())


def without_rounding(game: RepeatedGame, values: npt.ArrayLike) -> FloatArray:
    """Payoffs in which what is only rounding is 0.

    Parameters
    ----------
    values : array_like, shape (..., players)
        What each player gets; what is no number stays so.

    Examples
    --------
    >>> from negotiate import NormalFormGame
    >>> from negotiate.repeated.game import RepeatedGame
    >>> dilemma = RepeatedGame(NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]]), 0.9)
    >>> without_rounding(dilemma, [7e-15, 3.0]).tolist()
    [0.0, 3.0]
    """
    found = np.asarray(values, dtype=np.float64)
    return np.stack([of_player(game, p, found[..., p]) for p in range(game.stage.n_players)], axis=-1)


def of_player(game: RepeatedGame, player: int, values: npt.ArrayLike) -> FloatArray:
    """The same for payoffs of one player, in any shape."""
    table, found = game.temptation[player], np.asarray(values, dtype=np.float64)
    reach = max(float(np.ptp(table)), float(np.abs(table).max()))
    return np.where(np.abs(found) <= NOTHING * reach, 0.0, found)
