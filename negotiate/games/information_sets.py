"""The information sets of a flat tree, with one slot for each action at each of them; and its
subgames.

Behaviour is one row of numbers, set after set, and what it does at a node is what it does at the
node's set. A subgame begins at a node below which nobody can take a node for one that lies
elsewhere.

References
----------
Selten 1965, "Spieltheoretische Behandlung eines Oligopolmodells mit Nachfragetraegheit", for
subgames.
"""

from __future__ import annotations

import numpy as np

from negotiate.arrays import BoolArray, FloatArray, IndexArray
from negotiate.display import entity
from negotiate.games.tree import Tree


@entity
class InformationSets:
    """Where the information sets of a tree and their actions are.

    Attributes
    ----------
    label : ndarray of int, shape (sets,)
        How the tree numbers each, in rising order; a set's place in this array is its place
        everywhere else.
    mover : ndarray of int, shape (sets,)
        Whose it is.
    first, count : ndarray of int, shape (sets,)
        The slots of a set's actions are `first … first + count - 1`, in the order of the actions.
    at : ndarray of int, shape (nodes,)
        The place of each node's set; -1 at leaves and chance nodes.
    slot : ndarray of int, shape (nodes,)
        The slot of the action that leads into each node; -1 below chance and at the root.
    """

    label: IndexArray
    mover: IndexArray
    first: IndexArray
    count: IndexArray
    at: IndexArray
    slot: IndexArray

    @property
    def slots(self) -> int:
        """How many actions there are at all information sets together."""
        return int(self.count.sum())


def places(tree: Tree) -> IndexArray:
    """Which of its parent's children each node is, counted from 0; 0 at the root."""
    above = np.maximum(tree.parent, 0)
    return np.where(
        tree.parent >= 0, np.arange(len(tree.parent)) - tree.first_child[above], 0
    ).astype(int)


def information_sets(tree: Tree) -> InformationSets:
    """Number the information sets and their actions.

    Parameters
    ----------
    tree : Tree
        The nodes of one set are of one mover and have the same number of children, in the same
        order.

    Examples
    --------
    >>> from negotiate.games.extensive import ExtensiveGame
    >>> pennies = ExtensiveGame.from_nodes(
    ...     {
    ...         "Ann": {"player": "Ann", "actions": {"heads": "h", "tails": "t"}},
    ...         "h": {
    ...             "player": "Bob",
    ...             "set": "Bob",
    ...             "actions": {"heads": (1, -1), "tails": (-1, 1)},
    ...         },
    ...         "t": {
    ...             "player": "Bob",
    ...             "set": "Bob",
    ...             "actions": {"heads": (-1, 1), "tails": (1, -1)},
    ...         },
    ...     }
    ... )
    >>> information_sets(pennies.tree).slot.tolist()
    [-1, 0, 1, 2, 3, 2, 3]
    """
    own = np.flatnonzero(tree.mover >= 0)
    label, opening, back = np.unique(
        tree.information_set[own], return_index=True, return_inverse=True
    )
    count = tree.child_count[own[opening]]
    first = np.cumsum(count) - count
    at = np.full(len(tree.mover), -1, dtype=int)
    at[own] = back
    above = at[np.maximum(tree.parent, 0)]
    inside = (tree.parent >= 0) & (above >= 0)
    slot = np.full(len(at), -1, dtype=int)
    slot[inside] = first[above[inside]] + places(tree)[inside]
    return InformationSets(label, tree.mover[own[opening]], first, count, at, slot)


def entering(
    tree: Tree, sets: InformationSets, behaviour: FloatArray, odds: FloatArray | None = None
) -> FloatArray:
    """Say with what probability each node is entered from its parent.

    Parameters
    ----------
    tree : Tree
        Any tree.
    sets : InformationSets
        Of that tree.
    behaviour : ndarray, shape (*batch, slots)
        The probability of each action at each set.
    odds : ndarray, shape (*batch, nodes) or (nodes,), optional
        Chance's, where they are not the tree's own.

    Returns
    -------
    ndarray, shape (*batch, nodes)
        Behaviour below players, odds below chance, 1 at the root.
    """
    weights = tree.odds if odds is None else odds
    if behaviour.shape[-1] == 0:
        return np.broadcast_to(
            weights, np.broadcast_shapes(weights.shape, (*behaviour.shape[:-1], 1))
        ).copy()
    return np.where(sets.slot >= 0, behaviour[..., np.maximum(sets.slot, 0)], weights)


def in_slots(sets: InformationSets, probability: FloatArray) -> FloatArray:
    """The behaviour that enters each node with these probabilities, shape (*batch, slots);
    `entering` undone.
    """
    behaviour = np.zeros((*probability.shape[:-1], sets.slots))
    below = np.flatnonzero(sets.slot >= 0)
    behaviour[..., sets.slot[below]] = probability[..., below]
    return behaviour


def added_up(values: FloatArray, into: IndexArray, total: int) -> FloatArray:
    """Add numbers up by where they belong.

    Parameters
    ----------
    values : ndarray, shape (*batch, n)
        What is added.
    into : ndarray of int, shape (n,)
        Where each belongs, from 0 to total - 1.
    total : int
        How many sums there are.

    Returns
    -------
    ndarray, shape (*batch, total)
        One sum each, 0 where nothing belongs.

    Examples
    --------
    >>> added_up(np.array([[1.0, 2.0, 4.0], [0.0, 1.0, 1.0]]), np.array([1, 0, 1]), 3).tolist()
    [[2.0, 5.0, 0.0], [1.0, 1.0, 0.0]]
    """
    batch = values.shape[:-1]
    rows = int(np.prod(batch))
    cells = (into + total * np.arange(rows)[:, None]).ravel()
    sums = np.bincount(cells, values.reshape(rows * len(into)), rows * total)
    return np.asarray(sums, dtype=float).reshape(*batch, total)


def walk_order(tree: Tree) -> tuple[IndexArray, IndexArray]:
    """Number the nodes so that whatever stands below a node comes directly after it.

    Returns
    -------
    number : ndarray of int, shape (nodes,)
        Each node's place in a walk that goes deep first.
    size : ndarray of int, shape (nodes,)
        How many nodes stand at or below each: those with numbers from `number[v]` to `number[v] +
        size[v] - 1`.
    """
    size = np.ones(len(tree), dtype=int)
    for here, above in tree.upwards():
        np.add.at(size, above, size[here])
    number = np.zeros(len(tree), dtype=int)
    for here, above in tree.downwards():
        before = np.cumsum(size[here]) - size[here]
        number[here] = number[above] + 1 + before - before[tree.first_child[above] - here.start]
    return number, size


def subgame_roots(tree: Tree) -> BoolArray:
    """Say at which nodes a subgame begins.

    Parameters
    ----------
    tree : Tree
        Any tree.

    Returns
    -------
    ndarray of bool, shape (nodes,)
        True at a node that is no leaf, if it is alone in its information set or chance's, and every
        set that has a node below it lies below it as a whole. The root is one, as long as it is
        alone.

    Notes
    -----
    Linear in the number of nodes.

    Examples
    --------
    >>> from negotiate.games.extensive import ExtensiveGame
    >>> pennies = ExtensiveGame.from_nodes(
    ...     {
    ...         "enter": {"player": "Ann", "actions": {"out": (0, 0), "in": "Ann"}},
    ...         "Ann": {"player": "Ann", "actions": {"heads": "h", "tails": "t"}},
    ...         "h": {
    ...             "player": "Bob",
    ...             "set": "Bob",
    ...             "actions": {"heads": (1, -1), "tails": (-1, 1)},
    ...         },
    ...         "t": {
    ...             "player": "Bob",
    ...             "set": "Bob",
    ...             "actions": {"heads": (-1, 1), "tails": (1, -1)},
    ...         },
    ...     }
    ... )
    >>> np.flatnonzero(subgame_roots(pennies.tree)).tolist()
    [0, 2]
    """
    number, size = walk_order(tree)
    own = np.flatnonzero(tree.mover >= 0)
    label, back = np.unique(tree.information_set[own], return_inverse=True)
    low = np.full(len(label), len(number), dtype=int)
    high = np.full(len(label), -1, dtype=int)
    np.minimum.at(low, back, number[own])
    np.maximum.at(high, back, number[own])
    earliest, latest = number.copy(), number.copy()
    earliest[own], latest[own] = low[back], high[back]
    alone = earliest == latest
    for here, above in tree.upwards():
        np.minimum.at(earliest, above, earliest[here])
        np.maximum.at(latest, above, latest[here])
    return np.asarray(
        (tree.child_count > 0) & alone & (earliest >= number) & (latest < number + size)
    )


def owners(tree: Tree, roots: BoolArray) -> IndexArray:
    """The subgame that each node belongs to and none smaller does: its nearest root, at the node
    itself or above.

    Returns
    -------
    ndarray of int, shape (nodes,)
        A leaf belongs to the subgame of the node before it; the root of the tree counts as one in
        any case.
    """
    owner = np.zeros(len(tree), dtype=int)
    nodes = np.arange(len(tree))
    for here, above in tree.downwards():
        owner[here] = np.where(roots[here], nodes[here], owner[above])
    return owner
