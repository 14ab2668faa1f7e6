"""What is asked of the JSON of every answer: it fits its schema, and none of its fields is nothing
in every answer.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

import jsonschema

from negotiate.report.json import json_of
from negotiate.report.schema import schema_of

NOTHING: tuple[Any, ...] = (None, 0, "", [], {})


@cache
def validator(kind: type) -> jsonschema.Draft202012Validator:
    """What holds an answer against the schema of its class, which is a sound schema itself."""
    schema = schema_of(kind)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def checked(found: object) -> dict[str, Any]:
    """An answer as strict JSON, once it is held against the schema of its class."""
    written: dict[str, Any] = json.loads(
        json.dumps(json_of(found, {"file": "x.yaml"}), allow_nan=False)
    )
    validator(type(found)).validate(written)
    short = json.loads(json.dumps(json_of(found, everything=False), allow_nan=False))
    validator(type(found)).validate(short)
    assert short.keys() <= written.keys()
    assert written["scenario"] == {"file": "x.yaml"}
    return written


def never_told(answers: Iterable[object]) -> list[str]:
    """The fields, of any record inside, that are null, 0 or empty in all of these answers:
    `Threat.issue`.
    """
    told: dict[str, bool] = {}
    for found in answers:
        schema = validator(type(found)).schema
        for name, value in _fields(checked(found), schema, schema["$defs"], type(found).__name__):
            told[name] = told.get(name, False) or value not in NOTHING
    return [name for name, something in told.items() if not something]


def _fields(
    value: Any, schema: Mapping[str, Any], records: Mapping[str, Any], record: str
) -> Iterator[tuple[str, Any]]:
    """Every field of a record with its value, and those of the records inside."""
    for one in schema.get("anyOf", (schema,)):
        kind = one.get("$ref", "").rpartition("/")[2]
        shape = records.get(kind, one)
        if isinstance(value, dict) and "required" in shape and set(shape["required"]) <= set(value):
            for name in shape["required"]:
                yield f"{kind or record}.{name}", value[name]
                yield from _fields(value[name], shape["properties"][name], records, kind or record)
        elif isinstance(value, dict) and isinstance(
            inner := shape.get("additionalProperties"), dict
        ):
            for entry in value.values():
                yield from _fields(entry, inner, records, record)
        elif isinstance(value, list) and "items" in shape:
            for entry in value:
                yield from _fields(entry, shape["items"], records, record)
