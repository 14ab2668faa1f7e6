"""One side's tree with one way to behave in it, and that behaviour carried over to the other side's tree."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from negotiate.arrays import BoolArray, FloatArray, IndexArray
from negotiate.comparison.terms import at_leaves
from negotiate.equilibrium.solution import TreeEquilibrium
from negotiate.equilibrium.trees.backward_induction import TIE, verified
from negotiate.games.extensive import LEAF, ExtensiveGame, Tree
from negotiate.games.level_sweep import values_under
from negotiate.model.negotiation import Negotiation

ENDINGS = 5_000
"""Above so many endings of one continuation, it is not taken apart."""


@dataclass(frozen=True, slots=True, eq=False)
class Walk:
    """One side's tree with the behaviour that is held against the other side's."""

    scenario: Negotiation
    equilibrium: TreeEquilibrium
    values: FloatArray = field(init=False)

    def __post_init__(self) -> None:
        game = self.game
        object.__setattr__(self, "values", values_under(game.tree, game.payoffs, self.equilibrium.probability))

    @property
    def game(self) -> ExtensiveGame:
        """The tree with its labels."""
        return self.equilibrium.game

    def below(self, node: int) -> dict[str, int]:
        """Action → the node that it leads to."""
        tree = self.game.tree
        first, count = int(tree.first_child[node]), int(tree.child_count[node])
        return {self.game.action_label(child): child for child in range(first, first + count)}

    def chance(self, node: int) -> float:
        """With what probability a node is entered from its parent."""
        return float(self.equilibrium.probability[node])

    def taken(self, node: int) -> list[str]:
        """The actions that are taken at a node at all."""
        return [action for action, child in self.below(node).items() if self.chance(child) > 0]

    def move(self, node: int) -> str:
        """The move that is made at a node; empty where the game ends."""
        return "" if self.game.tree.mover[node] == LEAF else self.game.moves[int(self.game.tree.move[node])].label

    def mover(self, node: int) -> str:
        """Who moves at a node, "" for chance and at an ending."""
        who = int(self.game.tree.mover[node])
        return self.game.keys[who] if who >= 0 else ""

    def alike(self, node: int, other: Walk, there: int) -> bool:
        """Whether the same player makes the same move at a node here and at one there, or both are endings."""
        return self.move(node) == other.move(there) and self.mover(node) == other.mover(there)

    def gain(self, node: int, player: str) -> float:
        """What is to be expected from a node on."""
        return float(self.values[node, self.game.keys.index(player)])


def endings(walk: Walk, node: int) -> list[tuple[int, float]] | None:
    """The ending nodes that are reached from a node on, with probabilities; None where there are too many."""
    waiting = [(node, 1.0)]
    found: list[tuple[int, float]] = []
    while waiting:
        here, chance = waiting.pop()
        below = walk.below(here)
        if not below:
            found.append((here, chance))
            if len(found) > ENDINGS:
                return None
        waiting += [(child, chance * walk.chance(child)) for child in below.values() if walk.chance(child) > 0]
    return found


def favour(walk: Walk, below: dict[str, int], chosen: str, instead: str, player: str) -> dict[str, float] | None:
    """What each term adds to a choice compared with another; the terms add up to the lead.

    None where either leads to too many endings.
    """
    found: dict[str, float] = {}
    for action, sign in ((chosen, 1.0), (instead, -1.0)):
        ends = endings(walk, below[action])
        if ends is None:
            return None
        weights = np.array([chance for _, chance in ends])
        values = at_leaves(walk.scenario, walk.game, player, [walk.game.leaf_of(node) for node, _ in ends])
        for term, value in values.items():
            found[term] = found.get(term, 0.0) + sign * float(weights @ value)
    return found


NODES = 200_000
"""Above so many nodes, two trees that are not of one shape are not held against each other node by node."""


@dataclass(frozen=True, slots=True, eq=False)
class Upheld:
    """One side's equilibrium, and what is left of it on the other side.

    Parameters
    ----------
    home : Walk
        The side that has the equilibrium.
    away : Walk
        An equilibrium of the other side's tree in which every mover does what it does at home, wherever nothing is
        better for it there.
    at_home : ndarray of int, shape (nodes of the other tree,)
        The node at home to which the same actions lead and at which the same player makes the same move; -1 for none.
    """

    home: Walk
    away: Walk
    at_home: IndexArray


def upheld(home: Walk, other: Walk) -> Upheld | None:
    """Uphold the behaviour of one side on the other; None where the trees are too large to be matched.

    Parameters
    ----------
    home : Walk
        A subgame-perfect equilibrium of a tree of perfect information.
    other : Walk
        One of the other side's tree: it settles what home leaves open.

    Notes
    -----
    From the last decisions to the first each mover takes the best for it, given what comes after; of equally good
    actions the one that is taken at home, then the one that `other` takes, then the first. So whatever is done
    otherwise than at home is better for whoever does it.
    """
    found = _counterparts(home, other)
    if found is None:
        return None
    at_home, taken = found
    liking = 2 * taken + (other.equilibrium.probability > 0)
    behaviour = _settled(other.game, liking)
    return Upheld(home, Walk(other.scenario, verified(other.game, behaviour)), at_home)


def _counterparts(home: Walk, away: Walk) -> tuple[IndexArray, BoolArray] | None:
    """For each node of the one tree the same node at home, and whether home takes the action that leads into it."""
    if _one_shape(home.game, away.game):
        return np.arange(len(away.game.tree)), home.equilibrium.probability > 0
    size = len(away.game.tree)
    if size > NODES:
        return None
    at_home, taken = np.full(size, -1, dtype=np.intp), np.zeros(size, dtype=np.bool_)
    waiting = [(0, 0)]
    while waiting:
        a, b = waiting.pop()
        if not home.alike(a, away, b):
            continue
        at_home[b] = a
        here = home.below(a)
        for action, node in away.below(b).items():
            if action in here:
                taken[node] = home.chance(here[action]) > 0
                waiting.append((here[action], node))
    return at_home, taken


def _one_shape(one: ExtensiveGame, other: ExtensiveGame) -> bool:
    """Whether the same moves are made at the same nodes of two trees, so that nodes correspond by their numbers."""
    if one.keys != other.keys or one.moves != other.moves or len(one.tree) != len(other.tree):
        return False
    return all(
        np.array_equal(getattr(one.tree, part), getattr(other.tree, part))
        for part in ("mover", "first_child", "child_count", "move", "action")
    )


def _settled(game: ExtensiveGame, liking: IndexArray) -> FloatArray:
    """Behaviour in which every mover takes the best, and of equally good actions one that is liked most."""
    tree = game.tree
    values = np.zeros((len(tree), game.n_players))
    values[tree.leaves] = game.payoffs
    tolerance = TIE * np.asarray(game.payoffs.max(axis=0) - game.payoffs.min(axis=0))
    probability = np.array(tree.odds, dtype=np.float64)
    for start, stop in reversed(list(zip(tree.level_starts[:-1], tree.level_starts[1:], strict=True))):
        nodes = start + np.flatnonzero(tree.child_count[start:stop])
        if len(nodes):
            _level(tree, nodes[np.argsort(tree.first_child[nodes])], liking, tolerance, values, probability)
    return probability


def _level(
    tree: Tree, nodes: IndexArray, liking: IndexArray, tolerance: FloatArray, values: FloatArray, into: FloatArray
) -> None:
    """Settle the nodes of one level that have children, whose children follow one another."""
    counts, mover = tree.child_count[nodes], np.maximum(tree.mover[nodes], 0)
    runs = np.concatenate(([0], np.cumsum(counts)[:-1]))
    parent = np.repeat(np.arange(len(nodes)), counts)
    children = tree.first_child[nodes][parent] + np.arange(len(parent)) - runs[parent]
    own = values[children, mover[parent]]
    enough = np.maximum.reduceat(own, runs) - tolerance[mover]
    score = np.where(own >= enough[parent], liking[children], -1)
    best = np.flatnonzero(score == np.maximum.reduceat(score, runs)[parent])
    chosen = np.zeros(len(children))
    chosen[best[np.searchsorted(best, runs)]] = 1.0
    into[children] = np.where(tree.mover[nodes][parent] >= 0, chosen, tree.odds[children])
    values[nodes] = np.add.reduceat(values[children] * into[children][:, None], runs, axis=0)
