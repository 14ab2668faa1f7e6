"""Which states are stable, whether today and what happened are among them, and what keeps them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from negotiate.report.blocks import Block, Cell, Column, Entry, Note, Report, Section, Sentence, Table, sentences
from negotiate.report.style import Look
from negotiate.report.words import counted, in_words, joined
from negotiate.standing.looking_ahead.concepts import Concept
from negotiate.standing.reports.concepts import COMPLETE, finished
from negotiate.standing.reports.explanations import explanation, reasons
from negotiate.standing.reports.tables import program_table
from negotiate.standing.reports.words import (
    are,
    called,
    capital,
    key_list,
    known_states,
    labels,
    pattern_counted,
    several,
)
from negotiate.standing.stability import BoolArray, Stability
from negotiate.standing.states.naming import state_name
from negotiate.standing.telling.rows import SMALL, Row, Rows, table_rows

ROWS = 4
"""Rows of the table besides today and what happened, where not everything is wanted."""
LISTED = 200
"""Rows and explanations that `--all` gives."""
FIRST = 2
"""States that are explained where nothing is known of today or of what happened."""
STATES = 10_000
"""States that other programs get one by one."""
NAMED = 3
"""States that a sentence names one by one."""
LEAVERS = 8
"""Signs in which those who would leave are named; longer lists are counted."""
LEGEND = "★: no player would leave. Other cells name who would."
DOT = "·"
DOTTED = "·: not the same player in each of the states."
AS_TODAY = "What a row leaves out is as it is today."
MORE = "more states with reasons"
NO_TIES = "No player moves to a state that is only as good as the one before."


def report(found: Stability, look: Look) -> Report:
    """The count by concept, today and what happened, the table state by concept."""
    model = found.model
    rows = LISTED if look.all else ROWS if len(model.states) >= SMALL else SMALL
    shown = table_rows(found, rows, everything=look.all)
    left_out = [Note(f"{concept} is left out: {why}.") for concept, why in found.left_out.items()]
    blocks: list[Block] = [*sentences([" ".join(headline(found)), *_focal(found, shown)]), *_stuck(found)]
    blocks += [*([_people(found, shown)] if len(model.states) > 1 else []), _programs(found), *left_out]
    if look.all:
        told = sentences([explanation(found, state) for state in _single(found, shown)])
        blocks.append(Section("Why a state is stable, or not", told, detail=True))
    complete, more = COMPLETE if found.complete else "", MORE if len(model.states) > 1 else ""
    return finished(model, blocks, complete, [NO_TIES], found.concepts, found.sanctions, more)


def headline(found: Stability) -> list[str]:
    """In how many states nobody gains, and how many more are stable because of an answer."""
    if len(found.model.states) == 1:
        return ["There is one state only: no player decides anything alone."]
    if len(found.concepts) == 1:
        return [_one(found, found.concepts[0])]
    return [*([_one(found, "R")] if "R" in found.concepts else []), *_answers(found)]


def _one(found: Stability, concept: Concept) -> str:
    """By one concept."""
    states, total = found.equilibria(concept).tolist(), len(found.model.states)
    told = f": {several(found.model, states)}" if 0 < len(states) <= NAMED else ""
    count = in_words(len(states)).lower()
    if concept != "R":
        return f"Of {total:,} states, {count} {are(len(states))} stable by {concept}{told}."
    if not states:
        return f"In each of {total:,} states some player gains by a move of its own (R)."
    return f"In {count} of {total:,} states no player gains by a move of its own (R){told}."


def _answers(found: Stability) -> list[str]:
    """How many more states are stable because others would, or could, answer."""
    stands = dict(zip(found.concepts, found.stands, strict=True))
    if "SEQ" not in stands or "GMR" not in stands:
        return []
    alone = stands.get("R", np.zeros(len(found.model.states), dtype=bool))
    paying = stands["SEQ"] & ~alone
    costly = stands["GMR"] & ~alone & ~paying
    sides, its = ("the other side", "its") if len(found.model.keys) < 3 else ("the others", "their")
    move = "a move that pays" if its == "its" else "moves that pay"
    pays = f"because leaving would be answered by {move} {sides}"
    cost = f"only if {sides} would answer even at {its} own cost"
    told, more = [], " more" if alone.any() else " states"
    for mask, why, concept in ((paying, pays, "SEQ"), (costly, cost, "GMR")):
        if count := int(mask.sum()):
            noun = more.removesuffix("s") if count == 1 else more
            told.append(f"{in_words(count)}{noun} {are(count)} stable {why} ({concept}){_which(found, mask)}.")
            more = " more"
    return told or ["No answer keeps a player from leaving any other state."]


def _which(found: Stability, mask: BoolArray) -> str:
    """The states by name, where they are few."""
    states = np.flatnonzero(mask).tolist()
    return f": {several(found.model, states)}" if len(states) < NAMED else ""


def _focal(found: Stability, shown: Rows) -> list[str]:
    """Whether today and what happened are stable, those that are so alike together, and why the first of them is."""
    model = found.model
    if len(model.states) == 1:
        return []
    groups: dict[tuple[Concept, ...], list[int]] = {}
    for state in known_states(model):
        groups.setdefault(found.by_concept(state), []).append(state)
    if not groups:
        unsure = [state for state in _single(found, shown) if "R" not in found.by_concept(state)]
        return [" ".join([judged(found, s, [called(model, s)]), *reasons(found, s)]) for s in unsure[:FIRST]]
    return [
        " ".join([judged(found, states[0], [label for s in states for label in labels(model, s)]), *told])
        for states in groups.values()
        for told in [reasons(found, states[0], named=len(states) > 1)]
    ]


def judged(found: Stability, state: int, subjects: Sequence[str]) -> str:
    """By which concepts a state, and others that are so alike, is stable, and by which not."""
    by, concepts = found.by_concept(state), found.concepts
    who = f"{capital(joined(list(subjects)))} {are(len(subjects))}"
    whole = len(concepts) > 1 and found.complete
    if not by:
        return f"{who} not stable by {'any concept' if whole else joined(list(concepts), 'or')}."
    if len(by) == len(concepts):
        return f"{who} stable by {'every concept' if whole else joined(list(by))}."
    return f"{who} stable by {joined(list(by))}, not by {joined([c for c in concepts if c not in by], 'or')}."


def _single(found: Stability, shown: Rows) -> list[int]:
    """States that have a row or a name of their own: today, what happened, then the others, those by R last."""
    single = [row.states[0] for row in shown.rows if len(row.states) == 1]
    safe = [state for state in single if "R" in found.by_concept(state)]
    return list(dict.fromkeys([*known_states(found.model), *(s for s in single if s not in safe), *safe]))


def _people(found: Stability, shown: Rows) -> Table:
    columns = (Column("State"), *(Column(concept, "mark") for concept in found.concepts))
    rows: tuple[tuple[Entry, ...], ...] = tuple(
        (pattern_counted(found.model, row.pattern), *(_cell(found, row, k) for k in range(len(found.concepts))))
        for row in shown.rows
    )
    dotted = any(isinstance(cell, Cell) and cell.shown == DOT for row in rows for cell in row)
    return Table(columns, rows, only="people", note=_legend(found, shown, dotted))


def _cell(found: Stability, row: Row, concept: int) -> Cell:
    """A star, or who would leave each of the states; a dot where it is not the same player in all of them."""
    if found.concepts[concept] in row.by:
        return Cell("★", role="equilibrium")
    keys, who = found.model.keys, row.leavers[concept]
    words = ", ".join(keys[p] for p in who)
    if len(who) == len(keys) > 1:
        words = "both" if len(who) == 2 else "all"
    elif len(who) > 1 and len(words) > LEAVERS:
        words = f"{len(who)} of {len(keys)}"
    return Cell(words or DOT)


def _legend(found: Stability, shown: Rows, dotted: bool) -> str:
    """What the signs mean, what a row leaves out, and how many states have no row."""
    parts, model = [LEGEND, *([DOTTED] if dotted else [])], found.model
    today = model.choices[model.status_quo].items() if model.choices and model.status_quo >= 0 else None
    others = (model.choices[s].items() for row in shown.rows for s in row.states if s != model.status_quo)
    if today and any(today & options for options in others):
        parts.append(AS_TODAY)
    by, none = ("", "not stable") if len(found.concepts) == 1 else (" by some concept", "stable by none")
    if shown.left:
        parts.append(f"{counted(shown.left, f'more state is stable{by}', f'more states are stable{by}')}.")
    if shown.others:
        parts.append(f"{counted(shown.others, f'other state is {none}', f'other states are {none}')}.")
    return " ".join(parts)


def _programs(found: Stability) -> Table:
    """Every state, those that are stable by most concepts first: what it is, and who would leave it."""
    model = found.model
    rows = []
    for state in found.order[:STATES].tolist():
        leaving = (key_list(model, np.flatnonzero(~one[:, state]).tolist()) or "-" for one in found.stable)
        rows.append((state_name(model, state), ", ".join(labels(model, state)), *leaving))
    return program_table(", ".join(["state", "is", *found.concepts]), rows)


def _stuck(found: Stability) -> list[Sentence]:
    """Why more states may be stable than `solve` finds equilibria."""
    if not found.stuck:
        return []
    one = found.stuck == 1
    are = "state is stable by R but no equilibrium" if one else "states are stable by R but no equilibria"
    who = "A player" if one else "In each of them a player"
    why = f"{who} would rather have chosen otherwise and cannot go back."
    return [Sentence(f"{in_words(found.stuck)} {are} of the game that `solve` looks at. {why}")]
