"""Logit answers by loops, and the path of quantal responses in steps so small that nothing can be
jumped over.
"""

from __future__ import annotations

import math
from itertools import product

import numpy as np


def answers(
    payoffs: np.ndarray, strategies: list[list[float]], precision: float
) -> list[list[float]]:
    """What the logit rule makes of the expected payoffs, player by player."""
    found = []
    for player, own in enumerate(strategies):
        worth = [0.0] * len(own)
        for profile in product(*(range(len(s)) for s in strategies)):
            chance = math.prod(strategies[q][i] for q, i in enumerate(profile) if q != player)
            worth[profile[player]] += chance * payoffs[player][profile]
        weights = [math.exp(precision * (w - max(worth))) for w in worth]
        found.append([w / sum(weights) for w in weights])
    return found


def followed(payoffs: np.ndarray, precision: float, steps: int) -> list[list[float]]:
    """The fixed point reached from equal odds by many small rises in precision, where the path does
    not turn back.
    """
    strategies = [[1.0 / n] * n for n in payoffs.shape[1:]]
    for step in range(1, steps + 1):
        for _ in range(400):
            wanted = answers(payoffs, strategies, precision * step / steps)
            off = max(
                abs(a - s)
                for w, own in zip(wanted, strategies, strict=True)
                for a, s in zip(w, own, strict=True)
            )
            strategies = [
                [0.7 * s + 0.3 * a for a, s in zip(w, own, strict=True)]
                for w, own in zip(wanted, strategies, strict=True)
            ]
            if off < 1e-11:
                break
    return strategies
