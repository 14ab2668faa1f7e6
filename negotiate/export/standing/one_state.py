"""Why one state is left or not, as one JSON object."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from negotiate.export.standing.stability import model_json, state_json, states_json
from negotiate.standing.graph_model import GraphModel
from negotiate.standing.looking_ahead.verdict import Answer, Verdict
from negotiate.standing.telling.one_state import OneState

STATE = "negotiate/state/1"


def one_state_json(told: OneState, scenario: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """One state, with what each gain of each player would meet.

    Parameters
    ----------
    told : OneState
        Which state.
    scenario : mapping, optional
        Where it came from, copied as it is.
    """
    found, model = told.found, told.model
    return {
        "schema": STATE,
        **({} if scenario is None else {"scenario": dict(scenario)}),
        **model_json(model),
        "sanctions": found.sanctions,
        "state": state_json(model, told.state),
        "states": states_json(model, [told.state, *_mentioned(told)]),
        "stands_by": list(found.by_concept(told.state)),
        "verdicts": {
            concept: {key: _verdict(model, one) for key, one in zip(model.keys, row, strict=True)}
            for concept, row in zip(found.concepts, told.verdicts, strict=True)
        },
        "notes": list(found.notes),
    }


def _mentioned(told: OneState) -> Iterator[int]:
    """The states that gains, answers and escapes lead to."""
    for row in told.verdicts:
        for answer in (answer for one in row for answer in one.answers):
            yield from (answer.improvement, answer.end, *(to for _, to in answer.steps))
            if answer.escape >= 0:
                yield answer.escape


def _verdict(model: GraphModel, one: Verdict) -> dict[str, Any]:
    return {
        "stays": one.stable,
        "gains": one.improvements,
        "answers": [_answer(model, answer) for answer in one.answers],
    }


def _answer(model: GraphModel, answer: Answer) -> dict[str, Any]:
    return {
        "move_to": state_json(model, answer.improvement),
        "deterred": answer.deters,
        "steps": [{"player": model.keys[player], "to": int(to)} for player, to in answer.steps],
        "ends_in": int(answer.end),
        "escape": int(answer.escape) if answer.escape >= 0 else None,
    }
