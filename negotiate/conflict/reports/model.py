"""A conflict as it is: who decides what, what each player prefers, and where a move from each state leads."""

from __future__ import annotations

import numpy as np

from negotiate.conflict.graph_model import GraphModel
from negotiate.conflict.paths import MoveGraph
from negotiate.conflict.patterns import issue_words
from negotiate.conflict.questions.coalitions import places_of
from negotiate.conflict.reports.words import finished, names, player_cell, player_columns, several, state_cell
from negotiate.report.blocks import Block, Cell, Column, Entry, Note, Report, Sentence, Table
from negotiate.report.style import Look
from negotiate.report.words import counted

LISTED, LISTED_AT_MOST = 12, 300
"""States that are listed one by one where not everything is wanted, and at all."""
PLACE = "A number is the state's place in a player's ranking; place 1 is the best."


def report(model: GraphModel, look: Look) -> Report:
    """Players with what they decide and like best, then the states of a small conflict."""
    moves = counted(sum(one.count for one in model.moves), "move")
    who, have = names(model, range(len(model.keys)), opening=True), "have" if len(model.keys) > 1 else "has"
    said = Sentence(f"{who} {have} {moves} between {counted(len(model.states), 'state')}.")
    blocks: list[Block] = [said, _players(model)]
    if len(model.states) <= LISTED_AT_MOST:
        blocks += [_states(model), Note(PLACE)]
    return finished(model, blocks, complete="")


def _players(model: GraphModel) -> Table:
    columns = (Column("Player"), Column("decides"), Column("moves", "count"), Column("likes best"))
    rows = []
    for p, moves in enumerate(model.moves):
        issues = model.decides[p] if model.decides else ()
        decides = Cell("; ".join(issue_words(model, issue) for issue in issues), ", ".join(issues))
        best = np.flatnonzero(model.ranks[p] == model.ranks[p].max()).tolist()
        rows.append((player_cell(model, p), decides, moves.count, several(model, best)))
    return Table(columns, tuple(rows))


def _states(model: GraphModel) -> Table:
    places = np.stack([places_of(ranks) for ranks in model.ranks])
    rows = tuple((state_cell(model, s), *places[:, s].tolist()) for s in range(len(model.states)))
    return Table((Column("State"), *player_columns(model)), rows, most=LISTED, more="state")


LEGEND = "A number is the state that a move leads to. A move in brackets does not pay the mover."
STAR = " ★: no move pays any player."
FILE = "`export SCENARIO moves.graphml --lens stability` writes every move to a file."
STATE = "`--state NUMBER` explains one state."


def report_moves(found: MoveGraph, look: Look) -> Report:
    """How many states and moves there are, and each move of a small conflict."""
    listed = len(found.model.states) <= LISTED_AT_MOST
    blocks: list[Block] = [Sentence(_headline(found)), _table(found) if listed else Note(FILE)]
    return finished(found.model, blocks, complete="", remarks=[STATE, FILE] if listed else [STATE])


def _headline(found: MoveGraph) -> str:
    model, still = found.model, len(found.unmoved)
    moves = f"{counted(len(found.arrows), 'move')} between {counted(len(model.states), 'state')}"
    said = [f"Of {moves}, {sum(arrow.improves for arrow in found.arrows):,} pay the mover."]
    said += [
        f"In {counted(still, 'state')} no move pays any player." if still else "In each state some move pays a player."
    ]
    if still and model.status_quo >= 0:
        said += [f"Today is {'such a' if model.status_quo in found.unmoved else 'no such'} state."]
    if one_way := sum(not arrow.returns for arrow in found.arrows):
        said += [f"{counted(one_way, 'move')} cannot be taken back."]
    return " ".join(said)


def _table(found: MoveGraph) -> Table:
    model, unmoved = found.model, set(found.unmoved)
    rows: list[tuple[Entry, ...]] = []
    for state in range(len(model.states)):
        mark = [Cell("★", "yes", role="equilibrium") if state in unmoved else Cell("", "no")] if unmoved else []
        targets = (_targets(found, state, player) for player in range(len(model.keys)))
        rows.append((state + 1, *mark, state_cell(model, state), *targets))
    star = (Column("", "mark", "no move pays"),) if unmoved else ()
    columns = (Column("", "count", "number"), *star, Column("State"), *player_columns(model, "words"))
    return Table(columns, tuple(rows), most=LISTED, more="state", note=LEGEND + (STAR if unmoved else ""))


def _targets(found: MoveGraph, state: int, player: int) -> str:
    """Where a player can go: what pays first."""
    mine = found.leaving(state, player)
    better, others = (", ".join(str(a.end + 1) for a in mine if a.improves is pays) for pays in (True, False))
    return " ".join([*([better] if better else []), *([f"({others})"] if others else [])])
