"""Replaces the tabs in front of lines by spaces, where only one reading of them makes sense."""

from __future__ import annotations

from pathlib import Path

from negotiate.loading.problems import Problems
from negotiate.loading.text.reader import Mapping, read_text
from negotiate.writing.layout.formatting import said
from negotiate.writing.mends.judging import judged

_WIDTHS = (2, 4, 8, 3, 1)
"""How wide a tab may have been meant."""


def without_tabs(path: Path, text: str) -> tuple[str, str]:
    """The text with spaces in front of its lines, and what was done; the text alone where that is not certain.

    A tab is read as wide as people set it. It is certain what was meant if every width that makes the text readable
    makes it say the same, or if a single one makes it sound.
    """
    lines = text.split("\n")
    tabbed = [number for number, line in enumerate(lines, start=1) if line.startswith("\t") and line.strip()]
    if not tabbed:
        return text, ""
    readings: dict[str, str] = {}
    for width in _WIDTHS:
        candidate = "\n".join(_spaced(line, width) for line in lines)
        problems = Problems()
        root = read_text(candidate, str(path), problems)
        if isinstance(root, Mapping) and not problems.errors():
            readings.setdefault(repr(said(root)), candidate)
    found = list(readings.values())
    if len(found) > 1:
        found = [candidate for candidate in found if not judged(path, candidate).problems]
    if len(found) != 1:
        return text, ""
    where = f"line {tabbed[0]}" if len(tabbed) == 1 else f"lines {tabbed[0]} to {tabbed[-1]}"
    return found[0], f"{where}: {'a tab' if len(tabbed) == 1 else 'tabs'} became spaces"


def _spaced(line: str, width: int) -> str:
    if not line.startswith("\t"):
        return line
    words = line.lstrip(" \t")
    indent = line[: len(line) - len(words)]
    return " " * (indent.count("\t") * width + indent.count(" ")) + words
