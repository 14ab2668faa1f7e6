"""A conflict as it is: who decides what, how many states and moves there are, and what each player prefers."""

from __future__ import annotations

import numpy as np

from negotiate.report.blocks import Block, Cell, Column, Note, Report, Sentence, Table
from negotiate.report.style import Look
from negotiate.report.words import counted
from negotiate.standing.graph_model import GraphModel
from negotiate.standing.questions.consensus import places_of
from negotiate.standing.reports.concepts import finished
from negotiate.standing.reports.words import names, player_cell, player_columns, several, state_cell
from negotiate.standing.telling.names import issue_words

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
