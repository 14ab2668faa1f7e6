"""Why there is no deal and what would open one, as one JSON object for other programs."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.refusals.openings import Openings
from negotiate.bargaining.refusals.tosses import Toss
from negotiate.bargaining.table.claims import Claim
from negotiate.export.bargaining.money import by_player, money_json, payment_json

OPENINGS = "negotiate/openings/1"


def openings_json(found: Openings, scenario: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """What stands in the way, and what would open a deal, as plain dictionaries, lists, strings and finite numbers.

    Parameters
    ----------
    found : Openings
        All lists are empty where there is a deal.
    scenario : mapping, optional
        Where it came from, copied as it is.

    Returns
    -------
    dict
        Players are named by their keys; what does not exist is None.
    """
    problem = found.problem
    return {
        "schema": OPENINGS,
        **({} if scenario is None else {"scenario": dict(scenario)}),
        "title": problem.title,
        "deal": found.conflicts.deal,
        "nobody_gains": found.conflicts.level,
        "no_deal": by_player(problem, problem.disagreement),
        "claims": [{**_claim(problem, claim), "says": claim.written} for claim in problem.claims if claim.hard],
        "conflicts": [
            {
                "claims": [claim.name for claim in one.claims],
                "most_left": one.best if math.isfinite(one.best) else None,
            }
            for one in found.conflicts.sets
        ],
        "removals": [[claim.name for claim in claims] for claims in found.conflicts.removals],
        "conflicts_complete": found.conflicts.complete,
        "drops": [
            {
                "claims": [claim.name for claim in drop.claims],
                "packages": drop.size if drop.size >= 0 else None,
                "nash": {
                    "packages": [] if drop.point is None else list(drop.point.packages),
                    "payoffs": {} if drop.point is None else by_player(problem, drop.point.payoffs),
                },
            }
            for drop in found.drops
        ],
        "worse_no_deal": [
            {
                "player": problem.keys[shift.player],
                "by": shift.amount,
                "to": float(problem.disagreement[shift.player]) - shift.amount,
                "more_than_that": shift.beyond,
            }
            for shift in found.shifts
        ],
        "payment": payment_json(problem, found.payment),
        "side_payments": money_json(problem, found.money),
        "toss": None if found.toss is None else _toss(problem, found.toss),
        "complete": found.complete,
        "notes": list(problem.notes),
    }


def _claim(problem: BargainingProblem, claim: Claim) -> dict[str, str]:
    return {"name": claim.name, "player": problem.keys[claim.player], "kind": claim.kind}


def _toss(problem: BargainingProblem, drawn: Toss) -> dict[str, Any]:
    return {
        "packages": [
            {"index": index, "package": problem.package(index), "payoffs": by_player(problem, np.asarray(worth))}
            for index, worth in zip(drawn.packages, drawn.payoffs, strict=True)
        ],
        "odds_of_the_first": {"from": drawn.low, "to": drawn.high},
    }
