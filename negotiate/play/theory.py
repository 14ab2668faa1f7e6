"""What `solve` or `tree` says of the game that is played, worked out once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from negotiate.games.extensive import ExtensiveGame
from negotiate.games.normal_form import NormalFormGame
from negotiate.model.negotiation import Theory
from negotiate.play.in_turn import InTurn
from negotiate.play.rounds import Rounds

if TYPE_CHECKING:
    from negotiate.equilibrium.solution import Solution
    from negotiate.play.table import Table


def solution(game: NormalFormGame | ExtensiveGame) -> Solution:
    """What `solve` or `tree` finds."""
    from negotiate.equilibrium.registry import solve  # noqa: PLC0415 - no solver is loaded before somebody asks

    return solve(game)


def theory(table: Table) -> Solution:
    """The equilibria of what is played; of one round where there are several."""
    form = table.form
    assert isinstance(form, Rounds | InTurn)
    found: Solution = table.scenario.games.once(Theory(form.lens), lambda: solution(form.game))
    return found
