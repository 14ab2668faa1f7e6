"""A potential, or the circle that rules it out, as plain dictionaries."""

from __future__ import annotations

from typing import Any

from negotiate.games.normal_form import NormalFormGame
from negotiate.solvers.concepts.circles import Circle
from negotiate.solvers.concepts.potential import Potential
from negotiate.solvers.solution import Solution

LARGEST = 10_000
"""Combinations whose potential is written out."""


def as_json(sol: Solution) -> dict[str, Any]:
    """The kind, the potential nested as payoffs are (None where it is too large), its highest places, and circles."""
    game, found = sol.game, sol.finding
    if not isinstance(game, NormalFormGame) or not isinstance(found, Potential):
        raise TypeError("this solution is about another concept")
    values = found.potential
    return {
        "kind": found.kind,
        "weights": dict(zip(game.keys, found.weights, strict=True)),
        "potential": None if values is None or values.size > LARGEST else values.tolist(),
        "maximisers": [_play(game, profile) for profile in found.maximisers[:LARGEST]],
        "endings": [_play(game, profile) for profile in found.endings[:LARGEST]],
        "circle": _circle(game, found.circle),
        "square": _circle(game, found.square),
    }


def _circle(game: NormalFormGame, circle: Circle) -> list[dict[str, Any]]:
    return [
        {
            "at": _play(game, move.before),
            "mover": game.keys[move.player],
            "to": game.strategies[move.player][move.after[move.player]].label,
            "gain": move.gain,
        }
        for move in circle
    ]


def _play(game: NormalFormGame, profile: tuple[int, ...]) -> dict[str, str]:
    return {key: game.strategies[p][i].label for p, (key, i) in enumerate(zip(game.keys, profile, strict=True))}
