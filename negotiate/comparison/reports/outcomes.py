"""What each lens finds and who gets what, as tables, and what a reader must know of the numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from negotiate.comparison.lenses import Lens
from negotiate.comparison.prediction import Answer, Outcome, Prediction, Refusal
from negotiate.comparison.reports.sides import Sides
from negotiate.comparison.reports.words import outcome_words
from negotiate.comparison.result import LensChange, LensComparison, SideComparison
from negotiate.model.negotiation import Negotiation
from negotiate.report.blocks import Cell, Column, Entry, Note, Table
from negotiate.report.words import in_units, joined, safe, sentence_of, the
from negotiate.views.alone import levels_noted

ROWS, FIRST = 4, 2
"""So many results of one lens on one side are listed in the short table; of more only the first."""


def side_tables(found: SideComparison, sides: Sides) -> list[Table]:
    """What each lens finds on both sides: a short table for people, and all of it."""
    keys = [key for key in found.first.keys if key in found.second.keys]
    answers = [answer for change in found.lenses for answer in (change.first, change.second)]
    short, every, cut = list[tuple[Entry, ...]](), list[tuple[Entry, ...]](), False
    for change in found.lenses:
        if not change.as_alone:
            rows, left_out = _short_rows(change, sides, keys)
            short += rows
            cut = cut or left_out
        every += _every_row(change, sides, keys)
    payoffs = _payoff_columns(answers, keys)
    words = (Column("", key="lens"), Column("", key="side"))
    heads = (*words, Column("", key="outcome"), *payoffs)
    everything = (*words, Column("Fate", key="fate"), Column("Result", key="outcome"), *payoffs)
    return [Table(heads, tuple(_said_once(short, 2)), only="people"), _whole(everything, every, cut)]


def lens_tables(found: LensComparison) -> list[Table]:
    """What each lens finds in one scenario: a short table for people, and all of it."""
    keys = found.scenario.keys
    short, every, cut = list[tuple[Entry, ...]](), list[tuple[Entry, ...]](), False
    for lens, answer in zip(found.lenses, found.answers, strict=True):
        if not (isinstance(answer, Prediction) and answer.at_once):
            rows, left_out = _rows(lens, answer, keys)
            short += [(lens.name, *row) for row in rows]
            cut = cut or left_out
        if isinstance(answer, Refusal):
            every.append((lens.name, lens.command, _refused(answer), *_empty(keys)))
        else:
            every += [(lens.name, lens.command, *_row(outcome, answer, keys)) for outcome in answer.outcomes]
    payoffs = _payoff_columns(found.answers, keys)
    heads = (Column("", key="lens"), Column("", key="outcome"), *payoffs)
    everything = (Column("", key="lens"), Column("Command", key="command"), Column("Result", key="outcome"), *payoffs)
    return [Table(heads, tuple(_said_once(short, 1)), only="people"), _whole(everything, every, cut)]


def known(answers: Iterable[Answer]) -> list[Prediction]:
    """The answers that are none that was refused."""
    return [answer for answer in answers if isinstance(answer, Prediction)]


def closing_notes(answers: Sequence[Answer], scenarios: Sequence[Negotiation], methods: Sequence[str]) -> list[Note]:
    """Units, what levels are, whether all is complete and checked; then, as details, other notes and the methods."""
    found = known(answers)
    units = [in_units(answer.players, answer.units) for answer in found]
    levels = [levels_words(scenario) for scenario in scenarios]
    noted = {note for scenario in scenarios for note in levels_noted(scenario)}
    notes = [sentence_of(note) for answer in found for note in answer.notes if note not in noted]
    seen = dict.fromkeys(filter(None, [*units, *levels, _trust(found) if found else ""]))
    return [*map(Note, seen), *(Note(text, detail=True) for text in dict.fromkeys([*notes, *methods]))]


def levels_words(scenario: Negotiation) -> str:
    """Whose payoffs only say what is better; empty where all payoffs are amounts."""
    who = [the(scenario.players[key].name) for key in scenario.keys if key in scenario.ordinal]
    if not who:
        return ""
    return f"Payoffs of {joined(who)} are levels: a higher level is better, and nobody knows by how much."


def _trust(found: Sequence[Prediction]) -> str:
    complete = "Complete" if all(answer.complete for answer in found) else "Not known to be complete"
    return f"{complete}{'; checked' if all(answer.verified for answer in found) else ''}."


def method_words(answer: Prediction) -> str:
    """The method of one answer, and whether it found all."""
    method = safe(answer.method, True).replace("-", " ")
    return f"{method} ({'complete' if answer.complete else 'not known to be complete'})"


def _short_rows(change: LensChange, sides: Sides, keys: Sequence[str]) -> tuple[list[tuple[Entry, ...]], bool]:
    """The rows of one lens: each side's, but what is the same on both once."""
    (one, first_cut), (other, second_cut) = (_rows(change.lens, a, keys) for a in (change.first, change.second))
    same = [row for row in one if row in other]
    rows = [(change.lens.name, "both" if row in same else sides.heads[0], *row) for row in one]
    rows += [(change.lens.name, sides.heads[1], *row) for row in other if row not in same]
    return rows, first_cut or second_cut


def _every_row(change: LensChange, sides: Sides, keys: Sequence[str]) -> Iterable[tuple[Entry, ...]]:
    fates = change.fates.each if change.fates else ()
    for side, (head, key, answer) in enumerate(
        zip(sides.heads, sides.keys, (change.first, change.second), strict=True)
    ):
        start = (change.lens.name, Cell(head, key))
        if isinstance(answer, Refusal):
            yield (*start, "", _refused(answer), *_empty(keys))
            continue
        kinds = {id(fate.second if side else fate.first): fate.kind for fate in fates}
        for outcome in answer.outcomes:
            yield (*start, kinds.get(id(outcome), ""), *_row(outcome, answer, keys))


def _rows(lens: Lens, answer: Answer, keys: Sequence[str]) -> tuple[list[tuple[Entry, ...]], bool]:
    """What a lens finds on one side, in few rows, and whether more were left out."""
    if isinstance(answer, Refusal):
        return [(_refused(answer), *_empty(keys))], False
    if not answer.outcomes:
        return [(lens.none, *_empty(keys))], False
    if lens.most is not None and len(answer.outcomes) > lens.most:
        return [(f"{len(answer.outcomes):,} {lens.results}", *_empty(keys))], True
    listed = answer.outcomes if len(answer.outcomes) <= ROWS else answer.outcomes[:FIRST]
    rows = [_row(outcome, answer, keys) for outcome in listed]
    rest = len(answer.outcomes) - len(rows)
    return [*rows, *([(f"… {rest:,} more", *_empty(keys))] if rest else [])], rest > 0


def _row(outcome: Outcome, answer: Prediction, keys: Sequence[str]) -> tuple[Entry, ...]:
    return (outcome_words(outcome, answer), *(float(outcome.payoffs[answer.keys.index(key)]) for key in keys))


def _refused(answer: Refusal) -> str:
    return f"no answer: {safe(answer.message, True)}"


def _empty(keys: Sequence[str]) -> tuple[None, ...]:
    return (None,) * len(keys)


def _said_once(rows: Sequence[tuple[Entry, ...]], leading: int) -> Iterable[tuple[Entry, ...]]:
    """Rows of which the first cells are left empty where the row above begins in the same way."""
    above: tuple[Entry, ...] = ()
    for row in rows:
        same = next((k for k in range(leading) if row[: k + 1] != above[: k + 1]), leading)
        yield (*("" for _ in range(same)), *row[same:])
        above = row


def _payoff_columns(answers: Sequence[Answer], keys: Sequence[str]) -> list[Column]:
    """A column a player; one whom the two sides call by two names goes by the short one."""
    found, columns = known(answers), []
    for place, key in enumerate(keys):
        names = {safe(answer.players[answer.keys.index(key)], True) for answer in found if key in answer.keys}
        values = [
            abs(outcome.payoffs[answer.keys.index(key)])
            for answer in found
            for outcome in answer.outcomes
            if key in answer.keys
        ]
        head = names.pop() if len(names) == 1 else key
        columns.append(Column(head, "payoff", f"payoff {key}", key, place, size=max(values, default=0.0)))
    return columns


def _whole(columns: Sequence[Column], rows: Sequence[tuple[Entry, ...]], cut: bool) -> Table:
    """Every result, for programs, and for people where the short table leaves some out."""
    only: Literal["both", "programs"] = "both" if cut else "programs"
    return Table(tuple(columns), tuple(rows), "Every result", detail=True, only=only)
