"""What two signers of a bargaining problem have to share when they make each other offers in turn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from negotiate.arrays import FloatArray, IntArray
from negotiate.bargaining.talks.offers import solved, waiting_of
from negotiate.bargaining.talks.proposals import AlternatingOffers, Setting
from negotiate.bargaining.talks.sharing import Curve, Packages, Sharing
from negotiate.errors import UnsuitableGame

if TYPE_CHECKING:
    from negotiate.bargaining.problem import BargainingProblem

FLAT = 1e-12
"""Of both ranges: corners nearer than that to the line between their neighbours are none."""


def offers_over(
    problem: BargainingProblem,
    patience: Sequence[float] | None = None,
    *,
    rounds: int | None = None,
    risk: float = 0.0,
    breakdown: Sequence[float] | None = None,
    outside: Sequence[float | None] | None = None,
    lotteries: bool = False,
) -> AlternatingOffers:
    """Solve talks over the packages of a problem, in which two signers make offers in turn.

    No deal holds as long as they talk: what waiting makes smaller is each side's gain over no deal.

    Parameters
    ----------
    problem : BargainingProblem
        With two signers.
    patience : sequence of float, optional
        What a gain of the next round is worth today, one number a signer; that of the problem by default.
    rounds : int, optional
        How many offers can be made; no limit by default.
    risk : float
        The probability that a refusal ends the talks.
    breakdown : sequence of float, optional
        What each gets then, in its own units; the disagreement point by default.
    outside : sequence of float or None, optional
        What each can take instead, when it has heard an offer.
    lotteries : bool
        Whether lotteries over packages can be proposed, too.

    Returns
    -------
    AlternatingOffers
        In the order of the signers.

    Raises
    ------
    UnsuitableGame
        If there are not two signers, or nobody says how patient they are.
    OutOfRange
        If a number has no meaning here.

    Notes
    -----
    A side that is as well off by agreeing as by refusing agrees. Packages have gaps between them, so that there can be
    many plays: then the best for either side is told, and every other lies between them.

    Examples
    --------
    >>> from negotiate.bargaining.problem import BargainingProblem
    >>> problem = BargainingProblem.from_arrays([[10, 8, 5, 2], [1, 4, 6, 9]], [1, 1])
    >>> talks = offers_over(problem, (0.5, 0.5))
    >>> [proposal.packages for opened in talks.opened for proposal in opened]
    [(1,), (2,)]
    """
    seats = problem.seats
    if len(seats) != 2:
        raise UnsuitableGame(
            f"alternating offers need two players who sign, and here {len(seats)} players sign",
            "talks by `agents` take any number of players",
        )
    d = tuple(float(problem.disagreement[p]) for p in seats)
    waiting = waiting_of(_patience(problem, patience), risk, breakdown, outside, d)
    setting = _setting(problem, seats, d, lotteries)
    if not len(problem.frontier()):
        return solved(Packages(np.full((2, 1), -1.0), (-1,)), waiting, rounds, setting)
    return solved(_shared(problem, seats, lotteries), waiting, rounds, setting)


def _patience(problem: BargainingProblem, given: Sequence[float] | None) -> tuple[float, ...]:
    """How patient the signers are: as given, else as the problem says."""
    if given is not None:
        return tuple(float(x) for x in given)
    known = problem.patience
    found = [known[p] if p < len(known) else None for p in problem.seats]
    silent = [problem.keys[p] for p, x in zip(problem.seats, found, strict=True) if x is None]
    if silent:
        raise UnsuitableGame(
            f"the discount factor of {' and '.join(f'`{key}`' for key in silent)} is not set",
            f"give each player a `patience`, such as `--set players.{silent[0]}.patience=0.9`",
        )
    return tuple(float(x) for x in found if x is not None)


def _setting(problem: BargainingProblem, seats: tuple[int, ...], d: tuple[float, ...], lotteries: bool) -> Setting:
    units = tuple(problem.units[p] for p in seats) if problem.units else ()
    over = "curve" if problem.curve else "lotteries" if lotteries else "packages"
    players, keys = tuple(problem.players[p] for p in seats), tuple(problem.keys[p] for p in seats)
    return Setting(players, keys, units, d, over, problem)  # type: ignore[arg-type]  # one of the three words


def _shared(problem: BargainingProblem, seats: tuple[int, ...], lotteries: bool) -> Sharing:
    """The frontier as gains over no deal; for lotteries, the corners of the packages' upper right."""
    rows, d = list(seats), problem.disagreement[list(seats), None]
    if problem.curve:
        gains = problem.frontier_of().payoffs[rows] - d
        return Curve(gains[:, _rising(gains)])
    if not lotteries:
        found = problem.frontier_of()
        return Packages(found.payoffs[rows] - d, tuple(int(i) for i in found.packages))
    packages = np.flatnonzero(problem.acceptable())
    gains = problem.payoffs_of(packages)[rows] - d
    corners = upper_corners(gains)
    return Curve(gains[:, corners], tuple(int(i) for i in packages[corners]))


def _rising(points: FloatArray) -> IntArray:
    """The places of points in the order of the first side's gains, of equals the best for the other."""
    order = np.lexsort((-points[1], points[0]))
    rising: IntArray = order[np.concatenate([[True], np.diff(points[0, order]) > 0])]
    return rising


def upper_corners(points: FloatArray) -> IntArray:
    """The places of the corners of the upper right of a hull, from the best of the second row to the best of the first.

    References
    ----------
    Andrew, A. M. (1979). Another efficient algorithm for convex hulls in two dimensions. Information Processing Letters
    9, 216-219.
    """
    order = _rising(points)
    best = np.maximum.accumulate(points[1, order][::-1])[::-1]
    order = order[np.concatenate([points[1, order][:-1] > best[1:], [True]])]
    first, second = points[:, order].tolist()
    area = abs((first[-1] - first[0]) * (second[-1] - second[0]))
    kept: list[int] = []
    for k, corner in enumerate(zip(first, second, strict=True)):
        while len(kept) > 1 and _below(
            (first[kept[-2]], second[kept[-2]]), (first[kept[-1]], second[kept[-1]]), corner, area
        ):
            kept.pop()
        kept.append(k)
    corners: IntArray = order[kept].astype(np.int64)
    return corners


def _below(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float], area: float) -> bool:
    """Whether the middle one of three points is not above the line through the others."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]) >= -FLAT * area
