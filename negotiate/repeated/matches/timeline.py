"""One match round by round: who took which posture, in which phase, and what has been earned by then."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from negotiate.display import Shown
from negotiate.games.normal_form import FloatArray
from negotiate.repeated.automaton import IntArray

if TYPE_CHECKING:
    from negotiate.repeated.automaton import Automaton
    from negotiate.repeated.game import RepeatedGame
    from negotiate.repeated.strategies.strategy import Strategy


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Timeline(Shown):
    """One sampled world of a match.

    Parameters
    ----------
    game : RepeatedGame
        What is played.
    names : tuple of str
        What each player plays.
    postures : ndarray of int, shape (players, rounds)
        What each really did.
    intended : ndarray of int, shape (players, rounds)
        What each meant to do; it differs where a hand trembled.
    seen : ndarray of int, shape (players, players, rounds)
        `seen[i, j]`: what player i saw player j do; it differs from what j did where i misread.
    phases : ndarray of int, shape (rounds,)
        The phase of each round.
    payoffs : ndarray, shape (players, rounds)
        Of each round.
    running : ndarray, shape (players, rounds)
        The discounted sum up to and with each round.
    seed : int
        Where it was drawn from; without anything random there is but one world.
    """

    game: RepeatedGame
    names: tuple[str, ...]
    postures: IntArray
    intended: IntArray
    seen: IntArray
    phases: IntArray
    payoffs: FloatArray
    running: FloatArray
    seed: int


def timeline(game: RepeatedGame, *profile: Strategy | Automaton | str, rounds: int = 20, seed: int = 0) -> Timeline:
    """Play one world of a match, with the noise of the game's setting."""
    raise NotImplementedError
