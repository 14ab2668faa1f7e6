"""Dominance by mixtures in exact fractions: the value of the game of leads, from every square part
of its table.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

from tests.reference.plain_supports import solve

Table = list[list[Fraction]]


def value(table: Table) -> Fraction:
    """What the row player of a zero-sum game can be sure of (Shapley & Snow 1950: some square part
    shows it).
    """
    shift = 1 - min(
        min(row) for row in table
    )  # with a positive value the parts that matter are regular
    above = [[x + shift for x in row] for row in table]
    for size in range(1, min(len(above), len(above[0])) + 1):
        for rows in combinations(range(len(above)), size):
            for columns in combinations(range(len(above[0])), size):
                part = [[above[i][j] for j in columns] for i in rows]
                weights = _fair([list(column) for column in zip(*part, strict=True)])
                beliefs = _fair(part)
                if weights is None or beliefs is None:
                    continue
                least = min(
                    sum(w * above[i][j] for w, i in zip(weights, rows, strict=True))
                    for j in range(len(above[0]))
                )
                most = max(
                    sum(b * row[j] for b, j in zip(beliefs, columns, strict=True)) for row in above
                )
                if least >= most:
                    return least - shift
    raise AssertionError("every zero-sum game has a value")


def _fair(part: Table) -> list[Fraction] | None:
    """Probabilities that make all rows worth the same."""
    answer = solve(part, [Fraction(1)] * len(part))
    if answer is None or any(w < 0 for w in answer):
        return None
    return [w / sum(answer) for w in answer]


def dominated(table: Table, row: int) -> bool:
    """Whether a mixture of the other rows is better than this one in every column."""
    leads = [
        [x - y for x, y in zip(other, table[row], strict=True)]
        for i, other in enumerate(table)
        if i != row
    ]
    return bool(leads) and value(leads) > 0


def weakly_dominated(table: Table, weights: list[Fraction]) -> bool:
    """Whether some mixture of rows is nowhere worse than the given one, and somewhere better."""
    own = [
        sum(w * row[j] for w, row in zip(weights, table, strict=True)) for j in range(len(table[0]))
    ]
    leads = [[x - y for x, y in zip(row, own, strict=True)] for row in table]
    return any(_gains(leads, column) for column in range(len(leads[0])))


def _gains(leads: Table, column: int) -> bool:
    """Whether a mixture with no negative lead has a positive one in this column, by the corners of
    what is allowed.
    """
    n = len(leads)
    conditions = [[row[j] for row in leads] for j in range(len(leads[0]))]
    signs = [[Fraction(int(i == k)) for i in range(n)] for k in range(n)]
    for tight in combinations(conditions + signs, n - 1):
        corner = solve([*tight, [Fraction(1)] * n], [*([Fraction(0)] * (n - 1)), Fraction(1)])
        if corner is None or any(w < 0 for w in corner):
            continue
        ahead = [
            sum(w * x for w, x in zip(corner, condition, strict=True)) for condition in conditions
        ]
        if min(ahead) >= 0 and ahead[column] > 0:
            return True
    return False


def survivors(first: Table, second: Table) -> list[list[int]]:
    """What one-at-a-time elimination of strategies that mixtures dominate leaves; the second table
    is the transpose.
    """
    kept = [list(range(len(first))), list(range(len(second)))]
    while (worse := _first_dominated((first, second), kept)) is not None:
        kept[worse[0]].remove(worse[1])
    return kept


def _first_dominated(tables: tuple[Table, Table], kept: list[list[int]]) -> tuple[int, int] | None:
    for player, (own, others) in enumerate(zip(kept, kept[::-1], strict=True)):
        left = [[tables[player][i][j] for j in others] for i in own]
        for place, strategy in enumerate(own):
            if dominated(left, place):
                return player, strategy
    return None
