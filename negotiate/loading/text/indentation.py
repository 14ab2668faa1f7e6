"""Lines that stand too far left or right for what they belong to, and lists that have lost a dash."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

_ROOM = 12
"""Lines before and after an accident that count as its neighbours."""
_OWN_KEY = re.compile(r"\s*(?:- )*[\w.]+\Z")


@dataclass(frozen=True, slots=True)
class Accident:
    """Where the cause stands (line and column from 0), which rule it breaks, in plain words, and what to do."""

    line: int
    column: int
    code: str
    message: str
    hint: str = ""


def misplaced(what: str, line: int, column: int, lines: list[str]) -> Accident | None:
    """The line that a YAML reader stumbled over for its indentation; None where it did so for something else."""
    return glued(line, lines) or _dashes(line, lines) or _odd_line(line, lines) or _too_deep(what, line, column, lines)


def glued(line: int, lines: list[str]) -> Accident | None:
    """A dash that touches the key or the text after it, in the line of the accident or in one that it follows."""
    for n in [line, *spoken(lines, range(line - _ROOM, line))[:-3:-1]]:
        text = lines[n] if n < len(lines) else ""
        found = re.match(r"\s*-(?=[^\W\d])", text)
        beside = found and any(_is_item(lines[k]) for k in _siblings(n, lines))
        if found and (beside or re.match(r"\s*-[\w.]+:(\s|\Z)", text)):
            hint = f"write `- {text.strip()[1:]}`"
            return Accident(n, found.end() - 1, "space-after-dash", "a space is missing after the dash", hint)
    return None


def indent_of(text: str) -> int:
    """How many spaces a line starts with."""
    return len(text) - len(text.lstrip(" "))


def _levels(text: str) -> list[int]:
    """Where the line starts, and where the key after its dash does."""
    start = indent_of(text)
    key = re.match(r"(?:- +)+", text[start:])
    return [start] if key is None else [start, start + len(key[0])]


def spoken(lines: list[str], numbers: range) -> list[int]:
    """The lines that say something."""
    return [n for n in numbers if 0 <= n < len(lines) and lines[n].strip() and lines[n].lstrip()[0] != "#"]


def _is_item(text: str) -> bool:
    return text.lstrip().startswith("- ") or text.strip() == "-"


def _siblings(line: int, lines: list[str]) -> list[int]:
    """The lines at the same indentation, as far as nothing stands further left."""
    found = [line]
    for numbers in (range(line - 1, -1, -1), range(line + 1, len(lines))):
        for n in spoken(lines, numbers):
            if indent_of(lines[n]) < indent_of(lines[line]):
                break
            if indent_of(lines[n]) == indent_of(lines[line]):
                found.append(n)
    return sorted(found)


def _dashes(line: int, lines: list[str]) -> Accident | None:
    """A list's item among the keys of a mapping, or the reverse."""
    if line >= len(lines):
        return None
    siblings = _siblings(line, lines)
    items = [n for n in siblings if _is_item(lines[n])]
    keys = [n for n in siblings if n not in items]
    if not items or not keys or indent_of(lines[line]) == 0:
        return None
    if len(keys) >= len(items):
        hint = "this line starts with `- `, its neighbours do not: write all of them in the same way"
        return Accident(
            items[0], indent_of(lines[items[0]]), "list-among-keys", "an item of a list stands among keys", hint
        )
    hint = "its neighbours start with `- `: write all of them in the same way"
    return Accident(
        keys[0], indent_of(lines[keys[0]]), "list-among-keys", "a key stands among the items of a list", hint
    )


def _unit(lines: list[str]) -> int:
    """By how many spaces the text mostly goes in."""
    steps = Counter(indent_of(lines[n]) for n in spoken(lines, range(len(lines))) if indent_of(lines[n]))
    total = sum(steps.values())
    fits = {unit: sum(count for step, count in steps.items() if step % unit == 0) for unit in (4, 2, 3)}
    return next((unit for unit, count in fits.items() if total and count >= 0.8 * total), 1)


def _odd_line(line: int, lines: list[str]) -> Accident | None:
    """The line at the accident, or the one before it, whose indentation is none that the text uses."""
    unit = _unit(lines)
    before = spoken(lines, range(line - _ROOM, line))
    for n in [line, *before[-1:]]:
        if n < len(lines) and indent_of(lines[n]) % unit:
            wanted = _nearest_level(n, unit, lines)
            if wanted is not None:
                return _indented(n, wanted, lines)
    return None


def _nearest_level(line: int, unit: int, lines: list[str]) -> int | None:
    """The indentation among the neighbours that was probably meant; those that touch the line count first."""
    above = spoken(lines, range(line - _ROOM, line))[::-1]
    below = spoken(lines, range(line + 1, line + _ROOM + 1))
    items = [n for n in [*above, *below] if _is_item(lines[n])] if _is_item(lines[line]) else []
    levels = [indent_of(lines[n]) for n in items] or [i for n in [*above, *below] for i in _levels(lines[n])]
    touching = [i for n in [*above[:1], *below[:1]] for i in _levels(lines[n])]
    fitting = [level for level in levels if level % unit == 0]
    if lines[line].rstrip().endswith(":") and below and indent_of(lines[below[0]]) > indent_of(lines[line]):
        fitting = [level for level in fitting if level < indent_of(lines[below[0]])]
    start = indent_of(lines[line])
    return min(fitting, key=lambda i: (abs(i - start), i not in touching, -i), default=None)


def _too_deep(what: str, line: int, column: int, lines: list[str]) -> Accident | None:
    """A key that stands below a line which has its value already."""
    if "mapping values" not in what or line >= len(lines) or not _OWN_KEY.match(lines[line][:column]):
        return None
    before = spoken(lines, range(line - _ROOM, line))
    if not before or _levels(lines[before[-1]])[-1] >= indent_of(lines[line]):
        return None
    above = before[-1]
    opened = len(before) > 1 and lines[before[-2]].rstrip().endswith(":")
    too_far_left = opened and indent_of(lines[before[-2]]) == indent_of(lines[above])
    if too_far_left or (len(before) > 1 and indent_of(lines[line]) in _levels(lines[before[-2]])):
        return _indented(above, indent_of(lines[line]), lines)
    return _indented(line, _levels(lines[above])[-1], lines, "; nothing can stand below a line that has its value")


def _indented(line: int, wanted: int, lines: list[str], more: str = "") -> Accident:
    found = indent_of(lines[line])
    spaces = "1 space" if found == 1 else f"{found} spaces"
    hint = f"this line is indented by {spaces}, its neighbours by {wanted}{more}"
    return Accident(line, found, "indentation", "the indentation does not fit the lines around it", hint)
