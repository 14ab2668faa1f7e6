"""Brute force for the inverse question: every ranking, and the distance between two in swaps of
neighbours.
"""

from itertools import permutations, product


def orders(count):
    """Every ranking of `count` states with ties, as levels without gaps."""
    return [
        row for row in product(range(count), repeat=count) if set(row) == set(range(max(row) + 1))
    ]


def rearranged(row):
    """Every ranking with as many states on each level."""
    return sorted(set(permutations(row)))


def distances(row):
    """Ranking → how many swaps of states on neighbouring levels lead to it."""
    found, ring, steps = {tuple(row): 0}, [tuple(row)], 0
    while ring:
        steps += 1
        further = []
        for here in ring:
            for a in range(len(here)):
                for b in range(len(here)):
                    if here[a] == here[b] + 1:
                        there = list(here)
                        there[a], there[b] = there[b], there[a]
                        if tuple(there) not in found:
                            found[tuple(there)] = steps
                            further.append(tuple(there))
        ring = further
    return found
