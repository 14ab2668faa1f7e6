"""Which states a player would not leave if others may improve at the same time (SIM).

Each improvement is first held against those of one other player at a time; what none of these deters, against those of
several at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import prod
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from negotiate.errors import GameTooLarge
from negotiate.kernels.standing.joint_improvements import worst_joint_ends
from negotiate.kernels.standing.row_moves import NEVER
from negotiate.standing.joint_tables import deterred_in_tables
from negotiate.standing.movement import movement
from negotiate.standing.moves import IntArray

if TYPE_CHECKING:
    from negotiate.standing.graph_model import GraphModel
    from negotiate.standing.reach import Sanctions

BoolArray = npt.NDArray[np.bool_]

JOINT_LIMIT = 100_000_000
"""Joint moves of three players and more that are looked at for one player."""
CHUNK = 500_000
"""About so many of them are looked at together, which takes up to 64 MB."""
WAYS_LIMIT = 2_000_000
"""So many of one improvement, which are looked at together in any case: up to 256 MB."""


def simultaneously_stable(model: GraphModel, player: int, sanctions: Sanctions) -> BoolArray:
    """The states that a player would not leave if others may improve at the same time.

    Returns
    -------
    ndarray of bool, shape (states,)

    Raises
    ------
    GameTooLarge
        If there are too many ways in which three players and more improve at the same time.
    """
    several = sanctions == "sequence" and len(model.keys) > 2
    if model.sizes:
        sources, targets = _left_by_pairs(model, player)
        if several and sources.size:
            left = ~_deterred_by_several(model, player, sources, targets)
            sources = sources[left]
    else:
        every = np.arange(len(model.states))
        starts, targets = movement(model, player).improvements_from(every)
        sources = np.repeat(every, np.diff(starts))
        sources = sources[~deterred_in_tables(model, player, sources, targets, several)]
    stable = np.ones(len(model.states), dtype=bool)
    stable[sources] = False
    return stable


def _left_by_pairs(model: GraphModel, player: int) -> tuple[IntArray, IntArray]:
    """The improvements that no single other player deters, as sources and targets."""
    ranks = model.ranks[player]
    others = [movement(model, k) for k in range(len(model.keys)) if k != player]
    found: list[tuple[IntArray, IntArray]] = []
    for moved, (sources, targets) in _by_choice(model, player):
        if not sources.size:
            continue
        worth = np.where(moved >= 0, ranks[moved], NEVER)
        left = np.ones(len(sources), dtype=bool)
        for other in others:
            left &= other.worst_better(worth)[sources] > ranks[sources]
        found.append((sources[left], targets[left]))
    if not found:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    return np.concatenate([s for s, _ in found]), np.concatenate([t for _, t in found])


def _by_choice(model: GraphModel, player: int) -> Iterator[tuple[IntArray, tuple[IntArray, IntArray]]]:
    """For each choice of a player: the state that it makes of every state, and the improvements that take it."""
    stride, choices = prod(model.sizes[player + 1 :]), model.sizes[player]
    own = model.cells // stride % choices
    place, ranks = _places(model), model.ranks[player]
    every = np.arange(len(model.cells))
    if not model.shape:
        starts, targets = movement(model, player).improvements_from(every)
        by_choice = np.argsort(own[targets], kind="stable")
        sources, targets = np.repeat(every, np.diff(starts))[by_choice], targets[by_choice]
        bounds = np.searchsorted(own[targets], np.arange(choices + 1))
    for choice in range(choices):
        moved = place[model.cells + (choice - own) * stride]
        if model.shape:
            better = np.flatnonzero(ranks[moved] > ranks)
            yield moved, (better, moved[better])
        else:
            taken = slice(bounds[choice], bounds[choice + 1])
            yield moved, (sources[taken], targets[taken])


def _places(model: GraphModel) -> IntArray:
    """Combination of choices → state, -1 where there is none."""
    place = np.full(prod(model.sizes), -1, dtype=np.int64)
    place[model.cells] = np.arange(len(model.cells))
    return place


def _deterred_by_several(model: GraphModel, player: int, sources: IntArray, targets: IntArray) -> BoolArray:
    """Whether improvements of others, of as many as like, deter each improvement of the player."""
    ranks, place = model.ranks[player], _places(model)
    ways = [movement(model, k) for k in range(len(model.keys)) if k != player]
    count = np.ones(len(sources))
    for way in ways:
        count *= 1 + way.improvement_counts[sources]
    for wanted, limit in ((count.sum(), JOINT_LIMIT), (count.max(), WAYS_LIMIT)):
        if wanted > limit:
            hint = "ask with one-step sanctions, or commit some issues with --fix"
            raise GameTooLarge("ways to improve at the same time", int(wanted), limit, hint)
    ends, first = np.cumsum(count), 0
    result = np.empty(len(sources), dtype=bool)
    while first < len(sources):
        last = max(first + 1, int(np.searchsorted(ends, ends[first] - count[first] + CHUNK, side="right")))
        some = slice(first, last)
        rows = [way.improvements_from(sources[some]) for way in ways]
        worst = worst_joint_ends(ranks, model.cells, place, sources[some], targets[some], rows)
        result[some] = worst <= ranks[sources[some]]
        first = last
    return result
