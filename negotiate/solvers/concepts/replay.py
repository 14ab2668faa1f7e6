"""Compares strategies that fell once more with what beat them, in the game that was left at the time, exactly."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from negotiate.kernels.dominance import subgame
from negotiate.kernels.exactness import Exact
from negotiate.solvers.concepts.whole_payoffs import DENOMINATORS, own_table, simple_weights, weighed
from negotiate.solvers.solution import Elimination

FINEST = 10**7  # denominators up to it can be read off a float
Kept = tuple[tuple[int, ...], ...]


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
    table = own_table(subgame(payoffs, rows), step.player)
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
