"""A part of a page that is read: a heading, and rows of a name with what is said of it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its rows; a row without a name takes the whole width."""

    heading: str
    rows: list[tuple[str, str]] = field(default_factory=list)
