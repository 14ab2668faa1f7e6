"""Tells information sets apart in words: which move is made there, and what must have happened before.

Moves of one name may be made at many sets, of which each is told by the actions that lead to all its nodes and not to
all nodes of the others.
"""

from __future__ import annotations

import numpy as np

from negotiate.arrays import IndexArray
from negotiate.games.extensive import ExtensiveGame
from negotiate.kernels.information_sets import information_sets

CELLS = 20_000_000
"""Nodes times moves: in a larger tree sets of one move are told apart by numbers."""
OPEN = -2
"""What stands for the action of a move where a set's nodes differ in it."""


def set_names(game: ExtensiveGame) -> tuple[str, ...]:
    """Name every information set, in the order of `kernels.information_sets`.

    Examples
    --------
    >>> pennies = ExtensiveGame.from_nodes({
    ...     "Ann": {"player": "Ann", "actions": {"heads": "h", "tails": "t"}},
    ...     "h": {"player": "Bob", "set": "Bob", "actions": {"heads": (1, -1), "tails": (-1, 1)}},
    ...     "t": {"player": "Bob", "set": "Bob", "actions": {"heads": (-1, 1), "tails": (1, -1)}},
    ... })
    >>> set_names(pennies)
    ('Ann', 'Bob')
    """
    tree, sets = game.tree, information_sets(game.tree)
    own = np.flatnonzero(sets.at >= 0)
    _, first = np.unique(sets.at[own], return_index=True)
    move = tree.move[own[first]]
    known = _known(game, sets.at, len(sets.label)) if len(np.unique(move)) < len(move) else None
    names = [""] * len(move)
    for label_at in np.unique(move):
        alike = np.flatnonzero(move == label_at)
        for place, name in zip(alike, _named(game, int(label_at), alike, known), strict=True):
            names[int(place)] = name
    return tuple(names)


def _known(game: ExtensiveGame, at: IndexArray, count: int) -> IndexArray | None:
    """The action of each move that leads to all nodes of each set, shape (sets, moves); -1 where it was not made."""
    tree = game.tree
    if len(tree) * len(game.moves) > CELLS:
        return None
    made = np.full((len(tree), len(game.moves)), -1, dtype=np.intp)
    for start, stop in zip(tree.level_starts[1:-1], tree.level_starts[2:], strict=True):
        above = tree.parent[start:stop]
        made[start:stop] = made[above]
        made[np.arange(start, stop), tree.move[above]] = tree.action[start:stop]
    own = np.flatnonzero(at >= 0)
    low = np.full((count, len(game.moves)), len(tree), dtype=np.intp)
    high = np.full((count, len(game.moves)), -1, dtype=np.intp)
    np.minimum.at(low, at[own], made[own])
    np.maximum.at(high, at[own], made[own])
    return np.where(low == high, low, OPEN)


def _named(game: ExtensiveGame, move: int, alike: IndexArray, known: IndexArray | None) -> list[str]:
    """Different names for the sets at which this move is made."""
    label = game.moves[move].label
    if len(alike) == 1:
        return [label]
    names = [label] * len(alike)
    if known is not None:
        rows = known[alike]
        telling = np.flatnonzero((rows != rows[0]).any(axis=0))
        names = [f"{label}{_after(game, row, telling)}" for row in rows]
    if len(set(names)) == len(names):
        return names
    return [f"{name} ({number})" for number, name in enumerate(names, 1)]


def _after(game: ExtensiveGame, row: IndexArray, telling: IndexArray) -> str:
    said = [game.moves[m].actions[int(row[m])] for m in telling.tolist() if row[m] >= 0]
    return f" after {', '.join(said)}" if said else ""
