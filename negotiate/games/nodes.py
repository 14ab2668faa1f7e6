"""Builds a game tree from nodes written by hand, and refuses one that is no tree of decisions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from numbers import Real
from typing import Any

import numpy as np

from negotiate.errors import GameTooLarge, UnsuitableGame
from negotiate.games.extensive import CHANCE, LEAF, ExtensiveGame, Move, Tree
from negotiate.games.normal_form import LARGEST, frozen

NODE_LIMIT = 2_000_000
"""Nodes of one tree."""
SUM = 1e-9
"""How far the odds of a chance node may be from adding up to one."""

Child = Any
"""A node's name, or the payoffs of an ending."""


@dataclass(slots=True)
class _Growing:
    """The tree so far, one entry a node, level by level."""

    players: list[str]
    moves: dict[str, Move] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    sets: dict[str, int] = field(default_factory=dict)
    parent: list[int] = field(default_factory=lambda: [-1])
    action: list[int] = field(default_factory=lambda: [-1])
    odds: list[float] = field(default_factory=lambda: [1.0])
    mover: list[int] = field(default_factory=list)
    move: list[int] = field(default_factory=list)
    set_of: list[int] = field(default_factory=list)
    payoffs: list[tuple[float, ...]] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)


def game_from_nodes(
    nodes: Mapping[str, Mapping[str, Any]], players: Sequence[str] | None = None, title: str = ""
) -> ExtensiveGame:
    """Build a game tree; see `ExtensiveGame.from_nodes`, which is the way to call it."""
    if not nodes:
        raise UnsuitableGame("a tree needs nodes", "pass a mapping of nodes' names to nodes, the first one the root")
    growing = _Growing(list(_words(players, "players")) if players is not None else [])
    level: list[Child] = [next(iter(nodes))]
    starts = [0, 1]
    while level:
        following: list[Child] = []
        first = len(growing.mover)
        for place, child in enumerate(level):
            following += _node(nodes, growing, first + place, child, players is None)
        level = following
        if level:
            starts.append(starts[-1] + len(level))
        if starts[-1] > NODE_LIMIT:
            raise GameTooLarge("nodes in the tree", starts[-1], NODE_LIMIT, "take branches away")
    unused = [str(name) for name in nodes if name not in growing.seen]
    if unused:
        raise UnsuitableGame(f"the node `{unused[0]}` is not reached from the root `{next(iter(nodes))}`")
    return _game(growing, starts, title)


def _node(
    nodes: Mapping[str, Mapping[str, Any]], growing: _Growing, at: int, child: Child, new_players: bool
) -> list[Child]:
    """Add one node, and say what stands below it."""
    if not isinstance(child, str):
        growing.mover.append(LEAF)
        growing.move.append(-1)
        growing.set_of.append(-1)
        growing.payoffs.append(_numbers(child))
        return []
    if child not in nodes:
        near = get_close_matches(child, [str(name) for name in nodes], n=1)
        raise UnsuitableGame(f"there is no node `{child}`", f"did you mean `{near[0]}`?" if near else "")
    if child in growing.seen:
        raise UnsuitableGame(f"the node `{child}` is reached in two ways", "in a tree one way leads to each node")
    growing.seen.add(child)
    content = nodes[child]
    if not isinstance(content, Mapping):
        raise UnsuitableGame(f"the node `{child}` is no mapping", "write its `player` and `actions`, or its `chance`")
    if "chance" in content:
        return _chance(growing, at, child, content)
    return _decision(growing, at, child, content, new_players)


def _chance(growing: _Growing, at: int, name: str, content: Mapping[str, Any]) -> list[Child]:
    _only(name, content, ("chance",))
    branches = _branches(name, content["chance"], "chance")
    children = []
    for label, branch in branches.items():
        if isinstance(branch, str) or not isinstance(branch, Sequence) or len(branch) != 2:
            raise UnsuitableGame(f"`{label}` of the node `{name}` needs its odds, and what stands below")
        (odds,) = _numbers([branch[0]])
        if odds < 0:
            raise UnsuitableGame(f"the odds of `{label}` at the node `{name}` are negative")
        growing.odds.append(odds)
        children.append(branch[1])
    total = sum(growing.odds[-len(children) :])
    if abs(total - 1) > SUM:
        raise UnsuitableGame(f"the odds at the node `{name}` add up to {total:g} instead of 1")
    _add(growing, at, CHANCE, _move(growing, name, CHANCE, tuple(branches)), -1, len(children))
    return children


def _decision(growing: _Growing, at: int, name: str, content: Mapping[str, Any], new_players: bool) -> list[Child]:
    _only(name, content, ("player", "actions", "set"))
    if "player" not in content or "actions" not in content:
        raise UnsuitableGame(f"the node `{name}` needs a `player` and `actions`, or `chance`")
    player = str(content["player"])
    if player not in growing.players:
        if not new_players:
            known = ", ".join(f"`{one}`" for one in growing.players)
            raise UnsuitableGame(
                f"`{player}`, who moves at the node `{name}`, is no player", f"the players are {known}"
            )
        growing.players.append(player)
    branches = _branches(name, content["actions"], "actions")
    label = str(content.get("set", name))
    mover = growing.players.index(player)
    move = _move(growing, label, mover, tuple(branches))
    information_set = growing.sets.setdefault(label, len(growing.sets))
    growing.odds += [1.0] * len(branches)
    _add(growing, at, mover, move, information_set, len(branches))
    return list(branches.values())


def _move(growing: _Growing, label: str, mover: int, actions: tuple[str, ...]) -> int:
    """The place of a move; the nodes of an information set share one."""
    if label not in growing.moves:
        growing.places[label] = len(growing.moves)
        growing.moves[label] = Move(label, mover, actions)
    known = growing.moves[label]
    if known.mover != mover:
        raise UnsuitableGame(f"different players move in the information set `{label}`")
    if known.actions != actions:
        raise UnsuitableGame(
            f"the nodes of the information set `{label}` have different actions: "
            f"{', '.join(known.actions)} and {', '.join(actions)}",
            "who cannot tell nodes apart can do the same at each, in the same order",
        )
    return growing.places[label]


def _add(growing: _Growing, at: int, mover: int, move: int, information_set: int, children: int) -> None:
    growing.mover.append(mover)
    growing.move.append(move)
    growing.set_of.append(information_set)
    growing.parent += [at] * children
    growing.action += list(range(children))


def _branches(name: str, content: Any, word: str) -> dict[str, Child]:
    if not isinstance(content, Mapping) or not content:
        raise UnsuitableGame(
            f"`{word}` of the node `{name}` needs at least one branch", "map each to what stands below"
        )
    return {str(label): child for label, child in content.items()}


def _only(name: str, content: Mapping[str, Any], words: tuple[str, ...]) -> None:
    for word in content:
        if word not in words:
            raise UnsuitableGame(f"the node `{name}` has an unknown `{word}`", f"it may have {', '.join(words)}")


def _numbers(content: Any) -> tuple[float, ...]:
    if isinstance(content, np.ndarray):
        content = content.tolist()
    if not isinstance(content, Sequence) or not all(isinstance(x, Real) and not isinstance(x, bool) for x in content):
        raise UnsuitableGame(f"{content!r} are no payoffs", "an ending is a sequence of one number a player")
    numbers = tuple(float(x) for x in content)
    if not all(abs(x) <= LARGEST for x in numbers):
        raise UnsuitableGame(f"every payoff must be a finite number of at most {LARGEST:.0e}, unlike {list(numbers)}")
    return numbers


def _words(given: Any, what: str) -> tuple[str, ...]:
    if isinstance(given, str) or not isinstance(given, Sequence):
        raise UnsuitableGame(f"`{what}` takes a list of names, not {given!r}")
    if len(set(map(str, given))) != len(given):
        raise UnsuitableGame(f"different players need different names, unlike {list(map(str, given))}")
    return tuple(str(word) for word in given)


def _game(growing: _Growing, starts: list[int], title: str) -> ExtensiveGame:
    count = len(growing.players)
    wrong = next((row for row in growing.payoffs if len(row) != count), None)
    if wrong is not None:
        raise UnsuitableGame(f"an ending pays {len(wrong)} players, and the tree has {count}: {list(wrong)}")
    parent = np.array(growing.parent, dtype=np.intp)
    counts = np.bincount(parent[1:], minlength=len(parent)).astype(np.intp)
    tree = Tree(
        parent=parent,
        mover=np.array(growing.mover, dtype=np.intp),
        first_child=np.where(counts > 0, 1 + np.cumsum(counts) - counts, 0).astype(np.intp),
        child_count=counts,
        level_starts=np.array(starts, dtype=np.intp),
        odds=np.array(growing.odds),
        move=np.array(growing.move, dtype=np.intp),
        action=np.array(growing.action, dtype=np.intp),
        information_set=np.array(growing.set_of, dtype=np.intp),
    )
    names = tuple(growing.players)
    return ExtensiveGame(
        tree=tree,
        payoffs=frozen(np.array(growing.payoffs).reshape(-1, count)),
        players=names,
        keys=names,
        moves=tuple(growing.moves.values()),
        title=str(title),
    )
