"""A path of gains, piece after piece: what can be agreed on where outcomes lie on a line.

A curve of outcomes is one, and so is the frontier of two players' lotteries. A curve is known by
samples along it: between them it is drawn by polynomials of the fifth degree where it is smooth,
and straight elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from negotiate.arrays import BoolArray, FloatArray, IntArray
from negotiate.display import entity
from negotiate.errors import UnsuitableGame

Direction = Callable[[FloatArray, FloatArray], FloatArray]
"""Gains and their slopes, shape (signers, m) each → whether to go on (more than 0) or back, shape
(m,).
"""

NOTHING = 1e-12
"""Of the largest payoff on the pieces: a gain that is only rounding."""
ROUNDING = 1e-14
"""Of the largest payoff on the pieces: so much less is not less."""
HALVINGS = 60
"""Of a piece: what is left is below one rounding."""


@entity
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
        return _at(self.pieces if piece is None else self.pieces[piece], where)

    def slopes(self, where: FloatArray, piece: npt.NDArray[np.intp] | None = None) -> FloatArray:
        """How fast gains change there, shape (signers, m)."""
        terms = self.pieces if piece is None else self.pieces[piece]
        return _at(terms[:, :, 1:] * np.arange(1, terms.shape[2]), where)

    def hope(self) -> FloatArray:
        """The most that each signer can gain, shape (signers,); minus infinity on an empty path."""
        if not len(self):
            return np.full(self.pieces.shape[1], -np.inf)
        return np.asarray(np.maximum(self.gains(self.low), self.gains(self.high)).max(axis=1))

    def able(self) -> BoolArray:
        """Which signers can gain anything, shape (signers,)."""
        return self.hope() > NOTHING * self.size()

    def size(self) -> FloatArray:
        """The largest gain or loss at an end of a piece, shape (signers,)."""
        ends = np.maximum(np.abs(self.pieces[:, :, 0]), np.abs(self.pieces.sum(axis=2)))
        return np.asarray(ends.max(axis=0, initial=0.0))

    def some(self, kept: BoolArray) -> Path:
        """Some of the pieces."""
        return Path(
            self.pieces[kept], self.low[kept], self.high[kept], self.ends[kept], self.mixed[kept]
        )


def _at(terms: FloatArray, where: FloatArray) -> FloatArray:
    """Polynomials, shape (m, signers, degree + 1), each at one place, shape (signers, m)."""
    total = terms[:, :, -1]
    for power in range(terms.shape[2] - 2, -1, -1):
        total = total * where[:, None] + terms[:, :, power]
    return total.T


def polyline(corners: FloatArray, packages: IntArray, mixed: bool) -> Path:
    """Straight pieces from corner to corner, shape (signers, corners); one corner is a path of a
    single point.
    """
    if corners.shape[1] == 1:
        corners, packages = np.repeat(corners, 2, axis=1), np.repeat(packages, 2)
    pieces = np.stack([corners[:, :-1], np.diff(corners)], axis=-1).transpose(1, 0, 2)
    count = len(pieces)
    ends = np.stack([packages[:-1], packages[1:]], axis=1)
    return Path(pieces, np.zeros(count), np.ones(count), ends, np.full(count, mixed))


def _enough(path: Path, piece: IntArray, signer: int, least: float, at: FloatArray) -> BoolArray:
    """Whether a signer gains at least so much at these points of pieces, shape (pieces,)."""
    return np.asarray(path.gains(at, piece)[signer] >= least)


def clipped(path: Path, least: FloatArray) -> Path:
    """What is left of a path where each signer gains at least so much, shape (signers,); gains run
    one way in a piece.

    Minus infinity bounds nobody.
    """
    low, high, least = path.low.copy(), path.high.copy(), least - ROUNDING * path.size()
    kept = np.ones(len(path), dtype=bool)
    for signer in np.flatnonzero(np.isfinite(least)).tolist():
        first, last = (path.gains(end)[signer] >= least[signer] for end in (low, high))
        kept &= first | last
        piece = np.flatnonzero(first != last)
        if not len(piece):
            continue
        starts = first[piece]
        inside, outside = np.where(starts, [low[piece], high[piece]], [high[piece], low[piece]])
        enough = partial(_enough, path, piece, signer, least[signer])
        inside, _ = halved(inside, outside, enough)
        low[piece] = np.where(starts, low[piece], inside)
        high[piece] = np.where(starts, inside, high[piece])
    return replace(path, low=low, high=high).some(kept)


def climbed(path: Path, direction: Direction) -> FloatArray:
    """The best place of each piece if its measure has one top there, shape (m,)."""
    low, high = path.low.copy(), path.high.copy()
    rising = direction(path.gains(low), path.slopes(low)) > 0
    falling = direction(path.gains(high), path.slopes(high)) < 0
    best = np.where(rising, high, low)
    inside = np.flatnonzero(rising & falling)
    start, stop = halved(
        low[inside],
        high[inside],
        lambda at: direction(path.gains(at, inside), path.slopes(at, inside)) > 0,
    )
    best[inside] = (start + stop) / 2
    return best


def halved(
    start: FloatArray, stop: FloatArray, ahead: Callable[[FloatArray], BoolArray]
) -> tuple[FloatArray, FloatArray]:
    """Stretches, halved until they hardly hold more than the place up to which one has to go on,
    `ahead`.
    """
    for _ in range(HALVINGS):
        middle = (start + stop) / 2
        further = ahead(middle)
        start, stop = np.where(further, middle, start), np.where(further, stop, middle)
    return start, stop


Curve = npt.ArrayLike | Callable[[float], npt.ArrayLike]

SAMPLES = 2_001
"""Where a curve is a function, it is sampled at so many places."""
STENCIL = 6
"""Neighbouring samples that a smooth piece goes through."""
SMOOTH = 0.02
"""Of what a curve bends between two samples: polynomials of degree three and five differ less where
it is smooth.
"""
BENT = 0.25
"""Of the distance between two samples: a curve that bends more than that between them has a corner
there.
"""
STRAIGHT = 1e-12
"""Of the range of payoffs: a piece that bends less is straight."""


def numbers(given: Any, wrong: str, hint: str = "") -> FloatArray:
    """Numbers as an array of their own.

    Raises
    ------
    UnsuitableGame
        Saying what is wrong, if something is no number or rows differ in length.
    """
    try:
        return np.array(given, dtype=float)
    except (TypeError, ValueError, OverflowError):
        raise UnsuitableGame(wrong, hint) from None


def sampled(points: Curve, players: int) -> FloatArray:
    """What outcomes along a curve are worth, shape (players, samples), whichever way round they are
    given.

    Raises
    ------
    UnsuitableGame
        If something is no number, or a function does not give one payoff a player.
    """
    samples = (
        [points(float(t)) for t in np.linspace(0.0, 1.0, SAMPLES)] if callable(points) else points
    )
    table = numbers(
        samples, "a curve holds something that is not a number, or its rows differ in length"
    )
    if not callable(points):
        turned = table.ndim == 2 and len(table) != players and table.shape[1] == players
        return table.T if turned else table
    if table.ndim == 1:
        raise UnsuitableGame(
            "the curve gives one number at each place", "let it return one payoff a player"
        )
    if table.ndim == 2 and table.shape[1] != players:
        raise UnsuitableGame(
            (
                f"the curve gives {table.shape[1]} payoffs at each place, and `disagreement` has "
                f"{players}"
            ),
            "let it return one payoff a player, and pass one disagreement payoff a player",
        )
    return table.T


def curve_path(samples: FloatArray) -> Path:
    """A path through samples in order, shape (signers, samples); it runs towards what the first
    signer likes better.
    """
    places = np.arange(samples.shape[1])
    if samples[0, -1] < samples[0, 0]:
        samples, places = samples[:, ::-1], places[::-1]
    different = np.append(True, (samples[:, 1:] != samples[:, :-1]).any(axis=0))
    samples = samples[:, different]
    straight = polyline(samples, places[different], False)
    if samples.shape[1] < STENCIL:
        return straight
    smooth, bends = _smooth(samples)
    pieces = np.zeros((*straight.pieces.shape[:2], STENCIL))
    pieces[:, :, :2] = straight.pieces
    pieces[bends] = smooth[bends]
    return replace(straight, pieces=pieces)


def _smooth(samples: FloatArray) -> tuple[FloatArray, BoolArray]:
    """Polynomials of degree five between neighbours, and where they are to be trusted.

    The length of the way from sample to sample is what they depend on, so that it does not matter
    how evenly the curve was sampled.
    """
    span = np.ptp(samples, axis=1)
    span = np.where(span > 0, span, 1.0)[:, None]
    unit = samples / span
    hops = np.sqrt((np.diff(unit) ** 2).sum(axis=0))
    way = np.append(0.0, np.cumsum(hops))
    inner = np.array([0.25, 0.5, 0.75])
    fifth, third = (_through(unit, way, hops, order) for order in (STENCIL, 4))
    on_fifth, on_third = (
        terms @ inner ** np.arange(terms.shape[2])[:, None] for terms in (fifth, third)
    )
    on_line = unit[:, :-1].T[:, :, None] + np.diff(unit).T[:, :, None] * inner
    apart = np.abs(on_fifth - on_third).max(axis=(1, 2))
    bend = np.abs(on_third - on_line).max(axis=(1, 2))
    trusted = (apart <= SMOOTH * bend) & (bend <= BENT * hops) & (bend > STRAIGHT)
    return fifth * span, trusted


def _through(unit: FloatArray, way: FloatArray, hops: FloatArray, order: int) -> FloatArray:
    """Coefficients, shape (pieces, players, order), of polynomials through `order` neighbours of
    each piece.
    """
    start = np.arange(len(hops))
    nodes = np.clip(start - order // 2 + 1, 0, len(way) - order)[:, None] + np.arange(order)
    places = (way[nodes] - way[start][:, None]) / hops[:, None]
    powers = places[:, :, None] ** np.arange(order)
    values = unit[:, nodes].transpose(1, 2, 0)
    terms = np.linalg.solve(powers, values).transpose(0, 2, 1)
    terms[:, :, 0] = unit[:, :-1].T  # the ends are samples, whatever rounding says
    terms[:, :, 1] += unit[:, 1:].T - terms.sum(axis=2)
    return terms
