"""The best commitment by looking at every corner where replies meet, in exact fractions."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

from tests.reference.plain_supports import solve

Matrix = list[list[Fraction]]


def corners(follower: Matrix, reply: int) -> list[list[Fraction]]:
    """Mixtures of the leader's at the corners of where `reply` is a best one."""
    m, n = len(follower), len(follower[0])
    others = [k for k in range(n) if k != reply]
    rows = [[Fraction(int(i == j)) for j in range(m)] for i in range(m)]
    rows += [[follower[i][reply] - follower[i][k] for i in range(m)] for k in others]
    found = []
    for tight in combinations(range(len(rows)), m - 1):
        x = solve(
            [*(list(rows[r]) for r in tight), [Fraction(1)] * m],
            [*(Fraction(0) for _ in tight), Fraction(1)],
        )
        if x is not None and all(
            sum(a * w for a, w in zip(row, x, strict=True)) >= 0 for row in rows
        ):
            found.append(x)
    return found


def best_mixture(leader: list[list[int]], follower: list[list[int]]) -> Fraction:
    """The most that a leader gets by binding itself to a mixture, ties of the follower's in its
    favour.
    """
    theirs = [[Fraction(b) for b in row] for row in follower]
    return max(
        sum((w * row[j] for w, row in zip(x, leader, strict=True)), Fraction(0))
        for j in range(len(follower[0]))
        for x in corners(theirs, j)
    )


def best_single(leader: list[list[int]], follower: list[list[int]], favour: bool) -> int:
    """The most by binding itself to one strategy, ties of the follower's in its favour or against
    it.
    """
    found = []
    for ours, theirs in zip(leader, follower, strict=True):
        ties = [a for a, b in zip(ours, theirs, strict=True) if b == max(theirs)]
        found.append(max(ties) if favour else min(ties))
    return max(found)
