"""Which states stand, as one JSON object for other programs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from negotiate.standing.graph_model import GraphModel
from negotiate.standing.stability import Stability

STABILITY = "negotiate/stability/1"
LISTED = 10_000
"""States that are written out, those that stand by most concepts first."""


def stability_json(found: Stability, scenario: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Which states stand as plain dictionaries, lists, strings and whole numbers.

    Parameters
    ----------
    found : Stability
        By one concept or several.
    scenario : mapping, optional
        Where it came from, copied as it is.

    Returns
    -------
    dict
        Players are named by their keys, states by their numbers, counted from 0 in the order of the model.
    """
    shown = list(dict.fromkeys([*found.order[:LISTED].tolist(), *_always(found.model)]))
    return {
        "schema": STABILITY,
        **({} if scenario is None else {"scenario": dict(scenario)}),
        **model_json(found.model),
        "concepts": list(found.concepts),
        "left_out": dict(found.left_out),
        "sanctions": found.sanctions,
        "complete": found.complete,
        "equilibria": {concept: found.equilibria(concept).tolist() for concept in found.concepts},
        "states": [_state(found, state) for state in shown],
        "states_left_out": len(found.model.states) - len(shown),
        "notes": list(found.notes),
    }


def model_json(model: GraphModel) -> dict[str, Any]:
    """What every answer about a conflict says of the conflict."""
    return {
        "title": model.title,
        "players": dict(zip(model.keys, model.players, strict=True)),
        "count": len(model.states),
        "status_quo": model.status_quo if model.status_quo >= 0 else None,
        "happened": dict(model.happened),
        "kept": dict(model.kept),
    }


def state_json(model: GraphModel, state: int) -> dict[str, Any]:
    """A state by number, name and options."""
    choices = dict(model.choices[state]) if len(model.choices) else {}
    return {"number": state, "name": str(model.states[state]), "choices": choices}


def states_json(model: GraphModel, mentioned: Iterable[int]) -> list[dict[str, Any]]:
    """Every state whose number stands somewhere in an answer, so that a reader finds what it is."""
    return [state_json(model, state) for state in sorted({*map(int, mentioned), *_always(model)})]


def _always(model: GraphModel) -> list[int]:
    """The states that every answer names."""
    return [state for state in (model.status_quo, *model.happened.values()) if state >= 0]


def by_player(model: GraphModel, players: Sequence[int]) -> list[str]:
    """Some players by their keys."""
    return [model.keys[player] for player in players]


def _state(found: Stability, state: int) -> dict[str, Any]:
    model = found.model
    players = range(len(model.keys))
    return {
        **state_json(model, state),
        "ranks": {key: int(row[state]) for key, row in zip(model.keys, model.ranks, strict=True)},
        "stands_by": list(found.by_concept(state)),
        "would_leave": {
            concept: by_player(model, [p for p in players if not one[p, state]])
            for concept, one in zip(found.concepts, found.stable, strict=True)
        },
    }
