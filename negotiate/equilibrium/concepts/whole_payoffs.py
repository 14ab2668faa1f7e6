"""What mixtures of strategies are worth in whole numbers, for comparisons that no rounding can turn.

Strategies that fell are so compared once more with what beat them, in the game that was left at the time.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.equilibrium.kernels.dominance import own_rows, subgame
from negotiate.equilibrium.nash.dominance import Kept
from negotiate.equilibrium.solution import Elimination
from negotiate.games.exactness import Exact

DENOMINATORS = (60, 1000, 100_000)  # tried in turn: the simplest weights that do what they are for

FINEST = 10**7  # denominators up to it can be read off a float


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


def without(kept: Kept, fallen: Sequence[Elimination]) -> Kept:
    """What stays when these have fallen."""
    gone = {(step.player, step.strategy) for step in fallen}
    return tuple(tuple(i for i in own if (p, i) not in gone) for p, own in enumerate(kept))


def standing(shape: Sequence[int], trace: Sequence[Elimination], number: int) -> Kept:
    """What had not fallen when a round began."""
    everything = tuple(tuple(range(n)) for n in shape)
    return without(everything, [step for step in trace if step.round < number])


def fell_rightly(payoffs: Exact, trace: Sequence[Elimination], step: Elimination, strictly: bool) -> bool:
    """Whether what is named as better was better: everywhere, or at least once and worse nowhere.

    Parameters
    ----------
    payoffs : ndarray, shape (players, *strategies)
        Whole numbers, as `exactly` gives them.
    trace : sequence of Elimination
        Everything that fell, in order.
    step : Elimination
        One of these.
    strictly : bool
        Whether it had to be better everywhere.
    """
    kept = standing(payoffs.shape[1:], trace, step.round)
    own = kept[step.player]
    if not {step.strategy, *step.by} <= set(own):
        return False
    rows = [(step.strategy, *step.by) if p == step.player else k for p, k in enumerate(kept)]
    table = own_rows(subgame(payoffs, rows)[step.player], step.player)
    if len(step.by) == 1:
        ahead = table[1] - table[0]
        return bool((ahead > 0).all() if strictly else (ahead >= 0).all() and (ahead > 0).any())
    for largest in (*DENOMINATORS, FINEST, None):
        weights = simple_weights(np.asarray(step.weights), largest)
        if not all(weights):
            continue  # too coarse: a part that is small can be all that matters
        mixed = weighed(table[1:], weights)
        leads = [x - int(y) for x, y in zip(mixed, table[0], strict=True)]
        if all(lead > 0 for lead in leads) if strictly else all(lead >= 0 for lead in leads) and any(leads):
            return True
    return False
