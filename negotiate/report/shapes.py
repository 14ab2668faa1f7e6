"""JSON schemas, piece by piece: what a list, an object or a number is, said once for all rooms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Schema = Mapping[str, Any]
STRING: Schema = {"type": "string"}
NUMBER: Schema = {"type": "number"}
INTEGER: Schema = {"type": "integer"}


def list_of(items: Schema) -> Schema:
    """The schema of a list."""
    return {"type": "array", "items": items}


def keyed(values: Schema) -> Schema:
    """The schema of an object with any keys."""
    return {"type": "object", "additionalProperties": values}


def object_of(**own: Schema) -> Schema:
    """The schema of an object with these keys."""
    return {"type": "object", "properties": own}


def or_null(shape: Schema) -> Schema:
    """The same, or null."""
    return {**shape, "type": [shape["type"], "null"]}
