"""Which fields of which records are nothing in every answer that is written."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from unittest.mock import patch

from negotiate.report.json import Writer, json_of

NOTHING: tuple[Any, ...] = (None, 0, "", [], {})


def never_told(answers: Iterable[object], room: str) -> list[str]:
    """The fields of this room's records that are null, 0 or empty wherever they are written:
    `Threat.issue`.
    """
    told: dict[str, bool] = {}
    plainly = Writer.record

    def record(writer: Writer, found: object) -> dict[str, Any]:
        written = plainly(writer, found)
        if type(found).__module__.startswith(room):
            for name, value in written.items():
                field = f"{type(found).__name__}.{name}"
                told[field] = told.get(field, False) or value not in NOTHING
        return written

    with patch.object(Writer, "record", record):
        for found in answers:
            json_of(found)
    return [name for name, something in told.items() if not something]
