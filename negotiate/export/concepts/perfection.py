"""The Nash equilibria that are not perfect, and why, as plain dictionaries."""

from __future__ import annotations

from typing import Any

import numpy as np

from negotiate.games.normal_form import NormalFormGame
from negotiate.solvers.concepts.perfection import Fault, Perfection
from negotiate.solvers.solution import Equilibrium, Solution


def as_json(sol: Solution) -> dict[str, Any]:
    """What is not perfect, each with its reason, and how the perfect ones, which stand under `equilibria`, join."""
    game, found = sol.game, sol.finding
    if not isinstance(game, NormalFormGame) or not isinstance(found, Perfection):
        raise TypeError("this solution is about another concept")
    return {
        "imperfect": [{**_equilibrium(game, one.equilibrium), **_fault(game, one.fault)} for one in found.imperfect],
        "undecided": [_equilibrium(game, one) for one in found.undecided],
        "pieces": [list(piece) for piece in found.pieces],
        "partly": [list(piece) for piece in found.partly],
    }


def _equilibrium(game: NormalFormGame, equilibrium: Equilibrium) -> dict[str, Any]:
    return {
        "strategies": {
            key: {row[int(i)].label: float(weights[i]) for i in np.flatnonzero(weights)}
            for key, row, weights in zip(game.keys, game.strategies, equilibrium.strategies, strict=True)
        },
        "payoffs": dict(zip(game.keys, equilibrium.payoffs, strict=True)),
    }


def _fault(game: NormalFormGame, fault: Fault) -> dict[str, Any]:
    own, other = game.strategies[fault.player], game.strategies[1 - fault.player]
    return {
        "player": game.keys[fault.player],
        "dominated": [own[i].label for i in fault.strategies],
        "by": {own[i].label: weight for i, weight in zip(fault.by, fault.weights, strict=True)},
        "worse_against": other[fault.against].label,
    }
