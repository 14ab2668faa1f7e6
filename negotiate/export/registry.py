"""Any answer as one JSON object."""

from __future__ import annotations

import importlib
from typing import Any

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
    """An answer as plain dictionaries, lists, strings and finite numbers; `origin` says where it came from."""
    for kind in type(found).__mro__:
        name = WITHOUT_ORIGIN.get(f"{kind.__module__}.{kind.__qualname__}")
        if name is not None:
            module, _, function = name.rpartition(".")
            written: dict[str, Any] = getattr(importlib.import_module(module), function)(found)
            return written
    if type(found).__module__.startswith("negotiate.repeated."):
        from negotiate.export.repeated.registry import repeated_json  # noqa: PLC0415 - loaded for this lens alone

        return repeated_json(found, origin)
    from negotiate.export.bargaining.registry import bargaining_json  # noqa: PLC0415 - loaded for this lens alone

    return bargaining_json(found, origin)
