"""Bridge: the way through a tree, for threats, which have no report yet; it goes with them."""

from __future__ import annotations

from negotiate.solvers.reports import paths
from negotiate.solvers.solution import TreeEquilibrium


def path(equilibrium: TreeEquilibrium, step: str) -> str:
    """The way through the tree, with `step` between two actions."""
    return paths.path(equilibrium, f" {step} ")
