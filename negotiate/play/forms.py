"""How a scenario is played: signing a deal, choosing at once, moving in turn, or a war game of
several turns.

A form knows the rules and holds nothing: whatever happens in a game is in its state, a dictionary
of plain JSON values. The same moves from the same state always lead to the same state, so that a
game is known by its moves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field
from string import ascii_uppercase
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from negotiate.arrays import FloatArray
from negotiate.display import record
from negotiate.errors import IllegalAction, UnsuitableGame
from negotiate.problems import nearest_name
from negotiate.report.style import counted

if TYPE_CHECKING:
    from negotiate.report.blocks import Block, Medium, Report
    from negotiate.scenario import Scenario

Table = Any
"""Where a game is played, `table.Table`: it stands on this file, which therefore cannot name its
type.
"""
State = dict[str, Any]
"""Where a game stands: JSON values alone."""
Move = Mapping[str, Any]
"""What is done: a verb, and what it is done with, such as `{"offer": {"tariff": "low"}}` or
`{"accept": true}`.
"""
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


@record
class Branch:
    """A way that the game took, and how it stood at its end.

    Parameters
    ----------
    begins, ends : int
        With which turn it began, and in which turn it was left or ended; 1 and 0 in a game without
        turns.
    over : bool
        Whether it came to the end of the game.
    package : Mapping[str, str]
        Issue → its option in the end, in words; empty in a game without turns.
    state : Mapping[str, float]
        Number of the state → its value in the end.
    brought : tuple of float
        What a turn brought each player on average; in a game without turns what each had in the
        end.
    """

    begins: int
    ends: int
    over: bool
    package: Mapping[str, str]
    state: Mapping[str, float]
    brought: tuple[float, ...]


@record
class Reader:
    """To whom an ending is told, by the words in which that shows.

    Parameters
    ----------
    has, did, of : str
        How a sentence begins that says what they have, or what they did; and what follows upon
        "all".
    """

    has: str
    did: str
    of: str


YOU, THEY = Reader("You have", "You", " of you"), Reader("There is", "They", "")
"""Those who played, and others who look back."""


class Mind(Protocol):
    """One seat of the computer."""

    def move(self, table: Table) -> Move:
        """What it does, now that it is waited for."""


@record
class Opponent:
    """A way to play a seat.

    Parameters
    ----------
    name : str
        What `--against` calls it.
    says : str
        What it does, as the end of a sentence that begins with the player.
    sit : callable
        From a table and a seat to its mind.
    """

    name: str
    says: str
    sit: Callable[[Table, str], Mind]


Regrets = tuple[float, float]
"""What a decision gave away, at the time and in hindsight, in the unit of its player's payoffs."""


class Judge(Protocol):
    """What theory expects of a game as it stands, and what a decision gave away."""

    def expects(self, state: State) -> FloatArray | None:
        """What every player will have, shape (players,); None where nobody can say."""

    def regrets(self, before: State, event: Event, final: State) -> Regrets | None:
        """What a move gave away; None where it was no decision, or nobody can say."""


class Form(Protocol):
    """One way to play, as a whole: its rules, what a seat sees, how a game ends, what helps, and
    who can play it.

    A form says all of this itself, so that nothing else asks which form it is. What most forms have
    in common stands here; `ways` names them all.
    """

    unhinted: ClassVar[str] = ""
    """Why nobody gets a hint, as the middle of a sentence; empty where there are hints."""
    lettered: ClassVar[bool] = True
    """Whether what a game came to can be written in letters, and counted."""
    rules_out: ClassVar[bool] = False
    """Whether a message may carry what its writer never signs."""
    tuned: ClassVar[bool] = False
    """Whether the name of an opponent may carry parameters, such as `punish:periods=5`."""

    if TYPE_CHECKING:  # a field of a form would take a property of the same name for its default

        @property
        def lens(self) -> str:
            """Which lens looks at it."""

        @property
        def seats(self) -> tuple[str, ...]:
            """The keys of the players who have something to do."""

    # -------------------------------------------------------------------------------------------
    # rules

    def start(self, draw: float) -> State:
        """Where a game begins, given a number of [0, 1) that deals private types."""

    def types(self, state: State) -> dict[str, str]:
        """Player → the private type that was dealt to it; nobody where the game deals none."""
        return {}

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
        raise AssertionError("nobody waits for chance in this game")

    def learns(self, state: State, seat: str, move: Move) -> tuple[str, ...]:
        """Which seats learn of a move as it is made."""

    def foresee(self, state: State, seat: str, move: Move) -> None:
        """Work out what will be asked for once a move is made, such as in a thread of its own;
        changes nothing.
        """
        return

    # ------------------------------------------------------------------------------------ what it
    # comes to

    def payoffs(self, state: State) -> FloatArray | None:
        """What every player has in the end, shape (players,); None before."""

    def result(self, state: State, events: Iterable[Event]) -> str:
        """What a game came to, as `debrief` reads it after the number of a group."""

    def unfinished(self, state: State, events: Iterable[Event]) -> str | None:
        """What a game that is broken off came to, as `debrief` reads it; None where it came to
        nothing.
        """
        return None

    def signed(self, state: State) -> bool | None:
        """Whether a deal is signed; None in a game in which nothing is."""
        return None

    # ------------------------------------------------------------------------------------ what a
    # seat sees

    def scenario_for(self, scenario: Scenario, state: State, seat: str) -> Scenario:
        """The scenario as a seat knows it to be."""
        return scenario

    def where(self, state: State) -> tuple[str, ...]:
        """Where a game stands, in sentences: what stands before a seat's own type, and what stands
        behind it.
        """
        return ("", "")

    def progress(self, state: State, moves: int) -> str:
        """How far a game is after so many moves, in a few words, without what anybody did."""
        return counted(moves, "move")

    def view(self, table: Table, seat: str, medium: Medium, whole: bool) -> Iterator[Block]:
        """What a seat may see of where the game stands; unless it is asked for the whole, what has
        just changed.
        """

    def sentence(self, table: Table, event: Event, dated: bool) -> str:
        """A move or a result in a sentence; of a turn's end, if `dated`, which turn it was."""

    def confirmed(self, table: Table, event: Event) -> str:
        """What a move of the umpire, or orders that it typed in, came to, in a sentence."""
        raise AssertionError("nobody rules in this game")

    def injects(self, table: Table) -> Report:
        """The news that an umpire can still bring: when, for whom, and what a good table would
        do.
        """
        raise AssertionError("nobody rules in this game")

    def whole(self, state: State, package: Mapping[str, str]) -> dict[str, str]:
        """A package with what it leaves out.

        Raises
        ------
        IllegalAction
            If nothing is signed, or there is no such package.
        """
        raise IllegalAction(
            "`worth` asks about a deal, and nothing is signed here",
            "`brief` says what outcomes are worth",
        )

    def weighed(self, state: State, seat: str, package: Mapping[str, str]) -> tuple[float, float]:
        """What a whole package is worth to a seat, which sees no more than its own, and what no
        deal is worth.
        """
        raise AssertionError("nothing is signed in this game")

    def standing(self, state: State, choices: Choices) -> dict[str, str]:
        """The package with which a seat begins that builds an offer or orders."""
        return {}

    # ------------------------------------------------------------------------------------ how a
    # game ends

    def came_to(self, table: Table, reader: Reader) -> Iterator[str]:
        """How a deal was signed or missed, without what that is worth; nothing in a game without
        deals.
        """
        yield from ()

    def ending(self, table: Table, reader: Reader) -> Iterator[str | Block]:
        """What is told once a game is over."""

    def own_ending(self, table: Table, seat: str, possible: bool) -> Iterator[str]:
        """What one seat came to, with no number of another, and what would have been better where
        that is asked.
        """

    # ----------------------------------------------------------------------------- help, robots and
    # judges

    def hints(self, table: Table, seat: str, full: bool) -> Iterator[str]:
        """Hints from what a seat knows, and if `full` from what theory knows."""
        yield from ()

    def opponents(self, table: Table) -> Iterator[Opponent]:
        """Everybody who can play a seat for the computer, the usual one first."""

    def opponent(self, word: str, known: Mapping[str, Opponent]) -> Opponent | None:
        """An opponent with parameters behind its name, such as `punish:periods=5`; None where there
        is none.
        """
        return None

    def judge(self, table: Table) -> Judge | None:
        """What theory makes of the game; None where nobody can say."""
        return None

    @property
    def secret(self) -> str:
        """When what was done in secret becomes known, in a sentence; empty where nothing is."""
        return ""

    def time(self, state: State) -> tuple[str, int]:
        """When, such as "turn" and 2; empty and 0 where a game has neither turns nor rounds."""
        return ("", 0)

    def branch(self, table: Table, begins: int) -> Branch:
        """How a line of play stands as it ends or is left."""
        payoffs = self.payoffs(table.state) if table.state else None
        brought = () if payoffs is None else tuple(payoffs.tolist())
        return Branch(begins, 0, table.ended, {}, {}, brought)

    def course(self, events: Iterable[Event]) -> State:
        """What the review needs to know of all that was done in a line of play, besides its last
        state.
        """
        return {}


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
        raise UnsuitableGame(
            "this game has more choices than there are letters", "`review` tells how it went"
        )
    return "".join(ascii_uppercase[place] for place in known)


def refuse(verb: str, choices: Choices) -> IllegalAction:
    """What is said where a seat does what it may not do now."""
    near = nearest_name(verb, choices.verbs)
    allowed = ", ".join(f"`{one}`" for one in choices.verbs)
    return IllegalAction(
        f"`{verb}` cannot be done now", f"did you mean `{near}`?" if near else f"you can {allowed}"
    )


def one_of(word: object, known: tuple[str, ...], what: str) -> str:
    """A name among those that are known.

    Raises
    ------
    IllegalAction
        With the nearest name, and all there are.
    """
    if word in known:
        return str(word)
    near = (
        None if str(word).isdecimal() else nearest_name(str(word), known)
    )  # no number is like another
    hint = (
        f"did you mean `{near}`?"
        if near
        else f"choose from {', '.join(f'`{one}`' for one in known[:12])}"
    )
    raise IllegalAction(f"`{str(word)[:60]}` is no {what}", hint)
