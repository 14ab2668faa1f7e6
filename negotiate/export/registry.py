"""Any answer as one JSON object."""

from __future__ import annotations

import importlib
from typing import Any

ROOMS = {
    "bargaining": "negotiate.export.bargaining.registry.bargaining_json",
    "standing": "negotiate.export.standing.registry.standing_json",
    "repeated": "negotiate.export.repeated.registry.repeated_json",
    "solvers": "negotiate.export.json.solution_json",
    "comparison": "negotiate.export.comparison.comparison_json",
    "credibility": "negotiate.export.threats.threats_json",
}
"""Room of a result's class → the function that writes it with where it came from."""
WITHOUT_ORIGIN = {
    "negotiate.model.negotiation.Negotiation": "negotiate.export.scenario.scenario_json",
    "negotiate.rules.rule.Rule": "negotiate.export.json.rule_json",
    "negotiate.loading.shelf.Shelf": "negotiate.export.surroundings.shelf_json",
    "negotiate.checking.reports.findings.Findings": "negotiate.export.surroundings.findings_json",
    "negotiate.checking.reports.rules.Rules": "negotiate.export.surroundings.rules_json",
    "negotiate.expectations.report.Verdicts": "negotiate.export.surroundings.verdicts_json",
    "negotiate.writing.reports.Templates": "negotiate.export.surroundings.templates_json",
    "negotiate.writing.new.Written": "negotiate.export.surroundings.written_json",
    "negotiate.export.exported.Exported": "negotiate.export.surroundings.exported_json",
}
"""Class of a result → the function that writes it, for results that do not say where they came from."""


def json_of(found: object, origin: Any = None) -> dict[str, Any]:
    """An answer as plain dictionaries, lists, strings and finite numbers; `origin` says where it came from.

    Raises
    ------
    TypeError
        If nothing writes answers of its class.
    """
    for kind in type(found).__mro__:
        alone = WITHOUT_ORIGIN.get(f"{kind.__module__}.{kind.__qualname__}")
        module, _, name = (alone or ROOMS.get(f"{kind.__module__}.".split(".")[1], "")).rpartition(".")
        if module:
            write: Any = getattr(importlib.import_module(module), name)
            written: dict[str, Any] = write(found) if alone or origin is None else write(found, origin)
            return written
    raise TypeError(f"nothing writes a {type(found).__name__} as JSON")
