"""What a concept is, when it fits a game, and what the game's Nash equilibria give, to hold it against."""

from __future__ import annotations

from dataclasses import dataclass
from pkgutil import resolve_name

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.equilibrium.nash import choice
from negotiate.equilibrium.solution import Solution
from negotiate.games.normal_form import NormalFormGame


@dataclass(frozen=True, slots=True)
class Concept:
    """One question that a game in normal form can be asked, other than for its Nash equilibria.

    Parameters
    ----------
    name : str
        What `--concept` calls it: "correlated", "quantal-response".
    says : str
        The concept in one sentence, for people who have not met it.
    reference : str
        Where it comes from.
    module : str
        Where its `applies_to(game)` and `run(game, player)` stand, as in `Solver`.
    player : str
        Whom naming a player means, such as "the player whose payoff counts"; empty (null in JSON) where no player is
        named.
    report: str
        Where the `report(solution, look)` that tells its answer stands; empty where that is `module`.
    """

    name: str
    says: str
    reference: str
    module: str
    player: str = ""
    report: str = ""

    def applies_to(self, game: NormalFormGame) -> str | None:
        """None, or the condition that fails, as the end of a sentence that begins with the concept's name."""
        reason: str | None = resolve_name(self.module).applies_to(game)
        return reason

    def run(self, game: NormalFormGame, player: int | None) -> Solution:
        """Its answer, for the player in that place (None where none was named); only where `applies_to` gave None."""
        solution: Solution = resolve_name(self.module).run(game, player)
        return solution


def impossible(game: NormalFormGame) -> str | None:
    """Nothing where every combination can happen; else the end of a sentence that begins with the concept's name.

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
    return f"needs every combination of strategies to be possible, and {count:,} of the {size:,} {verb} impossible here"


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
