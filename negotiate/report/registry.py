"""Which module tells which result: one line a result, by name, so that nothing is loaded before it is told."""

from __future__ import annotations

import importlib
from typing import Any

from negotiate.report.blocks import Report
from negotiate.report.style import Look

REPORTS: dict[str, str] = {
    "negotiate.comparison.result.SideComparison": "negotiate.comparison.reports.side_comparison",
    "negotiate.comparison.result.LensComparison": "negotiate.comparison.reports.lens_comparison",
    "negotiate.credibility.result.Credibility": "negotiate.credibility.reports.threats",
    "negotiate.bargaining.refusals.openings.Openings": "negotiate.bargaining.reports.openings",
    "negotiate.bargaining.refusals.conflicts.Conflicts": "negotiate.bargaining.reports.conflicts",
    "negotiate.games.extensive.ExtensiveGame": "negotiate.solvers.reports.games",
    "negotiate.games.normal_form.NormalFormGame": "negotiate.solvers.reports.games",
    "negotiate.solvers.concepts.asking.Questions": "negotiate.solvers.reports.questions",
    "negotiate.solvers.solution.Solution": "negotiate.solvers.reports.solution",
}
"""Class of a result → the module whose `report(result, look)` lays it out; a subclass is told as its parent is."""


def report_of(found: object, look: Look | None = None) -> Report:
    """The report of a result.

    Parameters
    ----------
    found : object
        A result of any lens or command.
    look : Look, optional
        What a reader wants to see: how deep a tree is opened and which equilibrium it shows.

    Raises
    ------
    TypeError
        If no line of `REPORTS` names its class or a parent of it.
    """
    for kind in type(found).__mro__:
        module = REPORTS.get(f"{kind.__module__}.{kind.__qualname__}")
        if module is not None:
            told: Any = importlib.import_module(module)
            report: Report = told.report(found, look or Look())
            return report
    raise TypeError(f"no line of REPORTS tells a {type(found).__name__}")
