"""A path of quantal responses as plain dictionaries."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from negotiate.games.normal_form import NormalFormGame
from negotiate.solvers.concepts.quantal_response import QuantalPath, QuantalResponse
from negotiate.solvers.solution import Solution
from negotiate.solvers.trees.agent_responses import AgentPath, AgentResponse


def as_json(sol: Solution) -> dict[str, Any]:
    """The precision and the residual of each equilibrium listed, where the path turns back, and where it leads."""
    game, path = sol.game, sol.finding
    if not isinstance(game, NormalFormGame) or not isinstance(path, QuantalPath):
        raise TypeError("this solution is about another concept")
    limit = path.limit
    if limit is None:
        return along(sol, path, {}, {})
    played = {
        key: {row[int(i)].label: float(weights[i]) for i in np.flatnonzero(weights)}
        for key, row, weights in zip(game.keys, game.strategies, limit.strategies, strict=True)
    }
    return along(sol, path, dict(zip(game.keys, limit.payoffs, strict=True)), {"strategies": played})


def along(
    sol: Solution, path: QuantalPath | AgentPath, payoffs: Mapping[str, float], done: Mapping[str, Any]
) -> dict[str, Any]:
    """What the paths of a table of payoffs and of a tree say alike; `done` is what is done in the limit."""
    limit = {
        "settled": path.settled,
        "distance": path.distance if math.isfinite(path.distance) else None,
        "payoffs": dict(payoffs),
        **done,
    }
    return {
        "precision_counts": "per payoff range of each player",
        "points": [
            {"equilibrium": index, "precision": e.precision, "residual": e.residual}
            for index, e in enumerate(sol.equilibria)
            if isinstance(e, QuantalResponse | AgentResponse)
        ],
        "turns": list(path.turns),
        "limit": None if path.limit is None else limit,
    }
