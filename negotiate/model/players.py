"""Who negotiates, which numbers they argue about, and where the numbers come from.

What a player may privately be like it knows of itself, and the others only by its odds. The odds are common knowledge:
everybody starts from the same belief about everybody else (a common prior).

References
----------
Harsanyi (1967-68), "Games with incomplete information played by 'Bayesian' players": chance deals the types first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from negotiate.model.expressions import Expression

if TYPE_CHECKING:
    from negotiate.model.distributions import Distribution


@dataclass(frozen=True, slots=True)
class Player:
    """One side of the table.

    Parameters
    ----------
    id, name : str
        The key that the file uses, and the name for people; the same where the file gives only one.
    leader : str
        Who speaks for the player; empty where the file names nobody.
    unit : str
        The unit of the player's payoffs; empty where the file names none.
    patience : float or None
        The discount factor: what a unit of the next period is worth today, from 0 to 1. None where the file is silent.
    power : float or None
        The bargaining weight, from 0 to 1; None where the file is silent.
    """

    id: str
    name: str
    leader: str = ""
    unit: str = ""
    patience: float | None = None
    power: float | None = None


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number that a person may want to change.

    Parameters
    ----------
    id : str
        Its name.
    value : float
        The number.
    low, high : float or None
        The least and the most that it can be; None where the file gives no range.
    distribution : Distribution or None
        How uncertain the number is; None where the file does not say.
    unit : str
        The unit of the number; empty where the file names none.
    about : str
        What the number stands for; empty where the file says nothing.
    source : str
        Where it comes from: a name among the file's sources, or `declared`; empty where the file names none.
    """

    id: str
    value: float
    low: float | None = None
    high: float | None = None
    distribution: Distribution | None = None
    unit: str = ""
    about: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a number comes from; a text is empty where the file says nothing.

    Parameters
    ----------
    id : str
        The name by which the file refers to it.
    title : str
        The title of the book, article or page.
    publisher : str
        Who published it.
    author : str
        Who wrote it.
    date : str
        When it was published, as exactly as the file says.
    url : str
        Where it can be read.
    about : str
        What it says that matters here.
    """

    id: str
    title: str
    publisher: str = ""
    author: str = ""
    date: str = ""
    url: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class PrivateType:
    """One thing that a player may be: how likely, and what is then otherwise than the file says.

    Parameters
    ----------
    id, player : str
        The type's name, and whose type it is.
    odds : Expression
        How likely; a formula of parameters.
    settings : Mapping[str, object]
        Address → new value.
    about : str
        What the player is like then; empty where the file says nothing.
    """

    id: str
    player: str
    odds: Expression
    settings: Mapping[str, object]
    about: str = ""


def type_profiles(types: Mapping[str, tuple[PrivateType, ...]]) -> list[tuple[PrivateType, ...]]:
    """Every way in which the types can be dealt, those of the last player varying fastest."""
    return list(product(*types.values()))
