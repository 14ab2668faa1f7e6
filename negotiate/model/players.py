"""Who negotiates, which numbers they argue about, and where the numbers come from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Player:
    """One side of the table.

    `patience` is the discount factor of one period, `power` the bargaining weight; None where the file is silent.
    """

    id: str
    name: str
    leader: str = ""
    unit: str = ""
    patience: float | None = None
    power: float | None = None


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number that a person may want to turn, with its range, unit and source."""

    id: str
    value: float
    low: float | None = None
    high: float | None = None
    unit: str = ""
    about: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a number comes from."""

    id: str
    title: str
    publisher: str = ""
    author: str = ""
    date: str = ""
    url: str = ""
    about: str = ""
