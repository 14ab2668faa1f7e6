"""Folds what no secret reaches: choices at the end of a tree that are the same whatever their mover
believes.

An information set is folded once all that can follow it is, if one action is better there than
every other at each of its nodes. So it goes on from the last choices to the first: backward
induction, which does not stop at a choice whose mover cannot tell nodes apart, as long as its
beliefs do not matter. What is left is a smaller tree with the same sequential equilibria. Each of
these is carried back, with beliefs at the folded sets from the slips that explain its own, and is
checked again on the whole tree.

References
----------
Kreps & Wilson 1982, "Sequential equilibria", Econometrica 50: what is best at every node is best
given any beliefs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from negotiate.arrays import BoolArray, FloatArray, IndexArray
from negotiate.equilibrium.equilibrium import Unverified
from negotiate.equilibrium.solution import Solution
from negotiate.equilibrium.trees.agent_quantal_response import AgentPath
from negotiate.equilibrium.trees.backward_induction import UNDECIDED
from negotiate.equilibrium.trees.continuations import cut_out
from negotiate.equilibrium.trees.induction import Induction, in_whole_numbers, swept
from negotiate.equilibrium.trees.sequential_equilibrium import (
    SequentialEquilibrium,
    by_set,
    summed,
    trembles,
    verified,
)
from negotiate.games.extensive import CHANCE, ExtensiveGame
from negotiate.games.information_sets import information_sets
from negotiate.games.level_sweep import values_under

LARGEST = 100_000  # nodes
RARER = 1e6
"""The order of a branch of chance with odds of zero: rarer than any slip."""
SAME = (
    "where a mover can choose between outcomes that are the same to all players, the first is taken"
)
"""The note where such a choice was folded."""


@dataclass(frozen=True, slots=True, eq=False)
class Folded:
    """A tree without the choices at its end that no beliefs can change.

    Parameters
    ----------
    whole : ExtensiveGame
        The tree that was asked about.
    game : ExtensiveGame
        What is left; players who never move there are not in it.
    nodes : ndarray of int
        Its nodes in the whole tree, in order.
    usual : ndarray, shape (nodes of the whole tree,)
        With what probability each node is entered where it is folded.
    tied : ndarray of bool, shape (nodes of the whole tree,)
        Where a folded choice is one between outcomes that are the same to all.
    known : Induction
        What the ends are worth, and whether that is known exactly.
    """

    whole: ExtensiveGame
    game: ExtensiveGame
    nodes: IndexArray
    usual: FloatArray
    tied: BoolArray
    known: Induction

    def unfolded(self, found: Solution) -> Solution:
        """What a method says of the small tree, as an answer to the whole tree."""
        equilibria = tuple(
            self._carried(e) for e in found.equilibria if isinstance(e, SequentialEquilibrium)
        )
        met = any((e.reach[self.tied] > 0).any() for e in equilibria)
        finding = found.finding
        if isinstance(finding, AgentPath):
            finding = replace(finding, limit=next(iter(equilibria), None))
        return replace(
            found,
            game=self.whole,
            equilibria=equilibria,
            certificate=replace(
                found.certificate.limited(
                    *([] if self.known.decided else [UNDECIDED]), *([SAME] if met else [])
                ),
                rounded=found.certificate.rounded or self.known.certificate.rounded,
            ),
            notes=(*found.notes, *([SAME] if self.tied.any() else [])),
            loose=found.loose or bool(self.tied.any()),
            finding=finding,
        )

    def _carried(self, found: SequentialEquilibrium) -> SequentialEquilibrium:
        """An equilibrium of the small tree in the whole one, checked there again."""
        tree, slips = self.whole.tree, trembles(self.game, found.probability, found.beliefs)
        if slips is None:
            raise Unverified("a solver's answer has beliefs that no slips explain")
        small, inner = self.game.tree, self.nodes[1:]
        probability, logs = self.usual.copy(), np.log(np.where(self.usual > 0, self.usual, 1.0))
        orders = np.where(self.usual > 0, 0.0, 1.0)
        slot = information_sets(small).slot[1:]
        probability[inner] = found.probability[1:]
        odds = np.log(np.where(small.odds[1:] > 0, small.odds[1:], 1))
        logs[inner] = np.where(slot >= 0, slips.logs[slot], odds)
        orders[inner] = np.where(slot >= 0, slips.orders[slot], 0.0)
        orders[1:][(tree.mover[tree.parent[1:]] == CHANCE) & (tree.odds[1:] <= 0)] = RARER
        beliefs = believed(self.whole, summed(tree, orders), summed(tree, logs))
        return verified(
            self.whole, probability, beliefs | dict(found.beliefs), found.ranges, found.upheld
        )


def believed(game: ExtensiveGame, orders: FloatArray, logs: FloatArray) -> dict[int, FloatArray]:
    """What movers believe where nodes are as likely as slips of some orders with some coefficients
    make them.

    Parameters
    ----------
    game : ExtensiveGame
        Any tree.
    orders, logs : ndarray, shape (nodes,)
        Of the ways to the nodes: the sum of the orders, and of the logarithms of the coefficients.
    """
    sets = information_sets(game.tree)
    weights = np.zeros(len(orders))
    for place in range(len(sets.label)):
        nodes = np.flatnonzero(sets.at == place)
        near = nodes[orders[nodes] <= orders[nodes].min() + 0.5]  # orders are whole
        odds = np.exp(logs[near] - logs[near].max())
        weights[near] = odds / odds.sum()
    return by_set(sets, weights)


def fold(game: ExtensiveGame) -> Folded | None:
    """Fold what no beliefs can change; None where there is nothing, or where the tree is too large
    to look.

    Parameters
    ----------
    game : ExtensiveGame
        With perfect recall and hidden information.

    Examples
    --------
    >>> coin = ExtensiveGame.from_nodes(
    ...     {
    ...         "coin": {"chance": {"heads": (0.5, "h"), "tails": (0.5, "t")}},
    ...         "h": {"player": "Ann", "set": "guess", "actions": {"heads": "h1", "tails": (0, 0)}},
    ...         "t": {
    ...             "player": "Ann",
    ...             "set": "guess",
    ...             "actions": {"heads": (0, 0), "tails": (1, 0)},
    ...         },
    ...         "h1": {"player": "Bob", "actions": {"take": (1, 1), "leave": (1, 0)}},
    ...     }
    ... )
    >>> len(fold(coin).game.tree)
    7
    """
    if len(game.tree) > LARGEST:
        return None
    known = in_whole_numbers(game)
    settled, taken, tied = _settled(game, known)
    if not (settled & (game.tree.child_count > 0)).any():
        return None
    if not (~settled & (game.tree.mover >= 0)).any():  # chance alone is left
        return None
    inside = ~settled
    inside[0] = True
    inside[1:] |= ~settled[game.tree.parent[1:]]
    nodes = np.flatnonzero(inside)
    part = cut_out(game.tree, nodes)
    usual = swept(game, taken)
    worth = values_under(game.tree, game.payoffs, usual)[part.ends]
    small = part.game(game, worth, known.sweep.values[part.ends])
    return Folded(game, small, nodes, usual, tied & settled, known)


def _settled(game: ExtensiveGame, known: Induction) -> tuple[BoolArray, IndexArray, BoolArray]:
    """Where play is settled whatever is believed, the child that is taken at each node, and where
    all are as good.
    """
    tree, sets, values = game.tree, information_sets(game.tree), known.sweep.values
    taken, tied = known.sweep.chosen.copy(), np.zeros(len(tree), dtype=bool)
    clear = np.zeros(len(sets.label), dtype=bool)
    for place, (count, mover) in enumerate(zip(sets.count, sets.mover, strict=True)):
        nodes = np.flatnonzero(sets.at == place)
        if (
            tree.child_count[nodes] != count
        ).any():  # what is possible tells apart what the mover is not to know
            continue
        children = tree.first_child[nodes, None] + np.arange(count)
        own = values[children, mover]
        best = own >= own.max(axis=1, keepdims=True) - known.tolerance[mover]
        first = int(best.all(axis=0).argmax())
        same = (values[children] == values[children[:, first], None]).all(axis=2)
        clear[place] = best[:, first].all() and not (best & ~same).any()
        taken[nodes], tied[nodes] = children[:, first], best.sum(axis=1) > 1
    settled = tree.child_count == 0
    below, before = tree.parent[1:], -1
    while before != (before := int(settled.sum())):
        waiting = np.bincount(below, ~settled[1:], len(tree)) > 0
        held = np.bincount(sets.at[sets.at >= 0], waiting[sets.at >= 0], len(sets.label)) > 0
        ready = np.append(clear & ~held, False)  # the last one for nodes of no set
        settled |= ((tree.mover == CHANCE) & ~waiting) | ready[sets.at]
    if settled[0] and len(
        sets.label
    ):  # something must be left to be asked about: the first choice, and what leads there
        kept = sets.at == sets.at[np.flatnonzero(sets.at >= 0)[0]]
        before = -1
        while before != (before := int(kept.sum())):
            for here, above in tree.upwards():
                np.logical_or.at(kept, above, kept[here])
            kept |= np.isin(sets.at, sets.at[kept & (sets.at >= 0)]) & (sets.at >= 0)
        settled &= ~kept
    return settled, taken, tied
