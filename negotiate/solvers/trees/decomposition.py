"""Takes a tree apart into its subgames, and says which of them need more than a level sweep."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from negotiate.arrays import BoolArray, IndexArray
from negotiate.games.extensive import ExtensiveGame
from negotiate.kernels.subtrees import owners, subgame_roots
from negotiate.solvers.trees.quotients import Quotient, cut_out


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """A tree by its subgames.

    Parameters
    ----------
    roots : ndarray of bool, shape (nodes,)
        Where a subgame begins.
    joint : ndarray of int
        The roots of subgames that several nodes belong to and no smaller one does.
    deep : ndarray of bool, shape (nodes,)
        Whether such a subgame begins at or below the node.
    listed : ndarray of int
        The roots at which something has to be listed: those that are deep, and those at or above a tie; in order.
    quotients : dict of int to Quotient
        By the roots in `joint`.
    """

    roots: BoolArray
    joint: IndexArray
    deep: BoolArray
    listed: IndexArray
    quotients: dict[int, Quotient]

    @property
    def at_joint(self) -> BoolArray:
        """Which nodes are in `joint`, shape (nodes,)."""
        mask = np.zeros(len(self.roots), dtype=np.bool_)
        mask[self.joint] = True
        return mask


def parts(game: ExtensiveGame, ties: IndexArray) -> Parts:
    """Take a tree apart.

    Parameters
    ----------
    game : ExtensiveGame
        Any tree whose first node is alone in its information set.
    ties : ndarray of int, shape (nodes,)
        How many children are best at each node, from the level sweep; it counts where no mover below is in the dark.
    """
    tree = game.tree
    roots = subgame_roots(tree)
    roots[0] = True
    owner = owners(tree, roots)
    inside = np.flatnonzero((tree.child_count > 0) & ~roots)
    joint = np.unique(owner[inside])
    deep = np.zeros(len(tree), dtype=np.bool_)
    deep[joint] = True
    touched = np.asarray(roots & (ties > 1))
    touched[joint] = True
    for start, stop in zip(tree.level_starts[-2:0:-1], tree.level_starts[:1:-1], strict=True):
        above = tree.parent[start:stop]
        deep[above[deep[start:stop]]] = True
        touched[above[touched[start:stop]]] = True
    return Parts(roots, joint, deep, np.flatnonzero(roots & touched), _quotients(game, owner, joint))


def _quotients(game: ExtensiveGame, owner: IndexArray, joint: IndexArray) -> dict[int, Quotient]:
    """The subgames of several nodes: each root, and the nodes whose parents belong to it."""
    tree = game.tree
    nodes = np.arange(1, len(tree))
    home = owner[tree.parent[1:]]
    nodes = nodes[np.isin(home, joint)]
    home = owner[tree.parent[nodes]]
    order = np.argsort(home, kind="stable")
    runs = np.split(nodes[order], np.flatnonzero(np.diff(home[order])) + 1) if len(nodes) else []
    return {int(root): cut_out(tree, np.concatenate([[root], run])) for root, run in zip(joint, runs, strict=True)}
