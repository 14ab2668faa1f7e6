"""The sequential equilibria of one support profile of a tree as a linear program, solved in
fractions where it matters.

Unknown is with what weight each player does all of a sequence of its own actions: a probability for
what it means to do, a coefficient for what it slips into. A set's beliefs are then weights of the
others' sequences, and what an action is worth to its mover is linear in them as long as no two of
the others have weights that are open. For two players with perfect recall that is always so, and
the program says all there is to say of the support profile. With more players products of weights
stand in for themselves, held only to adding up as they must: where that has no solution there is no
equilibrium, and where it has one the equilibrium must still be checked.

In fractions each equation settles one unknown by the others, and what is left is subject to
inequalities alone. A dictionary says what is inside a basis by what is outside, which is zero: in
whole numbers, since a sum that is zero may be multiplied. The criss-cross method exchanges the two,
always the first that is wrong, until nothing is below zero and nothing makes the goal larger. It
needs no start and never circles.

References
----------
von Stengel 1996, "Efficient computation of behavior strategies", Games and Economic Behavior 14,
for sequences. Kreps & Wilson 1982, "Sequential equilibria", Econometrica 50, for the orders of
slips. Terlaky 1985, "A convergent criss-cross method", Optimization 16. Fukuda & Terlaky 1997,
"Criss-cross methods: a fresh view on pivot algorithms", Mathematical Programming 79.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import gcd, lcm

import numpy as np

from negotiate.equilibrium.kernels import optimize
from negotiate.equilibrium.trees.slips import Form, Slips, slipped

NO = -1.0
"""No weight at all: there is no solution."""
CLEAR = 1e-3
"""A smaller weight in floats may be none."""
LARGE = 400
"""Unknowns times conditions, above which a program is asked in floats first."""
NONE = Fraction(0)
CONSTANT = -1
"""The place of a sum's constant."""
SURE = -1
"""The sequence of whatever is done for sure."""
LEAST = 0
"""The column of the least weight of all that must have some."""

Coefficients = Mapping[int, int | Fraction]
"""Unknown → coefficient."""
Sum = dict[int, int]
"""The same in whole numbers, with a constant. One that says an unknown by others is zero, its own
number negative.
"""
Key = tuple[int, ...]
"""Sequences, of different players, whose weights are multiplied, by their last slots."""
Values = list[Fraction]
"""Of all columns."""
Row = dict[int, int]
"""Column → coefficient."""


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

    __slots__ = ("_loose", "_possible", "_rows", "_size")

    def __init__(
        self,
        size: int,
        equal: Sequence[tuple[Coefficients, int | Fraction]],
        below: Sequence[tuple[Coefficients, int | Fraction]],
        free: Collection[int],
    ) -> None:
        self._size, self._possible = size, True
        self._rows: dict[int, Sum] = {}
        for row, right in equal:
            self._settle(_said({**row, CONSTANT: -right}, self._rows), free)
        inequalities: list[Coefficients] = [
            {k: 1} for k in range(size) if k in self._rows and k not in free
        ]
        inequalities += [
            {CONSTANT: right} | {k: -factor for k, factor in row.items()} for row, right in below
        ]
        self._loose = set(self._rows)  # rows of which nothing more need be asked
        for number, inequality in enumerate(inequalities, size):
            one = _said({**inequality, number: -1}, self._rows)
            if set(one) <= {CONSTANT, number}:
                self._possible &= one.get(CONSTANT, 0) >= 0
            else:
                self._rows[number] = one
        for k in free:
            inside = next((r for r, one in self._held() if k in one), None)
            if inside is not None:
                self._exchange(inside, k)
                self._loose.add(k)

    def _held(self) -> list[tuple[int, Sum]]:
        """The rows inside the basis that must not be negative."""
        return [(k, one) for k, one in self._rows.items() if k not in self._loose]

    def _put(self, k: int, zero: Sum) -> None:
        """Say an unknown by the others of a sum that is zero, wherever it stands."""
        known = {k: zero if zero[k] < 0 else {place: -factor for place, factor in zero.items()}}
        for row, one in self._rows.items():
            if k in one:
                self._rows[row] = _said(one, known)
        self._rows |= known

    def _settle(self, zero: Sum, free: Collection[int]) -> None:
        """Settle one unknown by the others, so that this sum is zero."""
        unknowns = [k for k in zero if k != CONSTANT]
        if unknowns:
            self._put(next((k for k in unknowns if k in free), unknowns[-1]), zero)
        else:
            self._possible &= not zero.get(CONSTANT, 0)

    def _exchange(self, inside: int, outside: int) -> None:
        self._put(outside, self._rows.pop(inside))

    def best(self, goal: Coefficients) -> list[Fraction] | None:
        """The unknowns where a goal is largest; None where there is no solution, or no largest
        one.
        """
        while self._possible:
            aim, held = _said(goal, self._rows), dict(self._held())
            wrong = [k for k, one in held.items() if one.get(CONSTANT, 0) < 0]
            wrong += [k for k, factor in aim.items() if k != CONSTANT and factor > 0]
            if not wrong:
                return [self._value(k) for k in range(self._size)]
            first = min(wrong)
            if first in held:
                able = [k for k, factor in held[first].items() if k != CONSTANT and factor > 0]
                self._possible = bool(able)
            else:
                able = [k for k, one in held.items() if one.get(first, 0) < 0]
            if not able:
                break
            self._exchange(*((first, min(able)) if first in held else (min(able), first)))
        return None

    def _value(self, k: int) -> Fraction:
        """An unknown where all outside the basis are zero."""
        row = self._rows.get(k, {})
        return Fraction(row.get(CONSTANT, 0), -row.get(k, -1))


def _said(row: Coefficients, known: Mapping[int, Sum]) -> Sum:
    """A positive multiple of a sum, in the smallest whole numbers, with what is known in the place
    of unknowns.
    """
    by = lcm(
        *(factor.denominator * (-known[k][k] if k in known else 1) for k, factor in row.items())
    )
    into: Sum = {}
    for k, factor in row.items():
        times = int(factor * by)
        parts = [(k, times)]
        if k in known:  # whose own number is negative, so that nothing is left of the unknown
            times //= -known[k][k]
            parts += [(place, times * more) for place, more in known[k].items()]
        for place, more in parts:
            total = into.get(place, 0) + more
            if total:
                into[place] = total
            else:
                into.pop(place, None)
    common = gcd(*into.values())
    return {place: total // common for place, total in into.items()} if common > 1 else into


@dataclass(slots=True)
class Program:
    """The program of one support profile, built column by column.

    Parameters
    ----------
    form : Form
        The tree.
    slips : Slips
        What is slipped into, and which slips are likeliest.
    used : tuple of int
        For each set the slots that are meant, as bits.
    columns : dict of Key to int
        Products of weights that are open; one slot alone for a weight.
    worth : dict of int to int
        Set → the column of what play from there is worth to its mover, as much as the set weighs.
    """

    form: Form
    slips: Slips
    used: tuple[int, ...]
    columns: dict[Key, int] = field(default_factory=dict)
    worth: dict[int, int] = field(default_factory=dict)
    base: dict[int, tuple[int, ...]] = field(default_factory=dict)
    equal: list[tuple[Row, int]] = field(default_factory=list)
    below: list[tuple[Row, int]] = field(default_factory=list)
    even: dict[int, int] = field(default_factory=dict)
    size: int = 1

    @property
    def linear(self) -> bool:
        """Whether no product of two open weights stands in it."""
        return all(len(key) < 2 for key in self.columns)

    def meant(self, place: int) -> list[int]:
        """The slots that are meant at a set."""
        return [slot for slot in self.form.slots(place) if self.used[place] >> slot & 1]

    def meant_at(self, slot: int) -> int:
        """The set at which a slot is meant; -1 where it is slipped into."""
        place = self.form.set_of[slot] if slot < len(self.form.set_of) else -1
        return place if place >= 0 and self.used[place] >> slot & 1 else -1

    def origin(self, slot: int) -> int:
        """The sequence that weighs as much: before what its player does for sure; `SURE` where that
        is all of it.
        """
        while slot >= 0:
            place = self.meant_at(slot)
            if place < 0 or self.used[place].bit_count() > 1:
                return slot
            slot = self.form.before[place]
        return SURE

    def key(self, place: int, node: int) -> Key:
        """The others' open weights that lead to a node, seen from a set at which some of them are
        settled.
        """
        form, mover = self.form, self.form.mover[place]
        base = self.base[place]
        origins = {
            self.origin(s)
            for j, s in enumerate(form.last[node])
            if j != mover and s >= 0 and s != base[j]
        }
        return tuple(sorted(origins - {SURE}))

    def new(self) -> int:
        """One more column."""
        self.size += 1
        return self.size - 1

    def column(self, key: Key) -> int:
        """The column of a product of weights; a new one with the sums that it must obey."""
        if key not in self.columns:
            self.columns[key] = self.new()
            for slot in key:
                self._adds_up(key, slot)
        return self.columns[key]

    def _adds_up(self, key: Key, slot: int) -> None:
        """What is meant at a set weighs, together, as much as what leads there."""
        place = self.meant_at(slot)
        if place < 0:
            return  # a slip: any weight will do
        rest = tuple(s for s in key if s != slot)
        meant = self.meant(place)
        keys = [tuple(sorted((*rest, s))) for s in meant]
        if slot != meant[0]:
            self.column(keys[0])  # its sums are written once, with the first of the set
            return
        row = {self.column(one): 1 for one in keys}
        origin = self.origin(self.form.before[place])
        above = tuple(sorted((*rest, origin))) if origin != SURE else rest
        if above:
            self.add(row, above, -1)
        self.equal.append((row, 0 if above else 1))

    def add(self, row: Row, key: Key, factor: int) -> None:
        """Add a multiple of a product of weights to a row."""
        column = self.column(key)
        row[column] = row.get(column, 0) + factor


def written(
    form: Form,
    slips: Slips,
    used: tuple[int, ...],
    places: Collection[int],
    decided: Collection[int],
    *,
    positive: bool,
    whole: bool = False,
) -> Program:
    """Write the program.

    Parameters
    ----------
    form : Form
        The tree.
    slips : Slips
        How slips compare, at least at `places`.
    used : tuple of int
        For each set the slots that may be meant, as bits.
    places : collection of int
        Sets, those before others first, at which nothing may be better than what is done.
    decided : collection of int
        Those at which all that may be meant must be best.
    positive : bool
        Whether all that may be meant has some weight.
    whole : bool
        Whether to write every weight down, those too on which nobody else's choice hangs.
    """
    program = Program(form, slips, used)
    for place in places:
        if slips.least[place]:
            _settle_base(program, place, positive)
            program.worth[place] = program.new()
    for place in program.worth:
        _conditions(program, place, place in decided)
    for place in slips.free:
        if place in program.worth:
            _weighed(program, place)
    if whole:
        for slot in range(len(form.set_of)):
            if program.meant_at(slot) >= 0 and program.origin(slot) == slot:
                program.column((slot,))
    return program


def _likeliest(program: Program, place: int) -> set[int]:
    """The slips that lead to the likeliest nodes of a set."""
    form, off = program.form, program.slips.off
    return {slipped(form, off, place, node) for node in program.slips.least[place]}


def _arrives(program: Program, above: int, place: int) -> bool:
    return not _likeliest(program, above).isdisjoint(_likeliest(program, place))


def _settle_base(program: Program, place: int, positive: bool) -> None:
    """The others' sequences that all likeliest nodes share and that end there: these weigh the
    same, and count not.
    """
    form = program.form
    above = form.set_of[form.before[place]] if form.before[place] >= 0 else -1
    if above in program.worth and _arrives(
        program, above, place
    ):  # by nothing but what the others mean to do
        program.base[place] = program.base[above]
        return
    rows = zip(*(form.last[node] for node in program.slips.least[place]), strict=True)
    program.base[place] = tuple(
        last[0] if positive and not active and len(set(last)) == 1 else -2
        for last, active in zip(rows, form.active[place], strict=True)
    )


def _conditions(program: Program, place: int, decided: bool) -> None:
    """What is meant is best."""
    for slot in program.form.slots(place):
        row, constant = _worth_of(program, place, slot)
        row[program.worth[place]] = -_range(program.form, place)
        if decided and program.used[place] >> slot & 1:
            program.equal.append((row, -constant))
        else:
            program.below.append((row, -constant))


def _range(form: Form, place: int) -> int:
    """What lies between the worst and the best ending for a set's mover, in all plays."""
    return form.plays * form.most[form.mover[place]]


def _worth_of(program: Program, place: int, slot: int) -> tuple[Row, int]:
    """What an action is worth to its mover, as much as the set weighs: coefficients, and a
    constant.
    """
    form, mover = program.form, program.form.mover[place]
    likeliest, off = _likeliest(program, place), program.slips.off
    row: Row = {}
    constant = 0
    for leaf in form.endings[slot]:
        if slipped(form, off, place, leaf) not in likeliest:
            continue
        weight, key = form.often[leaf] * form.payoffs[leaf][mover], program.key(place, leaf)
        if key:
            program.add(row, key, weight)
        else:
            constant += weight
    later = [s for s in form.following[slot] if s in program.worth and _arrives(program, place, s)]
    row |= {program.worth[s]: _range(form, place) for s in later}
    return row, constant


def _weighed(program: Program, place: int) -> None:
    """A set at which any beliefs will do weighs 1; how even they are is a column of its own."""
    form = program.form
    row: Row = {}
    constant = 0
    program.even[place] = program.new()
    for node in form.nodes[place]:
        key = program.key(place, node)
        if not key:
            constant += form.often[node]
            continue
        program.add(row, key, form.often[node])
        program.below.append(({program.even[place]: 1, program.column(key): -1}, 0))
    program.equal.append((row, form.plays - constant))


class Arrays:
    """A program as arrays, to be solved for one goal after another.

    Parameters
    ----------
    program : Program
        Written.
    strict : bool
        Whether everything that is meant, and every slip that counts, must have some weight.
    least : Fraction
        No less than that, if so.
    """

    def __init__(self, program: Program, *, strict: bool, least: Fraction = NONE) -> None:
        self.program, self._strict, self._least = program, strict, least
        nodes = [(place, node) for place in program.even for node in program.form.nodes[place]]
        # Slips at sets where any beliefs will do may vanish, and are held by the set's weight.
        self._loose = {
            program.columns[key] for place, node in nodes if (key := program.key(place, node))
        }
        held = [
            ({LEAST: 1, column: -1}, 0)
            for column in program.columns.values()
            if column not in self._loose
        ]
        self._rows = [*program.below, *(held if strict else [])]
        self._exactly: SmallProgram | None = None

    def best(self, goal: Mapping[int, int | Fraction]) -> Values | None:
        """The most of a goal, as the values of all columns, in fractions; None where there is no
        solution.
        """
        program, off = self.program, self.program.slips.off
        if self._exactly is None:
            rows: list[tuple[Row, int | Fraction]] = [
                *self._rows,
                ({LEAST: 1}, 1),
                ({LEAST: -1}, -self._least),
            ]
            # The size of products in which something is slipped into means nothing but beside each
            # other.
            slipping = {
                one for key, one in program.columns.items() if any(off >> slot & 1 for slot in key)
            }
            rows += [({column: 1}, 1) for column in slipping - self._loose]
            self._exactly = SmallProgram(
                program.size, program.equal, rows, set(program.worth.values())
            )
        return self._exactly.best(goal)

    def possible(self) -> bool:
        """Whether there is a solution.

        Of a large program, a weight that is large in floats is taken for one, since what is asked
        so is asked again where it matters.
        """
        if self.large:
            weight = self.likely()
            if weight == NO or not self._strict or weight > CLEAR:
                return weight != NO
        found = self.best({LEAST: 1} if self._strict else {})
        return found is not None and (not self._strict or found[LEAST] > 0)

    @property
    def large(self) -> bool:
        """Whether floats are quicker than fractions."""
        return self.program.size * (len(self._rows) + len(self.program.equal)) > LARGE

    def likely(self) -> float:
        """The most weight that all can have that must have some, in floats; `NO` where there is no
        solution.

        Weights near zero, of either sign, say no more than that fractions must decide.
        """
        program, size, rows = self.program, self.program.size, [*self._rows, *self.program.equal]
        matrix, most = np.zeros((len(rows), size)), np.zeros(len(rows))
        for k, (row, right) in enumerate(rows):
            largest = max(map(abs, row.values()), default=0) or 1
            most[k] = right / largest
            for column, factor in row.items():
                matrix[k, column] = factor / largest
        least = np.where(np.arange(len(rows)) < len(self._rows), -np.inf, most)
        low, high, cost = np.zeros(size), np.ones(size), np.zeros(size)
        low[list(program.worth.values())] = -np.inf
        high[[*program.worth.values(), *self._loose, *program.even.values()]] = np.inf
        cost[LEAST] = -1.0 if self._strict else 0.0
        held = optimize.LinearConstraint(matrix, least, most) if rows else ()
        answer = optimize.milp(
            cost, constraints=held, bounds=optimize.Bounds(low, high), options={"presolve": False}
        )
        return NO if answer.x is None else float(answer.x[LEAST])
