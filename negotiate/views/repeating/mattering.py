"""The pure strategies that matter in a game: the agreed one, today's, best replies, equilibrium, and punishment."""

from __future__ import annotations

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.games.normal_form import NormalFormGame
from negotiate.model.negotiation import Negotiation
from negotiate.repeated.rounding import slack
from negotiate.solvers.registry import solve
from negotiate.solvers.solution import Equilibrium

MOST = 6
"""Postures of one player."""
SUPPORT = 1e-9
"""A strategy with less weight than this plays no part in an equilibrium: the weight may be a program's rounding."""


def mattering(
    negotiation: Negotiation,
    game: NormalFormGame,
    agreement: tuple[int, ...],
    punishment: tuple[int, ...],
    players: tuple[int, ...],
) -> dict[int, tuple[int, ...]]:
    """For some players, the strategies that matter: what keeps the agreement first, what punishes last.

    Between them come that of the status quo, the best replies to the agreement, and what equilibria play, up to `MOST`
    postures.

    Parameters
    ----------
    negotiation : Negotiation
        For its status quo.
    game : NormalFormGame
        The game of everybody alone.
    agreement, punishment : tuple of int
        By player, the strategy that keeps the agreement and the one that punishes.
    players : tuple of int
        Of whom.
    """
    today = _today(negotiation, game)
    equilibria = [e for e in solve(game).profiles if isinstance(e, Equilibrium)]
    result = {}
    for player in players:
        first, last = agreement[player], punishment[player]
        played = [np.flatnonzero(np.asarray(e.strategies[player]) > SUPPORT).tolist() for e in equilibria]
        found = [
            *today[player : player + 1],
            *_best_replies(game, agreement, player),
            *(k for row in played for k in row),
        ]
        middle = [k for k in dict.fromkeys(found) if k not in (first, last)][: MOST - 2]
        result[player] = tuple(dict.fromkeys((first, *middle, last)))
    return result


def _today(negotiation: Negotiation, game: NormalFormGame) -> tuple[int, ...]:
    """Everybody's strategy of the status quo; empty where there is none, or it is no combination of the game."""
    if not negotiation.status_quo:
        return ()
    quo = {k: negotiation.issues[k].options[option].id for k, option in negotiation.status_quo.items()}
    found = [
        next((k for k, s in enumerate(row) if all(quo.get(i, o) == o for i, o in s.choices.items())), None)
        for row in game.strategies
    ]
    places = tuple(place for place in found if place is not None)
    return places if len(places) == len(found) else ()


def _best_replies(game: NormalFormGame, agreement: tuple[int, ...], player: int) -> list[int]:
    """What a player would best do if all others kept the agreement."""
    where = tuple(slice(None) if p == player else k for p, k in enumerate(agreement))
    worth: FloatArray = game.payoffs[player][where]
    if game.feasible is not None:
        worth = np.where(game.feasible[where], worth, -np.inf)
    off = slack(worth[np.isfinite(worth)])
    return [int(k) for k in np.flatnonzero(worth >= worth.max() - off)]
