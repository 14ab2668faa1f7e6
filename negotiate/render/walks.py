"""The way through a tree in words: every decision on it with its reason, or no more than its actions."""

from __future__ import annotations

import math
from collections.abc import Sequence

from negotiate.games.extensive import CHANCE, ExtensiveGame
from negotiate.games.standpoints import Standpoints
from negotiate.render.hidden_play import hidden, told
from negotiate.report.numbers import contrast, odds, probability, rounded
from negotiate.report.words import counted, joined, safe
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
    gains = joined([_gain(game, p, rounded(float(x), digits[p])) for p, x in enumerate(equilibrium.payoffs)])
    steps.append(f"this gives {gains}" if sure else f"on average this gives {gains}")
    said = "; ".join(steps)
    return f"{said[:1].upper()}{said[1:]}."


def _step(game: ExtensiveGame, reason: Reason, digits: Sequence[int]) -> str:
    name, chosen = _name(game, reason.player), safe(reason.chosen, True)
    where = safe(reason.where, True)
    move = f"at `{where}` " if where and not names_mover(game, reason.player, where) else ""
    start = f"{_after_chance(game, reason.node)}{move}{name} chooses {chosen}"
    if game.keys[reason.player] in game.ordinal:
        return _rather(start, reason)
    if not reason.alternative or math.isnan(reason.alternative_payoff):
        return f"{start}, for {rounded(reason.payoff, digits[reason.player])}"
    there, here = contrast(reason.alternative_payoff, reason.payoff, digits[reason.player])
    other = safe(reason.alternative, True)
    if there == here:
        return f"{start}, for {here}, and `{other}` is as good"
    return f"{start}, for {here} instead of the {there} of `{other}`"


def _rather(start: str, reason: Reason) -> str:
    """A decision of somebody who knows what is better, and not by how much."""
    if not reason.alternative or math.isnan(reason.alternative_payoff):
        return start
    other, same = safe(reason.alternative, True), reason.alternative_payoff == reason.payoff
    return f"{start}, and `{other}` is as good" if same else f"{start} rather than {other}"


def _gain(game: ExtensiveGame, player: int, number: str) -> str:
    return f"{_name(game, player)} {'level ' if game.keys[player] in game.ordinal else ''}{number}"


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
    """The way through the tree; where it parts, the ways from there with their probabilities, if they are few.

    Of private types it says nothing: what players do is one way, whatever they are.
    """
    ways, more = _ways(equilibrium)
    if len(ways) == 1:
        return f" {step} ".join(ways[0][0])
    if more or len(ways) > FEW_ENDINGS:
        others = counted(len(ways) - 1 + more, "other ending")
        return f"{f' {step} '.join(ways[0][0])} ({probability(ways[0][1])}; {others} possible)"
    shortest = min(len(way) for way, _ in ways)
    common = next((k for k in range(shortest) if len({way[k] for way, _ in ways}) > 1), max(shortest - 1, 0))
    parts = [f"{odds(p)} {f' {step} '.join(way[common:])}" for way, p in ways]
    return f" {step} ".join([*ways[0][0][:common], " or ".join(parts)])


def _ways(equilibrium: TreeEquilibrium) -> tuple[list[tuple[tuple[str, ...], float]], int]:
    """What is done on the way to each ending with its probability, likeliest first, and how many are left out."""
    game, endings, tree = equilibrium.game, equilibrium.endings, equilibrium.game.tree
    points = Standpoints(game) if hidden(game) else None
    found: dict[tuple[str, ...], float] = {}
    shown = endings[: FEW_ENDINGS + 1 if points is None else MANY_ENDINGS]
    for number, (leaf, chance) in enumerate(shown):
        way = game.path(int(tree.leaves[leaf]))[1:]
        if points is not None:
            way = [node for node in way if not points.hides(int(tree.move[tree.parent[node]]))]
        said = tuple(safe(game.action_label(node), True) for node in way)
        key = said if points is not None else (*said, str(number))
        found[key] = found.get(key, 0.0) + chance
    told = [(way if points is not None else way[:-1], chance) for way, chance in found.items()]
    return sorted(told, key=lambda pair: -pair[1]), len(endings) - len(shown)


def _name(game: ExtensiveGame, player: int) -> str:
    return safe(game.players[player], True)
