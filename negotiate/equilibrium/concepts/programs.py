"""Finds the best lottery over outcomes under linear incentive constraints, in floats or in whole
numbers.

HiGHS works to a tolerance. The probabilities of the vertex that it finds are replaced by the
solution of the constraints that bind there, and a bound on what any lottery could reach comes from
its prices by plain arithmetic. Of several lotteries that reach the same value, the one is taken
that leaves the worst-off player best off, and of those the one whose likeliest outcome is least
likely. With millions at stake here and cents there, a tolerance is worth more than the cents: such
programs are solved in Python's integers.

References
----------
Hart & Schmeidler 1989, "Existence of correlated equilibria", Mathematics of Operations Research 14,
for the program. Bland 1977, "New finite pivoting rules for the simplex method", Mathematics of
Operations Research 2.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise, permutations
from math import lcm
from typing import Any, NamedTuple

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.display import entity
from negotiate.equilibrium.equilibrium import snapped
from negotiate.equilibrium.kernels import optimize, sparse
from negotiate.errors import NegotiateError
from negotiate.games.exactness import Exact, Exactly, Tableau, big_integers

# steps from the worst to the best payoff: with more, floats and their tolerances see too little
COARSE = 1_000_000
ENTRIES = 4_000  # of the constraints: beyond, whole numbers take seconds
BLURRED = (
    "Some payoffs differ by too little, beside the largest ones, for a linear program in "
    "floating point."
)
"""The note of an answer that would need whole numbers, in too large a game for them."""

SIMPLEX_STEPS = (
    2_000  # the dual simplex is quick where it is at all; beyond, an interior road is quicker
)
STOPPED = 1  # scipy's word for it
FEASIBLE = 1e-10  # HiGHS's smallest tolerance
PLAYED = (1e-8, 1e-10, 1e-12)  # a smaller probability out of HiGHS may be rounding
TRIES = 5  # rounds of leaving outcomes out whose solution is negative
CLEAN = 1e-13  # how far a polished constraint may be broken
BINDS = 1e-9  # on payoffs scaled to the unit range

Matrix = Any  # scipy's sparse arrays are imported where they are made

LARGEST = 120_000  # entries of the constraints' matrix: some seconds as a rule
CAREFUL = 250_000  # up to so many entries, ties between lotteries are looked at
SOLE = 1e-6  # weight and slack of another lottery: less is rounding
TIED = 1e-11  # of the objective's range


class Optimum(NamedTuple):
    """The best lottery.

    Attributes
    ----------
    weights : list of Fraction
        Of every variable.
    value : Fraction
        What the goal comes to.
    sole : bool
        Whether no other lottery can come to as much; False where one may.
    """

    weights: list[Fraction]
    value: Fraction
    sole: bool


def fine(numbers: Exactly) -> bool:
    """Whether some player's payoffs are known, and have so many steps that floats would not see
    every one of them.

    Examples
    --------
    >>> from negotiate.games.exactness import exactly
    >>> [fine(exactly(np.array([[0.0, 1.0, x]]))) for x in (5.0, 1e8, np.pi * 1e8)]
    [False, True, False]
    """
    return numbers.decimal and any(_spread(own) > COARSE for own in big_integers(numbers.payoffs))


def _spread(own: Exact) -> int:
    """How often the smallest difference of two payoffs goes into the largest."""
    values = sorted(set(own.ravel().tolist()))
    return int((values[-1] - values[0]) // min((b - a for a, b in pairwise(values)), default=1))


def best_exactly(constraints: Exact, goal: Exact, free: int = 0) -> Optimum | None:
    """The lottery that makes a goal largest.

    Parameters
    ----------
    constraints : ndarray of whole numbers, shape (rows, variables)
        Times the lottery: no row may be positive.
    goal : ndarray of whole numbers, shape (variables,)
    free : int
        So many variables, the last ones, are no probabilities, but not negative either.

    Returns
    -------
    Optimum or None
        None where no lottery obeys the constraints.

    Notes
    -----
    The probabilities may sum to less than one here, and the goal is raised until all of it is worth
    having: then a larger lottery is better, and the best one sums to one if there is any.

    Examples
    --------
    >>> found = best_exactly(np.array([[10**12, -1]], dtype=object), np.array([1, 0], dtype=object))
    >>> found.value, found.sole
    (Fraction(1, 1000000000001), True)
    """
    count = len(goal) - free
    raised = [1 - min([0, *goal.tolist()]) if k < count else 0 for k in range(len(goal))]
    top = [int(x) + more for x, more in zip(goal.tolist(), raised, strict=True)]
    rows = [[int(x) for x in row] for row in big_integers(constraints).tolist()]
    rows.append([1] * count + [0] * free)
    size = len(rows)
    slacks = [[int(i == k) for i in range(size)] for k in range(size)]
    equations = [
        [*row, *slack, int(k == size - 1)]
        for k, (row, slack) in enumerate(zip(rows, slacks, strict=True))
    ]
    gains = [*(-x for x in top), *([0] * (size + 1))]
    tableau = Tableau([*equations, gains], list(range(len(top), len(top) + size)))
    _climb(tableau)
    weights = tableau.values(0, len(goal))
    if sum(weights[:count]) != 1:
        return None
    value = sum(
        (Fraction(int(x)) * w for x, w in zip(goal.tolist(), weights, strict=True)), Fraction(0)
    )
    # The only one, if every variable that is zero would make the goal smaller if it grew.
    sole = all(gain > 0 for k, gain in enumerate(tableau.rows[-1][:-1]) if k not in tableau.basis)
    return Optimum(weights, value, sole)


def _climb(tableau: Tableau) -> None:
    """Pivot until nothing makes the goal, the last row, larger."""
    while True:
        entering = next((k for k, x in enumerate(tableau.rows[-1][:-1]) if x < 0), -1)
        able = [i for i, row in enumerate(tableau.rows[:-1]) if row[entering] > 0]
        if entering < 0 or not able:
            return
        ratios = {i: Fraction(tableau.rows[i][-1], tableau.rows[i][entering]) for i in able}
        tableau.exchange(min(able, key=lambda i: (ratios[i], tableau.basis[i])), entering)


def never_worse_exactly(leads: Exact) -> Exact | None:
    """Weights of a mixture that trails nowhere and leads somewhere, in whole numbers; None only if
    there is none.

    Parameters
    ----------
    leads : ndarray of whole numbers, shape (rivals, combinations)
        What each rival gets more than the strategy in question.

    Examples
    --------
    >>> never_worse_exactly(np.array([[-1, 10**12], [2, -1]])).tolist()
    [2, 1]
    >>> never_worse_exactly(np.array([[-1, 10**12], [0, -1]])) is None
    True
    """
    whole = big_integers(leads)
    found = best_exactly(-whole.T, whole.sum(axis=1))
    if found is None or not found.value:
        return None
    scale = lcm(*(weight.denominator for weight in found.weights))
    return np.asarray([int(weight * scale) for weight in found.weights], dtype=object)


class NoLottery(NegotiateError):
    """No lottery obeys the constraints, or HiGHS found none."""


@entity
class System:
    """What a solution must obey.

    Parameters
    ----------
    below : sparse array, shape (constraints, variables)
        Times the solution: no more than `right`.
    right : ndarray, shape (constraints,)
    equal : ndarray, shape (equations, variables)
        Times the solution: `total`.
    total : ndarray, shape (equations,)
    """

    below: Matrix
    right: FloatArray
    equal: FloatArray
    total: FloatArray

    def with_rows(self, rows: Matrix, right: FloatArray) -> System:
        """The same with further constraints: no more than `right`."""
        below = sparse.csr_array(sparse.vstack([self.below, sparse.csr_array(rows)]))
        return System(below, np.concatenate([self.right, right]), self.equal, self.total)

    def with_level(self, column: FloatArray) -> System:
        """The same with one more variable, which is no probability; the column is its part in the
        constraints.
        """
        below = sparse.csr_array(sparse.hstack([self.below, sparse.csr_array(column[:, None])]))
        return System(
            below, self.right, np.hstack([self.equal, np.zeros((len(self.equal), 1))]), self.total
        )


def over_lotteries(constraints: Matrix) -> System:
    """Probabilities that sum to 1 and make no row of the constraints, a sparse array or a plain
    one, positive.
    """
    rows, columns = constraints.shape
    return System(sparse.csr_array(constraints), np.zeros(rows), np.ones((1, columns)), np.ones(1))


def solved(system: System, cost: FloatArray) -> Any:
    """What HiGHS answers for the least cost: `x`, `fun` and `ineqlin.marginals` are there.

    Raises
    ------
    NoLottery
        If there is no answer.
    """
    options = {"primal_feasibility_tolerance": FEASIBLE, "dual_feasibility_tolerance": FEASIBLE}
    below, right = (system.below, system.right) if system.below.shape[0] else (None, None)
    program = (cost, below, right, system.equal, system.total)
    answer = optimize.linprog(
        *program, method="highs-ds", options={**options, "maxiter": SIMPLEX_STEPS}
    )
    if answer.x is None or answer.status == STOPPED:  # the interior road ends in a vertex, too
        answer = optimize.linprog(*program, method="highs-ipm", options=options)
    if answer.x is None:
        raise NoLottery(f"the linear program failed: {answer.message}")
    return answer


def ceiling(constraints: Matrix, goal: FloatArray, prices: FloatArray) -> float:
    """The most that any lottery could be worth, by prices of its constraints.

    Notes
    -----
    Weak duality: with prices of no less than zero, whatever obeys the constraints is worth at most
    the largest entry of ``goal - constraints.T @ prices``. Any prices give a true bound; the
    program's give the least.
    """
    positive = np.maximum(prices, 0.0)
    return float((goal - constraints.T @ positive).max())


def polished(system: System, found: FloatArray, free: int = 0) -> FloatArray:
    """Solve the constraints that bind for the outcomes that happen; the last `free` variables are
    no probabilities.

    Returns
    -------
    ndarray
        The probabilities alone, with as few outcomes as obey the constraints.
    """
    best = np.maximum(found[: len(found) - free], 0.0)
    least = broken(system, np.append(best, found[len(found) - free :]), free)
    for played in PLAYED:
        sharp = _on(system, found, free, played)
        off = broken(system, sharp, free)
        if off < least:
            best, least = sharp[: len(found) - free], off
        if off <= CLEAN:
            break
    return snapped(best / best.sum())


def _on(system: System, found: FloatArray, free: int, played: float) -> FloatArray:
    """The solution on the outcomes that are likelier than this, and that the solution itself leaves
    likely at all.
    """
    size = len(found) - free
    binding = np.flatnonzero(system.right - system.below @ found <= BINDS)
    right = np.concatenate([system.right[binding], system.total])
    inside = np.append(found[:size] > played, np.ones(free, dtype=bool))
    for _ in range(TRIES):
        used = np.flatnonzero(inside)
        matrix = np.vstack([system.below[binding][:, used].toarray(), system.equal[:, used]])
        sharp = np.zeros(len(found))
        sharp[used] = np.linalg.lstsq(matrix, right)[0]
        below_zero = inside & (sharp < 0)
        below_zero[size:] = False
        if not below_zero.any():
            break
        inside &= ~below_zero
    return sharp


def broken(system: System, sharp: FloatArray, free: int = 0) -> float:
    """By how much a constraint is broken at most; infinite where a probability is negative."""
    if (sharp[: len(sharp) - free] < 0).any():
        return float("inf")
    below = float((system.below @ sharp - system.right).max(initial=0.0))
    return max(below, float(np.abs(system.equal @ sharp - system.total).max()))


@entity
class Best:
    """What the program found.

    Parameters
    ----------
    lottery : ndarray, shape (outcomes,)
        Probabilities, polished.
    bound : float
        No lottery that obeys the constraints is worth more than this; equal to its value up to
        rounding.
    sole : bool
        Whether it is known to be the only lottery that reaches the value.
    looked : bool
        Whether others were looked for.
    """

    lottery: FloatArray
    bound: float
    sole: bool
    looked: bool = True


def obedience(payoffs: Exact) -> Exact:
    """One row for each strategy that a player may be told and each other one that it could play
    instead.

    Parameters
    ----------
    payoffs : ndarray, shape (players, *strategies)
        On the unit range, or whole numbers.

    Returns
    -------
    ndarray, shape (constraints, outcomes)
        Times a lottery: what each disobedience gains.
    """
    rows = []
    for player, table in enumerate(payoffs):
        own = np.moveaxis(table, player, 0)
        for told, instead in permutations(range(len(own)), 2):
            row = np.zeros_like(own)
            row[told] = own[instead] - own[told]
            rows.append(np.moveaxis(row, 0, player).ravel())
    return np.array(rows, dtype=payoffs.dtype).reshape(-1, payoffs[0].size)


def participation(payoffs: Exact) -> Exact:
    """One row for each strategy that a player could settle on before it is told anything; as
    `obedience`.
    """
    settled = [
        table.take([i], axis=p) - table
        for p, table in enumerate(payoffs)
        for i in range(table.shape[p])
    ]
    return np.array([gains.ravel() for gains in settled])


def best(constraints: FloatArray, goal: FloatArray, worths: FloatArray) -> Best:
    """The best lottery for a goal.

    Parameters
    ----------
    constraints : ndarray, shape (constraints, outcomes)
        Times a lottery: no entry may be positive.
    goal : ndarray, shape (outcomes,)
        What each outcome is worth, on the unit range; its expected value is to be largest.
    worths : ndarray, shape (players, outcomes)
        What each player gets, on the unit range, to choose between lotteries that are as good for
        the goal.

    Raises
    ------
    NoLottery
        If HiGHS fails.
    """
    system = over_lotteries(constraints)
    answer = solved(system, -goal)
    bound = ceiling(system.below, goal, -np.asarray(answer.ineqlin.marginals))
    lottery = polished(system, answer.x)
    if system.below.nnz > CAREFUL:
        return Best(lottery, bound, False, False)
    try:
        sole = _sole(system, goal, lottery)
        return Best(lottery if sole else _chosen(system, goal, lottery, worths), bound, sole)
    except NoLottery:  # what is as good as the lottery itself is lost to rounding
        return Best(lottery, bound, False, False)


def _sole(system: System, goal: FloatArray, lottery: FloatArray) -> bool:
    """Whether no other lottery is as good.

    A vertex is the only lottery with its outcomes and its binding constraints. So another one that
    reaches the value gives weight to an outcome that this one leaves, or slack to a constraint that
    binds here; the sum is to be largest.
    """
    outside = (lottery <= 0).astype(float)
    binding = np.flatnonzero(system.right - system.below @ lottery <= BINDS)
    slack = np.asarray(system.below[binding].sum(axis=0)).ravel()
    answer = solved(_as_good(system, goal, lottery), slack - outside)
    return bool(-answer.fun < SOLE)


def _as_good(system: System, goal: FloatArray, lottery: FloatArray) -> System:
    """The same constraints, and no less of the goal than this lottery has."""
    return system.with_rows(-goal[None, :], np.array([-(goal @ lottery)]))


def _chosen(
    system: System, goal: FloatArray, lottery: FloatArray, worths: FloatArray
) -> FloatArray:
    """Of all lotteries as good as this one, the fairest, and of those the one with the smallest
    largest probability.
    """
    as_good = _as_good(system, goal, lottery)
    fair = _levelled(as_good, -worths, 1.0)
    as_fair = as_good.with_rows(-worths, np.full(len(worths), -float((worths @ fair).min())))
    even = _levelled(as_fair, sparse.eye_array(len(goal), format="csr"), -1.0)
    value = float(goal @ lottery) - TIED
    clean = (
        one for one in (even, fair) if float(goal @ one) >= value and broken(system, one) <= TIED
    )
    return next(clean, lottery)


def _levelled(system: System, rows: Matrix, sign: float) -> FloatArray:
    """The lottery with the highest level for a sign of 1, or the lowest for -1.

    The level is one more variable; no row times the lottery plus or minus the level is positive.
    """
    count = rows.shape[0]
    wide = system.with_rows(rows, np.zeros(count)).with_level(
        np.repeat([0.0, sign], [len(system.right), count])
    )
    answer = solved(wide, np.append(np.zeros(rows.shape[1]), -sign))
    return polished(wide, answer.x, free=1)
