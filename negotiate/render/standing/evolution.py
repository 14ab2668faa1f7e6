"""How a conflict got to what happened, or how it could not, on one screen."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter

from rich.console import RenderableType

from negotiate.render.kind import Kind
from negotiate.render.standing.told import beginning, called, several, steps_words, unpaid
from negotiate.render.standing.words import labels
from negotiate.render.table import table
from negotiate.report.style import Look
from negotiate.report.words import counted, in_words, joined, safe
from negotiate.standing.questions.evolution import Course, Evolution
from negotiate.standing.states.paths import Step


def _sentences(found: Evolution) -> list[str]:
    said = [_course(found, one) for one in found.courses]
    if not said:
        said.append("The file names nothing that happened, so there is no way to check.")
    return [*said, _reach(found)]


def _label(course: Course) -> str:
    return safe(course.label.replace("_", " "), True)


def _from(found: Evolution, course: Course) -> str:
    known = labels(found.model, course.start)
    return known[0] if known else called(found.model, course.start)


def _course(found: Evolution, course: Course) -> str:
    model, goal, start = found.model, _label(course), _from(found, course)
    if course.start == course.goal:
        return f"{beginning(goal)} is where it stood: nobody had to move{_stands(course)}."
    if course.against == 0:
        pays = "which pays for whoever does it" if len(course.steps) == 1 else "each of which pays for whoever does it"
        return (
            f"{beginning(goal)} is reached from {start} by {steps_words(model, course.steps)}, {pays}{_stands(course)}."
        )
    lead = f"No moves at all lead from {start} to {goal}"
    if course.against > 0:
        lead = f"No moves that all pay lead from {start} to {goal}: {unpaid(model, course.steps)}"
    if course.allied and course.allied_against == 0:
        return f"{lead}. Acting together they get there by {steps_words(model, course.allied)}{_stands(course)}."
    if course.allied:
        left = counted(course.allied_against, "such move")
        return f"{lead}; even acting together they would need {left}{_stands(course)}."
    return f"{lead}{_stands(course)}."


def _stands(course: Course) -> str:
    if not course.stands_by:
        return "; it does not stand by any concept"
    return f"; it stands by {joined(course.stands_by)}"


def _reach(found: Evolution) -> str:
    model, count = found.model, len(found.reachable)
    start = _from(found, found.courses[0]) if found.courses else called(model, found.start)
    lead = f"Moves that pay lead from {start} to {count - 1:,} of the other {counted(len(model.states) - 1, 'state')}"
    if count == 1:
        lead = f"No move from {start} pays"
    by = {concept: (states, total) for concept, states, total in found.standing}
    for concept in ("R", "SEQ"):
        if concept in by and by[concept][1]:
            states, total = by[concept]
            kept = f"the {in_words(total).lower()} states that stand" if total > 1 else "the one state that stands"
            which = f": {several(model, states)}" if states else ""
            some = in_words(len(states)).lower() if states else "none"
            return f"{lead}; of {kept} by {concept} they reach {some}{which}."
    return f"{lead}."


def _body(found: Evolution, look: Look) -> Iterable[RenderableType]:
    if not found.courses:
        return []
    rows = [
        [_label(one), ", ".join(one.stands_by) or "nothing", *_counts(one, found.looked_together)]
        for one in found.courses
    ]
    return table(["What happened", "stands by", "moves", "unpaid", "together"], rows, 2, look)


def _counts(course: Course, looked: bool) -> list[str]:
    own = ["none", ""] if course.against < 0 else [str(len(course.steps)), str(course.against)]
    return [*own, str(course.allied_against) if looked and course.allied_against >= 0 else ""]


def _rows(found: Evolution) -> list[list[list[str]]]:
    model = found.model
    steps = [["happened", "way", "step", "movers", "from", "to", "pays"]]
    for course in found.courses:
        for way, taken in (("alone", course.steps), ("together", course.allied)):
            steps += [[course.label, way, str(k), *_step(found, step)] for k, step in enumerate(taken, 1)]
    reached = [["reached", "no move pays"]]
    reached += [[str(model.states[s]), "yes" if s in found.ends else "no"] for s in found.reachable]
    return [steps, reached]


def _step(found: Evolution, step: Step) -> list[str]:
    model = found.model
    movers = ", ".join(model.keys[p] for p in step.movers)
    return [movers, str(model.states[step.start]), str(model.states[step.end]), "yes" if step.pays else "no"]


def _remarks(found: Evolution) -> list[str]:
    tried = "" if found.looked_together else "; players acting together were not looked at, for the size of the model"
    ways = "of all ways the one with fewest moves that do not pay, then the shortest; nobody moves twice running"
    return [*found.model.notes, f"Method: {ways}; players act together only where all of them gain{tried}"]


KIND = Kind(Evolution, _sentences, _body, _rows, _remarks, attrgetter("model"), 8)
