"""What happens in each of several equilibria of a tree, and off the path where that alone tells them apart."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from negotiate.games.extensive import ExtensiveGame, IntArray
from negotiate.games.standpoints import Standpoints
from negotiate.render.hidden_play import hidden
from negotiate.render.walks import path
from negotiate.report.numbers import probability
from negotiate.report.words import joined, safe
from negotiate.solvers.solution import TreeEquilibrium

MOST_SETS = 2
"""Information sets that are named to tell equilibria of one path apart."""
MOST_EQUILIBRIA = 200
"""Of more with one path only the path is told."""
APART = 1e-9


def ways(equilibria: Sequence[TreeEquilibrium], step: str) -> list[str]:
    """The way through the tree for each equilibrium; where several go the same way, what each does elsewhere.

    Parameters
    ----------
    equilibria : sequence of TreeEquilibrium
        Of one tree.
    step : str
        The sign between two actions.
    """
    said = [path(equilibrium, step) for equilibrium in equilibria]
    if not equilibria or not hidden(equilibria[0].game):
        return said
    points = Standpoints(equilibria[0].game)
    together: dict[str, list[int]] = {}
    for k, words in enumerate(said):
        together.setdefault(words, []).append(k)
    for words, alike in together.items():
        if 1 < len(alike) <= MOST_EQUILIBRIA:
            for k, more in zip(alike, _elsewhere([equilibria[k] for k in alike], points), strict=True):
                said[k] = f"{words} ({more})" if more else words
    return said


def _elsewhere(alike: Sequence[TreeEquilibrium], points: Standpoints) -> list[str]:
    """What each of some equilibria does at the first sets at which they differ."""
    tree = alike[0].game.tree
    rows = np.array([equilibrium.probability for equilibrium in alike])
    apart = np.flatnonzero(np.ptp(rows, axis=0) > APART)
    sets = list(dict.fromkeys(tree.information_set[tree.parent[apart]].tolist()))[:MOST_SETS]
    return ["; ".join(_at(equilibrium, label, points) for label in sets) for equilibrium in alike]


def _at(equilibrium: TreeEquilibrium, label: int, points: Standpoints) -> str:
    """What is done at one information set, in few words."""
    game, point = equilibrium.game, points.at(label)
    kind = f" as {safe(', '.join(point.kind), True)}" if point.kind else ""
    heard = joined([safe(what, True) for what in points.heard(point)])
    where = f"after {heard}" if heard else f"at {safe(point.move, True)}"
    return f"{where}{kind}: {_mixture(game, equilibrium, points.nodes(label))}"


def _mixture(game: ExtensiveGame, equilibrium: TreeEquilibrium, nodes: IntArray) -> str:
    first = int(game.tree.first_child[nodes[0]])
    weights = equilibrium.probability[first : first + int(game.tree.child_count[nodes[0]])]
    played = [int(k) for k in np.flatnonzero(weights)]
    labels = [safe(game.action_label(first + k), True) for k in played]
    if len(labels) == 1:
        return labels[0]
    return " + ".join(f"{probability(float(weights[k]))} {label}" for k, label in zip(played, labels, strict=True))


def each_once(equilibria: Sequence[TreeEquilibrium]) -> bool:
    """Whether no two of them end in the same way with the same probabilities."""
    ends = {tuple((leaf, round(chance, 9)) for leaf, chance in sorted(e.endings)) for e in equilibria}
    return len(ends) == len(equilibria)
