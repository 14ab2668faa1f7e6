"""What each red line costs, as one JSON object for other programs."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.refusals.prices import Point, RedLinePrice, RedLinePrices
from negotiate.bargaining.refusals.soft_lines import Binding
from negotiate.bargaining.table.block import FloatArray
from negotiate.export.bargaining.money import by_player

PRICES = "negotiate/prices/1"


def prices_json(found: RedLinePrices, scenario: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Prices as plain dictionaries, lists, strings and finite numbers.

    Parameters
    ----------
    found : RedLinePrices
        A cost is positive where a player would get more without the line.
    scenario : mapping, optional
        Where it came from, copied as it is.

    Returns
    -------
    dict
        Players are named by their keys; what was not worked out, or never happens, is None.
    """
    problem = found.problem
    looked = bool(found.prices) or found.today.size >= 0
    return {
        "schema": PRICES,
        **({} if scenario is None else {"scenario": dict(scenario)}),
        "title": problem.title,
        "no_deal": by_player(problem, problem.disagreement),
        "with_all_lines": _point(problem, found.today) if looked else None,
        "without_any": _point(problem, found.none) if looked else None,
        "lines": [_price(problem, price) for price in found],
        "lines_of": {key: by_player(problem, row) for key, row in zip(problem.keys, found.owed, strict=True)},
        "shares": found.complete,
        "notes": list(problem.notes),
    }


def _price(problem: BargainingProblem, price: RedLinePrice) -> dict[str, Any]:
    counted = price.without.size >= 0
    return {
        "name": price.claim.name,
        "player": problem.keys[price.claim.player],
        "kind": price.claim.kind,
        "says": price.claim.written,
        "alone": {
            "costs": by_player(problem, price.payoffs),
            "at_least": by_player(problem, price.low),
            "at_most": by_player(problem, price.high),
            "packages": price.size if counted else None,
            "point": _point(problem, price.without),
        },
        "share": {"costs": _known(problem, price.shared), "packages": _finite(price.shared_size)},
        "binds": None if price.binding is None else _binding(price.binding),
    }


def _point(problem: BargainingProblem, point: Point) -> dict[str, Any]:
    return {
        "zone": point.size if point.size >= 0 else None,
        "nash": [{"index": index, "package": problem.package(index)} for index in point.packages],
        "payoffs": by_player(problem, point.payoffs),
    }


def _binding(one: Binding) -> dict[str, Any]:
    return {
        "costs_today": {"from": one.low, "to": one.high},
        "in_multiples_of_that": one.scaled,
        "idle": one.idle,
        "first_package_lost_above": None if one.idle else _finite(one.zone_from),
        "all_lost_above": None if one.idle else _finite(one.zone_clear),
        "deal_moves_at": _finite(one.deal_from) if one.moves else None,
        "deal_clear_from": _finite(one.deal_clear) if one.moves else None,
        "complete": one.complete,
    }


def _known(problem: BargainingProblem, numbers: FloatArray) -> dict[str, float | None]:
    return {key: _finite(float(x)) for key, x in zip(problem.keys, numbers, strict=True)}


def _finite(x: float) -> float | None:
    return float(x) if math.isfinite(x) else None
