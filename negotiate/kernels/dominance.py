"""Finds strategies that another pure strategy beats whatever the others do, and takes them away until none is left.

All dominated strategies of all players go in the same round, so the result does not hang on the order of players or of
strategies; strict dominance would give the same game in any order, but not the same trace.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from negotiate.kernels.regret import payoff_range

Array = NDArray[np.float64]
IntArray = NDArray[np.intp]

MARGIN = 1e-12  # of the player's payoff range: a lead that rounding could have made is no dominance
GLANCE = 32  # combinations looked at first: most strategies are not dominated, and one counterexample settles it


class Step(NamedTuple):
    """In `round`, `player` drops `strategy` because `by` is always better; indices of the game as it was given."""

    round: int
    player: int
    strategy: int
    by: int


def dominators(payoffs: Array, player: int, margin: float) -> IntArray:
    """Name, for each strategy of a player, an undominated pure strategy that strictly dominates it.

    Parameters
    ----------
    payoffs : ndarray, shape (players, *strategies)
        In any unit.
    player : int
        Whose strategies are compared.
    margin : float
        The lead, in the player's unit, that every single comparison must exceed.

    Returns
    -------
    ndarray of int, shape (strategies of the player,)
        -1 where no pure strategy dominates; otherwise the first of those that do and are not dominated themselves.

    Notes
    -----
    A strategy that is a best reply to anything is not dominated, so only the others are compared.
    """
    table = np.moveaxis(payoffs[player], player, 0).reshape(payoffs.shape[1 + player], -1)
    found = np.full(len(table), -1, dtype=np.intp)
    rivals: dict[int, IntArray] = {}
    for i in np.flatnonzero(~(table >= table.max(axis=0) - margin).any(axis=1)).tolist():
        ahead = np.flatnonzero((table[:, :GLANCE] - table[i, :GLANCE] > margin).all(axis=1))
        ahead = ahead[(table[ahead] - table[i] > margin).all(axis=1)]
        if len(ahead):
            rivals[i] = ahead
    for i, ahead in rivals.items():
        standing = [j for j in ahead if int(j) not in rivals]
        found[i] = standing[0] if standing else ahead[0]
    return found


def subgame(payoffs: Array, kept: Sequence[Sequence[int] | IntArray]) -> Array:
    """The payoffs that are left when each player has only the strategies listed."""
    for axis, own in enumerate(kept, start=1):
        payoffs = payoffs.take(own, axis=axis)
    return payoffs


def iterate(payoffs: Array) -> tuple[tuple[IntArray, ...], tuple[Step, ...]]:
    """Take strictly dominated pure strategies away, round by round, until none is left.

    Parameters
    ----------
    payoffs : ndarray, shape (players, *strategies)
        In any unit.

    Returns
    -------
    kept : tuple of ndarray of int
        For each player the strategies that stay, in their old order; never empty.
    steps : tuple of Step
        Everything that went, by round, player and strategy.

    References
    ----------
    Luce & Raiffa 1957, "Games and Decisions", section 5.7.

    Examples
    --------
    >>> dilemma = np.array([[[3.0, 0.0], [5.0, 1.0]], [[3.0, 5.0], [0.0, 1.0]]])
    >>> kept, steps = iterate(dilemma)
    >>> [k.tolist() for k in kept], [(s.round, s.player, s.strategy, s.by) for s in steps]
    ([[1], [1]], [(1, 0, 0, 1), (1, 1, 0, 1)])
    """
    margin = MARGIN * payoff_range(payoffs)
    kept = [np.arange(n, dtype=np.intp) for n in payoffs.shape[1:]]
    steps: list[Step] = []
    for turn in range(1, sum(payoffs.shape[1:]) + 1):
        left = subgame(payoffs, kept)
        found = [dominators(left, player, float(margin[player])) for player in range(len(kept))]
        if all((by < 0).all() for by in found):
            break
        for player, by in enumerate(found):
            steps += [
                Step(turn, player, int(kept[player][i]), int(kept[player][by[i]])) for i in np.flatnonzero(by >= 0)
            ]
        kept = [k[by < 0] for k, by in zip(kept, found, strict=True)]
    return tuple(kept), tuple(steps)
