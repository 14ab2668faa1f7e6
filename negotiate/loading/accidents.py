"""What was probably meant, where a text is not YAML: the accidents that people have with it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

_ROOM = 12
"""Lines before and after an accident that count as its neighbours."""
_TEXT_KEYS = ("title", "summary", "about", "name", "leader", "group", "public", "teacher", "license", "author")
_INDENTATION = ("mapping values are not allowed", "did not find expected key", "did not find expected '-' indicator")
_NESTED = re.compile(r"\s*(?:- )?[\w.]+: ([\w.]+: [\w.+-]+)\s*\Z")
_OWN_KEY = re.compile(r"\s*(?:- )*[\w.]+\Z")


@dataclass(frozen=True, slots=True)
class Accident:
    """Where the cause stands (line and column from 0), what is wrong in plain words, and what to do."""

    line: int
    column: int
    message: str = ""
    hint: str = ""


def accident(what: str, line: int, column: int, lines: list[str]) -> Accident:
    """The cause of what a YAML reader complains of at a line and a column, both counted from 0."""
    text = lines[line] if line < len(lines) else ""
    found = None
    if any(words in what for words in _INDENTATION) and "\t" not in text[: len(text) - len(text.lstrip())]:
        found = _dashes(line, lines) or _odd_line(line, lines) or _too_deep(what, line, column, lines)
    return found or Accident(line, column, "", _hint(what, text, column))


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip(" "))


def _levels(text: str) -> list[int]:
    """Where the line starts, and where the key after its dash does."""
    start = _indent(text)
    key = re.match(r"(?:- +)+", text[start:])
    return [start] if key is None else [start, start + len(key[0])]


def _content(lines: list[str], numbers: range) -> list[int]:
    """The lines that say something."""
    return [n for n in numbers if 0 <= n < len(lines) and lines[n].strip() and lines[n].lstrip()[0] != "#"]


def _is_item(text: str) -> bool:
    return text.lstrip().startswith("- ") or text.strip() == "-"


def _siblings(line: int, lines: list[str]) -> list[int]:
    """The lines at the same indentation, as far as nothing stands further left."""
    found = [line]
    for numbers in (range(line - 1, -1, -1), range(line + 1, len(lines))):
        for n in _content(lines, numbers):
            if _indent(lines[n]) < _indent(lines[line]):
                break
            if _indent(lines[n]) == _indent(lines[line]):
                found.append(n)
    return sorted(found)


def _dashes(line: int, lines: list[str]) -> Accident | None:
    """A list's item among the keys of a mapping, or the reverse."""
    if line >= len(lines):
        return None
    siblings = _siblings(line, lines)
    items = [n for n in siblings if _is_item(lines[n])]
    keys = [n for n in siblings if n not in items]
    if not items or not keys or _indent(lines[line]) == 0:
        return None
    if len(keys) >= len(items):
        hint = "this line starts with `- `, its neighbours do not: write all of them in the same way"
        return Accident(items[0], _indent(lines[items[0]]), "an item of a list stands among keys", hint)
    hint = "its neighbours start with `- `: write all of them in the same way"
    return Accident(keys[0], _indent(lines[keys[0]]), "a key stands among the items of a list", hint)


def _unit(lines: list[str]) -> int:
    """By how many spaces the text mostly goes in."""
    steps = Counter(_indent(lines[n]) for n in _content(lines, range(len(lines))) if _indent(lines[n]))
    total = sum(steps.values())
    fits = {unit: sum(count for step, count in steps.items() if step % unit == 0) for unit in (4, 2, 3)}
    return next((unit for unit, count in fits.items() if total and count >= 0.8 * total), 1)


def _odd_line(line: int, lines: list[str]) -> Accident | None:
    """The line at the accident, or the one before it, whose indentation is none that the text uses."""
    unit = _unit(lines)
    before = _content(lines, range(line - _ROOM, line))
    for n in [line, *before[-1:]]:
        if n < len(lines) and _indent(lines[n]) % unit:
            wanted = _nearest_level(n, unit, lines)
            if wanted is not None:
                return _indented(n, wanted, lines)
    return None


def _nearest_level(line: int, unit: int, lines: list[str]) -> int | None:
    """The indentation among the neighbours that was probably meant; those that touch the line count first."""
    above = _content(lines, range(line - _ROOM, line))[::-1]
    below = _content(lines, range(line + 1, line + _ROOM + 1))
    items = [n for n in [*above, *below] if _is_item(lines[n])] if _is_item(lines[line]) else []
    levels = [_indent(lines[n]) for n in items] or [i for n in [*above, *below] for i in _levels(lines[n])]
    touching = [i for n in [*above[:1], *below[:1]] for i in _levels(lines[n])]
    fitting = [level for level in levels if level % unit == 0]
    start = _indent(lines[line])
    return min(fitting, key=lambda i: (abs(i - start), i not in touching, -i), default=None)


def _too_deep(what: str, line: int, column: int, lines: list[str]) -> Accident | None:
    """A key that stands below a line which has its value already."""
    if "mapping values" not in what or line >= len(lines) or not _OWN_KEY.match(lines[line][:column]):
        return None
    before = _content(lines, range(line - _ROOM, line))
    if not before or _levels(lines[before[-1]])[-1] >= _indent(lines[line]):
        return None
    above = before[-1]
    if len(before) > 1 and _indent(lines[line]) in _levels(lines[before[-2]]):
        return _indented(above, _indent(lines[line]), lines)
    return _indented(line, _levels(lines[above])[-1], lines, "; nothing can stand below a line that has its value")


def _indented(line: int, wanted: int, lines: list[str], more: str = "") -> Accident:
    found = _indent(lines[line])
    spaces = "1 space" if found == 1 else f"{found} spaces"
    hint = f"this line is indented by {spaces}, its neighbours by {wanted}{more}"
    return Accident(line, found, "the indentation does not fit the lines around it", hint)


def _hint(what: str, line: str, column: int) -> str:
    if "\t" in line[: len(line) - len(line.lstrip())] or ("cannot start any token" in what and "\t" in line):
        return "indent with spaces, not with tabs"
    if "mapping values are not allowed" in what:
        return _colon(line)
    if "expected ',' or" in what:
        return _brackets(what, line, column)
    return next((hint for words, hint in _HINTS.items() if words in what), "")


def _colon(line: str) -> str:
    nested = _NESTED.match(line)
    if nested and line.split(":", maxsplit=1)[0].strip(" -") not in _TEXT_KEYS:
        return f"write `{{{nested[1]}}}`"
    return "a colon followed by a space is syntax: put the sentence in quotes, or write it below `key: >`"


def _brackets(what: str, line: str, column: int) -> str:
    found = line[column : column + 1]
    wanted = "]" if "']'" in what else "}"
    if found in ("]", "}") and found != wanted:
        return f"`{wanted}` is missing or `{found}` is one too many"
    return "inside braces and brackets a comma, colon or bracket of a sentence is syntax: put the sentence in quotes"


_HINTS = {
    "cannot start any token": "text that starts with %, @ or ` needs quotes",
    "alias": "text that starts with * or & needs quotes",
    "anchor": "text that starts with * or & needs quotes",
    "unexpected end of stream": "the quotation mark that opens here is never closed",
    "control characters": "take the invisible character away",
    "special characters": "take the invisible character away",
    "did not find expected key": "see whether this line is indented like the ones it belongs to",
    "did not find expected '-'": "see whether this line is indented like the ones it belongs to",
    "could not find expected ':'": "see whether the line above lacks its colon",
}
