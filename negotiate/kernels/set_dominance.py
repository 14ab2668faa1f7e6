"""Finds actions that are worse than another of the same information set whatever the mover believes there.

An action goes if, at every node of the set that chance lets be, all that can follow it is worth less to the mover than
all that can follow another; what can follow is counted without the actions that are gone.
"""

from __future__ import annotations

import numpy as np

from negotiate.arrays import BoolArray, FloatArray, IndexArray
from negotiate.kernels.information_sets import HiddenTree, InformationSets
from negotiate.kernels.level_sweep import values_under


def kept_actions(tree: HiddenTree, sets: InformationSets, payoffs: FloatArray, tolerance: FloatArray) -> BoolArray:
    """Say which actions are left when those are gone that nobody takes at their information set, whatever it believes.

    Parameters
    ----------
    tree : HiddenTree
        Any tree.
    sets : InformationSets
        Of that tree.
    payoffs : ndarray, shape (leaves, players)
        In the order of the leaves' nodes.
    tolerance : ndarray, shape (players,)
        By how much an action must be worse.

    Returns
    -------
    ndarray of bool, shape (slots,)
        At least one action of each set is left.

    Notes
    -----
    At most as many rounds as there are actions, each a sweep for each player.

    Examples
    --------
    >>> from negotiate.games.extensive import ExtensiveGame
    >>> from negotiate.kernels.information_sets import information_sets
    >>> entry = ExtensiveGame.from_nodes({
    ...     "entry": {"player": "Ann", "actions": {"out": (0, 2), "in": "answer"}},
    ...     "answer": {"player": "Bob", "actions": {"fight": (-1, -1), "give in": (1, 1)}},
    ... })
    >>> kept_actions(entry.tree, information_sets(entry.tree), entry.payoffs, np.zeros(2)).tolist()
    [False, True, False, True]
    """
    kept = np.ones(sets.slots, dtype=np.bool_)
    nodes = [_let_be(tree, np.flatnonzero(sets.at == place)) for place in range(len(sets.label))]
    while True:
        before = kept.copy()
        most, least = _bounds(tree, sets, payoffs, kept)
        for place in range(len(sets.label)):
            _drop(tree, sets, place, nodes[place], kept, (most, least), tolerance)
        if (kept == before).all():
            return kept


def _let_be(tree: HiddenTree, nodes: IndexArray) -> IndexArray:
    """Those of a set's nodes on whose way chance has no odds of zero; all where there are none."""
    possible = []
    for node in nodes.tolist():
        above, alive = node, True
        while above >= 0 and alive:
            alive = bool(tree.odds[above] > 0)
            above = int(tree.parent[above])
        possible.append(alive)
    return nodes[np.array(possible)] if any(possible) else nodes


def _drop(
    tree: HiddenTree,
    sets: InformationSets,
    place: int,
    nodes: IndexArray,
    kept: BoolArray,
    bounds: tuple[FloatArray, FloatArray],
    tolerance: FloatArray,
) -> None:
    """Drop a set's actions in place that are worse than another that is left."""
    mover = int(sets.mover[place])
    slots = np.arange(sets.first[place], sets.first[place] + sets.count[place])
    children = tree.first_child[nodes][:, None] + np.arange(sets.count[place])
    most, least = (bound[children, mover] for bound in bounds)
    worse = (most[:, :, None] < least[:, None, :] - tolerance[mover]).all(axis=0)  # the first than the second
    here = kept[slots]
    kept[slots] = here & ~(worse & here[None, :]).any(axis=1)


def _bounds(
    tree: HiddenTree, sets: InformationSets, payoffs: FloatArray, kept: BoolArray
) -> tuple[FloatArray, FloatArray]:
    """The most and the least that each node can be worth to each player, each an array (nodes, players)."""
    entered = np.ones(len(tree.mover), dtype=np.bool_)
    below = sets.slot >= 0
    entered[below] = kept[sets.slot[below]]
    return _extreme(tree, payoffs, entered), -_extreme(tree, -payoffs, entered)


def _extreme(tree: HiddenTree, payoffs: FloatArray, entered: BoolArray) -> FloatArray:
    values = values_under(tree, payoffs, np.zeros(len(tree.mover)))  # the leaves' rows are set
    for node in np.flatnonzero(tree.child_count)[::-1].tolist():
        children = np.arange(tree.first_child[node], tree.first_child[node] + tree.child_count[node])
        if tree.mover[node] < 0:
            values[node] = tree.odds[children] @ values[children]
        else:
            values[node] = values[children[entered[children]]].max(axis=0)
    return values
