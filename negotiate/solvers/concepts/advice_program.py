"""Finds the best lottery over outcomes that obeys linear incentive constraints, by a sparse linear programme in HiGHS.

Where several lotteries reach the same value, the one is taken that leaves the worst-off player best off, on payoffs
scaled to each player's range. Its probabilities are then polished: they solve the constraints that bind, and nothing
else. A bound on what any lottery could reach comes from the programme's prices, by plain arithmetic.

References
----------
Hart & Schmeidler 1989, "Existence of correlated equilibria", Mathematics of Operations Research 14, for the programme.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from negotiate.errors import NegotiateError
from negotiate.games.normal_form import FloatArray

if TYPE_CHECKING:
    from collections.abc import Sequence

LARGEST = 2_000_000  # entries of the constraints' matrix: seconds, and a few hundred megabytes
CAREFUL = 300_000  # up to so many entries, ties between lotteries are looked at
FEASIBLE = 1e-10  # HiGHS's smallest tolerance
PLAYED = 1e-8  # a smaller probability out of HiGHS is rounding
BINDS = 1e-8  # on payoffs scaled to the unit range
SAME = 1e-6  # polishing sharpens a probability; it never makes another one of it
TIED = 1e-9  # of the objective's range
DENOMINATOR = 10_000
SNAP = 1e-13  # how near a fraction must be to be taken for the probability itself

Matrix = Any  # scipy's sparse arrays are imported where they are made


class NoLottery(NegotiateError):
    """The linear programme had no answer, which its mathematics rules out."""


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


@dataclass(frozen=True, slots=True, eq=False)
class _System:
    """Rows that must not be positive, rows with a right-hand side, and the solution found for them."""

    below: Matrix
    right: FloatArray
    equal: Matrix
    total: FloatArray


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
    one = np.ones((1, len(goal)))
    system = _System(constraints, np.zeros(constraints.shape[0]), one, np.ones(1))
    answer = _solved(system, -goal)
    bound = ceiling(constraints, goal, -np.asarray(answer.ineqlin.marginals))
    lottery = _polished(system, answer.x)
    if constraints.nnz > CAREFUL:
        return Best(lottery, bound, False, False)
    if _sole(system, goal, lottery):
        return Best(lottery, bound, True)
    fair = _fairest(system, goal, lottery, worths)
    return Best(fair, bound, False)


def ceiling(constraints: Matrix, goal: FloatArray, prices: FloatArray) -> float:
    """The most that any lottery could be worth, by prices of its constraints.

    Notes
    -----
    Weak duality: with prices of no less than zero, whatever obeys the constraints is worth at most the largest entry of
    ``goal - constraints.T @ prices``. Any prices give a true bound; the programme's give the least.
    """
    positive = np.maximum(prices, 0.0)
    return float((goal - constraints.T @ positive).max())


def _solved(system: _System, cost: FloatArray) -> Any:
    from scipy.optimize import linprog  # noqa: PLC0415 - as above

    options = {"primal_feasibility_tolerance": FEASIBLE, "dual_feasibility_tolerance": FEASIBLE}
    below, right = (system.below, system.right) if system.below.shape[0] else (None, None)
    answer = linprog(cost, below, right, system.equal, system.total, method="highs-ds", options=options)
    if answer.x is None:
        raise NoLottery(f"the linear programme failed: {answer.message}")
    return answer


def _sole(system: _System, goal: FloatArray, lottery: FloatArray) -> bool:
    """Whether no other lottery is as good.

    A vertex is the only lottery with its outcomes and its binding constraints. So another one that reaches the value
    gives weight to an outcome that this one leaves, or slack to a constraint that binds here; their sum is to be largest.
    """
    outside = (lottery <= 0).astype(np.float64)
    binding = np.flatnonzero(system.right - system.below @ lottery <= BINDS)
    slack = np.asarray(system.below[binding].sum(axis=0)).ravel()
    answer = _solved(_at_least(system, goal, lottery), slack - outside)
    return bool(-answer.fun < SAME)


def _at_least(system: _System, goal: FloatArray, lottery: FloatArray) -> _System:
    """The same constraints, and as good as this lottery."""
    from scipy import sparse  # noqa: PLC0415 - as above

    below = sparse.vstack([system.below, sparse.csr_array(-goal[None, :])])
    right = np.concatenate([system.right, [-float(goal @ lottery)]])
    return _System(sparse.csr_array(below), right, system.equal, system.total)


def _fairest(system: _System, goal: FloatArray, lottery: FloatArray, worths: FloatArray) -> FloatArray:
    """Of all lotteries as good as this one, the one whose worst-off player gets most."""
    from scipy import sparse  # noqa: PLC0415 - as above

    tight = _at_least(system, goal, lottery)
    # One more variable, the least that anybody gets: it is to be largest, and no more than what each player gets.
    edge = sparse.hstack([tight.below, sparse.csr_array((tight.below.shape[0], 1))])
    floor = np.hstack([-worths, np.ones((len(worths), 1))])
    wide = _System(
        sparse.csr_array(sparse.vstack([edge, sparse.csr_array(floor)])),
        np.concatenate([tight.right, np.zeros(len(worths))]),
        np.hstack([tight.equal, np.zeros((1, 1))]),
        tight.total,
    )
    cost = np.zeros(len(goal) + 1)
    cost[-1] = -1.0
    answer = _solved(wide, cost)
    found = _polished(wide, answer.x, free=1)
    return found if float(goal @ found) >= float(goal @ lottery) - TIED else lottery


def _polished(system: _System, found: FloatArray, free: int = 0) -> FloatArray:
    """Solve the constraints that bind for the outcomes that happen; the last `free` variables are no probabilities."""
    size = len(found) - free
    raw = np.where(found[:size] > PLAYED, found[:size], 0.0)
    raw /= raw.sum()
    used = np.concatenate([np.flatnonzero(raw), np.arange(size, len(found))])
    if len(used) == 1:
        return raw
    slack = system.right - system.below @ found
    binding = np.flatnonzero(slack <= BINDS)
    matrix = np.vstack([system.below[binding][:, used].toarray(), system.equal[:, used]])
    right = np.concatenate([system.right[binding], system.total])
    solved = np.linalg.lstsq(matrix, right)[0][: len(used) - free]
    sharp = np.zeros(size)
    sharp[used[: len(solved)]] = solved
    if (solved <= 0).any() or np.abs(sharp - raw).max() > SAME:
        return raw  # the constraints were read wrongly; the check of every constraint judges what HiGHS gave
    return _snapped(sharp / sharp.sum())


def _snapped(lottery: FloatArray) -> FloatArray:
    """Take near fractions for the fractions."""
    played = np.flatnonzero(lottery)
    near = [Fraction(float(p)).limit_denominator(DENOMINATOR) for p in lottery[played]]
    off = max(abs(float(f) - float(p)) for f, p in zip(near, lottery[played], strict=True))
    if sum(near) != 1 or off > SNAP:
        return lottery
    sharp = np.zeros_like(lottery)
    sharp[played] = [float(f) for f in near]
    return sharp
