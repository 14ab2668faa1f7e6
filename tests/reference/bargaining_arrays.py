"""Plain twins of the array kernels for bargaining: point against point, package after package, in
Python's integers.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import numpy as np

Point = tuple[int, ...]


def points(payoffs: np.ndarray) -> list[Point]:
    """The columns of an array of whole numbers."""
    return [tuple(int(x) for x in column) for column in payoffs.T]


def dominates(one: Point, other: Point) -> bool:
    return all(a >= b for a, b in zip(one, other, strict=True)) and one != other


def undominated(among: Sequence[Point]) -> list[int]:
    return [
        k for k, point in enumerate(among) if not any(dominates(other, point) for other in among)
    ]


def sums(tables: Sequence[np.ndarray]) -> dict[tuple[int, ...], Point]:
    """Every choice of one option a block, with what it adds up to."""
    blocks = [points(table) for table in tables]
    return {
        choice: tuple(
            sum(own)
            for own in zip(
                *(block[k] for block, k in zip(blocks, choice, strict=True)), strict=True
            )
        )
        for choice in product(*(range(len(block)) for block in blocks))
    }


def reaching(
    among: dict[tuple[int, ...], Point], floor: Sequence[float]
) -> dict[tuple[int, ...], Point]:
    return {
        k: point
        for k, point in among.items()
        if all(x >= least for x, least in zip(point, floor, strict=True))
    }


def upper_right(among: Sequence[Point]) -> list[Point]:
    """The corners of the upper right boundary, by Andrew's monotone chain."""
    chain: list[Point] = []
    for x, y in sorted({among[k] for k in undominated(among)}):
        while len(chain) > 1:
            (ax, ay), (bx, by) = chain[-2:]
            if (bx - ax) * (y - ay) < (by - ay) * (x - ax):
                break
            chain.pop()
        chain.append((x, y))
    return chain
