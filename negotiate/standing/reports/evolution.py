"""How a conflict got to what happened, or how it could not."""

from __future__ import annotations

from collections.abc import Sequence

from negotiate.report.blocks import Block, Column, Entry, Report, Table, sentences
from negotiate.report.style import Look
from negotiate.report.words import counted, in_words, joined, the
from negotiate.standing.questions.evolution import Course, Evolution
from negotiate.standing.reports.concepts import finished
from negotiate.standing.reports.tables import program_table, yes_no
from negotiate.standing.reports.words import called, capital, key_list, label_words, move_words, several, steps_words
from negotiate.standing.states.paths import Step

WAYS = "Of all ways the best has the fewest moves that do not pay, then the fewest moves. Nobody moves twice running."
TOGETHER = "Players act together only where all of them gain."
NOT_TRIED = "Players acting together were not looked at: the model is too large."
COMPLETE = "Complete: every way was checked."


def report(found: Evolution, look: Look) -> Report:
    """The way to each thing that happened, then where moves that pay lead at all."""
    said = [_course(found, one) for one in found.courses]
    if not said:
        said.append("The file names nothing that happened, so there is nothing to explain.")
    table = [_people(found)] if found.courses else []
    blocks: list[Block] = [*sentences([*said, _reach(found)]), *table, *_programs(found)]
    return finished(found.model, blocks, COMPLETE if found.looked_together else NOT_TRIED, [WAYS, TOGETHER])


def _course(found: Evolution, course: Course) -> str:
    model, goal, start = found.model, label_words(course.label), called(found.model, course.start)
    if course.start == course.goal:
        return f"{capital(goal)} is where the conflict stood: nobody had to move. {_stable(course)}"
    if course.against == 0:
        one = len(course.steps) == 1
        moves = f"{in_words(len(course.steps))} move{' leads' if one else 's lead'} from {start} to {goal}"
        pays = "pays the player who makes it" if one else "each pays the player who makes it"
        return f"{moves}, and {pays}: {steps_words(model, course.steps)}. {_stable(course)}"
    said = [f"No moves at all lead from {start} to {goal}."]
    if course.against > 0:
        said = [f"No moves that all pay lead from {start} to {goal}.", *_unpaid(found, course.steps)]
    if course.allied and course.allied_against == 0:
        said.append(f"Acting together, the players get there: {steps_words(model, course.allied)}.")
    elif course.allied:
        said.append(f"Even acting together, players would need {counted(course.allied_against, 'move')} of this kind.")
    return " ".join([*said, _stable(course)])


def _unpaid(found: Evolution, steps: Sequence[Step]) -> list[str]:
    """Who would gain nothing by which of these moves."""
    model = found.model
    return [
        f"On the best way, {the(model.players[s.movers[0]])} would gain nothing by {move_words(model, s.start, s.end)}."
        for s in steps
        if not s.pays
    ]


def _stable(course: Course) -> str:
    by = joined(course.stands_by)
    return f"{capital(label_words(course.label))} is {f'stable by {by}' if by else 'not stable by any concept'}."


def _reach(found: Evolution) -> str:
    model, count = found.model, len(found.reachable)
    start = called(model, found.courses[0].start if found.courses else found.start)
    others = counted(len(model.states) - 1, "state")
    lead = f"Moves that pay lead from {start} to {count - 1:,} of the other {others}."
    if count == 1:
        return f"No move from {start} pays."
    for concept, states, total in found.standing:
        if concept in ("R", "SEQ") and total:
            which = f": {several(model, states)}" if states else ""
            return f"{lead} They {_reached(len(states), total)} stable by {concept}{which}."
    return lead


def _reached(count: int, total: int) -> str:
    """How many states of a kind are reached, such as "reach two of the three states"."""
    if total == 1:
        return f"{'reach' if count else 'do not reach'} the one state"
    if count == total:
        return "reach both states" if total == 2 else f"reach all {in_words(total).lower()} states"
    return f"reach {in_words(count).lower() if count else 'none'} of the {in_words(total).lower()} states"


def _people(found: Evolution) -> Table:
    columns = (
        Column("What happened"),
        Column("stable by"),
        Column("moves", "count"),
        Column("of these unpaid", "count", short="unpaid"),
        Column("unpaid together", "count", short="together", shown="wide"),
    )
    rows = tuple(
        (label_words(one.label), ", ".join(one.stands_by) or "nothing", *_counts(found, one)) for one in found.courses
    )
    return Table(columns, rows, only="people")


def _counts(found: Evolution, course: Course) -> tuple[int | str | None, int | None, int | None]:
    together = course.allied_against if found.looked_together and course.allied_against >= 0 else None
    if course.against < 0:
        return "no way", None, together
    return len(course.steps), course.against, together


def _programs(found: Evolution) -> list[Table]:
    model = found.model
    steps: list[tuple[Entry, ...]] = []
    for course in found.courses:
        for way, taken in (("alone", course.steps), ("together", course.allied)):
            for k, s in enumerate(taken, 1):
                start, end = str(model.states[s.start]), str(model.states[s.end])
                steps.append((course.label, way, k, key_list(model, s.movers), start, end, yes_no(s.pays)))
    reached = ((str(model.states[s]), yes_no(s in found.ends)) for s in found.reachable)
    return [
        program_table("happened, way, step, movers, from, to, pays", steps),
        program_table("reached, no move pays", reached),
    ]
