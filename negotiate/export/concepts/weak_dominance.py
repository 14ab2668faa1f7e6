"""What iterated weak dominance leaves, in the standard order and in others, as plain dictionaries."""

from __future__ import annotations

from typing import Any

from negotiate.games.normal_form import NormalFormGame
from negotiate.solvers.concepts.weak_dominance import WeakDominance
from negotiate.solvers.solution import Solution


def as_json(sol: Solution) -> dict[str, Any]:
    """What is left, what is admissible, and where other orders lead; the standard order stands under `eliminations`."""
    game, found = sol.game, sol.finding
    if not isinstance(game, NormalFormGame) or not isinstance(found, WeakDominance):
        raise TypeError("this solution is about another concept")
    return {
        "rounds": found.rounds,
        "left": _labels(game, found.kept),
        "admissible": _labels(game, found.admissible),
        "all_orders_tried": found.all_orders,
        "other_ends": [
            {
                "left": _labels(game, end.kept),
                "same_payoffs": end.same_payoffs,
                "steps": [
                    {
                        "step": step.round,
                        "player": game.keys[step.player],
                        "strategy": game.strategies[step.player][step.strategy].label,
                    }
                    for step in end.steps
                ],
            }
            for end in found.others
        ],
    }


def _labels(game: NormalFormGame, kept: tuple[tuple[int, ...], ...]) -> dict[str, list[str]]:
    return {key: [game.strategies[p][i].label for i in kept[p]] for p, key in enumerate(game.keys)}
