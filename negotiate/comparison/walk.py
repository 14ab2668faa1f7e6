"""One side's tree with one way to behave in it, node by node beside the other side's."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.comparison.terms import at_leaves
from negotiate.games.extensive import LEAF, ExtensiveGame
from negotiate.kernels.level_sweep import values_under
from negotiate.model.negotiation import Negotiation
from negotiate.solvers.solution import TreeEquilibrium

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
