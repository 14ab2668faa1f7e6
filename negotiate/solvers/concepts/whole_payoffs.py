"""Hands a game's payoffs over as whole numbers, for comparisons that no rounding can turn."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm
from typing import NamedTuple

import numpy as np

from negotiate.games.normal_form import FloatArray, NormalFormGame
from negotiate.kernels.exactness import scaled_integers
from negotiate.kernels.regret import unit_payoffs

GRID = 2.0**40  # steps of a player's payoff range to which other payoffs than decimals are rounded
DENOMINATORS = (60, 1000, 100_000)  # tried in turn: the simplest weights that do what they are for


class WholePayoffs(NamedTuple):
    """Payoffs as whole numbers, each player's in a unit of its own.

    Attributes
    ----------
    payoffs : ndarray, shape (players, *strategies)
        Floats without a fraction, so that comparing them is exact.
    exact : bool
        Whether they are the payoffs themselves; else each player's are rounded to a trillionth of their range.
    """

    payoffs: FloatArray
    exact: bool


def whole_payoffs(game: NormalFormGame) -> WholePayoffs:
    """Payoffs with at most six decimals as they are, scaled; others on a fine grid.

    Examples
    --------
    >>> game = NormalFormGame.from_arrays([[0.1, 0.25]], [[1, 2]])
    >>> whole_payoffs(game).payoffs[0].tolist(), whole_payoffs(game).exact
    ([[10.0, 25.0]], True)
    """
    scaled = scaled_integers(game.payoffs[None])
    if scaled.whole[0]:
        return WholePayoffs(scaled.payoffs[0], True)
    return WholePayoffs(np.rint(unit_payoffs(game.payoffs) * GRID), False)


def own_table(payoffs: FloatArray, player: int) -> FloatArray:
    """A player's payoffs with a row a strategy of its own and a column a combination of the others', last fastest."""
    table = np.moveaxis(payoffs[player], player, 0).reshape(payoffs.shape[1 + player], -1)
    return np.asarray(table, dtype=np.float64)


def simple_weights(weights: FloatArray, largest: int | None) -> tuple[Fraction, ...]:
    """Probabilities as fractions that sum to one, of denominators that were small before; None takes them as given."""
    given = [Fraction(max(float(w), 0.0)) for w in weights]
    parts = given if largest is None else [part.limit_denominator(largest) for part in given]
    total = sum(parts, Fraction(0))
    return tuple(part / total for part in parts) if total else tuple(parts)


def weighed(table: FloatArray, weights: Sequence[Fraction]) -> list[Fraction]:
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
