"""The pure strategies that matter in a game: as today, what answers it best, equilibrium, and what punishes most."""

from __future__ import annotations

import numpy as np

from negotiate.games.normal_form import FloatArray, NormalFormGame
from negotiate.model.negotiation import Negotiation
from negotiate.solvers.registry import solve
from negotiate.solvers.solution import Equilibrium

MOST = 6
"""Postures of one player."""
SUPPORT = 1e-9
"""A strategy with less weight than this plays no part in an equilibrium."""


def mattering(negotiation: Negotiation, game: NormalFormGame, players: tuple[int, ...]) -> dict[int, tuple[int, ...]]:
    """For some players, the strategies that matter: the most cooperative first, the one that punishes most last.

    The first is that of the status quo. Without one, or where that is already what punishes most, it is that of the
    combination which is best for all together. Then come the best replies to it and what equilibria play, up to
    `MOST` postures; the last is what the player does in the equilibrium that is worst for the others.

    Parameters
    ----------
    negotiation : Negotiation
        For its status quo.
    game : NormalFormGame
        The game of everybody alone.
    players : tuple of int
        Of whom.
    """
    today, best = _today(negotiation, game), best_for_all(game)
    equilibria = [e for e in solve(game).profiles if isinstance(e, Equilibrium)]
    result = {}
    for player in players:
        supports = [np.flatnonzero(np.asarray(e.strategies[player]) > SUPPORT).tolist() for e in equilibria]
        replies = _best_replies(game, best if today is None else today, player)
        middle = list(dict.fromkeys([*replies, *(k for support in supports for k in support)]))
        last = _harshest(game, equilibria, player) if equilibria else middle[-1]
        first = best[player] if today is None or today[player] == last else today[player]
        found = [k for k in middle if k not in (first, last)][: MOST - 2]
        result[player] = tuple(dict.fromkeys((first, *found, last)))
    return result


def _today(negotiation: Negotiation, game: NormalFormGame) -> tuple[int, ...] | None:
    """Everybody's strategy of the status quo; None where there is none, or it is no combination of the game."""
    if not negotiation.status_quo:
        return None
    quo = {k: negotiation.issues[k].options[option].id for k, option in negotiation.status_quo.items()}
    found = [
        next((k for k, s in enumerate(row) if all(quo.get(i, o) == o for i, o in s.choices.items())), None)
        for row in game.strategies
    ]
    places = tuple(place for place in found if place is not None)
    return places if len(places) == len(found) else None


def best_for_all(game: NormalFormGame) -> tuple[int, ...]:
    """The combination with the largest sum of payoffs, each player's counted from its worst to its best."""
    flat = game.payoffs.reshape(game.n_players, -1)
    low, span = flat.min(axis=1, keepdims=True), np.ptp(flat, axis=1, keepdims=True)
    shares = ((flat - low) / np.where(span > 0, span, 1)).sum(axis=0)
    if game.feasible is not None:
        shares = np.where(game.feasible.reshape(-1), shares, -np.inf)
    return tuple(int(k) for k in np.unravel_index(int(shares.argmax()), game.shape))


def _best_replies(game: NormalFormGame, start: tuple[int, ...], player: int) -> list[int]:
    """What a player would best do if all others took their first strategies."""
    where = tuple(slice(None) if p == player else k for p, k in enumerate(start))
    worth: FloatArray = game.payoffs[player][where]
    if game.feasible is not None:
        worth = np.where(game.feasible[where], worth, -np.inf)
    return [int(k) for k in np.flatnonzero(np.isclose(worth, worth.max(), rtol=1e-12, atol=1e-12))]


def _harshest(game: NormalFormGame, equilibria: list[Equilibrium], player: int) -> int:
    """The likeliest strategy of a player in the equilibrium that is worst for the others, by their own ranges."""
    flat = game.payoffs.reshape(game.n_players, -1)
    low, span = flat.min(axis=1), np.ptp(flat, axis=1)
    shares = [(np.asarray(e.payoffs) - low) / np.where(span > 0, span, 1) for e in equilibria]
    others = [float(np.delete(share, player).sum()) for share in shares]
    worst = equilibria[int(np.argmin(others))]
    return int(np.argmax(worst.strategies[player]))
