"""What tables of quantal responses along their path have in common, of a table of payoffs as of a tree."""

from __future__ import annotations

from negotiate.report.numbers import steady

COLUMN = 7
"""Columns that the numbers of one precision take."""
EXTENT = (
    "the whole path from choice at random, and no other",
    "the path from choice at random as far as it was followed",
)
"""What it means that such an answer is complete, and that it is not."""


def some(count: int, room: int) -> list[int]:
    """As many places along the path as there is room for, its beginning and its end among them.

    Examples
    --------
    >>> some(3, 5), some(9, 3)
    ([0, 1, 2], [0, 4, 8])
    """
    if count <= room:
        return list(range(count))
    return sorted({round(k * (count - 1) / (room - 1)) for k in range(room)})


def chance(p: float) -> str:
    """A probability of the same width in every cell.

    Examples
    --------
    >>> chance(1 / 3), chance(1e-9), chance(1.0)
    ('0.333', '0', '1')
    """
    return "0" if p < 0.0005 else "1" if p > 0.9995 else f"{steady(p):.3f}"
