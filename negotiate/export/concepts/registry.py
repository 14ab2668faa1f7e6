"""What JSON says of each concept's answer, in one tuple."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from negotiate.export import agent_path
from negotiate.export.concepts import (
    advice,
    perfection,
    potential,
    quantal_response,
    rationalizability,
    risk_dominance,
    security_levels,
    stackelberg,
    weak_dominance,
)
from negotiate.solvers.solution import Solution
from negotiate.solvers.trees.agent_responses import AgentPath

EXPORTED: tuple[tuple[str, Callable[[Solution], dict[str, Any]]], ...] = (
    ("correlated", advice.as_json),
    ("coarse-correlated", advice.as_json),
    ("quantal-response", quantal_response.as_json),
    ("stackelberg", stackelberg.as_json),
    ("rationalizable", rationalizability.as_json),
    ("weak-dominance", weak_dominance.as_json),
    ("maxmin", security_levels.as_json),
    ("risk-dominance", risk_dominance.as_json),
    ("potential", potential.as_json),
    ("perfect", perfection.as_json),
)
"""Concept → Solution → the object that stands under `"finding"`."""


def finding(sol: Solution) -> dict[str, Any]:
    """What the concept found; empty for a solution that equilibria say in full."""
    if isinstance(sol.finding, AgentPath):
        return agent_path.as_json(sol)
    export = dict(EXPORTED).get(sol.concept)
    return {} if export is None else export(sol)
