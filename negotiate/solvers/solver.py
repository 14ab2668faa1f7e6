"""What a solver is: a frozen record with a name, what it finds, whom it suits and the function that does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from negotiate.games.extensive import ExtensiveGame
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
        Game → Solution; called only where `applies_to` gave None.
    """

    name: str
    concept: str
    finds: str
    reference: str
    applies_to: Callable[[Game], str | None]
    run: Callable[[Game], Solution]
