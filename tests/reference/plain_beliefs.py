"""What a strategy is best against, by corners of the set of such beliefs, and what two kinds of
dominance leave.

The set of beliefs to which a strategy is a best reply is cut out of the simplex by one inequality a
rival. Its corners are found by making as many conditions tight as there are free numbers. No
corner: never best, so strictly dominated (Pearce 1984, lemma 3). Corners that leave a combination
out all together: weakly dominated (lemma 4).
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, product

import numpy as np

from tests.reference.plain_supports import solve

Corner = tuple[Fraction, ...]


def table_of(payoffs: np.ndarray, player: int, kept: list[list[int]]) -> list[list[Fraction]]:
    rest = list(product(*(own for p, own in enumerate(kept) if p != player)))
    return [
        [
            Fraction(float(payoffs[(player, *others[:player], i, *others[player:])]))
            for others in rest
        ]
        for i in kept[player]
    ]


def corners(table: list[list[Fraction]], row: int) -> list[Corner]:
    """All corners of the set of beliefs to which a row is a best reply."""
    columns = len(table[0])
    conditions = [[Fraction(int(c == k)) for c in range(columns)] for k in range(columns)]
    conditions += [
        [mine - theirs for mine, theirs in zip(table[row], other, strict=True)]
        for j, other in enumerate(table)
        if j != row
    ]
    found = []
    for tight in combinations(conditions, columns - 1):
        point = solve(
            [*tight, [Fraction(1)] * columns], [Fraction(0)] * (columns - 1) + [Fraction(1)]
        )
        if point and all(
            sum(a * x for a, x in zip(one, point, strict=True)) >= 0 for one in conditions
        ):
            found.append(tuple(point))
    return found


def strictly_dominated(table: list[list[Fraction]], row: int) -> bool:
    return not corners(table, row)


def weakly_dominated(table: list[list[Fraction]], row: int) -> bool:
    found = corners(table, row)
    return not all(any(corner[c] for corner in found) for c in range(len(table[0])))


def one_round(payoffs: np.ndarray, kept: list[list[int]], dominated: object) -> list[list[int]]:
    """What is left when all dominated strategies of all players have gone at once."""
    assert callable(dominated)
    tables = [table_of(payoffs, player, kept) for player in range(len(kept))]
    return [
        [i for k, i in enumerate(own) if not dominated(table, k)]
        for own, table in zip(kept, tables, strict=True)
    ]


def left(payoffs: np.ndarray, dominated: object) -> list[list[int]]:
    kept = [list(range(n)) for n in payoffs.shape[1:]]
    while (after := one_round(payoffs, kept, dominated)) != kept:
        kept = after
    return kept
