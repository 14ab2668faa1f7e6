"""Expected payoffs and regret by loops over every profile."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import numpy as np


def expected_payoffs(payoffs: np.ndarray, strategies: Sequence[np.ndarray]) -> list[list[float]]:
    values = [[0.0] * len(s) for s in strategies]
    for profile in product(*(range(len(s)) for s in strategies)):
        for player, own in enumerate(profile):
            chance = 1.0
            for other, strategy in enumerate(strategies):
                if other != player:
                    chance *= float(strategy[profile[other]])
            values[player][own] += chance * float(payoffs[(player, *profile)])
    return values


def regret(payoffs: np.ndarray, strategies: Sequence[np.ndarray]) -> list[float]:
    return [
        max(values) - sum(v * float(p) for v, p in zip(values, strategy, strict=True))
        for values, strategy in zip(expected_payoffs(payoffs, strategies), strategies, strict=True)
    ]
