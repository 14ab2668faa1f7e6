"""Which states stand against coalitions, as one JSON object."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from negotiate.export.standing.stability import model_json, states_json
from negotiate.standing.questions.coalitions import Coalitions

COALITIONS = "negotiate/coalitions/1"


def coalitions_json(found: Coalitions, scenario: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The states that stand against coalitions, and who would leave the others together.

    Parameters
    ----------
    found : Coalitions
        By one concept.
    scenario : mapping, optional
        Where it came from, copied as it is.
    """
    model = found.model
    left = {state for one in found.broken for away in one.departures for state in (one.state, *away.targets)}
    return {
        "schema": COALITIONS,
        **({} if scenario is None else {"scenario": dict(scenario)}),
        **model_json(model),
        "concept": found.concept,
        "sanctions": found.sanctions,
        "states": states_json(model, {*found.alone, *found.standing, *left}),
        "stand_against_single_players": list(found.alone),
        "stand_against_coalitions": list(found.standing),
        "broken": [
            {
                "state": one.state,
                "departures": [
                    {"coalition": [model.keys[p] for p in away.coalition], "targets": list(away.targets)}
                    for away in one.departures
                ],
            }
            for one in found.broken
        ],
        "notes": list(model.notes),
    }
