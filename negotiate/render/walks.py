"""The way through a tree in words: every decision on it with its reason, or no more than its actions."""

from __future__ import annotations

import math
from collections.abc import Sequence

from negotiate.games.extensive import CHANCE, ExtensiveGame
from negotiate.games.standpoints import Standpoints
from negotiate.render.hidden_play import hidden, told
from negotiate.render.text import contrast, counted, joined, odds, probability, rounded, safe
from negotiate.solvers.solution import Reason, TreeEquilibrium

MOST_DECISIONS = 6
FEW_ENDINGS = 4
MANY_ENDINGS = 1000
"""Of so many it is looked whether all types do the same."""


def walk(equilibrium: TreeEquilibrium, digits: Sequence[int]) -> str:
    """The path from the root on, with the reason at each decision, and what it comes to."""
    if hidden(equilibrium.game):
        return told(equilibrium, digits)
    game = equilibrium.game
    steps = [_step(game, reason, digits) for reason in equilibrium.reasons[:MOST_DECISIONS]]
    rest = len(equilibrium.reasons) - len(steps)
    if rest:
        steps.append(f"{counted(rest, 'more decision')} follow{'s' if rest == 1 else ''} in the same way")
    sure = len(equilibrium.endings) == 1
    gains = joined([f"{_name(game, p)} {rounded(float(x), digits[p])}" for p, x in enumerate(equilibrium.payoffs)])
    steps.append(f"this gives {gains}" if sure else f"on average this gives {gains}")
    said = "; ".join(steps)
    return f"{said[:1].upper()}{said[1:]}."


def _step(game: ExtensiveGame, reason: Reason, digits: Sequence[int]) -> str:
    name, chosen = _name(game, reason.player), safe(reason.chosen, True)
    where = safe(reason.where, True)
    move = f"at `{where}` " if where and not names_mover(game, reason.player, where) else ""
    start = f"{_after_chance(game, reason.node)}{move}{name} chooses {chosen}"
    if not reason.alternative or math.isnan(reason.alternative_payoff):
        return f"{start}, for {rounded(reason.payoff, digits[reason.player])}"
    there, here = contrast(reason.alternative_payoff, reason.payoff, digits[reason.player])
    other = safe(reason.alternative, True)
    if there == here:
        return f"{start}, for {here}, and `{other}` is as good"
    return f"{start}, for {here} instead of the {there} of `{other}`"


def names_mover(game: ExtensiveGame, player: int, move: str) -> bool:
    """Whether a move is called like whoever makes it, so that its name says nothing more."""
    return move.casefold() in (game.keys[player].casefold(), _name(game, player).casefold())


def _after_chance(game: ExtensiveGame, node: int) -> str:
    """The last thing chance did before this node: "after backs (odds 0.7) "."""
    if node < 0:
        return ""
    for step in reversed(game.path(node)[1:]):
        if game.tree.mover[game.tree.parent[step]] == CHANCE:
            return f"after {safe(game.action_label(step), True)} (odds {odds(float(game.tree.odds[step]))}) "
    return ""


def path(equilibrium: TreeEquilibrium, step: str) -> str:
    """The way through the tree; where it parts, the ways from there with their probabilities, if they are few."""
    game, endings = equilibrium.game, equilibrium.endings
    if hidden(game) and (alike := _whatever_the_types(equilibrium)) is not None:
        return f" {step} ".join(alike)
    ways = [_way(game, leaf) for leaf, _ in endings[:FEW_ENDINGS]]
    labels = [[safe(game.action_label(node), True) for node in way] for way in ways]
    if len(endings) == 1:
        return f" {step} ".join(labels[0])
    if len(endings) > FEW_ENDINGS:
        others = counted(len(endings) - 1, "other ending")
        return f"{f' {step} '.join(labels[0])} ({probability(endings[0][1])}; {others} possible)"
    common = next(k for k in range(len(ways[0])) if len({way[k] for way in ways}) > 1)
    rest = [f" {step} ".join(label[common:]) for label in labels]
    parts = [f"{odds(p)} {way}" for way, (_, p) in zip(rest, endings, strict=True)]
    return f" {step} ".join([*labels[0][:common], " or ".join(parts)])


def _way(game: ExtensiveGame, leaf: int) -> list[int]:
    """The nodes that lead to a leaf, the root left out."""
    return game.path(int(game.tree.leaves[leaf]))[1:]


def _whatever_the_types(equilibrium: TreeEquilibrium) -> list[str] | None:
    """What is done, where all types do the same and nothing else is left to chance; else None."""
    game, endings = equilibrium.game, equilibrium.endings
    if not 1 < len(endings) <= MANY_ENDINGS:
        return None
    points, tree, found = Standpoints(game), game.tree, set[tuple[str, ...]]()
    for leaf, _ in endings:
        way = [node for node in _way(game, leaf) if not points.hides(int(tree.move[tree.parent[node]]))]
        found.add(tuple(safe(game.action_label(node), True) for node in way))
        if len(found) > 1:
            return None
    return list(found.pop())


def _name(game: ExtensiveGame, player: int) -> str:
    return safe(game.players[player], True)
