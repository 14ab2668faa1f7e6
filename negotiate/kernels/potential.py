"""Finds weights with which all players' gains are steps of one function, the potential, and that function.

Two players' gains fit together where, in every square of two strategies each, what a move of one changes in the other's
gain is a fixed multiple of what a move of the other changes in the one's.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from negotiate.arrays import FloatArray

SLACK = 1e-9  # on payoffs scaled to the unit range


class Square(NamedTuple):
    """Where the gains of two players do not fit together: four combinations, each one move from the next.

    Attributes
    ----------
    players : tuple of int
        The two who move in turn, the first of them first.
    corner : tuple of int
        The combination from which both moves go to the next strategy of each.
    gap : float
        The first player's twofold difference less the second's; with the sign turned, what all four moves add up to.
    """

    players: tuple[int, int]
    corner: tuple[int, ...]
    gap: float


def twofold(table: FloatArray, one: int, two: int) -> FloatArray:
    """How much a step on one axis changes what a step on another is worth, for all neighbours."""
    return np.asarray(np.diff(np.diff(table, axis=one), axis=two), dtype=np.float64)


def widest_square(payoffs: FloatArray) -> Square | None:
    """The square of neighbouring strategies in which the gains of two players differ most; None for one player.

    Examples
    --------
    >>> pennies = np.array([[[1.0, -1.0], [-1.0, 1.0]], [[-1.0, 1.0], [1.0, -1.0]]])
    >>> widest_square(pennies)
    Square(players=(0, 1), corner=(0, 0), gap=8.0)
    """
    found: Square | None = None
    for one in range(len(payoffs)):
        for two in range(one + 1, len(payoffs)):
            gaps = twofold(payoffs[one], one, two) - twofold(payoffs[two], one, two)
            if gaps.size:
                place = np.unravel_index(int(np.abs(gaps).argmax()), gaps.shape)
                if found is None or abs(gaps[place]) > abs(found.gap):
                    found = Square((one, two), tuple(int(i) for i in place), float(gaps[place]))
    return found


def weights_that_fit(unit: FloatArray, width: FloatArray) -> FloatArray | None:
    """Weights with which the players' gains fit together in every square, if there are any.

    Parameters
    ----------
    unit : ndarray, shape (players, *strategies)
        Payoffs on the unit range.
    width : ndarray, shape (players,)
        The ranges that they were divided by; the weights are those of the payoffs before.

    Returns
    -------
    ndarray, shape (players,), or None
        Positive; 1 for the first of the players who are bound to each other. A gain divided by its player's weight is
        a step of the potential.

    References
    ----------
    Monderer & Shapley 1996, "Potential games", Games and Economic Behavior 14, section 2.
    """
    n = len(unit)
    ratio = np.full((n, n), np.nan)
    for one in range(n):
        for two in range(one + 1, n):
            mine, theirs = twofold(unit[one], one, two), twofold(unit[two], one, two)
            found = _ratio(mine, theirs)
            if found is None:
                return None
            ratio[one, two], ratio[two, one] = found, 1 / found if found else np.nan
    weights = np.full(n, np.nan)
    for start in range(n):
        if np.isnan(weights[start]):
            weights[start], queue = 1.0, [start]
            while queue:
                one = queue.pop()
                for two in range(n):
                    if np.isnan(weights[two]) and ratio[one, two] > 0:
                        weights[two] = weights[one] * width[two] / (width[one] * ratio[one, two])
                        queue.append(two)
    return weights


def _ratio(mine: FloatArray, theirs: FloatArray) -> float | None:
    """By what positive factor two tables of differences agree; NaN where both are zero, None where they do not."""
    large = [float(np.abs(table).max(initial=0.0)) for table in (mine, theirs)]
    if max(large) <= SLACK:
        return float("nan")
    if min(large) <= SLACK:
        return None
    place = np.unravel_index(int(np.abs(theirs).argmax()), theirs.shape)
    factor = float(mine[place] / theirs[place])
    if factor <= 0 or np.abs(mine - factor * theirs).max() > 4 * SLACK * max(1.0, factor):
        return None
    return factor


def along_paths(payoffs: FloatArray) -> FloatArray:
    """Add up gains from the first combination to every other one, one player's move after the other's.

    Parameters
    ----------
    payoffs : ndarray, shape (players, *strategies)
        Each player's divided by its weight.

    Returns
    -------
    ndarray, shape (*strategies)
        The potential if there is one; 0 at the first combination.

    Examples
    --------
    >>> stag_hunt = np.array([[[4.0, 0.0], [3.0, 3.0]], [[4.0, 3.0], [0.0, 3.0]]])
    >>> along_paths(stag_hunt).tolist()
    [[0.0, -1.0], [-1.0, 2.0]]
    """
    total = np.zeros(payoffs.shape[1:])
    for player, table in enumerate(payoffs):
        # Players before have moved, players after have not.
        placed = table[(slice(None),) * (player + 1) + (slice(0, 1),) * (table.ndim - player - 1)]
        total = total + (placed - placed.take([0], axis=player))
    return np.asarray(total, dtype=np.float64)


def misfit(payoffs: FloatArray, potential: FloatArray) -> FloatArray:
    """The most by which a gain of each player differs from the potential's step, over all moves, shape (players,)."""
    return np.array(
        [float(np.ptp(table - potential, axis=player).max()) for player, table in enumerate(payoffs)], dtype=np.float64
    )
