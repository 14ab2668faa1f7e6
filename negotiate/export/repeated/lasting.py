"""Whether an agreement enforces itself, as one JSON object."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from negotiate.export.repeated.certificate import verdict_json
from negotiate.export.repeated.game import by_key, game_json, labels, payoffs_by_key
from negotiate.export.repeated.match import earned_json, rounds_json
from negotiate.repeated.game import RepeatedGame
from negotiate.repeated.lasting.agreement import Lasting, Upholding
from negotiate.repeated.lasting.critical import CriticalDiscount

LASTING = "negotiate/lasting/1"


def lasting_json(found: Lasting, scenario: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """What upholds an agreement.

    Parameters
    ----------
    found : Lasting
        With the ways to uphold it, the one that was asked about first.
    scenario : mapping, optional
        Where it came from, copied as it is.
    """
    game = found.game
    return {
        "schema": LASTING,
        **({} if scenario is None else {"scenario": dict(scenario)}),
        "holds": found.asked.certificate.subgame_perfect,
        "agreement": labels(game, found.agreement),
        "worth": payoffs_by_key(game, found.worth),
        "temptation": payoffs_by_key(game, found.temptation),
        "fallback": labels(game, found.fallback),
        "fallback_worth": payoffs_by_key(game, found.fallback_worth),
        "fallback_stable": found.fallback_stable,
        "asked": _upholding(game, found.asked),
        "others": [_upholding(game, one) for one in found.others],
        "clean": earned_json(found.clean),
        "noisy": earned_json(found.noisy),
        "breach": {"player": game.keys[found.breach[0]], "round": found.breach[1]},
        "holding": _holding(found),
        "rounds": rounds_json(found.followed),
        "notes": list(found.notes),
        "game": game_json(game),
    }


def _holding(found: Lasting) -> dict[str, Any] | None:
    """What would do in place of patience; what nothing would do for is null."""
    if found.holding is None:
        return None
    needs, affords, floor = found.holding.needs, found.holding.affords, found.holding.floor
    return {
        name: payoffs_by_key(found.game, x) for name, x in (("floor", floor), ("needs", needs), ("affords", affords))
    }


def _upholding(game: RepeatedGame, one: Upholding) -> dict[str, Any]:
    return {
        **verdict_json(one.certificate),
        "earns": payoffs_by_key(game, one.earns),
        "patience_needed": critical_json(game, one.critical),
        "patience_needed_nash": critical_json(game, one.nash),
    }


def critical_json(game: RepeatedGame, found: CriticalDiscount) -> dict[str, Any]:
    """Intervals of discount factors, for all players together and for each."""
    return {
        "common": [list(interval) for interval in found],
        "players": by_key(game, [[list(interval) for interval in one] for one in found.by_player]),
        "binding": None if found.binding is None else game.keys[found.binding],
    }
