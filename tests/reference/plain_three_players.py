"""All equilibria of a game for three players with two strategies each, ties and all, by linear and
quadratic equations.

Everything is exact: roots are fractions, or fractions and a square root whose signs are told by
squaring.
"""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import combinations, product
from math import isqrt
from typing import NamedTuple

Table = list[list[list[list[Fraction]]]]
Form = tuple[Fraction, Fraction, Fraction, Fraction]
"""Coefficients of 1, of the first other's probability, of the second other's, and of both."""
ENDS = (Fraction(0), Fraction(1))


class Surd(NamedTuple):
    """`a + b √d`."""

    a: Fraction
    b: Fraction
    d: Fraction

    def affine(self, times: Fraction, plus: Fraction) -> Surd:
        return Surd(times * self.a + plus, times * self.b, self.d)

    def over(self, other: Surd) -> Surd:
        size = other.a**2 - other.b**2 * other.d
        a = (self.a * other.a - self.b * other.b * self.d) / size
        return Surd(a, (self.b * other.a - self.a * other.b) / size, self.d)

    def sign(self) -> int:
        own = (self.a > 0) - (self.a < 0)
        root = 0 if not self.d else (self.b > 0) - (self.b < 0)
        if own * root >= 0:
            return own or root
        squares = self.a**2 - self.b**2 * self.d
        return own * ((squares > 0) - (squares < 0))

    def __float__(self) -> float:
        with localcontext() as context:
            context.prec = 150
            a, b, d = (Decimal(x.numerator) / Decimal(x.denominator) for x in self)
            return float(a + b * d.sqrt())


class Found(NamedTuple):
    """What there is.

    Attributes
    ----------
    corners : list of tuple of float
        The probabilities of the three first strategies: equilibria between which all others of
        their support lie.
    open : bool
        Whether a support has a curve of equilibria, or a region with a curved border.
    """

    corners: list[tuple[float, ...]]
    open: bool


def form(payoffs: Table, player: int) -> Form:
    """How much better a player's first strategy is, by the others' probabilities."""
    gains = [[Fraction(0)] * 2 for _ in range(2)]
    for one, two in product(range(2), repeat=2):
        for own, sign in ((0, 1), (1, -1)):
            i, j, k = [*(one, two)[:player], own, *(one, two)[player:]]
            gains[one][two] += sign * payoffs[player][i][j][k]
    none, both = gains[1][1], gains[0][0]
    one, two = gains[0][1] - none, gains[1][0] - none
    return none, one, two, both - none - one - two


def lead(payoffs: Table, player: int, odds: list[Fraction]) -> Fraction:
    """How much better it is at given odds."""
    none, one, two, both = form(payoffs, player)
    x, y = (odds[j] for j in range(3) if j != player)
    return none + one * x + two * y + both * x * y


def stays(payoffs: Table, player: int, odds: list[Fraction]) -> bool:
    """Whether a player who plays one strategy for sure does not gain by the other."""
    return lead(payoffs, player, odds) * (2 * odds[player] - 1) >= 0


def ends(payoffs: Table, player: int, of: int, odds: list[Fraction]) -> tuple[Fraction, Fraction]:
    """What a player's lead is at both ends of another's odds."""
    low, high = (lead(payoffs, player, [*odds[:of], end, *odds[of + 1 :]]) for end in ENDS)
    return low, high


def held(payoffs: Table, player: int, of: int, odds: list[Fraction]) -> tuple[Fraction, Fraction]:
    """From where to where another's odds let a player stay with what it plays for sure; empty where
    low is above.
    """
    low, high = ends(payoffs, player, of, odds)
    if odds[player] == 0:
        low, high = -low, -high
    if low == high:
        return ENDS if low >= 0 else (Fraction(1), Fraction(0))
    at = low / (low - high)
    return (
        (max(at, Fraction(0)), Fraction(1)) if high > low else (Fraction(0), min(at, Fraction(1)))
    )


def tied(
    payoffs: Table, player: int, of: int, odds: list[Fraction]
) -> tuple[Fraction, Fraction] | None:
    """From where to where another's odds make a player indifferent; None for nowhere inside."""
    low, high = ends(payoffs, player, of, odds)
    if low == high:
        return None if low else ENDS
    at = low / (low - high)
    return (at, at) if 0 < at < 1 else None


def found(payoffs: Table) -> Found:
    """Everything, support by support."""
    sure_ones = map(list, product(ENDS, repeat=3))
    corners = [
        _with(odds, {})
        for odds in sure_ones
        if all(stays(payoffs, player, odds) for player in range(3))
    ]
    curved = False
    for mixer in range(3):
        others = [j for j in range(3) if j != mixer]
        for sure in product(ENDS, repeat=2):
            odds = [Fraction(0)] * 3
            odds[others[0]], odds[others[1]] = sure
            if lead(payoffs, mixer, odds) == 0:
                low, high = zip(*(held(payoffs, j, mixer, odds) for j in others), strict=True)
                corners += [
                    _with(odds, {mixer: x}) for x in {max(low), min(high)} if max(low) <= min(high)
                ]
    for one, two in combinations(range(3), 2):
        for sure_one in ENDS:
            some, border = _two(payoffs, one, two, sure_one)
            corners += some
            curved |= border
    inside, curve = _three(payoffs)
    return Found(list(dict.fromkeys(corners + inside)), curved or curve)


def _with(odds: list[Fraction], new: dict[int, Fraction]) -> tuple[float, ...]:
    return tuple(float(new.get(j, own)) for j, own in enumerate(odds))


def _two(
    payoffs: Table, one: int, two: int, sure: Fraction
) -> tuple[list[tuple[float, ...]], bool]:
    (other,) = {0, 1, 2} - {one, two}
    odds = [sure] * 3
    of_two, of_one = tied(payoffs, one, two, odds), tied(payoffs, two, one, odds)
    if of_one is None or of_two is None:
        return [], False
    leads = []
    for x, y in product(of_one, of_two):
        odds[one], odds[two] = x, y
        leads.append(lead(payoffs, other, odds) * (2 * sure - 1))
    if min(leads) >= 0:
        return [_with(odds, {one: x, two: y}) for x, y in product(set(of_one), set(of_two))], False
    if max(leads) < 0:
        return [], False
    for fixed, free, at, between in ((one, two, of_one, of_two), (two, one, of_two, of_one)):
        if at[0] == at[1]:
            odds[fixed] = at[0]
            low, high = held(payoffs, other, free, odds)
            low, high = max(low, between[0]), min(high, between[1])
            return [_with(odds, {free: x}) for x in {low, high} if low <= high], False
    return [], True


def _three(payoffs: Table) -> tuple[list[tuple[float, ...]], bool]:
    """Equilibria in which everybody mixes: two of three bilinear equations put into the third."""
    a0, ay, az, ayz = form(payoffs, 0)
    b0, bx, bz, bxz = form(payoffs, 1)
    c0, cx, cy, cxy = form(payoffs, 2)
    # z = -(a0 + ay y) / (az + ayz y) and x = -(c0 + cy y) / (cx + cxy y), put into b0 + bx x + bz z
    # + bxz x z = 0.
    up_z, down_z, up_x, down_x = (a0, ay), (az, ayz), (c0, cy), (cx, cxy)
    for (n0, n1), (d0, d1) in ((up_z, down_z), (up_x, down_x)):
        at = -d0 / d1 if d1 else (-n0 / n1 if n1 and not d0 else None)
        nothing = not (n0 or n1 or d0 or d1)
        if nothing or (at is not None and 0 < at < 1 and n0 + n1 * at == 0 and d0 + d1 * at == 0):
            return [], True  # there one of them can be anything

    def times(p: tuple[Fraction, Fraction], q: tuple[Fraction, Fraction]) -> list[Fraction]:
        return [p[0] * q[0], p[0] * q[1] + p[1] * q[0], p[1] * q[1]]

    parts = zip(
        times(down_x, down_z),
        times(up_x, down_z),
        times(up_z, down_x),
        times(up_x, up_z),
        strict=True,
    )
    k0, k1, k2 = (b0 * p - bx * q - bz * r + bxz * s for p, q, r, s in parts)
    if not (k0 or k1 or k2):
        return [], True
    inside = []
    for y in _roots(k0, k1, k2):
        down = [y.affine(slope, start) for start, slope in (down_x, down_z)]
        if (
            y.sign() <= 0
            or y.affine(Fraction(-1), Fraction(1)).sign() <= 0
            or not all(d.sign() for d in down)
        ):
            continue
        x, z = (y.affine(-s, -n).over(d) for (n, s), d in zip((up_x, up_z), down, strict=True))
        if all(p.sign() > 0 and p.affine(Fraction(-1), Fraction(1)).sign() > 0 for p in (x, z)):
            inside.append((float(x), float(y), float(z)))
    return inside, False


def _roots(k0: Fraction, k1: Fraction, k2: Fraction) -> list[Surd]:
    zero = Fraction(0)
    if not k2:
        return [Surd(-k0 / k1, zero, zero)] if k1 else []
    inside = k1**2 - 4 * k2 * k0
    if inside < 0:
        return []
    root = Fraction(isqrt(inside.numerator * inside.denominator), inside.denominator)
    if root**2 == inside:
        return [Surd((-k1 + r) / (2 * k2), zero, zero) for r in {root, -root}]
    return [Surd(-k1 / (2 * k2), Fraction(sign, 2) / k2, inside) for sign in (1, -1)]


def equilibria(payoffs: list[list[list[list[int]]]]) -> Found:
    """The corners of all equilibria, and whether they are all that there is to say."""
    return found(
        [[[[Fraction(x) for x in row] for row in side] for side in own] for own in payoffs]
    )
