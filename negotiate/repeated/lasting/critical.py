"""How patient everybody has to be for strategies to hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from negotiate.repeated.automaton import Automaton

if TYPE_CHECKING:
    from negotiate.repeated.game import Concept, RepeatedGame
    from negotiate.repeated.strategies.strategy import Strategy

Intervals = tuple[tuple[float, float], ...]
"""Discount factors from a low end to a high end, in order; a single one is an interval without length."""


class CriticalDiscount(tuple[tuple[float, float], ...]):
    """For which common discount factors strategies hold, and for which of each player.

    The tuple itself is the intervals for a factor that all players share. A player's constraints mind its own factor
    alone, so with unequal patience the strategies hold where each factor lies in its player's intervals.

    Attributes
    ----------
    by_player : tuple of Intervals
        One a player.
    binding : int or None
        The player who has to be the most patient; None where the strategies hold for no common factor.
    """

    by_player: tuple[Intervals, ...]
    binding: int | None

    def __new__(cls, intervals: Intervals, by_player: tuple[Intervals, ...], binding: int | None) -> CriticalDiscount:
        """Intervals with what there is to say beside them."""
        made = super().__new__(cls, intervals)
        made.by_player = by_player
        made.binding = binding
        return made


def critical_discount(
    game: RepeatedGame, *profile: Strategy | Automaton | str, concept: Concept = "subgame-perfect"
) -> CriticalDiscount:
    """The discount factors between 0 and 1 for which a profile of automata holds."""
    raise NotImplementedError
