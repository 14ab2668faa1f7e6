"""How likely an equilibrium ends across a red line."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce

import numpy as np

from negotiate.arrays import BoolArray, FloatArray
from negotiate.games.extensive import ExtensiveGame
from negotiate.games.normal_form import NormalFormGame
from negotiate.solvers.solution import CorrelatedEquilibrium, Equilibrium, TreeEquilibrium

AnyEquilibrium = Equilibrium | TreeEquilibrium | CorrelatedEquilibrium


def crossing(game: NormalFormGame | ExtensiveGame, equilibrium: AnyEquilibrium) -> dict[str, float]:
    """Red line → with what probability the equilibrium ends across it, for every line that it may cross.

    Examples
    --------
    >>> game = NormalFormGame.from_arrays([[1]], [[1]])
    >>> crossing(game, Equilibrium("Nash", (np.ones(1), np.ones(1)), (1.0, 1.0), 0.0, {}))
    {}
    """
    if not game.crossed:
        return {}
    if isinstance(equilibrium, TreeEquilibrium):
        tree_game = equilibrium.game
        reached = equilibrium.reach[tree_game.tree.leaves]
        found = {name: float(reached @ mask) for name, mask in tree_game.crossed.items()}
    elif isinstance(equilibrium, CorrelatedEquilibrium):
        found = {name: float(equilibrium.distribution[mask].sum()) for name, mask in game.crossed.items()}
    else:
        found = {name: _expected(mask, equilibrium.strategies) for name, mask in game.crossed.items()}
    return {name: min(chance, 1.0) for name, chance in found.items() if chance > 0}


def crosses_any(game: NormalFormGame | ExtensiveGame, equilibrium: Equilibrium | TreeEquilibrium) -> float:
    """With what probability the equilibrium ends across some red line."""
    if not game.crossed:
        return 0.0
    some = reduce(np.logical_or, game.crossed.values())
    if isinstance(equilibrium, TreeEquilibrium):
        return min(float(equilibrium.reach[equilibrium.game.tree.leaves] @ some), 1.0)
    return min(_expected(some, equilibrium.strategies), 1.0)


def _expected(table: FloatArray | BoolArray, strategies: Iterable[FloatArray]) -> float:
    """The mean of an array over independent strategies, one an axis, looking at no more than what is played."""
    played = list(strategies)
    used = [np.flatnonzero(strategy) for strategy in played]
    mean = np.asarray(table[np.ix_(*used)], dtype=np.float64)
    for strategy, support in zip(reversed(played), reversed(used), strict=True):
        mean = mean @ strategy[support]
    return float(mean)
