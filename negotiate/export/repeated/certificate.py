"""Whether strategies hold against each other, as one JSON object."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from negotiate.export.repeated.game import by_key, game_json, payoffs_by_key
from negotiate.repeated.lasting.certificate import Certificate, Witness

CERTIFICATE = "negotiate/certificate/1"


def certificate_json(found: Certificate, scenario: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """A certificate with its witnesses.

    Parameters
    ----------
    found : Certificate
        Of one profile.
    scenario : mapping, optional
        Where it came from, copied as it is.
    """
    return {
        "schema": CERTIFICATE,
        **({} if scenario is None else {"scenario": dict(scenario)}),
        **verdict_json(found),
        "notes": list(found.notes),
        "game": game_json(found.game),
    }


def verdict_json(found: Certificate) -> dict[str, Any]:
    """What a certificate says, without the game."""
    return {
        "plays": by_key(found.game, found.names),
        "subgame_perfect": found.subgame_perfect,
        "nash": found.nash,
        "witness": witness_json(found.witness),
        "nash_witness": witness_json(found.nash_witness),
        "payoffs": payoffs_by_key(found.game, found.payoffs),
        "best_replies": payoffs_by_key(found.game, found.best_replies),
        "joint_states": found.states,
        "renegotiation": None if found.renegotiation is None else asdict(found.renegotiation),
    }


def witness_json(witness: Witness | None) -> dict[str, Any] | None:
    """One deviation that pays; its `action` says what it is seen as."""
    return None if witness is None else {key: value for key, value in asdict(witness).items() if key != "seen_as"}
