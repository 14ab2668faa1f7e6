"""placeholder until the language has it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from negotiate.arrays import FloatArray

KINDS = {
    "uniform": ("low", "high"),
    "normal": ("mean", "sd"),
    "triangular": ("low", "mode", "high"),
    "lognormal": ("median", "sigma"),
}


@dataclass(frozen=True, slots=True)
class Distribution:
    kind: str
    numbers: Mapping[str, float]

    def quantile(self, shares: FloatArray) -> FloatArray:
        from scipy import stats

        n = self.numbers
        if self.kind == "uniform":
            return n["low"] + (n["high"] - n["low"]) * shares
        if self.kind == "normal":
            return stats.norm.ppf(shares, n["mean"], n["sd"])
        if self.kind == "triangular":
            w = n["high"] - n["low"]
            return stats.triang.ppf(shares, (n["mode"] - n["low"]) / w, n["low"], w)
        return stats.lognorm.ppf(shares, n["sigma"], 0, n["median"])


def correlation_matrix(negotiation, names):
    return np.eye(len(names))
