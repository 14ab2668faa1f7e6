"""What a solver is: a frozen record with a name, what it finds, whom it suits and the function that does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from negotiate.games.extensive import ExtensiveGame
from negotiate.games.levels import needs_numbers
from negotiate.games.normal_form import NormalFormGame
from negotiate.solvers.solution import Solution

Game = NormalFormGame | ExtensiveGame


@dataclass(frozen=True, slots=True)
class Solver:
    """One way to solve a game.

    Parameters
    ----------
    name : str
        What `--method` calls it.
    concept : str
        What it looks for: "Nash", "subgame-perfect".
    finds : {'all', 'some', 'one'}
        How many of them, where nothing in the game is special.
    reference : str
        Where the method comes from.
    applies_to : callable
        Game → None, or the condition that fails, as the end of a sentence that begins with the solver's name.
    run : callable
        Game → Solution; called only where `unfit` gave None.
    ordinal : bool
        Whether it asks no more of payoffs than which of two is better, so that they need not be numbers.
    """

    name: str
    concept: str
    finds: str
    reference: str
    applies_to: Callable[[Game], str | None]
    run: Callable[[Game], Solution]
    ordinal: bool = False

    def unfit(self, game: Game) -> str | None:
        """Why a game cannot be solved by it, as the end of a sentence that begins with its name; None where it can."""
        if not self.ordinal and (reason := needs_numbers(game.players, game.keys, game.ordinal)) is not None:
            return reason
        return self.applies_to(game)
