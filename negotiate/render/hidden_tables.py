"""Behaviour and beliefs at information sets in tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from negotiate.games.standpoints import Standpoint, Standpoints
from negotiate.render.beliefs import believed
from negotiate.report.numbers import exact
from negotiate.solvers.solution import TreeEquilibrium

MOST_SETS = 10_000
"""Sets that a table goes through."""


def hidden_tables(equilibria: Sequence[TreeEquilibrium]) -> Iterable[list[list[str]]]:
    """What is done at every information set, and what is believed where the mover does not know where it stands.

    Parameters
    ----------
    equilibria : sequence of TreeEquilibrium
        Of one tree.

    Returns
    -------
    iterable of list of list of str
        Tables as rows of cells, the header first.
    """
    if not equilibria:
        return
    points = Standpoints(equilibria[0].game)
    sets = [points.at(label) for label in points.labels[:MOST_SETS].tolist()]
    known = ["player", "move", "type", "seen"]
    behaviour = [["equilibrium", "set", *known, "action", "probability"]]
    beliefs = [["equilibrium", "set", *known, "possible", "belief"]]
    for index, equilibrium in enumerate(equilibria, 1):
        reach, played = equilibrium.reach, equilibrium.behaviour
        for point in sets:
            start, nodes = [str(index), *_known(equilibrium, point)], points.nodes(point.label)
            first = int(equilibrium.game.tree.first_child[nodes[0]])
            for place, chance in enumerate(played[point.label]):
                behaviour.append([*start, equilibrium.game.action_label(first + place), exact(chance)])
            weights = believed(equilibrium, point.label, nodes, reach) if len(nodes) > 1 else None
            if weights is not None:
                rows = zip(point.possible, weights, strict=True)
                beliefs.extend([*start, what, exact(weight)] for what, weight in rows)
    yield behaviour
    if len(beliefs) > 1:
        yield beliefs


def _known(equilibrium: TreeEquilibrium, point: Standpoint) -> list[str]:
    """The number of a set, whose it is, what is decided, and what its mover knows."""
    key = equilibrium.game.keys[point.player]
    return [str(point.label), key, point.move, ", ".join(point.kind), ", ".join(point.seen)]
