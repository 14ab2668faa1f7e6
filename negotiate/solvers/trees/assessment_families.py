"""Finds the ends of a family of sequential outcomes, where what is meant leaves the odds open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import atan2

import numpy as np

from negotiate.solvers.trees.assessment_program import LEAST, NONE, Arrays, Program, Values
from negotiate.solvers.trees.assessment_reading import behaviour

CORNERS = 200  # of a family of two dimensions
STEPS = 1_000_000  # of a direction drawn at random

Corner = Callable[[Sequence[Fraction]], Values | None]
"""Direction among some columns → the solution farthest along it."""
Flat = tuple[Fraction, ...]
"""Where a solution lies in the plane of a family."""


def met(program: Program) -> list[int]:
    """The columns of weights of what is done, and left open, at sets on the path."""
    form, off = program.form, program.slips.off
    return [
        column
        for key, column in program.columns.items()
        if len(key) == 1
        and key[0] < form.sets.slots
        and program.used[form.set_of[key[0]]] >> key[0] & 1
        and any(not form.path[node] & off for node in form.nodes[form.set_of[key[0]]])
    ]


def ends(program: Program) -> tuple[list[Values], bool]:
    """The ends of the family of outcomes in which exactly this is meant, and whether these are all.

    Parameters
    ----------
    program : Program
        Of one support profile; it has a solution.

    Returns
    -------
    found : list of list of Fraction
        Solutions; empty if there is one outcome and no family. Those at which something is not meant any more, and so
        belong to another support profile, are among them.
    all_of_them : bool
        False where the family has three dimensions or more.
    """
    columns = met(program)
    arrays = Arrays(program, strict=False)

    def farthest(way: Sequence[Fraction]) -> Values | None:
        return arrays.best(dict(zip(columns, way, strict=True)))

    rng = np.random.default_rng(0)
    found: list[Values] = []
    span: list[Values] = []
    for _ in columns:
        way = _across(span, [Fraction(int(one)) for one in rng.integers(-STEPS, STEPS + 1, len(columns))])
        pair = [farthest(way), farthest([-one for one in way])]
        points = [one for one in pair if one is not None]
        if len(points) < 2 or not (step := _across(span, _step(columns, *points))) or not any(step):
            break
        found += points
        span.append(step)
    if len(span) == 2:
        return _round(found, columns, span, farthest)
    return found, len(span) < 2


def _step(columns: Sequence[int], first: Values, second: Values) -> Values:
    return [second[column] - first[column] for column in columns]


def _across(span: Sequence[Values], way: Values) -> Values:
    """What is left of a way without what goes along any of these, which are at right angles to each other."""
    for one in span:
        share = sum((a * b for a, b in zip(way, one, strict=True)), NONE) / sum(a * a for a in one)
        way = [a - share * b for a, b in zip(way, one, strict=True)]
    return way


def _round(
    found: list[Values], columns: Sequence[int], span: Sequence[Values], farthest: Corner
) -> tuple[list[Values], bool]:
    """Every corner of a family in a plane: beyond each edge there is one, or nothing."""

    def flat(one: Values) -> tuple[Fraction, ...]:
        """Where a corner lies in the plane, along its two directions."""
        return tuple(sum((a * one[c] for a, c in zip(along, columns, strict=True)), NONE) for along in span)

    corners = {flat(one): one for one in found}
    waiting = _edges(list(corners))
    while waiting and len(corners) < CORNERS:
        first, second = waiting.pop()
        outward = second[1] - first[1], first[0] - second[0]
        way = [outward[0] * a + outward[1] * b for a, b in zip(*span, strict=True)]
        beyond = farthest(way)
        if beyond is not None and _ahead(flat(beyond), outward) > _ahead(first, outward):
            corners[flat(beyond)] = beyond
            waiting += [(first, flat(beyond)), (flat(beyond), second)]
    return list(corners.values()), not waiting


def _ahead(point: Sequence[Fraction], way: Sequence[Fraction]) -> Fraction:
    return sum((a * b for a, b in zip(point, way, strict=True)), NONE)


def _edges(corners: Sequence[Flat]) -> list[tuple[Flat, Flat]]:
    """Neighbours round the middle, anticlockwise."""
    middle = [sum(one) / len(corners) for one in zip(*corners, strict=True)]
    turned = sorted(corners, key=lambda one: atan2(one[1] - middle[1], one[0] - middle[0]))
    return list(zip(turned, [*turned[1:], *turned[:1]], strict=True))


def whole(program: Program, end: Values) -> bool:
    """Whether everything that is meant on the path has some weight still."""
    return min(end[column] for column in met(program)) > 0


def open_behaviour(program: Program, values: Values) -> bool:
    """Whether what is meant leaves the odds of something open, on the path or off it.

    Parameters
    ----------
    program : Program
        Of one support profile.
    values : list of Fraction
        A solution.
    """
    columns = [column for key, column in program.columns.items() if len(key) == 1]
    if all(bits.bit_count() == 1 for bits in program.used):
        return False
    arrays = Arrays(program, strict=True, least=values[LEAST] / 2)
    way = np.random.default_rng(1).integers(-STEPS, STEPS + 1, len(columns)).tolist()
    pair = [arrays.best(dict(zip(columns, (sign * one for one in way), strict=True))) for sign in (1, -1)]
    points = [behaviour(program, one) for one in pair if one is not None]
    return len(points) == 2 and points[0] != points[1]
