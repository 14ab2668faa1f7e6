"""How uncertain a number is: its distribution, and how several such numbers move together.

Correlations are those of a Gaussian copula. Each number is the quantile of its own distribution at
a share, the shares are those of normal scores, and the scores are correlated. So every number keeps
its own distribution, whatever the correlations are. The rank correlation of the numbers themselves
is a little nearer to 0, by at most 0.02.

References
----------
Nelsen (2006), An Introduction to Copulas, section 2.3: Sklar's theorem. Kruskal (1958), "Ordinal
measures of association": the rank correlation of two normal scores with correlation r is 6 / pi *
arcsin(r / 2).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Protocol

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.display import record


@record
class Distribution:
    """Which values a number may have, and how likely they are.

    Parameters
    ----------
    kind : {'uniform', 'normal', 'triangular', 'lognormal', 'discrete'}
        The family.
    numbers : Mapping[str, float]
        What describes it: `low` and `high`; `mean` and `sd`; `low`, `mode` and `high`; `median` and
        `sigma`, the standard deviation of the logarithm. Of a discrete one, each value, as the file
        spells it, and its probability.

    Examples
    --------
    >>> harvest = Distribution("triangular", {"low": 2, "mode": 6, "high": 12})
    >>> print(harvest.says, harvest.quantile(np.array([0, 0.4, 1])))
    triangular from 2 over 6 to 12 [ 2.  6. 12.]
    """

    kind: str
    numbers: Mapping[str, float] = field(hash=False)

    def quantile(self, shares: FloatArray) -> FloatArray:
        """The values below which these shares of the probability lie.

        Parameters
        ----------
        shares : ndarray, any shape
            From 0 to 1. At 0 and at 1 stand the ends of the distribution, which may be infinite.

        Returns
        -------
        ndarray, of the same shape
            Of a discrete distribution, the smallest value at which the probability sums to at least
            the share.
        """
        shares = np.asarray(shares, dtype=float)
        match self.kind, self.numbers:
            case "uniform", {"low": low, "high": high}:
                return np.asarray(low + shares * (high - low))
            case "triangular", {"low": low, "mode": mode, "high": high}:
                below = (mode - low) / (high - low)
                rising = low + (high - low) * np.sqrt(shares * below)
                return np.where(
                    shares < below,
                    rising,
                    high - (high - low) * np.sqrt((1 - shares) * (1 - below)),
                )
            case "normal", {"mean": mean, "sd": sd}:
                return np.asarray(mean + sd * _scores(shares))
            case "lognormal", {"median": median, "sigma": sigma}:
                return np.asarray(median * np.exp(sigma * _scores(shares)))
        values, odds = self._values
        up_to = np.cumsum(odds)
        return np.asarray(
            values[np.minimum(np.searchsorted(up_to, shares * up_to[-1]), len(values) - 1)]
        )

    @property
    def low(self) -> float:
        """The least value that it can have; minus infinity where there is none."""
        match self.kind:
            case "normal":
                return -math.inf
            case "lognormal":
                return 0.0
            case "discrete":
                return float(self._values[0][0])
        return self.numbers["low"]

    @property
    def high(self) -> float:
        """The largest value that it can have; infinity where there is none."""
        if self.kind in ("normal", "lognormal"):
            return math.inf
        return float(self._values[0][-1]) if self.kind == "discrete" else self.numbers["high"]

    def share_outside(self, low: float, high: float) -> float:
        """How likely a value below `low` or above `high` is."""
        return self._up_to(low, with_it=False) + 1 - self._up_to(high)

    def _up_to(self, value: float, with_it: bool = True) -> float:
        """How likely a value below this one is, or this very one too: only of a discrete number is
        that more.
        """
        match self.kind, self.numbers:
            case "uniform", {"low": low, "high": high}:
                return min(max((value - low) / (high - low), 0.0), 1.0)
            case "triangular", {"low": low, "mode": mode, "high": high}:
                if value <= mode:
                    return (
                        (value - low) ** 2 / ((high - low) * (mode - low)) if value > low else 0.0
                    )
                return (
                    1 - (high - value) ** 2 / ((high - low) * (high - mode))
                    if value < high
                    else 1.0
                )
            case "normal", {"mean": mean, "sd": sd}:
                return math.erfc((mean - value) / (sd * math.sqrt(2))) / 2
            case "lognormal", {"median": median, "sigma": sigma}:
                return (
                    math.erfc((math.log(median) - math.log(value)) / (sigma * math.sqrt(2))) / 2
                    if value > 0
                    else 0.0
                )
        return sum(
            odds
            for one, odds in self.numbers.items()
            if float(one) < value or (with_it and float(one) == value)
        )

    @property
    def _values(self) -> tuple[FloatArray, FloatArray]:
        """The values of a discrete one that can come, in order, and their probabilities."""
        found = sorted((float(value), odds) for value, odds in self.numbers.items() if odds > 0)
        values, odds = np.array(found, dtype=float).T
        return values, odds

    @property
    def says(self) -> str:
        """In words: "triangular from 2 over 6 to 12"."""
        said = {name: f"{value:,.12g}" for name, value in self.numbers.items()}
        match self.kind:
            case "uniform":
                return f"uniform from {said['low']} to {said['high']}"
            case "triangular":
                return f"triangular from {said['low']} over {said['mode']} to {said['high']}"
            case "normal":
                return f"normal with mean {said['mean']} and standard deviation {said['sd']}"
            case "lognormal":
                return f"lognormal with median {said['median']} and sigma {said['sigma']}"
        return ", ".join(f"{value} with probability {odds}" for value, odds in said.items())


def _scores(shares: FloatArray) -> FloatArray:
    """The quantiles of a standard normal distribution."""
    from scipy.special import ndtri  # noqa: PLC0415 - scipy is slow to import

    return np.asarray(ndtri(shares))


class Correlated(Protocol):
    """Whatever says which numbers move together: a negotiation."""

    @property
    def correlations(self) -> Mapping[str, Mapping[str, float]]:
        """Parameter → parameter → correlation, each pair once."""


def correlation_matrix(negotiation: Correlated, names: Sequence[str]) -> FloatArray:
    """The correlations of these parameters' normal scores.

    Parameters
    ----------
    negotiation : Negotiation
        It says which parameters move together; a pair that it does not name has correlation 0.
    names : sequence of str
        Parameters, each once.

    Returns
    -------
    ndarray, shape (names, names)
        Symmetric, with ones on its diagonal, and positive semidefinite up to rounding.
    """
    return matrix_of(negotiation.correlations, names)


def matrix_of(correlations: Mapping[str, Mapping[str, float]], names: Sequence[str]) -> FloatArray:
    """The same from the pairs alone: name → name → correlation, each pair once."""
    places = {name: k for k, name in enumerate(names)}
    result = np.eye(len(names))
    for one, others in correlations.items():
        for other, correlation in others.items():
            if one in places and other in places:
                result[places[one], places[other]] = result[places[other], places[one]] = (
                    correlation
                )
    return result
