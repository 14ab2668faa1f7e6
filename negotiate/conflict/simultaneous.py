"""Moves that several players make at the same time, and which states a player would not leave for fear of them (SIM).

Where states are combinations of the players' choices, each mover's choice changes at once. Bare tables say nothing of
moves at the same time: there a joint move leads to whatever the same movers reach in any order, each of them being able
to be the last. Each improvement is first held against those of one other player at a time; what none of these deters,
against those of several at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product
from math import prod

import numpy as np

from negotiate.arrays import BoolArray, FloatArray, IntArray
from negotiate.conflict.graph_model import GraphModel, Sanctions
from negotiate.conflict.kernels import NEVER, Movement, rows_of, worst_joint_ends
from negotiate.errors import GameTooLarge

Steps = tuple[tuple[int, int], ...]
"""Who moved beside the player, and to which state each of them would have gone alone."""


def joint_moves(
    model: GraphModel,
    state: int,
    player: int,
    target: int,
    sanctions: Sanctions = "sequence",
    ways: Mapping[int, Sequence[int]] | None = None,
) -> Iterator[tuple[int, Steps]]:
    """Where a player's move ends if others move from the same state at the same time.

    Parameters
    ----------
    model : GraphModel
        States and moves.
    state : int
        From where everybody moves.
    player, target : int
        Who moves, and where it would go alone.
    sanctions : {'sequence', 'one-step'}
        Whether any number of the others may move as well, or one of them.
    ways : Mapping[int, sequence of int], optional
        Other player → where it may go; all of its moves by default.

    Yields
    ------
    int, tuple of (int, int)
        The state in which it ends, and what the others did: each one's number and target. Those who move least first.
    """
    others = [k for k in range(len(model.keys)) if k != player]
    if ways is None:
        ways = {k: model.moves[k].from_state(state).tolist() for k in others}
    for count in range(1, 2 if sanctions == "one-step" else len(others) + 1):
        for movers in combinations(others, count):
            for targets in product(*(ways[k] for k in movers)):
                steps = tuple(zip(movers, targets, strict=True))
                for end in _ends(model, state, ((player, target), *steps)):
                    yield end, steps


def _ends(model: GraphModel, state: int, steps: Steps) -> Sequence[int]:
    """The states that a joint move leads to: at most one where states are combinations of choices."""
    if not model.sizes:
        return sorted(_in_any_order(model, steps))
    here = int(model.cells[state])
    cell = here + sum(int(model.cells[target]) - here for _, target in steps)
    found = int(np.searchsorted(model.cells, cell))
    return [found] if found < len(model.cells) and int(model.cells[found]) == cell else []


def _in_any_order(model: GraphModel, steps: Steps) -> set[int]:
    if len(steps) == 1:
        return {steps[0][1]}
    ends: set[int] | None = None
    for last, (k, _) in enumerate(steps):
        before = _in_any_order(model, steps[:last] + steps[last + 1 :])
        found = {int(t) for s in before for t in model.moves[k].from_state(s)}
        ends = found if ends is None else ends & found
    return ends or set()


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
        _mark_deterred_by_several(model, player, sources, targets, found)
    return found


def _deterred_by_one(
    model: GraphModel, player: int, other: int, state: int, targets: IntArray, seen: IntArray
) -> BoolArray:
    """Whether one other player deters each improvement from one state.

    Both orders lead to the end: the player moves on from where the other goes, the other from where the player goes.
    """
    ranks = model.ranks[player]
    _, went = model.movement(other).improvements_from(np.array([state]))
    result = np.zeros(len(targets), dtype=bool)
    if went.size:
        mine, others = model.moves[player], model.moves[other]
        seen[rows_of(mine.starts, mine.targets, went)[1]] = state
        starts, ends = rows_of(others.starts, others.targets, targets)
        bad = (seen[ends] == state) & (ranks[ends] <= ranks[state])
        result[np.repeat(np.arange(len(targets)), np.diff(starts))[bad]] = True
    return result


def _mark_deterred_by_several(
    model: GraphModel, player: int, sources: IntArray, targets: IntArray, found: BoolArray
) -> None:
    """Mark in `found` what several others deter, each improvement by itself."""
    ranks = model.ranks[player].tolist()
    ways = {k: model.movement(k) for k in range(len(model.keys)) if k != player}
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
    starts, targets = model.movement(player).improvements_from(every)
    sources = np.repeat(every, np.diff(starts))
    stable = np.ones(len(model.states), dtype=bool)
    stable[sources[~deterred_in_tables(model, player, sources, targets, several)]] = False
    return stable


def _stable_combinations(model: GraphModel, player: int, several: bool) -> BoolArray:
    """The same where states are combinations of choices; what is left already is looked at no more."""
    others = [model.movement(k) for k in range(len(model.keys)) if k != player]
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
        starts, targets = model.movement(player).improvements_from(every)
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
    ranks, ways = model.ranks[player], [model.movement(k) for k in range(len(model.keys)) if k != player]
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
