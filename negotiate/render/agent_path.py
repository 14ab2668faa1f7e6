"""Quantal responses of a tree's information sets told: where ever more precise play leads, and how it gets there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
from rich.cells import cell_len
from rich.console import RenderableType
from rich.text import Text

from negotiate.games.extensive import ExtensiveGame
from negotiate.games.standpoints import Standpoint, Standpoints
from negotiate.render import tree
from negotiate.render.concepts.precisions import COLUMN, EXTENT, chance, some
from negotiate.render.concepts.told import Told
from negotiate.render.sentences import places, spoken
from negotiate.render.table import table
from negotiate.render.walks import path as way
from negotiate.report.numbers import exact, number
from negotiate.report.style import FAINT, Look
from negotiate.report.words import counted, safe
from negotiate.solvers.solution import Solution
from negotiate.solvers.trees.agent_responses import AgentPath, AgentResponse

ROWS = 12
"""Information sets that are not folded away, in the tree's order."""
LEAST_WORDS = 16


def _read(sol: Solution) -> tuple[ExtensiveGame, AgentPath, list[AgentResponse]]:
    if not isinstance(sol.game, ExtensiveGame) or not isinstance(sol.finding, AgentPath):
        raise TypeError("this solution is about another concept")
    return sol.game, sol.finding, [e for e in sol.equilibria if isinstance(e, AgentResponse)]


def _headline(sol: Solution) -> str:
    _, path, found = _read(sol)
    last = number(found[-1].precision)
    if path.limit is None:
        return f"It is not settled where ever more precise play leads (followed up to precision {last})."
    end = f"{way(path.limit, '->')}, a sequential equilibrium"
    if path.settled:
        return f"From choice at random, ever more precise play leads to {end}."
    near = f"within {number(path.distance, 3)} of {end}"
    return f"At precision {last}, play is {near}; whether it ends there is not settled."


def _sentences(sol: Solution) -> Sequence[str]:
    _, path, found = _read(sol)
    if path.limit is None:
        return []
    near = number(path.distance, 3) if path.distance >= 0.0005 else "0.0005"
    within = f"At precision {number(found[-1].precision)} every probability and belief is within {near} of that."
    return [*spoken(sol, path.limit, _places(sol, path)), *([within] if path.settled else [])]


def _body(sol: Solution, look: Look) -> Iterable[RenderableType]:
    game, path, found = _read(sol)
    yield from tree.lines(game, look, path.limit or found[-1], _places(sol, path))
    yield Text()
    points = Standpoints(game)
    labels = points.labels.tolist()
    shown = labels if look.all else labels[:ROWS]
    ends = [*found, *([path.limit] if path.limit else [])]
    named = [_row(game, points, label, ends[-1].probability) for label in shown]
    room = max(look.columns - max([LEAST_WORDS, *(min(cell_len(words), look.columns // 2) for words, _ in named)]), 2)
    columns = some(len(found), max(room // COLUMN - (path.limit is not None), 2))
    head = ["Precision", *(f"{found[k].precision:g}" for k in columns), *(["limit"] if path.limit else [])]
    rows = []
    for words, child in named:
        told = [found[k].probability[child] for k in columns] + ([path.limit.probability[child]] if path.limit else [])
        rows.append([words, *(chance(float(p)) for p in told)])
    yield from table(head, rows, 1, look)
    if len(shown) < len(labels):
        yield Text(f"{look.glyphs.more} {counted(len(labels) - len(shown), 'more choice')}", style=FAINT)


def _places(sol: Solution, path: AgentPath) -> list[int]:
    """Decimals a player, as many as the limit's payoffs need."""
    return places(sol if path.limit is None else replace(sol, equilibria=(path.limit,)))


def _row(game: ExtensiveGame, points: Standpoints, label: int, end: np.ndarray) -> tuple[str, int]:
    """The action that is likeliest at a set in the end, in words, and the node that it leads to."""
    point, node = points.at(label), int(points.nodes(label)[0])
    first, count = int(game.tree.first_child[node]), int(game.tree.child_count[node])
    child = first + int(np.argmax(np.round(end[first : first + count], 9)))
    return f"{_where(game, point)}: {safe(game.action_label(child), True)}", child


def _where(game: ExtensiveGame, point: Standpoint) -> str:
    name = safe(game.players[point.player], True)
    kind = f", {safe(', '.join(point.kind), True)}" if point.kind else ""
    seen = f" after {safe(', '.join(point.seen), True)}" if point.seen else ""
    return f"{name}{kind}{seen}"


def _rows(sol: Solution) -> Sequence[Sequence[str]]:
    """One line a precision, information set and action; the limit has infinite precision."""
    game, path, found = _read(sol)
    points, lines = Standpoints(game), [["precision", "set", "player", "move", "type", "seen", "action", "probability"]]
    limit = [(float("inf"), path.limit.behaviour)] if path.limit is not None and path.settled else []
    sets = [points.at(label) for label in points.labels.tolist()]
    for precision, behaviour in [*((e.precision, e.behaviour) for e in found), *limit]:
        for point in sets:
            known = [game.keys[point.player], point.move, ", ".join(point.kind), ", ".join(point.seen)]
            first = int(game.tree.first_child[points.nodes(point.label)[0]])
            for k, p in enumerate(behaviour[point.label]):
                lines.append([f"{precision:g}", str(point.label), *known, game.action_label(first + k), exact(p)])
    return lines


TOLD = Told(
    "quantal-response",
    _headline,
    _sentences,
    _body,
    _rows,
    extent=EXTENT,
)
