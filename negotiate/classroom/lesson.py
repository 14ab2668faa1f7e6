"""A lesson: who is there, who sits where, and the table of each group. It knows no network and no
disk.

Whatever happens is an entry of one journal. Entries of the lesson itself have group 0, and are acts
such as `{"act": "join", "person": 3, …}`; those of a group are the events of its table. Taking all
entries again in order gives the same lesson, so that a class goes on after a crash where it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from negotiate.classroom import exercises
from negotiate.classroom.clock import Clock
from negotiate.classroom.exercises import Preparation
from negotiate.classroom.groups import Group
from negotiate.classroom.people import COMPUTER, PEOPLE, Person, Roll
from negotiate.errors import IllegalAction, NegotiateError
from negotiate.play.events import Events
from negotiate.play.forms import Event, Form, Move
from negotiate.play.lines import Question, typed_by_umpire
from negotiate.play.log import HEADER
from negotiate.play.table import PERSON, Seat, Table, as_played
from negotiate.report.style import safe
from negotiate.scenario import Scenario

if TYPE_CHECKING:
    from negotiate.pages.brief import Exercise

DAY = slice(-86_400, 86_400)
"""Seconds or minutes that somebody may ask for."""
AWAY = 60.0
"""Seconds after which whoever waits for somebody absent may let the computer play."""


class Journal(Protocol):
    """What keeps entries."""

    def add(self, group: int, entry: Mapping[str, Any]) -> None:
        """Keep an entry."""

    def of(self, group: int) -> Iterator[dict[str, Any]]:
        """All entries of a group, in order."""


class Sink:
    """The journal as the log of one group's table."""

    def __init__(self, lesson: Lesson, group: int) -> None:
        self.lesson, self.group = lesson, group

    def add(self, entry: Event) -> None:
        """Keep an event, with the time."""
        entry.update(self.lesson.clock.stamp())
        self.lesson.journal.add(self.group, entry)

    def close(self) -> None:
        """The journal stays open for the others."""


class Lesson:
    """A class.

    Parameters
    ----------
    header : Mapping
        The first line that every group's log has, and under `class` what was asked for: `code`,
        `odd` (`computer` or `watch`), `against`, `turn` (seconds for a move, 0 for any), `chat`,
        `anonymous`.
    scenario : Scenario
        What is played.
    form : Form
        Its rules.
    journal : Journal
        Where entries go.
    """

    def __init__(
        self, header: Mapping[str, Any], scenario: Scenario, form: Form, journal: Journal
    ) -> None:
        self.header, self.form, self.journal = header, form, journal
        self.scenario = as_played(scenario, header["lens"])
        self.asked: Mapping[str, Any] = header["class"]
        self.people = Roll()
        self.groups: dict[int, Group] = {}
        self.keys: dict[str, str] = {}
        self.begun = self.over = self.shut = False
        self.chat = bool(self.asked["chat"])
        self.clock = Clock()
        self.endings = 0
        self.said = ""
        self.preparation = Preparation(self.scenario)

    # -------------------------------------------------------------------------------------------
    # entries

    def _act(self, act: str, **words: Any) -> None:
        entry = {"act": act, **words, **self.clock.stamp()}
        self.journal.add(0, entry)
        self.take(entry)

    def take(self, entry: Mapping[str, Any]) -> None:
        """Let an act happen, for the first time or again."""
        ACTS[entry["act"]][0](self, entry)

    def again(self, group: int, entry: dict[str, Any]) -> bool:
        """Let an entry of a journal happen again; whether it follows from those before it."""
        try:
            if group == 0:
                self.take(entry)
                return True
            follows = self.groups[group].table.again(entry)
        except LookupError:  # nobody has this number, or there is no such group or seat
            return False
        self.groups[group].count()
        return follows

    def go_on(self, last: float) -> None:
        """Let the clock go on from the time of the last entry that happened again."""
        self.clock.go_on(last)
        for group in self.groups.values():
            group.table.go_on()  # a crash may have come before
            group.count()
        for person in self.people.values():
            person.seen = self.clock.now()

    def _take_open(self, entry: Mapping[str, Any]) -> None:
        """The header is known before."""

    def _take_key(self, entry: Mapping[str, Any]) -> None:
        self.keys[entry["key"]] = entry["role"]

    def _take_join(self, entry: Mapping[str, Any]) -> None:
        if entry["person"] != len(self.people) + 1:
            raise LookupError(entry["person"])
        self.people.enter(
            Person(entry["person"], entry["name"], entry["key"], entry["robot"], seen=entry["at"])
        )

    def _take_group(self, entry: Mapping[str, Any]) -> None:
        plays = {key: [self.plays(number), "own"] for key, number in entry["sits"].items()}
        header, number = {**self.header, "seed": entry["seed"], "seats": plays}, entry["group"]
        if number != len(self.groups) + 1 or tuple(plays) != self.form.seats:
            raise LookupError(number)
        events = Events(lambda: self.journal.of(number))
        table = Table(header, self.scenario, Sink(self, number), self.form, events)
        self.groups[number] = Group(number, table, dict(entry["sits"]), moved=entry["at"])
        for seat, person in entry["sits"].items():
            self._sit(person, number, seat)

    def _take_sit(self, entry: Mapping[str, Any]) -> None:
        group, seat, number = self.groups[entry["group"]], entry["seat"], entry["person"]
        person = self.people.get(number)
        if person is not None and person.group:
            self._play(self.groups[person.group], person.seat, COMPUTER)
        if (before := self.people.get(group.sits[seat])) is not None:
            before.group, before.seat = 0, ""
        self._sit(number, entry["group"], seat)
        self._play(group, seat, number)

    def _sit(self, number: int, group: int, seat: str) -> None:
        if number:
            person = self.people[number]
            person.group, person.seat, person.solved, person.wrong = group, seat, 0, 0

    def _play(self, group: Group, seat: str, number: int) -> None:
        group.sits[seat] = number
        group.table.seats[seat] = Seat(seat, self.plays(number))

    def _take_instead(self, entry: Mapping[str, Any]) -> None:
        group, seat = self.groups[entry["group"]], entry["seat"]
        group.table.seats[seat] = Seat(
            seat, self.plays(COMPUTER) if entry["on"] else self.plays(group.sits[seat])
        )

    def _take_remove(self, entry: Mapping[str, Any]) -> None:
        person = self.people[entry["person"]]
        self.people.strike(person)
        if person.group:
            self._play(self.groups[person.group], person.seat, COMPUTER)
            person.group, person.seat = 0, ""

    def _take_rename(self, entry: Mapping[str, Any]) -> None:
        self.people[entry["person"]].name = entry["name"]

    def _take_begin(self, entry: Mapping[str, Any]) -> None:
        if self.begun:
            self.said = ""
        self.begun, self.over = True, False
        self.clock.set(float(self.asked["minutes"]), entry["at"])

    def _take_stand(self, entry: Mapping[str, Any]) -> None:
        group = self.groups[entry["group"]]
        group.closed = group.closed or group.open
        for number in filter(None, group.sits.values()):
            if self.people[number].group == group.number:
                self.people[number].group, self.people[number].seat = 0, ""

    def _take_solved(self, entry: Mapping[str, Any]) -> None:
        person = self.people[entry["person"]]
        person.solved, person.wrong = person.solved + 1, 0

    def _take_freeze(self, entry: Mapping[str, Any]) -> None:
        self.clock.freeze(entry["at"], on=entry["on"])
        for group in self.groups.values():
            group.moved = entry["at"]

    def _take_time(self, entry: Mapping[str, Any]) -> None:
        self.clock.add(entry["seconds"], entry["at"])

    def _take_chat(self, entry: Mapping[str, Any]) -> None:
        self.chat = entry["on"]

    def _take_door(self, entry: Mapping[str, Any]) -> None:
        self.shut = not entry["on"]

    def _take_said(self, entry: Mapping[str, Any]) -> None:
        self.said = entry["text"]

    def _take_end(self, entry: Mapping[str, Any]) -> None:
        self.over, self.said = True, ""
        self.clock.end()
        self.endings += 1
        for group in self.groups.values():
            group.stopped = group.stopped or group.open

    # --------------------------------------------------------------------------------------------
    # people

    def plays(self, number: int) -> str:
        """Who plays a seat, as a log says it."""
        return PERSON if number else str(self.asked["against"])

    def admit(self, key: str, role: str) -> None:
        """Let the holder of a token see the `desk` or the `wall`."""
        self._act("key", key=key, role=role)

    def join(self, name: str, key: str, *, robot: bool = False) -> Person:
        """Take somebody in, who is given a seat by the lots, or on arriving where they are drawn
        already.

        Raises
        ------
        IllegalAction
            If there is no name, or no room, or the teacher lets nobody in.
        """
        if self.shut:
            raise IllegalAction("the teacher lets nobody in any more", "ask the teacher")
        number = len(self.people) + 1
        if len(self.people.present) >= PEOPLE:
            raise IllegalAction(f"{PEOPLE} people are here already", "ask the teacher")
        name = f"Student {number}" if self.asked["anonymous"] else self.people.free_name(name)
        self._act("join", person=number, name=name, key=key, robot=robot)
        return self.people[number]

    def arrive(self, person: Person) -> bool:
        """A person's browser is here, for the first time or again; whether the person was given a
        seat.
        """
        person.seen = float("inf")
        if not self.begun or self.over or person.group:
            return False
        self._place(person)
        return bool(person.group)

    def rename(self, number: int, name: str) -> None:
        """Give somebody another name; a robot's says what it is."""
        if self.people.known(number).robot:
            raise IllegalAction("a robot keeps its name", "rename a person")
        self._act("rename", person=number, name=self.people.free_name(name, number))

    def remove(self, number: int) -> None:
        """Send somebody away; the computer takes the seat until somebody else does."""
        group = self.people.known(number).group
        self._act("remove", person=number)
        if group:
            self._run(self.groups[group])
            self._settle()

    def clear(self) -> None:
        """Send everybody away who has no seat and is not here, such as whoever joined to fill the
        class.
        """
        for one in self.people.present:
            if not (one.group or one.here):
                self._act("remove", person=one.number)

    def _open(self, number: object) -> Group:
        found = self.groups.get(number) if isinstance(number, int) else None
        if found is None or not found.open:
            raise IllegalAction("this group does not play", "choose a group that still plays")
        return found

    # -------------------------------------------------------------------------------------------
    # seating

    def begin(self) -> None:
        """Draw lots: everybody without a seat is put into groups.

        Raises
        ------
        IllegalAction
            If nobody is there.
        """
        if not self.people.waiting:
            raise IllegalAction("nobody who is here waits for a seat", "let people join first")
        self._act("begin")
        drawn = np.random.default_rng([int(self.header["seed"]), len(self.groups)]).permutation(
            len(self.people.waiting)
        )
        people, size = [self.people.waiting[k] for k in drawn], len(self.form.seats)
        for start in range(0, len(people), size):
            some = people[start : start + size]
            if len(some) == size or self.computer:
                self._new_group(some)
        for group in self.groups.values():
            self._run(group)
        self._settle()

    @property
    def computer(self) -> bool:
        """Whether the computer plays where a person is missing."""
        return bool(self.asked["odd"] == "computer")

    def pair_again(self) -> None:
        """Break off all groups that still play, and draw lots anew for everybody."""
        for group in self.groups.values():
            if any(
                self.people[number].group == group.number
                for number in filter(None, group.sits.values())
            ):
                self._act("stand", group=group.number)
        self.begin()

    def _new_group(self, people: list[Person]) -> None:
        number = len(self.groups) + 1
        numbers = [one.number for one in people] + [COMPUTER] * (len(self.form.seats) - len(people))
        sits = dict(zip(self.form.seats, numbers, strict=True))
        self._act("group", group=number, sits=sits, seed=int(self.header["seed"]) * 1000 + number)
        self.groups[number].table.start()
        self.groups[number].count()

    def _place(self, person: Person) -> None:
        """Give a late person the seat of the computer where the least has happened; else a table of
        their own.
        """
        free = [
            (group.table.count, group.number, seat)
            for group in self.groups.values()
            if group.open
            for seat, number in group.sits.items()
            if number == COMPUTER
        ]
        if free:
            _, group, seat = min(free)
            self.sit(person.number, group, seat)
            return
        people = [person, *(one for one in self.people.waiting if one is not person)][
            : len(self.form.seats)
        ]
        if len(people) == len(self.form.seats) or self.computer:
            self._new_group(people)
            self._run(self.groups[len(self.groups)])
            self._settle()

    def sit(self, number: int, group: int, seat: str) -> None:
        """Put somebody into a seat; whoever sat there waits, and the computer takes the seat that
        becomes free.
        """
        person, table = self.people.known(number), self._open(group)
        if seat not in table.sits:
            raise IllegalAction(f"there is no seat `{str(seat)[:60]}`", "choose one of the list")
        before = person.group
        self._act("sit", person=number, group=group, seat=seat)
        for one in {before, group} - {0}:
            self._run(self.groups[one])
        self._settle()

    def instead(self, group: int, seat: str, *, on: bool) -> None:
        """Let the computer play in somebody's place, or stop it."""
        found = self._open(group)
        if seat not in found.sits:
            raise IllegalAction("the computer cannot play this seat", "advance the group instead")
        self._act("instead", group=group, seat=seat, on=on)
        self._heard(found)
        self._run(found)
        self._settle()

    # -------------------------------------------------------------------------------------------
    # playing

    def move(self, person: Person, move: Move, at: object) -> bool:
        """Make a move.

        Parameters
        ----------
        person : Person
            Who moves.
        move : Mapping
            As `Table.do` takes it.
        at : int
            How many moves the seat had made when this was sent (of messages: how many messages). So
            a move that is sent twice happens once, and one that comes too late does not happen at
            all.

        Returns
        -------
        bool
            Whether it happened now; False where it had happened before.

        Raises
        ------
        IllegalAction
            If it cannot be done.
        """
        if not self.fresh(person, move, at):
            return False
        group = self.groups[person.group]
        group.table.do(person.seat, move)
        self._heard(group)
        self._run(group)
        if not group.open:
            self._settle()
        return True

    def fresh(self, person: Person, move: Move, at: object) -> bool:
        """Whether a move may be made now and was not made before; nothing is done. See `move`."""
        group = self.groups.get(person.group)
        if group is None:
            raise IllegalAction("you sit at no table", "wait until the teacher gives you a seat")
        if not group.fresh(person.seat, move, at):
            return False
        self._may(person, group, move)
        return True

    def _may(self, person: Person, group: Group, move: Move) -> None:
        if self.clock.frozen:
            raise IllegalAction("the teacher has stopped the clock", "wait until the class goes on")
        if self.over or group.closed:
            raise IllegalAction("the game is over", "look at the projector")
        if "say" in move and not self.chat:
            raise IllegalAction("messages are switched off", "talk to each other")
        if "say" not in move and self.next_exercise(person) is not None:
            raise IllegalAction("the questions come first", "answer them with your score sheet")

    def _run(self, group: Group) -> None:
        """Let the computer move; a group that everybody has left is broken off."""
        if group.open and not any(group.sits.values()):
            self._act("stand", group=group.number)
        try:
            if group.open:
                group.session.run()
        except NegotiateError as wrong:  # whoever has moved before has moved
            self.note(f"a move of the computer: {wrong.message}", f"group {group.number}")
        group.count()

    def _settle(self) -> None:
        """See whether all groups have come to an end."""
        if self.begun and not self.over and not any(one.open for one in self.groups.values()):
            self._act("end")

    def _heard(self, group: Group) -> None:
        """Something has happened at a table: whoever has called for the teacher waits for that no
        more.
        """
        for number in filter(None, group.sits.values()):
            self.people[number].calls = False

    def umpire(self, group: int, line: str) -> None:
        """Do what the umpire of a war game types: bring news, rule, go on or back; see
        `play.lines.UMPIRE_TYPES`.
        """
        found = self._open(group)
        if not found.table.umpire:
            raise IllegalAction("this game has no umpire", "`--umpire` gives a war game one")
        move = typed_by_umpire(found.table, line)
        if isinstance(move, Question):
            raise IllegalAction("the desk shows this by itself", "type a move of the umpire")
        found.table.do(*move)
        self._run(found)
        self._settle()

    def advance(self, number: int, by: str = "teacher") -> None:
        """Make the usual move for each seat that its group waits for, and mark it as made for the
        seat.
        """
        group = self._open(number)
        self._heard(group)
        group.advance(by)
        self._run(group)
        self._settle()

    def freeze(self, *, on: bool) -> None:
        """Stop the clock and all moves, or let them go on."""
        self._act("freeze", on=on)

    def more_time(self, seconds: float) -> None:
        """Let the class end so much later; from now on where no end was set."""
        self._act("time", seconds=min(max(seconds, -86_400.0), 86_400.0))

    def let_talk(self, *, on: bool) -> None:
        """Switch messages at the tables on or off."""
        self._act("chat", on=on)

    def let_in(self, *, on: bool) -> None:
        """Let people join, or nobody any more."""
        self._act("door", on=on)

    def tell(self, text: str) -> None:
        """Say something to everybody."""
        self._act("said", text=safe(str(text)[:1000], True).strip())

    def end(self) -> None:
        """End the class; whoever has signed nothing has no deal."""
        if not self.over:
            self._act("end")

    def note(self, what: str, who: str) -> None:
        """Keep that something was refused."""
        self._act("refused", what=what, who=who)

    def _take_refused(self, entry: Mapping[str, Any]) -> None:
        """Nothing has changed by it."""

    def tick(self) -> set[int]:
        """Let the clock act; the groups for which it did."""
        now = self.clock.now()
        moved: set[int] = set()
        if self.over or self.clock.frozen or not self.begun:
            return moved
        if self.clock.run_out:
            self.end()
            return set(self.groups)
        turn = float(self.asked["turn"])
        for group in self.groups.values():
            if (
                turn
                and group.open
                and now >= group.moved + turn
                and any(k in group.sits for k in group.table.to_move)
            ):
                self.advance(group.number, "clock")
                moved.add(group.number)
        return moved

    # -----------------------------------------------------------------------------------------
    # exercises

    def next_exercise(self, person: Person) -> Exercise | None:
        """What a person still has to work out."""
        return self.preparation.next(person, self.groups.get(person.group))

    def answer(self, person: Person, text: object) -> str:
        """Take an answer; what is said to it.

        Raises
        ------
        IllegalAction
            If it is no number, or nothing was asked.
        """
        asked = self.next_exercise(person)
        if asked is None:
            raise IllegalAction("nothing was asked", "go on")
        right = abs(exercises.number(text) - asked.points) <= asked.slack
        person.wrong += not right
        if not right and person.wrong < exercises.TRIES:
            return exercises.NOT_YET
        self._act("solved", person=person.number, **({} if right else {"told": True}))
        return "Right." if right else f"It is {asked.said}. Look it up again in your score sheet."

    # -----------------------------------------------------------------------------------------
    # results

    def results(self) -> dict[str, str]:
        """Group → what it came to."""
        found = {str(group.number): group.result for group in self.groups.values()}
        return {number: code for number, code in found.items() if code is not None}


SHAPE = HEADER | {
    "class": {
        "code": str,
        "odd": ("computer", "watch"),
        "against": str,
        "chat": bool,
        "turn": DAY,
        "minutes": DAY,
        "anonymous": bool,
    }
}
"""The shape of the header of a class; see `journal`."""
ACTS: dict[str, tuple[Callable[[Lesson, Mapping[str, Any]], None], dict[str, Any]]] = {
    "open": (Lesson._take_open, {"header": SHAPE}),
    "key": (Lesson._take_key, {"key": str, "role": ("desk", "wall")}),
    "join": (Lesson._take_join, {"person": int, "name": str, "key": str, "robot": bool}),
    "group": (Lesson._take_group, {"group": int, "sits": {str: int}, "seed": int}),
    "sit": (Lesson._take_sit, {"person": int, "group": int, "seat": str}),
    "instead": (Lesson._take_instead, {"group": int, "seat": str, "on": bool}),
    "remove": (Lesson._take_remove, {"person": int}),
    "rename": (Lesson._take_rename, {"person": int, "name": str}),
    "begin": (Lesson._take_begin, {}),
    "stand": (Lesson._take_stand, {"group": int}),
    "solved": (Lesson._take_solved, {"person": int}),
    "freeze": (Lesson._take_freeze, {"on": bool}),
    "time": (Lesson._take_time, {"seconds": DAY}),
    "chat": (Lesson._take_chat, {"on": bool}),
    "door": (Lesson._take_door, {"on": bool}),
    "said": (Lesson._take_said, {"text": str}),
    "end": (Lesson._take_end, {}),
    "refused": (Lesson._take_refused, {"what": str, "who": str}),
}
"""Act → what it does, and the shape of its entry, of which `at` is a part besides."""
