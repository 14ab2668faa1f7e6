"""Reads payoffs as the exact numbers that they stand for, and holds them as whole numbers, so that ties are ties.

A float that prints with at most fifteen digits *is* that decimal, whatever the size of the others: 0.1 is a tenth, and
a cent beside a billion is a cent. Whole numbers over one power of ten say the same without rounding, in floats while
they stay below 2**53 and in Python's whole numbers beyond. A float with more digits was made by a formula, and lies
within a bound of the number that is meant: eight units in the last place of the player's largest payoff, unless whoever
worked it out knows the bound. Where all payoffs lie so near to decimals, or to multiples of one step such as a seventh,
and the bound leaves one choice only, they are taken for those. Elsewhere a float is its own fraction. Payoffs within
the bound of each other are then held to be one; nobody can tell, and whoever compares them has to say so.
"""

from __future__ import annotations

from fractions import Fraction
from math import gcd, isqrt, lcm, prod
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from negotiate.arrays import BoolArray, FloatArray

Exact = NDArray[Any]
"""Whole numbers: float64 while all are below 2**53, Python's own in an array of objects beyond."""

DIGITS = 15  # significant digits that a float holds whatever they are
ROUNDING = 8.0  # units in the last place of the largest payoff: what a short sum of decimals may be off
CLEAR = 1e-3  # of a step: where the bound is wider than this, that a number is near a multiple of the step says nothing
SAMPLE = 1000  # numbers that are looked at first
WHOLE = 2.0**53  # below it every whole number is a float
TENS = np.array([float(f"1e{k}") for k in range(23)])
"""The powers of ten that are floats."""


class Integers(NamedTuple):
    """Payoffs as whole numbers.

    Attributes
    ----------
    payoffs : ndarray of float64, the shape that was given
        Whole numbers below 2**53 where `whole` says so; elsewhere as given.
    whole : ndarray of bool, shape (games,)
        Which games have decimals throughout that such numbers hold.
    """

    payoffs: FloatArray
    whole: BoolArray


class Exactly(NamedTuple):
    """The payoffs of one game as whole numbers, each player's in a unit of its own and from a zero of its own.

    Attributes
    ----------
    payoffs : ndarray of float64 or of object, shape (players, *strategies)
        Whole numbers; objects are Python's own.
    error : ndarray of float64, shape (players,)
        How far each may be from what is meant, in the same unit; 0 for numbers that are known.
    decimal : bool
        Whether they are the payoffs themselves, as somebody wrote them down; False where a payoff is no decimal.
    undecided : bool
        Whether some player has two payoffs against the same choices of the others that differ by less than `error`
        allows to tell. They are equal here.
    """

    payoffs: Exact
    error: FloatArray
    decimal: bool
    undecided: bool


def extremes(payoffs: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Each player's worst and best payoff, both of shape (games, players)."""
    flat = np.moveaxis(payoffs.reshape(*payoffs.shape[:2], prod(payoffs.shape[2:])), 2, 0)
    if len(flat) < len(payoffs):
        flat = np.ascontiguousarray(flat)  # NumPy is slow along many short axes
    return flat.min(axis=0), flat.max(axis=0)


def spread(payoffs: FloatArray) -> FloatArray:
    """The distance between each player's best and worst payoff, shape (games, players)."""
    low, high = extremes(payoffs)
    return np.asarray(high - low, dtype=np.float64)


def rounding(payoffs: FloatArray) -> FloatArray:
    """How far payoffs may be off that a formula has made, shape (games, players): a bound for short sums."""
    low, high = extremes(payoffs)
    return np.asarray(ROUNDING * np.spacing(np.maximum(-low, high)), dtype=np.float64)


def margins(payoffs: FloatArray, n_players: int) -> FloatArray:
    """How much one payoff must be above another to be better for sure: 0 where a player's payoffs are known exactly.

    Parameters
    ----------
    payoffs : ndarray, shape (*batch, players, *strategies)
        In any unit, finite.
    n_players : int
        Tells batch axes from strategies' axes.

    Returns
    -------
    ndarray, shape (*batch, players)
    """
    axes = payoffs.ndim - n_players
    lanes = payoffs.reshape(prod(payoffs.shape[:axes]), prod(payoffs.shape[axes:]))
    unsure = ~np.asarray((lanes == np.rint(lanes)).all(axis=1), dtype=np.bool_)
    unsure[unsure] = ~written(lanes[unsure, :SAMPLE]).all(axis=1)
    left = np.flatnonzero(~unsure & (lanes.shape[1] > SAMPLE))
    unsure[left] = [not known(lanes[lane]) for lane in left.tolist()]
    margin = 2 * ROUNDING * np.spacing(np.abs(lanes).max(axis=1, initial=0.0))
    return np.where(unsure, margin, 0.0).reshape(payoffs.shape[:axes])


def written(numbers: FloatArray) -> BoolArray:
    """Which numbers are decimals of at most fifteen significant digits, and so what somebody wrote down.

    Examples
    --------
    >>> written(np.array([0.1, 0.1 + 0.2, 1 / 3, 1e9 + 1e-5, 1e-30])).tolist()
    [True, False, False, True, True]
    """
    size = np.abs(numbers)
    easy = (size >= 1e-7) & (size < TENS[DIGITS])
    digits = np.searchsorted(_ENDS, np.where(easy, size, 1.0), side="right") - 7  # before the point; negative after it
    tens = TENS[DIGITS - digits]
    found = easy & (np.rint(numbers * tens) / tens == numbers) | (size == 0)
    rest = np.argwhere(~easy & ~found)
    for place in map(tuple, rest.tolist()):
        found[place] = float(f"{numbers[place]:.{DIGITS - 1}e}") == numbers[place]
    return np.asarray(found, dtype=np.bool_)


def known(numbers: FloatArray) -> bool:
    """Whether all of these are decimals as somebody wrote them, or all are whole."""
    flat = numbers.ravel()
    parts = (flat[:SAMPLE], flat[SAMPLE:])  # of many that are none the first few tell
    return all(bool(written(part).all()) for part in parts) or bool((flat == np.rint(flat)).all())


_ENDS = np.array([float(f"1e{k}") for k in range(-7, DIGITS + 1)])


def scaled_integers(payoffs: FloatArray, error: FloatArray | None = None, *, together: bool = False) -> Integers:
    """Scale each player's payoffs by the smallest power of ten that makes all of them whole.

    Parameters
    ----------
    payoffs : ndarray, shape (games, players, *strategies)
        In any unit, finite.
    error : ndarray, shape (games, players), optional
        How far each payoff may be from what is meant, 0 for those that are as written; by default 0 for decimals of at
        most fifteen digits and the bound of `rounding` for others.
    together : bool
        Whether all players of a game are scaled alike.

    Examples
    --------
    >>> scaled_integers(np.array([[[[0.1 + 0.2, 0.3]], [[1.0, 2.5]]]])).payoffs.tolist()
    [[[[3.0, 3.0]], [[10.0, 25.0]]]]
    """
    games, players = payoffs.shape[:2]
    at_once = 1 if together else players
    lanes = payoffs.reshape(games * at_once, prod(payoffs.shape[1:]) // at_once)
    whole = np.asarray((lanes == np.rint(lanes)).all(axis=1), dtype=np.bool_)
    if whole.all() and lanes.size and max(lanes.max(), -lanes.min()) < WHOLE:
        return Integers(payoffs, np.ones(games, dtype=np.bool_))
    largest = np.abs(lanes).max(axis=1, initial=0.0)
    whole &= largest < WHOLE
    scaled = lanes.copy()
    left = np.flatnonzero(~whole & (largest < WHOLE))
    bound = None if error is None else (error.max(axis=1) if together else error.reshape(-1))[left]
    found, near = _decimals(lanes[left], largest[left], bound)
    scaled[left[found]] = near
    whole[left[found]] = True
    every: BoolArray = np.asarray(whole.reshape(games, at_once).all(axis=1), dtype=np.bool_)
    numbers = scaled.reshape(payoffs.shape)
    numbers[~every] = payoffs[~every]
    return Integers(numbers, every)


def _decimals(lanes: FloatArray, largest: FloatArray, error: FloatArray | None) -> tuple[NDArray[np.intp], FloatArray]:
    """Which lanes are decimals throughout, and those as the smallest whole numbers that say the same."""
    most = np.minimum(len(TENS) - 1, DIGITS - np.searchsorted(TENS, largest, side="right"))
    bound = ROUNDING * np.spacing(largest) if error is None else np.maximum(error, np.spacing(largest))
    wholes, sure = _near(lanes, np.maximum(most, 0), None, None)
    sure &= most >= 0
    if error is not None:
        sure &= error == 0
    some = np.flatnonzero(~sure if error is None else error > 0)
    with np.errstate(over="ignore"):  # payoffs that are all next to nothing
        most[some] = np.minimum(most[some], np.floor(np.log10(CLEAR / bound[some])))
    some = some[most[some] >= 0]
    some = some[_near(lanes[some], most[some], bound[some], None)[1]]
    strict = np.zeros(lanes.shape, dtype=np.bool_)
    strict[some] = written(lanes[some]) if error is None else False
    wholes[some], fits = _near(lanes[some], most[some], bound[some], strict[some])
    bound[sure] = 0.0
    sure[some[fits]] = True
    left = found = np.flatnonzero(sure)
    for places in range(int(most[found].max(initial=0))):
        close = bound[left] if bound[left].any() else None
        near, fits = _near(lanes[left], np.full(len(left), places), close, strict[left])
        wholes[left[fits]] = near[fits]
        left = left[~fits]
    return found, wholes[found]


def _near(
    lanes: FloatArray, places: NDArray[np.intp], bound: FloatArray | None, strict: BoolArray | None
) -> tuple[FloatArray, BoolArray]:
    """The nearest whole numbers at so many places, and which lanes they stand for: strict entries without any error."""
    tens = TENS[places][:, None]
    tried = lanes * tens
    near = np.rint(tried)
    good = near / tens == lanes
    if bound is not None:
        close = np.abs(tried - near) <= bound[:, None] * tens
        good |= close if strict is None else close & ~strict
    return near, np.asarray(good.all(axis=1), dtype=np.bool_)


def exactly(payoffs: FloatArray, error: FloatArray | None = None) -> Exactly:
    """Read the payoffs of one game exactly.

    Parameters
    ----------
    payoffs : ndarray, shape (players, *strategies)
        In any unit, finite.
    error : ndarray, shape (players,), optional
        As in `scaled_integers`.

    Examples
    --------
    >>> found = exactly(np.array([[[1 / 7, 2 / 7, 3 / 7]], [[1e9, 0.00000001, 0]]]))
    >>> found.payoffs.tolist(), found.error.tolist(), found.decimal
    ([[[0, 1, 2]], [[100000000000000000, 1, 0]]], [0.0, 0.0], False)
    >>> exactly(np.array([[0.1, 0.25]])).payoffs.tolist()
    [[10.0, 25.0]]
    """
    players = len(payoffs)
    scaled = scaled_integers(payoffs[:, None], None if error is None else error[:, None])
    if scaled.whole.all():
        return Exactly(scaled.payoffs[:, 0], np.zeros(players), True, False)
    tables: list[Exact] = list(scaled.payoffs[:, 0])
    off, decimal, undecided = np.zeros(players), True, False
    for player in np.flatnonzero(~scaled.whole).tolist():
        found = _own(payoffs[player], None if error is None else float(error[player]))
        tables[player], off[player] = found.whole, found.error
        decimal &= found.decimal
        undecided |= found.merged is not None and _differ(payoffs[player], found.merged, player)
    wide = any(table.dtype == object for table in tables)
    stacked = np.array([big_integers(t) for t in tables] if wide else tables, dtype=object if wide else np.float64)
    return Exactly(stacked, off, decimal, undecided)


def comparable(payoffs: FloatArray, error: FloatArray | None = None) -> tuple[FloatArray, FloatArray]:
    """Numbers that compare as one game's payoffs do, and how much one must be above another to be better for sure.

    Parameters
    ----------
    payoffs : ndarray, shape (players, *strategies)
        In any unit.
    error : ndarray, shape (players,), optional
        As in `exactly`.

    Returns
    -------
    numbers : ndarray of float64, the same shape
    margin : ndarray, shape (players,)
        0 where payoffs are known exactly.
    """
    scaled = scaled_integers(payoffs[:, None], None if error is None else error[:, None])
    margin = margins(payoffs, payoffs.ndim - 1) if error is None else 2 * error
    return scaled.payoffs[:, 0], np.where(scaled.whole, 0.0, margin)


class _Own(NamedTuple):
    """One player's payoffs as whole numbers; `merged` are the floats with those that nobody can tell apart as one."""

    whole: Exact
    error: float
    decimal: bool
    merged: FloatArray | None


def _own(table: FloatArray, error: float | None) -> _Own:
    values, place = np.unique(table, return_inverse=True)
    place = place.reshape(table.shape)
    if error == 0 or (error is None and known(values)):
        return _Own(narrow(over_one_unit(_fractions(values))[0])[place], 0.0, True, None)
    top = float(np.spacing(np.abs(values).max()))
    bound = ROUNDING * top if error is None else max(error, top)
    steps = _steps(values, bound)
    if steps is not None:
        return _Own(steps[place], 0.0, False, None)
    merged = _merged(values, 2 * bound, written(values) if error is None else np.zeros(len(values), dtype=np.bool_))
    whole, unit = over_one_unit(_fractions(merged))
    return _Own(narrow(whole)[place], float(bound * unit), False, merged[place])


def _merged(values: FloatArray, reach: float, sure: BoolArray) -> FloatArray:
    """The values in order, each that is within reach of the one before it as that one; two that are sure stay two."""
    found, anchored = values.copy(), bool(sure[0])
    for k in range(1, len(values)):
        near = values[k] - values[k - 1] <= reach and not (anchored and sure[k])
        anchored = bool(sure[k]) or (near and anchored)
        if near:
            found[k] = found[k - 1]
    return found


def _differ(table: FloatArray, merged: FloatArray, player: int) -> bool:
    """Whether payoffs against the same choices of the others were different and have become equal."""
    before, after = (np.sort(t, axis=player) for t in (table, merged))
    return bool(((np.diff(before, axis=player) > 0) & (np.diff(after, axis=player) == 0)).any())


def _read(number: float) -> Fraction:
    """The decimal that a float prints as, if it is one of at most fifteen digits; else the float's own fraction."""
    text = f"{number:.{DIGITS - 1}e}"
    return Fraction(text) if float(text) == number else Fraction(number)


def _fractions(values: FloatArray) -> NDArray[Any]:
    found = np.empty(len(values), dtype=object)
    found[:] = [_read(x) for x in values.tolist()]
    return found


def _steps(values: FloatArray, bound: float) -> FloatArray | None:
    """Payoffs in steps from the worst one, if all are multiples of one step and of no other that near; else nothing."""
    low, width = Fraction(float(values[0])), Fraction(float(values[-1])) - Fraction(float(values[0]))
    if not width:
        return np.zeros(1)
    blur = 4 * Fraction(bound) / width
    largest = isqrt(int(CLEAR / blur))
    steps = 1
    for value in values.tolist():
        share = (Fraction(value) - low) / width
        if abs(share * steps - round(share * steps)) > blur * steps:
            steps = lcm(steps, share.limit_denominator(max(largest, 1)).denominator)
            if steps > largest or abs(share * steps - round(share * steps)) > blur * steps:
                return None
    return np.array([float(round((Fraction(value) - low) / width * steps)) for value in values.tolist()])


def as_fraction(number: float) -> Fraction:
    """What a number stands for by itself: the decimal, the one simple fraction that it is the float of, or its own.

    Examples
    --------
    >>> as_fraction(0.1), as_fraction(1 / 3), as_fraction(0.1 + 0.2) == Fraction(0.1 + 0.2)
    (Fraction(1, 10), Fraction(1, 3), False)
    """
    read = _read(number)
    if read != Fraction(number) or not number:
        return read
    blur = Fraction(float(np.spacing(abs(number))))
    near = read.limit_denominator(max(isqrt(int(CLEAR / blur)), 1))
    return near if abs(near - read) <= blur else read


def over_one_unit(fractions: NDArray[Any]) -> tuple[Exact, Fraction]:
    """One player's payoffs as whole numbers from 0, and how many of these make one unit.

    Parameters
    ----------
    fractions : ndarray
        Fractions, decimals, whole numbers of Python, or floats for what they stand for by themselves.

    Examples
    --------
    >>> over_one_unit(np.array([Fraction(1, 3), Fraction(1, 2), Fraction(1)]))[0].tolist()
    [0, 1, 4]
    """
    flat = [as_fraction(x) if isinstance(x, float) else Fraction(x) for x in fractions.ravel().tolist()]
    least = min(flat)
    below = lcm(*(x.denominator for x in flat))
    tops = [int((x - least) * below) for x in flat]
    divisor = gcd(*tops) or 1
    whole = np.empty(len(tops), dtype=object)
    whole[:] = [top // divisor for top in tops]
    return whole.reshape(fractions.shape), Fraction(below, divisor)


def narrow(whole: Exact) -> Exact:
    """Whole numbers of Python as floats, if all are below 2**53."""
    if whole.dtype == object and all(abs(x) < WHOLE for x in whole.ravel().tolist()):
        return whole.astype(np.float64)
    return whole


def big_integers(payoffs: Exact) -> Exact:
    """Whole numbers of any size as whole numbers of Python."""
    if payoffs.dtype == object:
        return payoffs
    if np.abs(payoffs).max(initial=0.0) < 2.0**62:
        return payoffs.astype(np.int64).astype(object)
    return np.vectorize(int, otypes=[object])(payoffs) if payoffs.size else payoffs.astype(object)
