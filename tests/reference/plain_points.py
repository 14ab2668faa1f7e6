"""Bargaining solutions over packages by trying every package against every other, in exact
fractions.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise
from math import isclose, sqrt

Gains = Sequence[Fraction]


def zone(gains: Sequence[Gains], acceptable: Sequence[bool]) -> list[int]:
    """Acceptable packages by which nobody loses and somebody gains; one row of gains a package."""
    return [k for k, g in enumerate(gains) if acceptable[k] and min(g) >= 0 and max(g) > 0]


def frontier(gains: Sequence[Gains], acceptable: Sequence[bool]) -> list[int]:
    """Those of the zone that no acceptable package dominates."""
    allowed = [g for k, g in enumerate(gains) if acceptable[k]]
    return [
        k
        for k in zone(gains, acceptable)
        if not any(
            h != gains[k] and all(a >= b for a, b in zip(h, gains[k], strict=True)) for h in allowed
        )
    ]


def _largest(packages: Sequence[int], measure: Callable[[int], Fraction]) -> list[int]:
    top = max((measure(k) for k in packages), default=None)
    return [k for k in packages if measure(k) == top]


def nash(gains: Sequence[Gains], acceptable: Sequence[bool], powers: Sequence[int]) -> list[int]:
    """Most signers gaining, then the largest product of their gains, each to a whole power."""
    best = frontier(gains, acceptable)
    most = max((sum(x > 0 for x in gains[k]) for k in best), default=0)
    candidates = [k for k in best if sum(x > 0 for x in gains[k]) == most]
    hope = (
        [max((gains[k][p] for k in best), default=Fraction(0)) for p in range(len(gains[0]))]
        if best
        else []
    )
    apart = most < sum(h > 0 for h in hope)

    def product(k: int) -> Fraction:
        result = Fraction(1)
        for gain, power, most_of_it in zip(gains[k], powers, hope, strict=True):
            result *= (gain / most_of_it if apart else gain) ** power if gain > 0 else 1
        return result

    return _largest(candidates, product)


def kalai_smorodinsky(gains: Sequence[Gains], acceptable: Sequence[bool]) -> list[int]:
    """The largest smallest share of what each can get at most in the zone."""
    best = frontier(gains, acceptable)
    hope = [
        max((g[p] for g in (gains[k] for k in best)), default=Fraction(0))
        for p in range(len(gains[0]))
    ]
    return _largest(
        best, lambda k: min(g / h for g, h in zip(gains[k], hope, strict=True) if h > 0)
    )


def egalitarian(gains: Sequence[Gains], acceptable: Sequence[bool]) -> list[int]:
    """The largest smallest gain of those who can gain."""
    best = frontier(gains, acceptable)
    able = [any(gains[k][p] > 0 for k in best) for p in range(len(gains[0]))]
    return _largest(best, lambda k: min(g for g, can in zip(gains[k], able, strict=True) if can))


def utilitarian(gains: Sequence[Gains], acceptable: Sequence[bool]) -> list[int]:
    """The largest sum."""
    return _largest(frontier(gains, acceptable), lambda k: sum(gains[k], Fraction(0)))


def raiffa(gains: Sequence[Gains], acceptable: Sequence[bool]) -> list[int]:
    """The packages that drop out last while what has been reached grows in Raiffa's steps."""
    left = frontier(gains, acceptable)
    if not left:
        return []
    able = [p for p in range(len(gains[0])) if any(gains[k][p] > 0 for k in left)]
    here = {p: Fraction(0) for p in able}
    while True:
        hope = {p: max(gains[k][p] for k in left) for p in able}
        step = {p: here[p] + (hope[p] - here[p]) / len(able) for p in able}
        still = [k for k in left if all(gains[k][p] >= step[p] for p in able)]
        if not still or all(gains[k][p] == hope[p] for k in left for p in able):
            break
        here, left = step, still
    room = [p for p in able if hope[p] > here[p]]

    def share(k: int) -> Fraction:
        return min(
            ((gains[k][p] - here[p]) / (hope[p] - here[p]) for p in room), default=Fraction(1)
        )

    return _largest(left, share)


def maschler_perles(gains: Sequence[Gains], acceptable: Sequence[bool]) -> list[int]:
    """The packages nearest to the middle of the walk along the frontier of two players."""
    best = sorted(frontier(gains, acceptable), key=lambda k: (gains[k][0], -gains[k][1]))
    walked = [0.0]
    for a, b in pairwise(best):
        walked.append(
            walked[-1] + sqrt(abs((gains[b][0] - gains[a][0]) * (gains[b][1] - gains[a][1])))
        )
    apart = [abs(w - walked[-1] / 2) for w in walked]
    return sorted(
        k for k, x in zip(best, apart, strict=False) if isclose(x, min(apart), abs_tol=1e-9)
    )
