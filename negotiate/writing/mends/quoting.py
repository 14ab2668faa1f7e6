"""Puts sentences into quotation marks where YAML would take them apart, as far as it is certain where they end."""

from __future__ import annotations

import re

from negotiate.loading.shape import document as shapes

_KEY = re.compile(r"\s*(?:- +)*(?P<key>[\w.-]+): +(?=\S)")
_ITEM = re.compile(r"\s*(?:- +)+(?=\S)")
_COMMENT = re.compile(r"\s+#.*\Z")
_HARDLY_A_COMMENT = re.compile(r"\s#[^\s#!]")
_STRUCTURE = re.compile(r"\s*(?:- |-\Z|[\w.\"'-]+:(?:\s|\Z)|[\w.-]+:\S)")
_LISTS = ("teaches", "authors")
_FORMULAS = ("expr", "amount", "when", "times", "cost", "where", "never", "insists")
_FIELDS = [(name, field) for part in shapes.Part.__subclasses__() for name, field in part.model_fields.items()]
_KEYS = sorted({field.alias or name for name, field in _FIELDS})
_TEXTS = {name for name, field in _FIELDS if field.annotation is str and not field.metadata}
"""Keys whose value is a sentence."""


def quoted_to_the_end(lines: list[str], at: int, column: int) -> list[str] | None:
    """The lines with the text in quotes that starts in a line and goes on as far as the lines are indented further.

    None where that line holds no text, or something below it looks like a key or an item of its own.
    """
    start = _start(lines, at)
    if start < 0 or not _needs_quotes(lines[at], start, column):
        return None
    last = at
    while last + 1 < len(lines) and _goes_on(lines[last + 1], lines[at]):
        last += 1
        if _STRUCTURE.match(lines[last]):
            return None
    tail = _COMMENT.search(lines[last], start if last == at else 0)
    comment = tail[0] if tail else ""
    words = [lines[at][start:], *lines[at + 1 : last + 1]]
    words[-1] = words[-1].removesuffix(comment).rstrip()
    if any(_COMMENT.search(line) for line in words) or _HARDLY_A_COMMENT.search(comment):
        return None  # where `#1` stands, nobody but the author knows whether the text goes on
    first, *rest = _in_quotes("\n".join(words)).split("\n")
    rest = [lines[at][:start] + first, *rest]
    rest[-1] += comment
    return [*lines[:at], *rest, *lines[last + 1 :]]


def _start(lines: list[str], at: int) -> int:
    """Where the text of a line starts, if it is the value of a key that takes text; else -1."""
    line = lines[at]
    key = _KEY.match(line)
    if key and (key["key"] in _TEXTS or _holder(lines, at) == "briefs"):
        return key.end()
    item = _ITEM.match(line)
    return item.end() if item and _holder(lines, at) in _LISTS else -1


def _holder(lines: list[str], at: int) -> str:
    """The section that a line belongs to."""
    above = next((line for line in reversed(lines[:at]) if line[:1] not in (" ", "#", "-", "", "\t")), "")
    return above.partition(":")[0]


def _needs_quotes(line: str, start: int, column: int) -> bool:
    """Whether the complaint is about this text: a sign at its start that is no text's, or a colon inside."""
    sign = line[start]
    if sign in "%@`":
        return column == start
    if sign in "*&":
        words = _COMMENT.sub("", line[start:]).rstrip()
        return column <= start + len(words.split(" ", maxsplit=1)[0]) and (" " in words or words[1:].endswith("*"))
    return sign not in "'\"|>[{!#?" and column > start


def _goes_on(line: str, above: str) -> bool:
    """Whether a line continues the text above it: indented further, and not blank."""
    indent = len(line) - len(line.lstrip(" "))
    return bool(line.strip()) and indent > len(above) - len(above.lstrip(" "))


def in_braces(line: str, column: int) -> str:
    """The line with the sentence or formula in quotes that holds a column, up to the next key or the last brace.

    Nothing where it is not certain where that is.
    """
    keys = [found for found in re.finditer(r"(?:[{,] *)([\w.-]+): +(?=[^\s'\"\[{|>&*])", line) if found.end() <= column]
    if not keys or keys[-1][1] not in _TEXTS | set(_FORMULAS):
        return ""
    start = keys[-1].end()
    comment = _COMMENT.search(line, column)
    if comment and _HARDLY_A_COMMENT.search(comment[0]):
        return ""
    end = comment.start() if comment else len(line.rstrip())
    ahead = re.compile(rf", *(?:{'|'.join(_KEYS)}): ").search(line, start, end)
    if ahead:
        end = ahead.start()
    else:
        opened = line[:start].count("{") - line[:start].count("}")
        if not line[:end].endswith("}" * opened):
            return ""
        end -= opened
    words = line[start:end].rstrip()
    return line[:start] + _in_quotes(words) + line[start + len(words) :]


def _in_quotes(words: str) -> str:
    """A text in quotation marks; those of a word processor round the whole of it are taken for what they are."""
    if words[0] in "“„«" and words[-1] in "”“»" and not set(words[1:-1]) & set("“”„«»"):
        words = words[1:-1]
    if "\\" not in words and '"' not in words:
        return f'"{words}"'
    return "'" + words.replace("'", "''") + "'"
