"""Turns payoffs into integers where they are decimals, so that ties are ties whatever rounding made of them.

A payoff with at most six decimals, such as 0.1, has no exact binary number; ten times as much, it has. What is compared
afterwards is the numbers that somebody wrote down. Of other payoffs only differences up to a trillionth of the player's
range are kept, a distance far below what any payoff is known to.
"""

from __future__ import annotations

from math import prod
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
Exact = NDArray[Any]

DECIMALS = 6
ROUNDING = 8.0  # units in the last place of the largest payoff: what a short sum of decimals may be off
TIE = 1e-12  # of a player's payoff range: the distance below which payoffs count as equal
CLEAR = 1e-3  # of the last decimal: with more rounding than this nobody can say which decimal was meant
WHOLE = 2.0**53  # below it every whole number is a float
GRID = 2.0**40  # steps to which a player's payoffs are rounded where they are multiples of nothing
GAP = 1e-9  # of the range: payoffs nearer than this are no two multiples of a step
MULTIPLES = 32  # the smallest gap between two payoffs may be so many steps


class Integers(NamedTuple):
    """Payoffs as whole numbers.

    Attributes
    ----------
    payoffs : ndarray of float64, the shape that was given
        Whole numbers where `whole` says so; elsewhere as given.
    whole : ndarray of bool, shape (games,)
        Which games have decimals of at most six places throughout.
    """

    payoffs: Array
    whole: Mask


def extremes(payoffs: Array) -> tuple[Array, Array]:
    """Each player's worst and best payoff, both of shape (games, players)."""
    flat = np.moveaxis(payoffs.reshape(*payoffs.shape[:2], prod(payoffs.shape[2:])), 2, 0)
    if len(flat) < len(payoffs):
        flat = np.ascontiguousarray(flat)  # NumPy is slow along many short axes
    return flat.min(axis=0), flat.max(axis=0)


def spread(payoffs: Array) -> Array:
    """The distance between each player's best and worst payoff, shape (games, players)."""
    low, high = extremes(payoffs)
    return np.asarray(high - low, dtype=np.float64)


def scaled_integers(payoffs: Array) -> Integers:
    """Scale each game by the smallest power of ten that makes all of its payoffs whole.

    Parameters
    ----------
    payoffs : ndarray, shape (games, players, *strategies)
        In any unit, finite.

    Returns
    -------
    Integers
        A number that is off its decimal by a few roundings, or by 1e-12 of its player's range, is taken for it.

    Examples
    --------
    >>> scaled_integers(np.array([[[[0.1 + 0.2, 0.3]], [[1.0, 2.5]]]])).payoffs.tolist()
    [[[[3.0, 3.0]], [[10.0, 25.0]]]]
    """
    whole = np.asarray((payoffs == np.rint(payoffs)).all(axis=tuple(range(1, payoffs.ndim))), dtype=np.bool_)
    if whole.all():
        return Integers(payoffs, whole)
    scaled = payoffs.copy()
    flat = np.abs(payoffs).reshape(*payoffs.shape[:2], -1)
    largest = flat.max(axis=2)
    doubt = np.maximum(ROUNDING * np.spacing(largest), TIE * spread(payoffs))
    left = np.flatnonzero(~whole)
    for places in range(DECIMALS + 1):
        tens = 10.0**places
        tried = payoffs[left] * tens
        near = np.rint(tried)
        slack = (doubt[left] * tens).reshape(len(left), -1, *(1,) * (payoffs.ndim - 2))
        fits = ((np.abs(tried - near) <= slack) & (slack < CLEAR)).reshape(len(left), -1).all(axis=1)
        fits &= (largest[left] * tens < WHOLE).all(axis=1)
        scaled[left[fits]] = near[fits]
        whole[left[fits]] = True
        left = left[~fits]
        if not len(left):
            break
    return Integers(scaled, whole)


def whole_steps(payoffs: Array) -> Array:
    """Round each player's payoffs to whole steps: of the unit they are multiples of, or of a grid as fine as `TIE`.

    Parameters
    ----------
    payoffs : ndarray, shape (games, players, *strategies)
        In any unit, finite.

    Returns
    -------
    ndarray of float64, the same shape
        Whole numbers from 0 to `GRID` at most, whatever the unit; all 0 for a player whose payoffs are all equal. No
        payoff has moved by more than 1e-12 of the player's range, and sevenths of something stay sevenths.

    Examples
    --------
    >>> whole_steps(np.array([[[[1 / 7, 2 / 7]], [[0.5, 4 / 7]]]])).tolist()
    [[[[0.0, 1.0]], [[0.0, 1.0]]]]
    """
    flat = payoffs.reshape(*payoffs.shape[:2], -1)
    low = flat.min(axis=2, keepdims=True)
    width = flat.max(axis=2, keepdims=True) - low
    unit = (flat - low) / np.where(width > 0, width, 1.0)
    return np.asarray(np.rint(unit * _steps(unit)[:, :, None]).reshape(payoffs.shape), dtype=np.float64)


def _steps(unit: Array) -> Array:
    """How many steps lie between each player's worst and best payoff, shape (games, players)."""
    gaps = np.diff(np.sort(unit, axis=2), axis=2)
    gap = np.where(gaps > GAP, gaps, 1.0).min(axis=2, initial=1.0)
    found = np.full(gap.shape, GRID)
    for multiple in range(MULTIPLES, 0, -1):
        tried = np.rint(multiple / gap)
        there = unit * tried[:, :, None]
        fits = (np.abs(there - np.rint(there)) <= TIE * tried[:, :, None]).all(axis=2) & (tried < TIE / GAP**2)
        found[fits] = tried[fits]
    return found


def big_integers(payoffs: Array) -> Exact:
    """Whole numbers held as floats, of any size, as whole numbers of Python."""
    if np.abs(payoffs).max(initial=0.0) < 2.0**62:
        return payoffs.astype(np.int64).astype(object)
    return np.vectorize(int, otypes=[object])(payoffs) if payoffs.size else payoffs.astype(object)
