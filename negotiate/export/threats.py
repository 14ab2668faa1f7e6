"""What is found about the threats of a negotiation, as one JSON object for other programs."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from negotiate.credibility.result import Case, Credibility, FollowThrough, Stage, Threat
from negotiate.games.extensive import ExtensiveGame
from negotiate.solvers.solution import TreeEquilibrium

THREATS = "negotiate/threats/1"


def threats_json(found: Credibility, scenario: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The threats as plain dictionaries, lists, strings and finite numbers.

    Parameters
    ----------
    found : Credibility
        Of a scenario or of a tree.
    scenario : mapping, optional
        Where it came from, copied as it is.

    Returns
    -------
    dict
        Players are named by their keys; an end of a range that does not exist is None.
    """
    return {
        "schema": THREATS,
        **({} if scenario is None else {"scenario": dict(scenario)}),
        "title": found.title,
        "cases": [_case(case) for case in found.cases],
    }


def _case(case: Case) -> dict[str, Any]:
    return {
        "types": dict(case.types),
        "announced": case.announced,
        "left_out": case.cut,
        "threats": [_threat(case.game, threat) for threat in case.threats],
    }


def _threat(game: ExtensiveGame, threat: Threat) -> dict[str, Any]:
    return {
        "player": game.keys[threat.player],
        "announced_at": threat.announced_at or None,
        "move": threat.move,
        "issue": threat.issue or None,
        "parameter": threat.parameter or None,
        "cost_today": threat.cost_today,
        "complete": threat.complete,
        "places": [_place(place) for place in threat.places],
        "stages": [
            {"from": _finite(stage.low), "to": _finite(stage.high), **_stage_play(game, threat, stage)}
            for stage in threat.stages
        ],
        "never": _play(game, threat.never),
        "today": _play(game, threat.today),
        "bound": _play(game, threat.bound),
        "worth_of_binding": dict(zip(game.keys, threat.worth_of_binding, strict=True)),
        "prices": [
            {
                "announced": price.announced,
                "player": game.keys[price.player],
                "answer": price.action,
                "never": price.never,
                "today": price.today,
                "bound": price.bound,
                "cost_of_defying": price.cost_of_defying,
            }
            for price in threat.prices
        ],
    }


def _place(place: FollowThrough) -> dict[str, Any]:
    return {
        "announced": place.announced or None,
        "after": list(place.after),
        "carrying_out": place.carrying_out,
        "backing_down": place.backing_down,
        "carried_out": place.carried_out,
        "backed_down": place.backed_down,
        "cost_today": place.cost_today,
        "odds": place.odds,
        "threshold": place.threshold,
        "optimal": place.missing <= 0,
        "terms": {gap.term: {"carried_out": gap.carried_out, "backed_down": gap.backed_down} for gap in place.terms},
    }


def _play(game: ExtensiveGame, way: TreeEquilibrium) -> dict[str, Any]:
    return {
        "payoffs": dict(zip(game.keys, way.payoffs, strict=True)),
        "endings": [
            {"probability": chance, "path": [game.action_label(n) for n in game.path(int(game.tree.leaves[leaf]))[1:]]}
            for leaf, chance in way.endings
        ],
    }


def _stage_play(game: ExtensiveGame, threat: Threat, stage: Stage) -> dict[str, Any]:
    """Play over a range of costs; a payoff that changes with the cost there is None."""
    said = _play(game, stage.equilibrium)
    if stage.varies:
        said["payoffs"][game.keys[threat.player]] = None
    return said


def _finite(x: float) -> float | None:
    return float(x) if math.isfinite(x) else None
