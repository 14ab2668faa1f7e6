"""A class without a network: seats, moves that happen once, clocks, results; and the same class
from its journal.
"""

from __future__ import annotations

import csv
import io
import random
import time
from pathlib import Path

import pytest

from negotiate.classroom import afterwards
from negotiate.classroom.faces import desk, seat_state, seat_view, umpire_view, wall
from negotiate.classroom.lesson import AWAY, PEOPLE, Lesson
from negotiate.classroom.people import COMPUTER
from negotiate.errors import IllegalAction, NegotiateError
from negotiate.play.table import PERSON, replayed
from negotiate.play.views import told
from tests.classroom.classes import (
    DEALS,
    ROUNDS,
    TREE,
    WAR,
    again,
    come,
    do,
    joined,
    lesson,
    picture,
    ready,
    turn,
)
from tests.cli.shell import ask


def begun(name: str = DEALS, count: int = 4, **asked: object) -> Lesson:
    found = lesson(name, **asked)
    joined(found, count)
    found.begin()
    ready(found)
    return found


def test_lots_give_everybody_one_seat() -> None:
    found = begun(count=6)
    seats = [(one.group, one.seat) for one in found.people.values()]
    assert len(set(seats)) == 6
    assert {group for group, _ in seats} == {1, 2, 3}
    assert [one.sits for one in found.groups.values()] != [
        {"firm": k, "union": k + 1} for k in (1, 3, 5)
    ], "lots are drawn"


@pytest.mark.parametrize(("odd", "groups", "left"), [("computer", 3, 0), ("watch", 2, 1)])
def test_an_odd_person_plays_the_computer_or_watches(odd: str, groups: int, left: int) -> None:
    found = begun(count=5, odd=odd)
    assert (len(found.groups), len(found.people.waiting)) == (groups, left)
    if not left:
        last = found.groups[3]
        assert sorted(last.sits.values())[0] == COMPUTER
        assert {seat.plays for seat in last.table.seats.values()} == {PERSON, "equilibrium"}


def test_late_people_take_the_computers_seats_first() -> None:
    found = begun(count=3)
    late = come(found, "Late", "late")
    assert (late.group, found.groups[2].sits[late.seat]) == (2, late.number)
    assert found.groups[2].table.seats[late.seat].plays == PERSON
    last = come(found, "Last", "last")
    assert last.group == 3, "the computer sits across at a new table"
    found.remove(last.number)
    assert found.people.holder("last") is None
    assert found.groups[3].closed, "nobody is left there"
    assert come(found, "Other", "other").group == 4
    found.remove(late.number)
    assert found.groups[2].open
    assert come(found, "Another", "another").group in (2, 4)


def test_a_watcher_gets_a_table_once_there_are_enough() -> None:
    found = begun(count=3, odd="watch")
    assert len(found.people.waiting) == 1
    come(found, "Late", "late")
    assert (len(found.people.waiting), len(found.groups)) == (0, 2)


def test_a_move_that_is_sent_twice_happens_once() -> None:
    found = begun()
    person = turn(found, 1)
    count = found.groups[1].table.count
    assert found.move(person, {"offer": {"contract": "a"}}, 0)
    assert not found.move(person, {"offer": {"contract": "a"}}, 0)
    assert found.groups[1].table.count == count + 1
    for move, at in [
        ({"offer": {"contract": "b"}}, 0),
        ({"accept": True}, 5),
        ({"accept": True}, -1),
    ]:
        with pytest.raises(IllegalAction, match="moved on"):
            found.move(person, move, at)
    with pytest.raises(IllegalAction, match="not the turn"):
        found.move(person, {"offer": {"contract": "b"}}, 1)
    assert do(found, person, {"say": " hello "})
    assert not found.move(person, {"say": " hello "}, 0)
    assert not found.move(person, {"offer": {}}, 0), "what an offer leaves out stays"


def test_the_clock_makes_the_usual_move_and_says_so() -> None:
    found = begun(turn=30)
    group = found.groups[1]
    assert found.tick() == set()
    found.time += 31  # type: ignore[attr-defined]  # the clock of the test
    assert found.tick() == {1, 2}
    event = group.table.events.last
    assert event is not None
    assert (event["move"], event["by"]) == ({"offer": {"contract": "none"}}, "clock")
    assert "by the clock" in told(group.table, event)
    late = found.people[group.sits["firm"]]
    with pytest.raises(IllegalAction, match="moved on"):
        found.move(late, {"offer": {"contract": "a"}}, 0)
    found.advance(1)
    event = group.table.events.last
    assert event is not None
    assert (event["move"], event["by"]) == ({"reject": True}, "teacher")


def test_choices_are_made_again_for_whoever_makes_none() -> None:
    found = begun(ROUNDS, 2, turn=0)
    group = found.groups[1]
    first, second = (found.people[number] for number in group.sits.values())
    option = found.form.choices(group.table.state, first.seat).options[1]
    do(found, first, {"choose": option})
    found.advance(1)
    assert group.table.state["round"] == 2
    found.advance(1)
    assert [one["move"]["choose"] for one in group.done(first.seat).last] == [option, option]
    assert {one.get("by") for one in group.done(second.seat).last} == {"teacher"}


def test_nothing_moves_while_the_class_is_frozen_and_time_stands_still() -> None:
    found = begun(minutes=10, turn=60)
    person = turn(found, 1)
    found.freeze(on=True)
    with pytest.raises(IllegalAction, match="stopped the clock"):
        do(found, person, {"offer": {"contract": "a"}})
    found.time += 3600  # type: ignore[attr-defined]  # the clock of the test
    assert found.tick() == set()
    assert found.clock.remaining == 600
    found.more_time(60)
    found.freeze(on=False)
    assert found.clock.remaining == 660
    assert found.tick() == set()
    found.time += 661  # type: ignore[attr-defined]  # the same
    found.tick()
    assert found.over
    assert found.results() == {"1": "", "2": ""}
    with pytest.raises(IllegalAction, match="game is over"):
        do(found, person, {"offer": {"contract": "a"}})


def test_the_class_ends_with_its_last_pair() -> None:
    found = begun()
    for number in (1, 2):
        do(found, turn(found, number), {"offer": {"contract": "b"}})
        do(found, turn(found, number), {"accept": True})
        assert found.over == (number == 2)
    assert found.results() == {"1": "C", "2": "C"}
    found.pair_again()
    assert (found.over, sorted(found.groups), len(found.people.waiting)) == (False, [1, 2, 3, 4], 0)
    ready(found)
    do(found, turn(found, 3), {"walk": True})
    found.end()
    assert found.results() == {"1": "C", "2": "C", "3": "", "4": ""}


def test_groups_that_are_broken_off_have_no_result() -> None:
    found = begun()
    do(found, turn(found, 1), {"walk": True})
    found.pair_again()
    assert found.groups[2].closed
    found.end()
    assert sorted(found.results()) == ["1", "3", "4"]


def test_rounds_that_were_played_count_when_time_is_up() -> None:
    found = begun(ROUNDS, 4)
    for _ in range(3):
        found.advance(1)
    found.end()
    assert list(found.results()) == ["1"]
    assert len(found.results()["1"].split()) == 3
    assert afterwards.debriefed(found).blocks


def test_exercises_come_before_the_first_move() -> None:
    found = lesson()
    joined(found, 2)
    found.begin()
    person = turn(found, 1)
    with pytest.raises(IllegalAction, match="questions come first"):
        do(found, person, {"offer": {"contract": "a"}})
    do(found, person, {"say": "one may talk"})
    asked = found.preparation.of(person.seat)
    assert len(asked) == 2
    with pytest.raises(IllegalAction, match="no number"):
        found.answer(person, "many")
    assert found.answer(person, f" {asked[0].points:g} ".replace(".", ",")) == "Right."
    assert found.answer(person, "-777").startswith("Not yet")
    assert asked[1].said in found.answer(person, "-777")
    with pytest.raises(IllegalAction, match="nothing was asked"):
        found.answer(person, "1")
    assert do(found, person, {"offer": {"contract": "a"}})


def test_nothing_is_asked_once_a_group_is_done() -> None:
    found = lesson()
    joined(found, 4)
    found.begin()
    person = turn(found, 1)
    assert seat_view(found, person)["exercise"] is not None
    found.end()
    for one in found.people.values():
        assert seat_view(found, one)["exercise"] is None
    with pytest.raises(IllegalAction, match="nothing was asked"):
        found.answer(person, "1")


def test_groups_that_were_stopped_stay_stopped() -> None:
    found = begun()
    found.end()
    found.pair_again()
    found.end()
    assert not any(group.open for group in found.groups.values())
    assert found.results() == dict.fromkeys("1234", "")


def test_lots_seat_nobody_who_has_left_and_whoever_comes_back_is_seated() -> None:
    found = begun(count=4, odd="watch")
    gone = found.people[2]
    gone.seen = found.clock.now()
    found.pair_again()
    seated = [
        number for group in found.groups.values() if group.open for number in group.sits.values()
    ]
    assert len(seated) == 2
    assert gone.number not in seated
    assert found.arrive(gone), "somebody else waits, too"
    assert gone.group == 4
    assert len(found.people.waiting) == 0
    assert not found.arrive(gone), "who has a seat keeps it"
    assert picture(again(found)) == picture(found)
    for person in found.people.values():
        person.seen = found.clock.now()
    with pytest.raises(IllegalAction, match="nobody who is here"):
        found.pair_again()


def test_whoever_joins_without_a_page_takes_no_seat() -> None:
    found = begun(count=2)
    late = found.join("Late", "late")
    assert (late.group, len(found.groups)) == (0, 1)
    assert found.arrive(late)
    assert found.groups[late.group].sits[late.seat] == late.number


def test_announcements_go_with_what_they_were_about() -> None:
    found = begun()
    found.tell("Two minutes left!")
    found.end()
    assert seat_view(found, found.people[1])["said"] == ""
    found.tell("Come to the front.")
    assert found.said == "Come to the front."
    found.pair_again()
    assert found.said == ""
    before = lesson()
    joined(before, 2)
    before.tell("Read your brief first.")
    before.begin()
    assert before.said == "Read your brief first."


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("  Anna   Lena ", "Anna Lena"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("x" * 500, "x" * 40),
        ("Person 0", "Person 0 (2)"),
        ("a\ud800b", "ab"),
    ],
)
def test_names_stay_short_and_single(typed: str, shown: str) -> None:
    found = lesson()
    joined(found, 1)
    assert found.join(typed, "k").name == shown


def test_a_name_that_nobody_sees_is_refused() -> None:
    found = lesson()
    for name in ("", "   ", "\ud800"):
        with pytest.raises(IllegalAction, match="name is missing"):
            found.join(name, "k")
    assert "\u202e" not in found.join("a\u202eb", "k").name
    assert lesson(anonymous=True).join("Anna", "k").name == "Student 1"


def test_a_class_has_an_end() -> None:
    found = lesson(anonymous=True)
    for k in range(PEOPLE):
        found.join("", str(k))
    with pytest.raises(IllegalAction, match="are here already"):
        found.join("", "more")
    here = found.people[7]
    here.seen = float("inf")
    found.clear()
    assert [one for one in found.people.values() if not one.removed] == [here]
    late = found.join("", "more")
    assert (late.number, late.name) == (PEOPLE + 1, f"Student {PEOPLE + 1}")
    assert picture(again(found))["people"] == picture(found)["people"]


def test_the_computer_plays_for_somebody_until_they_come_back() -> None:
    found = begun(count=2)
    first, second = found.groups[1].sits
    found.instead(1, first, on=True)
    assert found.groups[1].table.to_move == (second,), "the computer has moved"
    assert found.groups[1].sits[first] != COMPUTER
    found.instead(1, first, on=False)
    do(found, found.people[found.groups[1].sits[second]], {"offer": {"contract": "d"}})
    assert found.groups[1].table.to_move == (first,)


def test_seats_can_be_changed() -> None:
    found = begun()
    one = found.people[found.groups[1].sits["firm"]]
    other = found.people[found.groups[2].sits["union"]]
    found.sit(one.number, 2, "union")
    assert (one.group, one.seat, other.group) == (2, "union", 0)
    assert found.groups[1].sits["firm"] == COMPUTER
    found.sit(other.number, 1, "firm")
    assert found.groups[1].sits["firm"] == other.number
    assert found.groups[1].table.seats["firm"].plays == PERSON
    for wrong in [
        (99, 1, "firm"),
        (one.number, 9, "firm"),
        (one.number, 1, "nobody"),
        ("x", 1, "firm"),
    ]:
        with pytest.raises(IllegalAction):
            found.sit(*wrong)  # type: ignore[arg-type]  # what a browser could send


def act(found: Lesson, draws: random.Random) -> None:
    """Do anything that a person or the teacher can do."""
    people = [one for one in found.people.values() if not one.removed]
    one = draws.choice(people) if people else found.join("First", "first")
    kind = draws.choice(
        ["join", "join", "begin", "move", "move", "move", "move", "say", "answer", "odd"]
    )
    if kind == "join":
        one = found.join(f"P{draws.random()}", str(draws.random()), robot=draws.random() < 0.2)
        found.arrive(one) if draws.random() < 0.9 else None
    elif kind == "begin":
        found.pair_again() if found.begun and draws.random() < 0.2 else found.begin()
    elif kind == "move":
        choices = found.form.choices(found.groups[one.group].table.state, one.seat)
        move = {"choose": draws.choice(choices.options)} if choices.options else {}
        package = {key: draws.choice(options) for key, options in choices.issues.items()}
        move = {"order": package} if "order" in choices.verbs else move
        do(
            found,
            one,
            move or draws.choice([{"offer": package}, {"accept": True}, {"reject": True}]),
        )
    elif kind == "say":
        do(found, one, {"say": "hello"})
    elif kind == "answer":
        found.answer(one, "-5")
    else:
        odd(found, draws, one.number)


def odd(found: Lesson, draws: random.Random, number: int) -> None:
    """Do what the teacher does now and then."""
    group, seat = draws.choice([*found.groups, 1]), draws.choice(found.form.seats)
    found.time += draws.random() * 40  # type: ignore[attr-defined]  # the clock of the test
    draws.choice(
        [
            lambda: found.remove(number) if draws.random() < 0.3 else None,
            lambda: found.rename(number, "another"),
            lambda: setattr(found.people[number], "seen", found.clock.now()),
            lambda: found.sit(number, group, seat),
            lambda: found.instead(group, seat, on=draws.random() < 0.5),
            lambda: found.advance(group),
            lambda: found.freeze(on=not found.clock.frozen),
            lambda: found.more_time(60),
            lambda: found.tell("listen"),
            lambda: found.let_talk(on=not found.chat),
            lambda: found.let_in(on=found.shut),
            found.tick,
        ]
    )()


@pytest.mark.parametrize("name", [DEALS, ROUNDS, TREE, WAR, "us-china/beijing-2018-class"])
@pytest.mark.parametrize("seed", range(3))
def test_the_journal_makes_the_same_class_again(name: str, seed: int) -> None:
    draws, found = random.Random(seed), lesson(name, turn=30, minutes=20)

    for _ in range(150):
        try:
            act(found, draws)
        except (NegotiateError, KeyError):
            continue
        if draws.random() < 0.1:
            assert picture(again(found)) == picture(found)
    made = again(found)
    assert picture(made) == picture(found)
    sits = [(one.group, one.seat) for one in made.people.values() if one.group]
    assert len(set(sits)) == len(sits), "no seat has two people"
    for one in made.people.values():
        if one.group:
            assert made.groups[one.group].sits[one.seat] == one.number
        for face in (seat_state, seat_view):
            face(made, one)
    desk(made, "url")
    wall(made, "url")


def test_the_teacher_is_the_umpire_of_a_war_game(tmp_path: Path) -> None:
    found = lesson(WAR, umpire=True)
    joined(found, 2)
    found.begin()
    ready(found)
    group = found.groups[1]
    first, second = (found.people[number] for number in group.sits.values())
    for person in (first, second):
        assert do(found, person, {"order": {}})
    assert [one["who"] for one in seat_view(found, first)["waits"]] == ["the teacher"]
    assert "The orders are in" in umpire_view(found, 1)["look"]
    found.umpire(1, "go")
    assert group.table.state["turn"] == 2
    assert found.move(first, {"order": {}}, 1)
    found.umpire(1, "back 1")
    assert group.table.state["turn"] == 1
    assert (group.done(first.seat).count, seat_state(found, first)["moves"]) == (0, 0), (
        "what came after is undone"
    )
    assert picture(again(found)) == picture(found)
    for wrong in ("view", "inject nothing", "nonsense"):
        with pytest.raises(IllegalAction):
            found.umpire(1, wrong)
    with pytest.raises(IllegalAction, match="no umpire"):
        begun().umpire(1, "go")
    found.end()
    assert found.results() == {}
    afterwards.write(tmp_path, afterwards.files(found, afterwards.debriefed(found)))
    assert replayed(tmp_path / "group-1.jsonl").branches == 1


def test_everything_is_left_in_files(tmp_path: Path) -> None:
    found = begun(count=3)
    found.rename(1, "=SUM(A1)")
    do(found, turn(found, 1), {"offer": {"contract": "b"}})
    do(found, turn(found, 1), {"say": "half a sign \ud800, \u202e and \x1b[31m"})
    do(found, turn(found, 1), {"say": '+1, "quoted"\nline'})
    do(found, turn(found, 1), {"accept": True})
    found.end()
    texts = afterwards.files(found, afterwards.debriefed(found))
    afterwards.write(tmp_path, texts)
    afterwards.write(tmp_path, texts)
    rows = {
        name: list(csv.DictReader(io.StringIO(texts[f"{name}.csv"])))
        for name in ("moves", "groups", "students")
    }
    assert len(rows["moves"]) == sum(len(one.table.events) for one in found.groups.values())
    assert [one["result"] for one in rows["groups"]] == ["C", "none"]
    assert rows["groups"][0]["messages"] == "2"
    assert not any(sign in text for text in texts.values() for sign in ("\ud800", "\x1b"))
    assert len(rows["students"]) == 3
    assert {one["name"] for one in rows["students"]} >= {"'=SUM(A1)"}
    assert "scenario.yaml" in texts
    for group in found.groups.values():
        table = replayed(tmp_path / f"group-{group.number}.jsonl")
        assert (table.state, len(table.events)) == (group.table.state, len(group.table.events))


def test_an_anonymous_class_leaves_no_name() -> None:
    found = lesson(anonymous=True)
    for k in range(4):
        come(found, "Rumpelstiltskin", str(k))
    found.begin()
    found.end()
    texts = afterwards.files(found, afterwards.debriefed(found))
    assert "umpelstil" not in "".join(texts.values()) + repr(found.journal.rows)  # type: ignore[attr-defined]  # a journal in memory


def test_who_waits_is_told_for_whom_and_has_an_exit() -> None:
    found = begun(count=2)
    mover = turn(found, 1)
    other = next(one for one in found.people.values() if one is not mover)
    other.seen = mover.seen = float("inf")
    [waits] = seat_view(found, other)["waits"]
    assert mover.name in waits["who"]
    assert not waits["may"]
    other.calls = True
    assert [one["calls"] for one in desk(found, "url")["list"]].count(True) == 1
    do(found, mover, {"offer": {"contract": "a"}})
    assert not other.calls, "something has happened"
    mover, other = other, mover
    mover.seen = found.clock.now() - AWAY - 1
    assert seat_view(found, other)["waits"][0]["may"]
    assert seat_view(found, mover)["waits"] == []


def test_the_folder_of_a_class_can_be_debriefed_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = begun(count=3)
    do(found, turn(found, 1), {"offer": {"contract": "b"}})
    do(found, turn(found, 1), {"accept": True})
    found.end()
    folder = tmp_path / "class"
    folder.mkdir()
    afterwards.write(folder, afterwards.files(found, afterwards.debriefed(found)))
    told = ask(capsys, "debrief", DEALS, str(folder), "--csv")
    assert [(row["group"], row["deal"]) for row in csv.DictReader(io.StringIO(told.out))] == [
        ("1", "C"),
        ("2", "none"),
    ]
    assert "is a game of" in " ".join(
        ask(capsys, "debrief", "classics/chicken", str(folder)).err.split()
    )
    (folder / "class.json").write_text("[]", "utf-8")
    refused = ask(capsys, "debrief", DEALS, str(folder))
    assert refused.code != 0
    assert "does not say what groups came to" in " ".join(refused.err.split())


def test_the_time_that_is_left_stands_while_nothing_is_served(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 50.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    first = lesson(minutes=10, turn=30)
    del first.clock.now  # the clock of the class itself
    first.clock._opened = now
    joined(first, 2)
    first.begin()
    now = 170.0
    first.tell("seven minutes are left soon")
    assert first.clock.remaining == 480
    now = 3.0  # the machine was started again; a day has passed
    monkeypatch.setattr(time, "time", lambda: 5e9)
    second = again(first)
    assert second.clock.remaining == 480
    now = 13.0
    assert second.clock.remaining == 470
    assert not second.over
