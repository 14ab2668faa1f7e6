"""Tables that several reports about stability share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from negotiate.report.blocks import Cell, Column, Entry, Kind, Table
from negotiate.standing.graph_model import GraphModel
from negotiate.standing.reports.words import labelled
from negotiate.standing.states.naming import state_name


def program_table(heads: str, rows: Iterable[tuple[Entry, ...]]) -> Table:
    """A table for programs alone; its heads stand between commas."""
    return Table(tuple(map(Column, heads.split(", "))), tuple(rows), only="programs")


def yes_no(flag: bool) -> str:
    """A cell that says whether something is so."""
    return "yes" if flag else "no"


def player_columns(model: GraphModel, kind: Kind = "count") -> tuple[Column, ...]:
    """A column a player, with its key for programs and for narrow screens."""
    return tuple(Column(model.players[p], kind, key, key, p) for p, key in enumerate(model.keys))


def state_cell(model: GraphModel, state: int) -> Cell:
    """A state in a table: with today and what happened for people, by its options alone for programs."""
    return Cell(labelled(model, state), state_name(model, state))


def concept_table(model: GraphModel, concepts: Sequence[str], cells: Callable[[int], Sequence[str]]) -> Table:
    """What is said of each state by each concept; states of which nothing is said have no row."""
    told = ((state, cells(state)) for state in range(len(model.states)))
    rows = tuple((state_cell(model, s), *(Cell(one, one) for one in found)) for s, found in told if any(found))
    return Table((Column("State", key="state"), *(Column(c, "mark") for c in concepts)), rows, most=12, more="state")
