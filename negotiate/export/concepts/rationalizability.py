"""Rationalizable strategies as plain dictionaries."""

from __future__ import annotations

from typing import Any

from negotiate.games.normal_form import NormalFormGame
from negotiate.solvers.concepts.rationalizability import Conjecture, Rationalizable
from negotiate.solvers.solution import Solution


def as_json(sol: Solution) -> dict[str, Any]:
    """Player → what is left, each with the conjecture to which it is best; what fell stands under `eliminations`."""
    game, found = sol.game, sol.finding
    if not isinstance(game, NormalFormGame) or not isinstance(found, Rationalizable):
        raise TypeError("this solution is about another concept")
    return {
        "rounds": found.rounds,
        "rationalizable": {
            key: [
                {"strategy": game.strategies[p][i].label, "best_if": _belief(game, p, conjecture)}
                for i, conjecture in zip(found.kept[p], found.conjectures[p], strict=True)
            ]
            for p, key in enumerate(game.keys)
        },
    }


def _belief(game: NormalFormGame, player: int, conjecture: Conjecture | None) -> list[dict[str, Any]] | None:
    if conjecture is None:
        return None
    others = [p for p in range(game.n_players) if p != player]
    return [
        {
            "probability": weight,
            "play": {game.keys[p]: game.strategies[p][i].label for p, i in zip(others, profile, strict=True)},
        }
        for profile, weight in zip(conjecture.profiles, conjecture.weights, strict=True)
    ]
