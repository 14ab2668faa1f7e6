"""What disobeying or refusing advice gains, added up outcome by outcome."""

from __future__ import annotations

from itertools import product

import numpy as np


def disobedience(
    payoffs: np.ndarray, lottery: np.ndarray, player: int, told: int, instead: int
) -> float:
    total = 0.0
    for profile in product(*(range(n) for n in lottery.shape)):
        if profile[player] == told:
            other = (*profile[:player], instead, *profile[player + 1 :])
            total += lottery[profile] * (payoffs[player][other] - payoffs[player][profile])
    return total


def refusal(payoffs: np.ndarray, lottery: np.ndarray, player: int, instead: int) -> float:
    total = 0.0
    for profile in product(*(range(n) for n in lottery.shape)):
        other = (*profile[:player], instead, *profile[player + 1 :])
        total += lottery[profile] * (payoffs[player][other] - payoffs[player][profile])
    return total
