"""Bridge: what concepts and comparisons that have no reports yet take from here; it goes with them."""

from __future__ import annotations

from negotiate.games.extensive import ExtensiveGame
from negotiate.games.normal_form import NormalFormGame
from negotiate.solvers.reports.paths import path
from negotiate.solvers.reports.payoffs import places
from negotiate.solvers.reports.strategies import in_strategies, supports
from negotiate.solvers.solution import Equilibrium, TreeEquilibrium

__all__ = ["places", "played"]


def played(equilibrium: Equilibrium | TreeEquilibrium, game: NormalFormGame | ExtensiveGame, step: str) -> str:
    """What is done, in as few words as possible: strategies side by side, or the path of a tree."""
    flat = in_strategies(game, [equilibrium])
    if flat is not None:
        return " | ".join(supports(flat[0], flat[1][0]))
    if not isinstance(equilibrium, TreeEquilibrium):
        raise TypeError("an equilibrium in strategies belongs to a game in normal form")
    return path(equilibrium, f" {step} ")
