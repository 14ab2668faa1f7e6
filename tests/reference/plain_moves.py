"""Potentials by their definitions: every square of two moves, and whether moves lead back to where
they began.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations, product

import numpy as np

Profile = tuple[int, ...]
Judge = Callable[[np.ndarray, int, Profile, Profile], bool]


def profiles(payoffs: np.ndarray) -> list[Profile]:
    return list(product(*(range(n) for n in payoffs.shape[1:])))


def moved(profile: Profile, player: int, strategy: int) -> Profile:
    return (*profile[:player], strategy, *profile[player + 1 :])


def gain(payoffs: np.ndarray, player: int, before: Profile, after: Profile) -> float:
    return float(payoffs[(player, *after)] - payoffs[(player, *before)])


def squares_close(payoffs: np.ndarray) -> bool:
    """Monderer & Shapley 1996: exact if and only if the gains round every square of two players'
    moves add up to 0.
    """
    n = len(payoffs)
    for here in profiles(payoffs):
        for one, two in combinations(range(n), 2):
            for i, j in product(range(payoffs.shape[1 + one]), range(payoffs.shape[1 + two])):
                a, b, c = (
                    moved(here, one, i),
                    moved(moved(here, one, i), two, j),
                    moved(here, two, j),
                )
                total = gain(payoffs, one, here, a) + gain(payoffs, two, a, b)
                if total + gain(payoffs, one, b, c) + gain(payoffs, two, c, here) != 0:
                    return False
    return True


def better(payoffs: np.ndarray, player: int, before: Profile, after: Profile) -> bool:
    return gain(payoffs, player, before, after) > 0


def best(payoffs: np.ndarray, player: int, before: Profile, after: Profile) -> bool:
    most = max(
        payoffs[(player, *moved(before, player, i))] for i in range(payoffs.shape[1 + player])
    )
    return better(payoffs, player, before, after) and payoffs[(player, *after)] == most


def no_worse(payoffs: np.ndarray, player: int, before: Profile, after: Profile) -> bool:
    return gain(payoffs, player, before, after) >= 0


def circles(payoffs: np.ndarray, allowed: Judge, wanted: Judge) -> bool:
    """Whether some move that is wanted can be undone by moves that are allowed."""
    cells = profiles(payoffs)
    number = {cell: k for k, cell in enumerate(cells)}
    reach = np.zeros((len(cells), len(cells)), dtype=bool)
    steps = []
    for here in cells:
        for player in range(len(payoffs)):
            for i in range(payoffs.shape[1 + player]):
                there = moved(here, player, i)
                if there != here and allowed(payoffs, player, here, there):
                    reach[number[here], number[there]] = True
                    if wanted(payoffs, player, here, there):
                        steps.append((number[here], number[there]))
    for k in range(len(cells)):
        reach |= reach[:, [k]] & reach[[k], :]
    return any(reach[there, here] for here, there in steps)


def kind(payoffs: np.ndarray) -> str:
    """The strongest kind, weighted potentials left out."""
    if squares_close(payoffs):
        return "exact"
    if not circles(payoffs, no_worse, better):
        return "ordinal"
    if not circles(payoffs, better, better):
        return "generalized ordinal"
    return "none" if circles(payoffs, best, best) else "best-reply"
