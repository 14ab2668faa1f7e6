"""Security levels as plain dictionaries."""

from __future__ import annotations

from typing import Any

import numpy as np

from negotiate.games.normal_form import NormalFormGame
from negotiate.solvers.concepts.security_levels import SecurityLevel, SecurityLevels
from negotiate.solvers.solution import Solution


def as_json(sol: Solution) -> dict[str, Any]:
    """Player → both bounds, with one strategy and with mixtures, and what brings them about."""
    game, found = sol.game, sol.finding
    if not isinstance(game, NormalFormGame) or not isinstance(found, SecurityLevels):
        raise TypeError("this solution is about another concept")
    return {"levels": {game.keys[level.player]: _level(game, level) for level in found.levels}}


def _level(game: NormalFormGame, level: SecurityLevel) -> dict[str, Any]:
    own = [strategy.label for strategy in game.strategies[level.player]]
    return {
        "pure_maxmin": level.pure_maxmin,
        "pure_strategies": [own[i] for i in level.pure_strategies],
        "pure_minmax": level.pure_minmax,
        "pure_punishments": [_play(game, level.player, profile) for profile in level.pure_punishments],
        "value": level.value,
        "strategy": None
        if level.strategy is None
        else {own[int(i)]: float(level.strategy[i]) for i in np.flatnonzero(level.strategy)},
        "punishment": None
        if level.punishment is None
        else [
            {
                "probability": float(level.punishment[tuple(place)]),
                "play": _play(game, level.player, tuple(int(i) for i in place)),
            }
            for place in np.argwhere(level.punishment)
        ],
        "independent": level.independent,
    }


def _play(game: NormalFormGame, player: int, profile: tuple[int, ...]) -> dict[str, str]:
    others = [p for p in range(game.n_players) if p != player]
    return {game.keys[p]: game.strategies[p][i].label for p, i in zip(others, profile, strict=True)}
