"""All equilibria of a nondegenerate game for two players: every pair of supports of one size, in
exact fractions.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

Matrix = list[list[Fraction]]
Pair = tuple[list[Fraction], list[Fraction]]


def solve(matrix: Matrix, right: list[Fraction]) -> list[Fraction] | None:
    """Gauss–Jordan elimination; None where the matrix is singular."""
    n = len(matrix)
    rows = [[*row, b] for row, b in zip(matrix, right, strict=True)]
    for k in range(n):
        pivot = next((r for r in range(k, n) if rows[r][k] != 0), None)
        if pivot is None:
            return None
        rows[k], rows[pivot] = rows[pivot], rows[k]
        rows[k] = [x / rows[k][k] for x in rows[k]]
        for r in range(n):
            if r != k:
                rows[r] = [x - rows[r][k] * y for x, y in zip(rows[r], rows[k], strict=True)]
    return [row[n] for row in rows]


def indifferent(
    payoffs: Matrix, replies: tuple[int, ...], support: tuple[int, ...], size: int
) -> list[Fraction] | None:
    """Weights on `support` that make all `replies` equally good."""
    matrix = [[*(payoffs[i][j] for j in support), Fraction(-1)] for i in replies]
    matrix.append([*(Fraction(1) for _ in support), Fraction(0)])
    answer = solve(matrix, [*(Fraction(0) for _ in replies), Fraction(1)])
    if answer is None or any(w <= 0 for w in answer[:-1]):
        return None
    whole = [Fraction(0)] * size
    for j, w in zip(support, answer, strict=False):
        whole[j] = w
    return whole


def best(payoffs: Matrix, other: list[Fraction], support: tuple[int, ...]) -> bool:
    values = [sum((a * w for a, w in zip(row, other, strict=True)), Fraction(0)) for row in payoffs]
    return all(values[i] == max(values) for i in support)


def degenerate(payoffs: Matrix, other: list[Fraction]) -> bool:
    values = [sum((a * w for a, w in zip(row, other, strict=True)), Fraction(0)) for row in payoffs]
    return sum(v == max(values) for v in values) > sum(w > 0 for w in other)


def equilibria(A: list[list[int]], B: list[list[int]]) -> list[Pair]:
    mine = [[Fraction(a) for a in row] for row in A]
    theirs = [[Fraction(b) for b in column] for column in zip(*B, strict=True)]
    m, n = len(mine), len(theirs)
    found = []
    for k in range(1, min(m, n) + 1):
        for rows in combinations(range(m), k):
            for columns in combinations(range(n), k):
                y = indifferent(mine, rows, columns, n)
                x = indifferent(theirs, columns, rows, m)
                if x and y and best(mine, y, rows) and best(theirs, x, columns):
                    found.append((x, y))
    return found


def vertices(replies: Matrix) -> list[tuple[list[Fraction], frozenset[int]]]:
    """Vertices, other than the origin, of ``{x >= 0, replies x <= 1}`` with their tight
    constraints, exactly.
    """
    dimension = len(replies[0])
    rows = [[Fraction(-(i == j)) for j in range(dimension)] for i in range(dimension)] + replies
    right = [Fraction(0)] * dimension + [Fraction(1)] * len(replies)
    found: dict[tuple[Fraction, ...], frozenset[int]] = {}
    for choice in combinations(range(len(rows)), dimension):
        x = solve([list(rows[i]) for i in choice], [right[i] for i in choice])
        if x is None or not any(x):
            continue
        slack = [
            b - sum((a * v for a, v in zip(row, x, strict=True)), Fraction(0))
            for row, b in zip(rows, right, strict=True)
        ]
        if min(slack) >= 0:
            found[tuple(x)] = frozenset(i for i, s in enumerate(slack) if s == 0)
    return [([v / sum(x) for v in x], labels) for x, labels in found.items()]


def extreme_equilibria(A: list[list[int]], B: list[list[int]]) -> list[Pair]:
    """Every extreme equilibrium, of degenerate games too: pairs of vertices that carry all
    labels.
    """
    lowest = min(entry for matrix in (A, B) for row in matrix for entry in row)
    mine = [[Fraction(a - lowest + 1) for a in row] for row in A]
    theirs = [[Fraction(b - lowest + 1) for b in column] for column in zip(*B, strict=True)]
    m, n = len(mine), len(theirs)
    everything = frozenset(range(m + n))
    found = []
    for x, lx in vertices(theirs):  # 0 … m-1 not played, m … best replies of the column player
        for y, ly in vertices(mine):
            turned = frozenset(label + m if label < n else label - n for label in ly)
            if lx | turned == everything:
                found.append((x, y))
    return found
