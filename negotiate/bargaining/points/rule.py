"""What a bargaining solution finds, and how: the best by some measure, with everything that ties
with it.

It is looked for among packages, along a path of outcomes, or among lotteries.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from negotiate.arrays import BoolArray, FloatArray, IndexArray
from negotiate.bargaining.frontier import Frontier, frontier_of
from negotiate.bargaining.points.path import Direction, Path, climbed
from negotiate.bargaining.table import BargainingTable
from negotiate.display import Shown, entity
from negotiate.report.style import joined

if TYPE_CHECKING:
    from negotiate.bargaining.points.stakes import Mixture, Stakes

SURE = 1e-9
"""What may be missing from the odds of a lottery that is sure to bring a deal."""
SHOWN = 5
"""Packages that are named in one line."""
Over = Literal["packages", "lotteries", "curve"]


@entity
class BargainingPoint(Shown):
    """Where a bargaining solution lies.

    Parameters
    ----------
    problem : BargainingProblem
        Where it was looked for.
    name : str
        The solution, such as "nash".
    packages : tuple of int
        Every package that is as good as the best; empty where there is nothing to agree on. Of a
        lottery, the packages that it may bring; of a curve, the sample nearest to the point.
    payoffs : ndarray, shape (players,)
        What the first of them is worth, the lottery's expected payoffs, the point of the curve; the
        disagreement point where there is nothing to agree on.
    over : {'packages', 'lotteries', 'curve'}
        What was chosen from.
    tied : tuple of ndarray, shape (players,)
        What each of `packages` is worth.
    odds : tuple of float
        Of a lottery: the probability of each of `packages`. What is missing from 1 is the
        probability of no deal.
    note : str
        What a reader has to know of this answer, such as a player who cannot gain.
    """

    problem: BargainingTable
    name: str
    packages: tuple[int, ...]
    payoffs: FloatArray
    over: Over = "packages"
    tied: tuple[FloatArray, ...] = ()
    odds: tuple[float, ...] = ()
    note: str = ""

    @property
    def agreement(self) -> bool:
        """Whether there is anything to agree on."""
        return bool(self.packages)

    @property
    def drawn(self) -> bool:
        """Whether it is no package: a lottery that may bring several, or a place on a curve."""
        if self.odds:
            return len(self.packages) > 1 or self.odds[0] < 1.0 - SURE
        return self.over != "packages"

    def worths(self) -> FloatArray:
        """What each package that ties is worth, or without one the point itself, shape (players,
        m).
        """
        return np.stack(self.tied or (self.payoffs,), axis=1)

    def __repr__(self) -> str:
        worths = ", ".join(f"{float(x):.6g}" for x in self.payoffs)
        shown = ", ".join(map(str, self.packages[:SHOWN])) + (
            ", ..." if len(self.packages) > SHOWN else ""
        )
        what = f"{self.over} {shown}" if self.packages else "nothing to agree on"
        return f"<BargainingPoint {self.name!r}: {what}; payoffs {worths}>"


Weights = Sequence[float] | None
Measure = Callable[[FloatArray], FloatArray]
"""Gains, shape (signers, m) → how good they are, shape (m,)."""
Along = tuple[Direction, Measure]
"""How to find the best place along a path, and how good a place is."""

TIE = 1e-12
"""How far, of the best, two measures may be apart and still count as equal: what rounding
leaves.
"""
SNAP = 1e-12
"""Of a piece: a place so near to its end is its end."""
SWEPT = 1e-9
"""A probability so small is rounding; what is told is worth exactly what it is said to be worth."""
APART = 1e-7
"""Of what a signer can hope for: places that are farther apart and tie are told to tie."""
FLAT = "other points of the same stretch are as good; this one has the largest smallest gain"


def smallest(share: FloatArray) -> Along:
    """How to make the smallest multiple of a share large; who has no share is left out."""
    counted = share > 0
    if not counted.any():
        return lambda gains, slopes: np.zeros(gains.shape[1]), lambda gains: np.zeros(
            gains.shape[1]
        )
    scale = share[counted][:, None]

    def direction(gains: FloatArray, slopes: FloatArray) -> FloatArray:
        least = np.argmin(gains[counted] / scale, axis=0)
        return np.asarray(np.take_along_axis(slopes[counted] / scale, least[None], axis=0)[0])

    return direction, lambda gains: np.asarray((gains[counted] / scale).min(axis=0))


@entity
class Solution:
    """A bargaining solution, asked about one problem.

    Parameters
    ----------
    problem : BargainingProblem
        What can be agreed on.
    name : str
        Of the rule.
    powers : ndarray, shape (signers,)
        The signers' weights, which add up to 1.
    """

    problem: BargainingTable
    name: str
    powers: FloatArray

    def measure(self, able: BoolArray) -> FloatArray:
        """How good each package of the frontier is, shape (m,), where these signers can gain."""
        raise NotImplementedError

    def along(self, path: Path, able: BoolArray) -> Along:
        """How to find the best place of a path along which these signers can gain."""
        raise NotImplementedError

    def mixture(self, stakes: Stakes) -> Mixture:
        """The lottery that it picks."""
        raise NotImplementedError

    def note(self, able: BoolArray) -> str:
        """Who cannot gain, shape (signers,), and is therefore left out; empty where everybody
        can.
        """
        return self.left_out(~able, "gain nothing", "can", "can")

    def over_packages(self) -> BargainingPoint:
        """The packages of the frontier with the largest measure."""
        able = np.asarray((self.frontier.gains > 0).any(axis=1), dtype=bool)
        return self.best(self.measure(able), self.note(able))

    def over_path(self, path: Path) -> BargainingPoint:
        """The best place of a path of outcomes: of a curve, or of two signers' lotteries."""
        able = path.able()
        return self.best_along(path, self.along(path, able), self.note(able))

    def over_stakes(self, stakes: Stakes) -> BargainingPoint:
        """The lottery that any number of signers pick, of whom it is known what they can hope
        for.
        """
        return self.drawn(stakes, self.mixture(stakes), self.note(stakes.counted))

    @property
    def frontier(self) -> Frontier:
        """The best packages."""
        return frontier_of(self.problem)

    def found(
        self, packages: list[int], payoffs: FloatArray, notes: Sequence[str], **more: Any
    ) -> BargainingPoint:
        """An answer, with what there is to note of it."""
        note = "; ".join(filter(None, notes))
        return BargainingPoint(self.problem, self.name, tuple(packages), payoffs, note=note, **more)

    def none(self) -> BargainingPoint:
        """The answer where there is nothing to agree on."""
        return self.found([], self.problem.disagreement, ())

    def best(self, measure: FloatArray, *notes: str) -> BargainingPoint:
        """The packages of the frontier with the largest measure, shape (m,)."""
        top = measure.max()
        return self.picked(np.flatnonzero(measure >= top - TIE * max(1.0, abs(top))), *notes)

    def picked(self, columns: IndexArray, *notes: str) -> BargainingPoint:
        """Some columns of the frontier as an answer."""
        tied = tuple(self.frontier.payoffs[:, columns].T)
        return self.found(self.frontier.packages[columns].tolist(), tied[0], notes, tied=tied)

    def left_out(self, chosen: BoolArray, why: str, one: str, many: str) -> str:
        """Who is left out, shape (signers,), and why: verbs for one player and for several come
        last.
        """
        names = [
            self.problem.players[seat] for seat in np.array(self.problem.seats)[chosen].tolist()
        ]
        has, are = (one, "is") if len(names) == 1 else (many, "are")
        return f"{joined(names)} {has} {why} and {are} left out" if names else ""

    def best_along(self, path: Path, rule: Along, *notes: str) -> BargainingPoint:
        """Where a path is best; of a stretch that ties, where the smallest gain is largest."""
        even = smallest(np.ones(path.pieces.shape[1]))
        piece, where = _tops(path, rule, climbed(path, even[0]))
        gains = path.gains(where, piece)
        hope = np.maximum(path.hope(), np.finfo(float).tiny)
        ends = [0, *(np.flatnonzero(np.diff(piece) > 1) + 1).tolist(), len(piece)]
        places, wide = list[tuple[int, float]](), False
        for start, stop in pairwise(ends):
            stretch = gains[:, start:stop]
            chosen = start + int(np.argmax(even[1](stretch)))
            places.append((int(piece[chosen]), float(where[chosen])))
            wide = wide or bool((np.ptp(stretch, axis=1) > APART * hope).any())
        return self.placed(path, places, *notes, FLAT if wide else "")

    def placed(self, path: Path, places: list[tuple[int, float]], *notes: str) -> BargainingPoint:
        """Places on a path as an answer: pieces, and where on them."""
        piece, where = places[0]
        if path.mixed[piece]:
            spot = 0.0 if where < SNAP else 1.0 if where > 1 - SNAP else where
            ends = zip(path.ends[piece].tolist(), (1.0 - spot, spot), strict=True)
            return self.lottery(
                [(package, odds) for package, odds in ends if odds > 0 and package >= 0], *notes
            )
        packages, tied = [], []
        for here, spot in places:
            packages.append(int(path.ends[here, int(spot > 0.5)]))
            worth = self.problem.payoffs_of(packages[-1:])[:, 0]
            if min(spot, 1 - spot) >= SNAP:
                seats = list(self.problem.seats)
                worth = self.problem.disagreement.copy()
                worth[seats] += path.gains(np.array([spot]), np.array([here]))[:, 0]
            tied.append(worth)
        return self.found(packages, tied[0], notes, over="curve", tied=tuple(tied))

    def lottery(self, drawn: list[tuple[int, float]], *notes: str) -> BargainingPoint:
        """A lottery over packages as an answer; what is missing from 1 is the chance of no deal."""
        packages: dict[int, float] = {}
        for package, odds in drawn:
            packages[package] = packages.get(package, 0.0) + odds
        order = sorted(package for package, odds in packages.items() if odds > SWEPT)
        chances = np.array([packages[package] for package in order])
        chances /= chances.sum() if 1.0 - chances.sum() <= SWEPT else 1.0
        left = max(0.0, 1.0 - float(chances.sum()))
        expected = self.problem.payoffs_of(order) @ chances + left * self.problem.disagreement
        return self.found(order, expected, notes, over="lotteries", odds=tuple(chances.tolist()))

    def drawn(self, stakes: Stakes, found: Mixture, *notes: str) -> BargainingPoint:
        """The packages of a mixture, with their odds."""
        package = stakes.mixer.lotteries.package
        return self.lottery([(package(columns), odds) for columns, odds in found.drawn], *notes)


def _tops(path: Path, rule: Along, level: FloatArray) -> tuple[IndexArray, FloatArray]:
    """Every place that ties with the best, piece by piece; of a piece that ties from end to end the
    level place too.
    """
    direction, measure = rule
    places = np.stack(
        [path.low, (path.low + path.high) / 2, climbed(path, direction), path.high, level]
    )
    worth = np.stack([measure(path.gains(row)) for row in places])
    top = float(worth[:4].max())
    tied = worth >= top - TIE * max(1.0, abs(top))
    tied[4] &= tied[0] & tied[1] & tied[3]
    row, piece = np.nonzero(tied)
    where = places[row, piece]
    order = np.lexsort((where, piece))
    return piece[order], where[order]
