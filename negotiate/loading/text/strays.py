"""Signs that do not belong at the start of a line, and come along when text is copied from another program."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from negotiate.loading.text.indentation import Accident, indent_of

SPACES = "\u00a0\u1680\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff"
"""Spaces, some without any width, that are letters to YAML; as they stand between the brackets of a pattern."""

_KEY = r"(?:-\s|-\Z|[\w.\"'-]+:(?:\s|\Z))"
_INDENT = re.compile(rf"[ \t]*(?P<stray>[{SPACES}])[ \t{SPACES}]*(?={_KEY})")
_AFTER = re.compile(rf"\s*(?:- +)*[\w.-]+:(?P<stray>[{SPACES}])")
_PLUS = re.compile(rf"\+\s*{_KEY}")
_BLOCK = re.compile(r"(?:[:-]|\A)\s+[|>][-+0-9]*\s*(?:#.*)?\Z")


def stray(lines: list[str]) -> Accident | None:
    """The first line that starts with a sign of another program, outside texts that stand in blocks."""
    marked = [n for n in _structure(lines) if _PLUS.match(lines[n])]
    if marked:
        more = f", as {len(marked) - 1} more lines do" if len(marked) > 1 else ""
        message = f"this line starts with `+`, as in a list of changes{more}"
        return Accident(marked[0], 0, "change-mark", message, "take the `+` at the start of the line away")
    for n in _structure(lines):
        found = _INDENT.match(lines[n]) or _AFTER.match(lines[n])
        if found:
            return _space(n, found.start("stray"), lines[n])
    return None


def _space(line: int, column: int, text: str) -> Accident:
    sign = text[column]
    name = unicodedata.name(sign, "space of another kind").lower()
    where = "in the indentation" if not text[:column].strip() else "after the colon"
    message = f"a {name} (U+{ord(sign):04X}) stands {where}, which YAML takes for a letter"
    return Accident(line, column, "strange-space", message, "write an ordinary space instead")


def _structure(lines: list[str]) -> Iterator[int]:
    """The lines that are no part of a text in a block below its key."""
    block = -1
    for n, line in enumerate(lines):
        if block >= 0 and (not line.strip() or indent_of(line) > block):
            continue
        block = indent_of(line) if _BLOCK.search(line) else -1
        yield n


def without_strange_spaces(line: str) -> str:
    """A line with ordinary spaces before it and after its key."""
    for pattern in (_INDENT, _AFTER):
        if found := pattern.match(line):
            line = re.sub(rf"[{SPACES}]", " ", found[0]) + line[found.end() :]
    return line
