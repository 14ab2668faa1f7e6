"""Lotteries that nobody disregards, as plain dictionaries."""

from __future__ import annotations

from typing import Any

from negotiate.export.concepts.nash import nash_json
from negotiate.games.normal_form import NormalFormGame
from negotiate.solvers.concepts.advice import Advised
from negotiate.solvers.solution import Solution


def as_json(sol: Solution) -> dict[str, Any]:
    """What the best and the worst lottery are worth, what bounds them, and the Nash equilibria beside them."""
    game, found = sol.game, sol.finding
    if not isinstance(game, NormalFormGame) or not isinstance(found, Advised):
        raise TypeError("this solution is about another concept")
    return {
        "objective": "sum of all payoffs" if found.player is None else "payoff of one player",
        "player": None if found.player is None else game.keys[found.player],
        "best": {"value": found.values[0], "bound": found.bounds[0], "only_one": found.sole[0]},
        "worst": {"value": found.values[1], "bound": found.bounds[1], "only_one": found.sole[1]},
        "nash": nash_json(found.nash),
    }
