"""Lessons without a network, for tests."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from negotiate import load
from negotiate.classroom.lesson import Lesson
from negotiate.classroom.people import Person
from negotiate.play.opponents import opponents
from negotiate.play.table import new_table

DEALS, ROUNDS, TREE = (
    "classics/discrete-bargaining",
    "classics/iterated-dilemma",
    "classics/ultimatum",
)
WAR = "us-china/trade-war-2018-20"


class Kept:
    """A journal in memory, which keeps what a file would."""

    def __init__(self) -> None:
        self.rows: list[tuple[int, str]] = []

    def of(self, group: int) -> Iterator[dict[str, Any]]:
        """All entries of a group."""
        return (json.loads(text) for number, text in self.rows if number == group)

    def add(self, group: int, entry: Mapping[str, Any]) -> None:
        """Keep an entry."""
        self.rows.append((group, json.dumps(entry)))

    def read(self) -> list[tuple[int, dict[str, Any]]]:
        """Every entry."""
        return [(group, json.loads(text)) for group, text in self.rows]


def lesson(
    name: str = DEALS,
    rounds: int | None = None,
    *,
    lens: str | None = None,
    umpire: bool = False,
    **asked: Any,
) -> Lesson:
    """A class that nobody has joined yet; its clock stands at `lesson.time`."""
    scenario = load(name)
    table = new_table(scenario, lens=lens, rounds=rounds, seed=5, umpire=umpire)
    usual = {
        "code": "ABCDEF",
        "odd": "computer",
        "turn": 0,
        "minutes": 0,
        "chat": True,
        "anonymous": False,
    }
    against = opponents(table)[0].name
    header = {**table.header, "class": {**usual, "against": against, **asked}}
    made = Lesson(header, scenario, table.form, Kept())
    made.time = 1000.0  # type: ignore[attr-defined]  # a clock of the test's own
    made.clock.now = lambda: made.time  # type: ignore[attr-defined, method-assign]  # the same
    return made


def again(one: Lesson) -> Lesson:
    """The lesson that the journal of another makes."""
    kept = one.journal
    assert isinstance(kept, Kept)
    made = Lesson(json.loads(json.dumps(one.header)), one.scenario, one.form, Kept())
    last = 0.0
    for group, entry in kept.read():
        assert made.again(group, entry)
        last = entry["at"]
    made.go_on(last)
    return made


def picture(one: Lesson) -> dict[str, Any]:
    """All that a lesson knows, to compare two."""
    people = {
        number: (person.name, person.key, person.group, person.seat, person.solved, person.removed)
        for number, person in one.people.items()
    }
    groups = {
        number: (
            group.sits,
            group.open,
            group.closed,
            group.moved,
            group.table.state,
            group.table.seats,
        )
        for number, group in one.groups.items()
    }
    made = {
        number: {key: done.count for key, done in group.made.items()}
        for number, group in one.groups.items()
    }
    flags = (
        one.begun,
        one.over,
        one.clock.frozen,
        one.shut,
        one.chat,
        one.clock.deadline,
        one.clock.left,
        one.said,
        one.endings,
    )
    return {
        "people": people,
        "groups": groups,
        "made": made,
        "flags": flags,
        "results": one.results(),
    }


def joined(one: Lesson, count: int) -> list[Person]:
    """So many people, who have nothing to work out any more."""
    return [come(one, f"Person {k}", f"key {len(one.people)}") for k in range(count)]


def come(one: Lesson, name: str, key: str) -> Person:
    """Somebody who joins, and whose browser is there."""
    person = one.join(name, key)
    one.arrive(person)
    return person


def ready(one: Lesson) -> None:
    """Let everybody give wrong answers until nothing is asked."""
    for person in one.people.values():
        while person.group and one.next_exercise(person) is not None:
            one.answer(person, "-98765")


def do(one: Lesson, person: Person, move: dict[str, Any]) -> bool:
    """Make a move as a browser does that knows where it stands."""
    group = one.groups[person.group]
    return one.move(
        person, move, group.done(person.seat, "message" if "say" in move else "move").count
    )


def turn(one: Lesson, group: int) -> Person:
    """The person that a group waits for."""
    found = one.groups[group]
    return one.people[found.sits[found.table.to_move[0]]]
