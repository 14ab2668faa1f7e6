"""Information sets, and what is done and believed at each, as JSON objects."""

from __future__ import annotations

from typing import Any

import numpy as np

from negotiate.games.extensive import ExtensiveGame
from negotiate.games.standpoints import Standpoints
from negotiate.solvers.bluffs import bluffs
from negotiate.solvers.solution import TreeEquilibrium

MOST_NODES = 100_000
"""Nodes at which players move: of a larger tree the sets are not listed."""


def listed(game: ExtensiveGame) -> bool:
    """Whether the information sets of a tree are part of its JSON: some mover does not know where it stands."""
    return not game.perfect_information and int((game.tree.mover >= 0).sum()) <= MOST_NODES


def information_sets(game: ExtensiveGame) -> list[dict[str, Any]]:
    """Every information set: whose it is, what its mover knows, and the way to each of its nodes."""
    points = Standpoints(game)
    found = []
    for label in points.labels.tolist():
        point = points.at(label)
        nodes = points.nodes(label).tolist()
        found.append(
            {
                "set": label,
                "player": game.keys[point.player],
                "move": point.move,
                "type": list(point.kind),
                "seen": list(point.seen),
                "nodes": [
                    {"node": node, "path": [game.action_label(step) for step in game.path(node)[1:]]} for node in nodes
                ],
            }
        )
    return found


def private_types(game: ExtensiveGame) -> dict[str, Any]:
    """Player → its types with their odds, for those whose type a move of chance deals."""
    tree = game.tree
    found = {}
    for key, move in game.types.items():
        node = int((tree.move == move).argmax())
        first, count = int(tree.first_child[node]), int(tree.child_count[node])
        found[key] = {game.action_label(v): float(tree.odds[v]) for v in range(first, first + count)}
    return found


def done(equilibrium: TreeEquilibrium) -> dict[str, Any]:
    """What one equilibrium does, and believes, at each information set; beliefs are in the order of a set's nodes."""
    game, tree = equilibrium.game, equilibrium.game.tree
    sets, first = np.unique(tree.information_set, return_index=True)
    children = {
        int(s): range(tree.first_child[v], tree.first_child[v] + tree.child_count[v])
        for s, v in zip(sets, first, strict=True)
    }
    return {
        "behaviour": [
            {
                "set": label,
                "probabilities": {
                    game.action_label(child): float(p) for child, p in zip(children[label], chances, strict=True)
                },
            }
            for label, chances in equilibrium.behaviour.items()
        ],
        "beliefs": [
            {"set": int(label), "probabilities": [float(p) for p in weights]}
            for label, weights in equilibrium.beliefs.items()
        ],
    }


def play(equilibrium: TreeEquilibrium) -> dict[str, Any]:
    """Behaviour, beliefs and bluffs of one equilibrium."""
    game = equilibrium.game
    return {
        **done(equilibrium),
        "bluffs": [
            {
                "player": game.keys[bluff.player],
                "set": bluff.at,
                "action": bluff.action,
                "probability": bluff.probability,
                "like": list(bluff.like),
                "payoff": bluff.payoff,
                "known": bluff.known,
                "honest": bluff.honest,
            }
            for bluff in bluffs(equilibrium)
        ],
    }
