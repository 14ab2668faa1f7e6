"""Numbers as they stand in attributes of a file of GENIUS."""

from __future__ import annotations

import re
from fractions import Fraction

from negotiate.games.normal_form import LARGEST
from negotiate.loading.genius.elements import Element

LONGEST, LARGEST_EXPONENT = 400, 400
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE]([+-]?[0-9]{1,3}))?")


def number(element: Element, attribute: str, what: str, code: str = "genius-number") -> Fraction | None:
    """The number that an attribute holds, exactly as it is written; None where there is none, which is noted.

    Parameters
    ----------
    element : Element
        Where it stands.
    attribute : str
        Under which name.
    what : str
        What it is, such as "the weight".
    code : str
        The rule that is broken where the attribute is missing.
    """
    written = element.get(attribute)
    if not written or written == "null":
        element.wrong(code, f"{what} is missing", f'write `{attribute}="..."`', attribute if written else "")
        return None
    found = _NUMBER.fullmatch(written)
    if found is None or len(written) > LONGEST:
        hint = "write it like -3, 0.25 or 1.5e3"
        element.wrong("genius-number", f"{what} is expected here, and `{written}` is no number", hint, attribute)
        return None
    if abs(int(found[1] or 0)) > LARGEST_EXPONENT or abs(value := Fraction(written)) > LARGEST:
        said = f"`{written}` is beyond {LARGEST:.0e}, the largest number taken"
        element.wrong("genius-number", said, "choose a larger unit", attribute)
        return None
    return value


def whole(element: Element, attribute: str, what: str, code: str = "genius-number") -> int | None:
    """The whole number that an attribute holds; None where there is none, which is noted."""
    found = number(element, attribute, what, code)
    if found is None:
        return None
    if found.denominator != 1:
        said = f"{what} is a whole number, and `{element.get(attribute)}` is none"
        element.wrong("genius-number", said, "leave out what stands behind the point", attribute)
        return None
    return int(found)
