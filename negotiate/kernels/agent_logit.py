"""What the logit responses of the information sets of a tree depend on, for the path that they follow.

Every information set answers for itself: an action's log-odds are the precision times what it is worth to the mover,
given that play has come to the set and that everybody goes on as they do. Since everything has some probability, Bayes'
rule says everywhere where in the set that is. What an action is worth is the mean payoff of the endings behind it, so
its derivatives are covariances over these endings; they are taken from logarithms, and nothing vanishes or overflows.

References
----------
McKelvey & Palfrey 1998, "Quantal response equilibria for extensive form games", Experimental Economics 1.
"""

from __future__ import annotations

import numpy as np

from negotiate.arrays import BoolArray, FloatArray, IndexArray
from negotiate.kernels.information_sets import HiddenTree, InformationSets, information_sets

LONG = 1e5
"""Minus the logarithm of odds that are zero: far less likely than any slip."""


class AgentLogit:
    """The logit responses of all information sets, in arrays that do not change along the path.

    Parameters
    ----------
    tree : HiddenTree
        With perfect recall; branches of chance with odds of zero are never gone.
    payoffs : ndarray, shape (leaves, players)
        On the unit range, which gives the precision its unit.

    Notes
    -----
    Holds tables of one row an action and one column an ending, or a node.

    Examples
    --------
    >>> from negotiate.games.extensive import ExtensiveGame
    >>> entry = ExtensiveGame.from_nodes({
    ...     "entry": {"player": "Ann", "actions": {"out": (0.5, 1), "in": "answer"}},
    ...     "answer": {"player": "Bob", "actions": {"fight": (0, 0), "give in": (1, 0.5)}},
    ... })
    >>> AgentLogit(entry.tree, entry.payoffs).worth(np.log([0.5, 0.5, 0.5, 0.5])).tolist()
    [0.5, 0.5, 0.0, 0.5]
    """

    __slots__ = ("_behind", "_chance", "_payoffs", "_tree", "owner", "sets", "shape", "starts", "total")

    def __init__(self, tree: HiddenTree, payoffs: FloatArray) -> None:
        self.sets: InformationSets = information_sets(tree)
        self.shape: tuple[int, ...] = tuple(self.sets.count.tolist())
        self.total: int = self.sets.slots
        self.starts: IndexArray = self.sets.first
        self.owner: IndexArray = np.repeat(np.arange(len(self.shape)), self.sets.count)
        leaves = np.flatnonzero(tree.child_count == 0)
        through, ways = _to_nodes(tree, self.sets)
        self._tree = tree
        self._behind = np.ascontiguousarray(ways[leaves].T)
        self._chance = through[leaves]
        self._payoffs = payoffs.T[self.sets.mover[self.owner]] if self.total else np.zeros((0, len(leaves)))

    def worth(self, logs: FloatArray) -> FloatArray:
        """What each action is worth to its mover, shape (slots,)."""
        return self.worth_behind(logs, self._behind > 0)[0]

    def worth_behind(self, logs: FloatArray, counting: BoolArray) -> tuple[FloatArray, FloatArray]:
        """What each action is worth if only some endings count, and how that changes with each logarithm.

        Parameters
        ----------
        logs : ndarray, shape (slots,)
            Logarithms of all probabilities.
        counting : ndarray of bool, shape (slots, leaves)
            At least one ending behind each action.
        """
        rows = np.where(counting, self._chance + logs @ self._behind, -np.inf)
        odds = np.exp(rows - rows.max(axis=1, keepdims=True))
        odds /= odds.sum(axis=1, keepdims=True)
        worth = (odds * self._payoffs).sum(axis=1)
        slope = (odds * (self._payoffs - worth[:, None])) @ self._behind.T
        return worth, slope

    def system(self, logs: FloatArray, precision: float) -> tuple[FloatArray, FloatArray]:
        """How far these are from a fixed point, and the derivative of that in every logarithm and in the precision."""
        worth, slope = self.worth_behind(logs, self._behind > 0)
        pulled = precision * worth
        pulled -= np.maximum.reduceat(pulled, self.starts)[self.owner]
        weights = np.exp(pulled)
        sums = np.add.reduceat(weights, self.starts)
        weights /= sums[self.owner]
        off = logs - pulled + np.log(sums)[self.owner]
        means = np.add.reduceat(weights[:, None] * slope, self.starts, axis=0)
        derivative = np.empty((self.total, self.total + 1))
        derivative[:, :-1] = precision * (means[self.owner] - slope)
        diagonal = np.arange(self.total)
        derivative[diagonal, diagonal] += 1.0
        derivative[:, -1] = np.add.reduceat(weights * worth, self.starts)[self.owner] - worth
        return off, derivative

    def restricted(self, meant: BoolArray, logs: FloatArray, share: float) -> Restricted:
        """The same for the limit in which only some actions are meant, and the others slips.

        Parameters
        ----------
        meant : ndarray of bool, shape (slots,)
            At least one action at each set.
        logs : ndarray, shape (slots,)
            Logarithms of all probabilities, by which the nodes are told to which the likeliest slips lead.
        share : float
            A node less likely than this part of the likeliest of its set is not one of them.
        """
        tree, sets = self._tree, self.sets
        through, ways = _to_nodes(tree, sets)
        own = np.flatnonzero(sets.at >= 0)
        size = through + ways @ logs
        most = np.full(len(sets.label), -np.inf)
        np.maximum.at(most, sets.at[own], size[own])
        nodes = np.zeros(len(tree.mover), dtype=np.bool_)
        nodes[own] = size[own] > most[sets.at[own]] + np.log(share)
        behind = np.zeros(self._behind.shape, dtype=np.bool_)
        at = np.flatnonzero(tree.child_count == 0)
        alive = np.ones(len(at), dtype=np.bool_)
        while (at > 0).any():
            inner = np.flatnonzero(at > 0)
            here = at[inner]
            slot, above = sets.slot[here], tree.parent[here]
            made = slot >= 0
            behind[slot[made], inner[made]] = (alive[inner] & nodes[above])[made]
            alive[inner] &= np.where(made, meant[slot], tree.odds[here] > 0)
            at[inner] = above
        return Restricted(self, nodes, behind, through, ways)


class Restricted:
    """What actions are worth in the limit in which only some are meant, as a function of odds and slips.

    Parameters
    ----------
    whole : AgentLogit
        The tree.
    nodes : ndarray of bool, shape (nodes,)
        Where movers can believe to be.
    behind : ndarray of bool, shape (slots, leaves)
        Which endings count for each action.
    through : ndarray, shape (nodes,)
        The logarithm of chance's odds on the way to each node.
    ways : ndarray, shape (nodes, slots)
        The actions on the way.
    """

    __slots__ = ("_behind", "_through", "_ways", "_whole", "nodes")

    def __init__(
        self, whole: AgentLogit, nodes: BoolArray, behind: BoolArray, through: FloatArray, ways: FloatArray
    ) -> None:
        self._whole, self._behind, self._through, self._ways = whole, behind, through, ways
        self.nodes = nodes

    def worth(self, logs: FloatArray) -> tuple[FloatArray, FloatArray]:
        """What each action is worth to its mover, and how that changes with each logarithm."""
        return self._whole.worth_behind(logs, self._behind)

    def beliefs(self, logs: FloatArray) -> FloatArray:
        """Where movers believe to be, shape (nodes,); adds up to one over each set."""
        sets = self._whole.sets
        own = np.flatnonzero(self.nodes)
        size = self._through[own] + self._ways[own] @ logs
        most = np.full(len(sets.label), -np.inf)
        np.maximum.at(most, sets.at[own], size)
        weights = np.exp(size - most[sets.at[own]])
        believed = np.zeros(len(self.nodes))
        believed[own] = weights / np.bincount(sets.at[own], weights, len(sets.label))[sets.at[own]]
        return believed


def _to_nodes(tree: HiddenTree, sets: InformationSets) -> tuple[FloatArray, FloatArray]:
    """The logarithm of chance's odds, and the actions, on the way to each node."""
    with np.errstate(divide="ignore"):
        through = np.where(sets.slot >= 0, 0.0, np.maximum(np.log(tree.odds), -LONG))
    ways = np.zeros((len(tree.mover), sets.slots))
    below = np.flatnonzero(sets.slot >= 0)
    ways[below, sets.slot[below]] = 1.0
    for start, stop in zip(tree.level_starts[1:-1], tree.level_starts[2:], strict=True):
        through[start:stop] += through[tree.parent[start:stop]]
        ways[start:stop] += ways[tree.parent[start:stop]]
    return through, ways
