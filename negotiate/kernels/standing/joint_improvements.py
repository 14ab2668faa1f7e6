"""The worst state in which an improvement ends if others improve from the same state at the same time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from negotiate.kernels.standing.row_moves import NEVER

IntArray = NDArray[np.int64]
Rows = tuple[IntArray, IntArray]
"""Moves as `starts` and `targets`; see `row_moves`."""

CHUNK = 2_000_000
"""About so many joint moves are looked at together."""


def joint_moves_count(own: Rows, others: Sequence[Rows]) -> int:
    """How many joint moves `worst_joint_ends` looks at."""
    count = np.diff(own[0]).astype(np.float64)
    for starts, _ in others:
        count *= 1 + np.diff(starts)
    return int(count.sum())


def worst_joint_ends(ranks: IntArray, cells: IntArray, place: IntArray, own: Rows, others: Sequence[Rows]) -> IntArray:
    """The least rank in which each improvement can end.

    Parameters
    ----------
    ranks : ndarray of int, shape (states,)
        The player's.
    cells : ndarray of int, shape (states,)
        Which combination of choices each state is; what two players change adds up.
    place : ndarray of int, shape (combinations,)
        Combination → state, -1 where there is none.
    own : Rows
        The player's improvements.
    others : sequence of Rows
        Those of everybody else, each of whom may also stay.

    Returns
    -------
    ndarray of int, shape (improvements of the player,)
        Not more than the rank of the improvement itself, since all others may stay.
    """
    sources = np.repeat(np.arange(len(cells)), np.diff(own[0]))
    result = np.empty(len(sources), dtype=np.int64)
    for first, last in _chunks(sources, others):
        result[first:last] = _ends(ranks, cells, place, sources[first:last], own[1][first:last], others)
    return result


def _chunks(sources: IntArray, others: Sequence[Rows]) -> Iterator[tuple[int, int]]:
    """Runs of improvements with about `CHUNK` joint moves each."""
    weight = np.ones(len(sources))
    for starts, _ in others:
        weight *= 1 + np.diff(starts)[sources]
    ends = np.cumsum(weight)
    first = 0
    while first < len(sources):
        begun = ends[first] - weight[first]
        last = max(first + 1, int(np.searchsorted(ends, begun + CHUNK, side="right")))
        yield first, last
        first = last


def _ends(
    ranks: IntArray, cells: IntArray, place: IntArray, sources: IntArray, targets: IntArray, others: Sequence[Rows]
) -> IntArray:
    begin = np.arange(len(sources))
    start, end = sources, cells[targets]
    for starts, there in others:
        moves = 1 + np.diff(starts)[start]
        first = np.cumsum(moves) - moves
        number = np.arange(int(moves.sum())) - np.repeat(first, moves) - 1  # -1: this player stays
        start, end, begin = np.repeat(start, moves), np.repeat(end, moves), first[begin]
        moving = number >= 0
        went = there[starts[start[moving]] + number[moving]]
        end[moving] += cells[went] - cells[start[moving]]
    found = place[end]
    worth = np.where(found >= 0, ranks[found], NEVER)
    return np.asarray(np.minimum.reduceat(worth, begin)) if len(begin) else np.empty(0, dtype=np.int64)
