"""Payoffs of pure subgame-perfect equilibria, by the operator of Abreu, Pearce and Stacchetti in
loops.

From the smallest box round all payoffs on: every combination of actions with every payoff that may
follow and repays both players, and the hull of it all; again and again. What holds a player down is
the least that it gets in the set.
"""

from __future__ import annotations

Point = tuple[float, float]

EPS = 1e-11


def payoff_set(
    A: list[list[float]], B: list[list[float]], discount: Point, steps: int = 400
) -> list[Point]:
    """The corners of the set after so many steps, in order."""
    cells = [(i, j) for i in range(len(A)) for j in range(len(A[0]))]
    low = min(map(min, A)), min(map(min, B))
    high = max(map(max, A)), max(map(max, B))
    found = [low, (high[0], low[1]), high, (low[0], high[1])]
    for _ in range(steps):
        worst = min(x for x, _ in found), min(y for _, y in found)
        points: list[Point] = []
        for i, j in cells:
            now = A[i][j], B[i][j]
            best = max(row[j] for row in A), max(B[i])
            shifted = [
                (
                    (1 - discount[0]) * now[0] + discount[0] * x,
                    (1 - discount[1]) * now[1] + discount[1] * y,
                )
                for x, y in found
            ]
            for axis in range(2):
                least = (1 - discount[axis]) * best[axis] + discount[axis] * worst[axis]
                shifted = cut(shifted, axis, least - EPS)
            points += shifted
        if not points:
            return []
        found = hull(points)
    return found


def cut(polygon: list[Point], axis: int, least: float) -> list[Point]:
    """The part of a convex polygon where one coordinate is no less than this (Sutherland and
    Hodgman).
    """
    kept: list[Point] = []
    for k, here in enumerate(polygon):
        there = polygon[(k + 1) % len(polygon)]
        if here[axis] >= least:
            kept.append(here)
        if (here[axis] - least) * (there[axis] - least) < 0:
            share = (here[axis] - least) / (here[axis] - there[axis])
            kept.append(
                (here[0] + share * (there[0] - here[0]), here[1] + share * (there[1] - here[1]))
            )
    return kept


def hull(points: list[Point]) -> list[Point]:
    """Corners of the smallest convex polygon round some points (Andrew's chain)."""
    ordered = sorted(set(points))
    if len(ordered) < 3:
        return ordered
    return chain(ordered)[:-1] + chain(ordered[::-1])[:-1]


def chain(points: list[Point]) -> list[Point]:
    found: list[Point] = []
    for p in points:
        while len(found) > 1 and turn(found[-2], found[-1], p) <= 0:
            found.pop()
        found.append(p)
    return found


def turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def outside(polygon: list[Point], point: Point) -> float:
    """How far a point lies outside a convex polygon, in any one direction of its edges; not above 0
    inside.
    """
    if len(polygon) < 3:
        ends = [polygon[0], polygon[-1]]
        return max(
            max(min(e[axis] for e in ends) - point[axis], point[axis] - max(e[axis] for e in ends))
            for axis in range(2)
        )
    worst = float("-inf")
    for k, here in enumerate(polygon):
        there = polygon[(k + 1) % len(polygon)]
        length = ((there[0] - here[0]) ** 2 + (there[1] - here[1]) ** 2) ** 0.5
        if length > 0:
            worst = max(worst, -turn(here, there, point) / length)
    return worst
