"""Trades between issues and the way to the frontier, as one JSON object for other programs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from negotiate.bargaining.logrolling import Trades
from negotiate.export.bargaining.money import by_player

TRADES = "negotiate/trades/1"


def trades_json(found: Trades, scenario: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Trades as plain dictionaries, lists, strings and finite numbers."""
    problem = found.problem
    return {
        "schema": TRADES,
        **({} if scenario is None else {"scenario": dict(scenario)}),
        "title": problem.title,
        "start": {"label": found.start.label, "package": dict(found.start.choices)},
        "trades": [
            {
                "changes": dict(zip(trade.issues, trade.options, strict=True)),
                "alone": {
                    issue: by_player(problem, worth) for issue, worth in zip(trade.issues, trade.alone, strict=True)
                },
                "adds_up": trade.adds_up,
                "together": by_player(problem, trade.together),
                "index": trade.package,
            }
            for trade in found.trades
        ],
        "steps": [
            {"changes": dict(step.changes), "index": step.package, "payoffs": by_player(problem, step.payoffs)}
            for step in found.path
        ],
        "nothing_better": found.arrived,
        "on_the_frontier": found.last.on_frontier,
        "notes": list(problem.notes),
    }
