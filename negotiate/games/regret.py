"""Says what each strategy is worth against what the others play, and what a player gives up by not playing the best.

Payoffs are `(*batch, players, *strategies)` and a mixed profile is one array `(*batch, strategies of p)` a player, so
that a thousand games with a thousand profiles are one call.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from negotiate.arrays import FloatArray


def expected_payoffs(payoffs: FloatArray, strategies: Sequence[FloatArray]) -> tuple[FloatArray, ...]:
    """Contract, for each player, the payoffs with what everybody else plays.

    Parameters
    ----------
    payoffs : ndarray, shape (*batch, players, *strategies)
        In any unit.
    strategies : sequence of ndarray, each of shape (*batch, strategies of that player)
        Probabilities; a player's own are not used for that player's entry.

    Returns
    -------
    tuple of ndarray, each of shape (*batch, strategies of that player)
        What each pure strategy gives its player against the rest.

    Notes
    -----
    One matrix product a player, largest axis index first: the cost is that of reading the payoffs once for each player.

    Examples
    --------
    >>> pennies = np.array([[[1.0, -1.0], [-1.0, 1.0]], [[-1.0, 1.0], [1.0, -1.0]]])
    >>> half = np.array([0.5, 0.5])
    >>> [values.tolist() for values in expected_payoffs(pennies, [half, half])]
    [[0.0, 0.0], [0.0, 0.0]]
    """
    if payoffs.ndim == 3 and len(strategies) == 2 and strategies[0].ndim == strategies[1].ndim == 1:
        return payoffs[0] @ strategies[1], payoffs[1].T @ strategies[0]
    return tuple(_against_the_rest(payoffs, strategies, player) for player in range(len(strategies)))


def _against_the_rest(payoffs: FloatArray, strategies: Sequence[FloatArray], player: int) -> FloatArray:
    n_players = len(strategies)
    table = np.moveaxis(payoffs, payoffs.ndim - 1 - n_players, 0)[player]
    batch = table.ndim - n_players
    for other in reversed(range(n_players)):
        if other == player:
            continue
        # Axes after `other` are gone, save perhaps the player's own, which then stands last.
        table = np.moveaxis(table, batch + other, -1)
        weights = strategies[other]
        if weights.ndim == 1:
            table = table @ weights
            continue
        between = (1,) * (table.ndim - 1 - batch)
        weights = weights.reshape(*weights.shape[:-1], *between, weights.shape[-1])
        table = (table * weights).sum(axis=-1)
    return np.asarray(table, dtype=np.float64)


def profile_payoffs(payoffs: FloatArray, strategies: Sequence[FloatArray]) -> FloatArray:
    """What each player expects from the profile, shape (*batch, players)."""
    values = expected_payoffs(payoffs, strategies)
    own = [(v * s).sum(axis=-1) for v, s in zip(values, strategies, strict=True)]
    return np.asarray(np.stack(own, axis=-1), dtype=np.float64)


def regret(payoffs: FloatArray, strategies: Sequence[FloatArray]) -> FloatArray:
    """Say how much each player would gain by the best strategy instead of the one played.

    Parameters
    ----------
    payoffs, strategies
        As in `expected_payoffs`.

    Returns
    -------
    ndarray, shape (*batch, players)
        Not negative, in the player's payoff unit; all zero exactly at a Nash equilibrium.

    Examples
    --------
    >>> dilemma = np.array([[[3.0, 0.0], [5.0, 1.0]], [[3.0, 5.0], [0.0, 1.0]]])
    >>> cooperate = np.array([1.0, 0.0])
    >>> regret(dilemma, [cooperate, cooperate]).tolist()
    [2.0, 2.0]
    """
    values = expected_payoffs(payoffs, strategies)
    gains = [v.max(axis=-1) - (v * s).sum(axis=-1) for v, s in zip(values, strategies, strict=True)]
    return np.asarray(np.maximum(np.stack(gains, axis=-1), 0.0), dtype=np.float64)


def payoff_range(payoffs: FloatArray, n_players: int | None = None) -> FloatArray:
    """The distance between each player's best and worst payoff, shape (*batch, players).

    Parameters
    ----------
    payoffs : ndarray, shape (*batch, players, *strategies)
        In any unit.
    n_players : int, optional
        Tells batch axes from strategies' axes; by default there are no batch axes.
    """
    n = payoffs.ndim - 1 if n_players is None else n_players
    axes = tuple(range(payoffs.ndim - n, payoffs.ndim))
    return np.asarray(payoffs.max(axis=axes) - payoffs.min(axis=axes), dtype=np.float64)


def unit_payoffs(payoffs: FloatArray) -> FloatArray:
    """Each player's payoffs shifted and divided to run from 0 to 1; a player to whom all is one gets 0 throughout.

    Parameters
    ----------
    payoffs : ndarray, shape (players, *strategies)
        In any unit; the tolerances of this package are meant for the result.

    Examples
    --------
    >>> unit_payoffs(np.array([[5.0, 7.0, 9.0]])).tolist()
    [[0.0, 0.5, 1.0]]
    """
    axes = tuple(range(1, payoffs.ndim))
    lowest = payoffs.min(axis=axes, keepdims=True)
    width = payoffs.max(axis=axes, keepdims=True) - lowest
    return np.asarray((payoffs - lowest) / np.where(width > 0, width, 1.0), dtype=np.float64)
