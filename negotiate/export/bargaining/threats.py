"""The threats that would move a deal, as one JSON object for other programs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from negotiate.bargaining.threats import VariableThreats
from negotiate.export.bargaining.money import by_player

VARIABLE_THREATS = "negotiate/variable-threats/1"


def variable_threats_json(found: VariableThreats, scenario: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Threats as plain dictionaries, lists, strings and finite numbers."""
    problem = found.problem
    return {
        "schema": VARIABLE_THREATS,
        **({} if scenario is None else {"scenario": dict(scenario)}),
        "title": problem.title,
        "no_deal": by_player(problem, problem.disagreement),
        "nash": by_player(problem, found.today.payoffs),
        "deciders": [problem.keys[p] for p in found.deciders],
        "pairs": [
            {
                "meaning": found.meaning(pair),
                "threats": dict(zip(problem.keys, pair.threats, strict=True)),
                "odds": by_player(problem, pair.odds),
                "no_deal": by_player(problem, pair.no_deal),
                "agreement": pair.agreement,
                "deal": by_player(problem, pair.deal),
                "package": problem.package(pair.package) if pair.package >= 0 else None,
                "regrets": by_player(problem, pair.regrets),
            }
            for pair in found.pairs
        ],
        "equilibria": found.equilibria,
        "complete": found.complete,
        "notes": list(problem.notes),
    }
