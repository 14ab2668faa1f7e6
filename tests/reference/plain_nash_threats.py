"""A plain twin of threats that are left to chance: the Nash point of lotteries, edge by edge, and a
grid of threats.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

Pair = tuple[float, float]
Table = list[list[int]]


def nash(packages: list[Pair], away: Pair) -> Pair:
    """The lottery over two packages with the largest product of gains; no deal where none gives
    both more.
    """
    best, top = away, 0.0
    for one, other in product(packages, repeat=2):
        for share in _tops(one, other, away):
            worth = tuple(share * b + (1 - share) * a for a, b in zip(one, other, strict=True))
            gains = [u - d for u, d in zip(worth, away, strict=True)]
            if min(gains) > 0 and gains[0] * gains[1] > top:
                best, top = (worth[0], worth[1]), gains[0] * gains[1]
    return best


def _tops(one: Pair, other: Pair, away: Pair) -> Iterator[float]:
    """Where on an edge the product can be largest: its ends, and where its slope is 0."""
    yield from (0.0, 1.0)
    start = [a - d for a, d in zip(one, away, strict=True)]
    step = [b - a for a, b in zip(one, other, strict=True)]
    if step[0] * step[1] < 0:
        share = -(start[0] * step[1] + start[1] * step[0]) / (2 * step[0] * step[1])
        if 0 < share < 1:
            yield share


def expected(tables: tuple[Table, Table], row: list[float], column: list[float]) -> Pair:
    """What threats bring on average."""
    worth = [
        sum(p * q * table[i][j] for i, p in enumerate(row) for j, q in enumerate(column))
        for table in tables
    ]
    return worth[0], worth[1]


def mixtures(count: int, steps: int) -> Iterator[list[float]]:
    """Odds of so many threats, in steps."""
    for shares in product(range(steps + 1), repeat=count):
        if sum(shares) == steps:
            yield [share / steps for share in shares]
