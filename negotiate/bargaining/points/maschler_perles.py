"""Maschler and Perles's solution for two players: they walk towards each other along the frontier, and meet.

Each starts from its own best outcome, and gives way so that at any time what one gives up times what the other gains is
the same for both. Over packages a hop from one to the next counts the root of that product.
"""

from __future__ import annotations

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.bargaining.frontier import frontier_of
from negotiate.bargaining.points.path import Path, halved
from negotiate.bargaining.points.rule import TIE, BargainingPoint, Rule, picked, placed
from negotiate.bargaining.points.stakes import Stakes
from negotiate.bargaining.table import BargainingTable
from negotiate.errors import UnsuitableGame

NAME = "maschler-perles"
NODES, WEIGHTS = (np.array(half) for half in np.polynomial.legendre.leggauss(12))


def _over_packages(problem: BargainingTable, _powers: FloatArray) -> BargainingPoint:
    gains = frontier_of(problem).gains
    order = np.lexsort((-gains[1], gains[0]))
    hops = np.sqrt(np.prod(np.abs(np.diff(gains[:, order])), axis=0))
    walked = np.append(0.0, np.cumsum(hops))
    apart = np.abs(2 * walked - walked[-1])
    nearest = apart <= apart.min() + TIE * max(1.0, float(walked[-1]))
    return picked(problem, np.sort(order[nearest]))


def _over_path(problem: BargainingTable, path: Path, _powers: FloatArray) -> BargainingPoint:
    walks = _walk(path, path.low, path.high, np.arange(len(path)))
    walked = np.cumsum(walks)
    half = walked[-1] / 2
    piece = int(np.searchsorted(walked, half * (1 - TIE)))
    low, high = path.low[piece : piece + 1], path.high[piece : piece + 1]
    before, where = walked[piece] - walks[piece], high
    if walks[piece] > 0:
        this = np.array([piece])
        start, stop = halved(low, high, lambda at: before + _walk(path, low, at, this) < half)
        where = (start + stop) / 2
    return placed(problem, path, [(piece, float(where[0]))])


def _walk(
    path: Path, low: FloatArray, high: FloatArray, pieces: np.ndarray[tuple[int], np.dtype[np.intp]]
) -> FloatArray:
    """The integral of the root of (what one gives up times what the other gains) along stretches of pieces."""
    total = np.zeros(len(pieces))
    for node, weight in zip(NODES, WEIGHTS, strict=True):
        slopes = path.slopes(low + (high - low) * (1 + node) / 2, pieces)
        total += weight * np.sqrt(np.maximum(-np.prod(slopes, axis=0), 0.0))
    return np.asarray(total * (high - low) / 2)


def _over_stakes(problem: BargainingTable, stakes: Stakes, powers: FloatArray) -> BargainingPoint:
    raise UnsuitableGame(f"`{NAME}` {_for_two(problem)}")


def _for_two(problem: BargainingTable) -> str | None:
    return None if len(problem.seats) == 2 else "is for two players who sign"


RULE = Rule(
    name=NAME,
    title="Maschler–Perles",
    says="the point where two players meet who start at their best deals and make concessions of equal cost",
    reference="Michael Maschler and Micha A. Perles (1981), The Super-Additive Solution for the Nash Bargaining Game",
    over_packages=_over_packages,
    over_path=_over_path,
    over_stakes=_over_stakes,
    applies_to=_for_two,
)
