"""Talks as one JSON object for other programs, a function a kind of answer."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from negotiate.bargaining.talks.bluff import Bluff
from negotiate.bargaining.talks.double_auction import DoubleAuction
from negotiate.bargaining.talks.legislature import Legislature
from negotiate.bargaining.talks.proposals import AlternatingOffers, Proposal
from negotiate.bargaining.talks.registry import Ways
from negotiate.bargaining.talks.runs import Estimate, SimulatedTalks
from negotiate.bargaining.talks.war import BargainingRange

TALKS = "negotiate/talks/1"


def talks_json(found: Any, scenario: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Any answer about talks as plain dictionaries, lists, strings and finite numbers; what does not exist is None.

    Parameters
    ----------
    found : AlternatingOffers, SimulatedTalks, Legislature, DoubleAuction, BargainingRange, Bluff or Ways
        What was asked.
    scenario : mapping, optional
        Where it came from, copied as it is.

    Raises
    ------
    TypeError
        If it is none of these.
    """
    for kind, name, write in _WRITERS:
        if isinstance(found, kind):
            told = {} if scenario is None else {"scenario": dict(scenario)}
            return {"schema": TALKS, **told, "kind": name, **write(found)}
    raise TypeError(f"nobody writes a {type(found).__name__}")


def _offers(found: AlternatingOffers) -> dict[str, Any]:
    return {
        "title": found.title,
        "players": list(found.keys),
        "over": found.over,
        "rounds": found.rounds,
        "patience": dict(zip(found.keys, found.patience, strict=True)),
        "risk_of_breakdown": found.risk,
        "no_deal": dict(zip(found.keys, found.disagreement, strict=True)),
        "agreement": found.agreement,
        "unique": found.unique,
        "regret": found.regret,
        "opened_by": {
            found.keys[p]: [_proposal(found, one) for one in opened] for p, opened in enumerate(found.opened)
        },
        "notes": list(found.notes),
    }


def _proposal(found: AlternatingOffers, one: Proposal) -> dict[str, Any]:
    named = [] if found.problem is None else [found.problem.package(index) for index in one.packages]
    return {
        "player": found.keys[one.player],
        "payoffs": dict(zip(found.keys, one.payoffs, strict=True)),
        "least": dict(zip(found.keys, one.least, strict=True)),
        "packages": [{"package": k, "choices": c} for k, c in zip(one.packages, named, strict=False)],
        "odds": list(one.odds) or None,
        "accepted": one.accepted,
    }


def _agents(found: SimulatedTalks) -> dict[str, Any]:
    keys = found.keys
    return {
        "title": found.title,
        "agents": {key: agent.name for key, agent in zip(keys, found.agents, strict=True)},
        "rounds": found.rounds,
        "runs": found.runs,
        "seed": found.seed,
        "packages": found.packages,
        "agreed": _estimate(found.agreed),
        "rounds_taken": _estimate(found.rounds_taken),
        "payoffs": {key: _estimate(x) for key, x in zip(keys, found.payoffs, strict=True)},
        "distance_to_frontier": _estimate(found.distance),
        "on_frontier": found.on_frontier,
        "worth_of_opening": dict(zip(keys, found.opening, strict=True)),
        "no_deal": dict(zip(keys, found.disagreement, strict=True)),
        "different_packages": found.different,
        "reached": [
            {
                "package": one.package,
                "choices": found.problem.package(one.package),
                "talks": one.count,
                "payoffs": dict(zip(keys, one.payoffs, strict=True)),
                "on_frontier": one.on_frontier,
            }
            for one in found.reached
        ],
        "notes": list(found.notes),
    }


def _estimate(x: Estimate | None) -> dict[str, float] | None:
    return None if x is None else {"mean": x.mean, "spread": x.spread, "low": x.low, "high": x.high}


def _legislature(found: Legislature) -> dict[str, Any]:
    columns = zip(
        found.players,
        found.recognition,
        found.patience,
        found.keeps,
        found.prices,
        found.included,
        found.values,
        strict=True,
    )
    names = ("member", "recognition", "patience", "keeps", "price", "included", "value")
    return {
        "quota": found.quota,
        "members": [dict(zip(names, row, strict=True)) for row in columns],
        "partners": found.partners.tolist(),
        "residual": found.residual,
    }


def _auction(found: DoubleAuction) -> dict[str, Any]:
    names = ("weight", "trade", "efficient_trade", "gains", "possible", "share", "second_best", "regret")
    more = ("buyer_gains", "seller_gains", "buyer_from", "seller_to")
    return {
        "buyer": list(found.buyer),
        "seller": list(found.seller),
        "buyer_names": list(found.buyer_names),
        "seller_names": list(found.seller_names),
        **{name: float(getattr(found, name)) for name in (*names, *more)},
    }


def _war(found: BargainingRange) -> dict[str, Any]:
    return {
        "players": list(found.players),
        "victory": found.victory,
        "costs": list(found.costs),
        "low": found.low,
        "high": found.high,
        "unknown_cost": found.unknown,
        "demand": found.demand,
        "war": found.war,
    }


def _bluff(found: Bluff) -> dict[str, Any]:
    limit = found.deterred_from if math.isfinite(found.deterred_from) else None
    numbers = {"prize": found.prize, "yields": found.yields, "cost": found.cost, "value": found.value}
    return {**numbers, "deterred_from": limit, "worth_it": found.worth_it}


def _ways(found: Ways) -> dict[str, Any]:
    return {
        "ways": [
            {"name": way.name, "says": way.says, "reference": way.reference, "takes": list(way.takes)}
            for way in found.ways
        ]
    }


_WRITERS: tuple[tuple[type, str, Callable[[Any], dict[str, Any]]], ...] = (
    (AlternatingOffers, "offers", _offers),
    (SimulatedTalks, "agents", _agents),
    (Legislature, "legislature", _legislature),
    (DoubleAuction, "double auction", _auction),
    (BargainingRange, "bargaining range", _war),
    (Bluff, "bluff", _bluff),
    (Ways, "ways", _ways),
)

KINDS: tuple[type, ...] = tuple(kind for kind, _, _ in _WRITERS)
"""The classes that are written here."""
