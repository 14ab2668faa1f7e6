"""What a solver is: a frozen record with a name, what it finds, and the module that does it."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module

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
    module : str
        Where its `applies_to(game)` and `run(game)` stand; loaded when one of them is called.
    ordinal : bool
        Whether it asks no more of payoffs than which of two is better, so that they need not be numbers.
    """

    name: str
    concept: str
    finds: str
    reference: str
    module: str
    ordinal: bool = False

    def applies_to(self, game: Game) -> str | None:
        """None, or the condition that fails, as the end of a sentence that begins with the solver's name."""
        reason: str | None = import_module(self.module).applies_to(game)
        return reason

    def run(self, game: Game) -> Solution:
        """Its answer; asked for only where `unfit` gave None."""
        solution: Solution = import_module(self.module).run(game)
        return solution

    def unfit(self, game: Game) -> str | None:
        """Why a game cannot be solved by it, as the end of a sentence that begins with its name; None where it can."""
        if not self.ordinal and (reason := needs_numbers(game.players, game.keys, game.ordinal)) is not None:
            return reason
        return self.applies_to(game)
