"""Finds the best lottery over outcomes that obeys linear incentive constraints, by a sparse linear programme in HiGHS.

Where several lotteries reach the same value, the one is taken that leaves the worst-off player best off, on payoffs
scaled to each player's range.

References
----------
Hart & Schmeidler 1989, "Existence of correlated equilibria", Mathematics of Operations Research 14, for the programme.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from negotiate.games.normal_form import FloatArray
from negotiate.solvers.concepts.lottery_program import (
    BINDS,
    SAME,
    Matrix,
    System,
    ceiling,
    over_lotteries,
    polished,
    solved,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

LARGEST = 2_000_000  # entries of the constraints' matrix: seconds, and a few hundred megabytes
CAREFUL = 300_000  # up to so many entries, ties between lotteries are looked at
TIED = 1e-9  # of the objective's range


@dataclass(frozen=True, slots=True, eq=False)
class Best:
    """What the programme found.

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
    from scipy import sparse  # noqa: PLC0415 - scipy is slow to import, and few commands solve a programme

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


def participation(payoffs: FloatArray) -> Matrix:
    """One row for each strategy that a player could settle on before it is told anything; as `obedience`."""
    from scipy import sparse  # noqa: PLC0415 - as above

    rows = [
        np.broadcast_to(payoffs[player].take([i], axis=player), payoffs.shape[1:]).ravel() - payoffs[player].ravel()
        for player in range(len(payoffs))
        for i in range(payoffs.shape[1 + player])
    ]
    return sparse.csr_array(np.array(rows))


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
    if _sole(system, goal, lottery):
        return Best(lottery, bound, True)
    fair = _fairest(system, goal, lottery, worths)
    return Best(fair, bound, False)


def _sole(system: System, goal: FloatArray, lottery: FloatArray) -> bool:
    """Whether no other lottery is as good.

    A vertex is the only lottery with its outcomes and its binding constraints. So another one that reaches the value
    gives weight to an outcome that this one leaves, or slack to a constraint that binds here; the sum is to be largest.
    """
    outside = (lottery <= 0).astype(np.float64)
    binding = np.flatnonzero(system.right - system.below @ lottery <= BINDS)
    slack = np.asarray(system.below[binding].sum(axis=0)).ravel()
    answer = solved(_at_least(system, goal, lottery), slack - outside)
    return bool(-answer.fun < SAME)


def _at_least(system: System, goal: FloatArray, lottery: FloatArray) -> System:
    """The same constraints, and as good as this lottery."""
    from scipy import sparse  # noqa: PLC0415 - as above

    below = sparse.vstack([system.below, sparse.csr_array(-goal[None, :])])
    right = np.concatenate([system.right, [-float(goal @ lottery)]])
    return System(sparse.csr_array(below), right, system.equal, system.total)


def _fairest(system: System, goal: FloatArray, lottery: FloatArray, worths: FloatArray) -> FloatArray:
    """Of all lotteries as good as this one, the one whose worst-off player gets most."""
    from scipy import sparse  # noqa: PLC0415 - as above

    tight = _at_least(system, goal, lottery)
    # One more variable, the least that anybody gets: it is to be largest, and no more than what each player gets.
    edge = sparse.hstack([tight.below, sparse.csr_array((tight.below.shape[0], 1))])
    floor = np.hstack([-worths, np.ones((len(worths), 1))])
    wide = System(
        sparse.csr_array(sparse.vstack([edge, sparse.csr_array(floor)])),
        np.concatenate([tight.right, np.zeros(len(worths))]),
        np.hstack([tight.equal, np.zeros((1, 1))]),
        tight.total,
    )
    cost = np.zeros(len(goal) + 1)
    cost[-1] = -1.0
    answer = solved(wide, cost)
    found = polished(wide, answer.x, free=1)
    return found if float(goal @ found) >= float(goal @ lottery) - TIED else lottery
