"""A toss between two packages that all would sign, where they would sign neither by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from negotiate.arrays import BoolArray, FloatArray
from negotiate.bargaining.refusals.side_payments import without_least
from negotiate.bargaining.table.frontier import Frontier

if TYPE_CHECKING:
    from negotiate.bargaining.problem import BargainingProblem

MOST = 400
"""Packages that are tried in pairs, where more than two players sign."""
TIE = 1e-12
"""Of the largest gain: what counts as none."""


@dataclass(frozen=True, slots=True, eq=False)
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


def toss(problem: BargainingProblem) -> tuple[Toss | None, bool]:
    """The two packages whose toss is signed over the widest range of odds.

    Returns
    -------
    Toss or None, bool
        None where no two packages do, and whether that was settled: with more than two signers only so many packages
        are tried in pairs.

    Notes
    -----
    Widths are compared as ratios of odds, ``p / (1 - p)``, which no player's unit changes. Where two players insist on
    their no-deal payoffs and nobody else signs, the best package for each side can be picked by itself.
    """
    found = without_least(problem).frontier_of()
    bound = problem.insisting
    if len(bound) == 2 and bound.all():
        return _of_two(found), True
    if len(found.packages) < 2:
        return None, True
    if len(found.packages) > MOST:
        return None, False
    return _of_pairs(found, bound), True


def _of_two(found: Frontier) -> Toss | None:
    one, other = found.gains
    pays, paid = np.flatnonzero((one > 0) & (other < 0)), np.flatnonzero((one < 0) & (other > 0))
    if not len(pays) or not len(paid):
        return None
    first = pays[np.argmin(-other[pays] / one[pays])]
    second = paid[np.argmin(-one[paid] / other[paid])]
    return _told(found, int(first), int(second), np.array([True, True]))


def _of_pairs(found: Frontier, bound: BoolArray) -> Toss | None:
    first, second = np.triu_indices(found.gains.shape[1], 1)
    one, other = found.gains[:, first], found.gains[:, second]
    low, high = _odds(one[bound], other[bound])
    signed = (high >= low) & ~((high == low) & ((low == 0) | (low == 1))) & _gained(found, one, other, low, high)
    if not signed.any():
        return None
    pairs = np.flatnonzero(signed)
    widest = int(pairs[np.argmax(_ratio(high[pairs]) - _ratio(low[pairs]))])
    return _told(found, int(first[widest]), int(second[widest]), bound)


def _gained(found: Frontier, one: FloatArray, other: FloatArray, low: FloatArray, high: FloatArray) -> BoolArray:
    """Whether somebody gains by a toss in the middle of its odds, shape (pairs,)."""
    middle = (low + high) / 2
    gains = middle * one + (1 - middle) * other
    return np.asarray((gains > TIE * np.abs(found.gains).max()).any(axis=0), dtype=bool)


def _ratio(p: FloatArray) -> FloatArray:
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(p) - np.log1p(-p))


def _odds(first: FloatArray, second: FloatArray) -> tuple[FloatArray, FloatArray]:
    """From which odds to which nobody loses by a toss, shape (pairs,) each; the wrong way round if at none."""
    with np.errstate(divide="ignore", invalid="ignore"):
        even = second / (second - first)
    low = np.where(first > second, even, 0.0).max(axis=0, initial=0.0)
    high = np.where(first < second, even, 1.0).min(axis=0, initial=1.0)
    never = ((first == second) & (first < 0)).any(axis=0)
    return np.where(never, 1.0, np.maximum(low, 0.0)), np.where(never, 0.0, np.minimum(high, 1.0))


def _told(found: Frontier, first: int, second: int, bound: BoolArray) -> Toss | None:
    """The toss, where somebody gains by it."""
    one, other = found.gains[:, [first]], found.gains[:, [second]]
    low, high = _odds(one[bound], other[bound])
    if not (high >= low)[0] or not _gained(found, one, other, low, high)[0]:
        return None
    packages = (int(found.packages[first]), int(found.packages[second]))
    return Toss(packages, float(low[0]), float(high[0]), (found.payoffs[:, first], found.payoffs[:, second]))
