"""Backward induction by plain recursion, and every subgame-perfect outcome by trying every plan of
the whole tree.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from negotiate.games.extensive import CHANCE, LEAF, ExtensiveGame


def children(game: ExtensiveGame, node: int) -> range:
    first = int(game.tree.first_child[node])
    return range(first, first + int(game.tree.child_count[node]))


def odds_into(game: ExtensiveGame, node: int) -> Fraction:
    """With what probability chance leads into a node: thirds and the like and decimals of up to six
    places, exactly.
    """
    given = Fraction(float(game.tree.odds[node]))
    near = given.limit_denominator(10**6)
    return near if abs(near - given) < Fraction(1, 10**15) else given


def value(game: ExtensiveGame, node: int) -> list[Fraction]:
    """What the node is worth, ties broken for the first child."""
    mover = int(game.tree.mover[node])
    if mover == LEAF:
        return [Fraction(repr(u)) for u in game.payoffs[game.leaf_of(node)].tolist()]
    below = [value(game, child) for child in children(game, node)]
    if mover == CHANCE:
        odds = [odds_into(game, c) for c in children(game, node)]
        return [
            sum((o * u[p] for o, u in zip(odds, below, strict=True)), Fraction(0))
            for p in range(game.n_players)
        ]
    return max(below, key=lambda u: u[mover])  # the first of equals


def number_of_plans(game: ExtensiveGame) -> int:
    total = 1
    for node, mover in enumerate(game.tree.mover.tolist()):
        total *= int(game.tree.child_count[node]) if mover >= 0 else 1
    return total


def outcomes(game: ExtensiveGame) -> set[tuple[int, ...]]:
    """Leaves reached by each plan of pure actions in which no single change of one action,
    anywhere, is a gain.
    """
    deciding = [v for v, mover in enumerate(game.tree.mover.tolist()) if mover >= 0]
    found = set()
    for picks in product(*(children(game, v) for v in deciding)):
        plan = dict(zip(deciding, picks, strict=True))
        worth = _worths(game, plan)
        if all(
            worth[c][int(game.tree.mover[v])] <= worth[plan[v]][int(game.tree.mover[v])]
            for v in deciding
            for c in children(game, v)
        ):
            found.add(_reached(game, plan))
    return found


def _worths(game: ExtensiveGame, plan: dict[int, int]) -> dict[int, list[Fraction]]:
    worth: dict[int, list[Fraction]] = {}
    for node in reversed(range(len(game.tree))):
        if int(game.tree.mover[node]) == LEAF:
            worth[node] = [Fraction(repr(u)) for u in game.payoffs[game.leaf_of(node)].tolist()]
        elif node in plan:
            worth[node] = worth[plan[node]]
        else:
            odds = [(odds_into(game, c), worth[c]) for c in children(game, node)]
            worth[node] = [
                sum((o * u[p] for o, u in odds), Fraction(0)) for p in range(game.n_players)
            ]
    return worth


def _reached(game: ExtensiveGame, plan: dict[int, int]) -> tuple[int, ...]:
    waiting, ends = [0], []
    while waiting:
        node = waiting.pop()
        if int(game.tree.mover[node]) == LEAF:
            ends.append(game.leaf_of(node))
        elif node in plan:
            waiting.append(plan[node])
        else:
            waiting += [c for c in children(game, node) if game.tree.odds[c] > 0]
    return tuple(sorted(ends))
