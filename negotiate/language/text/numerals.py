"""What a word without quotes stands for: a number, true or false, nothing, or itself; and what nearly is a number."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from negotiate.errors import Hint

if TYPE_CHECKING:
    from negotiate.problems import Place, Problems

DIGIT_LIMIT = 15
"""Digits of a whole number."""
LENGTH_LIMIT = 400
"""Signs of any other number."""

_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)\Z")
_DECIMAL = re.compile(r"[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?\Z")
_NOT_A_NUMBER = re.compile(r"[-+]?\.(nan|inf)\Z", re.IGNORECASE)


def resolve(text: str, place: Place, problems: Problems) -> str | int | float | bool | None:
    """What a text without quotes stands for; what could mean several things is noted in `problems`."""
    if text in ("", "~", "null", "Null", "NULL"):
        return None
    if text in ("true", "false"):
        return text == "true"
    if _NOT_A_NUMBER.match(text):
        problems.add(place, "not-finite", f"`{text}` is not a finite number", "quote it if it is text")
        return 0.0
    if _INTEGER.match(text):
        return _integer(text, place, problems)
    if re.match(r"[-+]?0[0-9]+\Z", text):
        problems.add(
            place,
            "leading-zero",
            f"`{text}` starts with a zero, which some readers take for base eight",
            f"write {int(text) if len(text) <= DIGIT_LIMIT else 'it without the zero'}, or quote it as text",
        )
        return 0
    if _DECIMAL.match(text):
        return _decimal(text, place, problems)
    return text


def _integer(text: str, place: Place, problems: Problems) -> int:
    if len(text.lstrip("+-")) > DIGIT_LIMIT:
        problems.add(
            place, "number-too-large", f"a whole number has at most {DIGIT_LIMIT} digits", "quote it if it is text"
        )
        return 0
    return int(text)


def _decimal(text: str, place: Place, problems: Problems) -> float:
    if len(text) > LENGTH_LIMIT:
        problems.add(place, "number-too-large", f"a number has at most {LENGTH_LIMIT} digits", "round it")
        return 0.0
    value = float(text)
    if abs(value) > 1e15:
        problems.add(place, "number-too-large", f"`{text[:20]}` is larger than 1e15")
        return 0.0
    if not value and re.search("[1-9]", re.split("[eE]", text)[0]):
        problems.add(place, "number-too-small", f"`{text[:20]}` is nearer to 0 than any number that is not 0")
    return value


def numeral(value: float) -> str:
    """A number as a name, the same for every way of writing it."""
    return str(int(value)) if value == int(value) else str(value)


_THOUSANDS = re.compile(r"[-+]?\d{1,3}([_,'’  ]\d{3})+(\.\d+)?\Z")
_UNDERSCORES = re.compile(r"[-+]?\d+(_\d+)+\Z")
_COMMA = re.compile(r"[-+]?\d+,\d+\Z")
_CLOCK = re.compile(r"[-+]?\d+(:\d+)+\Z")
_PERCENT = re.compile(r"([-+]?\d+(?:\.\d+)?) ?%\Z")
_OTHER_BASE = re.compile(r"[-+]?0[xob][0-9a-f]+\Z", re.IGNORECASE)
_WITH_SIGN = re.compile(r"([-+]?)(?:[$€£¥] ?(\d+(?:\.\d+)?)|(\d+(?:\.\d+)?) ?[$€£¥])\Z")
_WITH_UNIT = re.compile(r"([-+]?\d+(?:\.\d+)?) ?([^\W\d_][^\W\d_. ]*)\.?\Z")

_CUT = re.compile(r"(?<![\w.,])[-+]?\d+(?:,\d{3})*,\Z")
_GROUPS = re.compile(r"(?:,\d{3}(?!\d)){0,9}")
_COLON = re.compile(r"\s*:")


def number_meant(text: str) -> str:
    """What to write instead, where a text looks like a number and is none for YAML; else nothing.

    Examples
    --------
    >>> number_meant("1_000")
    'write `1000`, without separators'
    >>> number_meant("12:30")
    'a time of day is text: write a decimal number, such as 12.5'
    >>> number_meant("quota")
    ''
    """
    text = text.strip()
    if len(text) > 40:
        return ""
    if _THOUSANDS.match(text) or _UNDERSCORES.match(text):
        return Hint.writing(re.sub(r"[^-+0-9.]", "", text), ", without separators")
    if _COMMA.match(text):
        return Hint.writing(text.replace(",", "."), ", with a point")
    if _CLOCK.match(text):
        return "a time of day is text: write a decimal number, such as 12.5"
    if found := _PERCENT.match(text):
        return Hint.writing(found[1], f", or `{float(found[1]) / 100:g}` where a share is meant")
    if _OTHER_BASE.match(text):
        return "write it in the ordinary way, in tens"
    if found := _WITH_SIGN.match(text):
        return Hint.writing(f"{found[1]}{found[2] or found[3]}", "; what it is counted in goes into `unit`")
    return ""


def share_meant(text: str) -> str:
    """The share that a number of percent stands for; nothing where a text is something else.

    Examples
    --------
    >>> share_meant("70%")
    '0.7'
    """
    found = _PERCENT.match(text.strip()) if len(text) <= 40 else None
    return f"{float(found[1]) / 100:g}" if found else ""


def shares(values: list[float]) -> str:
    """What to write for odds in percent."""
    if abs(sum(values) - 100) > 1e-6 or len(values) > 6:
        return ""
    found = [f"`{value / 100:g}`" for value in values]
    return f"odds are shares, not percent: write {', '.join(found[:-1])}{' and ' if found[1:] else ''}{found[-1]}"


def without_unit(text: str) -> tuple[str, str]:
    """A number and the word behind it; two empty texts where a text is something else.

    Examples
    --------
    >>> without_unit("20 min")
    ('20', 'min')
    >>> without_unit("twenty")
    ('', '')
    """
    found = _WITH_UNIT.match(text.strip()) if len(text) <= 40 else None
    return (found[1], found[2]) if found else ("", "")


def number_cut(line: str, column: int, rest: str, key: bool) -> tuple[str, str] | None:
    """The number that a comma cut in two for YAML, and what to write; None where two values are meant.

    Parameters
    ----------
    line : str
        The line in which it stands, in braces or brackets.
    column : int
        Where the digits behind the comma stand, from 0.
    rest : str
        Those digits.
    key : bool
        Whether they would be a key. Of two items in a list, they are a part only where no number starts like that.
    """
    end = column + len(rest)
    before = _CUT.search(line[max(0, column - 40) : column])
    more = _GROUPS.match(line, end)
    if before is None or _COLON.match(line, end) or not (key or re.match(r"0\d", rest)):
        return None
    whole = before[0] + rest + (more[0] if more else "")
    return whole, number_meant(whole)
