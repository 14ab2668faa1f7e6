"""Proves in fractions that some strategies are all best against one belief that leaves nothing out.

A linear program finds the belief up to rounding. Where simple fractions near it do not prove it, it is moved onto the
ties that it nearly has, by elimination in fractions: so little that nothing else changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.kernels.exactness import Exact
from negotiate.kernels.regret import unit_payoffs
from negotiate.kernels.whole_numbers import floats
from negotiate.solvers.concepts.conjectures import full_conjecture
from negotiate.solvers.concepts.whole_payoffs import DENOMINATORS, simple_weights, weighed

TIGHT = 1e-9  # of the payoff range: what the program leaves between payoffs that tie
FREE = 10**6  # largest denominator of the probabilities that no tie fixes
EQUATIONS = 60  # ties that elimination in fractions is worth

Row = list[Fraction]


def best_together(table: Exact, played: Sequence[int]) -> bool:
    """Whether these rows are all best against a belief that gives every column some probability.

    Parameters
    ----------
    table : ndarray, shape (rows, columns)
        Whole numbers.
    played : sequence of int
        The rows.

    Returns
    -------
    bool
        True only with a proof in fractions. False means that there is no such belief, or none was proved.

    References
    ----------
    Pearce 1984, "Rationalizable strategic behavior and the problem of perfection", Econometrica 52, lemma 4.

    Examples
    --------
    >>> table = np.array([[3.0, 0.0], [0.0, 3.0], [1.0, 1.0]])
    >>> best_together(table, [0, 1]), best_together(table, [0, 2])
    (True, False)
    """
    if len(table) == 1:
        return True
    unit = unit_payoffs(floats(table)[None])[0]
    # Rows are all best where their mean is, which is one more row to the program.
    belief = full_conjecture(np.vstack([unit, unit[list(played)].mean(axis=0)]), len(table))
    if not belief.any():
        return False
    if any(_proves(table, simple_weights(belief, largest), played) for largest in DENOMINATORS):
        return True
    values = unit @ belief
    tied = np.flatnonzero(values >= values.max() - TIGHT).tolist()
    if not set(played) <= set(tied) or len(tied) > EQUATIONS:
        return False
    return _proves(table, _moved(table, belief, tied), played)


def _proves(table: Exact, belief: Sequence[Fraction], played: Sequence[int]) -> bool:
    if min(belief) <= 0:
        return False
    values = weighed(table.T, belief)
    return all(values[i] == max(values) for i in played)


def _moved(table: Exact, belief: FloatArray, tied: Sequence[int]) -> Row:
    """A belief nearby against which these rows are worth the same exactly; not normalised."""
    free = [Fraction(float(p)).limit_denominator(FREE) for p in belief]
    found: dict[int, Row] = {}
    for j in tied[1:]:
        row = [Fraction(int(x) - int(y)) for x, y in zip(table[j], table[tied[0]], strict=True)]
        for pivot, solved in found.items():
            if row[pivot]:
                row = [x - row[pivot] * y for x, y in zip(row, solved, strict=True)]
        weight = [abs(x) * Fraction(float(p)) for x, p in zip(row, belief, strict=True)]
        best = weight.index(max(weight))
        if not row[best]:
            continue
        row = [x / row[best] for x in row]
        found = {
            pivot: [x - solved[best] * y for x, y in zip(solved, row, strict=True)] for pivot, solved in found.items()
        }
        found[best] = row
    moved = list(free)
    for pivot, row in found.items():
        moved[pivot] = -sum(
            (x * p for k, (x, p) in enumerate(zip(row, free, strict=True)) if k not in found), Fraction(0)
        )
    return moved
