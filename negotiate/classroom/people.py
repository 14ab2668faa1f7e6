"""Who is in a class, and who sits at which table: records that know no network, no disk and no
rules of a lesson.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from functools import cached_property

from negotiate.play.forms import Event
from negotiate.play.opponents import Session
from negotiate.play.table import Table

RECENT = 8
"""Moves of a seat that are remembered, in case one is sent again."""
MESSAGES = 50
"""Messages that a seat is shown, the last ones."""
COMPUTER = 0
"""Who sits in a seat that the computer plays."""


@dataclass(slots=True)
class Person:
    """Somebody who has joined.

    Parameters
    ----------
    number : int
        Counted from 1.
    name : str
        As others see it.
    key : str
        The hash of the token in the person's browser.
    robot : bool
        Whether the program plays the person, to rehearse a class.
    group, seat
        Where the person sits; 0 for nowhere.
    solved, wrong : int
        Exercises that are done, and wrong answers to the next one.
    removed : bool
        Whether the teacher has sent the person away.
    calls : bool
        Whether the person has called the teacher, and nothing has happened since.
    seen : float
        When the person's browser was last heard of; infinity while it is connected.
    """

    number: int
    name: str
    key: str
    robot: bool = False
    group: int = 0
    seat: str = ""
    solved: int = 0
    wrong: int = 0
    removed: bool = False
    calls: bool = False
    seen: float = 0.0

    @property
    def here(self) -> bool:
        """Whether somebody would see a move: the browser is connected, or it is a robot."""
        return self.robot or self.seen == float("inf")


@dataclass(slots=True)
class Done:
    """What a seat has done of one kind.

    Parameters
    ----------
    count : int
        How often.
    last : deque of Event
        The last of it.
    """

    count: int = 0
    last: deque[Event] = field(default_factory=lambda: deque(maxlen=RECENT))

    def at(self, place: int) -> Event | None:
        """What it did after so much else; None where that is long ago."""
        back = self.count - place
        return self.last[-back] if 0 < back <= len(self.last) else None


@dataclass
class Group:
    """People at one table.

    Parameters
    ----------
    number : int
        Counted from 1.
    table : Table
        Where they play.
    sits : dict of str
        Seat → the number of a person, or `COMPUTER`.
    closed : bool
        Whether it was broken off; it has no result then.
    stopped : bool
        Whether the class ended before it did.
    moved : float
        When somebody last moved.
    made : dict of Done
        A seat and a kind of events → what stands of them.
    talk : deque of Event
        The last messages.
    """

    number: int
    table: Table
    sits: dict[str, int]
    closed: bool = False
    stopped: bool = False
    moved: float = 0.0
    made: dict[tuple[str, str], Done] = field(default_factory=dict)
    talk: deque[Event] = field(default_factory=lambda: deque(maxlen=MESSAGES))
    _counted: tuple[int, int] = (0, 0)

    @cached_property
    def session(self) -> Session:
        """The computer's players."""
        return Session(self.table)

    @property
    def open(self) -> bool:
        """Whether it still plays."""
        return not self.closed and not self.stopped and not self.table.ended

    def count(self) -> None:
        """Take note of new events: who has made which moves."""
        branches, counted = self._counted
        if (
            branches != self.table.branches
        ):  # the umpire has gone back, and what came after is no part of the game
            self.made, counted = {}, 0
            self.talk.clear()
        for event in self.table.events.since(counted):
            done = self.made.setdefault((event["seat"], event["kind"]), Done())
            done.count += 1
            done.last.append(event)
            if event["kind"] == "message":
                self.talk.append(event)
            else:
                self.moved = event.get("at", self.moved)
        self._counted = self.table.branches, self.table.count

    def done(self, seat: str, kind: str = "move") -> Done:
        """What a seat has done so far."""
        return self.made.get((seat, kind), Done())

    @property
    def moves(self) -> int:
        """How many moves have been made."""
        return sum(done.count for (_, kind), done in self.made.items() if kind == "move")
