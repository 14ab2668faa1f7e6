"""Tables of whole payoffs, and what mixtures of their rows are worth, for comparisons that no rounding can turn."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.kernels.exactness import Exact

DENOMINATORS = (60, 1000, 100_000)  # tried in turn: the simplest weights that do what they are for


def own_table(payoffs: Exact, player: int) -> Exact:
    """A player's payoffs with a row a strategy of its own and a column a combination of the others', last fastest."""
    return np.asarray(np.moveaxis(payoffs[player], player, 0).reshape(payoffs.shape[1 + player], -1))


def simple_weights(weights: FloatArray, largest: int | None) -> tuple[Fraction, ...]:
    """Probabilities as fractions that sum to one, of denominators that were small before; None takes them as given."""
    given = [Fraction(max(float(w), 0.0)) for w in weights]
    parts = given if largest is None else [part.limit_denominator(largest) for part in given]
    total = sum(parts, Fraction(0))
    return tuple(part / total for part in parts) if total else tuple(parts)


def weighed(table: Exact, weights: Sequence[Fraction]) -> list[Fraction]:
    """The weighed sum of the rows of a table of whole numbers, exactly.

    Examples
    --------
    >>> weighed(np.array([[1.0, 3.0], [2.0, 0.0]]), [Fraction(1, 2), Fraction(1, 2)])
    [Fraction(3, 2), Fraction(3, 2)]
    """
    bottom = lcm(*(weight.denominator for weight in weights))
    used = [i for i, weight in enumerate(weights) if weight]
    tops = np.array([int(weights[i] * bottom) for i in used], dtype=object)
    rows = np.array([[int(x) for x in table[i]] for i in used], dtype=object).reshape(len(used), table.shape[1])
    return [Fraction(int(total), bottom) for total in tops @ rows]
