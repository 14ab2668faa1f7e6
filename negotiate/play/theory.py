"""What `solve` or `tree` says of the game that is played, worked out once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from negotiate.arrays import FloatArray
from negotiate.games.extensive import ExtensiveGame
from negotiate.games.normal_form import NormalFormGame
from negotiate.model.negotiation import Theory
from negotiate.play.forms import Form, State

if TYPE_CHECKING:
    from negotiate.equilibrium.solution import Solution
    from negotiate.play.table import Table


def solution(game: NormalFormGame | ExtensiveGame) -> Solution:
    """What `solve` or `tree` finds."""
    from negotiate.equilibrium.registry import solve  # noqa: PLC0415 - no solver is loaded before somebody asks

    return solve(game)


class Solvable(Form, Protocol):
    """A way to play that is one game, which `solve` or `tree` solves."""

    @property
    def game(self) -> NormalFormGame | ExtensiveGame:
        """The game; of one round where there are several."""

    def odds(self, state: State, profile: Any, seat: str) -> FloatArray:
        """With what probability a seat takes each of its options now, by an equilibrium."""


def theory(table: Table, game: NormalFormGame | ExtensiveGame) -> Solution:
    """The equilibria of what is played; of one round where there are several."""
    found: Solution = table.scenario.games.once(Theory(table.form.lens), lambda: solution(game))
    return found
