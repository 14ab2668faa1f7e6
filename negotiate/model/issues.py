"""What is decided: issues with their options, and packages that take one option of each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import field
from math import prod

import numpy as np
import numpy.typing as npt

from negotiate.display import record
from negotiate.report.style import trimmed

_CURRENCY = re.compile(r"([$€£¥])(\S*)(.*)")


@record
class Option:
    """One possible decision on an issue.

    Parameters
    ----------
    id, name : str
        The short name that the file uses, and the one for people; the same where the file gives only one.
    number : float or None
        The option's number, in the issue's unit; None where it has none.
    about : str
        What choosing the option means; empty where the file says nothing.
    source : str
        Where the number comes from; empty where that is the issue's source.
    """

    id: str
    name: str
    number: float | None = None
    about: str = ""
    source: str = ""


@record
class Issue:
    """Something to be decided.

    Parameters
    ----------
    id, name : str
        The short name that the file uses, and the one for people.
    options : tuple of Option
        In the file's order.
    deciders : tuple of str
        The players who must all agree; one player decides alone.
    unit, source : str
        Of the options' numbers.
    contingent_on : tuple of str
        The events outcome by outcome of which a deal may settle it.
    about : str
        What is decided, and what the numbers mean; empty where the file says nothing.

    Attributes
    ----------
    places : Mapping[str, int]
        Each option's short name → its position.
    """

    id: str
    name: str
    options: tuple[Option, ...]
    deciders: tuple[str, ...]
    unit: str = ""
    about: str = ""
    source: str = ""
    contingent_on: tuple[str, ...] = ()
    places: Mapping[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "places", {option.id: place for place, option in enumerate(self.options)})

    @property
    def agreed(self) -> bool:
        """Whether nobody can set this issue alone."""
        return len(self.deciders) > 1

    @property
    def labels(self) -> tuple[str, ...]:
        """The options' short names."""
        return tuple(option.id for option in self.options)

    @property
    def numbers(self) -> npt.NDArray[np.float64] | None:
        """The options' numbers, or None unless every option has one."""
        found = [option.number for option in self.options if option.number is not None]
        return np.array(found) if len(found) == len(self.options) else None

    def index(self, option: str) -> int:
        """The position of an option among the options."""
        return self.places[option]

    def name_of(self, option: Option) -> str:
        """An option as a person says it: by its number where that has a unit, else by its name, at least by its key.

        No number stands for an option that is called by a word alone, nor for one whose number is 0 and whose name says
        what that means, such as "no order".
        """
        named = option.name not in ("", option.id)
        numbered = option.number != 0 if named else option.id.replace(".", "", 1).isdigit()
        if option.number is not None and self.unit and numbered:
            return in_unit(option.number, self.unit)
        return option.name if named else option.id.replace("_", " ")


def package_count(issues: Iterable[Issue]) -> int:
    """How many packages these issues span."""
    return prod(len(issue.options) for issue in issues)


def in_unit(number: float, unit: str) -> str:
    """A number with its unit.

    Examples
    --------
    >>> in_unit(21, "percent"), in_unit(64, "$bn a year"), in_unit(1, "weeks from today"), in_unit(5, "million units")
    ('21 %', '$64bn a year', '1 week from today', '5 million units')
    """
    word, _, rest = unit.partition(" ")
    if word == "percent":
        return f"{trimmed(number)} % {rest}".strip()
    if money := _CURRENCY.fullmatch(unit):
        sign, scale, after = money.groups()
        return f"{sign}{trimmed(number)}{scale}{after}"
    first = word[:-1] if number == 1 and word.endswith("s") and not word.endswith("ss") else word
    return f"{trimmed(number)} {first} {rest}".strip()
