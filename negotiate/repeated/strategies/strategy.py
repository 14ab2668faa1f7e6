"""A named way to play a repeated game, the seat that it takes, and the tables of which families
make their automata.

A table holds a value for each combination of postures: who strays in it, what it pays, to which
state it leads.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field, replace
from difflib import get_close_matches
from itertools import compress
from math import inf
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from negotiate.arrays import BoolArray, FloatArray, IntArray
from negotiate.display import Shown, entity, record
from negotiate.errors import OutOfRange, UnknownMethod, UnsuitableGame
from negotiate.repeated.automaton import Automaton
from negotiate.repeated.kernels.one_shot import all_reached
from negotiate.repeated.setting import is_number

if TYPE_CHECKING:
    from negotiate.games.normal_form import NormalFormGame


class StageGame(Protocol):
    """What a strategy knows of a repeated game: the game of one round, and the posture of each
    player to keep to.
    """

    @property
    def stage(self) -> NormalFormGame:
        """The game of one round, of which the strategies are the postures."""

    @property
    def cooperate(self) -> tuple[int, ...]:
        """For each player the posture that keeps the agreement."""

    @property
    def punish(self) -> tuple[int, ...]:
        """For each player the posture that punishes."""


@runtime_checkable
class Learner(Protocol):
    """A strategy that remembers without bound, playing in many worlds at once.

    It holds nothing itself but what it knows of its seat: what happens in a world is in the memory
    alone, which is handed to it, so that one learner may play many matches at the same time. It
    knows no phases; a hand that trembles and misreading reach it through what it is told.
    """

    def start(self, worlds: int, /) -> Any:
        """The memory before the first round."""

    def act(self, memory: Any, draw: FloatArray, /) -> IntArray:
        """What it means to play in each world, shape (worlds,), without changing the memory.

        Parameters
        ----------
        draw : ndarray, shape (worlds,)
            Numbers of [0, 1), new in every round, for all that is random about the choice.
        """

    def see(self, memory: Any, own: IntArray, others: IntArray, /) -> Any:
        """The memory after a round; it may be the one that was given, changed.

        Parameters
        ----------
        own : ndarray of int, shape (worlds,)
            What it really played.
        others : ndarray of int, shape (others, worlds)
            What it believes that each other player played, in the game's order.
        """


@entity
class Remembering:
    """A `Learner` in its seat, by what it does."""

    start: Callable[[int], Any]
    act: Callable[[Any, FloatArray], IntArray]
    see: Callable[[Any, IntArray, IntArray], Any]


@record
class Seat:
    """Whose place a strategy takes in which game."""

    game: StageGame
    player: int

    @property
    def actions(self) -> int:
        """How many postures its player has."""
        return self.game.stage.shape[self.player]

    @property
    def shape(self) -> tuple[int, ...]:
        """How many postures each player has."""
        return self.game.stage.shape

    @property
    def cooperate(self) -> int:
        """The own posture that keeps the agreement."""
        return self.game.cooperate[self.player]

    @property
    def punish(self) -> int:
        """The own posture that punishes."""
        return self.game.punish[self.player]

    @property
    def labels(self) -> tuple[str, ...]:
        """What its player's postures are called."""
        return tuple(one.label for one in self.game.stage.strategies[self.player])

    @property
    def others(self) -> tuple[int, ...]:
        """The other players."""
        return tuple(p for p in range(len(self.shape)) if p != self.player)


@record
class Strategy(Shown):
    """A way to play a repeated game from any seat.

    Parameters
    ----------
    name : str
        What `--play` and a scenario's file call it.
    idea : str
        One sentence for people who have not met it.
    history : str
        Where it comes from.
    reference : str
        Author, year and title.
    memory : float
        How many rounds back one must look to know what it does next, as long as its own hand has
        not slipped; infinite (null in JSON) for one that remembers without bound.
    build : callable
        From a seat and the parameters by name to an automaton, or to a learner for one without
        bound.
    parameters : Mapping[str, float]
        Each with its value. One that is left out is worked out from the payoffs of the seat.
    takes : Mapping[str, str]
        Every parameter that may be given, with what it is.
    remembers : sequence of str or float
        Of which the memory is the largest, where that depends on parameters: their names, and
        numbers.

    Examples
    --------
    >>> from negotiate import strategies
    >>> strategies["punish"](periods=5)
    <Strategy punish(periods=5)>
    """

    name: str
    idea: str
    history: str
    reference: str
    memory: float
    build: Callable[..., Automaton | Learner]
    parameters: Mapping[str, float] = field(default_factory=dict)
    takes: Mapping[str, str] = field(default_factory=dict)
    remembers: Sequence[str | float] = ()

    def __call__(self, **parameters: float) -> Strategy:
        """The same strategy with other parameters.

        Raises
        ------
        UnknownMethod
            If it has no such parameter.
        OutOfRange
            If a parameter is no number; what range it has to lie in is seen in its seat.
        """
        known = self.known
        for name, value in parameters.items():
            if name not in known:
                hints = [f"did you mean `{near}`?" for near in get_close_matches(name, known, n=1)]
                listed = f"its parameters are {', '.join(f'`{one}`' for one in known)}"
                hints.append(listed if known else f"`{self.name}` takes none")
                raise UnknownMethod(f"`{self.name}` has no parameter `{name}`", " ".join(hints))
            if not is_number(value):
                raise OutOfRange(f"`{name}` of `{self.name}` is a number, and not {value!r}")
        values = {**self.parameters, **parameters}
        looked = [values[one] if isinstance(one, str) else one for one in self.remembers]
        return replace(self, parameters=values, memory=max(looked, default=self.memory))

    def seated(self, game: StageGame, player: int) -> Automaton | Learner:
        """The strategy in a player's seat.

        Raises
        ------
        UnsuitableGame
            If it makes no sense there.
        OutOfRange
            If a parameter is out of its range.
        """
        return self.build(Seat(game, player), **self.parameters)

    @property
    def known(self) -> tuple[str, ...]:
        """The names of all parameters that may be given."""
        return tuple(dict.fromkeys((*self.takes, *self.parameters)))

    @property
    def finite(self) -> bool:
        """Whether it is an automaton, so that what it earns can be told exactly."""
        return self.memory < inf

    def __repr__(self) -> str:
        given = ", ".join(f"{name}={value:g}" for name, value in self.parameters.items())
        return f"<Strategy {self.name}{f'({given})' if given else ''}>"


By = Callable[[Sequence[str], Sequence[Any]], str]
"""A strategy as a function: from the own postures so far and those of the other, by name, to the
next one.
"""
Playable = Strategy | Automaton | Learner | By | str
"""What a player may play: a strategy, an automaton, the name of a strategy as it is typed, or
Python of one's own.
"""


def by_function(seat: Seat, choose: By) -> Learner:
    """A function in its seat, as a learner that remembers all rounds.

    Raises
    ------
    UnsuitableGame
        If the function plays what is no posture of its player.
    """
    told = [tuple(one.label for one in own) for own in seat.game.stage.strategies]

    def act(memory: list[tuple[list[str], list[Any]]], draw: FloatArray) -> IntArray:
        played = [choose(tuple(own), tuple(others)) for own, others in memory]
        for one in played:
            if one not in seat.labels:
                said = f"the function `{called(choose)}` plays {one!r}, which is no posture"
                raise UnsuitableGame(said, f"the postures are {', '.join(seat.labels)}")
        return np.array([seat.labels.index(one) for one in played], dtype=int)

    def see(memory: list[tuple[list[str], list[Any]]], own: IntArray, others: IntArray) -> Any:
        for world, (mine, theirs) in enumerate(memory):
            seen = tuple(told[p][others[k, world]] for k, p in enumerate(seat.others))
            mine.append(seat.labels[own[world]])
            theirs.append(seen[0] if len(seen) == 1 else seen)
        return memory

    return Remembering(lambda worlds: [([], []) for _ in range(worlds)], act, see)


def called(one: object) -> str:
    """What Python of one's own is called: by its own name, or that of its class."""
    return str(getattr(one, "__name__", type(one).__name__))


def of_two(seat: Seat, name: str) -> int:
    """The other player, for a strategy that is made for two.

    Raises
    ------
    UnsuitableGame
        If there are more.
    """
    if len(seat.shape) != 2:
        raise UnsuitableGame(f"`{name}` is for two players, and this game has {len(seat.shape)}")
    return seat.others[0]


def strays(seat: Seat) -> BoolArray:
    """Where each player's posture is not the one that keeps the agreement, shape (players,
    *postures).
    """
    kept = np.array(seat.game.cooperate).reshape(-1, *[1] * len(seat.shape))
    return np.asarray(np.indices(seat.shape) != kept)


def others_stray(seat: Seat) -> BoolArray:
    """Where any other player does not keep the agreement, over all combinations of postures."""
    return np.asarray(np.delete(strays(seat), seat.player, axis=0).any(axis=0))


def anyone_strays(seat: Seat) -> BoolArray:
    """Where any player, the seat's own too, does not keep the agreement."""
    return np.asarray(strays(seat).any(axis=0))


def own_first(seat: Seat, player: int | None = None) -> FloatArray:
    """What the seat's player, or another, gets at every combination, the seat's own posture on the
    first axis.
    """
    return np.moveaxis(
        seat.game.stage.payoffs[seat.player if player is None else player], seat.player, 0
    )


def mixed(seat: Seat, odds: float) -> FloatArray:
    """A state that cooperates with some odds, and punishes otherwise."""
    played = np.zeros(seat.actions)
    played[seat.cooperate] += odds
    played[seat.punish] += 1 - odds
    return played


def machine(
    seat: Seat,
    outputs: Sequence[int] | Sequence[FloatArray],
    leads: Sequence[npt.ArrayLike],
    names: Sequence[str],
    start: int = 0,
) -> Automaton:
    """An automaton of a seat, without the states that nothing leads to.

    Parameters
    ----------
    outputs : sequence of int or of ndarray, shape (own actions,)
        What each state plays.
    leads : sequence of array_like of int
        For each state the next one, over all combinations of postures in the game's order, or one
        for all.
    names : sequence of str
        What each state is called.
    """
    tables = [np.moveaxis(np.broadcast_to(lead, seat.shape), seat.player, 0) for lead in leads]
    follows = np.stack(tables).astype(int)
    kept = all_reached(len(follows), start, lambda new: follows[new])
    number = np.cumsum(kept) - 1
    return Automaton(
        np.array(outputs)[kept],
        number[follows[kept]],
        int(number[start]),
        list(compress(names, kept)),
    )
