"""All equilibria of a game for three players with two strategies each and no ties, by linear and quadratic equations.

Everything is exact but for the square root at the very end.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, product
from math import sqrt

Table = list[list[list[list[Fraction]]]]
Odds = tuple[float, ...]


def gains(payoffs: Table, player: int) -> list[list[Fraction]]:
    """What a player gets more by its first strategy than by its second, by what the other two play, in their order."""
    answer = [[Fraction(0)] * 2 for _ in range(2)]
    for one, two in product(range(2), repeat=2):
        values = []
        for own in range(2):
            profile = [one, two]
            profile.insert(player, own)
            values.append(payoffs[player][profile[0]][profile[1]][profile[2]])
        answer[one][two] = values[0] - values[1]
    return answer


def lead(payoffs: Table, player: int, odds: list[Fraction]) -> Fraction:
    """How much better the player's first strategy is when the others play their first ones with these probabilities."""
    one, two = (odds[j] for j in range(3) if j != player)
    g = gains(payoffs, player)
    return one * (two * g[0][0] + (1 - two) * g[0][1]) + (1 - one) * (two * g[1][0] + (1 - two) * g[1][1])


def stays(payoffs: Table, player: int, odds: list[Fraction]) -> bool:
    """Whether a player who plays one strategy for sure does not gain by the other."""
    return (lead(payoffs, player, odds) >= 0) if odds[player] == 1 else (lead(payoffs, player, odds) <= 0)


def equilibria(payoffs: list[list[list[list[int]]]]) -> list[Odds]:
    """The probabilities of the three first strategies, for every equilibrium."""
    table: Table = [[[[Fraction(x) for x in row] for row in side] for side in own] for own in payoffs]
    sure = [Fraction(0), Fraction(1)]
    profiles = [list(profile) for profile in product(sure, repeat=3)]
    found: list[Odds] = [tuple(map(float, odds)) for odds in profiles if all(stays(table, p, odds) for p in range(3))]
    for one, two in combinations(range(3), 2):
        (other,) = {0, 1, 2} - {one, two}
        for played in sure:
            odds = [played] * 3
            for who, of in ((one, two), (two, one)):  # that one is indifferent fixes what the other plays
                low, high = (lead(table, who, [*odds[:of], end, *odds[of + 1 :]]) for end in sure)
                odds[of] = Fraction(-1) if low == high else low / (low - high)
            if 0 < odds[one] < 1 and 0 < odds[two] < 1 and stays(table, other, odds):
                found.append(tuple(map(float, odds)))
    return found + all_mix(table)


def all_mix(table: Table) -> list[Odds]:
    """Equilibria in which everybody mixes: two of three bilinear equations put into the third."""

    def form(player: int) -> tuple[Fraction, Fraction, Fraction, Fraction]:
        """1, the first other's probability, the second other's, and both: their coefficients in the player's lead."""
        g = gains(table, player)
        return g[1][1], g[0][1] - g[1][1], g[1][0] - g[1][1], g[0][0] - g[0][1] - g[1][0] + g[1][1]

    a0, ay, az, ayz = form(0)
    b0, bx, bz, bxz = form(1)
    c0, cx, cy, cxy = form(2)
    # z = -(a0 + ay y) / (az + ayz y) and x = -(c0 + cy y) / (cx + cxy y), put into b0 + bx x + bz z + bxz x z = 0.
    up_z, down_z, up_x, down_x = (a0, ay), (az, ayz), (c0, cy), (cx, cxy)

    def times(p: tuple[Fraction, Fraction], q: tuple[Fraction, Fraction]) -> list[Fraction]:
        return [p[0] * q[0], p[0] * q[1] + p[1] * q[0], p[1] * q[1]]

    parts = zip(times(down_x, down_z), times(up_x, down_z), times(up_z, down_x), times(up_x, up_z), strict=True)
    k0, k1, k2 = (b0 * p - bx * q - bz * r + bxz * s for p, q, r, s in parts)
    inside = k1 * k1 - 4 * k2 * k0
    if k2 == 0 or inside <= 0:
        return []
    found = []
    for sign in (-1, 1):
        y = (float(-k1) + sign * sqrt(inside)) / float(2 * k2)
        z = -(float(a0) + float(ay) * y) / (float(az) + float(ayz) * y)
        x = -(float(c0) + float(cy) * y) / (float(cx) + float(cxy) * y)
        if all(0 < p < 1 for p in (x, y, z)):
            found.append((x, y, z))
    return found
