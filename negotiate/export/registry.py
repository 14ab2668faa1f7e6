"""Any answer as one JSON object."""

from __future__ import annotations

import importlib
from typing import Any

WRITERS = {
    "bargaining": "bargaining.registry.bargaining_json",
    "standing": "standing.registry.standing_json",
    "repeated": "repeated.registry.repeated_json",
    "solvers": "json.solution_json",
    "comparison": "comparison.comparison_json",
    "credibility": "threats.threats_json",
    "model": "scenario.scenario_json",
}
"""Room of an answer's class → the function of this room that writes it, loaded when it is needed."""


def json_of(found: object, origin: Any = None) -> dict[str, Any]:
    """An answer as plain dictionaries, lists, strings and finite numbers; `origin` says where it came from.

    Raises
    ------
    TypeError
        If nothing writes answers of its class.
    """
    for kind in type(found).__mro__:
        module, _, name = WRITERS.get(f"{kind.__module__}..".split(".")[1], "").rpartition(".")
        if module:
            write: Any = getattr(importlib.import_module(f"negotiate.export.{module}"), name)
            written: dict[str, Any] = write(found) if origin is None else write(found, origin)
            return written
    raise TypeError(f"nothing in WRITERS writes a {type(found).__name__}")
