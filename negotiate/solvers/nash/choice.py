"""Picks the method for a game in normal form by its size and kind, and says why."""

from __future__ import annotations

from dataclasses import replace

from negotiate.games.normal_form import NormalFormGame
from negotiate.solvers.nash import extreme_points, pure
from negotiate.solvers.nash.dominance import reduce
from negotiate.solvers.nash.one import one_equilibrium
from negotiate.solvers.solution import Solution
from negotiate.solvers.solver import Solver

FEW = "every candidate can be tried"
"""Why a small game is solved by trying all that there is."""
INSTEAD: tuple[tuple[Solver, str], ...] = ()
"""What is asked next, in this order, of a game that is too large for that, and why."""


def solved(game: NormalFormGame) -> Solution:
    """Solve a game by the method that suits it.

    Parameters
    ----------
    game : NormalFormGame
        Any number of players.

    Returns
    -------
    Solution
        With the reason for the method in `chosen`.

    Notes
    -----
    For two players: strict dominance first; if little enough is left, all candidates; else what finds all equilibria
    of a larger game, if it can; else all pure equilibria, and one mixed if there are none.
    """
    if extreme_points.two_players(game) is None:
        left = reduce(game)
        if extreme_points.few_enough(left.game):
            found = extreme_points.solved(game, left)
            return found if pure.one_chooser(left.game) else replace(found, chosen=FEW)
    for solver, why in INSTEAD:
        if solver.applies_to(game) is None:
            found = solver.run(game)
            if found.equilibria:
                return replace(found, chosen=why)
    found = pure.SOLVER.run(game)
    if found.equilibria or extreme_points.two_players(game) is not None:
        return found
    return one_equilibrium(game)
