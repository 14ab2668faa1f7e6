"""Solves a flat game tree level by level from the leaves, and says what given behaviour is worth at every node.

The children of a level are the whole next level, in runs of siblings, so each level is a handful of reductions over
runs (`ufunc.reduceat`) instead of a walk from node to node.

References
----------
Zermelo 1913; Kuhn 1953, "Extensive games and the problem of information", for backward induction.
Hendon, Jacobsen & Sloth 1996, "The one-shot-deviation principle for sequential rationality", for the check.
"""

from __future__ import annotations

from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
IntArray = NDArray[np.intp]


class FlatTree(Protocol):
    """The arrays of a tree that a sweep reads, one entry a node; see `negotiate.games.extensive.Tree`."""

    @property
    def mover(self) -> IntArray:
        """The player who moves; negative at chance nodes and leaves."""

    @property
    def first_child(self) -> IntArray:
        """Where a node's children begin."""

    @property
    def child_count(self) -> IntArray:
        """How many children a node has; 0 at a leaf."""

    @property
    def level_starts(self) -> IntArray:
        """Where each level begins, and the number of nodes at the end."""

    @property
    def odds(self) -> Array:
        """With what probability chance enters a node."""


class Sweep(NamedTuple):
    """What backward induction finds, one row a node.

    Attributes
    ----------
    values : ndarray, shape (nodes, players)
        What play from here on is worth, ties broken for the first child.
    chosen : ndarray of int, shape (nodes,)
        The child that the mover picks; -1 at chance nodes and leaves.
    ties : ndarray of int, shape (nodes,)
        How many children are best for the mover; 0 at chance nodes and leaves.
    """

    values: Array
    chosen: IntArray
    ties: IntArray


class _Level(NamedTuple):
    nodes: IntArray  # those of one level that have children, by first child
    starts: IntArray  # where their runs begin, counted from `begin`
    counts: IntArray
    begin: int  # the next level's nodes are begin … end - 1
    end: int


def _level(tree: FlatTree, level: int) -> _Level | None:
    start, begin, end = (int(n) for n in tree.level_starts[level : level + 3])
    nodes = start + np.flatnonzero(tree.child_count[start:begin])
    if len(nodes) == 0:
        return None
    first = tree.first_child[nodes]
    if (first[1:] < first[:-1]).any():
        nodes = nodes[np.argsort(first)]
        first = tree.first_child[nodes]
    return _Level(nodes, first - begin, tree.child_count[nodes], begin, end)


def backward_induction(tree: FlatTree, payoffs: Array, tolerance: Array) -> Sweep:
    """Solve a tree of perfect information, ties broken for the first child.

    Parameters
    ----------
    tree : FlatTree
        Perfect information is assumed, not checked.
    payoffs : ndarray, shape (leaves, players)
        In the order of the leaves' nodes.
    tolerance : ndarray, shape (players,)
        Payoffs of a player closer than this count as equal.

    Returns
    -------
    Sweep
        Linear in the number of nodes; a million take some hundredths of a second.
    """
    n_nodes = len(tree.mover)
    values = _with_leaves(tree, payoffs)
    chosen = np.full(n_nodes, -1, dtype=np.intp)
    ties = np.zeros(n_nodes, dtype=np.intp)
    for number in range(len(tree.level_starts) - 3, -1, -1):
        level = _level(tree, number)
        if level is not None:
            _choose(tree, level, tolerance, Sweep(values, chosen, ties))
    return Sweep(values, chosen, ties)


def _choose(tree: FlatTree, level: _Level, tolerance: Array, into: Sweep) -> None:
    below = into.values[level.begin : level.end]
    movers = tree.mover[level.nodes]
    chance = movers < 0
    if chance.any():
        weighted = below * tree.odds[level.begin : level.end, None]
        into.values[level.nodes[chance]] = np.add.reduceat(weighted, level.starts, axis=0)[chance]
    if chance.all():
        return
    mover = np.maximum(movers, 0)  # a chance node's run is reduced for nothing and dropped at the end
    place = np.arange(level.end - level.begin)
    n_players = below.shape[1]
    own = below.ravel().take(place * n_players + np.repeat(mover, level.counts))
    enough = np.maximum.reduceat(own, level.starts) - tolerance[mover]
    best = np.flatnonzero(own >= np.repeat(enough, level.counts))  # at least one in each run
    first = np.searchsorted(best, level.starts)
    count = np.diff(first, append=len(best))[~chance]
    first = best[first][~chance]
    nodes = level.nodes[~chance]
    into.chosen[nodes] = first + level.begin
    into.ties[nodes] = count
    into.values[nodes] = below.take(first, axis=0)


def values_under(tree: FlatTree, payoffs: Array, probability: Array) -> Array:
    """Say what given behaviour is worth from every node on.

    Parameters
    ----------
    tree : FlatTree
        Any tree.
    payoffs : ndarray, shape (leaves, players)
        In the order of the leaves' nodes.
    probability : ndarray, shape (nodes,)
        With what probability each node is entered from its parent, chance's odds included.

    Returns
    -------
    ndarray, shape (nodes, players)
        Expected payoffs from the node on, whether or not it is reached.
    """
    values = _with_leaves(tree, payoffs)
    for number in range(len(tree.level_starts) - 3, -1, -1):
        level = _level(tree, number)
        if level is not None:
            weighted = values[level.begin : level.end] * probability[level.begin : level.end, None]
            values[level.nodes] = np.add.reduceat(weighted, level.starts, axis=0)
    return values


def one_shot_gains(tree: FlatTree, values: Array) -> Array:
    """Say what each mover would gain by another action here and the same behaviour ever after.

    Parameters
    ----------
    tree : FlatTree
        Perfect information is assumed: elsewhere a deviation is one of a whole information set.
    values : ndarray, shape (nodes, players)
        From `values_under`.

    Returns
    -------
    ndarray, shape (nodes,)
        At most zero everywhere exactly if the behaviour is subgame perfect; 0 at chance nodes and leaves.
    """
    gains = np.zeros(len(tree.mover))
    nodes = np.flatnonzero(tree.child_count)
    if len(nodes) == 0:
        return gains
    nodes = nodes[np.argsort(tree.first_child[nodes], kind="stable")]
    mover = np.maximum(tree.mover[nodes], 0)
    counts = tree.child_count[nodes]
    own = values[np.arange(1, len(values)), np.repeat(mover, counts)]
    best = np.maximum.reduceat(own, tree.first_child[nodes] - 1)
    gains[nodes] = np.where(tree.mover[nodes] >= 0, best - values[nodes, mover], 0.0)
    return gains


def _with_leaves(tree: FlatTree, payoffs: Array) -> Array:
    values = np.zeros((len(tree.mover), payoffs.shape[1]))
    values[tree.child_count == 0] = payoffs
    return values
