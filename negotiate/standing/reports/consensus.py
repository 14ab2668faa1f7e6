"""For how many players each state is stable, and on which state all would agree soonest."""

from __future__ import annotations

from negotiate.report.blocks import Block, Column, Note, Report, Sentence, Table
from negotiate.report.style import Look
from negotiate.report.words import counted, in_words
from negotiate.standing.questions.consensus import Consensus
from negotiate.standing.reports.concepts import finished
from negotiate.standing.reports.tables import player_columns, state_cell
from negotiate.standing.reports.words import names, several

ROWS = 10
"""States that are listed where not everything is wanted."""
PLACE = "A number below a player's name is the state's place in the player's ranking, 1 the best."
METHOD = "In fallback bargaining all players accept their first place, then their second, until all accept some state."


def report(found: Consensus, look: Look) -> Report:
    """How many states all players would keep, and where fallback bargaining ends."""
    model, everybody = found.model, len(found.model.keys)
    kept, nearly = found.kept_by(everybody), found.kept_by(everybody - 1) if everybody > 2 else ()
    all_ = "both" if everybody == 2 else f"all {in_words(everybody).lower()}"
    said = f"{counted(len(kept), 'state is', 'states are')} stable for {all_} players ({found.concept})."
    if nearly:
        who = names(model, sorted({found.leaving(state)[0] for state in nearly}), "or", opening=True)
        said += f" {counted(len(nearly), 'more is', 'more are')} stable for all but one. {who} would leave."
    agreed = f"{several(model, found.agreed[-1])}, at place {found.found_at[-1]:,} of each ranking"
    ends = Sentence(f"Fallback bargaining ends on {agreed}.")
    blocks: list[Block] = [Sentence(said), ends, _table(found), Note(PLACE)]
    return finished(model, blocks, notes=[METHOD], concepts=[found.concept])


def _table(found: Consensus) -> Table:
    model, counts = found.model, found.counts.tolist()
    order = sorted(range(len(model.states)), key=lambda s: (-counts[s], int(found.places[:, s].max()), s))
    columns = (Column("State"), Column("stable for", "count", "keep it", "for"), *player_columns(model))
    rows = tuple((state_cell(model, s), counts[s], *found.places[:, s].tolist()) for s in order)
    return Table(columns, rows, most=ROWS, more="state")
