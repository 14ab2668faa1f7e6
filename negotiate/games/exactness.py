"""Payoffs as the exact numbers that they stand for, held as whole numbers, so that ties are ties.

A float that prints with at most fifteen digits *is* that decimal, whatever the size of the others:
0.1 is a tenth, and a cent beside a billion is a cent. Whole numbers over one power of ten say the
same without rounding, in floats while they stay below 2**53 and in Python's whole numbers beyond. A
float with more digits was made by a formula, and lies within a bound of the number that is meant:
eight units in the last place of the player's largest payoff, unless whoever worked it out knows the
bound. Where all payoffs lie so near to decimals, or to multiples of one step such as a seventh, and
the bound leaves one choice only, they are taken for those. Elsewhere a float is its own fraction.
Payoffs within the bound of each other are then held to be one; nobody can tell, and whoever
compares them has to say so.

Payoffs that add up over blocks of issues are sums of a few table entries. A sum of decimals is off
by its roundings; a sum of whole numbers of a step below 2**53 is not.

Equations are solved by pivots in whole numbers, in which every division comes out even, so that
nothing is rounded and no fraction grows.

References
----------
Edmonds 1967, "Systems of distinct representatives and linear algebra", Journal of Research of the
National Bureau of Standards 71B. Bareiss 1968, "Sylvester's identity and multistep
integer-preserving Gaussian elimination", Mathematics of Computation 22.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import gcd, isqrt, lcm, prod
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from negotiate.arrays import SMALLEST, BoolArray, FloatArray
from negotiate.errors import UnsuitableGame

Exact = NDArray[Any]
"""Whole numbers: float64 while all are below 2**53, Python's own in an array of objects beyond."""

DIGITS = 15  # significant digits that a float holds whatever they are
ROUNDING = (
    8.0  # units in the last place of the largest payoff: what a short sum of decimals may be off
)
# of a step: where the bound is wider than this, that a number is near a multiple of the step says
# nothing
CLEAR = 1e-3
RATIO = 2.0**-51  # what floats may be off a ratio of differences that is at most 1
SAMPLE = 1000  # numbers that are looked at first
WHOLE = 2.0**53  # below it every whole number is a float
MACHINE = 2**63  # below it every whole number is one of the machine's, of either sign
ROOM = 1000  # payoffs that are added up where nobody says how many
TENS = np.array([float(f"1e{k}") for k in range(23)])
"""The powers of ten that are floats."""
TENTHS = np.array([10**k for k in range(23)], dtype=object)
HALVES = np.array([2**k for k in range(80)], dtype=object)
"""What decimals, and floats of at least 1e-7 that are none, are over."""
SIZES = np.array([float(f"1e{k}") for k in range(-7, DIGITS + 1)])
"""Between two of these, numbers have as many digits before their point."""
LONGEST = 1000  # bits of a whole number of which there surely is a float
DECIMALS = 6  # places at which a step is looked for
TIE = 1e-12  # of the range of the sums: a finer step is none
GAP = 1e-9  # of the range: payoffs nearer than this are no two multiples of a step
# so many entries of a block or a game are tried first: mostly they tell that the rest need no look
FEW = 256


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
    """The payoffs of one game as whole numbers, each player's in a unit of its own and from a zero
    of its own.

    Attributes
    ----------
    payoffs : ndarray of float64 or of object, shape (players, *strategies)
        Whole numbers; objects are Python's own.
    error : ndarray of float64, shape (players,)
        How far each may be from what is meant, in the same unit; 0 for numbers that are known.
    decimal : bool
        Whether they are the payoffs themselves, as somebody wrote them down; False where a payoff
        is no decimal.
    undecided : bool
        Whether some player has two payoffs against the same choices of the others that differ by
        less than `error` allows to tell. They are equal here.
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
    return high - low


def rounding(payoffs: FloatArray) -> FloatArray:
    """How far payoffs may be off that a formula has made, shape (games, players): a bound for short
    sums.
    """
    low, high = extremes(payoffs)
    return ROUNDING * np.spacing(np.maximum(-low, high))


def margins(payoffs: FloatArray, n_players: int) -> FloatArray:
    """How much one payoff must be above another to be better for sure: 0 where a player's payoffs
    are known exactly.

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
    unsure = ~_integral(lanes)
    unsure[unsure] = ~written(lanes[unsure, :FEW]).all(axis=1)
    left = np.flatnonzero(~unsure & (lanes.shape[1] > FEW))
    unsure[left] = [not known(lanes[lane]) for lane in left.tolist()]
    margin = 2 * ROUNDING * np.spacing(np.abs(lanes).max(axis=1, initial=0.0))
    return np.where(unsure, margin, 0.0).reshape(payoffs.shape[:axes])


def _integral(lanes: FloatArray) -> BoolArray:
    """Which lanes hold whole numbers throughout; of many that do not the first few tell."""
    found = np.asarray((lanes[:, :FEW] == np.rint(lanes[:, :FEW])).all(axis=1), dtype=bool)
    if lanes.shape[1] > FEW and found.any():
        found[found] = (lanes[found] == np.rint(lanes[found])).all(axis=1)
    return found


def written(numbers: FloatArray) -> BoolArray:
    """Which numbers are decimals of at most fifteen significant digits, and so what somebody wrote
    down.

    Examples
    --------
    >>> written(np.array([0.1, 0.1 + 0.2, 1 / 3, 1e9 + 1e-5, 1e-30])).tolist()
    [True, False, False, True, True]
    """
    easy, places = _digits(numbers)
    tens = TENS[places]
    found = easy & (np.rint(numbers * tens) / tens == numbers) | (numbers == 0)
    rest = np.argwhere(~easy & ~found)
    for place in map(tuple, rest.tolist()):
        found[place] = float(f"{numbers[place]:.{DIGITS - 1}e}") == numbers[place]
    return np.asarray(found, dtype=bool)


def _digits(numbers: FloatArray) -> tuple[BoolArray, NDArray[np.intp]]:
    """Which numbers are neither tiny nor huge, and at which place of a decimal the fifteenth digit
    of each stands.
    """
    size = np.abs(numbers)
    easy = np.asarray((size >= SIZES[0]) & (size < TENS[DIGITS]))
    digits = (
        np.searchsorted(SIZES, np.where(easy, size, 1.0), side="right") - 7
    )  # before the point; negative after it
    return easy, DIGITS - digits


def known(numbers: FloatArray) -> bool:
    """Whether all of these are decimals as somebody wrote them, or all are whole."""
    flat = numbers.ravel()
    parts = (flat[:SAMPLE], flat[SAMPLE:])  # of many that are none the first few tell
    return all(bool(written(part).all()) for part in parts) or bool((flat == np.rint(flat)).all())


def scaled_integers(
    payoffs: FloatArray, error: FloatArray | None = None, *, together: bool = False
) -> Integers:
    """Scale each player's payoffs by the smallest power of ten that makes all of them whole.

    Parameters
    ----------
    payoffs : ndarray, shape (games, players, *strategies)
        In any unit, finite.
    error : ndarray, shape (games, players), optional
        How far each payoff may be from what is meant, 0 for those that are as written; by default 0
        for decimals of at most fifteen digits and the bound of `rounding` for others.
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
    whole = _integral(lanes)
    if whole.all() and lanes.size and max(lanes.max(), -lanes.min()) < WHOLE:
        return Integers(payoffs, np.ones(games, dtype=bool))
    largest = np.abs(lanes).max(axis=1, initial=0.0)
    whole &= largest < WHOLE
    left = np.flatnonzero(~whole & (largest < WHOLE))
    bound = None if error is None else error.max(axis=1) if together else error.reshape(-1)
    if lanes.shape[1] > FEW:
        left = left[
            _decimals(lanes[left, :FEW], largest[left], None if bound is None else bound[left])[0]
        ]
    if not len(left) and not whole.any():
        return Integers(payoffs, np.zeros(games, dtype=bool))
    scaled = lanes.copy()
    found, near = _decimals(lanes[left], largest[left], None if bound is None else bound[left])
    scaled[left[found]] = near
    whole[left[found]] = True
    every: BoolArray = np.asarray(whole.reshape(games, at_once).all(axis=1), dtype=bool)
    numbers = scaled.reshape(payoffs.shape)
    numbers[~every] = payoffs[~every]
    return Integers(numbers, every)


def _decimals(
    lanes: FloatArray, largest: FloatArray, error: FloatArray | None
) -> tuple[NDArray[np.intp], FloatArray]:
    """Which lanes are decimals throughout, and those as the smallest whole numbers that say the
    same.
    """
    most = np.minimum(len(TENS) - 1, DIGITS - np.searchsorted(TENS, largest, side="right"))
    bound = (
        ROUNDING * np.spacing(largest) if error is None else np.maximum(error, np.spacing(largest))
    )
    wholes, sure = _near(lanes, np.maximum(most, 0), None, None)
    sure &= most >= 0
    if error is not None:
        sure &= error == 0
    some = np.flatnonzero(~sure if error is None else error > 0)
    with np.errstate(over="ignore"):  # payoffs that are all next to nothing
        most[some] = np.minimum(most[some], np.floor(np.log10(CLEAR / bound[some])))
    some = some[most[some] >= 0]
    some = some[_near(lanes[some], most[some], bound[some], None)[1]]
    strict = np.zeros(lanes.shape, dtype=bool)
    bound[sure] = 0.0
    if len(some):
        strict[some] = written(lanes[some]) if error is None else False
        wholes[some], fits = _near(lanes[some], most[some], bound[some], strict[some])
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
    """The nearest whole numbers at so many places, and which lanes they stand for: strict entries
    without any error.
    """
    tens = TENS[places][:, None]
    tried = lanes * tens
    near = np.rint(tried)
    good = near / tens == lanes
    if bound is not None:
        close = np.abs(tried - near) <= bound[:, None] * tens
        good |= close if strict is None else close & ~strict
    return near, np.asarray(good.all(axis=1), dtype=bool)


def exactly(payoffs: FloatArray, error: FloatArray | None = None) -> Exactly:
    """Read the payoffs of one game exactly.

    Parameters
    ----------
    payoffs : ndarray, shape (players, *strategies) or (players, leaves)
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
    stacked = np.array(
        [big_integers(t) for t in tables] if wide else tables, dtype=object if wide else np.float64
    )
    return Exactly(stacked, off, decimal, undecided)


def comparable(
    payoffs: FloatArray, error: FloatArray | None = None
) -> tuple[FloatArray, FloatArray]:
    """Numbers that compare as one game's payoffs do, and how much one must be above another to be
    better for sure.

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
    if scaled.whole.all():
        return scaled.payoffs[:, 0], np.zeros(len(payoffs))
    margin = margins(payoffs, payoffs.ndim - 1) if error is None else 2 * error
    return scaled.payoffs[:, 0], np.where(scaled.whole, 0.0, margin)


class _Own(NamedTuple):
    """One player's payoffs as whole numbers; `merged` are the floats with those that nobody can
    tell apart as one.
    """

    whole: Exact
    error: float
    decimal: bool
    merged: FloatArray | None


def _own(table: FloatArray, error: float | None) -> _Own:
    """One player's payoffs, of any shape."""
    values, place = np.unique(table, return_inverse=True)
    place = place.reshape(table.shape)
    if error == 0 or (error is None and known(values)):
        return _Own(narrow(_in_one_unit(*_ratios(values))[0])[place], 0.0, True, None)
    top = float(np.spacing(np.abs(values).max()))
    bound = ROUNDING * top if error is None else max(error, top)
    steps = _steps(values, bound)
    if steps is not None:
        return _Own(steps[place], 0.0, False, None)
    sure = written(values) if error is None else np.zeros(len(values), dtype=bool)
    merged = _merged(values, 2 * bound, sure)
    whole, unit = _in_one_unit(*_ratios(merged))
    return _Own(narrow(whole)[place], float(bound * unit), False, merged[place])


def _merged(values: FloatArray, reach: float, sure: BoolArray) -> FloatArray:
    """The values in order, each that is within reach of the one before it as that one; two that are
    sure stay two.
    """
    found, anchored = values.copy(), bool(sure[0])
    for k in range(1, len(values)) if (np.diff(values) <= reach).any() else ():
        near = values[k] - values[k - 1] <= reach and not (anchored and sure[k])
        anchored = bool(sure[k]) or (near and anchored)
        if near:
            found[k] = found[k - 1]
    return found


def _differ(table: FloatArray, merged: FloatArray, player: int) -> bool:
    """Whether payoffs against the same choices of the others were different and have become
    equal.
    """
    axis = min(player, table.ndim - 1)
    before, after = (np.diff(np.sort(payoffs, axis=axis), axis=axis) for payoffs in (table, merged))
    return bool(((before > 0) & (after == 0)).any())


def _read(number: float) -> Fraction:
    """The decimal that a float prints as, if it is one of at most fifteen digits; else the float's
    own fraction.
    """
    text = f"{number:.{DIGITS - 1}e}"
    return Fraction(text) if float(text) == number else Fraction(number)


def _ratios(values: FloatArray) -> tuple[Exact, Exact]:
    """What floats stand for, as `_read` has it, as whole numbers of Python over others."""
    easy, places = _digits(values)
    usual = np.where(easy, values, 0.0)
    near = np.rint(usual * TENS[places])
    decimal = near / TENS[places] == usual
    mantissa, power = np.frexp(usual)
    tops = np.where(decimal, near, np.ldexp(mantissa, 53)).astype(np.int64).astype(object)
    below = np.where(decimal, TENTHS[places], HALVES[53 - power])
    for k in np.flatnonzero(~easy).tolist():
        read = _read(float(values[k]))
        tops[k], below[k] = read.numerator, read.denominator
    return tops, below


def _steps(values: FloatArray, bound: float) -> FloatArray | None:
    """Payoffs in steps from the worst one, if all are multiples of one step and of no other that
    near; else nothing.
    """
    low, width = (
        Fraction(float(values[0])),
        Fraction(float(values[-1])) - Fraction(float(values[0])),
    )
    if not width:
        return np.zeros(1)
    blur = 4 * Fraction(bound) / width
    largest = isqrt(int(CLEAR / blur))
    shares, sure = (values - values[0]) / float(width), float(blur) - RATIO
    steps, start = 1, 0
    while start < len(values):
        off = np.abs(shares[start:] * steps - np.rint(shares[start:] * steps))
        doubtful, start = (start + np.flatnonzero(off > sure * steps)).tolist(), len(values)
        for k in doubtful:
            share = (Fraction(float(values[k])) - low) / width
            if abs(share * steps - round(share * steps)) > blur * steps:
                steps = lcm(steps, share.limit_denominator(max(largest, 1)).denominator)
                if steps > largest or abs(share * steps - round(share * steps)) > blur * steps:
                    return None
                start = k + 1
                break
    return np.asarray(np.rint(shares * steps), dtype=float)


def as_fraction(number: float) -> Fraction:
    """What a number stands for by itself: the decimal, the one simple fraction that it is the float
    of, or its own.

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
        Fractions, decimals, whole numbers of Python, or floats for what they stand for by
        themselves.

    Examples
    --------
    >>> over_one_unit(np.array([Fraction(1, 3), Fraction(1, 2), Fraction(1)]))[0].tolist()
    [0, 1, 4]
    """
    flat = [
        as_fraction(x) if isinstance(x, float) else Fraction(x) for x in fractions.ravel().tolist()
    ]
    tops, below = (
        np.array(part, dtype=object)
        for part in zip(*(x.as_integer_ratio() for x in flat), strict=True)
    )
    whole, unit = _in_one_unit(tops, below)
    return whole.reshape(fractions.shape), unit


def _in_one_unit(tops: Exact, below: Exact) -> tuple[Exact, Fraction]:
    """Whole numbers of Python over others as whole numbers from 0, and how many of these make one
    unit.
    """
    over = lcm(*set(below.tolist()))
    whole = tops * (over // below)
    whole -= whole.min()
    divisor = gcd(*whole.tolist()) or 1
    return whole // divisor, Fraction(over, divisor)


def largest_size(whole: Exact) -> int:
    """The size of the largest of some whole numbers, at least 1."""
    return max(int(whole.max()), -int(whole.min()), 1) if whole.size else 1


def narrow(whole: Exact) -> Exact:
    """Whole numbers of Python as floats, if all are below 2**53."""
    return whole.astype(float) if whole.dtype == object and largest_size(whole) < WHOLE else whole


def big_integers(payoffs: Exact) -> Exact:
    """Whole numbers of any size as whole numbers of Python."""
    if payoffs.dtype == object:
        return payoffs
    if largest_size(payoffs) < MACHINE:
        return payoffs.astype(np.int64).astype(object)
    return np.asarray(np.vectorize(int, otypes=[object])(payoffs))


def ranked(whole: Exact) -> FloatArray:
    """Each player's payoffs as places in their order, from the worst at 0; equal ones share a
    place.
    """
    return np.array(
        [np.unique(own, return_inverse=True)[1].reshape(own.shape) for own in whole], dtype=float
    )


def floats(whole: NDArray[Any]) -> FloatArray:
    """Whole numbers as floats next to them, all divided by one power of two where some are beyond
    any float.
    """
    if whole.dtype != object:
        return whole.astype(float)
    spare = max((int(x).bit_length() for x in whole.ravel().tolist()), default=0) - LONGEST
    return np.asarray(whole if spare <= 0 else whole >> spare, dtype=float)


def integers(whole: Exact, times: int = ROOM) -> Exact:
    """Whole numbers as those of a machine if their size proves that none overflows, and as Python's
    own if it does not.

    Parameters
    ----------
    whole : ndarray
        As floats or as whole numbers of either kind.
    times : int
        How many times as large as the largest of these anything is that will be worked out from
        them.

    Examples
    --------
    >>> [integers(np.array([2.0**52, -1.0]), times).dtype.kind for times in (2047, 2048)]
    ['i', 'O']
    """
    return whole.astype(np.int64) if largest_size(whole) * times < MACHINE else big_integers(whole)


class Steps(NamedTuple):
    """Payoffs in whole steps.

    Attributes
    ----------
    tables : tuple of ndarray of float64, each of shape (players, options)
        Whole numbers; any sum of one entry of each is exact.
    vectors : tuple of ndarray of float64, each of shape (players,)
        Whole numbers as well, where finite.
    slack : ndarray of float64, shape (players,)
        By how many steps a sum may be off what it is compared with: 0 where all are multiples of
        the step; else each entry may have been rounded by half of one.
    size : ndarray of float64, shape (players,)
        What one step is worth, more than 0.
    origin : ndarray of float64, shape (players,)
        What a package of 0 steps is worth: ``origin + size * steps`` is its payoff. 0 where a step
        is a power of ten.
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
        What each option of a block is worth to each player, finite, in any unit; a package is worth
        the sum over the blocks. A block may have no options.
    vectors : sequence of ndarray, each of shape (players,)
        Payoffs to compare packages with, such as a disagreement point; infinite ones stay infinite.

    Returns
    -------
    Steps
        A step is the largest power of ten up to 1 of which all of a player's payoffs are multiples,
        up to a few roundings (as fine as 1e-6 for sums; as fine as they are written for decimals,
        while their sums stay below 2**53); else part of a measure that all packages have in common,
        such as a seventh; else the power of ten above 1e-12 of the range of the sums and above what
        rounding leaves of the largest. No entry moves by more than a step.

    Raises
    ------
    UnsuitableGame
        If two payoffs that somebody wrote down would count as one beside a far larger one.

    Examples
    --------
    >>> found = in_steps([np.array([[0.1, 0.2]]), np.array([[0.3, 0.7]])], [np.array([0.6])])
    >>> [table.tolist() for table in found.tables], found.vectors[0].tolist(), found.size.tolist()
    ([[[1.0, 2.0]], [[3.0, 7.0]]], [6.0], [0.1])
    """
    given = [np.asarray(table, dtype=float) for table in tables]
    beside = [np.asarray(vector, dtype=float) for vector in vectors]
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
    """A player's step, from where it is counted in each block, and whether everything is a multiple
    of it.

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
    if (
        tens and step.size == 1 / tens
    ):  # times ten is nearer than through a tenth, which is no float
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
    if 0 < width < SMALLEST:
        raise UnsuitableGame(
            f"a player's payoffs differ by less than {SMALLEST:.0e}, where numbers lose their "
            "digits"
        )
    doubt = max(TIE * width, ROUNDING * float(np.spacing(largest)))
    _refuse_lost(filled, doubt, largest)
    steps = (
        _measure([(row[:FEW] - low) / width for row, low in zip(rows, lows, strict=True)])
        if width
        else 0.0
    )
    if steps:
        steps = _measure([(row - low) / width for row, low in zip(rows, lows, strict=True)])
    if not steps:
        tens = float(
            10.0 ** np.ceil(np.log10(doubt))
        )  # so that blocks of decimals stay exact beside one of formulas
        return _Step(tens, lows, False)
    units = float(np.floor(1 / TIE / steps))
    return _Step(width / (steps * units), lows, True, units)


def _refuse_lost(rows: list[FloatArray], step: float, largest: float) -> None:
    """Refuse payoffs that somebody wrote down as two and that would count as one beside the
    largest.

    Raises
    ------
    UnsuitableGame
        If there are such.
    """
    for row in rows:
        if not written(row[:SAMPLE]).all():
            continue
        values = np.unique(row[written(row)])
        lost = np.flatnonzero(np.diff(values) < step)
        if lost.size:
            low, high = values[lost[0] : lost[0] + 2].tolist()
            raise UnsuitableGame(
                (
                    f"payoffs of {low:.15g} and {high:.15g} cannot be told apart beside "
                    f"{largest:.3g} "
                    "of the same player"
                ),
                (
                    "write what must not happen as a red line or under `infeasible`, not as a very "
                    "large penalty"
                ),
            )


def _decimal(
    rows: list[FloatArray], bounds: list[FloatArray], largest: float, width: float
) -> float:
    """The largest power of ten, 1 at most, of which all entries are multiples; 0 where there is
    none for sure.
    """
    parts = (*bounds, *(row[:FEW] for row in rows), *(row[FEW:] for row in rows))
    if largest < WHOLE and all(bool((part == np.rint(part)).all()) for part in parts):
        return 1.0
    doubt = max(ROUNDING * float(np.spacing(largest)), TIE * width)
    places, found = 0, []
    for part in parts:
        sure = bool(written(part).all())
        while not _fits(part, 10.0**places, 0.0 if sure else doubt, largest):
            places += 1
            if places > (DIGITS if sure else DECIMALS):
                return 0.0
        if not sure:
            found.append((part, places))
    again = (part for part, enough in found if enough < places)
    return (
        float(10.0**-places)
        if all(_fits(part, 10.0**places, doubt, largest) for part in again)
        else 0.0
    )


def _fits(row: FloatArray, tens: float, doubt: float, largest: float) -> bool:
    """Whether all entries are whole when they are taken so many times, save for rounding where
    there is doubt.
    """
    if largest * tens >= WHOLE:
        return False
    tried = row * tens
    near = np.rint(tried)
    exact = near / tens == row
    if not doubt or exact.all():
        return bool(exact.all())
    off = np.abs(tried - near)
    own = (
        ROUNDING * np.spacing(np.abs(row)) * tens
    )  # where all that was added up is about as large as the sum
    return (doubt * tens < CLEAR and off.max() <= doubt * tens) or bool(
        (exact | (off <= own) & (own < CLEAR)).all()
    )


def _measure(shifted: list[FloatArray]) -> float:
    """How many steps the range of the sums has if all entries are multiples of one; 0 where there
    would be too many.

    Euclid's algorithm on all entries at once, with what is within `GAP` of a multiple taken for
    one.
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


Rows = list[list[int]]


def pivoted(rows: Rows, out: int, column: int, before: int) -> Rows:
    """Rows that are zero in a column, all but one, which stays as it is.

    Parameters
    ----------
    rows : list of list of int
        All over the same number.
    out, column : int
        The row that stays, and the column; the entry there is not zero, and the rows are over it
        afterwards.
    before : int
        What the rows are over now: the entry of the pivot before, at first 1.
    """
    top = rows[out]
    ahead = top[column]
    return [
        row
        if row is top or (not row[column] and ahead == before)
        else [(ahead * a - row[column] * b) // before for a, b in zip(row, top, strict=True)]
        for row in rows
    ]


class Tableau:
    """Equations of a linear program, and the variable that each says the value of.

    Parameters
    ----------
    rows : list of list of int
        The coefficients of all variables, then the right-hand side; rows behind the basis are
        changed with the others.
    basis : list of int
        The variable of each of the first rows, a column of zeros but for a 1 there.
    """

    def __init__(self, rows: Rows, basis: list[int]) -> None:
        self.rows, self.basis, self.pivot = rows, basis, 1

    def exchange(self, out: int, entering: int) -> int:
        """Let a variable take the place of the one of a row, and say which that was."""
        gone, ahead = self.basis[out], self.rows[out][entering]
        self.rows = pivoted(self.rows, out, entering, self.pivot)
        self.basis[out], self.pivot = entering, ahead
        return gone

    def values(self, first: int, count: int) -> list[Fraction]:
        """The values of so many variables."""
        known = {
            code: Fraction(row[-1], self.pivot)
            for code, row in zip(self.basis, self.rows, strict=False)
        }
        return [known.get(code, Fraction(0)) for code in range(first, first + count)]
