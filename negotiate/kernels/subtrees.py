"""Finds the subgames of a tree: nodes below which nobody can take a node for one that lies elsewhere.

References
----------
Selten 1965, "Spieltheoretische Behandlung eines Oligopolmodells mit Nachfragetraegheit", for subgames.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from negotiate.arrays import BoolArray, IndexArray
from negotiate.kernels.information_sets import HiddenTree


def walk_order(tree: HiddenTree) -> tuple[IndexArray, IndexArray]:
    """Number the nodes so that whatever stands below a node comes directly after it.

    Returns
    -------
    number : ndarray of int, shape (nodes,)
        Each node's place in a walk that goes deep first.
    size : ndarray of int, shape (nodes,)
        How many nodes stand at or below each: those with numbers from `number[v]` to `number[v] + size[v] - 1`.
    """
    parent, starts = tree.parent, tree.level_starts
    size = np.ones(len(parent), dtype=np.intp)
    for start, stop in zip(starts[-2:0:-1], starts[:1:-1], strict=True):
        np.add.at(size, parent[start:stop], size[start:stop])
    number = np.zeros(len(parent), dtype=np.intp)
    for start, stop in pairwise(starts[1:]):
        before = np.cumsum(size[start:stop]) - size[start:stop]
        above = parent[start:stop]
        number[start:stop] = number[above] + 1 + before - before[tree.first_child[above] - start]
    return number, size


def subgame_roots(tree: HiddenTree) -> BoolArray:
    """Say at which nodes a subgame begins.

    Parameters
    ----------
    tree : HiddenTree
        Any tree.

    Returns
    -------
    ndarray of bool, shape (nodes,)
        True at a node that is no leaf, if it is alone in its information set or chance's, and every set that has a node
        below it lies below it as a whole. The root is one, as long as it is alone.

    Notes
    -----
    Linear in the number of nodes.

    Examples
    --------
    >>> from negotiate.games.extensive import ExtensiveGame
    >>> pennies = ExtensiveGame.from_nodes({
    ...     "enter": {"player": "Ann", "actions": {"out": (0, 0), "in": "Ann"}},
    ...     "Ann": {"player": "Ann", "actions": {"heads": "h", "tails": "t"}},
    ...     "h": {"player": "Bob", "set": "Bob", "actions": {"heads": (1, -1), "tails": (-1, 1)}},
    ...     "t": {"player": "Bob", "set": "Bob", "actions": {"heads": (-1, 1), "tails": (1, -1)}},
    ... })
    >>> np.flatnonzero(subgame_roots(pennies.tree)).tolist()
    [0, 2]
    """
    number, size = walk_order(tree)
    own = np.flatnonzero(tree.mover >= 0)
    label, back = np.unique(tree.information_set[own], return_inverse=True)
    low = np.full(len(label), len(number), dtype=np.intp)
    high = np.full(len(label), -1, dtype=np.intp)
    np.minimum.at(low, back, number[own])
    np.maximum.at(high, back, number[own])
    earliest, latest = number.copy(), number.copy()
    earliest[own], latest[own] = low[back], high[back]
    alone = earliest == latest
    for start, stop in zip(tree.level_starts[-2:0:-1], tree.level_starts[:1:-1], strict=True):
        np.minimum.at(earliest, tree.parent[start:stop], earliest[start:stop])
        np.maximum.at(latest, tree.parent[start:stop], latest[start:stop])
    return np.asarray((tree.child_count > 0) & alone & (earliest >= number) & (latest < number + size))


def owners(tree: HiddenTree, roots: BoolArray) -> IndexArray:
    """The subgame that each node belongs to and none smaller does: its nearest root, at the node itself or above.

    Returns
    -------
    ndarray of int, shape (nodes,)
        A leaf belongs to the subgame of the node before it; the root of the tree counts as one in any case.
    """
    owner = np.zeros(len(tree.parent), dtype=np.intp)
    nodes = np.arange(len(owner))
    for start, stop in zip(tree.level_starts[1:-1], tree.level_starts[2:], strict=True):
        owner[start:stop] = np.where(roots[start:stop], nodes[start:stop], owner[tree.parent[start:stop]])
    return owner
