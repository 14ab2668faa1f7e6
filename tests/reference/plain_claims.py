"""A plain twin of what claims do to a deal: every package, every set of claims, one after the
other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import chain, combinations, permutations, product
from typing import TypeVar

from negotiate.bargaining.problem import BargainingProblem

Member = TypeVar("Member")


def packages(problem: BargainingProblem) -> list[tuple[int, list[Fraction], frozenset[str]]]:
    """Every possible package: its number, what it gives each signer over no deal, the claims that
    it crosses.
    """
    found = []
    for number, combination in enumerate(product(*(range(block.size) for block in problem.blocks))):
        blocks = list(zip(problem.blocks, combination, strict=True))
        if not all(block.possible[c] for block, c in blocks):
            continue
        gains = [
            sum((decimal(block.payoffs[p, c]) for block, c in blocks), Fraction(0))
            - decimal(problem.disagreement[p])
            for p in problem.seats
        ]
        standing = [
            claim for claim in problem.claims if claim.hard and claim.name not in problem.dropped
        ]
        names = {
            c.name for c in standing if any(block.crossed.get(c.name, no)[k] for block, k in blocks)
        }
        for claim in standing:
            if claim.kind == "no deal" and gains[problem.seats.index(claim.player)] < 0:
                names.add(claim.name)
        found.append((number, gains, frozenset(names)))
    return found


no = [False] * 10_000


def decimal(x: float) -> Fraction:
    """The decimal that somebody wrote."""
    return Fraction(str(round(float(x), 9)))


def zone(problem: BargainingProblem) -> list[int]:
    """The packages that everybody signs and somebody gains by."""
    return [
        number
        for number, gains, crossed in packages(problem)
        if not crossed and any(g > 0 for g in gains)
    ]


def smallest_conflicts(problem: BargainingProblem) -> set[frozenset[str]]:
    """Every set of claims that leaves no package, while any fewer of them leave some."""
    crossed = [names for _, _, names in packages(problem)]
    return set(_smallest(_claims(problem), lambda held: all(held & names for names in crossed)))


def smallest_removals(problem: BargainingProblem) -> set[frozenset[str]]:
    """Every set of claims without which there is a deal, while without any fewer there is none."""
    crossed = [names for _, gains, names in packages(problem) if any(g > 0 for g in gains)]
    return set(_smallest(_claims(problem), lambda gone: any(names <= gone for names in crossed)))


def _claims(problem: BargainingProblem) -> list[str]:
    return [
        claim.name for claim in problem.claims if claim.hard and claim.name not in problem.dropped
    ]


def _smallest(
    names: list[str], holds: Callable[[frozenset[str]], bool]
) -> Iterator[frozenset[str]]:
    found: list[frozenset[str]] = []
    for some in subsets(names):
        if not any(smaller <= some for smaller in found) and holds(some):
            found.append(some)
            yield some


def subsets(names: Iterable[Member]) -> Iterator[frozenset[Member]]:
    """Every part of a set, the smallest first."""
    known = list(names)
    return map(
        frozenset, chain.from_iterable(combinations(known, size) for size in range(len(known) + 1))
    )


def nash(gains: list[list[Fraction]]) -> list[int]:
    """Which of these are the Nash point: most players gain, and the product of what they gain is
    largest.
    """

    def measure(row: list[Fraction]) -> tuple[int, Fraction]:
        product_of = Fraction(1)
        for g in row:
            product_of *= g if g > 0 else 1
        return sum(g > 0 for g in row), product_of

    return [k for k, row in enumerate(gains) if measure(row) == max(map(measure, gains))]


def comparable(gains: Sequence[Sequence[Fraction | float]]) -> bool:
    """Whether wherever most players gain the same do, so that products of gains are all of the same
    players.
    """
    winners = [frozenset(p for p, g in enumerate(row) if g > 0) for row in gains]
    most = max(map(len, winners), default=0)
    return len({some for some in winners if len(some) == most}) < 2


def shapley(count: int, worth: Callable[[frozenset[int]], Fraction]) -> list[Fraction]:
    """The mean, over all orders, of what each member adds to those before it."""
    shares = [Fraction(0)] * count
    orders = list(permutations(range(count)))
    for order in orders:
        for place, member in enumerate(order):
            before = frozenset(order[:place])
            shares[member] += worth(before | {member}) - worth(before)
    return [share / len(orders) for share in shares]
