"""Between which payoffs the Nash equilibria of the same game lie, for another concept to be held against."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.games.normal_form import NormalFormGame
from negotiate.solvers.nash import choice


@dataclass(frozen=True, slots=True)
class NashRange:
    """The least and the most that the Nash equilibria of a game give.

    Parameters
    ----------
    least, most : float
        Of one player's expected payoff, or of a sum of payoffs.
    complete : bool
        Whether all Nash equilibria were looked at; else those beyond these are not known.
    """

    least: float
    most: float
    complete: bool


def nash_payoffs(game: NormalFormGame) -> tuple[FloatArray, bool]:
    """What each Nash equilibrium gives to each player, and whether these are all the extreme ones.

    Returns
    -------
    payoffs : ndarray, shape (equilibria, players)
        Every equilibrium gives something between extreme ones, to each player, as it lies on a product of polytopes.
    complete : bool
        False where others may not have been found.
    """
    found = choice.solved(game)
    payoffs = np.array([equilibrium.payoffs for equilibrium in found.equilibria], dtype=np.float64)
    return payoffs.reshape(-1, game.n_players), found.complete


def nash_range(worths: FloatArray, complete: bool) -> NashRange | None:
    """From the least to the most of what the equilibria are worth; None where none was found."""
    return NashRange(float(worths.min()), float(worths.max()), complete) if len(worths) else None
