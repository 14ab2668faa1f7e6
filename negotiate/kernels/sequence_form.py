"""Writes a game tree down by sequences of own actions instead of whole strategies, which are many more.

A sequence of a player is what that player has done on the way to a node. With perfect recall all nodes of an
information set share one, and behaviour is one number a sequence: with what probability its player does all of it, if
chance and the others let it. Payoffs are then linear in each player's numbers, and there is one number for each action
in each set.

References
----------
von Stengel 1996, "Efficient computation of behavior strategies", Games and Economic Behavior 14.
Koller, Megiddo & von Stengel 1996, "Efficient computation of equilibria for extensive two-person games", Games and
Economic Behavior 14.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from negotiate.arrays import FloatArray, IndexArray
from negotiate.kernels.information_sets import HiddenTree, added_up, places


@dataclass(frozen=True, slots=True, eq=False)
class Sequences:
    """The sequences of one player.

    Attributes
    ----------
    information_set : ndarray of int, shape (sets,)
        The player's information sets, as the tree numbers them, in the order of their first nodes.
    before : ndarray of int, shape (sets,)
        The sequence that leads to each set; 0 is the empty one.
    first, count : ndarray of int, shape (sets,)
        The sequences that end in a set's actions are `first … first + count - 1`, in the order of the actions.
    depth : ndarray of int, shape (sets,)
        How many own actions lead to each set.
    at : ndarray of int, shape (nodes,)
        The player's sequence at each node.
    forgets : ndarray of int, shape (forgotten,)
        Information sets whose nodes do not share one sequence: there the player has forgotten what it did or knew.
    """

    information_set: IndexArray
    before: IndexArray
    first: IndexArray
    count: IndexArray
    depth: IndexArray
    at: IndexArray
    forgets: IndexArray

    @property
    def total(self) -> int:
        """How many sequences there are, the empty one among them."""
        return int(1 + self.count.sum())


class Round(NamedTuple):
    """The information sets of a player that equally many own actions lead to.

    Attributes
    ----------
    sets : ndarray of int, shape (sets,)
        Their places.
    columns : ndarray of int, shape (actions,)
        The sequences that end in their actions, set after set.
    starts : ndarray of int, shape (sets,)
        Where each set's run begins in `columns`.
    """

    sets: IndexArray
    columns: IndexArray
    starts: IndexArray


class PairPayoffs(NamedTuple):
    """Sparse matrices by the sequences of two players; cells without an ending are left out.

    Attributes
    ----------
    rows, columns : ndarray of int, shape (cells,)
        The first player's sequence and the second's, rows in rising order and columns within each row.
    values : ndarray, shape (*batch, numbers, cells)
        What is added up over the endings where these sequences meet, times chance's odds of letting them.
    """

    rows: IndexArray
    columns: IndexArray
    values: FloatArray


def sequences(tree: HiddenTree, player: int) -> Sequences:
    """List a player's sequences.

    Parameters
    ----------
    tree : HiddenTree
        Any tree.
    player : int
        Whose.

    Returns
    -------
    Sequences
        A player that forgets has entries in `forgets`; what else is said of those sets means nothing then.

    Examples
    --------
    >>> from negotiate.games.extensive import ExtensiveGame
    >>> pennies = ExtensiveGame.from_nodes({
    ...     "Ann": {"player": "Ann", "actions": {"heads": "h", "tails": "t"}},
    ...     "h": {"player": "Bob", "set": "Bob", "actions": {"heads": (1, -1), "tails": (-1, 1)}},
    ...     "t": {"player": "Bob", "set": "Bob", "actions": {"heads": (-1, 1), "tails": (1, -1)}},
    ... })
    >>> sequences(pennies.tree, 1).at.tolist()
    [0, 0, 0, 1, 2, 1, 2]
    """
    own = np.flatnonzero(tree.mover == player)
    sets, opening, back = np.unique(tree.information_set[own], return_index=True, return_inverse=True)
    order = np.argsort(opening, kind="stable")
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    which = np.full(len(tree.parent), -1, dtype=np.intp)
    which[own] = rank[back]
    count = tree.child_count[own[opening[order]]]
    first = 1 + np.cumsum(count) - count
    at, depth = _walked(tree, which, first)
    before = at[own[opening[order]]]
    forgets = np.unique(tree.information_set[own[at[own] != before[which[own]]]])
    return Sequences(sets[order], before, first, count, depth[own[opening[order]]], at, forgets)


def _walked(tree: HiddenTree, which: IndexArray, first: IndexArray) -> tuple[IndexArray, IndexArray]:
    """The sequence at each node, and how many actions long it is."""
    at, depth = np.zeros(len(which), dtype=np.intp), np.zeros(len(which), dtype=np.intp)
    if len(first) == 0:
        return at, depth
    place = places(tree)
    for start, stop in zip(tree.level_starts[1:-1], tree.level_starts[2:], strict=True):
        above = tree.parent[start:stop]
        mine = which[above]
        at[start:stop] = np.where(mine >= 0, first[mine] + place[start:stop], at[above])
        depth[start:stop] = depth[above] + (mine >= 0)
    return at, depth


def rounds(seqs: Sequences) -> Iterator[Round]:
    """The player's information sets by how many own actions lead to them, fewest first.

    Examples
    --------
    >>> from negotiate.games.extensive import ExtensiveGame
    >>> twice = ExtensiveGame.from_nodes({
    ...     "first": {"player": "Ann", "actions": {"stop": (0,), "go": "second"}},
    ...     "second": {"player": "Ann", "actions": {"stop": (1,), "go": (2,)}},
    ... })
    >>> [(r.sets.tolist(), r.columns.tolist()) for r in rounds(sequences(twice.tree, 0))]
    [([0], [1, 2]), ([1], [3, 4])]
    """
    order = np.argsort(seqs.depth, kind="stable")
    for sets in np.split(order, np.flatnonzero(np.diff(seqs.depth[order])) + 1) if len(order) else ():
        count = seqs.count[sets]
        starts = np.cumsum(count) - count
        columns = np.repeat(seqs.first[sets] - starts, count) + np.arange(int(count.sum()))
        yield Round(sets, columns, starts)


def plan_of(seqs: Sequences, behaviour: FloatArray) -> FloatArray:
    """Multiply behaviour along the way: with what probability the player does all of each sequence.

    Parameters
    ----------
    seqs : Sequences
        The player's.
    behaviour : ndarray, shape (*batch, sequences)
        The probability of each sequence's last action at its information set; what stands for the empty one counts not.

    Returns
    -------
    ndarray, shape (*batch, sequences)
        The realization plan; 1 for the empty sequence.
    """
    plan = np.array(behaviour, dtype=np.float64)
    plan[..., 0] = 1.0
    for sets, columns, _ in rounds(seqs):
        plan[..., columns] *= np.repeat(plan[..., seqs.before[sets]], seqs.count[sets], axis=-1)
    return plan


def behaviour_of(seqs: Sequences, plan: FloatArray, otherwise: FloatArray | None = None) -> FloatArray:
    """Divide a realization plan by what it was before: the probability of each action at its information set.

    Parameters
    ----------
    seqs : Sequences
        The player's.
    plan : ndarray, shape (*batch, sequences)
        Not negative. Sets whose actions do not quite add up to what leads to them are put right.
    otherwise : ndarray, shape (*batch, sequences), optional
        Behaviour at sets that the plan never comes to; by default every action is equally likely there.

    Returns
    -------
    ndarray, shape (*batch, sequences)
        Adds up to one over each set's actions; 1 for the empty sequence.
    """
    behaviour = np.ones(plan.shape)
    for sets, columns, starts in rounds(seqs):
        count = seqs.count[sets]
        here = plan[..., columns]
        total = np.repeat(np.add.reduceat(here, starts, axis=-1), count, axis=-1)
        usual = 1.0 / np.repeat(count, count) if otherwise is None else otherwise[..., columns]
        behaviour[..., columns] = np.where(total > 0, here / np.where(total > 0, total, 1.0), usual)
    return behaviour


def pair_payoffs(
    tree: HiddenTree, payoffs: FloatArray, pair: tuple[Sequences, Sequences], odds: FloatArray | None = None
) -> PairPayoffs:
    """Gather the endings of a tree of two players by the sequences that meet there.

    Parameters
    ----------
    tree : HiddenTree
        Of two players.
    payoffs : ndarray, shape (*batch, leaves, numbers)
        Both players', or whatever else is to be expected, in the order of the leaves' nodes.
    pair : tuple of Sequences
        Both players'.
    odds : ndarray, shape (*batch, nodes) or (nodes,), optional
        Chance's, where they are not the tree's own.

    Returns
    -------
    PairPayoffs
        With as many batch axes as payoffs and odds have.
    """
    leaves = np.flatnonzero(tree.child_count == 0)
    reach = np.array(tree.odds if odds is None else odds)
    for start, stop in zip(tree.level_starts[1:-1], tree.level_starts[2:], strict=True):
        reach[..., start:stop] *= reach[..., tree.parent[start:stop]]
    cells = pair[0].at[leaves] * pair[1].total + pair[1].at[leaves]
    used, back = np.unique(cells, return_inverse=True)
    weighted = np.swapaxes(payoffs * reach[..., leaves, None], -1, -2)
    return PairPayoffs(used // pair[1].total, used % pair[1].total, added_up(weighted, back, len(used)))
