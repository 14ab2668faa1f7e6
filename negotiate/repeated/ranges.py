"""Numbers that a repeated game is asked with, each held to its range before anything is worked out of it."""

from __future__ import annotations

from numbers import Real
from typing import TypeGuard

import numpy as np

from negotiate.errors import OutOfRange, UnsuitableGame

MOST_ROUNDS = 10**9
"""The longest match with a fixed end."""


def within(name: str, value: object, low: float, high: float) -> float:
    """A number that lies in its range.

    Raises
    ------
    OutOfRange
        If it does not, or is no number.

    Examples
    --------
    >>> within("ends", 0.25, 0, 1)
    0.25
    """
    if not is_number(value) or not low <= value <= high:
        raise OutOfRange(f"`{name}` is a number from {low:g} to {high:g}, and not {_shown(value)}")
    return float(value)


def whole(name: str, value: object, low: int, high: int | None = None) -> int:
    """A whole number that lies in its range; without a highest one as large as one likes.

    Raises
    ------
    OutOfRange
        If it does not, or is no whole number.

    Examples
    --------
    >>> whole("rounds", 3.0, 1, MOST_ROUNDS)
    3
    """
    top = np.inf if high is None else high
    if not is_number(value) or not low <= value <= top or abs(value) == np.inf or value != int(value):
        allowed = f"of at least {low}" if high is None else f"from {low} to {high:,}"
        raise OutOfRange(f"`{name}` is a whole number {allowed}, and not {_shown(value)}")
    return int(value)


def rounds_of(value: object) -> int | None:
    """A number of rounds; None for play without a known end.

    Raises
    ------
    OutOfRange
        If it is no whole number from 1 to `MOST_ROUNDS`.
    """
    return None if value is None else whole("rounds", value, 1, MOST_ROUNDS)


def numbers_of(name: str, given: object, such_as: str) -> float | tuple[float, ...]:
    """One number for all players, or one of each, as plain numbers.

    Parameters
    ----------
    name : str
        What the numbers are, as a sentence begins with it.
    such_as : str
        Numbers that would do.

    Raises
    ------
    OutOfRange
        If it is anything else.
    """
    try:
        found = np.asarray(given)
        if found.dtype == np.object_ and all(map(is_number, found.flat)):  # fractions are numbers too
            found = found.astype(np.float64)
    except ValueError:  # rows of different lengths
        found = np.array(None)
    if found.ndim > 1 or not (np.issubdtype(found.dtype, np.integer) or np.issubdtype(found.dtype, np.floating)):
        said = f"{name} is one number for all players, or a list with one of each in the game's order"
        raise OutOfRange(f"{said}, and not {given!r}", f"such as {such_as}")
    return float(found) if found.ndim == 0 else tuple(map(float, found))


def one_each(name: str, given: float | tuple[float, ...], players: int) -> tuple[float, ...]:
    """One number for all players, or one of each, as one of each.

    Raises
    ------
    UnsuitableGame
        If there is not one a player.
    """
    if isinstance(given, float):
        return (given,) * players
    if len(given) != players:
        said = f"`{name}` has {len(given)} number{'s' if len(given) > 1 else ''} for {players} players"
        raise UnsuitableGame(said, "give one number for all, or a list with one of each")
    return given


def is_number(value: object) -> TypeGuard[float]:
    """Whether a value is a real number; true and false are none."""
    return isinstance(value, Real) and not isinstance(value, bool | np.bool_)


def _shown(value: object) -> str:
    if not is_number(value):
        return repr(value)
    return "a number of more than 300 digits" if np.inf > abs(value) > 10**300 else f"{value:g}"
