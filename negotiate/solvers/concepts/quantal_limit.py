"""Finds the Nash equilibrium that quantal responses come close to, by solving the indifference conditions nearby."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from negotiate.arrays import BoolArray, FloatArray
from negotiate.games.normal_form import NormalFormGame
from negotiate.kernels.logit_path import LogitGame
from negotiate.kernels.regret import expected_payoffs
from negotiate.solvers.equilibrium import Unverified, verified
from negotiate.solvers.solution import Equilibrium

THRESHOLDS = (0.3, 1e-1, 1e-2, 1e-3, 1e-4, 1e-6)  # of the likeliest: less likely strategies go in the limit
CORRECTIONS = 8  # Newton's method doubles the digits each time, and two players' conditions are linear
MOST = 80  # strategies of all players that may be likely: with more, a limit is not looked for
NEAR = 0.2  # a solution farther away in some probability is another equilibrium
ROUNDING = 1e-12
ADDING = 2e-15  # of the largest payoff met: what adding up may cost
STAKE = 1e-9  # of what is at stake in the limit: a smaller gain is rounding


def nash_nearby(game: NormalFormGame, table: LogitGame, odds: FloatArray) -> Equilibrium | None:
    """The equilibrium on the likely strategies that is nearest to a quantal response; None where none passes the check.

    Parameters
    ----------
    game : NormalFormGame
        The game that was asked about.
    table : LogitGame
        The same game on the unit range.
    odds : ndarray, shape (strategies of all players,)
        The probabilities of a quantal response, player after player.
    """
    tried: set[bytes] = set()
    likeliest = np.maximum.reduceat(odds, table.starts)[table.owner]
    for threshold in THRESHOLDS:
        used = odds > threshold * likeliest
        if int(used.sum()) > MOST:
            return None
        if used.tobytes() in tried:
            continue
        tried.add(used.tobytes())
        found = _indifferent(table, np.where(used, odds, 0.0), used)
        if found is None or np.abs(found - odds).max() > NEAR:
            continue
        try:
            limit = verified(game, [found[a:b] for a, b in pairwise(table.bounds)])
        except Unverified:
            continue
        if _stands_where_it_is_played(game, limit):
            return limit
    return None


def _stands_where_it_is_played(game: NormalFormGame, limit: Equilibrium) -> bool:
    """Whether nobody gains, measured by what is at stake against what the others really play.

    A payoff that is huge, but only against something that nobody plays in the limit, would hide what matters there.
    """
    values = expected_payoffs(game.payoffs, limit.strategies)
    for player, (worth, own) in enumerate(zip(values, limit.strategies, strict=True)):
        faced = [np.arange(m) if p == player else np.flatnonzero(limit.strategies[p]) for p, m in enumerate(game.shape)]
        at_stake = game.payoffs[player][np.ix_(*faced)]
        slack = STAKE * float(np.ptp(at_stake)) + ADDING * float(np.abs(at_stake).max())
        if float(worth.max() - worth @ own) > slack:
            return False
    return True


def _indifferent(table: LogitGame, odds: FloatArray, used: BoolArray) -> FloatArray | None:
    """Newton's method for equal worth of all strategies used; the nearest solution where there are many."""
    players = len(table.shape)
    places = np.flatnonzero(used)
    member = (table.owner[places][:, None] == np.arange(players)).astype(np.float64)
    odds = odds / np.add.reduceat(odds, table.starts)[table.owner]
    for _ in range(CORRECTIONS):
        worth, tables = table.values(odds)
        level = (member.T @ worth[places]) / member.sum(axis=0)
        off = np.concatenate([member @ level - worth[places], 1.0 - member.T @ odds[places]])
        slope = tables[np.ix_(places, places)]
        system = np.block([[slope, -member], [member.T, np.zeros((players, players))]])
        move = np.linalg.lstsq(system, off)[0][: len(places)]
        odds[places] += move
        if np.abs(move).max() < ROUNDING:
            break
    if (odds[places] < 0).any():
        return None
    return np.asarray(odds / np.add.reduceat(odds, table.starts)[table.owner], dtype=np.float64)
