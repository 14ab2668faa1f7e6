"""Signs that do not belong at the start of a line, and come along when text is copied from another program."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from negotiate.loading.text.indentation import Accident, indent_of

SPACES = "\u00a0\u1680\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff"
"""Spaces, some without any width, that are letters to YAML; as they stand between the brackets of a pattern."""

_KEY = rf"(?:-\s|-\Z|[\w.\"'-]+:(?:[\s{SPACES}]|\Z))"
_INDENT = re.compile(rf"[ \t]*(?P<stray>[{SPACES}])[ \t{SPACES}]*(?={_KEY})")
_AFTER = re.compile(rf"\s*(?:- +)*[\w.-]+:(?P<stray>[{SPACES}]+)")
_PLUS = re.compile(rf"\+\s*{_KEY}")
_UNSEEN = "\u200b\u2060\ufeff"
_BLOCK = re.compile(r"(?:[:-]|\A)\s+[|>][-+0-9]*\s*(?:#.*)?\Z")

_QUOTED = re.compile(r"""(?<![^\s\[{,:-])(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')""")
_COMMENT = re.compile(r"(?:\A|\s)#.*")
_OPENS = re.compile(r"(?:[:,\[{-]\s*|\A\s*)(?P<quote>[\"'])")
_CLOSES = {'"': re.compile(r"(?:[^\"\\]|\\.)*\""), "'": re.compile(r"(?:[^']|'')*'(?!')")}


def stray(lines: list[str]) -> Accident | None:
    """The first line that starts with a sign of another program, outside texts in blocks or in quotes."""
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
    """The lines that are no part of a text in a block below its key, or of one in quotes that started above."""
    block, quote = -1, ""
    for n, line in enumerate(lines):
        if quote:
            closed = _CLOSES[quote].match(line)
            quote = _opened(line[closed.end() :]) if closed else quote
            continue
        if block >= 0 and (not line.strip() or indent_of(line) > block):
            continue
        block = indent_of(line) if _BLOCK.search(line) else -1
        quote = _opened(line)
        yield n


def _opened(line: str) -> str:
    """The quotation mark that opens in a line and does not close there, or nothing."""
    found = _OPENS.search(_COMMENT.sub("", _QUOTED.sub("", line)))
    return found["quote"] if found else ""


def with_ordinary_spaces(lines: list[str]) -> list[str]:
    """The lines with ordinary spaces before them and after their keys, outside texts in blocks or in quotes."""
    structure = set(_structure(lines))
    return [_ordinary(line) if n in structure else line for n, line in enumerate(lines)]


def _ordinary(line: str) -> str:
    for pattern in (_INDENT, _AFTER):
        if found := pattern.match(line):
            line = _space_for_each(found[0]) + line[found.end() :]
    return line


def _space_for_each(words: str) -> str:
    """Words with an ordinary space for each strange one that can be seen; one always stands after a colon."""
    seen = re.sub(rf"[{SPACES}]", lambda found: "" if found[0] in _UNSEEN else " ", words)
    return f"{seen} " if seen.endswith(":") else seen
