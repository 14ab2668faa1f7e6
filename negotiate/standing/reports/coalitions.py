"""Which states are stable against coalitions too, and which players would leave the others together."""

from __future__ import annotations

from negotiate.report.blocks import Block, Column, Report, Sentence, Table, sentences
from negotiate.report.style import Look
from negotiate.report.words import counted, in_words
from negotiate.standing.questions.coalitions import BrokenState, Coalitions
from negotiate.standing.reports.concepts import finished
from negotiate.standing.reports.tables import program_table, yes_no
from negotiate.standing.reports.words import are, called, capital, key_list, labelled, names, pattern_counted, several
from negotiate.standing.telling.patterns import gather

ROWS = 10
"""Rows that are shown where not everything is wanted."""
GATHERED = 200
"""Rows in which those that no coalition would leave are gathered at most."""
EXPLAINED = 3
"""States that are told in a sentence each."""
COMPLETE = "Complete: every coalition was checked, with all that its members can do one after the other."
TOGETHER = "A coalition leaves a state only for one that is better for each of its members."
DETERRED = "An answer deters a coalition if a member ends no better off than before."


def report(found: Coalitions, look: Look) -> Report:
    """How many states are stable against coalitions, and who would leave the others for what."""
    said = sentences([_broken(found, one) for one in found.broken], EXPLAINED)
    table = [table] if (table := _people(found)).rows else []
    blocks: list[Block] = [Sentence(" ".join(_headline(found))), *said, *table, *_programs(found)]
    far = found.concept != "R"
    notes, rule = [TOGETHER, *([DETERRED] if far else [])], found.sanctions if far else ""
    return finished(found.model, blocks, COMPLETE, notes, [found.concept], rule)


def _headline(found: Coalitions) -> list[str]:
    model, count = found.model, len(found.alone)
    kept = [state for state in found.standing if state in found.alone]
    gained = [state for state in found.standing if state not in found.alone]
    leave = f"no single player would leave ({found.concept})"
    if not count:
        said = [f"In every state some single player would leave ({found.concept}), so no coalition is needed."]
    elif not kept:
        which = "The only state that" if count == 1 else f"None of the {in_words(count).lower()} states that"
        is_ = "is not stable" if count == 1 else "is stable"
        said = [f"{which} {leave} {is_} against coalitions."]
    else:
        every = "both" if count == 2 else "all"
        some = every if 1 < len(kept) == count else in_words(len(kept)).lower()
        start = f"Of {counted(count, 'state')} that {leave}, {some} {are(len(kept))} stable against coalitions too"
        said = [f"{start}: {several(model, kept)}."]
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
        said.append(f"{counted(more, 'other state')} would be better for {how}, too.")
    if others:
        said.append(f"{counted(others, 'other coalition')} would leave {state}, too.")
    return " ".join(said)


def _people(found: Coalitions) -> Table:
    model = found.model
    rows = [
        (" + ".join(model.keys[p] for p in d.coalition), labelled(model, one.state), called(model, d.targets[0]))
        for one in found.broken
        for d in one.departures
    ]
    rows += [("nobody", pattern_counted(model, one), "") for one in gather(model, found.standing, GATHERED)]
    heads = ("Would leave", "State", "for")
    return Table(tuple(map(Column, heads)), tuple(rows), most=ROWS, more="row", only="people")


def _programs(found: Coalitions) -> list[Table]:
    model = found.model
    states = (
        (str(model.states[state]), yes_no(state in found.alone), yes_no(state in found.standing))
        for state in sorted({*found.alone, *found.standing})
    )
    leaving = (
        (str(model.states[one.state]), key_list(model, departure.coalition), str(model.states[target]))
        for one in found.broken
        for departure in one.departures
        for target in departure.targets
    )
    return [
        program_table("state, stands against single players, stands against coalitions", states),
        program_table("state, coalition, target", leaving),
    ]
