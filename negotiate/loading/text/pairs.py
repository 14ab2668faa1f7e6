"""Two numbers that belong in square brackets, and that a comma in braces cuts apart without them."""

from __future__ import annotations

import re
from typing import NamedTuple

_NUMBER = r"([-+]?\d+(?:\.\d+)?)"
_ROUND = re.compile(rf"\( *{_NUMBER} *, *{_NUMBER} *\)(?= *(?:[,}}#]|\Z))")
_BARE = re.compile(rf"{_NUMBER} *, *{_NUMBER}(?= *(?:[,}}#]|\Z))")


class Pair(NamedTuple):
    """Two numbers as they are written, and over how many characters they stretch."""

    one: str
    other: str
    width: int


def pair(line: str, column: int, bare: bool) -> Pair | None:
    """The two numbers that start at a column of a line (from 0); None where something else does.

    Parameters
    ----------
    line : str
        The line.
    column : int
        Where the first of them stands, or its bracket.
    bare : bool
        Whether a pair may stand without any brackets, where a single number makes no sense.

    Examples
    --------
    >>> pair("  wait: {wait: (3, 3), rush: [1, 6]}", 15, bare=False)
    Pair(one='3', other='3', width=6)
    >>> pair("  wait: {wait: 1,6}", 15, bare=True)
    Pair(one='1', other='6', width=3)
    """
    found = _ROUND.match(line, column) or (_BARE.match(line, column) if bare else None)
    return Pair(found[1], found[2], len(found[0])) if found else None
