"""The best point of a small polytope of lotteries in exact fractions: every corner is tried."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations

from tests.reference.plain_supports import solve

Row = Sequence[Fraction]


def best(rows: Sequence[Row], goal: Row) -> Fraction | None:
    """The most that the goal comes to over lotteries that make no row positive; None if there is no
    such lottery.
    """
    size = len(goal)
    signs = [[Fraction(-int(i == k)) for i in range(size)] for k in range(size)]
    found: list[Fraction] = []
    for tight in combinations([*rows, *signs], size - 1):
        corner = solve([*tight, [Fraction(1)] * size], [*([Fraction(0)] * (size - 1)), Fraction(1)])
        if corner is None or min(corner) < 0:
            continue
        if all(sum(w * x for w, x in zip(corner, row, strict=True)) <= 0 for row in rows):
            found.append(sum((w * x for w, x in zip(corner, goal, strict=True)), Fraction(0)))
    return max(found, default=None)


def correlated(tables: Sequence[Sequence[Row]], goal: Sequence[Row], heard: bool) -> Fraction:
    """The most that a correlated equilibrium of two players, or a coarse one, gives on the
    whole.
    """
    first, second = tables
    rows, columns = len(first), len(first[0])
    conditions = []
    for own, table, across in (
        (rows, first, columns),
        (columns, [list(t) for t in zip(*second, strict=True)], rows),
    ):
        for told in range(own) if heard else [None]:
            for other in range(own):
                gain = [
                    [
                        table[other][j] - table[i][j] if told in (None, i) else Fraction(0)
                        for j in range(across)
                    ]
                    for i in range(own)
                ]
                if table is not first:
                    gain = [list(t) for t in zip(*gain, strict=True)]
                conditions.append([x for row in gain for x in row])
    found = best([row for row in conditions if any(row)], [x for row in goal for x in row])
    if found is None:
        raise AssertionError("every game has a correlated equilibrium")
    return found


def commitment(leader: Sequence[Row], follower: Sequence[Row]) -> Fraction:
    """The most that a leader down the rows gets by binding itself to a mixture, ties going its
    way.
    """
    values = []
    for j in range(len(leader[0])):
        rows = [[row[k] - row[j] for row in follower] for k in range(len(leader[0])) if k != j]
        values.append(best(rows, [row[j] for row in leader]))
    return max(value for value in values if value is not None)
