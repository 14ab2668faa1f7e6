"""A path of gains, piece after piece: what can be agreed on where outcomes lie on a line.

A curve of outcomes is one, and so is the frontier of two players' lotteries.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from negotiate.arrays import BoolArray, FloatArray, IntArray

Direction = Callable[[FloatArray, FloatArray], FloatArray]
"""Gains and their slopes, shape (signers, m) each → whether to go on (more than 0) or back, shape (m,)."""

NOTHING = 1e-12
"""Of the largest payoff on the pieces: a gain that is only rounding."""
ROUNDING = 1e-14
"""Of the largest payoff on the pieces: so much less is not less."""
HALVINGS = 60
"""Of a piece: what is left is below one rounding."""


@dataclass(frozen=True, slots=True, eq=False)
class Path:
    """Pieces, each a polynomial in a number from 0 to 1.

    Parameters
    ----------
    pieces : ndarray, shape (m, signers, degree + 1)
        Coefficients of what each signer gains over no deal, in its own unit, the constant first.
    low, high : ndarray, shape (m,)
        Which stretch of each piece counts.
    ends : ndarray of int, shape (m, 2)
        The package at each end; -1 for no deal.
    mixed : ndarray of bool, shape (m,)
        Whether what lies between the ends is a lottery over them.
    """

    pieces: FloatArray
    low: FloatArray
    high: FloatArray
    ends: IntArray
    mixed: BoolArray

    def __len__(self) -> int:
        return len(self.pieces)

    def gains(self, where: FloatArray, piece: npt.NDArray[np.intp] | None = None) -> FloatArray:
        """Gains at one place of each piece, or of those that are named, shape (signers, m)."""
        terms = self.pieces if piece is None else self.pieces[piece]
        total = terms[:, :, -1]
        for power in range(terms.shape[2] - 2, -1, -1):
            total = total * where[:, None] + terms[:, :, power]
        return np.asarray(total.T, dtype=np.float64)

    def slopes(self, where: FloatArray, piece: npt.NDArray[np.intp] | None = None) -> FloatArray:
        """How fast gains change there, shape (signers, m)."""
        terms = self.pieces if piece is None else self.pieces[piece]
        total = np.zeros(terms.shape[:2])
        for power in range(terms.shape[2] - 1, 0, -1):
            total = total * where[:, None] + power * terms[:, :, power]
        return np.asarray(total.T, dtype=np.float64)

    def hope(self) -> FloatArray:
        """The most that each signer can gain, shape (signers,); minus infinity on an empty path."""
        if not len(self):
            return np.full(self.pieces.shape[1], -np.inf)
        return np.asarray(np.maximum(self.gains(self.low), self.gains(self.high)).max(axis=1), dtype=np.float64)

    def able(self) -> BoolArray:
        """Which signers can gain anything, shape (signers,)."""
        return np.asarray(self.hope() > NOTHING * self.size(), dtype=bool)

    def size(self) -> FloatArray:
        """The largest gain or loss at an end of a piece, shape (signers,)."""
        ends = np.maximum(np.abs(self.pieces[:, :, 0]), np.abs(self.pieces.sum(axis=2)))
        return np.asarray(ends.max(axis=0, initial=0.0), dtype=np.float64)

    def some(self, kept: BoolArray) -> Path:
        """Some of the pieces."""
        return Path(self.pieces[kept], self.low[kept], self.high[kept], self.ends[kept], self.mixed[kept])


def polyline(corners: FloatArray, packages: IntArray, mixed: bool) -> Path:
    """Straight pieces from corner to corner, shape (signers, corners); one corner is a path of a single point."""
    if corners.shape[1] == 1:
        corners, packages = np.repeat(corners, 2, axis=1), np.repeat(packages, 2)
    pieces = np.stack([corners[:, :-1], np.diff(corners)], axis=-1).transpose(1, 0, 2)
    count = len(pieces)
    ends = np.stack([packages[:-1], packages[1:]], axis=1)
    return Path(pieces, np.zeros(count), np.ones(count), ends, np.full(count, mixed))


def clipped(path: Path, least: FloatArray) -> Path:
    """What is left of a path where each signer gains at least so much, shape (signers,); gains run one way in a piece.

    Minus infinity bounds nobody.
    """
    least = least - ROUNDING * path.size()
    low, high = path.low.copy(), path.high.copy()
    kept = np.ones(len(path), dtype=bool)
    for signer in np.flatnonzero(np.isfinite(least)):
        first = path.gains(low)[signer] >= least[signer]
        last = path.gains(high)[signer] >= least[signer]
        kept &= first | last
        crossing = np.flatnonzero(first != last)
        if len(crossing):
            inside, outside = np.where(first, low, high)[crossing], np.where(first, high, low)[crossing]
            for _ in range(HALVINGS):
                middle = (inside + outside) / 2
                enough = path.gains(middle, crossing)[signer] >= least[signer]
                inside, outside = np.where(enough, middle, inside), np.where(enough, outside, middle)
            low[crossing] = np.where(first[crossing], low[crossing], inside)
            high[crossing] = np.where(first[crossing], inside, high[crossing])
    return replace(path, low=low, high=high).some(kept)


def climbed(path: Path, direction: Direction) -> FloatArray:
    """The best place of each piece if its measure has one top there, shape (m,)."""
    low, high = path.low.copy(), path.high.copy()
    rising = direction(path.gains(low), path.slopes(low)) > 0
    falling = direction(path.gains(high), path.slopes(high)) < 0
    best = np.where(rising, high, low)
    inside = np.flatnonzero(rising & falling)
    start, stop = low[inside], high[inside]
    for _ in range(HALVINGS):
        middle = (start + stop) / 2
        ahead = direction(path.gains(middle, inside), path.slopes(middle, inside)) > 0
        start, stop = np.where(ahead, middle, start), np.where(ahead, stop, middle)
    best[inside] = (start + stop) / 2
    return best
