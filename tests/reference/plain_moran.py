"""The process of Moran written out: every birth and every death, with the steps in which nothing
changes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import product

Counts = tuple[int, ...]
Number = Fraction


def steps(
    counts: Counts, payoffs: Sequence[Sequence[Number]], fitness: Callable[[Number], Number]
) -> dict[Counts, Number]:
    """With which odds each composition follows."""
    kinds, population = range(len(counts)), sum(counts)
    fit = []
    for kind in kinds:
        met = [counts[other] - (other == kind) for other in kinds]
        earned = sum((payoffs[kind][other] * met[other] for other in kinds), Fraction(0)) / (
            population - 1
        )
        fit.append(fitness(earned) if counts[kind] else Fraction(0))
    total = sum((counts[kind] * fit[kind] for kind in kinds), Fraction(0))
    found: dict[Counts, Number] = {}
    for born, died in product(kinds, repeat=2):
        odds = counts[born] * fit[born] / total * Fraction(counts[died], population)
        after = tuple(counts[k] + (k == born) - (k == died) for k in kinds)
        if odds:
            found[after] = found.get(after, Fraction(0)) + odds
    return found


def takeovers(
    start: Counts, payoffs: Sequence[Sequence[Number]], fitness: Callable[[Number], Number]
) -> tuple[Number, ...]:
    """How likely each kind takes over, by Gaussian elimination in fractions."""
    population = sum(start)
    states = [c for c in product(range(population + 1), repeat=len(start)) if sum(c) == population]
    inside = [c for c in states if max(c) < population]
    place = {c: k for k, c in enumerate(inside)}
    rows = []
    for counts in inside:
        row = [Fraction(0)] * (len(inside) + len(start))
        row[place[counts]] += 1
        for after, odds in steps(counts, payoffs, fitness).items():
            if after in place:
                row[place[after]] -= odds
            else:
                row[len(inside) + after.index(population)] += odds
        rows.append(row)
    for pivot in range(len(inside)):
        swap = next(k for k in range(pivot, len(inside)) if rows[k][pivot])
        rows[pivot], rows[swap] = rows[swap], rows[pivot]
        rows[pivot] = [value / rows[pivot][pivot] for value in rows[pivot]]
        for k in range(len(inside)):
            if k != pivot and rows[k][pivot]:
                factor = rows[k][pivot]
                rows[k] = [a - factor * b for a, b in zip(rows[k], rows[pivot], strict=True)]
    return tuple(rows[place[start]][len(inside) :])
