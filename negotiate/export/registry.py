"""Any answer as one JSON object."""

from __future__ import annotations

from typing import Any

from negotiate.export.bargaining.registry import bargaining_json


def json_of(found: object, origin: Any = None) -> dict[str, Any]:
    """An answer as plain dictionaries, lists, strings and finite numbers; `origin` says where it came from."""
    return bargaining_json(found, origin)
