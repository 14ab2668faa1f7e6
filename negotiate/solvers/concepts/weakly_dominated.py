"""Finds the strategies of what is left of a game that something else is never worse than, and sometimes better."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from negotiate.arrays import BoolArray
from negotiate.kernels.dominance import subgame
from negotiate.kernels.exactness import Exact
from negotiate.kernels.mixture_dominance import never_worse
from negotiate.kernels.whole_numbers import integers
from negotiate.solvers.concepts.exact_program import never_worse_exactly
from negotiate.solvers.concepts.full_beliefs import best_together
from negotiate.solvers.concepts.replay import Kept
from negotiate.solvers.concepts.whole_payoffs import own_table
from negotiate.solvers.nash.mixtures import proposals
from negotiate.solvers.solution import Elimination

ENTRIES = 2_000  # of a player's payoffs: mixtures are tried up to here


class Search:
    """Looks for weakly dominated strategies, and counts what it costs.

    Parameters
    ----------
    payoffs : ndarray, shape (players, *strategies)
        Whole numbers, as `exactly` gives them.
    programs : int
        How many linear programs may be solved in all.
    """

    def __init__(self, payoffs: Exact, programs: int) -> None:
        self.payoffs = payoffs
        self.programs = programs
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

    def _weights(self, table: Exact) -> dict[int, dict[int, Fraction]]:
        """Row → what is never worse, as rows with their weights, for each row that is weakly dominated."""
        size = len(table)
        found = {i: {j: Fraction(1)} for i, j in pure_dominators(table).items()}
        open_to = [i for i in np.flatnonzero(~alone_best(table)).tolist() if i not in found]
        for i in open_to if size > 2 else []:
            if table.size > ENTRIES or self.programs <= 0:
                self.untried = True
                continue
            self.programs -= 1
            leads = integers(table) - integers(table[i])
            mixture = never_worse(leads, proposals)
            if mixture is None and not best_together(table, (i,)):
                mixture = never_worse_exactly(leads)
            if mixture is not None:
                total = sum(mixture.tolist())
                found[i] = {j: Fraction(weight, total) for j, weight in enumerate(mixture.tolist()) if weight}
        return found


def pure_dominators(table: Exact) -> dict[int, int]:
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


def alone_best(table: Exact) -> BoolArray:
    """Which rows are the only best one somewhere, so that nothing else can be as good everywhere."""
    best = table == table.max(axis=0)
    return np.asarray((best & (best.sum(axis=0) == 1)).any(axis=1), dtype=np.bool_)


def admissible(table: Exact, row: int) -> bool:
    """Whether a row is best against some conjecture that leaves nothing out, so that nothing dominates it weakly.

    Examples
    --------
    >>> table = np.array([[1.0, 0.0], [1.0, 2.0], [0.0, 3.0]])
    >>> [admissible(table, row) for row in range(3)]
    [False, True, True]
    """
    # The only best one somewhere is best against a belief that is all but certain of that.
    if len(table) == 1 or bool(alone_best(table)[row]) or best_together(table, (row,)):
        return True
    return table.size <= ENTRIES and never_worse_exactly(integers(table) - integers(table[row])) is None
