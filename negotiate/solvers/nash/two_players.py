"""The condition of every method that is made for two players."""

from __future__ import annotations

from negotiate.games.extensive import ExtensiveGame
from negotiate.solvers.solver import Game


def two_players(game: Game) -> str | None:
    """Why this is no game in normal form for two players in which every combination can happen; None if it is one.

    Examples
    --------
    >>> import numpy as np
    >>> from negotiate.games.normal_form import NormalFormGame
    >>> two_players(NormalFormGame.from_arrays([[1]], [[1]]))
    >>> two_players(NormalFormGame.from_arrays(*np.zeros((3, 1, 1, 1))))
    'needs two players, and this game has 3'
    """
    if isinstance(game, ExtensiveGame):
        return "needs a game in normal form"
    if game.n_players != 2:
        return f"needs two players, and this game has {game.n_players}"
    if game.feasible is not None and not game.feasible.all():
        return "needs a game in which every combination of strategies is possible"
    return None
