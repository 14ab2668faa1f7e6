"""Best replies, counterfactual reach and one-shot gains in trees with hidden information, by trying
everything.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

import numpy as np

from negotiate.games.extensive import CHANCE, LEAF, ExtensiveGame
from tests.reference.plain_trees import children, odds_into

Behaviour = dict[int, list[Fraction]]


def sets_of(game: ExtensiveGame, player: int) -> dict[int, int]:
    """The player's information sets, each with its number of actions."""
    tree = game.tree
    return {
        int(tree.information_set[v]): int(tree.child_count[v])
        for v in range(len(tree))
        if int(tree.mover[v]) == player
    }


def plans(game: ExtensiveGame, player: int) -> Iterator[Behaviour]:
    """Every pure strategy of a player."""
    sets = sets_of(game, player)
    for picks in product(*(range(n) for n in sets.values())):
        yield {
            s: [Fraction(int(k == pick)) for k in range(sets[s])]
            for s, pick in zip(sets, picks, strict=True)
        }


def number_of_plans(game: ExtensiveGame, player: int) -> int:
    return int(np.prod(list(sets_of(game, player).values()), dtype=object))


def entering(game: ExtensiveGame, behaviour: Behaviour, node: int, place: int) -> Fraction:
    child = int(game.tree.first_child[node]) + place
    if int(game.tree.mover[node]) == CHANCE:
        return odds_into(game, child)
    return behaviour[int(game.tree.information_set[node])][place]


def value(game: ExtensiveGame, behaviour: Behaviour, node: int = 0) -> list[Fraction]:
    """What play from here on is worth to every player."""
    if int(game.tree.mover[node]) == LEAF:
        return [Fraction(repr(u)) for u in game.payoffs[game.leaf_of(node)].tolist()]
    total = [Fraction(0)] * game.n_players
    for place, child in enumerate(children(game, node)):
        below = value(game, behaviour, child)
        chance = entering(game, behaviour, node, place)
        total = [t + chance * u for t, u in zip(total, below, strict=True)]
    return total


def best(game: ExtensiveGame, behaviour: Behaviour, player: int) -> Fraction:
    """The most that any pure strategy of the player gets."""
    return max(value(game, behaviour | plan)[player] for plan in plans(game, player))


def reach(game: ExtensiveGame, behaviour: Behaviour, node: int, without: int) -> Fraction:
    """How likely chance and everybody but this player lead to the node."""
    total = Fraction(1)
    while node:
        above = int(game.tree.parent[node])
        if int(game.tree.mover[above]) != without:
            total *= entering(game, behaviour, above, node - int(game.tree.first_child[above]))
        node = above
    return total


def one_shot(
    game: ExtensiveGame, behaviour: Behaviour, weights: dict[int, Fraction] | None = None
) -> dict[int, float]:
    """What the best other action at each information set gains, its nodes weighted by reach or as
    given.
    """
    gains = {}
    for player in range(game.n_players):
        for s, count in sets_of(game, player).items():
            nodes = np.flatnonzero(game.tree.information_set == s).tolist()
            weigh = weights or {v: reach(game, behaviour, v, player) for v in nodes}
            worth = [
                sum(
                    weigh[v] * value(game, behaviour, int(game.tree.first_child[v]) + k)[player]
                    for v in nodes
                )
                for k in range(count)
            ]
            now = sum(b * w for b, w in zip(behaviour[s], worth, strict=True))
            gains[s] = float(max(worth) - now)
    return gains
