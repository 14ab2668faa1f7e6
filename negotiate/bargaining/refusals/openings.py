"""What would open a deal where there is none: a claim dropped, a payment, a worse life without a
deal, or a toss.

A toss decides between two packages; all would sign it, though they would sign neither package by
itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.bargaining.claims import Claim
from negotiate.bargaining.frontier import frontier_of, zone, zone_count
from negotiate.bargaining.kernels.count import WORK
from negotiate.bargaining.packages import PACKAGE_LIMIT
from negotiate.bargaining.points.rule import BargainingPoint
from negotiate.bargaining.points.solutions import point
from negotiate.bargaining.refusals.conflicts import Conflicts, conflicts
from negotiate.bargaining.refusals.side_payments import (
    Payment,
    SidePayments,
    side_payments,
    without_least,
)
from negotiate.bargaining.table import BargainingTable, once
from negotiate.display import Shown, entity, record
from negotiate.errors import GameTooLarge

MOST = 400
"""Packages that are tried in pairs, where more than two players sign."""
TIE = 1e-12
"""Of the largest gain: what counts as none."""


@entity
class Toss:
    """Two packages, and the odds at which a toss between them is signed.

    Parameters
    ----------
    packages : tuple of int, int
        The first with probability `p`, else the second.
    low, high : float
        All sign for `p` from the one to the other.
    payoffs : tuple of ndarray, shape (players,)
        What each of the two is worth.
    """

    packages: tuple[int, int]
    low: float
    high: float
    payoffs: tuple[FloatArray, FloatArray]


def toss(problem: BargainingTable) -> tuple[Toss | None, bool]:
    """The two packages whose toss is signed over the widest range of odds.

    Returns
    -------
    Toss or None, bool
        None where no two packages do, and whether that was settled: with more than two signers only
        so many packages are tried in pairs.

    Notes
    -----
    Widths are compared as ratios of odds, ``p / (1 - p)``, which no player's unit changes. Where
    two players insist on their no-deal payoffs and nobody else signs, the best package for each
    side can be picked by itself.
    """
    found, bound = frontier_of(without_least(problem)), problem.insisting
    gains = found.gains
    if len(bound) == 2 and bound.all():
        one, other = gains
        pays, paid = (
            np.flatnonzero((one > 0) & (other < 0)),
            np.flatnonzero((one < 0) & (other > 0)),
        )
        if not len(pays) or not len(paid):
            return None, True
        first = pays[[np.argmin(-other[pays] / one[pays])]]
        second = paid[[np.argmin(-one[paid] / other[paid])]]
    elif len(found.packages) > MOST:
        return None, False
    else:
        first, second = np.triu_indices(gains.shape[1], 1)
    one, other = gains[:, first], gains[:, second]
    low, high = _odds(one[bound], other[bound])
    middle = (low + high) / 2
    gained = (middle * one + (1 - middle) * other > TIE * np.abs(gains).max(initial=0.0)).any(
        axis=0
    )
    certain = (high == low) & ((low == 0) | (low == 1))
    signed = np.flatnonzero((high >= low) & ~certain & gained)
    if not len(signed):
        return None, True
    with np.errstate(divide="ignore"):
        below, above = (np.log(p[signed]) - np.log1p(-p[signed]) for p in (low, high))
    widest = signed[np.argmax(above - below)]
    ends = int(first[widest]), int(second[widest])
    packages = (int(found.packages[ends[0]]), int(found.packages[ends[1]]))
    worths = (found.payoffs[:, ends[0]], found.payoffs[:, ends[1]])
    return Toss(packages, float(low[widest]), float(high[widest]), worths), True


def _odds(first: FloatArray, second: FloatArray) -> tuple[FloatArray, FloatArray]:
    """From which odds to which nobody loses by a toss, shape (pairs,) each; the wrong way round if
    at none.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        even = second / (second - first)
    low = np.where(first > second, even, 0.0).max(axis=0, initial=0.0)
    high = np.where(first < second, even, 1.0).min(axis=0, initial=1.0)
    never = ((first == second) & (first < 0)).any(axis=0)
    return np.where(never, 1.0, low), np.where(never, 0.0, high)


Found = TypeVar("Found")

DROPS = 8
"""Sets of claims whose removal is followed up."""


@entity
class Drop:
    """Claims without which there is a deal.

    Parameters
    ----------
    claims : tuple of Claim
        What is dropped.
    size : int
        How many packages are then in the zone; -1 where they were not counted.
    point : BargainingPoint or None
        The Nash point of the packages then; None where some payoffs are levels.
    """

    claims: tuple[Claim, ...]
    size: int
    point: BargainingPoint | None


@record
class Shift:
    """A worse life without a deal, for one player, that opens one.

    Parameters
    ----------
    player : int
        Whose payoff without a deal falls.
    amount : float
        By how much, in its own unit.
    beyond : bool
        Whether it has to fall by more than that, however little.
    """

    player: int
    amount: float
    beyond: bool


@entity
class Openings(Shown):
    """Why there is no deal, and the smallest changes that make one.

    Parameters
    ----------
    problem : BargainingProblem
        Where there is none.
    conflicts : Conflicts
        Which claims cannot all stand, and every smallest set of claims without which there is a
        deal.
    drops : tuple of Drop
        Of those sets, the ones with fewest claims.
    shifts : tuple of Shift
        For each player who insists on its no-deal payoff: how far it would have to fall; without
        those whom no fall moves to anything but what no deal brings today.
    money : SidePayments or None
        What money beside a deal could do, whether or not there is one without; None where none may
        change hands.
    toss : Toss or None
        Two packages between which all would let a toss decide.
    complete : bool
        Whether all of this was settled.
    """

    problem: BargainingTable
    conflicts: Conflicts
    drops: tuple[Drop, ...] = ()
    shifts: tuple[Shift, ...] = ()
    money: SidePayments | None = None
    toss: Toss | None = None
    complete: bool = True

    @property
    def payment(self) -> Payment | None:
        """The least money that makes some package acceptable, where there is no deal without."""
        return None if self.money is None or self.conflicts.deal else self.money.smallest

    def __repr__(self) -> str:
        title = self.problem.title or "untitled"
        return (
            f"<Openings {title!r}: {len(self.conflicts.sets):,} conflicts, {len(self.drops):,} "
            "smallest removals>"
        )


@once
def openings(problem: BargainingTable) -> Openings:
    """Say why there is no deal, and which smallest changes would make one.

    Parameters
    ----------
    problem : BargainingProblem
        Where there is a deal already, there is nothing to open: all is empty but for what money
        could do.

    Returns
    -------
    Openings
        Prints as the page that `negotiate deal --why` shows.
    """
    problem.check_laid_out("what would open a deal")
    found, missed = conflicts(problem), False

    def reach(work: Callable[..., Found], *given: Any) -> Found | None:
        """What the work comes to; None where it would be too large."""
        nonlocal missed
        try:
            return work(*given)
        except GameTooLarge:
            missed = True
            return None

    money = reach(side_payments, problem) if problem.money and not problem.ordinal else None
    if found.deal:
        return Openings(problem, found, money=money, complete=not missed)
    best = reach(frontier_of, problem)
    if best is not None and len(best.packages):  # a deal, though not all patterns were gone through
        return Openings(problem, found, money=money, complete=False)
    least = min(map(len, found.removals), default=0)
    fewest = [claims for claims in found.removals[:DROPS] if len(claims) == least]
    drops = tuple(drop for claims in fewest if (drop := reach(_drop, problem, claims)) is not None)
    if problem.ordinal:  # no fall of a level, and no toss, means anything
        return Openings(problem, found, drops, complete=found.complete and not missed)
    insisting = np.array(problem.seats)[problem.insisting].tolist()
    shifts = tuple(
        shift for player in insisting if (shift := reach(_shift, problem, player)) is not None
    )
    drawn, settled = reach(toss, problem) or (None, False)
    return Openings(
        problem, found, drops, shifts, money, drawn, found.complete and settled and not missed
    )


def zone_size(problem: BargainingTable, work: int = WORK) -> int:
    """How many packages are in the zone; -1 where there are too many to count them all."""
    return len(zone(problem)) if problem.count <= PACKAGE_LIMIT else zone_count(problem, work)


def _drop(problem: BargainingTable, claims: tuple[Claim, ...]) -> Drop:
    opened = problem.without(*(claim.name for claim in claims))
    return Drop(claims, zone_size(opened), None if problem.ordinal else point(opened, "nash"))


def _shift(problem: BargainingTable, player: int) -> Shift | None:
    """How far one player's no-deal payoff would have to fall: to the most that the others leave it.

    A package that is worth to all what no deal is worth today opens nothing: it is no deal by
    another name.
    """
    low = sum(float(block.payoffs[player].min()) for block in problem.blocks)
    payoffs, seats, slack = (
        problem.disagreement.copy(),
        list(problem.seats),
        problem.in_steps().slack[:, None],
    )
    payoffs[player] = min(
        low - max(problem.span[player], 1.0), payoffs[player]
    )  # worse off than with any package
    found = frontier_of(
        replace(problem, no_deals=(replace(problem.no_deal, payoffs=payoffs),), chosen=0)
    )
    gains = np.rint(
        (found.payoffs[seats] - problem.disagreement[seats, None]) / problem.step[:, None]
    )
    gains = gains[:, (np.abs(gains) > slack).any(axis=0)]
    if not gains.shape[1]:
        return None
    seat = seats.index(player)
    best = gains[:, gains[seat] == gains[seat].max()]
    beyond = not (np.delete(best - slack, seat, axis=0) > 0).any()
    return Shift(player, float(-best[seat, 0] * problem.step[seat]), beyond)
