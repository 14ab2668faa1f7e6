"""Which module tells which result: one line a result, by name, so that nothing is loaded before it is told."""

from __future__ import annotations

import importlib
from typing import Any

from negotiate.report.blocks import Report
from negotiate.report.style import Look

REPORTS: dict[str, str] = {
    "negotiate.bargaining.deal.Deal": "negotiate.bargaining.reports.deal",
    "negotiate.bargaining.assessment.Assessment": "negotiate.bargaining.reports.assessment",
    "negotiate.bargaining.point.BargainingPoint": "negotiate.bargaining.reports.point",
    "negotiate.bargaining.problem.BargainingProblem": "negotiate.bargaining.reports.problem",
    "negotiate.bargaining.refusals.openings.Openings": "negotiate.bargaining.reports.openings",
    "negotiate.bargaining.refusals.conflicts.Conflicts": "negotiate.bargaining.reports.conflicts",
    "negotiate.model.negotiation.Negotiation": "negotiate.views.reports.scenario",
    "negotiate.loading.shelf.Shelf": "negotiate.loading.shelf",
    "negotiate.checking.reports.findings.Findings": "negotiate.checking.reports.findings",
    "negotiate.checking.reports.rules.Rules": "negotiate.checking.reports.rules",
    "negotiate.rules.rule.Rule": "negotiate.checking.reports.rules",
    "negotiate.expectations.report.Verdicts": "negotiate.expectations.report",
    "negotiate.writing.reports.Templates": "negotiate.writing.reports",
    "negotiate.writing.new.Written": "negotiate.writing.reports",
    "negotiate.export.exported.Exported": "negotiate.export.exported",
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
