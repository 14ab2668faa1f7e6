"""The way through a tree in words: every decision on it with its reason, or no more than its actions."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np

from negotiate.equilibrium.reports import words
from negotiate.equilibrium.reports.payoffs import gains
from negotiate.equilibrium.solution import Reason, TreeEquilibrium
from negotiate.games.extensive import CHANCE, ExtensiveGame
from negotiate.games.standpoints import Standpoint, Standpoints
from negotiate.report.numbers import odds, probability, rounded
from negotiate.report.words import counted, joined, safe, sentence_of, the

STEP = " → "
MOST_DECISIONS = 6
FEW_ENDINGS = 4
MANY_ENDINGS = 1000
"""Of so many it is looked whether all types do the same."""
MOST_SETS = 2
"""Information sets that are named to tell equilibria of one path apart."""
MOST_EQUILIBRIA = 200
"""Of more with one path only the path is told."""
APART = 1e-9


def hides(game: ExtensiveGame) -> bool:
    """Whether somebody moves in turn without knowing all that happened before."""
    return game.normal_form is None and not game.perfect_information


def walk(equilibrium: TreeEquilibrium, digits: Sequence[int]) -> str:
    """The path from the root on, with the reason at each decision, and what it comes to."""
    game, reasons = equilibrium.game, equilibrium.reasons
    said = [step for reason in reasons[:MOST_DECISIONS] for step in _decision(game, reason, digits)]
    if rest := len(reasons[MOST_DECISIONS:]):
        said.append(f"{counted(rest, 'more decision')} follow{'s' if rest == 1 else ''} in the same way")
    return " ".join([*map(sentence_of, said), comes_to(equilibrium, digits)])


def comes_to(equilibrium: TreeEquilibrium, digits: Sequence[int]) -> str:
    """What the path gives everybody, as the end of its telling."""
    average = "The equilibrium gives" if len(equilibrium.endings) == 1 else "On average, the equilibrium gives"
    return f"{average} {gains(equilibrium.game, equilibrium.payoffs, digits)}."


def _decision(game: ExtensiveGame, reason: Reason, digits: Sequence[int]) -> Iterator[str]:
    where = _after_chance(game, reason.node)
    if reason.where and not names_mover(game, reason.player, reason.where):
        where += f"at `{safe(reason.where, True)}`, "
    chosen = f"{where}{the(game.players[reason.player])} chooses `{safe(reason.chosen, True)}`"
    if reason.alternative and not math.isnan(reason.alternative_payoff):
        yield chosen
        yield words.instead(game, reason, digits)
    else:
        numbers = game.keys[reason.player] not in game.ordinal
        yield f"{chosen} and gets {rounded(reason.payoff, digits[reason.player])}" if numbers else chosen


def names_mover(game: ExtensiveGame, player: int, move: str) -> bool:
    """Whether a move is called like whoever makes it, so that its name says nothing more."""
    return move.casefold() in (game.keys[player].casefold(), game.players[player].casefold())


def _after_chance(game: ExtensiveGame, node: int) -> str:
    """The last thing chance did before this node: "after `backs` (probability 0.7), "."""
    for step in reversed(game.path(node)[1:] if node >= 0 else []):
        if game.tree.mover[game.tree.parent[step]] == CHANCE:
            return f"after `{safe(game.action_label(step), True)}` (probability {odds(float(game.tree.odds[step]))}), "
    return ""


def path(equilibrium: TreeEquilibrium, step: str = STEP) -> str:
    """The way through the tree; where it parts, the ways from there with their probabilities, if they are few.

    Of private types it says nothing: what players do is one way, whatever they are.
    """
    ways, more = _ways(equilibrium)
    if len(ways) == 1:
        return step.join(ways[0][0])
    if more or len(ways) > FEW_ENDINGS:
        others = counted(len(ways) - 1 + more, "other ending")
        return f"{step.join(ways[0][0])} ({probability(ways[0][1])}; {others} possible)"
    shortest = min(len(way) for way, _ in ways)
    common = next((k for k in range(shortest) if len({way[k] for way, _ in ways}) > 1), max(shortest - 1, 0))
    parts = [f"{odds(p)} {step.join(way[common:])}" for way, p in ways]
    return step.join([*ways[0][0][:common], " or ".join(parts)])


def _ways(equilibrium: TreeEquilibrium) -> tuple[list[tuple[tuple[str, ...], float]], int]:
    """What is done on the way to each ending with its probability, likeliest first, and how many are left out."""
    game, endings, tree = equilibrium.game, equilibrium.endings, equilibrium.game.tree
    points = Standpoints(game) if hides(game) else None
    found: dict[tuple[str, ...], float] = {}
    shown = endings[: FEW_ENDINGS + 1 if points is None else MANY_ENDINGS]
    for leaf, chance in shown:
        way = game.path(int(tree.leaves[leaf]))[1:]
        if points is not None:
            way = [node for node in way if not points.hides(int(tree.move[tree.parent[node]]))]
        said = tuple(safe(game.action_label(node), True) for node in way)
        found[said] = found.get(said, 0.0) + chance
    return sorted(found.items(), key=lambda pair: -pair[1]), len(endings) - len(shown)


def paths(equilibria: Sequence[TreeEquilibrium]) -> list[str]:
    """The way through the tree for each equilibrium of one tree; where several go one way, what each does elsewhere."""
    said = [path(equilibrium) for equilibrium in equilibria]
    if not equilibria or not hides(equilibria[0].game):
        return said
    points = Standpoints(equilibria[0].game)
    together: dict[str, list[int]] = {}
    for k, way in enumerate(said):
        together.setdefault(way, []).append(k)
    for way, alike in together.items():
        if 1 < len(alike) <= MOST_EQUILIBRIA:
            for k, more in zip(alike, _elsewhere([equilibria[k] for k in alike], points), strict=True):
                said[k] = f"{way} ({more})" if more else way
    return said


def _elsewhere(alike: Sequence[TreeEquilibrium], points: Standpoints) -> list[str]:
    """What each of some equilibria does at the first sets at which they differ."""
    tree = alike[0].game.tree
    rows = np.array([equilibrium.probability for equilibrium in alike])
    apart = np.flatnonzero(np.ptp(rows, axis=0) > APART)
    sets = list(dict.fromkeys(tree.information_set[tree.parent[apart]].tolist()))[:MOST_SETS]
    places = [(points.at(label), where(points.at(label), points)) for label in sets]
    said = []
    for equilibrium in alike:
        done = [f"{here}: {words.mixture(*actions_at(equilibrium, point))}" for point, here in places]
        said.append("; ".join(done))
    return said


def where(point: Standpoint, points: Standpoints) -> str:
    """An information set in few words: "after beer as weak"."""
    kind = f" as {safe(', '.join(point.kind), True)}" if point.kind else ""
    heard = joined([safe(what, True) for what in points.heard(point)])
    return f"{f'after {heard}' if heard else f'at {safe(point.move, True)}'}{kind}"


def actions_at(equilibrium: TreeEquilibrium, point: Standpoint) -> tuple[list[str], list[float]]:
    """The actions at an information set, safe for a screen, and their probabilities."""
    game, node = equilibrium.game, point.nodes[0]
    labels = [safe(label, True) for label in game.action_labels(node)]
    return labels, equilibrium.probability[game.tree.children(node)].tolist()


def each_once(equilibria: Sequence[TreeEquilibrium]) -> bool:
    """Whether no two of them end in the same way with the same probabilities."""
    ends = {tuple((leaf, round(chance, 9)) for leaf, chance in sorted(e.endings)) for e in equilibria}
    return len(ends) == len(equilibria)
