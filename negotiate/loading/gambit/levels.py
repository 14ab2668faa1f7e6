"""From nodes in the order of a walk to a tree whose nodes stand level by level."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from negotiate.arrays import IndexArray
from negotiate.games.extensive import ExtensiveGame, Tree
from negotiate.games.normal_form import frozen
from negotiate.loading.gambit.descriptions import Descriptions, Set
from negotiate.loading.gambit.moves import Key, grouped


@dataclass(slots=True)
class Walked:
    """The nodes in the order of a walk down the tree: one entry a node, payoffs one an ending."""

    parent: array[int] = field(default_factory=lambda: array("q"))
    depth: array[int] = field(default_factory=lambda: array("q"))
    mover: array[int] = field(default_factory=lambda: array("q"))
    branch: array[int] = field(default_factory=lambda: array("q"))
    set_place: array[int] = field(default_factory=lambda: array("q"))
    odds: array[float] = field(default_factory=lambda: array("d"))
    payoffs: list[tuple[float, ...]] = field(default_factory=list)
    on_the_way: dict[Key, int] = field(default_factory=dict)
    twice: set[Key] = field(default_factory=set)

    def enter(self, found: Set) -> None:
        """Go below a node of this set, and mind whether a move of its name was made on the way."""
        key = (found.mover, found.name)
        count = self.on_the_way.get(key, 0)
        if count:
            self.twice.add(key)
        self.on_the_way[key] = count + 1

    def leave(self, found: Set) -> None:
        """Go back above a node of this set."""
        self.on_the_way[found.mover, found.name] -= 1

    @staticmethod
    def nothing(players: int) -> tuple[float, ...]:
        """The payoffs of an ending without any."""
        return _zeros(players)


@lru_cache(maxsize=8)
def _zeros(players: int) -> tuple[float, ...]:
    return (0.0,) * players


def game(walked: Walked, known: Descriptions, title: str) -> ExtensiveGame:
    """The game of a whole tree."""
    depth = np.frombuffer(walked.depth, dtype=np.int64)
    order = np.argsort(depth, kind="stable")
    rank = np.empty(len(order), dtype=np.intp)
    rank[order] = np.arange(len(order))
    parent = np.frombuffer(walked.parent, dtype=np.int64)[order].astype(np.intp)
    parent[1:] = rank[parent[1:]]
    counts = np.bincount(parent[1:], minlength=len(parent)).astype(np.intp)
    place = np.frombuffer(walked.set_place, dtype=np.int64)[order].astype(np.intp)
    mover = np.frombuffer(walked.mover, dtype=np.int64)[order].astype(np.intp)
    branch = np.frombuffer(walked.branch, dtype=np.int64)[order].astype(np.intp)
    sets = sorted(known.sets.values(), key=lambda one: one.place)
    moves = grouped(sets, _first_come(place), walked.twice)
    action = np.full(len(parent), -1, dtype=np.intp)
    action[1:] = moves.action[moves.start[place[parent[1:]]] + branch[1:]]
    tree = Tree(
        parent=parent,
        mover=mover,
        first_child=np.where(counts > 0, 1 + np.cumsum(counts) - counts, 0).astype(np.intp),
        child_count=counts,
        level_starts=np.concatenate([[0], np.cumsum(np.bincount(depth))]).astype(np.intp),
        odds=np.frombuffer(walked.odds, dtype=np.float64)[order],
        move=np.where(place >= 0, moves.move[place], -1) if sets else place,
        action=action,
        information_set=_renumbered(np.where(mover >= 0, place, -1)),
    )
    leaves = np.flatnonzero(np.frombuffer(walked.set_place, dtype=np.int64) < 0)
    ending = np.empty(len(order), dtype=np.intp)
    ending[leaves] = np.arange(len(leaves))
    payoffs = np.array(walked.payoffs)[ending[order[tree.leaves]]]
    names = known.players
    return ExtensiveGame(tree=tree, payoffs=frozen(payoffs), players=names, keys=names, moves=moves.moves, title=title)


def _first_come(places: IndexArray) -> IndexArray:
    """Every set once, in the order in which the sets come up."""
    found, first = np.unique(places, return_index=True)
    ordered = found[np.argsort(first, kind="stable")]
    return ordered[ordered >= 0]


def _renumbered(sets: IndexArray) -> IndexArray:
    """Information sets, counted in the order in which they come up."""
    order = _first_come(sets)
    numbers = np.full(int(sets.max(initial=-1)) + 2, -1, dtype=np.intp)
    numbers[order] = np.arange(len(order))
    return numbers[sets]
