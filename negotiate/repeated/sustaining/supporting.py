"""A machine that supports a chosen payoff: what all play in each state, where it leads, and how a breach is answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from negotiate.display import Shown
from negotiate.games.normal_form import FloatArray, NormalFormGame
from negotiate.repeated.automaton import IntArray

if TYPE_CHECKING:
    from collections.abc import Sequence

    from negotiate.repeated.game import RepeatedGame


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Supporting(Shown):
    """A subgame-perfect equilibrium whose payoff is the chosen point, as one machine that all players watch.

    Parameters
    ----------
    game : RepeatedGame
        What is played again.
    stage : NormalFormGame
        In which the actions of `profiles` are counted: everything that players can do.
    point : ndarray, shape (players,)
        What each gets by round.
    start : ndarray, shape (states,)
        With which odds a public lottery picks the first state; a single 1 where there is nothing to draw.
    profiles : ndarray of int, shape (states, players)
        What each plays in each state; a row of -1 once somebody has walked away.
    leads : ndarray, shape (states, states)
        With which odds each state follows where nobody strays.
    punishing : tuple of int
        To which state a breach by each player alone leads.
    values : ndarray, shape (states, players)
        What each state is worth by round, from then on.
    margins : ndarray, shape (states, players)
        What each player would lose by the one deviation there that pays it most; none is below 0.
    """

    game: RepeatedGame
    stage: NormalFormGame
    point: FloatArray
    start: FloatArray
    profiles: IntArray
    leads: FloatArray
    punishing: tuple[int, ...]
    values: FloatArray
    margins: FloatArray


def supporting(game: RepeatedGame, point: Sequence[float]) -> Supporting:
    """A machine that supports a point of the payoff set."""
    raise NotImplementedError
