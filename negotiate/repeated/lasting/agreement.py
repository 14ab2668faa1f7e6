"""What upholds an agreement: who is tempted, who would have to be how patient, and by which answer to a breach."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from negotiate.display import Shown
from negotiate.games.normal_form import FloatArray

if TYPE_CHECKING:
    from negotiate.repeated.automaton import Automaton
    from negotiate.repeated.game import RepeatedGame
    from negotiate.repeated.lasting.certificate import Certificate
    from negotiate.repeated.lasting.critical import CriticalDiscount
    from negotiate.repeated.match import MatchResult
    from negotiate.repeated.strategies.strategy import Strategy


@dataclass(frozen=True, slots=True, eq=False)
class Upholding:
    """One way to uphold the agreement: what all players play, whether it holds, and from which patience on."""

    names: tuple[str, ...]
    certificate: Certificate
    critical: CriticalDiscount
    nash: CriticalDiscount


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Lasting(Shown):
    """Whether an agreement enforces itself.

    Parameters
    ----------
    game : RepeatedGame
        What is played again.
    agreement : tuple of int
        The posture of each player while the agreement is kept.
    worth : ndarray, shape (players,)
        What a round of it is worth.
    temptation : ndarray, shape (players,)
        The most that each player could get in the round in which it breaks the agreement.
    fallback : tuple of int
        The postures that punish.
    fallback_worth : ndarray, shape (players,)
        What a round of them is worth.
    fallback_stable : bool
        Whether nobody would leave the fallback in a single round.
    asked : Upholding
        What the file, or whoever asks, says that the players play.
    others : tuple of Upholding
        Other well-known ways to uphold it.
    clean, noisy : MatchResult
        What the asked strategies earn where all is seen and done rightly, and with the setting's noise.
    """

    game: RepeatedGame
    agreement: tuple[int, ...]
    worth: FloatArray
    temptation: FloatArray
    fallback: tuple[int, ...]
    fallback_worth: FloatArray
    fallback_stable: bool
    asked: Upholding
    others: tuple[Upholding, ...]
    clean: MatchResult
    noisy: MatchResult
    notes: tuple[str, ...] = ()


def lasting(game: RepeatedGame, *profile: Strategy | Automaton | str) -> Lasting:
    """Whether an agreement enforces itself, and what would make it.

    Parameters
    ----------
    game : RepeatedGame
        Its `cooperate` is the agreement and its `punish` the fallback.
    *profile : Strategy, Automaton or str
        One a player, or one for all; by default what the file says, else grim.
    """
    raise NotImplementedError
