"""What is played in an equilibrium, in as few words as possible."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from negotiate.games.extensive import ExtensiveGame
from negotiate.games.normal_form import FloatArray, NormalFormGame
from negotiate.games.standpoints import Standpoints
from negotiate.report.numbers import all_fractions, odds, probability
from negotiate.report.words import counted, safe
from negotiate.solvers.solution import Equilibrium, TreeEquilibrium

FEW_ENDINGS = 4
MANY_ENDINGS = 1000
"""Of so many it is looked whether all types do the same."""


def play_words(equilibrium: Equilibrium | TreeEquilibrium, game: NormalFormGame | ExtensiveGame) -> str:
    """Strategies side by side, or the path of a tree.

    Parameters
    ----------
    equilibrium : Equilibrium or TreeEquilibrium
        Of any kind.
    game : NormalFormGame or ExtensiveGame
        Where an equilibrium in strategies belongs; an equilibrium of a tree knows its game.
    """
    if isinstance(equilibrium, TreeEquilibrium):
        rows, table = rows_at_once(equilibrium), equilibrium.game.normal_form
        return path_words(equilibrium) if rows is None or table is None else " | ".join(support_words(table, rows))
    if not isinstance(game, NormalFormGame):
        raise TypeError("an equilibrium in strategies belongs to a game in normal form")
    return " | ".join(support_words(game, equilibrium.strategies))


def support_words(game: NormalFormGame, strategies: Sequence[FloatArray]) -> list[str]:
    """What each player plays, with probabilities where it mixes: fractions if all of them can be written so."""
    fractions = all_fractions(p for weights in strategies for p in weights[weights > 0])
    return [_support(game, p, weights, fractions) for p, weights in enumerate(strategies)]


def rows_at_once(equilibrium: TreeEquilibrium) -> list[FloatArray] | None:
    """Each player's probabilities, where the tree draws a game in which all move at once; else None."""
    game, tree = equilibrium.game.normal_form, equilibrium.game.tree
    if game is None:
        return None
    sets = [int(node) for node in tree.level_starts[: game.n_players]]  # level k belongs to player k
    counts = [int(tree.child_count[node]) for node in sets]
    if tuple(counts) != game.shape:
        return None
    first = [int(tree.first_child[node]) for node in sets]
    return [equilibrium.probability[start : start + count] for start, count in zip(first, counts, strict=True)]


def path_words(equilibrium: TreeEquilibrium) -> str:
    """The way through the tree; where it parts, the ways from there with their probabilities, if they are few.

    Of private types it says nothing: what players do is one way, whatever they are.
    """
    ways, more = _ways(equilibrium)
    if len(ways) == 1:
        return " → ".join(ways[0][0])
    if more or len(ways) > FEW_ENDINGS:
        others = counted(len(ways) - 1 + more, "other ending")
        return f"{' → '.join(ways[0][0])} ({probability(ways[0][1])}; {others} possible)"
    shortest = min(len(way) for way, _ in ways)
    common = next((k for k in range(shortest) if len({way[k] for way, _ in ways}) > 1), max(shortest - 1, 0))
    parts = [f"{odds(p)} {' → '.join(way[common:])}" for way, p in ways]
    return " → ".join([*ways[0][0][:common], " or ".join(parts)])


def _ways(equilibrium: TreeEquilibrium) -> tuple[list[tuple[tuple[str, ...], float]], int]:
    """What is done on the way to each ending with its probability, likeliest first, and how many are left out."""
    game, endings, tree = equilibrium.game, equilibrium.endings, equilibrium.game.tree
    hidden = game.normal_form is None and not game.perfect_information
    points = Standpoints(game) if hidden else None
    found: dict[tuple[str, ...], float] = {}
    shown = endings[: MANY_ENDINGS if hidden else FEW_ENDINGS + 1]
    for number, (leaf, chance) in enumerate(shown):
        way = game.path(int(tree.leaves[leaf]))[1:]
        if points is not None:
            way = [node for node in way if not points.hides(int(tree.move[tree.parent[node]]))]
        steps = tuple(safe(game.action_label(node), True) for node in way)
        key = steps if hidden else (*steps, str(number))
        found[key] = found.get(key, 0.0) + chance
    ways = [(way if hidden else way[:-1], chance) for way, chance in found.items()]
    return sorted(ways, key=lambda pair: -pair[1]), len(endings) - len(shown)


def _support(game: NormalFormGame, player: int, weights: FloatArray, fractions: bool) -> str:
    support = [int(i) for i in np.flatnonzero(weights)]
    labels = [safe(game.strategies[player][i].label, True) for i in support]
    if len(support) == 1:
        return labels[0]
    chances = [probability(float(weights[i]), fractions) for i in support]
    return " + ".join(f"{chance} {label}" for chance, label in zip(chances, labels, strict=True))
