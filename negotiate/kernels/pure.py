"""Finds every pure equilibrium of a game for any number of players, by comparing whole arrays.

A combination is an equilibrium where each player's payoff is the largest along that player's own axis. Impossible
combinations are a mask: they are never an equilibrium, and nobody can deviate into one.
"""

from __future__ import annotations

import numpy as np

from negotiate.arrays import BoolArray, FloatArray
from negotiate.kernels.exactness import margins


def best_replies(
    payoffs: FloatArray,
    feasible: BoolArray | None = None,
    n_players: int | None = None,
    margin: FloatArray | None = None,
) -> BoolArray:
    """Mark, for each player, the combinations in which that player already plays a best reply.

    Parameters
    ----------
    payoffs : ndarray, shape (*batch, players, *strategies)
        In any unit.
    feasible : ndarray of bool, shape (*batch, *strategies), optional
        Which combinations can happen; all by default.
    n_players : int, optional
        Tells batch axes from strategies' axes; by default there are no batch axes.
    margin : ndarray, shape (*batch, players), optional
        How much one payoff must be above another to be better; by default decimals are compared exactly, and others
        only beyond their rounding.

    Returns
    -------
    ndarray of bool, shape (*batch, players, *strategies)
        False at every impossible combination.

    Examples
    --------
    >>> dilemma = np.array([[[3.0, 0.0], [5.0, 1.0]], [[3.0, 5.0], [0.0, 1.0]]])
    >>> best_replies(dilemma)[0].tolist()
    [[False, False], [True, True]]
    """
    n = payoffs.ndim - 1 if n_players is None else n_players
    batch = payoffs.ndim - 1 - n
    slack = margins(payoffs, n) if margin is None else margin
    mask = np.empty(payoffs.shape, dtype=np.bool_)
    for player in range(n):
        here = (slice(None),) * batch + (player,)
        own = payoffs[here]
        reachable = own if feasible is None else np.where(feasible, own, -np.inf)
        best = reachable.max(axis=batch + player, keepdims=True)
        mask[here] = reachable >= best - slack[here].reshape(slack.shape[:-1] + (1,) * n)
        if feasible is not None:
            mask[here] &= feasible
    return mask


def pure_equilibria(
    payoffs: FloatArray,
    feasible: BoolArray | None = None,
    n_players: int | None = None,
    margin: FloatArray | None = None,
) -> BoolArray:
    """Mark the pure Nash equilibria.

    Parameters
    ----------
    payoffs, feasible, n_players, margin
        As in `best_replies`.

    Returns
    -------
    ndarray of bool, shape (*batch, *strategies)
        Where nobody gains by leaving alone; all False if there is no pure equilibrium.

    References
    ----------
    Nash 1951, "Non-cooperative games", Annals of Mathematics 54.

    Examples
    --------
    >>> stag_hunt = np.array([[[4.0, 0.0], [3.0, 3.0]], [[4.0, 3.0], [0.0, 3.0]]])
    >>> np.argwhere(pure_equilibria(stag_hunt)).tolist()
    [[0, 0], [1, 1]]
    """
    n = payoffs.ndim - 1 if n_players is None else n_players
    return np.asarray(best_replies(payoffs, feasible, n, margin).all(axis=payoffs.ndim - 1 - n), dtype=np.bool_)
