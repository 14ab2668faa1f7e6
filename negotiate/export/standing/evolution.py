"""How a conflict got to what happened, as one JSON object."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from negotiate.export.standing.stability import model_json, states_json
from negotiate.standing.graph_model import GraphModel
from negotiate.standing.questions.evolution import Course, Evolution
from negotiate.standing.states.paths import Step

EVOLUTION = "negotiate/evolution/1"


def evolution_json(found: Evolution, scenario: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The ways to what happened, and what moves that pay can reach.

    Parameters
    ----------
    found : Evolution
        From where a conflict stood.
    scenario : mapping, optional
        Where it came from, copied as it is.

    Returns
    -------
    dict
        `against` is None where no moves lead there at all.
    """
    model = found.model
    told = {found.start, *found.reachable, *found.ends, *(state for one in found.courses for state in _states(one))}
    told |= {state for _, states, _ in found.standing for state in states}
    return {
        "schema": EVOLUTION,
        **({} if scenario is None else {"scenario": dict(scenario)}),
        **model_json(model),
        "start": found.start,
        "states": states_json(model, told),
        "courses": [_course(model, one) for one in found.courses],
        "reachable": list(found.reachable),
        "nobody_gains": list(found.ends),
        "equilibria_reached": {concept: list(states) for concept, states, _ in found.standing},
        "equilibria": {concept: total for concept, _, total in found.standing},
        "looked_together": found.looked_together,
        "notes": list(model.notes),
    }


def _states(course: Course) -> list[int]:
    steps = (*course.steps, *course.allied)
    return [course.start, course.goal, *(state for step in steps for state in (step.start, step.end))]


def _course(model: GraphModel, course: Course) -> dict[str, Any]:
    return {
        "label": course.label,
        "from": course.start,
        "to": course.goal,
        "steps": _steps(model, course.steps),
        "against": course.against if course.against >= 0 else None,
        "together": _steps(model, course.allied),
        "together_against": course.allied_against if course.allied_against >= 0 else None,
        "stands_by": list(course.stands_by),
        "explained": course.explained,
    }


def _steps(model: GraphModel, steps: Sequence[Step]) -> list[dict[str, Any]]:
    return [
        {"movers": [model.keys[p] for p in step.movers], "from": step.start, "to": step.end, "pays": bool(step.pays)}
        for step in steps
    ]
