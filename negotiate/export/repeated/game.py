"""What every answer about a repeated game says of the game."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import isfinite
from typing import Any

import numpy as np

from negotiate.repeated.game import RepeatedGame
from negotiate.repeated.rounding import of_player


def game_json(game: RepeatedGame) -> dict[str, Any]:
    """Title, players with their postures and patience, and the setting."""
    setting = game.setting
    return {
        "title": game.title,
        "players": dict(zip(game.keys, game.players, strict=True)),
        "postures": {
            key: [one.label for one in found] for key, found in zip(game.keys, game.stage.strategies, strict=True)
        },
        "patience": by_key(game, game.discount),
        "setting": {
            "period": setting.period,
            "noise": list(setting.noise),
            "misread": list(setting.misread),
            "rounds": setting.rounds,
            "ends": setting.ends,
            "walk_away": payoffs_by_key(game, setting.outside) if setting.outside else None,
            "phases": list(setting.phases.names) if setting.phases else [],
            "signals": list(setting.signals.names) if setting.signals else [],
        },
    }


def by_key(game: RepeatedGame, values: Iterable[Any]) -> dict[str, Any]:
    """One value a player, by its key; a number that is none becomes null."""
    return {key: plain(value) for key, value in zip(game.keys, values, strict=True)}


def payoffs_by_key(game: RepeatedGame, values: Iterable[Any]) -> dict[str, Any]:
    """What each player gets, numbers or arrays, by its key; what is only rounding is 0."""
    return by_key(game, [of_player(game, p, own).tolist() for p, own in enumerate(values)])


def plain(value: Any) -> Any:
    """A value as JSON can say it: arrays as lists, what is no number as null."""
    if isinstance(value, np.ndarray):
        return [plain(one) for one in value.tolist()]
    if isinstance(value, np.generic):
        return plain(value.item())
    if isinstance(value, float) and not isfinite(value):
        return None
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return value


def labels(game: RepeatedGame, profile: Sequence[int]) -> dict[str, str]:
    """A combination of postures by player."""
    return {
        key: game.stage.strategies[p][int(index)].label
        for p, (key, index) in enumerate(zip(game.keys, profile, strict=True))
    }
