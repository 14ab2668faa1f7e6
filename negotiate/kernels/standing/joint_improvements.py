"""The worst state in which an improvement ends if several others improve from the same state at the same time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from negotiate.arrays import IntArray
from negotiate.kernels.standing.row_moves import NEVER

Rows = tuple[IntArray, IntArray]
"""Moves as `starts` and `targets`; see `row_moves`."""


def worst_joint_ends(
    ranks: IntArray, cells: IntArray, place: IntArray, sources: IntArray, targets: IntArray, others: Sequence[Rows]
) -> IntArray:
    """The least rank in which each improvement can end.

    Parameters
    ----------
    ranks : ndarray of int, shape (states,)
        Of the player who improves.
    cells : ndarray of int, shape (states,)
        Which combination of choices each state is; what several players change adds up.
    place : ndarray of int, shape (combinations,)
        Combination → state, -1 where there is none.
    sources, targets : ndarray of int, each of shape (improvements,)
        From which state to which each improvement goes.
    others : sequence of Rows
        For each improvement, where every other player may go from its source; each may also stay.

    Returns
    -------
    ndarray of int, shape (improvements,)
        Not more than the rank of the target, since all others may stay.

    Notes
    -----
    All joint moves of these improvements are laid out at once: one more player multiplies each by its moves and one.
    """
    begin = np.arange(len(sources))
    number, end = begin, cells[targets]
    for starts, there in others:
        moves = 1 + np.diff(starts)[number]
        first = np.cumsum(moves) - moves
        step = np.arange(int(moves.sum())) - np.repeat(first, moves) - 1  # -1: this player stays
        number, end, begin = np.repeat(number, moves), np.repeat(end, moves), first[begin]
        moving = step >= 0
        went = there[starts[number[moving]] + step[moving]]
        end[moving] += cells[went] - cells[sources[number[moving]]]
    found = place[end]
    worth = np.where(found >= 0, ranks[found], NEVER)
    return np.asarray(np.minimum.reduceat(worth, begin)) if len(begin) else np.empty(0, dtype=np.int64)
