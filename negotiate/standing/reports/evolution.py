"""How a conflict got to what happened, or how it could not."""

from __future__ import annotations

from negotiate.report.blocks import Block, Cell, Column, Entry, Report, Table, sentences
from negotiate.report.style import Look
from negotiate.report.words import counted, in_words, joined
from negotiate.standing.questions.evolution import Course, Evolution
from negotiate.standing.reports.concepts import finished
from negotiate.standing.reports.words import are, move_words, named, names, steps_words
from negotiate.standing.states.naming import event
from negotiate.standing.telling.names import called

WAYS = "The best way has the fewest moves that do not pay, then the fewest moves. No player moves twice in a row."
TOGETHER = "Players act together only where each of them gains."
NOT_TRIED = "Players acting together were not looked at, because the model is too large."
COMPLETE = "Complete: every way was checked."


def report(found: Evolution, look: Look) -> Report:
    """The way to each thing that happened, then where moves that pay lead at all."""
    said = [_course(found, one) for one in found.courses]
    if not said:
        said.append("The file names nothing that happened, so there is nothing to explain.")
    reach, named = _reach(found)
    blocks: list[Block] = [*sentences([*said, reach]), *([_table(found)] if found.courses else [])]
    concepts = [concept for course in found.courses for concept in course.stable_by] + named
    complete = COMPLETE if found.looked_together else NOT_TRIED
    return finished(found.model, blocks, complete, [WAYS, TOGETHER], concepts)


def _course(found: Evolution, course: Course) -> str:
    """Whether the moves to what happened pay, and who gains nothing by which of them."""
    model, goal, start = found.model, event(course.label), called(found.model, course.start)
    if course.start == course.goal:
        said = [f"{goal} is the state in which the conflict began, so no move was needed."]
    elif course.against == 0:
        said = [f"From {start} to {goal}, each move pays the mover: {steps_words(model, course.steps)}."]
    elif course.against < 0:
        said = [f"No moves at all lead from {start} to {goal}."]
    else:
        said = [f"No way from {start} to {goal} has only moves that pay the mover."]
        said += [
            f"On the best way, {names(model, s.movers)} gains nothing by {move_words(model, s.start, s.end)}."
            for s in course.steps
            if not s.pays
        ]
    if course.allied and course.allied_against == 0:
        said.append(f"By acting together, the players reach {goal}: {steps_words(model, course.allied)}.")
    elif course.allied:
        unpaid = counted(course.allied_against, "move that does not pay", "moves that do not pay")
        said.append(f"Even by acting together, the players would need {unpaid}.")
    by = f"stable by {joined(course.stable_by)}" if course.stable_by else "not stable by any concept"
    return " ".join([*said, f"{goal} is {by}."])


def _reach(found: Evolution) -> tuple[str, list[str]]:
    """How many states moves that pay reach, and of which concept the stable ones among them are told."""
    model, count = found.model, len(found.reachable)
    start = called(model, found.courses[0].start if found.courses else found.start)
    if count == 1:
        return f"No move from {start} pays the mover.", []
    lead = f"From {start}, moves that pay the mover reach {count - 1:,} of the {len(model.states) - 1:,} other states."
    for concept, states, total in found.standing:
        if concept in ("R", "SEQ") and total:
            which = f": {told}" if (told := named(model, states)) else ""
            some = f"{in_words(len(states))} of these {are(len(states))}" if states else "None of these is"
            all_ = f"The conflict has {counted(total, 'such state')} in all."
            return f"{lead} {some} stable by {concept}{which}. {all_}", [concept]
    return lead, []


def _table(found: Evolution) -> Table:
    columns = (
        Column("What happened"),
        Column("stable by"),
        Column("moves", "count"),
        Column("not paying", "count"),
        Column("not paying together", "count", short="together"),
    )
    rows: list[tuple[Entry, ...]] = []
    for one in found.courses:
        moves = (len(one.steps), one.against) if one.against >= 0 else ("no way", None)
        together = one.allied_against if found.looked_together and one.allied_against >= 0 else None
        by = ", ".join(one.stable_by)
        rows.append((Cell(event(one.label), one.label), Cell(by or "no concept", by), *moves, together))
    return Table(columns, tuple(rows))
