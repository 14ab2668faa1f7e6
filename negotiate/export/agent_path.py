"""A path of quantal responses of a tree's information sets as plain dictionaries."""

from __future__ import annotations

import math
from typing import Any

from negotiate.export.hidden_play import done
from negotiate.solvers.solution import Solution
from negotiate.solvers.trees.agent_responses import AgentPath, AgentResponse


def as_json(sol: Solution) -> dict[str, Any]:
    """The precision and the residual of each equilibrium listed, where the path turns back, and where it leads."""
    path = sol.finding
    if not isinstance(path, AgentPath):
        raise TypeError("this solution is about another concept")
    limit = path.limit
    return {
        "precision_counts": "per payoff range of each player",
        "points": [
            {"equilibrium": index, "precision": e.precision, "residual": e.residual}
            for index, e in enumerate(sol.equilibria)
            if isinstance(e, AgentResponse)
        ],
        "turns": list(path.turns),
        "limit": None
        if limit is None
        else {
            "settled": path.settled,
            "distance": path.distance if math.isfinite(path.distance) else None,
            "payoffs": dict(zip(limit.game.keys, limit.payoffs, strict=True)),
            **done(limit),
        },
    }
