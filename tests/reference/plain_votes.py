"""A plain twin of voting: every order of the voters, every coalition, every point of a line, one at
a time.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, permutations
from typing import Any


def shapley(worth: list[Any], n: int) -> list[Fraction]:
    """The average, over every order of the members, of what each adds; the worth of a coalition by
    its bits.
    """
    totals, orders = [Fraction(0)] * n, 0
    for order in permutations(range(n)):
        orders += 1
        coalition = 0
        for member in order:
            totals[member] += Fraction(worth[coalition | 1 << member]) - Fraction(worth[coalition])
            coalition |= 1 << member
    return [total / orders for total in totals]


def banzhaf(worth: list[Any], n: int) -> list[Fraction]:
    """The average, over every coalition of the others, of what each member adds."""
    shares = []
    for member in range(n):
        without = [c for c in range(1 << n) if not c >> member & 1]
        added = sum(
            (Fraction(worth[c | 1 << member]) - Fraction(worth[c]) for c in without), Fraction(0)
        )
        shares.append(added / len(without))
    return shares


def voting_worth(quota: int, votes: list[int]) -> list[int]:
    """1 for every coalition that carries a motion, by its bits."""
    members = range(len(votes))
    return [
        int(sum(votes[i] for i in members if c >> i & 1) >= quota) for c in range(1 << len(votes))
    ]


def minimal_winning(quota: int, votes: list[int]) -> set[tuple[int, ...]]:
    """Coalitions that win and would lose without any one member."""
    found = set()
    for size in range(len(votes) + 1):
        for members in combinations(range(len(votes)), size):
            total = sum(votes[i] for i in members)
            if total >= quota and all(total - votes[i] < quota for i in members):
                found.add(members)
    return found


def carries(
    ideals: list[Fraction], votes: list[int], quota: int, quo: Fraction, point: Fraction
) -> bool:
    """Whether the voters for whom a point is at least as near as the status quo have the votes."""
    return (
        sum(v for x, v in zip(ideals, votes, strict=True) if abs(point - x) <= abs(quo - x))
        >= quota
    )
