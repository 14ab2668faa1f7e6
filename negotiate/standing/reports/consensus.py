"""For how many players each state is stable, and on which state all would agree soonest."""

from __future__ import annotations

from negotiate.report.blocks import Block, Column, Note, Report, Sentence, Table
from negotiate.report.style import Look
from negotiate.report.words import counted
from negotiate.standing.questions.consensus import Consensus
from negotiate.standing.reports.concepts import finished
from negotiate.standing.reports.words import names, player_columns, several, state_cell

ROWS = 8
"""States that are listed where not everything is wanted."""
PLACE = "The numbers are the state's place in each player's ranking; place 1 is the best."
METHOD = "In fallback bargaining all players accept their first place, then their second, until all accept some state."


def report(found: Consensus, look: Look) -> Report:
    """How many states all players would keep, and where fallback bargaining ends."""
    model, everybody = found.model, len(found.model.keys)
    kept, nearly = found.kept_by(everybody), found.kept_by(everybody - 1) if everybody > 2 else ()
    said = f"{counted(len(kept), 'state is', 'states are')} stable for every player ({found.concept})."
    if nearly:
        who = names(model, sorted({found.leaving(state)[0] for state in nearly}), "or")
        said += f" {counted(len(nearly), 'more is', 'more are')} stable for all players but one: {who} would leave."
    place = found.found_at[-1]
    accepted = f"the {place:,} best places of its ranking" if place > 1 else "only the best place of its ranking"
    ends = f"Fallback bargaining ends with {several(model, found.agreed[-1])}, when each player accepts {accepted}."
    blocks: list[Block] = [Sentence(said), Sentence(ends), _table(found), Note(PLACE)]
    return finished(model, blocks, remarks=[METHOD], concepts=[found.concept])


def _table(found: Consensus) -> Table:
    model, counts = found.model, found.counts.tolist()
    order = sorted(range(len(model.states)), key=lambda s: (-counts[s], int(found.places[:, s].max()), s))
    columns = (Column("State"), Column("stable for", "count", "keep it", "for"), *player_columns(model))
    rows = tuple((state_cell(model, s), counts[s], *found.places[:, s].tolist()) for s in order)
    return Table(columns, rows, most=ROWS, more="state")
