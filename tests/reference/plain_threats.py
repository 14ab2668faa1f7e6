"""Plain twins of what is found about threats: recursion over nodes, in fractions, ties for the
first action.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from negotiate.games.extensive import LEAF, ExtensiveGame

Worth = list[Fraction]
Forced = dict[int, int]
"""Node → the child that must be entered there."""


def played(
    game: ExtensiveGame,
    cost: Fraction = Fraction(0),
    off: tuple[int, frozenset[int]] = (0, frozenset()),
    *,
    forced: Forced | None = None,
) -> tuple[Worth, list[int]]:
    """What play is worth from the root on, and the leaves (nodes) that it reaches.

    `off` says whose payoff the cost is taken off, and below which nodes.
    """
    payoffs = {
        int(node): row.tolist() for node, row in zip(game.tree.leaves, game.payoffs, strict=True)
    }
    return _from(game, payoffs, 0, cost, off, forced or {}, False)


def _from(
    game: ExtensiveGame,
    payoffs: dict[int, list[float]],
    node: int,
    cost: Fraction,
    off: tuple[int, frozenset[int]],
    forced: Forced,
    below: bool,
) -> tuple[Worth, list[int]]:
    tree, (player, places) = game.tree, off
    below = below or node in places
    mover = int(tree.mover[node])
    if mover == LEAF:
        worth = [Fraction(float(x)).limit_denominator(10**9) for x in payoffs[node]]
        worth[player] -= cost if below else 0
        return worth, [node]
    first = int(tree.first_child[node])
    children = list(range(first, first + int(tree.child_count[node])))
    found = [_from(game, payoffs, child, cost, off, forced, below) for child in children]
    if mover < 0:
        odds = [Fraction(float(tree.odds[child])).limit_denominator(1000) for child in children]
        worth = [
            sum((p * f[0][k] for p, f in zip(odds, found, strict=True)), Fraction(0))
            for k in range(len(found[0][0]))
        ]
        return worth, [leaf for p, f in zip(odds, found, strict=True) if p for leaf in f[1]]
    if node in forced:
        return found[forced[node] - first]
    return first_best(found, lambda f: f[0][mover])


def first_best(
    found: list[tuple[Worth, list[int]]], key: Callable[[tuple[Worth, list[int]]], Fraction]
) -> tuple[Worth, list[int]]:
    """The first of those that are best."""
    best = max(map(key, found))
    return next(one for one in found if key(one) == best)
