"""Offers in turn over a few packages, by trying everything, in exact fractions."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

Gains = tuple[Fraction, Fraction]


def best_answers(packages: Sequence[Gains], side: int, least: Fraction) -> list[int]:
    """Of the packages that give the other side enough, the best for a side, and of those the best
    for the other.
    """
    enough = [k for k, gains in enumerate(packages) if gains[1 - side] >= least]
    top = max((packages[k][side], packages[k][1 - side]) for k in enough)
    return [k for k in enough if (packages[k][side], packages[k][1 - side]) == top]


def standing_pairs(
    packages: Sequence[Gains], patience: Sequence[Fraction]
) -> list[tuple[int, int]]:
    """Every pair of proposals that nobody gains by departing from once, if they are made for
    ever.
    """
    found = []
    for x in range(len(packages)):
        for y in range(len(packages)):
            first = best_answers(packages, 0, patience[1] * packages[y][1])
            second = best_answers(packages, 1, patience[0] * packages[x][0])
            if x in first and y in second:
                found.append((x, y))
    return found


def backwards(
    packages: Sequence[Gains], patience: Sequence[Fraction], rounds: int, first: int
) -> list[list[int]]:
    """The best proposals of each round, the first round first."""
    later: Gains = (Fraction(0), Fraction(0))
    found: list[list[int]] = []
    for number in reversed(range(rounds)):
        side = (first + number) % 2
        found.append(best_answers(packages, side, patience[1 - side] * later[1 - side]))
        later = packages[found[-1][0]]
    return found[::-1]
