"""What is meant by a text that is nearly a number."""

from __future__ import annotations

import re

from negotiate.errors import Hint

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
