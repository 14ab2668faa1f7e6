"""What it takes to hold a package, and what could be sustained at all, as JSON objects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from negotiate.export.repeated.game import by_key, game_json, labels, payoffs_by_key, plain
from negotiate.repeated.rounding import without_rounding
from negotiate.repeated.sustaining.grounds import everything
from negotiate.repeated.sustaining.holding import Holding
from negotiate.repeated.sustaining.sustainable import Sustainable

HOLDING = "negotiate/holding/1"
SUSTAINABLE = "negotiate/sustainable/1"


def holding_json(found: Holding, scenario: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """What it takes to hold one combination of postures.

    Parameters
    ----------
    found : Holding
        A number that is none, or infinite, is null.
    scenario : mapping, optional
        Where it came from, copied as it is.
    """
    game, worst = found.game, found.harshest
    return {
        "schema": HOLDING,
        **({} if scenario is None else {"scenario": dict(scenario)}),
        "package": labels(game, found.package) if found.package else None,
        "holds": found.holds,
        "worth": payoffs_by_key(game, found.worth),
        "temptation": payoffs_by_key(game, found.temptation),
        "floor": payoffs_by_key(game, found.floor),
        "punishment": found.punishment,
        "patience_needed": by_key(game, found.patience),
        "common_patience_needed": found.common,
        "needs": payoffs_by_key(game, found.needs),
        "affords": payoffs_by_key(game, found.affords),
        "payment": payoffs_by_key(game, found.payment) if found.payment else None,
        "harshest": None
        if worst is None
        else {"floor": list(worst.floor), "holds": worst.holds, "common_patience_needed": worst.common},
        "notes": list(found.notes),
        "game": game_json(game),
    }


def sustainable_json(found: Sustainable, scenario: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """What could be got, and what could be sustained."""
    game = found.game
    return {
        "schema": SUSTAINABLE,
        **({} if scenario is None else {"scenario": dict(scenario)}),
        "feasible": plain(without_rounding(game, found.feasible)),
        "sustained": plain(without_rounding(game, found.corners)),
        "floor": payoffs_by_key(game, found.floor),
        "held_down_by": {key: _odds(found, p) for p, key in enumerate(game.keys)},
        "agreement": payoffs_by_key(game, found.agreement),
        "agreement_sustained": found.sustained,
        "fallback": payoffs_by_key(game, found.fallback),
        "notes": [*game.notes, *found.notes],
        "game": game_json(game),
    }


def _odds(found: Sustainable, player: int) -> dict[str, float] | None:
    """What the other does, and with which odds, to hold a player down; null where it would walk away."""
    held = found.held_by[player]
    if held is None:
        return None
    other = everything(found.game).strategies[1 - player]
    return {action.label: float(p) for action, p in zip(other, held.punishing.tolist(), strict=True) if p > 0}
