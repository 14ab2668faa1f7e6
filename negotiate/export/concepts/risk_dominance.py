"""Comparisons of strict equilibria by risk as plain dictionaries."""

from __future__ import annotations

from typing import Any

from negotiate.games.normal_form import NormalFormGame
from negotiate.solvers.concepts.risk_dominance import Comparison, RiskDominance
from negotiate.solvers.solution import Solution


def as_json(sol: Solution) -> dict[str, Any]:
    """The strict equilibria, the place of the dominant one among them, and every comparison."""
    game, found = sol.game, sol.finding
    if not isinstance(game, NormalFormGame) or not isinstance(found, RiskDominance):
        raise TypeError("this solution is about another concept")
    return {
        "equilibria": [
            {
                "play": {
                    key: game.strategies[p][i].label for p, (key, i) in enumerate(zip(game.keys, profile, strict=True))
                },
                "payoffs": dict(zip(game.keys, payoffs, strict=True)),
            }
            for profile, payoffs in zip(found.equilibria, found.payoffs, strict=True)
        ],
        "risk_dominant": found.dominant,
        "half_dominant": found.half_dominant,
        "comparisons": [_comparison(game, one) for one in found.comparisons],
    }


def _comparison(game: NormalFormGame, one: Comparison) -> dict[str, Any]:
    pair = (one.first, one.second)
    return {
        "equilibria": list(pair),
        "losses": [dict(zip(game.keys, side, strict=True)) for side in one.losses],
        "products": [mine * theirs for mine, theirs in one.losses],
        "belief_needed": [dict(zip(game.keys, side, strict=True)) for side in one.needed],
        "risk_dominant": None if one.risk_dominant is None else pair[one.risk_dominant],
        "payoff_dominant": None if one.payoff_dominant is None else pair[one.payoff_dominant],
    }
