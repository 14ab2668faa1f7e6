"""How a scenario is played: signing a deal, choosing at once, moving in turn, or a war game of several turns.

A form knows the rules and holds nothing: whatever happens in a game is in its state, a dictionary of plain JSON values.
The same moves from the same state always lead to the same state, so that a game is known by its moves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from string import ascii_uppercase
from typing import Any, Protocol

from negotiate.arrays import FloatArray
from negotiate.display import record
from negotiate.errors import IllegalAction, UnsuitableGame
from negotiate.problems import nearest_name

State = dict[str, Any]
"""Where a game stands: JSON values alone."""
Move = Mapping[str, Any]
"""What is done: a verb, and what it is done with, such as `{"offer": {"tariff": "low"}}` or `{"accept": true}`."""
Event = dict[str, Any]
"""A line of the log; see `log`."""
ALONE = ("accept", "reject", "walk", "go")
"""Verbs with which nothing is done but what they say."""
CHANCE = "chance"
UMPIRE = "umpire"
OBSERVER = "observer"
"""Somebody who watches: told of whatever everybody is told of."""


@record
class Choices:
    """What a seat may do.

    Parameters
    ----------
    verbs : tuple of str
        Of `offer`, `accept`, `reject`, `walk`, `choose`, `order`, and of an umpire `rule`, `go`.
    issues : Mapping[str, tuple of str]
        Issue → its options, for an offer or an order.
    options : tuple of str
        What can be chosen.
    asked : str
        What is to be chosen, in a few words.
    """

    verbs: tuple[str, ...]
    issues: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    options: tuple[str, ...] = ()
    asked: str = ""


class Form(Protocol):
    """The rules of one way to play."""

    @property
    def lens(self) -> str:
        """Which lens looks at it."""

    @property
    def seats(self) -> tuple[str, ...]:
        """The keys of the players who have something to do."""

    def start(self, draw: float) -> State:
        """Where a game begins, given a number of [0, 1) that deals private types."""

    def types(self, state: State) -> dict[str, str]:
        """Player → the private type that was dealt to it; nobody where the game deals none."""

    def to_move(self, state: State) -> tuple[str, ...]:
        """Who is waited for: seats, `chance` or `umpire`; nobody once the game has ended."""

    def choices(self, state: State, seat: str) -> Choices:
        """What a seat that is waited for may do."""

    def play(self, state: State, seat: str, move: Move) -> State:
        """The state after a move.

        Raises
        ------
        IllegalAction
            If the seat may not do that here.
        """

    def draw(self, state: State, draw: float) -> Move:
        """What chance does, given a number of [0, 1)."""

    def learns(self, state: State, seat: str, move: Move) -> tuple[str, ...]:
        """Which seats learn of a move as it is made."""

    def payoffs(self, state: State) -> FloatArray | None:
        """What every player has in the end, shape (players,); None before."""

    def result(self, state: State, events: Iterable[Event]) -> str:
        """What a game came to, as `debrief` reads it after the number of a group."""


def verb_of(move: Move) -> str:
    """What is done.

    Raises
    ------
    IllegalAction
        If a move has not one verb, or one that stands alone and has more beside it than `true`.
    """
    if len(move) != 1:
        raise IllegalAction("a move does one thing", 'such as `{"accept": true}`')
    verb = next(iter(move))
    if verb in ALONE and move[verb] is not True:
        raise IllegalAction(f"`{verb}` stands alone", f'such as `{{"{verb}": true}}`')
    return verb


def letters(places: Iterable[int]) -> str:
    """Choices by their places, a letter each.

    Raises
    ------
    UnsuitableGame
        If there are more choices than letters.
    """
    known = list(places)
    if max(known, default=0) >= len(ascii_uppercase):
        raise UnsuitableGame("this game has more choices than there are letters", "`review` tells how it went")
    return "".join(ascii_uppercase[place] for place in known)


def refuse(verb: str, choices: Choices) -> IllegalAction:
    """What is said where a seat does what it may not do now."""
    near = nearest_name(verb, choices.verbs)
    allowed = ", ".join(f"`{one}`" for one in choices.verbs)
    return IllegalAction(f"`{verb}` cannot be done now", f"did you mean `{near}`?" if near else f"you can {allowed}")


def one_of(word: object, known: tuple[str, ...], what: str) -> str:
    """A name among those that are known.

    Raises
    ------
    IllegalAction
        With the nearest name, and all there are.
    """
    if word in known:
        return str(word)
    near = None if str(word).isdecimal() else nearest_name(str(word), known)  # no number is like another
    hint = f"did you mean `{near}`?" if near else f"choose from {', '.join(f'`{one}`' for one in known[:12])}"
    raise IllegalAction(f"`{str(word)[:60]}` is no {what}", hint)
