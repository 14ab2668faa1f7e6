"""What a concept is: a frozen record with a name, one sentence that explains it, and the module that answers it."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module

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
    module : str
        Where its `applies_to(game)` and `run(game, player)` stand; loaded when one of them is called.
    player : str
        Whom naming a player means, such as "the player whose payoff counts"; empty (null in JSON) where no player is
        named.
    """

    name: str
    says: str
    reference: str
    module: str
    player: str = ""

    def applies_to(self, game: NormalFormGame) -> str | None:
        """None, or the condition that fails, as the end of a sentence that begins with the concept's name."""
        reason: str | None = import_module(self.module).applies_to(game)
        return reason

    def run(self, game: NormalFormGame, player: int | None) -> Solution:
        """Its answer, for the player in that place (None where none was named); only where `applies_to` gave None."""
        solution: Solution = import_module(self.module).run(game, player)
        return solution
