"""A path of quantal responses of a tree's information sets as plain dictionaries."""

from __future__ import annotations

from typing import Any

from negotiate.export.concepts.quantal_response import along
from negotiate.export.hidden_play import done
from negotiate.solvers.solution import Solution
from negotiate.solvers.trees.agent_responses import AgentPath


def as_json(sol: Solution) -> dict[str, Any]:
    """The precision and the residual of each equilibrium listed, where the path turns back, and where it leads."""
    path = sol.finding
    if not isinstance(path, AgentPath):
        raise TypeError("this solution is about another concept")
    limit = path.limit
    if limit is None:
        return along(sol, path, {}, {})
    return along(sol, path, dict(zip(limit.game.keys, limit.payoffs, strict=True)), done(limit))
