"""Says what a player would gain by disobeying advice that a lottery over outcomes gives to everybody.

The lottery draws one combination of strategies and tells each player its own part of it.
"""

from __future__ import annotations

import numpy as np

from negotiate.arrays import FloatArray


def disobedience(payoffs: FloatArray, lottery: FloatArray, player: int) -> FloatArray:
    """What a player gains on average by playing one strategy whenever it is told another.

    Parameters
    ----------
    payoffs : ndarray, shape (players, *strategies)
        In any unit.
    lottery : ndarray, shape (*strategies)
        The probability of each combination.
    player : int
        Whose gains are asked about.

    Returns
    -------
    ndarray, shape (strategies told, strategies played)
        Each gain counts with the probability of being told so; the diagonal is zero. No entry is positive exactly where
        the player does best to obey all advice: at a correlated equilibrium.

    References
    ----------
    Aumann 1987, "Correlated equilibrium as an expression of Bayesian rationality", Econometrica 55.

    Examples
    --------
    >>> chicken = np.array([[[6.0, 2.0], [7.0, 0.0]], [[6.0, 7.0], [2.0, 0.0]]])
    >>> third = np.array([[1.0, 1.0], [1.0, 0.0]]) / 3
    >>> disobedience(chicken, third, 0).round(9).tolist()
    [[0.0, -0.333333333], [-0.333333333, 0.0]]
    """
    told, worth = _rows(lottery, player), _rows(payoffs[player], player)
    given = told @ worth.T
    return np.asarray(given - np.diag(given)[:, None], dtype=np.float64)


def refusal(payoffs: FloatArray, lottery: FloatArray, player: int) -> FloatArray:
    """What a player gains on average by settling on one strategy before it is told anything.

    Parameters
    ----------
    payoffs, lottery, player
        As in `disobedience`.

    Returns
    -------
    ndarray, shape (strategies,)
        No entry is positive exactly where the player does best to follow unseen: at a coarse correlated equilibrium.

    References
    ----------
    Moulin & Vial 1978, "Strategically zero-sum games: the class of games whose completely mixed equilibria cannot be
    improved upon", International Journal of Game Theory 7.

    Examples
    --------
    >>> chicken = np.array([[[6.0, 2.0], [7.0, 0.0]], [[6.0, 7.0], [2.0, 0.0]]])
    >>> refusal(chicken, np.array([[1.0, 1.0], [1.0, 0.0]]) / 3, 0).round(9).tolist()
    [-0.333333333, -0.333333333]
    """
    others = lottery.sum(axis=player).ravel()
    follows = float((payoffs[player] * lottery).sum())
    return np.asarray(_rows(payoffs[player], player) @ others - follows, dtype=np.float64)


def _rows(table: FloatArray, player: int) -> FloatArray:
    """One row a strategy of the player, one column a combination of everybody else's."""
    return np.moveaxis(table, player, 0).reshape(table.shape[player], -1)
