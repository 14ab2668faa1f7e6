"""What a word without quotes stands for: a number, true or false, nothing, or itself."""

from __future__ import annotations

import re

from negotiate.loading.problems import Place, Problems

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
    return value


def numeral(value: float) -> str:
    """A number as a name, the same for every way of writing it."""
    return str(int(value)) if value == int(value) else str(value)
