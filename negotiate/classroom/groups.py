"""A group at its table: how far it is, what each seat has done, and what it came to."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from negotiate.errors import IllegalAction
from negotiate.play.forms import Event, Move
from negotiate.play.opponents import Session
from negotiate.play.table import Table

RECENT = 8
"""Moves of a seat that are remembered, in case one is sent again."""
MESSAGES = 50
"""Messages that a seat is shown, the last ones."""


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

    def fresh(self, seat: str, move: Move, at: object) -> bool:
        """Whether a move that was sent after so many others of its seat comes for the first time.

        Raises
        ------
        IllegalAction
            If another was made in its place.
        """
        done = self.done(seat, "message" if "say" in move else "move")
        if isinstance(at, int) and at == done.count:
            return True
        before = done.at(at) if isinstance(at, int) and 0 <= at < done.count else None
        if before is None or not same_move(move, before["move"]) or before.get("by"):
            raise IllegalAction(
                "the table has moved on", "look at what has happened, and choose again"
            )
        return False

    def advance(self, by: str) -> None:
        """Make the usual move for each seat that the table waits for, and mark who made it."""
        for seat in [one for one in self.table.to_move if one in self.sits]:
            for move in usual_moves(self, seat):
                try:
                    self.table.do(seat, move, by)
                    break
                except IllegalAction:
                    continue

    @property
    def result(self) -> str | None:
        """What it came to, as `pages.classroom` reads it; None where it has come to nothing yet."""
        table, form = self.table, self.table.form
        if self.closed or not (table.ended or self.stopped):
            return None
        if not table.ended:
            return form.unfinished(table.state, table.events)
        if form.signed(table.state) is False:
            return ""
        return table.result() if form.lettered else None


def same_move(sent: Move, made: Move) -> bool:
    """Whether a move is the one that was made: an offer may have left out what stays, a message has
    lost its margin.
    """
    [(verb, what)], [(own, known)] = sent.items() or [("", None)], made.items()
    if isinstance(what, dict) and isinstance(known, dict):
        return verb == own and all(
            key in known and known[key] == value for key, value in what.items()
        )
    return verb == own and (what.strip() if isinstance(what, str) else what) == known


def usual_moves(group: Group, seat: str) -> Iterator[Move]:
    """What is done for a seat that does nothing, in the order in which it is tried.

    An offer is refused; where there is none, everything is offered as it is today. Of choices the
    last own one is made again, at first the first of the list.
    """
    choices = group.table.form.choices(group.table.state, seat)
    if "reject" in choices.verbs:
        yield {"reject": True}
    for verb in ("offer", "order"):
        if verb in choices.verbs:
            yield {verb: {}}
    if "choose" in choices.verbs:
        before = [one["move"].get("choose") for one in group.done(seat).last]
        yield {
            "choose": before[-1] if before and before[-1] in choices.options else choices.options[0]
        }
    if "walk" in choices.verbs:
        yield {"walk": True}
