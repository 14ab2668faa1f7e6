"""Under which conditions a stage game is played again: what is seen, when it ends, who may leave, what changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.errors import OutOfRange, UnsuitableGame
from negotiate.repeated.ranges import numbers_of, one_each, rounds_of, within
from negotiate.repeated.tables import fits, odds_table, table, tempts


@dataclass(frozen=True, slots=True, eq=False)
class Phases:
    """Stage games that follow upon each other: what is played in one phase decides which phase comes next.

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
        object.__setattr__(self, "names", _names(self.names, "phases"))
        object.__setattr__(self, "payoffs", table("the payoffs of phases", self.payoffs))
        object.__setattr__(self, "odds", odds_table("phases", self.odds))
        object.__setattr__(self, "tempting", table("what tempts in phases", self.tempting))
        count, shape = len(self.names), self.payoffs.shape[2:]
        fits("the payoffs of phases", self.payoffs, (count, len(shape), *shape))
        fits("the odds of phases", self.odds, (count, *shape, count))
        tempts("what tempts in phases", self.tempting, self.payoffs)


@dataclass(frozen=True, slots=True, eq=False)
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
        object.__setattr__(self, "names", _names(self.names, "signals"))
        object.__setattr__(self, "odds", odds_table("signals", self.odds))
        fits("the odds of signals", self.odds, (*self.odds.shape[:-1], len(self.names)))


@dataclass(frozen=True, slots=True)
class Setting:
    """Everything about a repeated game beside its stage game and the discount factors.

    Parameters
    ----------
    noise : float or sequence of float
        For all players or for each, how likely its hand trembles in a round: it then plays one of its other actions,
        each as likely, and all players, itself included, see what it really did. Empty for never.
    misread : float or sequence of float
        For all players or for each, how likely it misreads what one other player did in a round: it then sees one of
        that player's other actions, each as likely. No other player knows. Empty for never.
    rounds : int or None
        How many rounds there are, known to all; None for a game without a fixed end.
    ends : float
        How likely each round is the last, if there is no fixed end. It counts like discounting: a round later is worth
        discount factor × (1 - ends).
    outside : float or sequence of float
        What all players get or each gets in every round once a player has walked away for good; empty where none can.
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
        for name, such_as in (("noise", "`0.02`"), ("misread", "`0.02`"), ("outside", "`(1.5, 2)`")):
            object.__setattr__(self, name, _numbers(name, getattr(self, name), such_as))
        object.__setattr__(self, "rounds", rounds_of(self.rounds))
        object.__setattr__(self, "ends", within("ends", self.ends, 0, 1))
        if self.rounds is not None and self.ends > 0:
            message = "`rounds` is a known last round, and `ends` says that no player knows the last round"
            raise UnsuitableGame(message, "give `rounds` or `ends`")

    def seated(self, shape: tuple[int, ...]) -> Setting:
        """The setting of a game in which each player has so many actions.

        Raises
        ------
        UnsuitableGame
            If it does not fit the game.
        """
        if self.phases is not None:
            fits("the odds of phases", self.phases.odds, (len(self.phases.names), *shape, len(self.phases.names)))
        if self.signals is not None:
            fits("the odds of signals", self.signals.odds, (*shape, len(self.signals.names)))
        return replace(
            self,
            noise=_of_each("noise", self.noise, len(shape)),
            misread=_of_each("misread", self.misread, len(shape)),
            outside=_of_each("outside", self.outside, len(shape)),
        )


def _names(given: Sequence[str], what: str) -> tuple[str, ...]:
    if len(set(given)) < len(given):
        raise UnsuitableGame(f"two {what} have the same name", "give each a name of its own")
    return tuple(given)


def _numbers(name: str, given: object, such_as: str) -> float | tuple[float, ...]:
    """What is given for all players or for each, a rate within 0 and 1; nothing where nothing is given."""
    if isinstance(given, tuple) and not given:
        return ()
    found = numbers_of(f"`{name}`", given, such_as)
    for one in (found,) if isinstance(found, float) else found:
        if name != "outside":
            within(name, one, 0, 1)
        elif not np.isfinite(one):
            raise OutOfRange(f"`outside` is what players get in a round, and not {one}")
    return found


def _of_each(name: str, given: float | tuple[float, ...], players: int) -> tuple[float, ...]:
    return () if given == () else one_each(name, given, players)
