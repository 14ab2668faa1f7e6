"""Writes a game tree, a line a node, in the order in which one walks down it.

References
----------
The Gambit Project: *Game representation formats*, "The extensive game (.efg) file format".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from negotiate.arrays import IndexArray
from negotiate.errors import UnsuitableGame
from negotiate.formats.gambit.about import about
from negotiate.formats.gambit.signs import comment, number, players, probabilities, quoted
from negotiate.games.extensive import CHANCE, LEAF, ExtensiveGame
from negotiate.loading.gambit.names import folded


def efg(game: ExtensiveGame) -> str:
    """The text of an `.efg` file.

    Raises
    ------
    UnsuitableGame
        If the nodes of one information set do not offer the same actions in the same order.
    """
    _refuse_uneven_sets(game)
    head = [f"EFG 2 R {quoted(game.title)} {players(game.players)}", comment(about(game)), ""]
    return "\n".join([*head, *_nodes(game)]) + "\n"


def walk(game: ExtensiveGame) -> IndexArray:
    """Every node in the order of a walk: each comes before all that is below it, and below its first child first."""
    tree = game.tree
    below = np.ones(len(tree), dtype=np.intp)
    starts = tree.level_starts
    for level in range(len(starts) - 2, 0, -1):
        nodes = slice(int(starts[level]), int(starts[level + 1]))
        np.add.at(below, tree.parent[nodes], below[nodes])
    place = np.zeros(len(tree), dtype=np.intp)
    for level in range(1, len(starts) - 1):
        here = np.arange(starts[level], starts[level + 1])
        above = tree.parent[here]
        passed = np.cumsum(below[here]) - below[here]
        place[here] = place[above] + 1 + passed - passed[tree.first_child[above] - here[0]]
    order = np.empty(len(tree), dtype=np.intp)
    order[place] = np.arange(len(tree))
    return order


def _refuse_uneven_sets(game: ExtensiveGame) -> None:
    """Refuse sets of which the nodes offer different actions."""
    tree = game.tree
    first: dict[int, int] = {}
    sets, counts = tree.information_set.tolist(), tree.child_count.tolist()
    many = np.flatnonzero(np.bincount(tree.information_set[tree.information_set >= 0], minlength=1) > 1)
    for node in np.flatnonzero(np.isin(tree.information_set, many)).tolist():
        other = first.setdefault(sets[node], node)
        if counts[node] != counts[other] or (_offered(game, node) != _offered(game, other)).any():
            label = game.moves[int(tree.move[node])].label
            raise UnsuitableGame(
                f"who makes the move `{label}` cannot tell nodes apart at which different actions are possible, and a "
                "file of Gambit's has no way to say so",
                "take what is under `infeasible` out of a copy",
            )


def _offered(game: ExtensiveGame, node: int) -> IndexArray:
    start, count = int(game.tree.first_child[node]), int(game.tree.child_count[node])
    return game.tree.action[start : start + count]


@dataclass(slots=True)
class _Given:
    """The numbers and names given out so far: to the sets of each player, and to the nodes of chance."""

    sets: dict[int, tuple[int, str]] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)
    names: dict[tuple[int, str], int] = field(default_factory=dict)

    def to(self, key: int, mover: int, label: str) -> str:
        """Number and name of a set, new ones where it has none; no two sets of a mover have the same name."""
        if key not in self.sets:
            self.counts[mover] = self.counts.get(mover, 0) + 1
            name = label
            while (mover, name) in self.names:
                self.names[mover, label] += 1
                name = f"{label} #{self.names[mover, label]}"
            self.names[mover, name] = 1
            self.sets[key] = (self.counts[mover], quoted(name))
        place, name = self.sets[key]
        return f"{place} {name}"


def _nodes(game: ExtensiveGame) -> Iterator[str]:
    given = _Given()
    mover = game.tree.mover.tolist()
    sets = game.tree.information_set.tolist()
    move = game.tree.move.tolist()
    labels = _labels(game)
    actions = [[quoted(action) for action in folded(one.actions)] for one in game.moves]
    leaf = np.cumsum(game.tree.mover == LEAF) - 1
    endings = 0
    for node in walk(game).tolist():
        who = mover[node]
        if who == LEAF:
            endings += 1
            paid = ", ".join(map(number, game.payoffs[leaf[node]].tolist()))
            yield f't "" {endings} "" {{ {paid} }}'
            continue
        label, words = labels[move[node]], actions[move[node]]
        if who == CHANCE:
            yield f'c "" {given.to(-node - 1, CHANCE, label)} {_events(game, node, words)} 0'
        else:
            yield f'p "" {who + 1} {given.to(sets[node], who, label)} {_actions(game, node, words)} 0'


def _labels(game: ExtensiveGame) -> list[str]:
    """The name of each move as it is written; moves of one name share it."""
    distinct = list(dict.fromkeys(one.label for one in game.moves))
    named = dict(zip(distinct, folded(distinct), strict=True))
    return [named[one.label] for one in game.moves]


def _actions(game: ExtensiveGame, node: int, written: Sequence[str]) -> str:
    """The actions that are open at a player's node, of those of its move as they are written."""
    return "{ " + " ".join(written[a] for a in _offered(game, node).tolist()) + " }"


def _events(game: ExtensiveGame, node: int, written: Sequence[str]) -> str:
    """What chance may do at a node, and with what odds."""
    start, count = int(game.tree.first_child[node]), int(game.tree.child_count[node])
    odds = probabilities(game.tree.odds[start : start + count].tolist())
    labels = [written[a] for a in _offered(game, node).tolist()]
    return "{ " + " ".join(f"{label} {p}" for label, p in zip(labels, odds, strict=True)) + " }"
