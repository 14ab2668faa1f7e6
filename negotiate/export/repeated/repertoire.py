"""Which strategies there are, as one JSON object."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from negotiate.export.repeated.game import by_key, game_json, plain
from negotiate.repeated.automaton import Automaton
from negotiate.repeated.repertoire import Entry, Repertoire

STRATEGIES = "negotiate/strategies/1"


def repertoire_json(found: Repertoire, scenario: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Every strategy with its idea, and why somebody cannot play it.

    Parameters
    ----------
    found : Repertoire
        Of one game.
    scenario : mapping, optional
        Where it came from, copied as it is.
    """
    return {
        "schema": STRATEGIES,
        **({} if scenario is None else {"scenario": dict(scenario)}),
        "strategies": [{**_entry(one), "refused": by_key(found.game, one.refused)} for one in found.entries],
        "game": game_json(found.game),
    }


def _entry(one: Entry) -> dict[str, Any]:
    """A memory without bound is null; so is what an automaton of a file does not say."""
    if isinstance(one.strategy, Automaton):
        return {"name": one.name, "own": True, "states": list(one.strategy.names)}
    told = one.strategy
    return {
        "name": one.name,
        "own": False,
        "idea": told.idea,
        "history": told.history,
        "reference": told.reference,
        "memory": plain(float(told.memory)),
        "parameters": dict(told.parameters),
    }
