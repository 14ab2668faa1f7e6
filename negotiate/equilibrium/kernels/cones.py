"""The extreme rays of polyhedral cones in whole numbers, by the double description method.

A polytope is the cone over it: one more coordinate, in front, says by what the others are divided.
So every corner is found without any rounding, however many constraints meet in it.

References
----------
Motzkin, Raiffa, Thompson & Thrall 1953, "The double description method"; Fukuda & Prodon 1996,
"Double description method revisited".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from math import gcd

Row = Sequence[int]
Ray = tuple[tuple[int, ...], int]
"""A ray without common factor, and as bits which constraints are tight: first those that no
coordinate is negative.
"""
Spend = Callable[[int], None]
"""It is told how much work comes next, in products of a ray, and raises `Spent` where that is too
much.
"""
PAIRS = 64
"""Rays beside which a pair is looked at take about as long as one product."""


class Spent(Exception):
    """The work was more than was allowed."""


def free(work: int) -> None:
    """Any work is allowed."""


def orthant(size: int) -> list[Ray]:
    """The rays of all vectors of that size without negative entries."""
    return [
        (tuple(int(k == j) for k in range(size)), ((1 << size) - 1) & ~(1 << j))
        for j in range(size)
    ]


def cut(
    rays: Sequence[Ray], row: Row, bit: int, equal: bool = False, spend: Spend = free
) -> list[Ray]:
    """The rays of what is left where the product with a row is not negative.

    Parameters
    ----------
    rays : sequence of Ray
        Of a cone without lines.
    row : sequence of int
        The constraint.
    bit : int
        Which bit tells that it is tight; no other constraint has it.
    equal : bool
        Whether the product must be zero.
    spend : callable
        See `Spend`.

    Raises
    ------
    Spent
        If `spend` does.
    """
    above, kept, below = list[tuple[int, Ray]](), list[Ray](), list[tuple[int, Ray]]()
    for ray, tight in rays:
        product = sum(a * b for a, b in zip(row, ray, strict=True) if b)
        if product:
            (above if product > 0 else below).append((product, (ray, tight)))
        else:
            kept.append((ray, tight | 1 << bit))
    spend(1 + len(rays) + len(above) * len(below) * len(rays) // PAIRS)
    masks = [tight for _, tight in rays]
    for p, (up, tight_up) in above:
        for n, (down, tight_down) in below:
            common = tight_up & tight_down
            if (
                sum(common & mask == common for mask in masks) == 2
            ):  # neighbours: no other ray is on all they share
                between = [p * b - n * a for a, b in zip(up, down, strict=True)]
                divisor = gcd(*between)
                kept.append((tuple(x // divisor for x in between), common | 1 << bit))
    return kept if equal else [*(ray for _, ray in above), *kept]


def rays_of(
    size: int, equal: Iterable[Row], least: Iterable[Row], spend: Spend = free
) -> list[Ray]:
    """The extreme rays of the vectors x >= 0 with ``row @ x == 0`` and ``row @ x >= 0``.

    Parameters
    ----------
    size : int
        How many entries a vector has.
    equal, least : iterable of sequences of int
        The rows of either kind.
    spend : callable
        As of `cut`.

    Examples
    --------
    The corners of the unit square below a diagonal, where x + y is at most 1:

    >>> found = corners(rays_of(3, [], [(1, -1, 0), (1, 0, -1), (1, -1, -1)]))
    >>> [tuple(map(int, corner)) for corner in found]
    [(0, 0), (1, 0), (0, 1)]
    """
    rays, bit = orthant(size), size
    for rows, even in ((equal, True), (least, False)):
        for row in rows:
            rays = cut(rays, row, bit, even, spend)
            bit += 1
            if not rays:
                return rays
    return rays


def corners(rays: Iterable[Ray]) -> list[tuple[Fraction, ...]]:
    """The corners of a polytope, of which these rays are the cone."""
    return [tuple(Fraction(x, ray[0]) for x in ray[1:]) for ray, _ in rays if ray[0]]
