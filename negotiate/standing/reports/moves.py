"""Who can move where: a row a state, and for each player the numbers of the states that a move leads to."""

from __future__ import annotations

from negotiate.report.blocks import Block, Cell, Column, Entry, Note, Report, Sentence, Table
from negotiate.report.style import Look
from negotiate.report.words import counted
from negotiate.standing.reports.concepts import finished
from negotiate.standing.reports.tables import player_columns, program_table, yes_no
from negotiate.standing.reports.words import labelled, labels
from negotiate.standing.states.naming import state_name
from negotiate.standing.telling.move_graph import MoveGraph

LISTED, LISTED_AT_MOST = 12, 300
"""States of a conflict whose moves are listed for people, and with `--all`."""
LEGEND = "A number is the state that a move leads to. A move in brackets does not pay the mover."
STAR = " ★: no player gains by a move."
FILE = "`export SCENARIO moves.graphml --lens stability` writes every move to a file."


def report(found: MoveGraph, look: Look) -> Report:
    """How many states and moves there are, and each move of a small conflict."""
    model, count = found.model, len(found.model.states)
    blocks: list[Block] = [Sentence(_headline(found))]
    if count <= (LISTED_AT_MOST if look.all else LISTED):
        blocks.append(_people(found))
    else:
        blocks.append(Note(f"{f'`--all` lists all {count} states. ' if count <= LISTED_AT_MOST else ''}{FILE}"))
    return finished(model, [*blocks, *_programs(found)], complete="")


def _headline(found: MoveGraph) -> str:
    model, still = found.model, len(found.unmoved)
    better = sum(arrow.improves for arrow in found.arrows)
    between = f"{counted(len(found.arrows), 'move')} between {counted(len(model.states), 'state')}"
    said = f"Of {between}, {better:,} pay the mover."
    no_gain = (
        f"In {counted(still, 'state')} no player gains by a move."
        if still
        else "In each state some player gains by a move."
    )
    said += f" {no_gain}"
    if still and model.status_quo >= 0:
        said += f" Today is {'such a' if model.status_quo in found.unmoved else 'no such'} state."
    one_way = sum(not arrow.returns for arrow in found.arrows)
    return said + (f" {counted(one_way, 'move')} cannot be taken back." if one_way else "")


def _people(found: MoveGraph) -> Table:
    model, unmoved = found.model, set(found.unmoved)
    star = (Column("", "mark"),) if unmoved else ()
    rows: list[tuple[Entry, ...]] = []
    for state in range(len(model.states)):
        marks = [Cell("★" if state in unmoved else "", role="equilibrium")] if star else []
        targets = (_targets(found, state, player) for player in range(len(model.keys)))
        rows.append((state + 1, *marks, labelled(model, state), *targets))
    columns = (Column("", "count"), *star, Column("State"), *player_columns(model, "words"))
    return Table(columns, tuple(rows), only="people", note=LEGEND + (STAR if unmoved else ""))


def _targets(found: MoveGraph, state: int, player: int) -> str:
    """Where a player can go: what pays first."""
    mine = found.leaving(state, player)
    better, others = (", ".join(str(a.end + 1) for a in mine if a.improves is pays) for pays in (True, False))
    return " ".join([*([better] if better else []), *([f"({others})"] if others else [])])


def _programs(found: MoveGraph) -> tuple[Table, Table]:
    model, unmoved = found.model, set(found.unmoved)
    states = (
        (s + 1, state_name(model, s), ", ".join(labels(model, s)), yes_no(s in unmoved))
        for s in range(len(model.states))
    )
    moves = (
        (a.start + 1, model.keys[a.player], a.end + 1, yes_no(a.improves), yes_no(a.returns)) for a in found.arrows
    )
    return (
        program_table("state, what it is, is, nobody gains by leaving", states),
        program_table("from, player, to, betters its mover, can be taken back", moves),
    )
