"""A game in extensive form: who moves when, what chance does, what each ending is worth.

The tree is flat: every array has one entry a node, nodes stand level by level, and the children of a node stand side
by side on the next level. Solving is then a sweep over levels instead of a walk from node to node.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from negotiate.arrays import BoolArray, FloatArray, IndexArray
from negotiate.display import Shown
from negotiate.games.normal_form import NormalFormGame, TakesApart
from negotiate.kernels.exactness import Exact, Exactly, big_integers, exactly, narrow

CHANCE = -1
"""The mover of a node where chance decides."""
LEAF = -2
"""The mover of a node where the game ends."""


@dataclass(frozen=True, slots=True, eq=False)
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
        Level `l` holds the nodes `level_starts[l] … level_starts[l + 1] - 1`; children stand one level below.
    odds : ndarray of float, shape (nodes,)
        With what probability chance leads into this node; 1 below a player's node and at the root.
    move : ndarray of int, shape (nodes,)
        Which move is made here (an index into the game's `moves`); -1 at a leaf.
    action : ndarray of int, shape (nodes,)
        Which action of the parent's move led here (an index into that move's `actions`); -1 at the root.
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

    @property
    def leaves(self) -> IndexArray:
        """The leaves' nodes, in order."""
        return np.flatnonzero(self.mover == LEAF)

    def __len__(self) -> int:
        return len(self.parent)


@dataclass(frozen=True, slots=True)
class Move:
    """One move of the protocol.

    Parameters
    ----------
    label : str
        Its name.
    mover : int
        Who moves: a player, or chance (`CHANCE`, which is null in JSON).
    actions : tuple of str
        What can be done or can happen, in words.
    """

    label: str
    mover: int
    actions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unsigned:
    """An action that is not there on some paths, since a red line or ratifier keeps a player from signing with it.

    Parameters
    ----------
    move, action : str
        The move, and the action of it that is missing.
    kind : {'red line', 'ratifier'}
        What keeps the player from signing.
    name : str
        The red line or ratifier, by its name in the file.
    player : str
        Whose signature is missing, by key.
    """

    move: str
    action: str
    kind: str
    name: str
    player: str


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ExtensiveGame(Shown):
    """A game tree with payoffs at its leaves and the words for everything in it.

    Parameters
    ----------
    tree : Tree
        The shape.
    payoffs : ndarray, shape (leaves, players)
        Read-only, in the order of `tree.leaves`.
    players, keys : tuple of str
        Names for people, and the short names that a scenario uses.
    moves : tuple of Move
        `tree.move` and `tree.action` point into it.
    title : str
        What the game is called, with what was changed for this look at the file; empty where it has no name.
    units : tuple of str
        The unit of each player's payoffs, an empty text where the file names none; empty for a game without units.
    issues : Mapping[str, tuple of str]
        Issue → its options.
    outcomes : ndarray of int, shape (leaves, issues)
        The package at each leaf, as option indices in the order of `issues`.
    crossed : Mapping[str, ndarray of bool, shape (leaves,)]
        Red line → the leaves that cross it.
    red_lines : Mapping[str, str]
        Red line → the key of the player whose it is, for every line that some ending crosses.
    takes_apart : callable or None
        As in `NormalFormGame`.
    ordinal : tuple of str
        The keys of players whose payoffs are levels: they say which of two endings is better, and not by how much.
    normal_form : NormalFormGame or None
        Set where this tree is a simultaneous game drawn as a tree: the game it draws.
    notes : tuple of str
        What a reader should know of how the game was made from the file, one sentence each.
    types : Mapping[str, int]
        Player's key → the place among `moves` of the chance move that deals its private type.
    unsigned : tuple of Unsigned
        What could not be signed, and so cannot be done.
    whole : ndarray of whole numbers, shape (leaves, players), or None
        The payoffs exactly, each player's in a unit and from a zero of its own, where somebody knows them better than
        floats hold them; ties are then decided on these.
    """

    tree: Tree
    payoffs: FloatArray
    players: tuple[str, ...]
    keys: tuple[str, ...]
    moves: tuple[Move, ...]
    title: str = ""
    units: tuple[str, ...] = ()
    issues: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    outcomes: IndexArray = field(default_factory=lambda: np.zeros((0, 0), dtype=np.intp))
    crossed: Mapping[str, BoolArray] = field(default_factory=dict)
    red_lines: Mapping[str, str] = field(default_factory=dict)
    normal_form: NormalFormGame | None = None
    notes: tuple[str, ...] = ()
    takes_apart: TakesApart | None = None
    types: Mapping[str, int] = field(default_factory=dict)
    ordinal: tuple[str, ...] = ()
    unsigned: tuple[Unsigned, ...] = ()
    whole: Exact | None = None

    @classmethod
    def from_nodes(
        cls, nodes: Mapping[str, Mapping[str, Any]], *, players: Sequence[str] | None = None, title: str = ""
    ) -> ExtensiveGame:
        """Build a game tree from nodes written by hand.

        Parameters
        ----------
        nodes : Mapping[str, Mapping]
            Name → node; the first is the root. A node at which a player moves is `{"player": name, "actions": {action:
            child, …}}`, with a `"set"` of some name where its mover cannot tell it apart from the other nodes of that
            set. A node at which chance moves is `{"chance": {outcome: (odds, child), …}}`. A child is the name of
            another node, or an ending: a sequence of one payoff a player.
        players : sequence of str, optional
            The players' names, in the order of the payoffs; by default in the order in which they come up in the tree,
            level by level.
        title : str
            What the game is called.

        Raises
        ------
        UnsuitableGame
            If a node is missing, reached twice or not at all; if odds are negative or do not add up to one; if the
            nodes of one set differ in mover or actions; if an ending does not pay every player a finite number.
        GameTooLarge
            If the tree has more than two million nodes.

        Examples
        --------
        A coin is tossed that only Ann sees:

        >>> game = ExtensiveGame.from_nodes({
        ...     "coin": {"chance": {"heads": (0.5, "heads"), "tails": (0.5, "tails")}},
        ...     "heads": {"player": "Ann", "actions": {"bet": "after heads", "pass": (0, 0)}},
        ...     "tails": {"player": "Ann", "actions": {"bet": "after tails", "pass": (0, 0)}},
        ...     "after heads": {"player": "Bob", "set": "a bet", "actions": {"call": (2, -2), "fold": (1, -1)}},
        ...     "after tails": {"player": "Bob", "set": "a bet", "actions": {"call": (-2, 2), "fold": (1, -1)}},
        ... })
        >>> game
        <ExtensiveGame 'untitled': Ann, Bob; 11 nodes, 6 leaves>
        """
        from negotiate.games.nodes import game_from_nodes  # noqa: PLC0415 - it builds what is defined here

        return game_from_nodes(nodes, players, title)

    @property
    def n_players(self) -> int:
        """How many players there are."""
        return len(self.players)

    @property
    def perfect_information(self) -> bool:
        """Whether every mover knows exactly where in the tree it stands."""
        sets = self.tree.information_set[self.tree.information_set >= 0]
        return int(np.bincount(sets).max(initial=0)) <= 1

    def exactly(self) -> Exactly:
        """The payoffs as whole numbers on which ties are decided, shape (players, leaves), and how far they may be off.

        `undecided` says whether payoffs of some player are equal there that may differ.
        """
        if self.whole is not None:
            return Exactly(narrow(self.whole.T), np.zeros(self.n_players), True, False)
        columns = [exactly(column[None]) for column in np.asarray(self.payoffs).T]
        wide = any(column.payoffs.dtype == object for column in columns)
        tables = [big_integers(column.payoffs[0]) if wide else column.payoffs[0] for column in columns]
        return Exactly(
            np.array(tables, dtype=object if wide else np.float64),
            np.array([column.error[0] for column in columns]),
            all(column.decimal for column in columns),
            any(column.undecided for column in columns),
        )

    def leaf_of(self, node: int) -> int:
        """The position of a leaf's node among the leaves."""
        return int(np.searchsorted(self.tree.leaves, node))

    def package(self, leaf: int) -> dict[str, str]:
        """Issue → option at the leaf that stands at this position among the leaves."""
        if self.outcomes.size == 0:
            return {}
        row = self.outcomes[leaf]
        return {issue: options[int(k)] for (issue, options), k in zip(self.issues.items(), row, strict=True)}

    def path(self, node: int) -> list[int]:
        """The nodes from the root to this node, both included."""
        walk = [node]
        while self.tree.parent[walk[-1]] >= 0:
            walk.append(int(self.tree.parent[walk[-1]]))
        return walk[::-1]

    def actions_to(self, node: int) -> list[str]:
        """What is done, or happens, on the way from the root to this node, in words."""
        return [self.action_label(step) for step in self.path(node)[1:]]

    def moves_made(self, leaves: npt.ArrayLike) -> IndexArray:
        """The action of each move on the way to each leaf (positions among the leaves), shape (leaves, moves).

        It is -1 where a move is not made.
        """
        tree = self.tree
        nodes = tree.leaves[np.asarray(leaves, dtype=np.intp)]
        made = np.full((len(nodes), len(self.moves)), -1, dtype=np.intp)
        rows = np.arange(len(nodes))
        while True:
            inner = tree.parent[nodes] >= 0
            nodes, rows = nodes[inner], rows[inner]
            if not len(nodes):
                return made
            above = tree.parent[nodes]
            made[rows, tree.move[above]] = tree.action[nodes]
            nodes = above

    def action_label(self, node: int) -> str:
        """The action that led into this node, in words."""
        parent = int(self.tree.parent[node])
        return self.moves[int(self.tree.move[parent])].actions[int(self.tree.action[node])]

    def __repr__(self) -> str:
        leaves = len(self.payoffs)
        return (
            f"<ExtensiveGame {self.title or 'untitled'!r}: {', '.join(self.players)}; "
            f"{len(self.tree):,} nodes, {leaves:,} leaves>"
        )
