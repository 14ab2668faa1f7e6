"""A lottery that was found by linear programs, as an answer.

The best of a frontier by some measure, with everything that ties with it.

The best place on a path of outcomes by some measure.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from negotiate.arrays import BoolArray, FloatArray
from negotiate.bargaining.mixtures.path import Direction, Path, climbed
from negotiate.bargaining.mixtures.stakes import Mixture, Stakes
from negotiate.bargaining.points.rule import BargainingPoint

if TYPE_CHECKING:
    from negotiate.bargaining.problem import BargainingProblem


TIE = 1e-12
"""How far, of the best, two measures may be apart and still count as equal: what rounding leaves."""


def none(problem: BargainingProblem, name: str) -> BargainingPoint:
    """The answer where there is nothing to agree on."""
    return BargainingPoint(problem, name, (), problem.disagreement)


def best(problem: BargainingProblem, name: str, measure: FloatArray, note: str = "") -> BargainingPoint:
    """The packages of the frontier with the largest measure, shape (m,)."""
    top = measure.max()
    return picked(problem, name, np.flatnonzero(measure >= top - TIE * max(1.0, abs(top))), note)


def picked(problem: BargainingProblem, name: str, columns: npt.NDArray[np.intp], note: str = "") -> BargainingPoint:
    """Some columns of the frontier as an answer."""
    found = problem.frontier_of()
    tied = tuple(found.payoffs[:, c] for c in columns.tolist())
    return BargainingPoint(problem, name, tuple(int(i) for i in found.packages[columns]), tied[0], tied=tied, note=note)


def weightless(problem: BargainingProblem, powers: FloatArray) -> str:
    """Who has no weight, shape (signers,), and is therefore left out of the product; empty where everybody has some."""
    names = [problem.players[seat] for seat, power in zip(problem.seats, powers.tolist(), strict=True) if power == 0]
    if not names:
        return ""
    who = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    return f"{who} {'has' if len(names) == 1 else 'have'} no weight and {'is' if len(names) == 1 else 'are'} left out"


def left_out(problem: BargainingProblem, able: BoolArray) -> str:
    """Who cannot gain, shape (signers,), and is therefore left out of a measure; empty where everybody can."""
    names = [problem.players[seat] for seat, can in zip(problem.seats, able, strict=True) if not can]
    if not names:
        return ""
    who = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    return f"{who} can gain nothing and {'is' if len(names) == 1 else 'are'} left out"


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
    problem: BargainingProblem, name: str, path: Path, rule: tuple[Direction, Measure], note: str = ""
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
    return placed(problem, name, path, [(int(piece[c]), float(where[c])) for c in chosen], said)


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


def placed(
    problem: BargainingProblem, name: str, path: Path, places: list[tuple[int, float]], note: str = ""
) -> BargainingPoint:
    """Places on a path as an answer: pieces, and where on them."""
    if not places:
        return none(problem, name)
    piece, where = places[0]
    if path.mixed[piece]:
        return _mixed(problem, name, path, piece, where, note)
    packages, tied = [], []
    for here, spot in places:
        nearest = int(path.ends[here, int(spot > 0.5)])
        packages.append(nearest)
        if min(spot, 1 - spot) < SNAP:
            tied.append(problem.payoffs_of([nearest])[:, 0])
        else:
            tied.append(_payoffs(problem, path.gains(np.array([spot]), np.array([here]))[:, 0]))
    return BargainingPoint(problem, name, tuple(packages), tied[0], "curve", tuple(tied), (), note)


def _payoffs(problem: BargainingProblem, gains: FloatArray) -> FloatArray:
    result = problem.disagreement.copy()
    result[list(problem.seats)] += gains
    return result


def _mixed(problem: BargainingProblem, name: str, path: Path, piece: int, where: float, note: str) -> BargainingPoint:
    """A lottery over the two ends of a piece."""
    spot = 0.0 if where < SNAP else 1.0 if where > 1 - SNAP else where
    ends = [(int(path.ends[piece, 0]), 1.0 - spot), (int(path.ends[piece, 1]), spot)]
    return lottery(problem, name, [(package, odds) for package, odds in ends if odds > 0 and package >= 0], note)


def lottery(problem: BargainingProblem, name: str, drawn: list[tuple[int, float]], note: str = "") -> BargainingPoint:
    """A lottery over packages as an answer; what is missing from 1 is the chance of no deal."""
    packages: dict[int, float] = {}
    for package, odds in drawn:
        packages[package] = packages.get(package, 0.0) + odds
    order = sorted(package for package, odds in packages.items() if odds > SWEPT)
    chances = np.array([packages[package] for package in order])
    chances /= chances.sum() if 1.0 - chances.sum() <= SWEPT else 1.0
    worth = problem.payoffs_of(order)
    expected = worth @ chances + max(0.0, 1.0 - float(chances.sum())) * problem.disagreement
    return BargainingPoint(problem, name, tuple(order), expected, "lotteries", (), tuple(chances.tolist()), note)


def drawn(problem: BargainingProblem, name: str, stakes: Stakes, found: Mixture, note: str = "") -> BargainingPoint:
    """The packages of a mixture, with their odds."""
    package = stakes.mixer.lotteries.package
    return lottery(problem, name, [(package(columns), odds) for columns, odds in found.drawn], note)
