"""Every answer about what nobody would leave, with the function that writes it as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from negotiate.export.standing.coalitions import coalitions_json
from negotiate.export.standing.doubts import consensus_json, strength_json, unknown_json
from negotiate.export.standing.evolution import evolution_json
from negotiate.export.standing.inverse import inverse_json
from negotiate.export.standing.moves import moves_json
from negotiate.export.standing.one_state import one_state_json
from negotiate.export.standing.stability import stability_json
from negotiate.export.writers import Writer, written
from negotiate.standing.questions.coalitions import Coalitions
from negotiate.standing.questions.consensus import Consensus
from negotiate.standing.questions.evolution import Evolution
from negotiate.standing.questions.inverse import Inverse
from negotiate.standing.questions.strength import Strength
from negotiate.standing.questions.unknown import Unknown
from negotiate.standing.stability import Stability
from negotiate.standing.telling.move_graph import MoveGraph
from negotiate.standing.telling.one_state import OneState

WRITERS: tuple[tuple[type, Writer], ...] = (
    (Stability, stability_json),
    (OneState, one_state_json),
    (MoveGraph, moves_json),
    (Inverse, inverse_json),
    (Coalitions, coalitions_json),
    (Evolution, evolution_json),
    (Strength, strength_json),
    (Unknown, unknown_json),
    (Consensus, consensus_json),
)
"""In the order of the options that ask for them."""


def standing_json(found: object, scenario: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Any answer about what nobody would leave as one JSON object; see `written`."""
    return written(found, WRITERS, scenario)
