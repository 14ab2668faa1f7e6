"""What a concept is: a frozen record with a name, one sentence that explains it, and the function that answers it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from negotiate.games.normal_form import NormalFormGame
from negotiate.solvers.solution import Solution


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
    applies_to : callable
        Game → None, or the condition that fails, as the end of a sentence that begins with the concept's name.
    run : callable
        Game and the place of the player asked about (None where none was named) → Solution; called only where
        `applies_to` gave None.
    player : str
        Whom naming a player means, such as "the player whose payoff counts"; empty (null in JSON) where no player is
        named.
    """

    name: str
    says: str
    reference: str
    applies_to: Callable[[NormalFormGame], str | None]
    run: Callable[[NormalFormGame, int | None], Solution]
    player: str = ""
