"""Every answer about what lasts, with the function that writes it as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from negotiate.export.repeated.certificate import certificate_json
from negotiate.export.repeated.lasting import lasting_json
from negotiate.export.repeated.many import evolution_json, invasion_json, tournament_json
from negotiate.export.repeated.match import encounter_json, match_json
from negotiate.export.repeated.public import public_trigger_json
from negotiate.export.repeated.repertoire import repertoire_json
from negotiate.export.repeated.sustaining import holding_json, sustainable_json
from negotiate.export.writers import Writer, written
from negotiate.repeated.lasting.agreement import Lasting
from negotiate.repeated.lasting.certificate import Certificate
from negotiate.repeated.lasting.public_trigger import BestTrigger
from negotiate.repeated.many.evolution import Evolution
from negotiate.repeated.many.invasion import Invasion
from negotiate.repeated.many.tournament import Tournament
from negotiate.repeated.match import MatchResult
from negotiate.repeated.matches.encounter import Encounter
from negotiate.repeated.repertoire import Repertoire
from negotiate.repeated.sustaining.holding import Holding
from negotiate.repeated.sustaining.sustainable import Sustainable

WRITERS: tuple[tuple[type, Writer], ...] = (
    (Lasting, lasting_json),
    (BestTrigger, public_trigger_json),
    (Encounter, encounter_json),
    (MatchResult, match_json),
    (Certificate, certificate_json),
    (Holding, holding_json),
    (Sustainable, sustainable_json),
    (Tournament, tournament_json),
    (Invasion, invasion_json),
    (Evolution, evolution_json),
    (Repertoire, repertoire_json),
)
"""In the order of the options that ask for them."""


def repeated_json(found: object, scenario: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Any answer about what lasts as one JSON object; see `written`."""
    return written(found, WRITERS, scenario)
