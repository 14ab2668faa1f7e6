"""Pieces and components of equilibria by trying every set of strategies."""

from __future__ import annotations

from itertools import combinations

Pairs = set[tuple[int, int]]


def pieces(pairs: Pairs) -> set[frozenset[tuple[int, int]]]:
    """The largest sets of rows and columns of which every pair is there."""
    rows, columns = sorted({i for i, _ in pairs}), sorted({j for _, j in pairs})
    whole = [
        frozenset((i, j) for i in some for j in others)
        for some in _some(rows)
        for others in _some(columns)
        if all((i, j) in pairs for i in some for j in others)
    ]
    return {piece for piece in whole if not any(piece < other for other in whole)}


def components(pairs: Pairs) -> set[frozenset[tuple[int, int]]]:
    """Pieces put together until no two touch."""
    found = list(pieces(pairs))
    while touching := next((two for two in combinations(found, 2) if two[0] & two[1]), None):
        found = [piece for piece in found if piece not in touching] + [touching[0] | touching[1]]
    return set(found)


def _some(numbers: list[int]) -> list[tuple[int, ...]]:
    return [some for size in range(1, len(numbers) + 1) for some in combinations(numbers, size)]
