"""What is agreed and what punishes, where a file does not say: found in the game of everybody alone.

Payoffs are compared as shares of a player's range, from its worst in the game to its best, so that no unit counts.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.games.normal_form import NormalFormGame
from negotiate.repeated.rounding import slack


def best_for_the_least(game: NormalFormGame, said: Mapping[int, int]) -> tuple[int, ...]:
    """The combination that is best for whoever gains least; of those the best for all together, and then the first.

    Whoever decides nothing alone can keep or break nothing, and counts in what is best for all together only.

    Parameters
    ----------
    game : NormalFormGame
        The game of everybody alone.
    said : Mapping[int, int]
        Player → its strategy, where the file says which one keeps the agreement.
    """
    grid = np.ix_(*([said[p]] if p in said else range(count) for p, count in enumerate(game.shape)))
    found = np.stack([table[grid] for table in _shares(game)])
    active, off = deciders(game), _rounding(game)
    least, total = found[active].min(axis=0), found.sum(axis=0)
    best = least >= least.max() - max(off[p] for p in active)
    best &= total >= total[best].max() - sum(off)
    first = np.argwhere(best)[0].tolist()
    return tuple(said.get(player, place) for player, place in enumerate(first))


def harshest(game: NormalFormGame, agreement: tuple[int, ...], said: Mapping[int, int]) -> tuple[int, ...]:
    """For each player the strategy that holds the others down the most, whatever they answer on their own.

    Of several the last, and the agreed one only if it is alone, or nobody else decides anything who could break it.

    Parameters
    ----------
    game : NormalFormGame
        The game of everybody alone.
    agreement : tuple of int
        What everybody does that keeps the agreement.
    said : Mapping[int, int]
        Player → its strategy, where the file says which one punishes.

    Notes
    -----
    What a strategy leaves each of the others is the best that it can still get by a choice of its own, while all
    further players keep the agreement. These are added up over those who decide anything.
    """
    found, active, off = _shares(game), deciders(game), _rounding(game)
    return tuple(
        said[p] if p in said else _harshest(found, off, agreement, p, [other for other in active if other != p])
        for p in range(game.n_players)
    )


def deciders(game: NormalFormGame) -> list[int]:
    """The players who have more than one strategy."""
    return [player for player, count in enumerate(game.shape) if count > 1]


def _harshest(shares: FloatArray, off: list[float], agreement: tuple[int, ...], player: int, others: list[int]) -> int:
    if not others:
        return agreement[player]
    left = np.zeros(shares.shape[player + 1])
    for other in others:
        cells = shares[other][tuple(slice(None) if p in (player, other) else k for p, k in enumerate(agreement))]
        left += cells.max(axis=int(other > player))
    left[np.isneginf(left)] = np.inf
    hard = np.flatnonzero(left <= left.min() + sum(off[other] for other in others))
    apart = hard[hard != agreement[player]]
    return int(apart[-1]) if len(apart) else agreement[player]


def _rounding(game: NormalFormGame) -> list[float]:
    """By player, how far two shares may lie apart by rounding alone."""
    tables = game.payoffs if game.feasible is None else game.payoffs[:, game.feasible]
    return [slack(table) / float(np.ptp(table) or np.inf) for table in tables]


def _shares(game: NormalFormGame) -> FloatArray:
    """Payoffs as shares of each player's range, 1 for whom all is the same; minus infinity where it is impossible."""
    flat = game.payoffs.reshape(game.n_players, -1)
    possible = np.ones(flat.shape[1], dtype=bool) if game.feasible is None else game.feasible.reshape(-1)
    low, high = flat[:, possible].min(axis=1, keepdims=True), flat[:, possible].max(axis=1, keepdims=True)
    shares = np.where(high > low, (flat - low) / np.where(high > low, high - low, 1), 1.0)
    return np.where(possible, shares, -np.inf).reshape(game.payoffs.shape)
