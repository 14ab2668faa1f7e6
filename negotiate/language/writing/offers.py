"""Mistakes with one certain mend: for each such problem the text without it, or nothing where there is a choice.

Each mend here only proposes. Whether a text is better with it is judged by reading the whole file again.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from negotiate.errors import Problem
from negotiate.language.shape.document import places
from negotiate.language.shape.value_types import Key
from negotiate.language.shape.wording import QUOTED
from negotiate.language.text.accidents import with_ordinary_spaces

_KEY = re.compile(r"\s*(?:- +)*(?P<key>[\w.-]+): +(?=\S)")
_ITEM = re.compile(r"\s*(?:- +)+(?=\S)")
_COMMENT = re.compile(r"\s+#.*\Z")
_HARDLY_A_COMMENT = re.compile(r"\s#[^\s#!]")
_STRUCTURE = re.compile(r"\s*(?:- |-\Z|[\w.\"'-]+:(?:\s|\Z)|[\w.-]+:\S)")
_LISTS = ("teaches", "authors")
_FORMULAS = ("expr", "amount", "when", "times", "cost", "where", "never", "insists")
_FIELDS = [(name, field) for part in places().values() for name, field in part.model_fields.items()]
_KEYS = sorted({field.alias or name for name, field in _FIELDS})
_TEXTS = {
    name for name, field in _FIELDS if field.annotation is str and all(isinstance(mark, Key) for mark in field.metadata)
}
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


_WORDS = {"and", "or", "not"}
_PAIRS = {"'": "'", '"': '"', "‘": "’", "“": "”", "„": "“", "«": "»"}  # noqa: RUF001 - signs that people type


@dataclass(frozen=True, slots=True)
class Mend:
    """The lines of a text with one problem less, and what was done, after "line 3: "."""

    lines: list[str]
    said: str


def proposed(problem: Problem, lines: list[str]) -> Mend | None:
    """The mend for a problem, if it is one that has a certain one."""
    make = MENDS.get(problem.code)
    return make(problem, lines) if make is not None and 0 < problem.line <= len(lines) else None


def _changed(lines: list[str], problem: Problem, line: str, said: str) -> Mend:
    at = problem.line - 1
    return Mend([*lines[:at], line, *lines[at + 1 :]], said)


def _parted(problem: Problem, lines: list[str]) -> tuple[str, str, str]:
    """The line of a problem: what stands before it, what it is about, and the rest."""
    line, at, end = lines[problem.line - 1], problem.column - 1, problem.column - 1 + problem.width
    return line[:at], line[at:end], line[end:]


def _sign(problem: Problem, lines: list[str]) -> Mend | None:
    """A sign of a formula that the language writes in another way."""
    before, told, after = _parted(problem, lines)
    written = problem.write
    if not written or told == "!":
        return None
    if written in _WORDS:
        written = " " * (before[-1:] != " ") + written + " " * (after[:1] != " ")
    return _changed(lines, problem, before + written + after, f"`{told}` became `{written.strip()}`")


def _quotes(problem: Problem, lines: list[str]) -> Mend | None:
    """A name of a formula in quotation marks."""
    line, at = lines[problem.line - 1], problem.column - 1
    closing = _PAIRS.get(line[at : at + 1])
    found = re.compile(rf"([\w.]+){re.escape(closing)}").match(line, at + 1) if closing else None
    if found is None:
        return None
    said = f"`{line[at : found.end()]}` became `{found[1]}`"
    return _changed(lines, problem, line[:at] + found[1] + line[found.end() :], said)


def _format(problem: Problem, lines: list[str]) -> Mend | None:
    """The version of the language, above the first key and the comments that are that key's own."""
    at = problem.line - 1
    if problem.column != 1 or lines[at][:1] in ("{", "["):
        return None
    top = at
    while top > 0 and lines[top - 1].startswith("#"):
        top -= 1
    if all(not line.strip() for line in lines[:top]):
        top = at
    return Mend([*lines[:top], "format: 1", *lines[top:]], "`format: 1` was added")


def _as_told(problem: Problem, lines: list[str]) -> Mend | None:
    """A value for which the report says what to write."""
    before, told, after = _parted(problem, lines)
    value = problem.write
    if not value or not re.fullmatch(r"[\w. \"']+", told):
        return None
    if problem.code == "unknown-format" and told.strip("'\"") not in ("1", "1.0"):
        return None
    return _changed(lines, problem, before + value + after, f"`{told}` became `{value}`")


def _number_as_text(problem: Problem, lines: list[str]) -> Mend | None:
    """A number, or true or false, where text is expected."""
    before, told, after = _parted(problem, lines)
    if problem.write != QUOTED.write or not re.fullmatch(r"[-+\w.]+", told):
        return None
    return _changed(lines, problem, f'{before}"{told}"{after}', f"`{told}` stands in quotes now")


def _space(problem: Problem, lines: list[str]) -> Mend | None:
    """A key whose colon touches its value, or an item of a list whose dash touches it."""
    sign, name = ("-", "dash") if problem.code == "space-after-dash" else (":", "colon")
    line, at = lines[problem.line - 1], problem.column - 1
    if line[at : at + 1] != sign:
        return None
    return _changed(lines, problem, f"{line[: at + 1]} {line[at + 1 :]}", f"a space was put behind the {name}")


def _ordinary_spaces(problem: Problem, lines: list[str]) -> Mend | None:
    """Spaces of another kind, in this line and all like it: they come together."""
    changed = with_ordinary_spaces(lines)
    return Mend(changed, "spaces of another kind became ordinary ones") if changed != lines else None


def _braces(problem: Problem, lines: list[str]) -> Mend | None:
    """A key and its value on the line of another key."""
    line, inner = lines[problem.line - 1], problem.write.strip("{}")
    if not inner or not line.rstrip().endswith(inner):
        return None
    return _changed(
        lines, problem, f"{line.rstrip().removesuffix(inner)}{{{inner}}}", f"`{inner}` stands in braces now"
    )


def _sentence(problem: Problem, lines: list[str]) -> Mend | None:
    """A text that needs quotation marks."""
    changed = quoted_to_the_end(lines, problem.line - 1, problem.column - 1)
    return Mend(changed, "the text stands in quotes now") if changed is not None else None


def _in_braces(problem: Problem, lines: list[str]) -> Mend | None:
    """A sentence or formula that needs quotation marks because it stands in braces."""
    line = in_braces(lines[problem.line - 1], problem.column - 1)
    return _changed(lines, problem, line, "the text stands in quotes now") if line else None


MENDS: dict[str, Callable[[Problem, list[str]], Mend | None]] = {
    "alias": _sentence,
    "caret-power": _sign,
    "colon-in-text": _sentence,
    "first-character": _sentence,
    "formula-sign": _sign,
    "missing-braces": _braces,
    "missing-format": _format,
    "quotes-in-formula": _quotes,
    "single-equals": _sign,
    "space-after-colon": _space,
    "space-after-dash": _space,
    "strange-space": _ordinary_spaces,
    "text-expected": _number_as_text,
    "text-in-braces": _in_braces,
    "truth-expected": _as_told,
    "unknown-format": _as_told,
    "whole-number-expected": _as_told,
}
"""Code of a rule → what is proposed where it is broken; tabs concern many lines at once and have their own module."""
