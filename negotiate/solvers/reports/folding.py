"""Decide which part of a tree is shown: the path of play and a step beside it, the rest as counts.

Only arithmetic happens here: what a node is worth under a given behaviour, and how many endings lie below it, each by
one sweep over the tree's levels. Which nodes are opened is decided by walking nothing but the nodes that are shown.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from functools import reduce

import numpy as np

from negotiate.games.extensive import LEAF, ExtensiveGame, IntArray
from negotiate.games.normal_form import FloatArray
from negotiate.kernels.level_sweep import values_under
from negotiate.report.numbers import all_fractions
from negotiate.report.style import Look
from negotiate.solvers.solution import TreeEquilibrium

LINES = 20
BREADTH = 8
SMALL = 24
"""A tree of so few nodes is drawn whole."""
DEPTH_UNSOLVED = 4
STEPS = 8
"""Steps that are told of what follows in a part that is folded away."""
SLACK = 3
"""So many branches above the breadth are drawn all the same: a line that counts them would save next to nothing."""
CROWDED = 36
"""Where the ways of the types and what lies beside them take so many lines, only what is played is drawn."""
MANY = 6
"""Where all move at once and somebody has more options than this, only what is played is drawn."""


@dataclass(frozen=True, slots=True, eq=False)
class Unfolded:
    """A tree with what is needed to draw a part of it.

    Parameters
    ----------
    game : ExtensiveGame
        The tree.
    probability, reach : ndarray, shape (nodes,)
        How likely each node is entered from its parent and from the root; zeros where no equilibrium is shown.
    worth : ndarray, shape (nodes, players), or None
        What play from each node on gives; None where no equilibrium is shown.
    endings, crossing : ndarray of int, shape (nodes,)
        How many leaves lie below each node, and how many of those cross some red line.
    opened : frozenset of int
        Nodes whose branches are drawn.
    breadth : int
        How many branches of one node are drawn; none means those that are played.
    fractions : bool
        Whether probabilities are written as fractions.
    """

    game: ExtensiveGame
    probability: FloatArray
    reach: FloatArray
    worth: FloatArray | None
    endings: IntArray
    crossing: IntArray
    opened: frozenset[int]
    breadth: int
    fractions: bool

    def branches(self, node: int) -> tuple[list[int], list[int]]:
        """The children of a node that are drawn, and those that are counted in one line after them."""
        shown = branches(self.game, self.reach, node, self.breadth)
        first = int(self.game.tree.first_child[node])
        return shown, sorted(set(range(first, first + int(self.game.tree.child_count[node]))) - set(shown))

    def next_steps(self, node: int) -> list[int]:
        """The nodes that play enters for sure from here on, until chance or a mixture decides."""
        tree, steps = self.game.tree, list[int]()
        while tree.child_count[node] and len(steps) < STEPS:
            first = int(tree.first_child[node])
            likely = self.probability[first : first + int(tree.child_count[node])]
            best = int(np.argmax(likely))
            if likely[best] < 1 - 1e-9 or tree.mover[node] < 0:
                break
            node = first + best
            steps.append(node)
        return steps


def unfold(game: ExtensiveGame, equilibrium: TreeEquilibrium | None, look: Look) -> Unfolded:
    """Choose what to show of a tree under one equilibrium, or of a tree that nobody has solved."""
    nodes = len(game.tree)
    probability = np.zeros(nodes) if equilibrium is None else equilibrium.probability
    reach = np.zeros(nodes) if equilibrium is None else equilibrium.reach
    breadth = nodes if look.all else look.breadth or _breadth(game, reach, equilibrium is not None)
    worth = None if equilibrium is None else values_under(game.tree, game.payoffs, probability)
    some = reduce(np.logical_or, game.crossed.values(), np.zeros(len(game.payoffs), dtype=np.bool_))
    ends = np.stack([np.ones(len(game.payoffs)), some], axis=1)
    endings, crossing = values_under(game.tree, ends, np.ones(nodes)).astype(np.intp).T
    opened = _opened(game, reach, equilibrium is not None, breadth, look)
    mixed = probability[(game.tree.mover[game.tree.parent] >= 0) & (probability > 0) & (probability < 1)]
    fractions = all_fractions(np.unique(mixed))
    return Unfolded(game, probability, reach, worth, endings, crossing, opened, breadth, fractions)


def strokes(view: Unfolded) -> int:
    """How many branches are drawn, each with as many lines beside it as it is deep."""
    tree = view.game.tree
    opened = np.fromiter(view.opened, dtype=np.intp)
    depth = np.searchsorted(tree.level_starts, opened, side="right")
    return int((depth * np.minimum(tree.child_count[opened], view.breadth + 1)).sum())


def _breadth(game: ExtensiveGame, reach: FloatArray, solved: bool) -> int:
    """How many branches of a node are drawn where nobody said."""
    if solved and game.normal_form is not None and max(game.normal_form.shape) > MANY:
        return 0
    breadth = BREADTH if game.tree.child_count.max() > BREADTH + SLACK else BREADTH + SLACK
    if solved and game.normal_form is None and not game.perfect_information:
        beside_play = np.minimum(game.tree.child_count[reach > 0], breadth)
        return breadth if int(beside_play.sum()) < CROWDED else 0
    return breadth


def branches(game: ExtensiveGame, reach: FloatArray, node: int, breadth: int) -> list[int]:
    """At most `breadth` children of a node, in the tree's order; for none, those that are played, or one."""
    first, count = int(game.tree.first_child[node]), int(game.tree.child_count[node])
    if not breadth:
        played = max(1, int((reach[first : first + count] > 0).sum()))
        breadth = played if game.normal_form is not None else min(played, BREADTH)
        if game.normal_form is None and count == breadth + 1:  # a line for the one more says more than its count
            breadth = count
    if count <= breadth:
        return list(range(first, first + count))
    kept = np.argsort(-reach[first : first + count], kind="stable")[:breadth]
    return sorted(first + int(k) for k in kept)


def _opened(game: ExtensiveGame, reach: FloatArray, solved: bool, breadth: int, look: Look) -> frozenset[int]:
    """Open nodes likeliest first, then those nearest to the path, as long as there is room."""
    small = look.depth is None and len(game.tree) <= SMALL
    far = len(game.tree) if look.all or small else look.depth or (1 if solved else DEPTH_UNSOLVED)
    opened: set[int] = set()
    used = 1
    queue = [(-1.0, 0, 0)]
    while queue:
        rank, away, node = heapq.heappop(queue)
        shown = branches(game, reach, node, breadth)
        patient = look.all or (look.depth is not None and rank == 0)
        if opened and not patient and used + len(shown) > LINES:
            continue
        opened.add(node)
        used += len(shown)
        for child in shown:
            played = float(reach[child])
            steps = 0 if played > 0 else away + 1
            if game.tree.mover[child] != LEAF and (played > 0 or steps < far):
                heapq.heappush(queue, (-played, steps, child))
    return frozenset(opened)
