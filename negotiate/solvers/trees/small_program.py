"""Solves small linear programs in fractions, where rounding would decide what has some weight and what has none.

Each equation settles one unknown by the others, and what is left is subject to inequalities alone. A dictionary says
what is inside a basis by what is outside, which is zero; the criss-cross method exchanges the two, always the first
that is wrong, until nothing is below zero and nothing makes the goal larger. It needs no start and never circles.

References
----------
Terlaky 1985, "A convergent criss-cross method", Optimization 16.
Fukuda & Terlaky 1997, "Criss-cross methods: a fresh view on pivot algorithms", Mathematical Programming 79.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction

Row = Mapping[int, int] | Mapping[int, Fraction] | Mapping[int, int | Fraction]
"""Unknown → coefficient."""
Sum = dict[int, Fraction]
"""The same, with a constant."""

CONSTANT = -1
NONE = Fraction(0)


class SmallProgram:
    """Unknowns that obey equations and inequalities.

    Parameters
    ----------
    size : int
        The unknowns are 0 … size - 1.
    equal, below : sequence of (Row, number)
        Each row times the unknowns is the number, or no more than that.
    free : collection of int
        Unknowns that may be negative; all others may not.
    """

    __slots__ = ("_inside", "_possible", "_settled", "_size")

    def __init__(
        self,
        size: int,
        equal: Sequence[tuple[Row, int | Fraction]],
        below: Sequence[tuple[Row, int | Fraction]],
        free: Collection[int],
    ) -> None:
        self._size, self._possible = size, True
        self._settled: dict[int, Sum] = {}
        for row, right in equal:
            self._settle(self._told({**row, CONSTANT: -right}), free)
        inequalities = [self._told({k: 1}) for k in range(size) if k in self._settled and k not in free]
        inequalities += [
            self._told({CONSTANT: right} | {k: -factor for k, factor in row.items()}) for row, right in below
        ]
        self._inside: dict[int, Sum] = {}
        for number, one in enumerate(inequalities, size):
            if set(one) <= {CONSTANT}:
                self._possible &= one.get(CONSTANT, NONE) >= 0
            else:
                self._inside[number] = one
        for k in free:
            if k not in self._settled:
                self._enter(k)

    def _told(self, row: Row) -> Sum:
        """A sum in terms of unknowns that no equation settles."""
        return _added({}, row, self._settled)

    def _settle(self, zero: Sum, free: Collection[int]) -> None:
        """Settle one unknown by the others, so that this sum is zero."""
        unknowns = [k for k in zero if k != CONSTANT]
        if not unknowns:
            self._possible &= not zero.get(CONSTANT, NONE)
            return
        chosen = next((k for k in unknowns if k in free), unknowns[-1])
        self._settled[chosen] = solved = _solved(zero, chosen)
        for k, one in self._settled.items():
            if chosen in one:
                self._settled[k] = _added({}, one, {chosen: solved})

    def _enter(self, k: int) -> None:
        """Take an unknown that may be negative into the basis for good, where nothing more need be asked of it."""
        row = next((r for r, one in self._inside.items() if k in one), None)
        if row is not None:
            self._exchange(row, k)
            self._settled[k] = self._inside.pop(k)

    def _exchange(self, inside: int, outside: int) -> None:
        row = self._inside.pop(inside)
        solved = _solved(row | {inside: Fraction(-1)}, outside)
        for k, one in self._inside.items():
            if outside in one:
                self._inside[k] = _added({}, one, {outside: solved})
        for k, one in self._settled.items():
            if outside in one:
                self._settled[k] = _added({}, one, {outside: solved})
        self._inside[outside] = solved

    def best(self, goal: Row) -> list[Fraction] | None:
        """The unknowns where a goal is largest; None where there is no solution, or no largest one."""
        while self._possible:
            aim = _added({}, goal, self._settled | self._inside)
            wrong = [k for k, one in self._inside.items() if one.get(CONSTANT, NONE) < 0]
            wrong += [k for k, factor in aim.items() if k != CONSTANT and factor > 0]
            if not wrong:
                values = {k: one.get(CONSTANT, NONE) for k, one in (self._settled | self._inside).items()}
                return [values.get(k, NONE) for k in range(self._size)]
            first = min(wrong)
            if first in self._inside:
                able = [k for k, factor in self._inside[first].items() if k != CONSTANT and factor > 0]
                if not able:
                    self._possible = False
                else:
                    self._exchange(first, min(able))
            else:
                able = [k for k, one in self._inside.items() if one.get(first, NONE) < 0]
                if not able:
                    return None
                self._exchange(min(able), first)
        return None


def _added(into: Sum, row: Row, known: Mapping[int, Sum]) -> Sum:
    """Add up, with what is known in the place of unknowns."""
    for k, factor in row.items():
        for place, more in known[k].items() if k in known else ((k, 1),):
            total = into.get(place, NONE) + factor * more
            if total:
                into[place] = total
            else:
                into.pop(place, None)
    return into


def _solved(zero: Sum, k: int) -> Sum:
    """The unknown that makes a sum zero."""
    by = -zero[k]
    return {place: factor / by for place, factor in zero.items() if place != k}
