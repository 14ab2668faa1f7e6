"""Any answer as one JSON object."""

from __future__ import annotations

import importlib
from typing import Any

WITH_ORIGIN = {
    "negotiate.solvers.solution.Solution": "negotiate.export.json.solution_json",
    "negotiate.credibility.result.Credibility": "negotiate.export.threats.threats_json",
    "negotiate.comparison.result.SideComparison": "negotiate.export.comparison.comparison_json",
    "negotiate.comparison.result.LensComparison": "negotiate.export.comparison.comparison_json",
}
"""Class of a result → the function that writes it with where it came from."""
WITHOUT_ORIGIN = {
    "negotiate.model.negotiation.Negotiation": "negotiate.export.scenario.scenario_json",
    "negotiate.solvers.concepts.asking.Questions": "negotiate.export.asking.questions_json",
    "negotiate.rules.rule.Rule": "negotiate.export.json.rule_json",
    "negotiate.loading.shelf.Shelf": "negotiate.export.surroundings.shelf_json",
    "negotiate.checking.reports.findings.Findings": "negotiate.export.surroundings.findings_json",
    "negotiate.checking.reports.rules.Rules": "negotiate.export.surroundings.rules_json",
    "negotiate.expectations.report.Verdicts": "negotiate.export.surroundings.verdicts_json",
    "negotiate.writing.reports.Templates": "negotiate.export.surroundings.templates_json",
    "negotiate.writing.new.Written": "negotiate.export.surroundings.written_json",
    "negotiate.export.exported.Exported": "negotiate.export.surroundings.exported_json",
}
"""The same, for results that do not say where they came from."""
LENSES = {
    "negotiate.bargaining": "negotiate.export.bargaining.registry.bargaining_json",
    "negotiate.standing": "negotiate.export.standing.registry.standing_json",
    "negotiate.repeated": "negotiate.export.repeated.registry.repeated_json",
}
"""Room of a result → the function that writes every answer of its lens."""


def json_of(found: object, origin: Any = None) -> dict[str, Any]:
    """An answer as plain dictionaries, lists, strings and finite numbers; `origin` says where it came from.

    Raises
    ------
    TypeError
        If nothing writes it.
    """
    for kind in type(found).__mro__:
        name = f"{kind.__module__}.{kind.__qualname__}"
        lens = ".".join(kind.__module__.split(".")[:2])
        if name in WITHOUT_ORIGIN:
            return _call(WITHOUT_ORIGIN[name], found)
        if name in WITH_ORIGIN or lens in LENSES:
            return _call(WITH_ORIGIN.get(name) or LENSES[lens], found, origin)
    raise TypeError(f"nothing writes a {type(found).__name__} as JSON")


def _call(name: str, *given: Any) -> dict[str, Any]:
    module, _, function = name.rpartition(".")
    written: dict[str, Any] = getattr(importlib.import_module(module), function)(*given)
    return written
