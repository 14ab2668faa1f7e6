"""Pure equilibria and strict dominance by loops, one comparison at a time."""

from __future__ import annotations

from itertools import product

import numpy as np


def pure_equilibria(
    payoffs: np.ndarray, feasible: np.ndarray | None = None
) -> list[tuple[int, ...]]:
    found = []
    shape = payoffs.shape[1:]
    for profile in product(*(range(n) for n in shape)):
        if feasible is not None and not feasible[profile]:
            continue
        stays = True
        for player, n in enumerate(shape):
            for other in range(n):
                there = (*profile[:player], other, *profile[player + 1 :])
                if (feasible is None or feasible[there]) and payoffs[(player, *there)] > payoffs[
                    (player, *profile)
                ]:
                    stays = False
        if stays:
            found.append(profile)
    return found


def survivors(payoffs: np.ndarray) -> list[list[int]]:
    """What one-at-a-time elimination of strictly dominated pure strategies leaves."""
    kept = [list(range(n)) for n in payoffs.shape[1:]]
    while (worse := _first_dominated(payoffs, kept)) is not None:
        kept[worse[0]].remove(worse[1])
    return kept


def _first_dominated(payoffs: np.ndarray, kept: list[list[int]]) -> tuple[int, int] | None:
    for player, own in enumerate(kept):
        rest = list(product(*(k for p, k in enumerate(kept) if p != player)))
        for low in own:
            for high in own:
                if all(_at(payoffs, player, high, r) > _at(payoffs, player, low, r) for r in rest):
                    return player, low
    return None


def _at(payoffs: np.ndarray, player: int, own: int, rest: tuple[int, ...]) -> float:
    return float(payoffs[(player, *rest[:player], own, *rest[player:])])
