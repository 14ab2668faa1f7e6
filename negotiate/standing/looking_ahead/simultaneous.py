"""Which states a player would not leave if others may improve at the same time (SIM).

Each improvement is first held against those of one other player at a time; what none of these deters, against those of
several at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from negotiate.arrays import BoolArray, FloatArray, IntArray
from negotiate.errors import GameTooLarge
from negotiate.kernels.standing.joint_improvements import worst_joint_ends
from negotiate.kernels.standing.row_moves import NEVER
from negotiate.standing.looking_ahead.joint_tables import deterred_in_tables
from negotiate.standing.states.movement import Movement, movement

if TYPE_CHECKING:
    from negotiate.standing.graph_model import GraphModel
    from negotiate.standing.states.reach import Sanctions


WORK_LIMIT = 300_000_000
"""Improvements of others that are held against one player's choices: some ten seconds."""

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
        return _stable_combinations(model, player, several)
    every = np.arange(len(model.states))
    starts, targets = movement(model, player).improvements_from(every)
    sources = np.repeat(every, np.diff(starts))
    stable = np.ones(len(model.states), dtype=bool)
    stable[sources[~deterred_in_tables(model, player, sources, targets, several)]] = False
    return stable


def _stable_combinations(model: GraphModel, player: int, several: bool) -> BoolArray:
    """The same where states are combinations of choices; what is left already is looked at no more."""
    others = [movement(model, k) for k in range(len(model.keys)) if k != player]
    _check_work(model, player)
    ranks, place, ways = model.ranks[player], _places(model), 0
    stable = np.ones(len(model.states), dtype=bool)
    for moved, (starts, ends) in _by_choice(model, player):
        kept = stable[starts]
        sources, targets = starts[kept], ends[kept]
        if not sources.size:
            continue
        worth = np.where(moved >= 0, ranks[moved], NEVER)
        for other in others:
            left = other.worst_better(worth)[sources] > ranks[sources]
            sources, targets = sources[left], targets[left]
        if several and sources.size:
            count = _ways(others, sources, ways)
            ways += int(count.sum())
            sources = sources[~_deterred_by_several(model, player, place, sources, targets, count)]
        stable[sources] = False
    return stable


def _check_work(model: GraphModel, player: int) -> None:
    """Refuse what would take minutes: each choice is held against every improvement of each other player."""
    states = len(model.states)
    others = [k for k in range(len(model.keys)) if k != player]
    sizes = [states if model.shape else max(states, model.moves[k].count) for k in others]
    wanted = model.sizes[player] * sum(sizes)
    if wanted > WORK_LIMIT:
        hint = "ask for another concept, such as --concept SEQ, or commit some issues with --fix"
        raise GameTooLarge("checks of moves at the same time", wanted, WORK_LIMIT, hint)


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


def _ways(others: Sequence[Movement], sources: IntArray, before: int) -> FloatArray:
    """In how many ways the others can improve from each state, or not, at the same time; `before` were looked at."""
    count = np.ones(len(sources))
    for way in others:
        count *= 1 + way.improvement_counts[sources]
    for wanted, limit in ((before + count.sum(), JOINT_LIMIT), (count.max(), WAYS_LIMIT)):
        if wanted > limit:
            hint = "ask with one-step sanctions, or commit some issues with --fix"
            raise GameTooLarge("ways to move at the same time", int(wanted), limit, hint)
    return count


def _deterred_by_several(
    model: GraphModel, player: int, place: IntArray, sources: IntArray, targets: IntArray, count: FloatArray
) -> BoolArray:
    """Whether improvements of others, of as many as like, deter each improvement of the player."""
    ranks, ways = model.ranks[player], [movement(model, k) for k in range(len(model.keys)) if k != player]
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
