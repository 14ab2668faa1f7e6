"""Any answer as one JSON object."""

from __future__ import annotations

from typing import Any

from negotiate.comparison.result import Comparison
from negotiate.credibility.result import Credibility
from negotiate.export.bargaining.registry import bargaining_json
from negotiate.export.comparison import comparison_json
from negotiate.export.threats import threats_json


def json_of(found: object, origin: Any = None) -> dict[str, Any]:
    """An answer as plain dictionaries, lists, strings and finite numbers; `origin` says where it came from."""
    if isinstance(found, Comparison):
        return comparison_json(found, origin or ())
    if isinstance(found, Credibility):
        return threats_json(found, origin)
    return bargaining_json(found, origin)
