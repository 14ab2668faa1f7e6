"""The agreement zone and its Pareto frontier: what everybody who has to sign would sign, and the
best of it.
"""

from __future__ import annotations

import numpy as np

from negotiate.arrays import BoolArray, FloatArray, IntArray
from negotiate.bargaining.kernels.count import UNCOUNTED, WORK, count_at_least, count_equal
from negotiate.bargaining.kernels.pareto import pareto_sums, undominated
from negotiate.bargaining.table import BargainingTable, once
from negotiate.display import entity


@entity
class Frontier:
    """Packages of the zone that no acceptable package dominates, equals included.

    Parameters
    ----------
    packages : ndarray of int, shape (m,)
        Their indices, ascending.
    payoffs : ndarray, shape (players, m)
        What they are worth.
    gains : ndarray, shape (signers, m)
        How much more than no deal they give each signer, in whole steps: what is compared.
    step : ndarray, shape (signers,)
        One step in each signer's own unit.
    complete : bool
        Whether all equals are listed; if not, at least one package is for everything that can be
        reached.
    gap : float
        How far the true frontier may lie beyond these packages: whatever is missing gives at least
        one signer no more than this share of what the frontier spans above one of them. 0 where
        nothing is missing.
    """

    packages: IntArray
    payoffs: FloatArray
    gains: FloatArray
    step: FloatArray
    complete: bool = True
    gap: float = 0.0


@once
def zone(problem: BargainingTable) -> IntArray:
    """The packages that everybody signs, ascending."""
    return np.flatnonzero(problem.acceptable() & _wanted(problem, problem.gains())).astype(int)


def zone_count(problem: BargainingTable, work: int = WORK) -> int:
    """How many packages are in the zone, without listing them; -1 where that is too much work.

    Parameters
    ----------
    problem : BargainingProblem
        Of any size.
    work : int
        About how many sums may be sorted, in all.
    """
    steps, (tables, _), everybody = (
        problem.in_steps(),
        _signable(problem),
        bool(problem.insisting.all()),
    )
    apart = steps.vectors[0]
    enough = count_at_least(tables, np.where(problem.insisting, apart - steps.slack, -np.inf), work)
    if enough == UNCOUNTED:
        return UNCOUNTED
    if everybody:
        nothing = count_equal(tables, apart, steps.slack, work)
    else:
        nothing = count_at_least([-table for table in tables], -apart - steps.slack, work)
    unclear = (
        nothing == UNCOUNTED or (nothing and not everybody) or (problem.loose and enough > nothing)
    )
    return UNCOUNTED if unclear else enough - nothing


@once
def frontier_of(problem: BargainingTable) -> Frontier:
    """The packages of the zone that no acceptable package dominates.

    Raises
    ------
    GameTooLarge
        If a problem of several blocks has too many different outcomes on its frontier.
    """
    if problem.loose:
        return _within_limits(problem, _of_blocks(problem))
    if len(problem.blocks) > 1:
        return _of_blocks(problem)
    gains = problem.gains()
    inside = zone(problem)
    best = inside[undominated(gains.take(inside, axis=1))]
    return Frontier(best, problem.payoffs_of(best), gains[:, best], problem.step)


def _of_blocks(problem: BargainingTable) -> Frontier:
    """The frontier of a problem whose packages are not laid out."""
    steps, (tables, allowed) = problem.in_steps(), _signable(problem)
    least = np.where(problem.insisting, steps.vectors[0] - steps.slack, -np.inf)
    found = pareto_sums(tables, least)
    gains = problem.gains_of(found.points)
    best = undominated(gains)
    best = best[_wanted(problem, gains[:, best])]
    listed = np.flatnonzero(np.isin(found.point_of, best))
    columns = tuple(
        kept[choice] for kept, choice in zip(allowed, found.choices[listed].T, strict=True)
    )
    packages = np.ravel_multi_index(columns, [block.size for block in problem.blocks])
    order = np.argsort(packages)
    packages, point = packages[order], found.point_of[listed[order]]
    complete = len(packages) == found.counts[best].sum()
    return Frontier(
        packages, problem.payoffs_of(packages), gains[:, point], problem.step, bool(complete)
    )


def _within_limits(problem: BargainingTable, free: Frontier) -> Frontier:
    """What is left of a frontier that was found without the limits over several blocks, and how far
    it may fall short.

    What is left belongs to the true frontier: nothing that could be signed without those limits is
    better. The rest of the true frontier is dominated by what they take away.
    """
    keep = problem.acceptable_of(free.packages)
    if len(free.packages) and not keep.any():
        problem.check_laid_out("a frontier: none of the best packages without it can be signed")
    kept = free.gains[:, keep]
    gap = 0.0
    for column in free.gains[:, ~keep].T:
        span = np.maximum(np.ptp(free.gains, axis=1, keepdims=True), 1.0)
        gap = max(gap, float(((column[:, None] - kept) / span).max(axis=0).min()))
    return Frontier(
        free.packages[keep], free.payoffs[:, keep], kept, free.step, free.complete and gap <= 0, gap
    )


def _signable(problem: BargainingTable) -> tuple[list[FloatArray], list[IntArray]]:
    """What the combinations of each block that cross no claim are worth to signers, in steps; and
    which they are.
    """
    allowed = [np.flatnonzero(block.allowed(problem.standing)) for block in problem.blocks]
    return [
        table[:, kept] for table, kept in zip(problem.in_steps().tables, allowed, strict=True)
    ], allowed


def _wanted(problem: BargainingTable, gains: FloatArray) -> BoolArray:
    """Where nobody who insists on its no-deal payoff gets less, and somebody gets more."""
    return np.asarray((gains >= 0)[problem.insisting].all(axis=0) & (gains > 0).any(axis=0))
