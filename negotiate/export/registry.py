"""Any answer as one JSON object."""

from __future__ import annotations

from typing import Any

from negotiate.export.bargaining.registry import bargaining_json
from negotiate.export.repeated.registry import WRITERS as REPEATED
from negotiate.export.repeated.registry import repeated_json


def json_of(found: object, origin: Any = None) -> dict[str, Any]:
    """An answer as plain dictionaries, lists, strings and finite numbers; `origin` says where it came from."""
    if isinstance(found, tuple(kind for kind, _ in REPEATED)):
        return repeated_json(found, origin)
    return bargaining_json(found, origin)
