"""Where words stand beside their points in a picture, so that they hide no mark, no line and no
other word.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate, pairwise, product
from math import ceil, cos, hypot, pi, sin

LETTER, WIDE = 7, 14
"""Pixels of a letter, about, and of one that takes two columns."""
HIGH = 12
"""Of a word."""
CELL = 4
"""The picture is divided into squares of so many pixels: each is free or taken."""
AWAY, FURTHER = 7, 14
"""From a point to its word, and from there to each further place that is tried."""
RINGS = 9
"""How often a word is tried further away."""
WAYS = (0, 4, 2, 6, 1, 7, 3, 5)
"""Eighths of a turn from the right, in the order in which they are tried."""
Cells = set[tuple[int, int]]


def width(words: str) -> int:
    """How wide words are, about, on the side that is too wide."""
    return sum(map(_letter, words))


def _letter(letter: str) -> int:
    return WIDE if unicodedata.east_asian_width(letter) in "WF" else LETTER


def fitted(words: str, most: int) -> str:
    """Words shortened to so many pixels."""
    if width(words) <= most:
        return words
    fits = bisect_right(list(accumulate(map(_letter, words))), most - WIDE)
    return f"{words[:fits].rstrip()}…"


@dataclass
class Labels:
    """What is taken of a picture: by marks and lines, and by words."""

    frame: tuple[float, float, float, float]
    """Left, top, right and bottom of where words may stand."""
    marks: Cells = field(default_factory=set)
    words: Cells = field(default_factory=set)

    def mark(self, x: float, y: float, wide: float) -> None:
        """Take a square around a place."""
        self.marks |= _cells(x, y, wide, wide)

    def line(self, points: Iterable[tuple[float, float]]) -> None:
        """Take a line from point to point."""
        self.marks |= set(_along(points))

    def place(self, x: float, y: float, word: str) -> tuple[float, float]:
        """The middle of the nearest place for a word where it hides nothing, or else the least; it
        is taken.
        """
        wide, left, top, right, bottom = width(word), *self.frame
        best: tuple[int, float, float] | None = None
        for ring, way in product(range(RINGS), WAYS):
            away, angle = AWAY + FURTHER * ring, way * pi / 4
            middle = x + cos(angle) * (away + wide / 2 + 2), y - sin(angle) * (away + HIGH / 2)
            if not (
                left + wide / 2 < middle[0] < right - wide / 2
                and top + HIGH / 2 < middle[1] < bottom - HIGH / 2
            ):
                continue
            cells = _cells(*middle, wide, HIGH)
            hides = len(cells & self.marks) + RINGS * len(cells & self.words)
            if best is None or hides < best[0]:
                best = hides, *middle
            if not hides:
                break
        _, *found = best or (0, x, y)
        self.words |= _cells(found[0], found[1], wide, HIGH)
        self.words |= set(_along([(x, y), (found[0], found[1])]))
        return found[0], found[1]


def _cells(x: float, y: float, wide: float, high: float) -> Cells:
    across = range(int((x - wide / 2) // CELL), int((x + wide / 2) // CELL) + 1)
    return set(product(across, range(int((y - high / 2) // CELL), int((y + high / 2) // CELL) + 1)))


def _along(points: Iterable[tuple[float, float]]) -> Iterator[tuple[int, int]]:
    for (x, y), (u, v) in pairwise(points):
        steps = ceil(hypot(u - x, v - y) / CELL) or 1
        for k in range(steps + 1):
            yield int((x + (u - x) * k / steps) // CELL), int((y + (v - y) * k / steps) // CELL)
