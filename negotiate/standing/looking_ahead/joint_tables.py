"""Which improvements others deter by improving at the same time, where nothing is known but tables of moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from negotiate.arrays import BoolArray, IntArray
from negotiate.errors import GameTooLarge
from negotiate.kernels.standing.row_moves import rows_of
from negotiate.standing.looking_ahead.joint_moves import joint_moves
from negotiate.standing.states.movement import movement

if TYPE_CHECKING:
    from negotiate.standing.graph_model import GraphModel


TABLE_LIMIT = 1_000_000
"""Joint moves of three players and more that are looked up for one player."""


def deterred_in_tables(
    model: GraphModel, player: int, sources: IntArray, targets: IntArray, several: bool
) -> BoolArray:
    """Whether each improvement of a player ends where it is no better off than at the start.

    Parameters
    ----------
    sources, targets : ndarray of int, each of shape (improvements,)
        From where to where they go; sources ascend.
    several : bool
        Whether more than one of the others may move at the same time.

    Returns
    -------
    ndarray of bool, shape (improvements,)

    Raises
    ------
    GameTooLarge
        If several may move, in too many ways.
    """
    found = np.zeros(len(sources), dtype=bool)
    if not len(sources):
        return found
    states, first = np.unique(sources, return_index=True)
    others = [k for k in range(len(model.keys)) if k != player]
    seen = np.full(len(model.states), -1, dtype=np.int64)
    for other in others:
        for state, ours in zip(states.tolist(), np.split(np.arange(len(sources)), first[1:]), strict=True):
            found[ours] |= _deterred_by_one(model, player, other, state, targets[ours], seen)
        seen.fill(-1)
    if several:
        _deterred_by_several(model, player, sources, targets, found)
    return found


def _deterred_by_one(
    model: GraphModel, player: int, other: int, state: int, targets: IntArray, seen: IntArray
) -> BoolArray:
    """Whether one other player deters each improvement from one state.

    Both orders lead to the end: the player moves on from where the other goes, the other from where the player goes.
    """
    ranks = model.ranks[player]
    _, went = movement(model, other).improvements_from(np.array([state]))
    result = np.zeros(len(targets), dtype=bool)
    if went.size:
        mine, others = model.moves[player], model.moves[other]
        seen[rows_of(mine.starts, mine.targets, went)[1]] = state
        starts, ends = rows_of(others.starts, others.targets, targets)
        bad = (seen[ends] == state) & (ranks[ends] <= ranks[state])
        result[np.repeat(np.arange(len(targets)), np.diff(starts))[bad]] = True
    return result


def _deterred_by_several(
    model: GraphModel, player: int, sources: IntArray, targets: IntArray, found: BoolArray
) -> None:
    """Mark in `found` what several others deter, each improvement by itself."""
    ranks = model.ranks[player].tolist()
    ways = {k: movement(model, k) for k in range(len(model.keys)) if k != player}
    left = np.flatnonzero(~found)
    count = np.ones(len(left))
    for way in ways.values():
        count *= 1 + way.improvement_counts[sources[left]]
    if count.sum() > TABLE_LIMIT:
        hint = "ask with one-step sanctions"
        raise GameTooLarge("ways to move at the same time", int(count.sum()), TABLE_LIMIT, hint)
    for number in left.tolist():
        state, target = int(sources[number]), int(targets[number])
        to = {k: way.improvements_from(np.array([state]))[1].tolist() for k, way in ways.items()}
        found[number] = any(ranks[end] <= ranks[state] for end, _ in joint_moves(model, state, player, target, ways=to))
