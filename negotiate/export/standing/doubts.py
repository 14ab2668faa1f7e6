"""States under strong, weak and unknown preferences, and how many players agree on them, as JSON objects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from negotiate.export.standing.stability import model_json, state_json
from negotiate.standing.graph_model import GraphModel
from negotiate.standing.questions.consensus import Consensus
from negotiate.standing.questions.strength import Strength
from negotiate.standing.questions.unknown import Unknown

STRENGTH = "negotiate/strength/1"
UNKNOWN = "negotiate/unknown/1"
CONSENSUS = "negotiate/consensus/1"


def strength_json(found: Strength, scenario: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The states that stand strongly, and weakly, by each concept."""
    model = found.model
    return {
        **_head(STRENGTH, model, scenario),
        "sanctions": found.sanctions,
        "greatly": [{"player": model.keys[p], "state": state} for p, state in found.greatly],
        "bands": dict(zip(model.keys, found.bands.tolist(), strict=True)),
        "strong": {concept: list(found.strong(concept)) for concept in found.concepts},
        "weak": {concept: list(found.weak(concept)) for concept in found.concepts},
        "notes": list(model.notes),
    }


def unknown_json(found: Unknown, scenario: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The states that stand by each stance towards what is not known."""
    model = found.model
    return {
        **_head(UNKNOWN, model, scenario),
        "sanctions": found.sanctions,
        "pairs": [{"player": model.keys[p], "states": [one, other]} for p, one, other in found.pairs],
        "standing": {
            stance: {concept: list(found.standing(stance, concept)) for concept in found.concepts}
            for stance in found.stances
        },
        "notes": list(model.notes),
    }


def consensus_json(found: Consensus, scenario: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """How many players each state satisfies, and on which they agree if all give way in step."""
    model = found.model
    return {
        **_head(CONSENSUS, model, scenario),
        "concept": found.concept,
        "sanctions": found.sanctions,
        "kept_by": found.counts.tolist(),
        "places": dict(zip(model.keys, found.places.tolist(), strict=True)),
        "agreed": [
            {"players": count, "place": place, "states": list(states)}
            for count, (place, states) in enumerate(zip(found.found_at, found.agreed, strict=True), 1)
        ],
        "notes": list(model.notes),
    }


def _head(schema: str, model: GraphModel, scenario: Mapping[str, Any] | None) -> dict[str, Any]:
    return {
        "schema": schema,
        **({} if scenario is None else {"scenario": dict(scenario)}),
        **model_json(model),
        "states": [state_json(model, state) for state in range(len(model.states))],
    }
