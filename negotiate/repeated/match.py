"""What strategies earn when they meet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from negotiate.display import Shown
from negotiate.games.normal_form import FloatArray

if TYPE_CHECKING:
    from negotiate.repeated.automaton import Automaton
    from negotiate.repeated.game import RepeatedGame
    from negotiate.repeated.strategies.strategy import Strategy


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class MatchResult(Shown):
    """What each player earns in a match.

    Parameters
    ----------
    game : RepeatedGame
        What was played.
    names : tuple of str
        What each player played.
    payoffs : ndarray, shape (players,)
        By round: the discounted sum times 1 - patience; with a patience of 1 the mean.
    totals : ndarray, shape (players,)
        The discounted sum; of endless play with a patience of 1 there is none, and it is not a number.
    exact : bool
        Whether it was worked out; else it is the mean of sampled worlds.
    interval : ndarray, shape (players, 2), or None
        Within which the payoff lies with 95 % confidence, where it is sampled.
    rounds : int or None
        How many were played; None for an endless match.
    worlds, seed : int
        How many worlds were sampled, and from which seed; 0 where it was worked out.
    noise, misread : tuple of float
        As in `Setting`, one a player.
    """

    game: RepeatedGame
    names: tuple[str, ...]
    payoffs: FloatArray
    totals: FloatArray
    exact: bool
    interval: FloatArray | None
    rounds: int | None
    worlds: int
    seed: int
    noise: tuple[float, ...]
    misread: tuple[float, ...]

    def __repr__(self) -> str:
        earned = ", ".join(f"{value:g}" for value in self.payoffs)
        return f"<MatchResult {' against '.join(self.names)}: {earned}{'' if self.exact else ' (sampled)'}>"


def play(
    game: RepeatedGame,
    *profile: Strategy | Automaton | str,
    noise: float | Sequence[float] | None = None,
    misread: float | Sequence[float] | None = None,
    rounds: int | None = None,
    seed: int = 0,
    worlds: int | None = None,
) -> MatchResult:
    """Let strategies meet.

    Parameters
    ----------
    game : RepeatedGame
        What is played, with what its setting says of noise, misreading and the end.
    *profile : Strategy, Automaton or str
        One a player.
    noise, misread : float or sequence of float, optional
        Of all players or of each, in place of the setting's.
    rounds : int, optional
        A fixed number of rounds, in place of the setting's end.
    seed, worlds : int
        For strategies that remember without bound, which are sampled.
    """
    raise NotImplementedError
