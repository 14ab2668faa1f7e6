"""What was probably meant by a value of another kind than the one that is expected."""

from __future__ import annotations

import re
from typing import Any

from negotiate.errors import Hint
from negotiate.loading.text.nodes import Path, spelled
from negotiate.loading.text.numerals import number_meant, without_unit

QUOTED = Hint("put it in quotes", '"…"')
"""Of a number or a truth where text is expected."""
_TRUTHS = {**dict.fromkeys(("yes", "on", "y", "1"), "true"), **dict.fromkeys(("no", "off", "n", "0"), "false")}
_PLAIN = re.compile(r"[^\W_][\w. -]*\Z")
_SETS = re.compile(r"(\w+) *(?:=|==|:|->|→) *([-+\w.]+)\Z")
_WANTED = re.compile(r"(\w+) *(?:=|==|:|->|→|is)? +([-+\w.]+)\Z")
_NUMBER = r"([-+]?\d+(?:\.\d+)?)"
_TWO = re.compile(rf"[(\[]? *{_NUMBER} *(?:[,;/|:]| ) *{_NUMBER} *[)\]]?\Z")
_FROM_TO = re.compile(rf"(?:from +)?{_NUMBER} *(?:-|–|—|\.\.+|…|to|till|until|[,;:/]| ) *{_NUMBER}\Z")
_SIGHTS = {
    **dict.fromkeys(("nothing", "none", "no", "nobody"), "write `[]` for a mover that sees nothing"),
    **dict.fromkeys(("everything", "all", "any", "every"), "leave `sees` out: a mover sees everything by default"),
}
_VOTES = {
    **dict.fromkeys(
        ("most", "half", "simple majority", "absolute majority", "plurality", "more than half"), "majority"
    ),
    **dict.fromkeys(("2/3", "two-thirds", "two third", "two_thirds", "supermajority", "66%", "67%"), "two thirds"),
    **dict.fromkeys(("all", "everybody", "unanimous", "consensus", "every", "100%"), "unanimity"),
}
_RED_LINE = "write each as `a_name: {player: who, never: {issue: option}}`, or its keys on the lines below its name"


def meant(code: str, found: Any, path: Path) -> str:
    """A hint, or nothing.

    Parameters
    ----------
    code : str
        The rule that is broken, which says what is expected.
    found : object
        What stands there.
    path : tuple
        Where in the file.
    """
    if code in ("number-expected", "whole-number-expected") and isinstance(found, str):
        return number_meant(found) or _without_unit(found, path)
    if code == "unknown-word" and isinstance(found, str):
        return _word_meant(found, path)
    if code == "text-expected" and isinstance(found, int | float | bool):
        return QUOTED
    if code == "truth-expected" and str(found).lower() in _TRUTHS:
        return Hint.writing(_TRUTHS[str(found).lower()])
    if code == "list-expected" and isinstance(found, str):
        if path[-1:] == ("range",):
            return range_meant(found)
        if path[-1:] == ("sees",) and found.lower() in _SIGHTS:
            return _SIGHTS[found.lower()]
        dashes = re.match(r"-\w", found) is not None
        return "a space is missing after each dash" if dashes else f"write `[{found}]`"
    if code == "whole-number-expected" and isinstance(found, float) and found.is_integer():
        return Hint.writing(str(int(found)))
    if code in ("option-expected", "condition-expected") and isinstance(found, dict):
        return _without_braces(found)
    return _mapping_meant(found, path) if code == "mapping-expected" else ""


def _word_meant(found: str, path: Path) -> str:
    """A word for how many votes it takes, or what a deal has in common."""
    if path[-1:] == ("needs",) and found.lower() in _VOTES:
        return f"write `{_VOTES[found.lower()]}`"
    wanted = _WANTED.match(found) if path[:1] == ("expect",) and path[2:] == ("deal",) else None
    return f"write `{{{wanted[1]}: {wanted[2]}}}`" if wanted else ""


def _without_braces(found: dict[str, Any]) -> str:
    """A condition that stands in braces, where it is a key without a value."""
    formula = next(iter(found), "")
    alone = len(found) == 1 and found[formula] is None and re.search(r"[<>=]|\b(?:and|or|not|in)\b", str(formula))
    return f"take the braces away: write `{formula}`" if alone else ""


def cell_meant(found: Any) -> str:
    """How a cell of a matrix is written, with the two numbers that stand there if there are two.

    Examples
    --------
    >>> cell_meant("3 3")
    'write `[3, 3]`'
    >>> cell_meant("(-1; 6)")
    'write `[-1, 6]`'
    >>> cell_meant(7)
    'write it as `[1, 0]`'
    """
    two = _TWO.match(found) if isinstance(found, str) and len(found) <= 60 else None
    return f"write `[{two[1]}, {two[2]}]`" if two else "write it as `[1, 0]`"


def range_meant(found: str) -> str:
    """How a range is written, from its two numbers.

    Examples
    --------
    >>> range_meant("1-4")
    'write `[1, 4]`'
    >>> range_meant("-2 to -1")
    'write `[-2, -1]`'
    """
    two = _FROM_TO.match(found) if len(found) <= 60 else None
    return f"write `[{two[1]}, {two[2]}]`" if two else "write it as `[0, 1]`"


def _without_unit(found: str, path: Path) -> str:
    number, unit = without_unit(found)
    if not number or path[-1] == "minutes":
        return Hint.writing(f"{float(number) * (60 if unit[:1].lower() == 'h' else 1):g}") if number else ""
    return Hint.writing(number, "; what it is counted in goes into `unit`")


def _mapping_meant(found: Any, path: Path) -> str:
    """How the part at a path is written, filled in with what stands there."""
    if path == ("red_lines",) and isinstance(found, list):
        return _RED_LINE
    if not isinstance(found, str | int | float) or isinstance(found, bool):
        return ""
    text = spelled(found)
    if path[0] == "issues" and path[2:] == ("options",):
        words = [word.strip() for word in re.split(r"[,;/]| or ", text)]
        return f"write `[{', '.join(words)}]`" if all(_PLAIN.match(word) for word in words) else ""
    if path[0] == "payoffs" and len(path) == 3:
        simple = not isinstance(found, str) or not set(text) & set(",:{}[]#\"'&*!|>%@`")
        return f"write `{{amount: {text}}}`" if simple else "write `expr:` and the formula on the line below the key"
    sets = _SETS.match(text)
    wanted = _WANTED.match(text)
    if path[0] == "expect" and path[2:] in (("solve",), ("tree",)) and wanted:
        return f"write `{{{wanted[1]}: {wanted[2]}}}`"
    if path[0] == "protocol" and path[2:3] in (("choose",), ("does",)) and len(path) == 4 and sets:
        return f"write `{{{sets[1]}: {sets[2]}}}`"
    return ""
