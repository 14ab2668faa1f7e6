"""Payoffs of a game without drawing: every digit that counts, and 0 for what adding up leaves of it."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from negotiate.games.extensive import ExtensiveGame
from negotiate.games.normal_form import NormalFormGame
from negotiate.report.numbers import exact


def exactly(game: NormalFormGame | ExtensiveGame, payoffs: Iterable[float]) -> list[str]:
    """One number a player, in the order of the players."""
    return [exact(float(x), size) for x, size in zip(payoffs, largest(game), strict=True)]


def largest(game: NormalFormGame | ExtensiveGame) -> list[float]:
    """Each player's payoff that is farthest from 0."""
    tables = game.payoffs.T if isinstance(game, ExtensiveGame) else game.payoffs
    return [float(np.abs(table).max()) for table in tables]
