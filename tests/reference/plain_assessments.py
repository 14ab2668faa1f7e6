"""Pure sequential equilibria of signalling games by trying every plan, and logit answers by walking
the tree.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from itertools import product

from negotiate.games.extensive import CHANCE, LEAF, ExtensiveGame
from tests.reference.plain_trees import children

Table = list[list[list[tuple[int, int]]]]
"""Type, message, answer → what sender and receiver get."""


def pure_signalling(odds: list[Fraction], table: Table) -> set[tuple[tuple[int, int], ...]]:
    """What each type says and hears in each sequential equilibrium in pure behaviour, of two
    types.
    """
    types, messages, answers = len(table), len(table[0]), len(table[0][0])
    found = set()
    for said in product(range(messages), repeat=types):
        for heard in product(range(answers), repeat=messages):
            best = all(
                table[t][said[t]][heard[said[t]]][0] >= table[t][m][heard[m]][0]
                for t in range(types)
                for m in range(messages)
            )
            if best and all(_answers(odds, table, said, m, heard[m]) for m in range(messages)):
                found.add(tuple((said[t], heard[said[t]]) for t in range(types)))
    return found


def _answers(
    odds: list[Fraction], table: Table, said: tuple[int, ...], message: int, answer: int
) -> bool:
    """Whether an answer is best for the beliefs on the path, or for some beliefs off it."""
    weights = [odds[t] if said[t] == message else Fraction(0) for t in range(len(table))]
    gains = [
        [table[t][message][other][1] - table[t][message][answer][1] for t in range(len(table))]
        for other in range(len(table[0][0]))
    ]
    if sum(weights):
        return all(sum(w * g for w, g in zip(weights, row, strict=True)) <= 0 for row in gains)
    low, high = Fraction(0), Fraction(1)  # the belief in the first type
    for first, second in gains:
        # first * b + second * (1 - b) <= 0
        slope = first - second
        if slope == 0:
            if second > 0:
                return False
        elif slope > 0:
            high = min(high, Fraction(-second, slope))
        else:
            low = max(low, Fraction(-second, slope))
    return low <= high


def logit_answers(
    game: ExtensiveGame, behaviour: dict[int, list[float]], precision: float
) -> dict[int, list[float]]:
    """Each information set's logit answer to everybody's behaviour, all of it positive."""
    reach: dict[int, float] = {0: 1.0}
    for node in range(len(game.tree)):
        for place, child in enumerate(children(game, node)):
            reach[child] = reach[node] * _entering(game, behaviour, node, place)
    answers = {}
    for label, odds in behaviour.items():
        nodes = [v for v in range(len(game.tree)) if int(game.tree.information_set[v]) == label]
        mover = int(game.tree.mover[nodes[0]])
        total = sum(reach[v] for v in nodes)
        worth = [
            sum(reach[v] * value(game, behaviour, children(game, v)[k], mover) for v in nodes)
            / total
            for k in range(len(odds))
        ]
        weights = [math.exp(precision * (w - max(worth))) for w in worth]
        answers[label] = [w / sum(weights) for w in weights]
    return answers


def value(game: ExtensiveGame, behaviour: dict[int, list[float]], node: int, player: int) -> float:
    if int(game.tree.mover[node]) == LEAF:
        return float(game.payoffs[game.leaf_of(node), player])
    return sum(
        _entering(game, behaviour, node, place) * value(game, behaviour, child, player)
        for place, child in enumerate(children(game, node))
    )


def _entering(
    game: ExtensiveGame, behaviour: dict[int, list[float]], node: int, place: int
) -> float:
    if int(game.tree.mover[node]) == CHANCE:
        return float(game.tree.odds[children(game, node)[place]])
    return behaviour[int(game.tree.information_set[node])][place]


ROUNDING = Fraction(1, 10**9)  # a third and two thirds as floats do not add up to one


def worse_actions(game: ExtensiveGame) -> Iterator[tuple[int, int, int]]:
    """Information set, action and a better action, where all that can follow the one is worse than
    all of the other.
    """
    sets = {int(s) for s in game.tree.information_set if s >= 0}
    for label in sorted(sets):
        nodes = [v for v in range(len(game.tree)) if int(game.tree.information_set[v]) == label]
        mover = int(game.tree.mover[nodes[0]])
        count = len(children(game, nodes[0]))
        for worse, better in product(range(count), repeat=2):
            if all(
                max(_following(game, children(game, v)[worse], mover)) + ROUNDING
                < min(_following(game, children(game, v)[better], mover))
                for v in nodes
            ):
                yield label, worse, better


def _following(game: ExtensiveGame, node: int, player: int) -> list[Fraction]:
    """What can come out for a player at the least and at the most."""
    if int(game.tree.mover[node]) == LEAF:
        return [Fraction(float(game.payoffs[game.leaf_of(node), player]))]
    below = [_following(game, child, player) for child in children(game, node)]
    if int(game.tree.mover[node]) == CHANCE:
        odds = [Fraction(float(game.tree.odds[child])) for child in children(game, node)]
        return [
            sum((o * f(b) for o, b in zip(odds, below, strict=True)), Fraction(0))
            for f in (min, max)
        ]
    return [min(min(b) for b in below), max(max(b) for b in below)]
