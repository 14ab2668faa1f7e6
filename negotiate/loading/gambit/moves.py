"""Which information sets are nodes of the same move, and what that move is called."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from negotiate.arrays import IndexArray
from negotiate.games.extensive import Move
from negotiate.loading.gambit.descriptions import Set

Key = tuple[int, str]
"""A mover, and what its move is called."""


@dataclass(slots=True)
class Moves:
    """The moves of a tree.

    Sets of one mover that have one name are one move, as the steps of a scenario's protocol are, unless it is made
    twice on some path; a set without a name is a move of its own, called by a number.

    Parameters
    ----------
    move : ndarray of int, shape (sets,)
        The move of each set.
    action : ndarray of int, shape (actions of all sets,)
        The place of each set's actions among those of its move, set by set.
    start : ndarray of int, shape (sets,)
        Where the actions of a set start in `action`.
    """

    move: IndexArray
    start: IndexArray
    action: IndexArray
    moves: tuple[Move, ...] = field(default=())


def grouped(sets: Sequence[Set], order: Iterable[int], twice: set[Key]) -> Moves:
    """The moves of the sets, in the order in which the sets come up.

    Parameters
    ----------
    sets : sequence of Set
        By their places.
    order : iterable of int
        The places in the order in which the moves shall stand.
    twice : set of (int, str)
        Names that come up twice on some path.
    """
    sizes = np.array([len(one.written) for one in sets], dtype=np.intp)
    start = np.cumsum(sizes) - sizes
    move, action = np.zeros(len(sets), dtype=np.intp), np.zeros(int(sizes.sum()), dtype=np.intp)
    known: dict[object, int] = {}
    firsts: list[Set] = []
    actions: list[tuple[str, ...]] = []
    places: dict[int, dict[str, int]] = {}
    for place in order:
        one = sets[place]
        key: object = (one.mover, one.name)
        if not one.name or key in twice:
            key = place
        if key not in known:
            known[key] = len(firsts)
            firsts.append(one)
            actions.append(one.actions)
        at = move[place] = known[key]
        here = slice(int(start[place]), int(start[place] + sizes[place]))
        if actions[at] == one.actions:
            action[here] = np.arange(sizes[place])
            continue
        union = places.setdefault(at, {a: k for k, a in enumerate(actions[at])})
        action[here] = [union.setdefault(a, len(union)) for a in one.actions]
    for at, union in places.items():
        actions[at] = tuple(union)
    labels = _labels(firsts)
    found = (Move(label, one.mover, row) for label, one, row in zip(labels, firsts, actions, strict=True))
    return Moves(move, start, action, tuple(found))


def _labels(movers: Sequence[Set]) -> list[str]:
    """A label for each, no two the same: its name, with a number from the second of that name on, or a number alone."""
    used = {one.name for one in movers}
    counts: dict[str, int] = {}
    result = []
    for one in movers:
        counts[one.name] = counts.get(one.name, 0) + 1
        label = one.name if counts[one.name] == 1 else ""
        while not label or (label in used and label != one.name):
            label = f"{one.name or 'move'} {counts[one.name]}"
            counts[one.name] += label in used
        used.add(label)
        result.append(label)
    return result
