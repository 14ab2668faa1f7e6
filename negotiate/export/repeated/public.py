"""Whether an agreement holds where only public signals are seen, as one JSON object."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from negotiate.export.repeated.certificate import witness_json
from negotiate.export.repeated.game import game_json, labels, payoffs_by_key, plain
from negotiate.repeated.lasting.public_trigger import BestTrigger

PUBLIC_TRIGGER = "negotiate/public-trigger/1"


def public_trigger_json(found: BestTrigger, scenario: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The shortest punishment that deters.

    Parameters
    ----------
    found : BestTrigger
        A punishment without end has null `periods`.
    scenario : mapping, optional
        Where it came from, copied as it is.
    """
    game, profile, certificate = found.game, found.profile, found.certificate
    names = game.setting.signals.names if game.setting.signals else ()
    return {
        "schema": PUBLIC_TRIGGER,
        **({} if scenario is None else {"scenario": dict(scenario)}),
        "holds": certificate.holds,
        "bad_signals": list(found.bad),
        "periods": plain(float(found.periods)),
        "payoffs": payoffs_by_key(game, certificate.payoffs),
        "witness": witness_json(certificate.witness),
        "states": [
            {
                "name": name,
                "plays": labels(game, profile.outputs[k]),
                "worth": payoffs_by_key(game, certificate.values[:, k]),
                "leads": {one: profile.names[int(profile.transitions[k, s])] for s, one in enumerate(names)},
            }
            for k, name in enumerate(profile.names)
        ],
        "notes": list(game.notes),
        "game": game_json(game),
    }
