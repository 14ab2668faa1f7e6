"""Finds the function that writes an answer, among those of one lens."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

Writer = Callable[[Any, Mapping[str, Any] | None], dict[str, Any]]
"""From an answer, and where it came from, to one JSON object."""


def written(
    found: object, writers: Iterable[tuple[type, Writer]], scenario: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """An answer as one JSON object.

    Raises
    ------
    TypeError
        If none of the writers knows how.
    """
    for kind, write in writers:
        if isinstance(found, kind):
            return write(found, scenario)
    raise TypeError(f"nothing in WRITERS writes a {type(found).__name__}")
