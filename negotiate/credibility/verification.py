"""Solves a tree again just below and just above each cost at which a threat becomes one that is carried out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from negotiate.credibility.places import Pledge
from negotiate.credibility.play import swept, taken_off, width
from negotiate.credibility.result import FollowThrough
from negotiate.games.extensive import LEAF, ExtensiveGame
from negotiate.solvers.equilibrium import Unverified
from negotiate.solvers.trees.backward_induction import TIE

BESIDE = 1e-6
"""How far beside a threshold the tree is solved again, of the threatening player's payoff range."""


def check_thresholds(game: ExtensiveGame, pledge: Pledge, places: Sequence[FollowThrough]) -> None:
    """Solve the tree with each place's own cost of backing down, a little less and a little more.

    A move is made once on a path at most, so that what is taken off at one place changes nothing at another.

    Raises
    ------
    Unverified
        If a threat is carried out below its threshold, or dropped above it.
    """
    tree, player = game.tree, pledge.player
    step = BESIDE * max(float(width(game)[player]), 1e-300)
    for sign in (-1.0, 1.0):
        costs = np.zeros(len(tree))
        for place in places:
            first, count = int(tree.first_child[place.node]), int(tree.child_count[place.node])
            children = np.arange(first, first + count)
            costs[children[~pledge.carrying[children]]] = place.missing + sign * step
        for start, stop in zip(tree.level_starts[1:-1], tree.level_starts[2:], strict=True):
            costs[start:stop] += costs[tree.parent[start:stop]]
        amounts = costs[tree.mover == LEAF]
        sweep, _ = swept(taken_off(game, player, amounts), TIE * width(game))
        done = pledge.carrying[sweep.chosen[[place.node for place in places]]]
        if (done != (sign > 0)).any():
            raise Unverified("a threat is not carried out from the cost on that was found, or below it already")
