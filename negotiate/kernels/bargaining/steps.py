"""Payoffs as whole numbers of a step of each player's, so that ties are ties whatever rounding made of them.

Payoffs that add up over blocks of issues are sums of a few table entries. A sum of decimals is off by its roundings; a
sum of whole numbers below 2**53 is not.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.kernels.exactness import CLEAR, ROUNDING, WHOLE

DECIMALS = 6  # places at which a step is looked for
TIE = 1e-12  # of the range of the sums: a finer step is none
GAP = 1e-9  # of the range: payoffs nearer than this are no two multiples of a step
FEW = 256  # so many entries of a block are tried first: mostly they tell that the rest need no look


class Steps(NamedTuple):
    """Payoffs in whole steps.

    Attributes
    ----------
    tables : tuple of ndarray of float64, each of shape (players, options)
        Whole numbers; any sum of one entry of each is exact.
    vectors : tuple of ndarray of float64, each of shape (players,)
        Whole numbers as well, where finite.
    slack : ndarray of float64, shape (players,)
        By how many steps a sum may be off what it is compared with: 0 where all are multiples of the step; else each
        entry may have been rounded by half of one.
    size : ndarray of float64, shape (players,)
        What one step is worth, more than 0.
    origin : ndarray of float64, shape (players,)
        What a package of 0 steps is worth: ``origin + size * steps`` is its payoff. 0 where a step is a power of ten.
    """

    tables: tuple[FloatArray, ...]
    vectors: tuple[FloatArray, ...]
    slack: FloatArray
    size: FloatArray
    origin: FloatArray


def in_steps(tables: Sequence[FloatArray], vectors: Sequence[FloatArray] = ()) -> Steps:
    """Write payoffs as whole numbers of a step, which each player has of its own.

    Parameters
    ----------
    tables : sequence of ndarray, each of shape (players, options)
        What each option of a block is worth to each player, finite, in any unit; a package is worth the sum over the
        blocks. A block may have no options.
    vectors : sequence of ndarray, each of shape (players,)
        Payoffs to compare packages with, such as a disagreement point; infinite ones stay infinite.

    Returns
    -------
    Steps
        A step is the largest power of ten from 1 down to 1e-6 of which all of a player's payoffs are multiples, up to a
        few roundings; else part of a measure that all packages have in common, such as a seventh; else the power of
        ten above 1e-12 of the range of the sums and above what rounding leaves of the largest. No entry moves by more
        than a step.

    Examples
    --------
    >>> found = in_steps([np.array([[0.1, 0.2]]), np.array([[0.3, 0.7]])], [np.array([0.6])])
    >>> [table.tolist() for table in found.tables], found.vectors[0].tolist(), found.size.tolist()
    ([[[1.0, 2.0]], [[3.0, 7.0]]], [6.0], [0.1])
    """
    given = [np.asarray(table, dtype=np.float64) for table in tables]
    beside = [np.asarray(vector, dtype=np.float64) for vector in vectors]
    players = len([*given, *beside, np.empty(0)][0])
    out = tuple(np.empty(table.shape) for table in given)
    others = tuple(np.empty(vector.shape) for vector in beside)
    slack, size, origin = np.zeros(players), np.ones(players), np.zeros(players)
    for player in range(players):
        rows = [table[player] for table in given]
        bounds = [vector[player : player + 1] for vector in beside]
        step = _step(rows, bounds)
        slack[player] = 0.0 if step.exact else np.floor((len(rows) + 1) / 2)
        size[player], origin[player] = step.size, sum(step.lows)
        for row, low, whole in zip(rows, step.lows, out, strict=True):
            _write(row, low, step, whole[player])
        for bound, whole in zip(bounds, others, strict=True):
            _write(bound, origin[player], step, whole[player : player + 1])
    return Steps(out, others, slack, size, origin)


class _Step(NamedTuple):
    """A player's step, from where it is counted in each block, and whether everything is a multiple of it.

    Everything is rounded to `units` of it at first: a coarser measure, where there is one.
    """

    size: float
    lows: list[float]
    exact: bool
    units: float = 1.0


def _write(row: FloatArray, low: float, step: _Step, whole: FloatArray) -> None:
    """Round a row to whole steps above `low`, into `whole`."""
    np.subtract(row, low, out=whole)
    tens = np.rint(1 / step.size)
    if tens and step.size == 1 / tens:  # times ten is nearer than through a tenth, which is no float
        whole *= tens
    else:
        whole /= step.size
    if step.units > 1:
        near = step.units * np.rint(whole / step.units)
        np.copyto(whole, near, where=np.abs(whole - near) <= 1)
    np.rint(whole, out=whole)


def _step(rows: list[FloatArray], bounds: list[FloatArray]) -> _Step:
    """The step of one player."""
    finite = [bound for bound in bounds if np.isfinite(bound).all()]
    filled = [row for row in rows if row.size]
    lows = [float(row.min()) if row.size else 0.0 for row in rows]
    highs = [float(row.max()) if row.size else 0.0 for row in rows]
    width = sum(high - low for high, low in zip(highs, lows, strict=True))
    most = sum(max(high, -low) for high, low in zip(highs, lows, strict=True))
    largest = max([most, *(abs(float(bound[0])) for bound in finite)])
    decimal = _decimal(filled, finite, largest, width)
    if decimal:
        return _Step(decimal, [0.0] * len(rows), True)
    least = float(np.finfo(np.float64).tiny)
    wide = width * TIE > least
    steps = _measure([(row[:FEW] - low) / width for row, low in zip(rows, lows, strict=True)]) if wide else 0.0
    if steps:
        steps = _measure([(row - low) / width for row, low in zip(rows, lows, strict=True)])
    if not steps:
        doubt = max(TIE * width, ROUNDING * float(np.spacing(largest)), least)
        tens = float(10.0 ** np.ceil(np.log10(doubt)))  # so that blocks of decimals stay exact beside one of formulas
        return _Step(tens, lows, False)
    units = float(np.floor(1 / TIE / steps))
    return _Step(width / (steps * units), lows, True, units)


def _decimal(rows: list[FloatArray], bounds: list[FloatArray], largest: float, width: float) -> float:
    """The largest power of ten, 1 at most, of which all entries are multiples; 0 where 1e-6 is not small enough."""
    parts = (*bounds, *(row[:FEW] for row in rows), *(row[FEW:] for row in rows))
    if largest < WHOLE and all(bool((part == np.rint(part)).all()) for part in parts):
        return 1.0
    doubt = max(ROUNDING * float(np.spacing(largest)), TIE * width)
    places = 0
    for part in parts:
        while not _fits(part, 10.0**places, doubt, largest):
            places += 1
            if places > DECIMALS:
                return 0.0
    return float(10.0**-places)


def _fits(row: FloatArray, tens: float, doubt: float, largest: float) -> bool:
    if largest * tens >= WHOLE or doubt * tens >= CLEAR:
        return False
    tried = row * tens
    tried -= np.rint(tried)
    return not row.size or bool(max(tried.max(), -tried.min()) <= doubt * tens)


def _measure(shifted: list[FloatArray]) -> float:
    """How many steps the range of the sums has if all entries are multiples of one; 0 where there would be too many.

    Euclid's algorithm on all entries at once, with what is within `GAP` of a multiple taken for one.
    """
    left = np.concatenate(shifted) if shifted else np.empty(0)
    unit, last, divisor = left, 1.0, 1.0
    while (left := left[left > GAP]).size:
        divisor = float(left.min())
        left = np.append(left, last)
        left = np.abs(left - divisor * np.rint(left / divisor))  # at most half of the divisor
        last = divisor
        if divisor <= 2 * GAP:
            return 0.0
    steps = float(np.rint(1 / divisor))
    near = unit * steps
    return steps if unit.size and bool((np.abs(near - np.rint(near)) <= TIE * steps).all()) else 0.0
