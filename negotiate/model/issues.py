"""What is decided: issues with their options, and packages that take one option of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import prod

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class Option:
    """One possible decision on an issue, with its number where it has one, and where that comes from."""

    id: str
    name: str
    number: float | None = None
    about: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
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


def package_count(issues: Iterable[Issue]) -> int:
    """How many packages these issues span."""
    return prod(len(issue.options) for issue in issues)
