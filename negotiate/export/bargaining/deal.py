"""Which deals there are, as one JSON object for other programs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from negotiate.bargaining.deal import Deal, DealCase
from negotiate.bargaining.point import BargainingPoint
from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.table.claims import Landmark, NoDeal
from negotiate.export.bargaining.money import by_player, money_json

DEAL = "negotiate/deal/1"
LISTED = 10_000
"""Packages of a frontier that are written out."""


def deal_json(found: Deal, scenario: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """A deal as plain dictionaries, lists, strings and finite numbers.

    Parameters
    ----------
    found : Deal
        Under one no-deal point or several.
    scenario : mapping, optional
        Where it came from, copied as it is.

    Returns
    -------
    dict
        Players are named by their keys; a zone that was not counted has the size None.
    """
    problem = found.problem
    return {
        "schema": DEAL,
        **({} if scenario is None else {"scenario": dict(scenario)}),
        "title": problem.title,
        "players": dict(zip(problem.keys, problem.players, strict=True)),
        "signers": [problem.keys[p] for p in problem.seats],
        "packages": problem.count,
        "possible_packages": problem.feasible_count if problem.feasible_count >= 0 else None,
        "lotteries": found.lotteries,
        "claims": [
            {"name": c.name, "player": problem.keys[c.player], "kind": c.kind, "says": c.written}
            for c in problem.claims
        ],
        "cases": [_case(case) for case in found.cases],
        "no_deal_points_left_out": found.more,
        "happened": [_landmark(problem, one) for one in problem.landmarks],
        "status_quo": None if problem.status_quo is None else _landmark(problem, problem.status_quo),
        "notes": list(problem.notes),
    }


def _case(case: DealCase) -> dict[str, Any]:
    problem, found = case.problem, case.frontier
    return {
        "no_deal": _no_deal(problem, problem.no_deals[problem.chosen]),
        "worth_the_same": [number + 1 for number in case.twins],
        "deal": case.exists,
        "conflicts": None
        if case.conflicts is None
        else [[claim.name for claim in one.claims] for one in case.conflicts.sets],
        "with_side_payments": money_json(problem, case.money),
        "zone": case.size if case.size >= 0 else None,
        "frontier_size": len(found.packages),
        "frontier": [
            {
                "index": int(index),
                "package": problem.package(int(index)),
                "payoffs": by_player(problem, found.payoffs[:, column]),
            }
            for column, index in enumerate(found.packages[:LISTED])
        ],
        "points": {rule.name: _point(problem, point) for rule, point in case.points},
        "happened": [
            {
                "label": one.mark.label,
                "signed": one.signed,
                "refused": [{"player": problem.keys[c.player], "claim": c.name, "kind": c.kind} for c in one.refused],
                "better_count": len(one.better),
                "better_signable": one.signable,
                "complete": one.complete,
            }
            for one in case.happened
        ],
    }


def _no_deal(problem: BargainingProblem, found: NoDeal) -> dict[str, Any]:
    return {
        "number": problem.chosen + 1,
        "of": len(problem.no_deals),
        "label": found.label,
        "how": found.how,
        "choices": dict(found.choices),
        "payoffs": by_player(problem, found.payoffs),
    }


def _point(problem: BargainingProblem, point: BargainingPoint) -> dict[str, Any]:
    return {
        "over": point.over,
        "agreement": point.agreement,
        "packages": [{"index": index, "package": problem.package(index)} for index in point.packages],
        "odds": list(point.odds),
        "payoffs": by_player(problem, point.payoffs),
        "note": point.note,
    }


def _landmark(problem: BargainingProblem, one: Landmark) -> dict[str, Any]:
    return {
        "label": one.label,
        "index": one.package if one.on_table else None,
        "choices": dict(one.choices),
        "beyond_the_table": dict(one.beyond),
        "payoffs": by_player(problem, one.payoffs),
    }
