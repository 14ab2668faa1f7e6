"""Finds the best lottery over outcomes that obeys linear incentive constraints, by a sparse linear program in HiGHS.

Where several lotteries reach the same value, the one is taken that leaves the worst-off player best off, on payoffs
scaled to each player's range; and of those again, the one whose likeliest outcome is least likely.

References
----------
Hart & Schmeidler 1989, "Existence of correlated equilibria", Mathematics of Operations Research 14, for the program.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.kernels.exactness import Exact
from negotiate.solvers.concepts.lottery_program import (
    BINDS,
    Matrix,
    NoLottery,
    System,
    broken,
    ceiling,
    over_lotteries,
    polished,
    solved,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

LARGEST = 120_000  # entries of the constraints' matrix: some seconds as a rule
CAREFUL = 250_000  # up to so many entries, ties between lotteries are looked at
SOLE = 1e-6  # weight and slack of another lottery: less is rounding
TIED = 1e-11  # of the objective's range


@dataclass(frozen=True, slots=True, eq=False)
class Best:
    """What the program found.

    Parameters
    ----------
    lottery : ndarray, shape (outcomes,)
        Probabilities, polished.
    bound : float
        No lottery that obeys the constraints is worth more than this; equal to its value up to rounding.
    sole : bool
        Whether it is known to be the only lottery that reaches the value.
    looked : bool
        Whether others were looked for.
    """

    lottery: FloatArray
    bound: float
    sole: bool
    looked: bool = True


def obedience(payoffs: FloatArray, players: Sequence[int]) -> Matrix:
    """One row for each strategy that a player may be told and each other one that it could play instead.

    Parameters
    ----------
    payoffs : ndarray, shape (players, *strategies)
        On the unit range.
    players : sequence of int
        Whose constraints are wanted.

    Returns
    -------
    sparse array, shape (constraints, outcomes)
        Times a lottery: what each disobedience gains.
    """
    from scipy import sparse  # noqa: PLC0415 - scipy is slow to import, and few commands solve a program

    shape = payoffs.shape[1:]
    size = int(np.prod(shape))
    places = np.arange(size).reshape(shape)
    blocks = []
    for player in players:
        worth = np.moveaxis(payoffs[player], player, 0).reshape(shape[player], -1)
        where = np.moveaxis(places, player, 0).reshape(shape[player], -1)
        told, instead = np.nonzero(~np.eye(shape[player], dtype=np.bool_))
        starts = np.arange(len(told) + 1) * where.shape[1]
        data = (worth[instead] - worth[told]).ravel()
        blocks.append(sparse.csr_array((data, where[told].ravel(), starts), shape=(len(told), size)))
    stacked = sparse.csr_array(sparse.vstack(blocks))
    stacked.eliminate_zeros()
    return stacked


def obedience_rows(payoffs: Exact) -> Exact:
    """The same for all players as a plain array of whole numbers."""
    rows = []
    for player, table in enumerate(payoffs):
        own = np.arange(table.shape[player]).reshape([-1 if p == player else 1 for p in range(table.ndim)])
        for told, instead in np.argwhere(~np.eye(table.shape[player], dtype=np.bool_)).tolist():
            rows.append(((table.take([instead], axis=player) - table) * (own == told)).ravel())
    return np.array(rows, dtype=payoffs.dtype).reshape(-1, payoffs[0].size)


def participation(payoffs: FloatArray) -> Matrix:
    """One row for each strategy that a player could settle on before it is told anything; as `obedience`."""
    from scipy import sparse  # noqa: PLC0415 - as above

    return sparse.csr_array(participation_rows(payoffs))


def participation_rows(payoffs: Exact) -> Exact:
    """The same as a plain array."""
    return np.array(
        [
            np.broadcast_to(payoffs[player].take([i], axis=player), payoffs.shape[1:]).ravel() - payoffs[player].ravel()
            for player in range(len(payoffs))
            for i in range(payoffs.shape[1 + player])
        ]
    )


def best(constraints: Matrix, goal: FloatArray, worths: FloatArray) -> Best:
    """The best lottery for a goal.

    Parameters
    ----------
    constraints : sparse array, shape (constraints, outcomes)
        Times a lottery: no entry may be positive.
    goal : ndarray, shape (outcomes,)
        What each outcome is worth, on the unit range; its expected value is to be largest.
    worths : ndarray, shape (players, outcomes)
        What each player gets, on the unit range, to choose between lotteries that are as good for the goal.

    Raises
    ------
    NoLottery
        If HiGHS fails.
    """
    system = over_lotteries(constraints)
    answer = solved(system, -goal)
    bound = ceiling(constraints, goal, -np.asarray(answer.ineqlin.marginals))
    lottery = polished(system, answer.x)
    if constraints.nnz > CAREFUL:
        return Best(lottery, bound, False, False)
    try:
        sole = _sole(system, goal, lottery)
        return Best(lottery if sole else _chosen(system, goal, lottery, worths), bound, sole)
    except NoLottery:  # what is as good as the lottery itself is lost to rounding
        return Best(lottery, bound, False, False)


def _sole(system: System, goal: FloatArray, lottery: FloatArray) -> bool:
    """Whether no other lottery is as good.

    A vertex is the only lottery with its outcomes and its binding constraints. So another one that reaches the value
    gives weight to an outcome that this one leaves, or slack to a constraint that binds here; the sum is to be largest.
    """
    outside = (lottery <= 0).astype(np.float64)
    binding = np.flatnonzero(system.right - system.below @ lottery <= BINDS)
    slack = np.asarray(system.below[binding].sum(axis=0)).ravel()
    answer = solved(_at_least(system, goal[None, :], lottery), slack - outside)
    return bool(-answer.fun < SOLE)


def _at_least(system: System, rows: FloatArray, lottery: FloatArray) -> System:
    """The same constraints, and no less of each row than this lottery has."""
    from scipy import sparse  # noqa: PLC0415 - as above

    below = sparse.vstack([system.below, sparse.csr_array(-rows)])
    right = np.concatenate([system.right, -(rows @ lottery)])
    return System(sparse.csr_array(below), right, system.equal, system.total)


def _chosen(system: System, goal: FloatArray, lottery: FloatArray, worths: FloatArray) -> FloatArray:
    """Of all lotteries as good as this one, the fairest, and of those the one with the smallest largest probability."""
    from scipy import sparse  # noqa: PLC0415 - as above

    as_good = _at_least(system, goal[None, :], lottery)
    fair = _levelled(as_good, sparse.csr_array(-worths), 1.0)
    least = np.full(len(worths), float((worths @ fair).min()))
    as_fair = System(
        sparse.csr_array(sparse.vstack([as_good.below, sparse.csr_array(-worths)])),
        np.concatenate([as_good.right, -least]),
        system.equal,
        system.total,
    )
    even = _levelled(as_fair, sparse.eye_array(len(goal), format="csr"), -1.0)
    value = float(goal @ lottery) - TIED
    clean = (one for one in (even, fair) if float(goal @ one) >= value and broken(system, one) <= TIED)
    return next(clean, lottery)


def _levelled(system: System, rows: Matrix, sign: float) -> FloatArray:
    """The lottery with the highest level for a sign of 1, or the lowest for -1.

    The level is one more variable; no row times the lottery plus or minus the level is positive.
    """
    from scipy import sparse  # noqa: PLC0415 - as above

    count = rows.shape[0]
    edge = sparse.hstack([system.below, sparse.csr_array((system.below.shape[0], 1))])
    level = sparse.hstack([rows, sparse.csr_array(np.full((count, 1), sign))])
    wide = System(
        sparse.csr_array(sparse.vstack([edge, level])),
        np.concatenate([system.right, np.zeros(count)]),
        np.hstack([system.equal, np.zeros((1, 1))]),
        system.total,
    )
    answer = solved(wide, np.append(np.zeros(rows.shape[1]), -sign))
    return polished(wide, answer.x, free=1)
