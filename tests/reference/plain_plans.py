"""Reduced plans, subgames and pure equilibria in each of them, by trying every plan of the whole
tree.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product

import numpy as np

from negotiate.games.extensive import CHANCE, ExtensiveGame
from tests.reference.plain_information import Behaviour, entering, plans, value
from tests.reference.plain_trees import children


def below(game: ExtensiveGame, node: int) -> set[int]:
    """The node and everything below it."""
    return {node}.union(*(below(game, child) for child in children(game, node)))


def begins_subgame(game: ExtensiveGame, node: int) -> bool:
    sets, here = game.tree.information_set.tolist(), below(game, node)
    if game.tree.child_count[node] == 0 or (sets[node] >= 0 and sets.count(sets[node]) > 1):
        return False
    return all(v in here for v, s in enumerate(sets) if s >= 0 and any(sets[w] == s for w in here))


def reduced(game: ExtensiveGame, player: int) -> set[frozenset[tuple[int, int]]]:
    """A player's plans without what they rule out: the sets they come to, each with the action
    taken.
    """
    return {frozenset(_open(game, player, plan, 0)) for plan in plans(game, player)}


def _open(
    game: ExtensiveGame, player: int, plan: Behaviour, node: int
) -> Iterator[tuple[int, int]]:
    at = int(game.tree.information_set[node])
    for place, child in enumerate(children(game, node)):
        if game.tree.mover[node] != player:
            yield from _open(game, player, plan, child)
        elif plan[at][place] == 1:
            yield at, place
            yield from _open(game, player, plan, child)


def gain(game: ExtensiveGame, behaviour: Behaviour, root: int = 0) -> Fraction:
    """The most that anybody could gain by another plan from a node on."""
    here = value(game, behaviour, root)
    return max(
        value(game, behaviour | plan, root)[player] - here[player]
        for player in range(game.n_players)
        for plan in plans(game, player)
    )


def endings(game: ExtensiveGame, listed: Sequence[Sequence[Behaviour]]) -> np.ndarray:
    """How likely every combination of plans ends at each leaf, in fractions, shape (*plans,
    leaves).
    """
    found = np.empty((*map(len, listed), len(game.payoffs)), dtype=object)
    for places in product(*(range(len(own)) for own in listed)):
        behaviour = {
            at: does for own, k in zip(listed, places, strict=True) for at, does in own[k].items()
        }
        reach = [Fraction(1)] * len(game.tree)
        for node in range(1, len(game.tree)):
            above = int(game.tree.parent[node])
            reach[node] = reach[above] * entering(
                game, behaviour, above, node - int(game.tree.first_child[above])
            )
        found[places] = [reach[leaf] for leaf in game.tree.leaves]
    return found


def written_payoffs(game: ExtensiveGame) -> np.ndarray:
    """The payoffs at the leaves as the decimals that they print as."""
    return np.array(
        [[Fraction(repr(u)) for u in row] for row in game.payoffs.tolist()], dtype=object
    )


def reached(game: ExtensiveGame, behaviour: Behaviour, node: int = 0) -> frozenset[int]:
    """The leaves that play can come to."""
    if game.tree.child_count[node] == 0:
        return frozenset([node])
    entered = [
        child
        for place, child in enumerate(children(game, node))
        if entering(game, behaviour, node, place) > 0
    ]
    return frozenset[int]().union(*(reached(game, behaviour, child) for child in entered))


def pure_outcomes(game: ExtensiveGame, everywhere: bool) -> set[frozenset[int]]:
    """The leaves reached in each pure Nash equilibrium, or in each that is one in every subgame
    too.
    """
    roots = [v for v in range(len(game.tree)) if begins_subgame(game, v)] if everywhere else [0]
    found = set()
    for chosen in product(*(list(plans(game, player)) for player in range(game.n_players))):
        behaviour = {at: actions for plan in chosen for at, actions in plan.items()}
        if all(gain(game, behaviour, root) <= 0 for root in roots):
            found.add(reached(game, behaviour))
    return found


def exactly(game: ExtensiveGame, probability: np.ndarray) -> Behaviour:
    """Floating-point behaviour as fractions that add up to one."""
    tree, found = game.tree, {}
    for node in range(len(tree)):
        if tree.child_count[node] and tree.mover[node] != CHANCE:
            here = [Fraction(float(probability[child])) for child in children(game, node)]
            found[int(tree.information_set[node])] = [p / sum(here) for p in here]
    return found
