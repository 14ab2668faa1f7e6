"""Threats that are left to chance: the odds to which two players would bind themselves, and the deal that follows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.bargaining.problem import BargainingProblem
from negotiate.games.normal_form import NormalFormGame
from negotiate.kernels.regret import unit_payoffs
from negotiate.solvers.nash.zero_sum import Pair, optimal, polished

HALVINGS = 60
"""Of the weights: what is left is below one rounding."""
ROUNDING = 1e-12
"""Of the largest gain or loss: a gain that is only rounding."""
VERIFIED = 1e-9
"""Of what a player's payoffs span: another threat that brings so little more brings none."""
LEVEL = 1e-12
"""Of what payoffs span: corners of the frontier that are no farther apart at some weights are ends of one edge."""


def optimal_threats(payoffs: FloatArray, best: FloatArray) -> Pair | None:
    """The odds of Nash's optimal threats over a frontier of lotteries; None where no program finds them.

    Parameters
    ----------
    payoffs : ndarray, shape (2, rows, columns)
        What each pair of threats is worth if it is carried out.
    best : ndarray, shape (2, packages)
        What the packages are worth that a lottery may bring.

    Notes
    -----
    At some weights of the two payoffs a deal is the best weighted sum, and threats are optimal in the zero-sum game of
    weighted differences. By bisection the weights are found at which that game's value is the weighted difference of
    the deal, so that the deal is the Nash point over what the threats are expected to bring.

    References
    ----------
    John F. Nash (1953), Two-Person Cooperative Games. Lloyd S. Shapley (1969), Utility Comparison and the Theory of
    Games, for the weights.
    """
    span = np.ptp(np.concatenate([payoffs.reshape(2, -1), best], axis=1), axis=1)
    span = np.where(span > 0, span, 1.0)
    worth, front = payoffs / span[:, None, None], best / span[:, None]
    low, high, pair = 0.0, 1.0, None
    for _ in range(HALVINGS):
        weights = np.array([(low + high) / 2, 1 - (low + high) / 2])
        table = weights[0] * worth[0] - weights[1] * worth[1]
        pair = _maximin(unit_payoffs(table[None])[0])
        if pair is None:
            return None
        value = float(pair[0] @ table @ pair[1])
        sums = weights @ front
        apart = (weights * [1, -1]) @ front[:, sums >= sums.max() - LEVEL]
        if apart.min() <= value <= apart.max():
            break
        low, high = (weights[0], high) if value > apart.max() else (low, weights[0])
    return pair


def corners(best: FloatArray) -> FloatArray:
    """Those of the best packages that a lottery is drawn from, in order along the frontier, shape (2, m)."""
    if not best.size:
        return best
    low = best.min(axis=1) - np.ptp(best, axis=1) - 1.0
    path = BargainingProblem.from_arrays(best, low).path_of(lotteries=True)
    return np.asarray(best[:, np.append(path.ends[:, 0], path.ends[-1, 1])])


def expected(payoffs: FloatArray, odds: Sequence[FloatArray]) -> FloatArray:
    """What threats bring on average, shape (2,)."""
    return np.array([odds[0] @ own @ odds[1] for own in payoffs])


def settled(game: NormalFormGame, ends: FloatArray, odds: Sequence[FloatArray]) -> tuple[FloatArray, bool] | None:
    """What threats lead to, and whether that is a deal; None where a player would rather threaten with something else.

    Over a convex frontier what leaves a player no more than a deal is a half-plane of no-deal points, so that mixtures
    of other threats need no look of their own.
    """
    span = np.ptp(np.concatenate([game.payoffs.reshape(2, -1), ends], axis=1), axis=1)
    can = np.ones(game.shape, dtype=bool) if game.feasible is None else game.feasible
    row, column = odds
    deal, agreed = nash_point(ends, expected(game.payoffs, odds))
    for player, tried in (
        (0, (game.payoffs @ column)[:, can[:, column > 0].all(axis=1)]),
        (1, (row @ game.payoffs)[:, can[row > 0].all(axis=0)]),
    ):
        if any(nash_point(ends, away)[0][player] > deal[player] + VERIFIED * span[player] for away in tried.T):
            return None
    return deal, agreed


def nash_point(ends: FloatArray, away: FloatArray) -> tuple[FloatArray, bool]:
    """The lottery with the largest product of gains over a no-deal point, and whether there is one.

    Parameters
    ----------
    ends : ndarray, shape (2, corners)
        Those of the frontier, in order; without any there is no deal.
    away : ndarray, shape (2,)
        The no-deal point, which is the answer where there is no deal.
    """
    if not ends.size:
        return away, False
    start, along = ends - away[:, None], np.diff(ends, append=ends[:, -1:])
    with np.errstate(divide="ignore", invalid="ignore"):
        level = -start / along  # on each edge, where a player's gain is 0; and where the product is largest
        top = -(start[0] * along[1] + start[1] * along[0]) / (2 * along[0] * along[1])
    shares = np.stack([np.zeros_like(top), np.ones_like(top), top, *level])
    gains = start[:, None] + np.clip(np.nan_to_num(shares, nan=0.0), 0.0, 1.0) * along[:, None]
    least = ROUNDING * np.abs(start).max(axis=1)[:, None, None]
    signed = (gains >= -least).all(axis=0) & (gains > least).any(axis=0)
    if not signed.any():
        return away, False
    best = np.argmax(np.where(signed, gains.clip(0.0).prod(axis=0), -1.0))
    return away + gains.reshape(2, -1)[:, best], True


def _maximin(table: FloatArray) -> Pair | None:
    """Optimal strategies of a zero-sum game whose payoffs run from 0 to 1."""
    found = optimal(table, "highs-ds")
    return None if found is None else polished(table, found)
