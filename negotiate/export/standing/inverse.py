"""Which rankings would let a state stand, as one JSON object."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from negotiate.export.standing.stability import model_json, state_json, states_json
from negotiate.standing.graph_model import GraphModel
from negotiate.standing.questions.changes import Change, as_levels
from negotiate.standing.questions.demands import Comparison, Demand
from negotiate.standing.questions.inverse import Inverse

INVERSE = "negotiate/inverse/1"


def inverse_json(found: Inverse, scenario: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """What rankings must say for a state to stand, and the smallest changes of the given ones.

    Parameters
    ----------
    found : Inverse
        About one state.
    scenario : mapping, optional
        Where it came from, copied as it is.

    Returns
    -------
    dict
        States are named by their numbers, under which `states` tells what each is; rankings are lists of ties, the
        best first.
    """
    model = found.model
    return {
        "schema": INVERSE,
        **({} if scenario is None else {"scenario": dict(scenario)}),
        **model_json(model),
        "concept": found.look.concept,
        "sanctions": found.look.sanctions,
        "state": state_json(model, found.state),
        "states": states_json(model, _mentioned(found)),
        "stands": found.stands,
        "swaps": found.swaps,
        "smallest_for_certain": found.changes.certain,
        "changes": [_change(model, change) for change in found.changes.smallest],
        "changes_complete": found.changes.every,
        "demands": [_demand(model, demand, demand not in found.failing) for demand in found.demands],
        "notes": list(model.notes),
    }


def _mentioned(found: Inverse) -> Iterable[int]:
    """All states where whole rankings are told, else those that demands are about."""
    if any(change.swaps for change in found.changes.smallest):
        return range(len(found.model.states))
    compared = (one for demand in found.demands for way in demand.alternatives for one in way)
    return [found.state, *(d.target for d in found.demands), *(s for one in compared for s in (one.state, one.than))]


def _change(model: GraphModel, change: Change) -> dict[str, Any]:
    touched = dict.fromkeys(swap.player for swap in change.swaps)
    return {
        "swaps": [
            {"player": model.keys[swap.player], "raised": swap.raised, "lowered": swap.lowered} for swap in change.swaps
        ],
        "rankings": {model.keys[p]: [list(level) for level in as_levels(change.ranks, p)] for p in touched},
    }


def _demand(model: GraphModel, demand: Demand, met: bool) -> dict[str, Any]:
    return {
        "player": model.keys[demand.player],
        "to": demand.target,
        "met": met,
        "alternatives": [[_comparison(model, one) for one in sorted(way)] for way in demand.alternatives],
        "complete": demand.complete,
    }


def _comparison(model: GraphModel, one: Comparison) -> dict[str, Any]:
    relation = "better" if one.strictly else "no worse"
    return {"player": model.keys[one.player], "state": one.state, "relation": relation, "than": one.than}
