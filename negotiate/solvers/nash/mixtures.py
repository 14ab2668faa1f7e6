"""The linear program that looks for a mixture better than a strategy; what it proposes is confirmed elsewhere.

It only ever proposes: its answer is rounded, so a lead below its tolerance is neither seen nor believed.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from negotiate.arrays import FloatArray

CLEAR = 1e-7  # of the largest lead: the program's own tolerance, below which a least lead may be zero
WEIGHT = 1e-12  # a smaller weight in a mixture is the program's rounding
STEEP = 1000.0  # the largest sum of weights that may be needed to bring every lead up to one
START, CELL = 2_000_000, 10
"""What one program costs in comparisons: to start it, and for its cells to the power of one and a half."""


def cost(rivals: int, combinations: int) -> int:
    """What asking costs, in comparisons that a processor could make meanwhile."""
    return START + int(CELL * (rivals * combinations) ** 1.5)


def proposals(leads: FloatArray) -> Iterator[FloatArray]:
    """Weights of mixtures that may lead everywhere, or trail nowhere and lead somewhere.

    Parameters
    ----------
    leads : ndarray, shape (rivals, combinations)
        What each rival gets more than the strategy in question, at most 1 of either sign.

    Yields
    ------
    ndarray, shape (rivals,)
        First the weights with the largest least lead. Where that is about zero, then those with the largest sum of
        leads among mixtures that trail nowhere, each lead counted up to one: as many leads as there can be.
    """
    from scipy.optimize import linprog  # noqa: PLC0415 - scipy takes a third of a second, and few games come here

    n, m = leads.shape
    # The largest e with weights w >= 0 that sum to 1 and w @ leads >= e everywhere.
    above = np.hstack([-leads.T, np.ones((m, 1))])
    total = np.hstack([np.ones((1, n)), np.zeros((1, 1))])
    answer = linprog(np.eye(n + 1)[n] * -1.0, above, np.zeros(m), total, np.ones(1), [(0, None)] * n + [(None, None)])
    if answer.x is None or answer.x[n] < -CLEAR:
        return
    yield np.where(answer.x[:n] > WEIGHT, answer.x[:n], 0.0)
    if answer.x[n] > CLEAR:
        return
    # The largest sum of s with 0 <= s <= 1 and w @ leads >= s everywhere.
    above = np.vstack([np.hstack([-leads.T, np.eye(m)]), np.concatenate([np.ones(n), np.zeros(m)])])
    right = np.append(np.zeros(m), STEEP)
    goal = np.concatenate([np.zeros(n), -np.ones(m)])
    answer = linprog(goal, above, right, bounds=[(0, None)] * n + [(0, 1)] * m)
    if answer.x is not None and -answer.fun > CLEAR:
        weights = answer.x[:n] / answer.x[:n].sum()
        yield np.where(weights > WEIGHT, weights, 0.0)
