"""Says what a player could gain in a tree with hidden information: by a whole other plan, or at one information set.

Each player's best reply is found from the last information sets to the first, by what can be got there weighted with
how likely chance and the others lead there; that needs perfect recall, and nothing of the solver that found the
behaviour. The gains at one information set are those of another action there and the same behaviour ever after.

References
----------
Kuhn 1953, "Extensive games and the problem of information", for behaviour and perfect recall.
Zinkevich, Johanson, Bowling & Piccione 2007, "Regret minimization in games with incomplete information", for reach
without the mover's own choices, called counterfactual.
Hendon, Jacobsen & Sloth 1996, "The one-shot-deviation principle for sequential rationality".
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.kernels.information_sets import HiddenTree, InformationSets, added_up
from negotiate.kernels.level_sweep import values_under
from negotiate.kernels.sequence_form import Sequences, rounds, sequences


class BestResponses(NamedTuple):
    """What every player could get alone.

    Attributes
    ----------
    payoffs : ndarray, shape (*batch, players)
        What the behaviour gives.
    best : ndarray, shape (*batch, players)
        What the best reply to the others' behaviour gives.
    reply : ndarray, shape (*batch, nodes)
        Below a player's node, 1 where that player's best reply enters and 0 elsewhere, the first of equals; elsewhere
        as in the behaviour.
    """

    payoffs: FloatArray
    best: FloatArray
    reply: FloatArray

    @property
    def regret(self) -> FloatArray:
        """What every player could gain, shape (*batch, players); none is below zero but for rounding."""
        return self.best - self.payoffs


class OneShot(NamedTuple):
    """What another action at one information set is worth, the same behaviour ever after.

    Attributes
    ----------
    gains : ndarray, shape (*batch, sets)
        The best action's worth less what the behaviour gets; weighted as the nodes are.
    values : ndarray, shape (*batch, slots)
        What each action is worth to its mover.
    """

    gains: FloatArray
    values: FloatArray


def reach_without(tree: HiddenTree, probability: FloatArray, n_players: int) -> FloatArray:
    """Say how likely chance and the others lead to each node.

    Parameters
    ----------
    tree : HiddenTree
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
    reach = np.where(own, 1.0, probability[..., None, :])
    for start, stop in zip(tree.level_starts[1:-1], tree.level_starts[2:], strict=True):
        reach[..., start:stop] *= reach[..., tree.parent[start:stop]]
    return reach


def best_responses(tree: HiddenTree, payoffs: FloatArray, probability: FloatArray) -> BestResponses:
    """Find every player's best reply to what the others do.

    Parameters
    ----------
    tree : HiddenTree
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
    >>> pennies = ExtensiveGame.from_nodes({
    ...     "Ann": {"player": "Ann", "actions": {"heads": "h", "tails": "t"}},
    ...     "h": {"player": "Bob", "set": "Bob", "actions": {"heads": (1, -1), "tails": (-1, 1)}},
    ...     "t": {"player": "Bob", "set": "Bob", "actions": {"heads": (-1, 1), "tails": (1, -1)}},
    ... })
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
        taken = _backward(seqs, worth)
        best[..., player] = worth[..., 0]
        below = np.flatnonzero((tree.parent >= 0) & (tree.mover[np.maximum(tree.parent, 0)] == player))
        reply[..., below] = taken[..., seqs.at[below]]
    return BestResponses(values_under(tree, payoffs, probability)[..., 0, :], best, reply)


def _backward(seqs: Sequences, worth: FloatArray) -> FloatArray:
    """Add to each sequence the best of what can follow it, in place; say which actions are the first best ones."""
    taken = np.zeros(worth.shape)
    for sets, columns, starts in reversed(list(rounds(seqs))):
        here = worth[..., columns]
        best = np.maximum.reduceat(here, starts, axis=-1)
        place = np.arange(len(columns))
        among = np.where(here >= np.repeat(best, seqs.count[sets], axis=-1), place, len(columns))
        first = np.minimum.reduceat(among, starts, axis=-1)
        taken[..., columns] = np.repeat(first, seqs.count[sets], axis=-1) == place
        np.add.at(worth.T, seqs.before[sets], best.T)  # the batch, if there is one, stands last then
    return taken


def beliefs_of(tree: HiddenTree, sets: InformationSets, probability: FloatArray, n_players: int) -> FloatArray:
    """Say where a mover must believe it stands, by Bayes' rule.

    Parameters
    ----------
    tree : HiddenTree
        With perfect recall, so that a player's own choices tell nothing about where in a set it stands.
    sets : InformationSets
        Of that tree.
    probability : ndarray, shape (*batch, nodes)
        With what probability each node is entered from its parent, chance's odds included.
    n_players : int
        How many players there are.

    Returns
    -------
    ndarray, shape (*batch, nodes)
        Adds up to one over each set's nodes; 0 throughout a set to which chance and the others never lead, and at
        chance nodes and leaves.
    """
    own = np.flatnonzero(sets.at >= 0)
    reach = reach_without(tree, probability, n_players)[..., tree.mover[own], own]
    total = added_up(reach, sets.at[own], len(sets.label))[..., sets.at[own]]
    believed = np.zeros(probability.shape)
    believed[..., own] = np.where(total > 0, reach / np.where(total > 0, total, 1.0), 0.0)
    return believed


def one_shot(
    tree: HiddenTree,
    sets: InformationSets,
    payoffs: FloatArray,
    probability: FloatArray,
    weights: FloatArray | None = None,
) -> OneShot:
    """Say what each mover would gain by another action at one information set and the same behaviour ever after.

    Parameters
    ----------
    tree : HiddenTree
        Any tree.
    sets : InformationSets
        Of that tree.
    payoffs : ndarray, shape (*batch, leaves, players)
        In the order of the leaves' nodes.
    probability : ndarray, shape (*batch, nodes)
        With what probability each node is entered from its parent, chance's odds included.
    weights : ndarray, shape (*batch, nodes), optional
        How much each node counts: beliefs that add up to one over a set, for gains given that the set is reached. By
        default how likely chance and the others lead there.

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
        here = np.zeros(probability.shape)
        here[..., own] = reach_without(tree, probability, n_players)[..., tree.mover[own], own]
        weights = here
    got = added_up(weights[..., own] * values[..., own, tree.mover[own]], sets.at[own], len(sets.label))
    each = added_up(weights[..., above] * values[..., below, tree.mover[above]], sets.slot[below], sets.slots)
    best = np.maximum.reduceat(each, sets.first, axis=-1) if len(sets.first) else got
    return OneShot(best - got, each)
