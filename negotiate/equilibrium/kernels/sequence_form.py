"""Writes a game tree down by sequences of own actions, and says what a player could gain by other
ones.

A sequence of a player is what that player has done on the way to a node. With perfect recall all
nodes of an information set share one, and behaviour is one number a sequence: with what probability
its player does all of it, if chance and the others let it. Payoffs are then linear in each player's
numbers, and there is one number for each action in each set, where whole strategies would be many
more. A best reply is found from the last information sets to the first, by what can be got there
weighted with how likely chance and the others lead there; the gains at one information set are
those of another action there and the same behaviour ever after.

References
----------
von Stengel 1996, "Efficient computation of behavior strategies", Games and Economic Behavior 14.
Koller, Megiddo & von Stengel 1996, "Efficient computation of equilibria for extensive two-person
games", Games and Economic Behavior 14. Kuhn 1953, "Extensive games and the problem of information",
for behaviour and perfect recall. Zinkevich, Johanson, Bowling & Piccione 2007, "Regret minimization
in games with incomplete information", for reach without the mover's own choices, called
counterfactual. Hendon, Jacobsen & Sloth 1996, "The one-shot-deviation principle for sequential
rationality".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from negotiate.arrays import FloatArray, IndexArray
from negotiate.games.information_sets import InformationSets, added_up, places
from negotiate.games.level_sweep import values_under
from negotiate.games.tree import Tree


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
        The sequences that end in a set's actions are `first … first + count - 1`, in the order of
        the actions.
    depth : ndarray of int, shape (sets,)
        How many own actions lead to each set.
    at : ndarray of int, shape (nodes,)
        The player's sequence at each node.
    forgets : ndarray of int, shape (forgotten,)
        Information sets whose nodes do not share one sequence: there the player has forgotten what
        it did or knew.
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
        The first player's sequence and the second's, rows in rising order and columns within each
        row.
    values : ndarray, shape (numbers, cells)
        What is added up over the endings where these sequences meet, times chance's odds of letting
        them.
    """

    rows: IndexArray
    columns: IndexArray
    values: FloatArray


def sequences(tree: Tree, player: int) -> Sequences:
    """List a player's sequences.

    Parameters
    ----------
    tree : Tree
        Any tree.
    player : int
        Whose.

    Returns
    -------
    Sequences
        A player that forgets has entries in `forgets`; what else is said of those sets means
        nothing then.

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
    >>> sequences(pennies.tree, 1).at.tolist()
    [0, 0, 0, 1, 2, 1, 2]
    """
    own = np.flatnonzero(tree.mover == player)
    sets, opening, back = np.unique(
        tree.information_set[own], return_index=True, return_inverse=True
    )
    order = np.argsort(opening, kind="stable")
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    which = np.full(len(tree.parent), -1, dtype=int)
    which[own] = rank[back]
    count = tree.child_count[own[opening[order]]]
    first = 1 + np.cumsum(count) - count
    at, depth = _walked(tree, which, first)
    before = at[own[opening[order]]]
    forgets = np.unique(tree.information_set[own[at[own] != before[which[own]]]])
    return Sequences(sets[order], before, first, count, depth[own[opening[order]]], at, forgets)


def _walked(tree: Tree, which: IndexArray, first: IndexArray) -> tuple[IndexArray, IndexArray]:
    """The sequence at each node, and how many actions long it is."""
    at, depth = np.zeros(len(which), dtype=int), np.zeros(len(which), dtype=int)
    if len(first) == 0:
        return at, depth
    place = places(tree)
    for here, above in tree.downwards():
        mine = which[above]
        at[here] = np.where(mine >= 0, first[mine] + place[here], at[above])
        depth[here] = depth[above] + (mine >= 0)
    return at, depth


def rounds(seqs: Sequences) -> Iterator[Round]:
    """The player's information sets by how many own actions lead to them, fewest first.

    Examples
    --------
    >>> from negotiate.games.extensive import ExtensiveGame
    >>> twice = ExtensiveGame.from_nodes(
    ...     {
    ...         "first": {"player": "Ann", "actions": {"stop": (0,), "go": "second"}},
    ...         "second": {"player": "Ann", "actions": {"stop": (1,), "go": (2,)}},
    ...     }
    ... )
    >>> [(r.sets.tolist(), r.columns.tolist()) for r in rounds(sequences(twice.tree, 0))]
    [([0], [1, 2]), ([1], [3, 4])]
    """
    order = np.argsort(seqs.depth, kind="stable")
    for sets in (
        np.split(order, np.flatnonzero(np.diff(seqs.depth[order])) + 1) if len(order) else ()
    ):
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
    behaviour : ndarray, shape (sequences)
        The probability of each sequence's last action at its information set; what stands for the
        empty one counts not.

    Returns
    -------
    ndarray, shape (sequences)
        The realization plan; 1 for the empty sequence.
    """
    plan = np.array(behaviour, dtype=float)
    plan[0] = 1.0
    for sets, columns, _ in rounds(seqs):
        plan[columns] *= np.repeat(plan[seqs.before[sets]], seqs.count[sets])
    return plan


def behaviour_of(seqs: Sequences, plan: FloatArray) -> FloatArray:
    """Divide a realization plan by what it was before: the probability of each action at its
    information set.

    Parameters
    ----------
    seqs : Sequences
        The player's.
    plan : ndarray, shape (sequences,)
        Not negative. Sets whose actions do not quite add up to what leads to them are put right.

    Returns
    -------
    ndarray, shape (sequences,)
        Adds up to one over each set's actions, which are all equally likely where the plan never
        comes; 1 for the empty sequence.
    """
    behaviour = np.ones(plan.shape)
    for sets, columns, starts in rounds(seqs):
        count = seqs.count[sets]
        total = np.repeat(np.add.reduceat(plan[columns], starts), count)
        behaviour[columns] = np.where(
            total > 0,
            plan[columns] / np.where(total > 0, total, 1.0),
            1.0 / np.repeat(count, count),
        )
    return behaviour


def pair_payoffs(tree: Tree, payoffs: FloatArray, pair: tuple[Sequences, Sequences]) -> PairPayoffs:
    """Gather the endings of a tree of two players by the sequences that meet there.

    Parameters
    ----------
    tree : Tree
        Of two players.
    payoffs : ndarray, shape (leaves, numbers)
        Both players', or whatever else is to be expected, in the order of the leaves' nodes.
    pair : tuple of Sequences
        Both players'.
    """
    leaves = np.flatnonzero(tree.child_count == 0)
    cells = pair[0].at[leaves] * pair[1].total + pair[1].at[leaves]
    used, back = np.unique(cells, return_inverse=True)
    weighted = payoffs.T * tree.reach(tree.odds)[leaves]
    return PairPayoffs(
        used // pair[1].total, used % pair[1].total, added_up(weighted, back, len(used))
    )


class BestResponses(NamedTuple):
    """What every player could get alone.

    Attributes
    ----------
    payoffs : ndarray, shape (*batch, players)
        What the behaviour gives.
    best : ndarray, shape (*batch, players)
        What the best reply to the others' behaviour gives.
    reply : ndarray, shape (*batch, nodes)
        Below a player's node, 1 where that player's best reply enters and 0 elsewhere, the first of
        equals; elsewhere as in the behaviour.
    """

    payoffs: FloatArray
    best: FloatArray
    reply: FloatArray

    @property
    def regret(self) -> FloatArray:
        """What every player could gain, shape (*batch, players); none is below zero but for
        rounding.
        """
        return self.best - self.payoffs


class OneShot(NamedTuple):
    """What another action at one information set is worth, the same behaviour ever after.

    Attributes
    ----------
    gains : ndarray, shape (sets)
        The best action's worth less what the behaviour gets; weighted as the nodes are.
    values : ndarray, shape (slots)
        What each action is worth to its mover.
    """

    gains: FloatArray
    values: FloatArray


def reach_without(tree: Tree, probability: FloatArray, n_players: int) -> FloatArray:
    """Say how likely chance and the others lead to each node.

    Parameters
    ----------
    tree : Tree
        Any tree.
    probability : ndarray, shape (*batch, nodes)
        With what probability each node is entered from its parent, chance's odds included.
    n_players : int
        How many players there are.

    Returns
    -------
    ndarray, shape (*batch, players, nodes)
        The product of the probabilities on the way, but for those of the player's own choices.
    """
    above = np.where(tree.parent >= 0, tree.mover[np.maximum(tree.parent, 0)], -1)
    own = above == np.arange(n_players)[:, None]
    return tree.reach(np.where(own, 1.0, probability[..., None, :]))


def best_responses(tree: Tree, payoffs: FloatArray, probability: FloatArray) -> BestResponses:
    """Find every player's best reply to what the others do.

    Parameters
    ----------
    tree : Tree
        With perfect recall, which is assumed and not checked; see `Sequences.forgets`.
    payoffs : ndarray, shape (*batch, leaves, players)
        In the order of the leaves' nodes.
    probability : ndarray, shape (*batch, nodes)
        With what probability each node is entered from its parent, chance's odds included.

    Returns
    -------
    BestResponses
        The regret is zero for every player exactly at a Nash equilibrium.

    Notes
    -----
    Linear in the number of nodes, times the number of players.

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
    >>> heads_half = np.array([1.0, 1.0, 0.0, 0.5, 0.5, 0.5, 0.5])
    >>> best_responses(pennies.tree, pennies.payoffs, heads_half).regret.tolist()
    [0.0, 1.0]
    """
    n_players = payoffs.shape[-1]
    leaves = np.flatnonzero(tree.child_count == 0)
    reach = reach_without(tree, probability, n_players)[..., leaves]
    batch = np.broadcast_shapes(payoffs.shape[:-2], probability.shape[:-1])
    reply = np.array(np.broadcast_to(probability, (*batch, probability.shape[-1])))
    best = np.zeros((*batch, n_players))
    for player in range(n_players):
        seqs = sequences(tree, player)
        worth = added_up(reach[..., player, :] * payoffs[..., player], seqs.at[leaves], seqs.total)
        taken = best_actions(seqs, worth)
        best[..., player] = worth[..., 0]
        below = np.flatnonzero(
            (tree.parent >= 0) & (tree.mover[np.maximum(tree.parent, 0)] == player)
        )
        reply[..., below] = taken[..., seqs.at[below]]
    return BestResponses(values_under(tree, payoffs, probability)[..., 0, :], best, reply)


def best_actions(seqs: Sequences, worth: FloatArray) -> FloatArray:
    """Add to each sequence the best of what can follow it, in place; say which actions are the
    first best ones.
    """
    taken = np.zeros(worth.shape)
    for sets, columns, starts in reversed(list(rounds(seqs))):
        here = worth[..., columns]
        best = np.maximum.reduceat(here, starts, axis=-1)
        place = np.arange(len(columns))
        among = np.where(here >= np.repeat(best, seqs.count[sets], axis=-1), place, len(columns))
        first = np.minimum.reduceat(among, starts, axis=-1)
        taken[..., columns] = np.repeat(first, seqs.count[sets], axis=-1) == place
        np.add.at(
            worth.T, seqs.before[sets], best.T
        )  # the batch, if there is one, stands last then
    return taken


def beliefs_of(
    tree: Tree, sets: InformationSets, probability: FloatArray, n_players: int
) -> FloatArray:
    """Say where a mover must believe it stands, by Bayes' rule.

    Parameters
    ----------
    tree : Tree
        With perfect recall, so that a player's own choices tell nothing about where in a set it
        stands.
    sets : InformationSets
        Of that tree.
    probability : ndarray, shape (nodes)
        With what probability each node is entered from its parent, chance's odds included.
    n_players : int
        How many players there are.

    Returns
    -------
    ndarray, shape (nodes)
        Adds up to one over each set's nodes; 0 throughout a set to which chance and the others
        never lead, and at chance nodes and leaves.
    """
    own = np.flatnonzero(sets.at >= 0)
    reach = reach_without(tree, probability, n_players)[tree.mover[own], own]
    total = added_up(reach, sets.at[own], len(sets.label))[sets.at[own]]
    believed = np.zeros(probability.shape)
    believed[own] = np.where(total > 0, reach / np.where(total > 0, total, 1.0), 0.0)
    return believed


def one_shot(
    tree: Tree,
    sets: InformationSets,
    payoffs: FloatArray,
    probability: FloatArray,
    weights: FloatArray | None = None,
) -> OneShot:
    """Say what each mover would gain by another action at one information set and the same
    behaviour ever after.

    Parameters
    ----------
    tree : Tree
        Any tree.
    sets : InformationSets
        Of that tree.
    payoffs : ndarray, shape (leaves, players)
        In the order of the leaves' nodes.
    probability : ndarray, shape (nodes)
        With what probability each node is entered from its parent, chance's odds included.
    weights : ndarray, shape (nodes), optional
        How much each node counts: beliefs that add up to one over a set, for gains given that the
        set is reached. By default how likely chance and the others lead there.

    Returns
    -------
    OneShot
        With consistent beliefs as weights, no gain anywhere is sequential rationality.
    """
    n_players = payoffs.shape[-1]
    values = values_under(tree, payoffs, probability)
    own = np.flatnonzero(sets.at >= 0)
    below = np.flatnonzero(sets.slot >= 0)
    above = tree.parent[below]
    if weights is None:
        weights = np.zeros(probability.shape)
        weights[own] = reach_without(tree, probability, n_players)[tree.mover[own], own]
    got = added_up(weights[own] * values[own, tree.mover[own]], sets.at[own], len(sets.label))
    each = added_up(weights[above] * values[below, tree.mover[above]], sets.slot[below], sets.slots)
    best = np.maximum.reduceat(each, sets.first) if len(sets.first) else got
    return OneShot(best - got, each)
