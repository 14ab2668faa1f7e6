"""The shape of a game tree in flat arrays, and the walks over its levels that other arithmetic is
made of.

Every array has one entry a node, nodes stand level by level, and the children of a node stand side
by side on the next level. Solving is then a sweep over levels instead of a walk from node to node.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from math import prod

import numpy as np

from negotiate.arrays import BoolArray, FloatArray, IndexArray
from negotiate.display import entity

CHANCE = -1
"""The mover of a node where chance decides."""
LEAF = -2
"""The mover of a node where the game ends."""


@entity
class Tree:
    """The shape of a game tree, in flat arrays.

    Parameters
    ----------
    parent : ndarray of int, shape (nodes,)
        The node before; -1 for the root, which is node 0.
    mover : ndarray of int, shape (nodes,)
        The player who moves here, `CHANCE` or `LEAF`.
    first_child, child_count : ndarray of int, shape (nodes,)
        The children of node `v` are `first_child[v] + 0 … child_count[v] - 1`; 0 and 0 at a leaf.
    level_starts : ndarray of int, shape (levels + 1,)
        Level `l` holds the nodes `level_starts[l] … level_starts[l + 1] - 1`; children stand one
        level below.
    odds : ndarray of float, shape (nodes,)
        With what probability chance leads into this node; 1 below a player's node and at the root.
    move : ndarray of int, shape (nodes,)
        Which move is made here (an index into the game's `moves`); -1 at a leaf.
    action : ndarray of int, shape (nodes,)
        Which action of the parent's move led here (an index into that move's `actions`); -1 at the
        root.
    information_set : ndarray of int, shape (nodes,)
        Nodes of one set look the same to their mover; -1 at leaves and chance nodes.
    """

    parent: IndexArray
    mover: IndexArray
    first_child: IndexArray
    child_count: IndexArray
    level_starts: IndexArray
    odds: FloatArray
    move: IndexArray
    action: IndexArray
    information_set: IndexArray

    @classmethod
    def in_order(
        cls,
        parent: IndexArray,
        mover: IndexArray,
        level_starts: IndexArray,
        odds: FloatArray,
        move: IndexArray,
        action: IndexArray,
        information_set: IndexArray,
    ) -> Tree:
        """A tree whose parents tell where the children are: side by side, in whatever order the
        families stand.
        """
        counts = np.bincount(parent[1:], minlength=len(parent)).astype(int)
        first = np.zeros(len(parent), dtype=int)
        above, place = np.unique(parent[1:], return_index=True)
        first[above] = 1 + place
        return cls(parent, mover, first, counts, level_starts, odds, move, action, information_set)

    @property
    def leaves(self) -> IndexArray:
        """The leaves' nodes, in order."""
        return np.flatnonzero(self.mover == LEAF)

    @property
    def by_chance(self) -> BoolArray:
        """Which nodes are entered by chance, shape (nodes,)."""
        return np.asarray((self.parent >= 0) & (self.mover[self.parent] == CHANCE))

    def __len__(self) -> int:
        return len(self.parent)

    def children(self, node: int) -> IndexArray:
        """The children of a node, in order."""
        first = self.first_child[node]
        return np.arange(first, first + self.child_count[node])

    def downwards(self) -> Iterator[tuple[slice, IndexArray]]:
        """Each level below the root, the first one first, with the node above each of its nodes."""
        starts = self.level_starts.tolist()
        for start, stop in pairwise(starts[1:]):
            yield slice(start, stop), self.parent[start:stop]

    def upwards(self) -> Iterator[tuple[slice, IndexArray]]:
        """The same from the last level to the first below the root."""
        yield from reversed(list(self.downwards()))

    def reach(self, entered: FloatArray) -> FloatArray:
        """What stands on the way to each node multiplied.

        Parameters
        ----------
        entered : ndarray, shape (*batch, nodes)
            With what probability each node is entered from its parent; floats, or fractions in an
            array of objects.

        Returns
        -------
        ndarray, shape (*batch, nodes)
            With what probability play passes through each node.
        """
        through = np.array(entered)
        for here, above in self.downwards():
            through[..., here] *= through[..., above]
        return through


def in_levels(
    shape: Sequence[int], odds: Sequence[FloatArray], own: Mapping[int, int], ends: IndexArray
) -> Tree:
    """The tree in which chance deals the types, level by level, and each player then chooses once.

    Parameters
    ----------
    shape : sequence of int
        How many types or strategies there are at each level.
    odds : sequence of ndarray, shape (types,) or (nodes of the level, types)
        The odds of the types, a level each; the latter where they hang on what was dealt before.
    own : Mapping[int, int]
        Player → the level at which its type is dealt.
    ends : ndarray of int
        The combinations that can happen, by their places among all.
    """
    sizes = [prod(shape[:level]) for level in range(len(shape))]
    starts = np.cumsum([0, *sizes, len(ends)])
    nodes = int(starts[-1])
    parent, action, move, sets = (np.full(nodes, -1) for _ in range(4))
    mover, chances = np.full(nodes, LEAF), np.ones(nodes)
    count = 0
    for level, n in enumerate(shape):
        here, below = (
            slice(starts[level], starts[level + 1]),
            slice(starts[level + 1], starts[level + 2]),
        )
        place = np.arange(sizes[level + 1]) if level + 1 < len(shape) else ends
        parent[below] = starts[level] + place // n
        action[below] = place % n
        move[here] = level
        if level < len(odds):
            mover[here] = CHANCE
            chances[below] = np.broadcast_to(odds[level], (sizes[level], n)).ravel()
            continue
        player = level - len(odds)
        mover[here] = player
        kind = np.zeros(sizes[level], dtype=int)
        if player in own:
            kind = np.unravel_index(np.arange(sizes[level]), shape[:level])[own[player]]
        sets[here] = count + kind
        count += int(kind.max()) + 1
    return Tree.in_order(parent, mover, starts, chances, move, action, sets)
