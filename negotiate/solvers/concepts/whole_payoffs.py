"""Hands a game's payoffs over as whole numbers, for comparisons that no rounding can turn."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm
from typing import NamedTuple

import numpy as np

from negotiate.games.normal_form import FloatArray, NormalFormGame
from negotiate.kernels.exactness import GRID, TIE, scaled_integers
from negotiate.kernels.regret import unit_payoffs

STEPS = 10**6  # of a player's payoff range at most, where its payoffs are multiples of a step
DENOMINATORS = (60, 1000, 100_000)  # tried in turn: the simplest weights that do what they are for


class WholePayoffs(NamedTuple):
    """Payoffs as whole numbers, each player's in a unit of its own.

    Attributes
    ----------
    payoffs : ndarray, shape (players, *strategies)
        Floats without a fraction, so that comparing them is exact.
    exact : bool
        Whether they are the payoffs themselves; else each player's are moved by a trillionth of their range at most.
    """

    payoffs: FloatArray
    exact: bool


def whole_payoffs(game: NormalFormGame) -> WholePayoffs:
    """Payoffs with at most six decimals as they are, scaled; others in steps of which they are multiples, or on a grid.

    Thirds or sevenths of something stay that, so that a mixture that ties with a strategy goes on doing so. Of payoffs
    that are multiples of nothing, those nearer to each other than a trillionth of the range become one.

    Examples
    --------
    >>> game = NormalFormGame.from_arrays([[0.1, 0.25]], [[1, 4 / 3]])
    >>> whole_payoffs(game).payoffs.tolist(), whole_payoffs(game).exact
    ([[[0.0, 1.0]], [[0.0, 1.0]]], False)
    """
    scaled = scaled_integers(game.payoffs[None])
    if scaled.whole[0]:
        return WholePayoffs(scaled.payoffs[0], True)
    return WholePayoffs(np.array([_in_steps(own) for own in unit_payoffs(game.payoffs)]), False)


def _in_steps(unit: FloatArray) -> FloatArray:
    """One player's payoffs on the unit range as whole steps, of the widest unit that fits or of a grid."""
    values, place = np.unique(unit, return_inverse=True)
    steps = 1
    for value in values:
        if abs(value * steps - np.rint(value * steps)) > TIE * steps:
            steps = lcm(steps, _denominator(float(value)))
        if steps > STEPS:
            break
    if steps <= STEPS:
        return np.asarray(np.rint(unit * steps), dtype=np.float64)
    first = np.concatenate([[True], np.diff(values) > TIE])
    merged = values[first][np.cumsum(first) - 1]
    return np.asarray(np.rint(merged * GRID)[place].reshape(unit.shape), dtype=np.float64)


def _denominator(x: float) -> int:
    """The denominator of the simplest fraction within rounding of a number from 0 to 1; one too large if none is.

    Examples
    --------
    >>> _denominator(1 / 7), _denominator(0.4), _denominator(1.23456789e-7) > STEPS
    (7, 5, True)
    """
    before, here, rest = 0, 1, x
    while abs(x - round(x * here) / here) > TIE:
        part = 1.0 / (rest - int(rest)) if rest != int(rest) else float(STEPS)
        before, here, rest = here, before + here * int(part), part
        if here > STEPS:
            return STEPS + 1
    return here


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
