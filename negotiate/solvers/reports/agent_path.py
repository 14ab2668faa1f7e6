"""Quantal responses of a tree's information sets: where ever more precise play leads, and how it gets there."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from negotiate.games.extensive import ExtensiveGame
from negotiate.games.normal_form import FloatArray
from negotiate.games.standpoints import Standpoint, Standpoints
from negotiate.report.blocks import Block, Column, Entry, Report, Sentence, Table
from negotiate.report.numbers import number
from negotiate.report.style import Look
from negotiate.report.words import safe
from negotiate.solvers.reports import hidden_play
from negotiate.solvers.reports.paths import hides, path, walk
from negotiate.solvers.reports.payoffs import places
from negotiate.solvers.reports.tree import tree
from negotiate.solvers.reports.trust import trust
from negotiate.solvers.solution import Solution, TreeEquilibrium
from negotiate.solvers.trees.agent_responses import AgentPath, AgentResponse

EXTENT = (
    "the whole path from choice at random, and no other",
    "the path from choice at random as far as it was followed",
)
"""What it means that such an answer is complete, and that it is not."""
ROWS = 12
"""Choices that people see where not everything is wanted, in the tree's order."""
PRECISIONS = 4
"""Columns of precisions that people see."""


def report(sol: Solution, look: Look) -> Report:
    """Where ever more precise play leads, the tree there, and how likely what is done in the end is on the way."""
    game, followed, found = _read(sol)
    digits = places(sol if followed.limit is None else replace(sol, equilibria=(followed.limit,)))
    blocks: list[Block] = [Sentence(_headline(followed, found))]
    if followed.limit is not None:
        blocks += _limit(followed.limit, digits)
        if followed.settled:
            near = number(followed.distance, 3) if followed.distance >= 0.0005 else "0.0005"
            within = f"every probability and belief is within {near} of that"
            blocks.append(Sentence(f"At precision {number(found[-1].precision)} {within}."))
    blocks += [tree(game, look, followed.limit or found[-1], digits), _table(game, followed, found)]
    blocks.append(_for_programs(game, followed, found))
    return Report(safe(game.title, True), (*blocks, *trust(sol, EXTENT)), tuple(game.players))


def _read(sol: Solution) -> tuple[ExtensiveGame, AgentPath, list[AgentResponse]]:
    if not isinstance(sol.game, ExtensiveGame) or not isinstance(sol.finding, AgentPath):
        raise TypeError("this solution is about another concept")
    return sol.game, sol.finding, [e for e in sol.equilibria if isinstance(e, AgentResponse)]


def _headline(followed: AgentPath, found: list[AgentResponse]) -> str:
    last = number(found[-1].precision)
    if followed.limit is None:
        return f"It is not settled where ever more precise play leads (followed up to precision {last})."
    end = f"{path(followed.limit)}, a sequential equilibrium"
    if followed.settled:
        return f"From choice at random, ever more precise play leads to {end}."
    near = f"within {number(followed.distance, 3)} of {end}"
    return f"At precision {last}, play is {near}. Whether play ends there is not settled."


def _limit(limit: TreeEquilibrium, digits: list[int]) -> list[Sentence]:
    return hidden_play.sentences(limit, digits) if hides(limit.game) else [Sentence(walk(limit, digits))]


def _table(game: ExtensiveGame, followed: AgentPath, found: list[AgentResponse]) -> Table:
    """How likely the action that is likeliest in the end is at each set, one precision after another."""
    points, ends = Standpoints(game), [*found, *([followed.limit] if followed.limit else [])]
    some = sorted({round(k) for k in np.linspace(0, len(found) - 1, min(PRECISIONS, len(found)))})
    rows: list[tuple[Entry, ...]] = []
    for label in points.labels.tolist():
        words, child = _likeliest(game, points, label, ends[-1].probability)
        chances = [found[k].probability[child] for k in some]
        chances += [followed.limit.probability[child]] if followed.limit else []
        rows.append((words, *map(float, chances)))
    heads = [*(f"{found[k].precision:g}" for k in some), *(["limit"] if followed.limit else [])]
    columns = (Column("Precision"), *(Column(head, "probability") for head in heads))
    return Table(columns, tuple(rows), most=ROWS, more="choice", only="people")


def _likeliest(game: ExtensiveGame, points: Standpoints, label: int, end: FloatArray) -> tuple[str, int]:
    """The action that is likeliest at a set in the end, in words, and the node that it leads to."""
    point, node = points.at(label), int(points.nodes(label)[0])
    first, count = int(game.tree.first_child[node]), int(game.tree.child_count[node])
    child = first + int(np.argmax(np.round(end[first : first + count], 9)))
    return f"{_where(game, point)}: {safe(game.action_label(child), True)}", child


def _where(game: ExtensiveGame, point: Standpoint) -> str:
    kind = f", {safe(', '.join(point.kind), True)}" if point.kind else ""
    seen = f" after {safe(', '.join(point.seen), True)}" if point.seen else ""
    return f"{safe(game.players[point.player], True)}{kind}{seen}"


def _for_programs(game: ExtensiveGame, followed: AgentPath, found: list[AgentResponse]) -> Table:
    """One line a precision, information set and action; the limit has infinite precision."""
    points = Standpoints(game)
    limit = [("inf", followed.limit.behaviour)] if followed.limit is not None and followed.settled else []
    sets = [points.at(label) for label in points.labels.tolist()]
    rows: list[tuple[Entry, ...]] = []
    for precision, behaviour in [*((f"{e.precision:g}", e.behaviour) for e in found), *limit]:
        for point in sets:
            first = int(game.tree.first_child[points.nodes(point.label)[0]])
            known = hidden_play.set_entries(game, point)
            rows.extend(
                (precision, *known, game.action_label(first + k), float(p))
                for k, p in enumerate(behaviour[point.label])
            )
    ends = (Column("action"), Column("probability", "probability"))
    return Table((Column("precision"), *hidden_play.SET_COLUMNS, *ends), tuple(rows), only="programs")
