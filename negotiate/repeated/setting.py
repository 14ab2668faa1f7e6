"""Under which conditions a stage game is played again: what is seen, when it ends, who may leave,
what changes.

Every number and table that a repeated game is asked with is held to its range and shape here,
before anything is worked out of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from numbers import Real
from typing import Any, TypeGuard

import numpy as np
import numpy.typing as npt

from negotiate.arrays import FloatArray
from negotiate.display import entity, record
from negotiate.errors import OutOfRange, UnsuitableGame

Rate = float | Sequence[float] | None
"""A probability of all players, or of each; None for that of the setting."""
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
    if (
        not is_number(value)
        or not low <= value <= top
        or abs(value) == np.inf
        or value != int(value)
    ):
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
        if found.dtype == np.object_ and all(
            map(is_number, found.flat)
        ):  # fractions are numbers too
            found = found.astype(float)
    except ValueError:  # rows of different lengths
        found = np.array(None)
    if found.ndim > 1 or not (
        np.issubdtype(found.dtype, np.integer) or np.issubdtype(found.dtype, np.floating)
    ):
        said = (
            f"{name} is one number for all players, or a list with one of each in the game's order"
        )
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
        said = (
            f"`{name}` has {len(given)} number{'s' if len(given) > 1 else ''} for {players} players"
        )
        raise UnsuitableGame(said, "give one number for all, or a list with one of each")
    return given


def put(record: object, **fields: object) -> None:
    """Set fields of a frozen record while it is made."""
    for name, value in fields.items():
        object.__setattr__(record, name, value)


def is_number(value: object) -> TypeGuard[float]:
    """Whether a value is a real number; true and false are none."""
    return isinstance(value, Real) and not isinstance(value, bool | np.bool_)


def _shown(value: object) -> str:
    if not is_number(value):
        return repr(value)
    return "a number of more than 300 digits" if np.inf > abs(value) > 10**300 else f"{value:g}"


ADDED_UP = 2.0**-40
"""Of the largest payoff: a few roundings, where terms a thousand times as large may have been added
up to it.
"""


def slack(payoffs: npt.ArrayLike) -> float:
    """By how much two payoffs of a table may differ that are the same but for rounding.

    Examples
    --------
    >>> slack([1e8, 0.0]) < 0.001, slack([30.0, 1.0]) > 30.3 + 0.6 - 30.9
    (True, True)
    """
    return ADDED_UP * float(np.abs(payoffs).max())


SLACK = 1e-9
"""How far odds may be from a sum of 1."""


def table(what: str, given: npt.ArrayLike) -> FloatArray:
    """Numbers as an array that nobody changes any more.

    Raises
    ------
    UnsuitableGame
        If they are none, or rows have different lengths.
    """
    try:
        found = np.array(given, dtype=float)
    except (TypeError, ValueError):
        raise UnsuitableGame(f"{what} must be a table of numbers") from None
    if not np.isfinite(found).all():
        raise UnsuitableGame(f"{what} must be finite numbers")
    found.setflags(write=False)
    return found


def fits(what: str, found: FloatArray, shape: tuple[int, ...]) -> None:
    """See that an array has its shape.

    Raises
    ------
    UnsuitableGame
        If it has another one.
    """
    if found.shape != shape:
        raise UnsuitableGame(f"{what} have the shape {found.shape}, and must have {shape}")


def tempts(what: str, found: FloatArray, payoffs: FloatArray) -> None:
    """See that what tempts players fits what they get, and is nowhere less.

    Raises
    ------
    UnsuitableGame
        If it is.
    """
    fits(what, found, payoffs.shape)
    if (found < payoffs - SLACK * (1 + np.abs(payoffs))).any():
        raise UnsuitableGame(
            f"{what} is somewhere below the payoff itself",
            "give the most that a player can get while the others see its posture",
        )


def odds_table(what: str, given: npt.ArrayLike) -> FloatArray:
    """Odds of several things after each combination of actions, of which the last axis is one.

    Raises
    ------
    UnsuitableGame
        If some are less than 0, or do not sum to 1.
    """
    found = table(f"the odds of {what}", given)
    if found.ndim < 2 or (found < 0).any() or (np.abs(found.sum(axis=-1) - 1) > SLACK).any():
        raise UnsuitableGame(
            f"the probabilities of {what} must be at least 0 and sum to 1 after each combination "
            "of actions"
        )
    return found


@entity
class Phases:
    """Stage games that follow upon each other: what is played in one phase decides which phase
    comes next.

    Parameters
    ----------
    names : tuple of str
        The first is where play starts.
    payoffs : ndarray, shape (phases, players, *actions)
        What each combination of actions is worth in each phase.
    odds : ndarray, shape (phases, *actions, phases)
        With which probability each phase follows.
    tempting : ndarray, shape (phases, players, *actions)
        See `RepeatedGame.tempting`.

    Raises
    ------
    UnsuitableGame
        If arrays do not fit each other, or odds are none.
    """

    names: tuple[str, ...]
    payoffs: FloatArray
    odds: FloatArray
    tempting: FloatArray

    def __post_init__(self) -> None:
        put(
            self,
            names=_names(self.names, "phases"),
            payoffs=table("the payoffs of phases", self.payoffs),
            odds=odds_table("phases", self.odds),
            tempting=table("what tempts in phases", self.tempting),
        )
        count, shape = len(self.names), self.payoffs.shape[2:]
        fits("the payoffs of phases", self.payoffs, (count, len(shape), *shape))
        fits("the odds of phases", self.odds, (count, *shape, count))
        tempts("what tempts in phases", self.tempting, self.payoffs)


@entity
class Signals:
    """Public signals: nobody sees what the others do, and all see the same sign of it.

    Parameters
    ----------
    names : tuple of str
        What can be seen.
    odds : ndarray, shape (*actions, signals)
        With which probability each signal follows a combination of actions.

    Raises
    ------
    UnsuitableGame
        If there is not one probability a signal, or odds are none.
    """

    names: tuple[str, ...]
    odds: FloatArray

    def __post_init__(self) -> None:
        put(self, names=_names(self.names, "signals"), odds=odds_table("signals", self.odds))
        fits("the odds of signals", self.odds, (*self.odds.shape[:-1], len(self.names)))


@record
class Setting:
    """Everything about a repeated game beside its stage game and the discount factors.

    Parameters
    ----------
    noise : float or sequence of float
        For all players or for each, how likely its hand trembles in a round: it then plays one of
        its other actions, each as likely, and all players, itself included, see what it really did.
        Empty for never.
    misread : float or sequence of float
        For all players or for each, how likely it misreads what one other player did in a round: it
        then sees one of that player's other actions, each as likely. No other player knows. Empty
        for never.
    rounds : int or None
        How many rounds there are, known to all; None for a game without a fixed end.
    ends : float
        How likely each round is the last, if there is no fixed end. It counts like discounting: a
        round later is worth discount factor × (1 - ends).
    outside : float or sequence of float
        What all players get or each gets in every round once a player has walked away for good;
        empty where none can.
    phases : Phases or None
        None where every round has the same payoffs.
    signals : Signals or None
        None where actions are seen.
    period : str
        What a round is: "a year".

    Raises
    ------
    OutOfRange
        If a rate is no probability, or a number of rounds is none.
    UnsuitableGame
        If there are both a known last round and a chance that each is the last.

    Examples
    --------
    A game takes one number as that of all players:

    >>> from negotiate import NormalFormGame, RepeatedGame
    >>> dilemma = NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    >>> RepeatedGame(dilemma, 0.9, Setting(noise=0.02)).setting.noise
    (0.02, 0.02)
    """

    noise: tuple[float, ...] = ()
    misread: tuple[float, ...] = ()
    rounds: int | None = None
    ends: float = 0.0
    outside: tuple[float, ...] = ()
    phases: Phases | None = None
    signals: Signals | None = None
    period: str = "a round"

    def __post_init__(self) -> None:
        put(
            self,
            noise=_numbers("noise", self.noise, "`0.02`"),
            misread=_numbers("misread", self.misread, "`0.02`"),
            outside=_numbers("outside", self.outside, "`(1.5, 2)`"),
            rounds=rounds_of(self.rounds),
            ends=within("ends", self.ends, 0, 1),
        )
        if self.rounds is not None and self.ends > 0:
            message = (
                "`rounds` is a known last round, and `ends` says that no player knows the "
                "last round"
            )
            raise UnsuitableGame(message, "give `rounds` or `ends`")

    def seated(self, shape: tuple[int, ...]) -> Setting:
        """The setting of a game in which each player has so many actions.

        Raises
        ------
        UnsuitableGame
            If it does not fit the game.
        """
        if self.phases is not None:
            fits(
                "the odds of phases",
                self.phases.odds,
                (len(self.phases.names), *shape, len(self.phases.names)),
            )
        if self.signals is not None:
            fits("the odds of signals", self.signals.odds, (*shape, len(self.signals.names)))
        given = {"noise": self.noise, "misread": self.misread, "outside": self.outside}
        each: Any = {
            name: one_each(name, own, len(shape)) for name, own in given.items() if own != ()
        }
        return replace(self, **each)


def _names(given: Sequence[str], what: str) -> tuple[str, ...]:
    if len(set(given)) < len(given):
        raise UnsuitableGame(f"two {what} have the same name", "give each a name of its own")
    return tuple(given)


def _numbers(name: str, given: object, such_as: str) -> float | tuple[float, ...]:
    """What is given for all players or for each, a rate within 0 and 1; nothing where nothing is
    given.
    """
    if isinstance(given, tuple) and not given:
        return ()
    found = numbers_of(f"`{name}`", given, such_as)
    for one in (found,) if isinstance(found, float) else found:
        if name != "outside":
            within(name, one, 0, 1)
        elif not np.isfinite(one):
            raise OutOfRange(f"`outside` is what players get in a round, and not {one}")
    return found
