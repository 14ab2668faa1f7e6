"""What each kind of page is told: a seat, the teacher's desk, the wall. Nothing of one seat is told
to another.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from negotiate.classroom.groups import Group
from negotiate.classroom.lesson import AWAY, Lesson
from negotiate.classroom.people import COMPUTER, Person
from negotiate.model.wording import option_name
from negotiate.pages.sheets import deal_form
from negotiate.play.forms import UMPIRE, YOU
from negotiate.play.table import PERSON, Table
from negotiate.play.views import brief, told, view, weighed
from negotiate.play.words import opening, today
from negotiate.report import html

Face = dict[str, Any]
"""JSON values alone."""


def seat_state(lesson: Lesson, person: Person) -> Face:
    """Where a seat stands, in few bytes: it is sent after every move, and says whether there is
    more to ask for.
    """
    found: Face = {
        "you": person.name,
        "over": lesson.over,
        "frozen": lesson.clock.frozen,
        "left": lesson.clock.remaining,
        "said": lesson.said,
        "group": person.group,
    }
    group = lesson.groups.get(person.group)
    if group is not None:
        table, seat = group.table, person.seat
        found |= {
            "count": table.count,
            "moves": group.done(seat).count,
            "messages": group.done(seat, "message").count,
            "yours": group.open and seat in table.to_move,
            "ended": not group.open,
            "instead": table.seats[seat].plays != PERSON,
            "solved": person.solved,
        }
    return found


def seat_view(lesson: Lesson, person: Person) -> Face:
    """What a seat sees: where its game stands, what it may do, for whom it waits."""
    group = lesson.groups.get(person.group)
    if group is None:
        nothing: Face = {
            "html": "",
            "seat": "",
            "own": "",
            "exercise": None,
            "choices": None,
            "outcome": "",
            "result": [],
            "calls": False,
        }
        return (
            seat_state(lesson, person)
            | nothing
            | {"lobby": _lobby(lesson), "waits": [], "talk": [], "chat": False}
        )
    table, seat = group.table, person.seat
    done = group.done(seat).last
    report = view(table, seat, done[-1]["event"] if done else 0, medium="phone").report
    asked = lesson.next_exercise(person)
    may = group.open and seat in table.to_move
    # of a deal, the outcome and the own result say all
    signed = table.form.signed(table.state) is not None and not group.open
    return seat_state(lesson, person) | {
        "html": "" if signed else html.piece(report, 2),
        "own": seat,
        "seat": lesson.scenario.players[seat].name,
        "with": [
            f"{_player(lesson, key)} ({_who(lesson, group, key)})"
            for key in group.sits
            if key != seat
        ],
        "calls": person.calls,
        "exercise": None if asked is None else _exercise(lesson, asked.code),
        "choices": _choices(table, seat) if may else None,
        "waits": list(_waits(lesson, group)) if group.open and not may else [],
        "outcome": " ".join(table.form.came_to(table, YOU))
        or ("The class is over." if group.stopped else ""),
        "result": []
        if group.open or group.closed
        else list(table.form.own_ending(table, seat, lesson.over)),
        "talk": [[opening(table, one["seat"]), one["move"]["say"]] for one in group.talk],
        "chat": lesson.chat and not lesson.over,
    }


def _lobby(lesson: Lesson) -> str:
    if lesson.over:
        return "The class is over. Look at the projector."
    if lesson.begun:
        return "All seats are taken. You watch the projector; the teacher can give you a seat."
    return "You are in. The teacher starts the class when everybody is here."


def _player(lesson: Lesson, key: str) -> str:
    return lesson.scenario.players[key].name if key in lesson.scenario.players else key


def _who(lesson: Lesson, group: Group, seat: str) -> str:
    number = group.sits.get(seat, COMPUTER)
    by_computer = number == COMPUTER or group.table.seats[seat].plays != PERSON
    return "the computer" if by_computer else lesson.people[number].name


def _waits(lesson: Lesson, group: Group) -> Iterator[Face]:
    """For whom a group waits, and whether somebody has gone away."""
    for key in group.table.to_move:
        if key in group.sits:
            person = lesson.people.get(group.sits[key])
            away = (
                0.0 if person is None or person.here else max(lesson.clock.now() - person.seen, 0.0)
            )
            who = f"{_player(lesson, key)} ({_who(lesson, group, key)})"
            yield {"seat": key, "who": who, "away": away, "may": away > AWAY and lesson.computer}
        else:
            yield {
                "seat": "",
                "who": "the teacher" if key == UMPIRE else key,
                "away": 0.0,
                "may": False,
            }


def _exercise(lesson: Lesson, code: str) -> Face:
    form = deal_form(lesson.scenario)
    chosen = form.read(code)
    words = [[issue.name, option_name(issue.options[chosen[issue.id]])] for issue in form.issues]
    return {"code": code, "words": words}


def _choices(table: Table, seat: str) -> Face:
    """What the seat may do, for buttons and lists."""
    found = table.form.choices(table.state, seat)
    now = {**today(table), **table.state.get("package", {}), **(table.state.get("offer") or {})}
    issues = []
    for key, labels in found.issues.items():
        issue = table.scenario.issues.get(key)
        names = {one.id: option_name(one) for one in issue.options} if issue is not None else {}
        options = [[label, names.get(label, label)] for label in labels]
        issues.append(
            {
                "key": key,
                "name": issue.name if issue else key,
                "options": options,
                "now": now.get(key),
            }
        )
    return {"verbs": found.verbs, "issues": issues, "options": found.options, "asked": found.asked}


def seat_brief(lesson: Lesson, person: Person) -> Face:
    """The seat's own confidential brief, with what everybody knows."""
    group = lesson.groups.get(person.group)
    return {"brief": "" if group is None else html.piece(brief(group.table, person.seat).report, 2)}


def seat_worth(lesson: Lesson, person: Person, package: dict[str, str]) -> Face:
    """What a package would be worth to the seat that asks, beside no deal; None where deals are
    only ranked.
    """
    group = lesson.groups.get(person.group)
    found = None if group is None else weighed(group.table, person.seat, package)
    return {"worth": found and {"value": found.worth, "alone": found.alone, "says": str(found)}}


def progress(group: Group) -> str:
    """How far a group is, without what it does."""
    state, form = group.table.state, group.table.form
    if not group.open:
        return "done" if group.table.ended else "stopped"
    return form.progress(state, group.moves)


def _status(group: Group) -> str:
    """How a group stands, for the teacher alone."""
    if group.closed:
        return "broken off"
    signed = group.table.form.signed(group.table.state)
    if signed is not None and not group.open:
        return "deal" if signed else "no deal"
    return progress(group)


def desk(lesson: Lesson, url: str) -> Face:
    """All that the teacher sees."""
    people = [
        {
            "number": one.number,
            "name": one.name,
            "robot": one.robot,
            "here": one.here,
            "group": one.group,
            "seat": _player(lesson, one.seat) if one.seat else "",
            "calls": one.calls,
        }
        for one in lesson.people.values()
        if not one.removed
    ]
    groups = [
        {
            "number": group.number,
            "status": _status(group),
            "open": group.open,
            "sits": [
                {
                    "seat": key,
                    "name": _player(lesson, key),
                    "who": _who(lesson, group, key),
                    "person": number,
                }
                | {"instead": number != COMPUTER and group.table.seats[key].plays != PERSON}
                for key, number in group.sits.items()
            ],
            "waits": [_player(lesson, key) for key in group.table.to_move] if group.open else [],
            "last": told(group.table, last) if (last := group.table.events.last) else "",
            "umpire": group.open and group.table.umpire,
        }
        for group in lesson.groups.values()
    ]
    return wall(lesson, url) | {
        "list": people,
        "tables": groups,
        "chat": lesson.chat,
        "door": not lesson.shut,
        "computer": lesson.computer,
        "waiting": len(lesson.people.waiting),
    }


def umpire_view(lesson: Lesson, number: int) -> Face:
    """What the umpire of a group sees."""
    report = view(lesson.groups[number].table, UMPIRE, medium="phone").report
    return {"look": html.piece(report, 3), "group": number}


def wall(lesson: Lesson, url: str) -> Face:
    """What everybody sees: the code, then how far the groups are, which nobody is named in."""
    return {
        "title": lesson.scenario.heading,
        "code": lesson.asked["code"],
        "url": url,
        "people": len(lesson.people.present),
        "begun": lesson.begun,
        "over": lesson.over,
        "frozen": lesson.clock.frozen,
        "left": lesson.clock.remaining,
        "said": lesson.said,
        "groups": [
            {"number": one.number, "open": one.open, "progress": progress(one)}
            for one in lesson.groups.values()
            if not one.closed
        ],
    }
