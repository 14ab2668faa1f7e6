"""Says at each place where a threat is carried out or dropped which is better, by how much, and through which term."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.credibility.places import Pledge
from negotiate.credibility.result import FollowThrough, TermGap
from negotiate.games.extensive import LEAF, ExtensiveGame
from negotiate.games.normal_form import Column

LEAVES = 20_000
"""Endings that are taken apart below one place; with more, no term is named."""
SAME = 1e-9
"""Of a payoff: a smaller difference in a term is rounding."""


def follow_through(
    game: ExtensiveGame, pledge: Pledge, node: int, values: FloatArray, probability: FloatArray, looking: Sequence[str]
) -> FollowThrough:
    """Hold carrying out against backing down at one place.

    Parameters
    ----------
    game : ExtensiveGame
        Of perfect information.
    pledge : Pledge
        The threat.
    node : int
        The place.
    values : ndarray, shape (nodes, players)
        What play is worth from each node on.
    probability : ndarray, shape (nodes,)
        With what probability each node is entered from its parent.
    looking : sequence of str
        The threatening player's terms that look at the move itself: what they take off is today's cost.
    """
    tree, player = game.tree, pledge.player
    children = np.arange(tree.first_child[node], tree.first_child[node] + tree.child_count[node])
    keeping = children[pledge.carrying[children]]
    others = children[~pledge.carrying[children]]
    out = int(keeping[np.argmax(values[keeping, player])])
    back = int(others[np.argmax(values[others, player])])
    gaps = _gaps(game, player, (out, back), probability)
    announced, after, odds = _before(game, pledge, node)
    return FollowThrough(
        node,
        announced,
        after,
        game.action_label(out),
        game.action_label(back),
        float(values[out, player]),
        float(values[back, player]),
        sum(gap.amount for gap in gaps if gap.term in looking),
        odds,
        tuple(sorted(gaps, key=lambda gap: -abs(gap.amount))),
    )


def _before(game: ExtensiveGame, pledge: Pledge, node: int) -> tuple[str, tuple[str, ...], float]:
    """What was announced, what was done since by others and by chance, and with what odds chance allowed it.

    Where nothing is announced, everything that was done.
    """
    announced, after, odds = "", list[str](), 1.0
    for step in game.path(node)[1:]:
        above = int(game.tree.parent[step])
        if pledge.speaking >= 0 and game.tree.move[above] == pledge.speaking:
            announced, after, odds = game.action_label(step), [], 1.0
            continue
        odds *= float(game.tree.odds[step])
        if pledge.speaking < 0 or game.tree.mover[above] != pledge.player:
            after.append(game.action_label(step))
    return announced, tuple(after), odds


def deciding(place: FollowThrough) -> TermGap | None:
    """The term that speaks most for what is better there; None where no terms are known or nothing is better."""
    sign = -np.sign(place.missing)
    return next((gap for gap in place.terms if gap.amount * sign > 0), None)


def _gaps(game: ExtensiveGame, player: int, children: tuple[int, int], probability: FloatArray) -> list[TermGap]:
    if game.takes_apart is None or game.outcomes.size == 0:
        return []
    weights = [_weights(game, child, probability) for child in children]
    leaves = [leaf for found in weights for leaf in found]
    if len(leaves) > LEAVES:
        return []
    packages = [game.package(leaf) for leaf in leaves]
    choices: dict[str, Column] = {issue: [package[issue] for package in packages] for issue in packages[0]}
    made = game.moves_made(leaves)
    moves: dict[str, Column] = {
        move.label: ["" if a < 0 else move.actions[a] for a in made[:, k].tolist()] for k, move in enumerate(game.moves)
    }
    found = game.takes_apart(choices, moves, len(leaves))[game.keys[player]]
    chances = [np.array(list(one.values())) for one in weights]
    cut = len(weights[0])
    gaps = [
        TermGap(term, float(chances[0] @ worth[:cut]), float(chances[1] @ worth[cut:])) for term, worth in found.items()
    ]
    size = max((max(abs(gap.carried_out), abs(gap.backed_down)) for gap in gaps), default=0.0)
    return [gap for gap in gaps if abs(gap.amount) > SAME * max(size, 1e-300)]


def _weights(game: ExtensiveGame, node: int, probability: FloatArray) -> dict[int, float]:
    """The leaves that play reaches from a node on (positions among the leaves), with their probabilities."""
    tree, found, open_nodes = game.tree, {}, [(node, 1.0)]
    while open_nodes:
        here, chance = open_nodes.pop()
        if tree.mover[here] == LEAF:
            found[game.leaf_of(here)] = chance
            continue
        first = int(tree.first_child[here])
        children = range(first, first + int(tree.child_count[here]))
        open_nodes += [(child, chance * float(probability[child])) for child in children if probability[child] > 0]
    return found
