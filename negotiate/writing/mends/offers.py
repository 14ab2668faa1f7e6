"""Mistakes with one certain mend: for each such problem the text without it, or nothing where there is a choice.

Each mend here only proposes. Whether a text is better with it is judged by reading the whole file again.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from negotiate.errors import Problem
from negotiate.loading.shape.meant import QUOTED
from negotiate.loading.text.strays import with_ordinary_spaces
from negotiate.writing.mends.quoting import in_braces, quoted_to_the_end

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
