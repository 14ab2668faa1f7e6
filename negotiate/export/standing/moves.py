"""The states and moves of a conflict as one JSON object."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from negotiate.export.standing.stability import model_json, state_json
from negotiate.standing.telling.move_graph import MoveGraph

MOVES = "negotiate/moves/1"


def moves_json(found: MoveGraph, scenario: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """States with everybody's ranks, and all moves.

    Parameters
    ----------
    found : MoveGraph
        The moves.
    scenario : mapping, optional
        Where it came from, copied as it is.
    """
    model = found.model
    ranks = [dict(zip(model.keys, column, strict=True)) for column in model.ranks.T.tolist()]
    return {
        "schema": MOVES,
        **({} if scenario is None else {"scenario": dict(scenario)}),
        **model_json(model),
        "nobody_gains": list(found.unmoved),
        "states": [{**state_json(model, s), "ranks": ranks[s]} for s in range(len(model.states))],
        "moves": [
            {
                "player": model.keys[arrow.player],
                "from": arrow.start,
                "to": arrow.end,
                "improves": arrow.improves,
                "returns": arrow.returns,
            }
            for arrow in found.arrows
        ],
        "notes": list(model.notes),
    }
