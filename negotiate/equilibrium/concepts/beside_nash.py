"""What concepts share that are no Nash equilibrium: which games fit them, and the equilibria they
are held against.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.display import record
from negotiate.equilibrium.nash import choice
from negotiate.equilibrium.solution import Finding, Solution
from negotiate.games.normal_form import NormalFormGame


def without_equilibria(game: NormalFormGame, finding: Finding, **said: Any) -> Solution:
    """The answer of a concept that finds something else; whoever asks names the concept."""
    return Solution(game=game, equilibria=(), concept="", finding=finding, **said)


def impossible(game: NormalFormGame) -> str | None:
    """Nothing where every combination can happen; else the end of a sentence that begins with the
    concept's name.

    Examples
    --------
    >>> from dataclasses import replace
    >>> game = NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    >>> impossible(replace(game, feasible=np.array([[True, True], [False, True]])))
    'needs every combination of strategies to be possible, and 1 of the 4 is impossible here'
    """
    if game.feasible is None or game.feasible.all():
        return None
    count, size = int(np.count_nonzero(~game.feasible)), game.feasible.size
    verb = "is" if count == 1 else "are"
    return (
        f"needs every combination of strategies to be possible, and {count:,} of the {size:,} "
        f"{verb} impossible here"
    )


@record
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
        Every equilibrium gives something between extreme ones, to each player, as it lies on a
        product of polytopes.
    complete : bool
        False where others may not have been found.
    """
    found = choice.solved(game)
    payoffs = np.array([equilibrium.payoffs for equilibrium in found.equilibria], dtype=np.float64)
    return payoffs.reshape(-1, game.n_players), found.complete


def nash_range(worths: FloatArray, complete: bool) -> NashRange | None:
    """From the least to the most of what the equilibria are worth; None where none was found."""
    return NashRange(float(worths.min()), float(worths.max()), complete) if len(worths) else None
