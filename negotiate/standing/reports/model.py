"""A conflict as it is: who decides what, how many states and moves there are, and what each player prefers."""

from __future__ import annotations

import numpy as np

from negotiate.report.blocks import Block, Column, Note, Report, Sentence, Table
from negotiate.report.style import Look
from negotiate.report.words import counted
from negotiate.standing.graph_model import GraphModel
from negotiate.standing.questions.consensus import places_of
from negotiate.standing.reports.concepts import finished
from negotiate.standing.reports.tables import player_columns, state_cell
from negotiate.standing.reports.words import names, several

LISTED, LISTED_AT_MOST = 12, 300
"""States that are listed one by one where not everything is wanted, and at all."""
PLACE = "A number is the state's place in a player's ranking, 1 the best."


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
    best = [np.flatnonzero(ranks == ranks.max()).tolist() for ranks in model.ranks]
    decides = [", ".join(issues) for issues in model.decides] or [""] * len(model.keys)
    columns = (Column("Player"), Column("decides"), Column("moves", "count"), Column("likes best"))
    rows = tuple(
        (name, issues, moves.count, several(model, states))
        for name, issues, moves, states in zip(model.players, decides, model.moves, best, strict=True)
    )
    return Table(columns, rows)


def _states(model: GraphModel) -> Table:
    places = np.stack([places_of(ranks) for ranks in model.ranks])
    rows = tuple((state_cell(model, s), *places[:, s].tolist()) for s in range(len(model.states)))
    return Table((Column("State"), *player_columns(model)), rows, most=LISTED, more="state")
