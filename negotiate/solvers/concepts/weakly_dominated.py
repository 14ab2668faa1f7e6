"""Finds the strategies of what is left of a game that something else is never worse than, and sometimes better."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from negotiate.games.normal_form import BoolArray, FloatArray
from negotiate.kernels.dominance import subgame
from negotiate.solvers.concepts.conjectures import full_conjecture, never_worse
from negotiate.solvers.concepts.replay import Kept
from negotiate.solvers.concepts.whole_payoffs import DENOMINATORS, own_table, simple_weights, weighed
from negotiate.solvers.solution import Elimination

ENTRIES = 2_000  # of a player's payoffs: mixtures are tried up to here


class Search:
    """Looks for weakly dominated strategies, and counts what it costs.

    Parameters
    ----------
    payoffs : ndarray, shape (players, *strategies)
        Whole numbers, as `whole_payoffs` gives them.
    programmes : int
        How many linear programmes may be solved in all.
    """

    def __init__(self, payoffs: FloatArray, programmes: int) -> None:
        self.payoffs = payoffs
        self.programmes = programmes
        self.untried = False

    def fallen(self, kept: Kept, number: int) -> tuple[Elimination, ...]:
        """All weakly dominated strategies of what is left, each with one that stays, or a mixture, that is better."""
        left = subgame(self.payoffs, kept)
        found = []
        for player, own in enumerate(kept):
            table = own_table(left, player)
            for i, by in self._weights(table).items():
                weights = tuple(float(weight) for weight in by.values())
                found.append(Elimination(number, player, own[i], tuple(own[j] for j in by), weights))
        return tuple(found)

    def _weights(self, table: FloatArray) -> dict[int, dict[int, Fraction]]:
        """Row → what is never worse, as rows with their weights, for each row that is weakly dominated."""
        size = len(table)
        found = {i: {j: Fraction(1)} for i, j in pure_dominators(table).items()}
        open_to = [i for i in np.flatnonzero(~alone_best(table)).tolist() if i not in found]
        for i in open_to if size > 2 else []:
            if table.size > ENTRIES or self.programmes <= 0:
                self.untried = True
                continue
            self.programmes -= 1
            mixture = _never_worse(table, i)
            if mixture is not None:
                found[i] = {j: weight for j, weight in enumerate(mixture) if weight}
        return found


def pure_dominators(table: FloatArray) -> dict[int, int]:
    """Row → the first row that dominates it weakly and is not dominated so itself, for each row that has one.

    Examples
    --------
    >>> pure_dominators(np.array([[1.0, 0.0], [1.0, 2.0], [0.0, 2.0]]))
    {0: 1, 2: 1}
    """
    rivals: dict[int, list[int]] = {}
    for i in np.flatnonzero(~alone_best(table)).tolist():
        ahead = (table >= table[i]).all(axis=1) & (table > table[i]).any(axis=1)
        if ahead.any():
            rivals[i] = np.flatnonzero(ahead).tolist()
    return {i: next(j for j in ahead if j not in rivals) for i, ahead in rivals.items()}


def alone_best(table: FloatArray) -> BoolArray:
    """Which rows are the only best one somewhere, so that nothing else can be as good everywhere."""
    best = table == table.max(axis=0)
    return np.asarray((best & (best.sum(axis=0) == 1)).any(axis=1), dtype=np.bool_)


def _never_worse(table: FloatArray, row: int) -> tuple[Fraction, ...] | None:
    """A mixture in simple fractions that dominates a row weakly, exactly."""
    low, high = float(table.min()), float(table.max())
    mixture = never_worse((table - low) / (high - low if high > low else 1.0), row)
    for largest in DENOMINATORS if mixture.any() else ():
        weights = simple_weights(mixture, largest)
        leads = [x - int(y) for x, y in zip(weighed(table, weights), table[row], strict=True)]
        if min(leads) >= 0 and max(leads) > 0:
            return weights
    return None


def admissible(table: FloatArray, row: int) -> bool:
    """Whether a row is best against some conjecture that leaves nothing out, so that nothing dominates it weakly.

    Examples
    --------
    >>> table = np.array([[1.0, 0.0], [1.0, 2.0], [0.0, 3.0]])
    >>> [admissible(table, row) for row in range(3)]
    [False, True, True]
    """
    if len(table) == 1 or alone_best(table)[row]:
        return True  # against a belief that is all but certain of one combination in which no other is as good
    low, high = float(table.min()), float(table.max())
    conjecture = full_conjecture((table - low) / (high - low if high > low else 1.0), row)
    for largest in DENOMINATORS if conjecture.any() else ():
        weights = simple_weights(conjecture, largest)
        if min(weights) > 0:
            values = weighed(table.T, weights)
            if values[row] >= max(values):
                return True
    return False
