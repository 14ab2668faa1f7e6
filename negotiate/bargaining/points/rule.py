"""What a bargaining solution is to the rest of the program, and how one finds its point: the best by some measure.

It is looked for among packages, along a path of outcomes, or among lotteries, with everything that ties with it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt

from negotiate.arrays import BoolArray, FloatArray
from negotiate.bargaining.frontier import frontier_of
from negotiate.bargaining.points.path import Direction, Path, climbed
from negotiate.bargaining.table import BargainingTable
from negotiate.display import Shown
from negotiate.report.words import joined

if TYPE_CHECKING:
    from negotiate.bargaining.points.stakes import Mixture, Stakes

SURE = 1e-9
"""What may be missing from the odds of a lottery that is sure to bring a deal."""
SHOWN = 5
"""Packages that are named in one line."""
Over = Literal["packages", "lotteries", "curve"]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class BargainingPoint(Shown):
    """Where a bargaining solution lies.

    Parameters
    ----------
    problem : BargainingProblem
        Where it was looked for.
    name : str
        The solution, such as "nash".
    packages : tuple of int
        Every package that is as good as the best; empty where there is nothing to agree on. Of a lottery, the packages
        that it may bring; of a curve, the sample nearest to the point.
    payoffs : ndarray, shape (players,)
        What the first of them is worth, the lottery's expected payoffs, the point of the curve; the disagreement
        point where there is nothing to agree on.
    over : {'packages', 'lotteries', 'curve'}
        What was chosen from.
    tied : tuple of ndarray, shape (players,)
        What each of `packages` is worth.
    odds : tuple of float
        Of a lottery: the probability of each of `packages`. What is missing from 1 is the probability of no deal.
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

    def __repr__(self) -> str:
        worths = ", ".join(f"{float(x):.6g}" for x in self.payoffs)
        shown = ", ".join(map(str, self.packages[:SHOWN])) + (", ..." if len(self.packages) > SHOWN else "")
        what = f"{self.over} {shown}" if self.packages else "nothing to agree on"
        return f"<BargainingPoint {self.name!r}: {what}; payoffs {worths}>"


Weights = Sequence[float] | None


def always(_: BargainingTable) -> str | None:
    """Nothing that keeps a rule from fitting."""
    return None


@dataclass(frozen=True, slots=True)
class Rule:
    """One bargaining solution.

    Parameters
    ----------
    name : str
        What it is asked for by, such as "kalai-smorodinsky".
    title : str
        What sentences call it, such as "Kalai–Smorodinsky".
    says : str
        What it picks, in one sentence for people who have not met it.
    reference : str
        Author and year.
    over_packages : callable
        From a problem and the signers' powers to the packages.
    over_path : callable
        From a problem, its path of outcomes and the signers' powers to the point: curves, and lotteries of two signers.
    over_stakes : callable
        From a problem, what its signers can hope for and their powers to the lottery, any number of signers.
    first : bool
        Whether the first screen shows it.
    units_matter : bool
        Whether the choice of a player's unit moves the point.
    applies_to : callable
        From a problem to the reason why the rule does not fit it, or None.
    """

    name: str
    title: str
    says: str
    reference: str
    over_packages: Callable[[BargainingTable, FloatArray], BargainingPoint]
    over_path: Callable[[BargainingTable, Path, FloatArray], BargainingPoint]
    over_stakes: Callable[[BargainingTable, Stakes, FloatArray], BargainingPoint]
    first: bool = False
    units_matter: bool = False
    applies_to: Callable[[BargainingTable], str | None] = always


TIE = 1e-12
"""How far, of the best, two measures may be apart and still count as equal: what rounding leaves."""


def none(problem: BargainingTable) -> BargainingPoint:
    """The answer where there is nothing to agree on."""
    return BargainingPoint(problem, "", (), problem.disagreement)


def best(problem: BargainingTable, measure: FloatArray, note: str = "") -> BargainingPoint:
    """The packages of the frontier with the largest measure, shape (m,)."""
    top = measure.max()
    return picked(problem, np.flatnonzero(measure >= top - TIE * max(1.0, abs(top))), note)


def picked(problem: BargainingTable, columns: npt.NDArray[np.intp], note: str = "") -> BargainingPoint:
    """Some columns of the frontier as an answer."""
    found = frontier_of(problem)
    tied = tuple(found.payoffs[:, columns].T)
    return BargainingPoint(problem, "", tuple(found.packages[columns].tolist()), tied[0], tied=tied, note=note)


def weightless(problem: BargainingTable, powers: FloatArray) -> str:
    """Who has no weight, shape (signers,), and is therefore left out of the product; empty where everybody has some."""
    names = _signers(problem, powers == 0)
    return f"{joined(names)} {'has' if len(names) == 1 else 'have'} no weight and {_out(names)}" if names else ""


def left_out(problem: BargainingTable, able: BoolArray) -> str:
    """Who cannot gain, shape (signers,), and is therefore left out of a measure; empty where everybody can."""
    names = _signers(problem, ~able)
    return f"{joined(names)} can gain nothing and {_out(names)}" if names else ""


def _signers(problem: BargainingTable, chosen: BoolArray) -> list[str]:
    return [problem.players[seat] for seat in np.array(problem.seats)[chosen].tolist()]


def _out(names: list[str]) -> str:
    return f"{'is' if len(names) == 1 else 'are'} left out"


Measure = Callable[[FloatArray], FloatArray]
"""Gains, shape (signers, m) → how good they are, shape (m,)."""

SNAP = 1e-12
"""Of a piece: a place so near to its end is its end."""
SWEPT = 1e-9
"""A probability so small is rounding; what is told is worth exactly what it is said to be worth."""
APART = 1e-7
"""Of what a signer can hope for: places that are farther apart and tie are told to tie."""
FLAT = "other points of the same stretch are as good; this one has the largest smallest gain"


def smallest(share: FloatArray) -> tuple[Direction, Measure]:
    """How to make the smallest multiple of a share large; who has no share is left out."""
    counted = share > 0
    if not counted.any():
        return lambda gains, slopes: np.zeros(gains.shape[1]), lambda gains: np.zeros(gains.shape[1])
    scale = share[counted][:, None]

    def direction(gains: FloatArray, slopes: FloatArray) -> FloatArray:
        least = np.argmin(gains[counted] / scale, axis=0)
        return np.asarray(np.take_along_axis(slopes[counted] / scale, least[None], axis=0)[0])

    return direction, lambda gains: np.asarray((gains[counted] / scale).min(axis=0))


def best_along(
    problem: BargainingTable, path: Path, rule: tuple[Direction, Measure], note: str = ""
) -> BargainingPoint:
    """Where a path is best; of a stretch that ties, where the smallest gain is largest."""
    even = smallest(np.ones(path.pieces.shape[1]))
    piece, where = _tops(path, rule, climbed(path, even[0]))
    gains = path.gains(where, piece)
    stretch = np.cumsum(np.append(0, np.diff(piece) > 1))
    runs = [np.flatnonzero(stretch == s) for s in range(int(stretch[-1]) + 1)]
    chosen = [int(run[np.argmax(even[1](gains[:, run]))]) for run in runs]
    hope = np.maximum(path.hope(), np.finfo(float).tiny)
    wide = any(bool((np.ptp(gains[:, run], axis=1) > APART * hope).any()) for run in runs)
    said = "; ".join(part for part in (note, FLAT if wide else "") if part)
    return placed(problem, path, [(int(piece[c]), float(where[c])) for c in chosen], said)


def _tops(path: Path, rule: tuple[Direction, Measure], level: FloatArray) -> tuple[npt.NDArray[np.intp], FloatArray]:
    """Every place that ties with the best, piece by piece; of a piece that ties from end to end the level place too."""
    direction, measure = rule
    places = np.stack([path.low, (path.low + path.high) / 2, climbed(path, direction), path.high, level])
    worth = np.stack([measure(path.gains(row)) for row in places])
    top = float(worth[:4].max())
    tied = worth >= top - TIE * max(1.0, abs(top))
    tied[4] &= tied[0] & tied[1] & tied[3]
    row, piece = np.nonzero(tied)
    where = places[row, piece]
    order = np.lexsort((where, piece))
    return piece[order], where[order]


def placed(problem: BargainingTable, path: Path, places: list[tuple[int, float]], note: str = "") -> BargainingPoint:
    """Places on a path as an answer: pieces, and where on them."""
    if not places:
        return none(problem)
    piece, where = places[0]
    if path.mixed[piece]:
        return _mixed(problem, path, piece, where, note)
    packages, tied = [], []
    for here, spot in places:
        nearest = int(path.ends[here, int(spot > 0.5)])
        packages.append(nearest)
        if min(spot, 1 - spot) < SNAP:
            tied.append(problem.payoffs_of([nearest])[:, 0])
        else:
            tied.append(_payoffs(problem, path.gains(np.array([spot]), np.array([here]))[:, 0]))
    return BargainingPoint(problem, "", tuple(packages), tied[0], "curve", tuple(tied), (), note)


def _payoffs(problem: BargainingTable, gains: FloatArray) -> FloatArray:
    result = problem.disagreement.copy()
    result[list(problem.seats)] += gains
    return result


def _mixed(problem: BargainingTable, path: Path, piece: int, where: float, note: str) -> BargainingPoint:
    """A lottery over the two ends of a piece."""
    spot = 0.0 if where < SNAP else 1.0 if where > 1 - SNAP else where
    ends = [(int(path.ends[piece, 0]), 1.0 - spot), (int(path.ends[piece, 1]), spot)]
    return lottery(problem, [(package, odds) for package, odds in ends if odds > 0 and package >= 0], note)


def lottery(problem: BargainingTable, drawn: list[tuple[int, float]], note: str = "") -> BargainingPoint:
    """A lottery over packages as an answer; what is missing from 1 is the chance of no deal."""
    packages: dict[int, float] = {}
    for package, odds in drawn:
        packages[package] = packages.get(package, 0.0) + odds
    order = sorted(package for package, odds in packages.items() if odds > SWEPT)
    chances = np.array([packages[package] for package in order])
    chances /= chances.sum() if 1.0 - chances.sum() <= SWEPT else 1.0
    worth = problem.payoffs_of(order)
    expected = worth @ chances + max(0.0, 1.0 - float(chances.sum())) * problem.disagreement
    return BargainingPoint(problem, "", tuple(order), expected, "lotteries", (), tuple(chances.tolist()), note)


def drawn(problem: BargainingTable, stakes: Stakes, found: Mixture, note: str = "") -> BargainingPoint:
    """The packages of a mixture, with their odds."""
    package = stakes.mixer.lotteries.package
    return lottery(problem, [(package(columns), odds) for columns, odds in found.drawn], note)
