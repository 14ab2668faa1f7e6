"""Formulas over whole stretches of one number: between which bounds they and their slopes lie.

The bounds are sure: every operation is rounded outwards. A stretch on which a formula keeps a sign,
or on which it only rises or only falls between ends of one sign, has no zero of it.

References
----------
Moore, Kearfott and Cloud (2009), Introduction to Interval Analysis.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce
from typing import NamedTuple

import numpy as np

from negotiate.arrays import AnyArray, FloatArray
from negotiate.model.expressions import Expression, Operation, ParameterValue, Table, TermValue
from negotiate.model.negotiation import Negotiation
from negotiate.model.payoffs import Frame

Pair = tuple[AnyArray, AnyArray]
EPSILON = 2.0**-52
"""More than rounding takes off a number, as a share of it."""
ULPS = 4
"""By how many units in the last place `exp`, `log` and powers may be wrong."""
EQUAL = 3e-12
"""Beyond this share of their size two numbers are not taken as equal."""


class Unbounded(Exception):
    """A formula has a part of which no bounds are known, such as a model."""


class Bounds(NamedTuple):
    """Between what a formula and its slope lie on each of some stretches, each of shape (stretches,
    outcomes).
    """

    low: AnyArray
    high: AnyArray
    falling: AnyArray
    rising: AnyArray

    @property
    def value(self) -> Pair:
        """The least and the greatest value."""
        return self.low, self.high

    @property
    def slope(self) -> Pair:
        """The least and the greatest slope."""
        return self.falling, self.rising

    def __add__(self, other: object) -> Bounds:
        assert isinstance(other, Bounds)
        return Bounds(*_plus(self.value, other.value), *_plus(self.slope, other.slope))

    def __sub__(self, other: Bounds) -> Bounds:
        return self + Bounds(*_negative(other.value), *_negative(other.slope))

    def __mul__(self, other: object) -> Bounds:
        assert isinstance(other, Bounds)
        slope = _plus(_times(self.slope, other.value), _times(self.value, other.slope))
        return Bounds(*_times(self.value, other.value), *slope)

    def where(self, mask: AnyArray, other: Bounds) -> Bounds:
        """These where a mask holds, and others elsewhere."""
        return Bounds(*(np.where(mask, own, its) for own, its in zip(self, other, strict=True)))

    def or_(self, other: Bounds) -> Bounds:
        """What bounds both."""
        low, falling = (
            np.minimum(own, its)
            for own, its in ((self.low, other.low), (self.falling, other.falling))
        )
        high, rising = (
            np.maximum(own, its)
            for own, its in ((self.high, other.high), (self.rising, other.rising))
        )
        return Bounds(low, high, falling, rising)


ZERO = Bounds(*np.zeros((4, 1, 1)))


class Along(NamedTuple):
    """Along which number a formula is looked at, and on which stretches of it.

    Attributes
    ----------
    one : Negotiation
        Whose formula it is.
    name : str
        The number.
    ends : tuple of ndarray, shape (stretches,)
        The lower and the upper ends.
    varies : dict of int to bool
        Whether a node depends on the number, by its identity, as far as that was asked.
    """

    one: Negotiation
    name: str
    ends: tuple[FloatArray, FloatArray]
    varies: dict[int, bool]

    def moves(self, node: Expression) -> bool:
        """Whether a node depends on the number."""
        if id(node) not in self.varies:
            self.varies[id(node)] = self.name in self.one.scope.of([node]).parameters
        return self.varies[id(node)]


def bounds(node: Expression, frame: Frame, along: Along) -> Bounds:
    """The bounds of a formula while a number goes from one end of each stretch to the other.

    A condition has 0 where it holds nowhere on a stretch, 1 where it holds everywhere, and both
    bounds else.

    Parameters
    ----------
    frame : Frame
        Outcomes, on one axis, with all that does not vary.

    Raises
    ------
    Unbounded
        If a part of it is no formula.
    """
    if not along.moves(node):
        values = np.asarray(node.evaluate(frame), dtype=float)
        return Bounds(values, values, np.zeros_like(values), np.zeros_like(values))
    if isinstance(node, ParameterValue):
        low, high = (end[:, None] for end in along.ends)
        return Bounds(low, high, np.ones_like(low), np.ones_like(low))
    if isinstance(node, TermValue):
        return of_term(node.player, node.term, frame, along)
    if isinstance(node, Table):
        places = [frame.choice(issue, False) for issue in node.issues]
        cell = np.ravel_multi_index(np.broadcast_arrays(*places), node.shape)
        found = ZERO
        for place, inner in enumerate(node.cells):
            found = bounds(inner, frame, along).where(cell == place, found)
        return found
    if type(node) is not Operation or node.name not in OPERATIONS:
        raise Unbounded
    with np.errstate(all="ignore"):
        return OPERATIONS[node.name](*(bounds(part, frame, along) for part in node.arguments))


def of_term(player: str, term: str, frame: Frame, along: Along) -> Bounds:
    """The bounds of a payoff term."""
    found = along.one.terms[player][term]
    value = bounds(found.value, frame, along)
    if found.when is None:
        return value
    return _if(bounds(found.when, frame, along), value, ZERO)


def _wider(low: AnyArray, high: AnyArray, ulps: int = 1) -> Pair:
    """The same with what rounding may have taken off; what is no number may be any."""
    share = ulps * EPSILON
    return np.fmax(low - np.abs(low) * share, -np.inf), np.fmin(high + np.abs(high) * share, np.inf)


def _plus(one: Pair, other: Pair) -> Pair:
    return _wider(one[0] + other[0], one[1] + other[1])


def _negative(one: Pair) -> Pair:
    return -one[1], -one[0]


def _times(one: Pair, other: Pair) -> Pair:
    """A product; no number times nothing is anything but nothing, however large it may be."""
    every = np.stack(np.broadcast_arrays(*(own * its for own in one for its in other)))
    every = np.where(np.isnan(every), 0.0, every) if np.isnan(every.sum()) else every
    return _wider(every.min(axis=0), every.max(axis=0))


def _chain(one: Bounds, value: Pair, slope: Pair, known: AnyArray | bool = True) -> Bounds:
    """A function of a formula, from its values and its own slopes; any number where it is not
    known.
    """
    found = (*value, *_times(slope, one.slope))
    return Bounds(
        *(np.where(known, own, end) for own, end in zip(found, (-np.inf, np.inf) * 2, strict=True))
    )


def _divided(one: Bounds, other: Bounds) -> Bounds:
    known = (other.low > 0) | (other.high < 0)
    inverse = _wider(1 / other.high, 1 / other.low)
    return one * _chain(other, inverse, _negative(_times(inverse, inverse)), known)


def _power(one: Bounds, other: Bounds) -> Bounds:
    """A power; of a number that may be negative only with a whole exponent that does not vary."""
    exponent = np.round((other.low + other.high) / 2)
    whole = (
        (other.high - other.low < 1e-9)
        & (other.low <= exponent)
        & (exponent <= other.high)
        & (exponent >= 1)
    )
    ends = [_wider(end**exponent, end**exponent, ULPS) for end in one.value]
    low, high = np.minimum(ends[0][0], ends[1][0]), np.maximum(ends[0][1], ends[1][1])
    low = np.where((exponent % 2 == 0) & (one.low <= 0) & (one.high >= 0), 0.0, low)
    below = [_wider(end ** (exponent - 1), end ** (exponent - 1), ULPS) for end in one.value]
    slopes = np.minimum(below[0][0], below[1][0]), np.maximum(below[0][1], below[1][1])
    slopes = (
        np.where((exponent % 2 == 1) & (one.low <= 0) & (one.high >= 0), 0.0, slopes[0]),
        slopes[1],
    )
    return _chain(one, (low, high), _times(slopes, (exponent, exponent)), True).where(
        whole, _exp(other * _log(one))
    )


def _exp(one: Bounds) -> Bounds:
    value = _wider(np.exp(one.low), np.exp(one.high), ULPS)
    return _chain(one, value, value)


def _log(one: Bounds) -> Bounds:
    value = _wider(np.log(one.low), np.log(one.high), ULPS)
    return _chain(one, value, _wider(1 / one.high, 1 / one.low), one.low > 0)


def _sqrt(one: Bounds) -> Bounds:
    value = _wider(np.sqrt(one.low), np.sqrt(one.high))
    slope = _wider(0.5 / value[1], 0.5 / value[0], 2)
    return _chain(one, value, slope, one.low > 0)


def _abs(one: Bounds) -> Bounds:
    back = ZERO - one
    both = one.or_(back)
    either = Bounds(np.zeros_like(both.low), both.high, both.falling, both.rising)
    return one.where(one.low >= 0, back.where(one.high <= 0, either))


def _least(one: Bounds, other: Bounds) -> Bounds:
    either = one.or_(other)
    either = Bounds(either.low, np.minimum(one.high, other.high), either.falling, either.rising)
    return one.where(one.high <= other.low, other.where(other.high <= one.low, either))


def _most(one: Bounds, other: Bounds) -> Bounds:
    return ZERO - _least(ZERO - one, ZERO - other)


def _truth(sure: AnyArray, never: AnyArray) -> Bounds:
    """A condition from where it surely holds, and where it surely does not."""
    none = np.zeros(np.broadcast_shapes(sure.shape, never.shape))
    return Bounds(none + sure, none + ~never, none, none)


def _below(one: Bounds, other: Bounds) -> Bounds:
    return _truth(one.high < other.low, one.low >= other.high)


def _up_to(one: Bounds, other: Bounds) -> Bounds:
    return _truth(one.high <= other.low, one.low > other.high)


def _equal(one: Bounds, other: Bounds) -> Bounds:
    size = EQUAL * (1 + np.maximum(np.abs(other.low), np.abs(other.high)))
    return _truth(
        np.zeros((1, 1), dtype=bool), (one.low - other.high > size) | (other.low - one.high > size)
    )


def _not(one: Bounds) -> Bounds:
    return _truth(one.high < 0.5, one.low > 0.5)


def _if(condition: Bounds, one: Bounds, other: Bounds) -> Bounds:
    """One or the other; where the condition turns on a stretch there may be a jump, and any
    slope.
    """
    low, high, *_ = one.or_(other)
    jump = Bounds(low, high, np.full_like(low, -np.inf), np.full_like(low, np.inf))
    return one.where(condition.low > 0.5, other.where(condition.high < 0.5, jump))


OPERATIONS: Mapping[str, Callable[..., Bounds]] = {
    "+": Bounds.__add__,
    "-": Bounds.__sub__,
    "*": Bounds.__mul__,
    "/": _divided,
    "**": _power,
    "negative": lambda one: ZERO - one,
    "==": _equal,
    "!=": lambda one, other: _not(_equal(one, other)),
    "<": _below,
    "<=": _up_to,
    ">": lambda one, other: _below(other, one),
    ">=": lambda one, other: _up_to(other, one),
    "and": lambda one, other: _truth(
        (one.low > 0.5) & (other.low > 0.5), (one.high < 0.5) | (other.high < 0.5)
    ),
    "or": lambda one, other: _truth(
        (one.low > 0.5) | (other.low > 0.5), (one.high < 0.5) & (other.high < 0.5)
    ),
    "not": _not,
    "abs": _abs,
    "sqrt": _sqrt,
    "exp": _exp,
    "log": _log,
    "min": lambda *every: reduce(_least, every),
    "max": lambda *every: reduce(_most, every),
    "if": _if,
}
"""The operations of formulas, on bounds."""
