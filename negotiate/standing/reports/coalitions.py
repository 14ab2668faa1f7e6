"""Which states are stable against coalitions too, and which players would leave the others together."""

from __future__ import annotations

from negotiate.report.blocks import Block, Cell, Column, Entry, Report, Sentence, Table, sentences
from negotiate.report.style import Look
from negotiate.report.words import capital, counted, in_words
from negotiate.standing.questions.coalitions import BrokenState, Coalitions
from negotiate.standing.reports.concepts import finished
from negotiate.standing.reports.words import are, named, names, pattern_cell, several, state_cell
from negotiate.standing.telling.names import called
from negotiate.standing.telling.patterns import gather

ROWS = 10
"""Rows that are shown where not everything is wanted."""
GATHERED = 200
"""Rows in which those that no coalition would leave are gathered at most."""
EXPLAINED = 3
"""States that are told in a sentence each."""
COMPLETE = "Complete: every coalition was checked, with every sequence of moves of its members."
TOGETHER = "A coalition leaves a state only for one that is better for each of its members."
DETERRED = "An answer deters a coalition if some member ends no better off than before."


def report(found: Coalitions, look: Look) -> Report:
    """How many states are stable against coalitions, and who would leave the others for what."""
    said = sentences([_broken(found, one) for one in found.broken], EXPLAINED)
    table = [table] if (table := _table(found)).rows else []
    blocks: list[Block] = [Sentence(" ".join(_headline(found))), *said, *table]
    far = found.concept != "R"
    notes, rule = [TOGETHER, *([DETERRED] if far else [])], found.sanctions if far else ""
    return finished(found.model, blocks, COMPLETE, notes, [found.concept], rule)


def _headline(found: Coalitions) -> list[str]:
    model, count = found.model, len(found.alone)
    kept = [state for state in found.standing if state in found.alone]
    gained = [state for state in found.standing if state not in found.alone]
    which = f": {told}" if (told := named(model, kept)) else ""
    some = f"{in_words(len(kept)).lower() if kept else 'none'} {are(len(kept) or 1)} also stable against coalitions"
    said = [f"Of {counted(count, 'state')} that no single player would leave ({found.concept}), {some}{which}."]
    if not count:
        said = [f"In every state some single player would leave ({found.concept}), so no coalition is needed."]
    if gained:
        some = capital(several(model, gained))
        said.append(f"{some} {are(len(gained))} stable only because others could answer together.")
    return said


def _broken(found: Coalitions, one: BrokenState) -> str:
    model, first = found.model, one.departures[0]
    state, others = called(model, one.state), len(one.departures) - 1
    who, how = names(model, first.coalition, opening=True), "both" if len(first.coalition) == 2 else "all of them"
    said = [f"{who} would leave {state} together for {called(model, first.targets[0])}, which is better for {how}."]
    if more := len(first.targets) - 1:
        said.append(f"{counted(more, 'other state')} would also be better for {how}.")
    if others:
        said.append(f"{counted(others, 'other coalition')} would leave {state}, too.")
    return " ".join(said)


def _table(found: Coalitions) -> Table:
    """Each departure with the state that gives its members most, then the states that no coalition would leave."""
    model = found.model
    rows: list[tuple[Entry, ...]] = []
    for one in found.broken:
        for away in one.departures:
            who = Cell(capital(names(model, away.coalition)), " + ".join(model.keys[p] for p in away.coalition))
            rows.append((who, state_cell(model, one.state), state_cell(model, away.targets[0])))
    rows += [("no coalition", pattern_cell(model, one), "") for one in gather(model, found.standing, GATHERED)]
    return Table((Column("Would leave"), Column("State"), Column("for")), tuple(rows), most=ROWS)
