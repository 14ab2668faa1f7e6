"""A class over the network: from the code on the wall to the debrief, through crashes, and with
robots.
"""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import Any

import pytest

from negotiate import load
from negotiate.classroom.opening import new_class
from negotiate.classroom.server import Host
from negotiate.language import scenario_file
from negotiate.pages import kit
from negotiate.play.table import replayed
from negotiate.scenario import Scenario
from tests.classroom.classes import WAR, come
from tests.classroom.classes import ready as ready_at_once
from tests.classroom.crashes import SCENARIO, crashed
from tests.classroom.students import Student, asked, joined, keyed, ready, served


async def class_of(url: str, code: str, count: int) -> list[Student]:
    """So many people with open sockets."""
    cookies = [joined(url, code, f"Student {k}") for k in range(count)]
    return [await Student(url, cookie).open() for cookie in cookies]


async def mover(students: list[Student], group: int) -> Student:
    """Whoever has the word in a group."""
    some = [one for one in students if one.state["group"] == group]
    while not any(one.state.get("yours") for one in some):
        await asyncio.gather(*(one.view() for one in some))
    return next(one for one in some if one.state["yours"])


def test_a_class_from_the_code_to_the_debrief(tmp_path: Path) -> None:
    folder = tmp_path / "class"

    async def play(url: str, code: str, desk_key: str, wall_key: str) -> str:
        students = await class_of(url, code, 4)
        desk = await Student(url, keyed(url, desk_key), "desk").open()
        wall = await Student(url, keyed(url, wall_key), "wall").open()
        assert (await wall.until(lambda picture: picture["people"] == 4))["code"] == code
        assert "done" in await desk.ask(teach="begin")
        for one in students:
            await one.until(lambda state: state["group"])
            await ready(one)
        for group in (1, 2):
            assert "done" in await (await mover(students, group)).move(
                {"offer": {"contract": "bcd"[group]}}
            )
            second = await mover(students, group)
            assert "On the table" in (await second.view())["html"]
            assert "done" in await second.move({"accept": True})
        debrief = ""
        while not debrief:
            debrief = (await wall.heard()).get("debrief", "")
        for one in (*students, desk, wall):
            await one.close()
        return debrief

    with served(SCENARIO, "--out", str(folder)) as server:
        debrief = asyncio.run(play(server.url, server.code, server.desk_key, server.wall_key))
        server.end()
    assert "Two of 2 groups signed a deal" in debrief
    assert debrief.startswith("<h1>")
    assert {path.name for path in folder.iterdir()} >= {
        "class.json", "debrief.html", "moves.csv", "groups.csv", "students.csv", "scenario.yaml", "class.db"
    }  # fmt: skip  # one line
    for path in folder.glob("group-*.jsonl"):
        assert replayed(path).ended


def test_nothing_is_lost_by_a_crash(tmp_path: Path) -> None:
    found = asyncio.run(crashed(tmp_path / "class", 6, 2))
    assert found.moves > 6


def test_robots_play_a_class_alone(tmp_path: Path) -> None:
    async def watch(url: str, desk_key: str) -> int:
        desk = await Student(url, keyed(url, desk_key), "desk").open()
        assert "done" in await desk.ask(teach="begin")
        picture = await desk.until(lambda picture: picture["over"])
        await desk.close()
        return len(picture["tables"])

    with served("classics/chicken", "--bots", "5", "--out", str(tmp_path / "class")) as server:
        assert asyncio.run(watch(server.url, server.desk_key)) == 3


def test_a_seat_is_the_same_in_every_tab_and_after_a_reload(tmp_path: Path) -> None:
    async def look(url: str, code: str) -> None:
        cookie = joined(url, code, "Anna")
        tabs = [await Student(url, cookie).open() for _ in range(7)]
        for one in tabs[2:]:
            assert (await one.until(lambda state: "you" in state))["you"] == "Anna"
            await one.close()
        assert asked(url, "/", headers={"Cookie": cookie}).getheader("location") == "/seat"
        again = asked(url, "/join", {"code": code, "name": "Anna"}, {"Cookie": cookie})
        assert (again.getheader("location"), again.getheader("set-cookie")) == ("/seat", None)
        for one in tabs[:2]:
            await one.close()

    with served(SCENARIO, "--out", str(tmp_path / "class")) as server:
        asyncio.run(look(server.url, server.code))
        for _ in range(3):
            assert asked(server.url, f"/?code={server.code}").status == 200, (
                "a preview of the link takes no seat"
            )
        server.end()
    text = (tmp_path / "class" / "class.db").read_bytes()
    assert text.count(b'"act": "join"') == 1


def test_a_war_game_is_bound_and_its_briefs_are_written_beside_the_loop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = new_class(load(WAR), str(tmp_path / "class"), seed=3)
    lesson = found.lesson
    host = Host(lesson, found.store, tmp_path, "http://127.0.0.1:1", frozenset())
    people = [come(lesson, f"Person {k}", f"key {k}") for k in range(4)]
    lesson.begin()
    ready_at_once(lesson)
    where: list[str] = []
    real, page = scenario_file.Reading.scenario, kit.page_for

    def scenario(*args: Any, **words: Any) -> Scenario:
        where.append("loop" if threading.current_thread() is threading.main_thread() else "beside")
        return real(*args, **words)

    def page_for(*args: Any) -> Any:
        where.append(
            "brief"
            if threading.current_thread() is not threading.main_thread()
            else "brief on the loop"
        )
        return page(*args)

    monkeypatch.setattr(scenario_file.Reading, "scenario", scenario)
    monkeypatch.setattr(kit, "page_for", page_for)

    async def play() -> None:
        for person in people:
            assert "done" in (await host._hear(person, {"do": {"order": {}}, "at": 0}))[0]
        briefs = await asyncio.gather(*(host._hear(person, {"ask": "brief"}) for person in people))
        assert len({brief["brief"] for brief, _ in briefs}) == 2
        await found.store.kept()

    asyncio.run(play())
    assert {group.table.state["turn"] for group in lesson.groups.values()} == {2}
    assert where.count("brief") == 2, "one for each of two seats, which two groups share"
    assert {*where} == {"beside", "brief"}
    found.store.close()


FULL = """
import sqlite3
from pathlib import Path

class Full(sqlite3.Connection):
    def execute(self, line, *more):
        if line == "COMMIT" and Path({path!r}).exists():
            wrong = sqlite3.OperationalError("database or disk is full")
            wrong.sqlite_errorcode = sqlite3.SQLITE_FULL
            raise wrong
        return super().execute(line, *more)

real = sqlite3.connect
sqlite3.connect = lambda *given, **words: real(*given, factory=Full, **words)
"""


UNSAVED = "the teacher's computer cannot save anything now"
OFFER = {"offer": {"contract": "d"}}


async def refused(first: Student, other: Student, desk: Student) -> None:
    """A move that a full disk refuses: its sender is told, the teacher is told, and nobody is shown
    it.
    """
    count = first.state["count"]
    assert (await first.ask(do=OFFER, at=0))["refused"] == UNSAVED
    assert (await other.ask(ask="view"))["refused"] == UNSAVED
    while "disk is full" not in (await desk.heard()).get("refused", ""):
        pass
    picture = await desk.until(lambda picture: picture["refused"])
    assert "disk is full" in picture["refused"][-1]
    assert (await first.ask(do=OFFER, at=0))["refused"] == UNSAVED
    assert (await other.ask(ask="view"))["refused"] == UNSAVED
    assert other.state["count"] == count


async def shown(first: Student, other: Student, again: Student, desk: Student, disk: Path) -> None:
    """The same move once there is room."""
    count = first.state["count"]
    waits = asyncio.create_task(again.until(lambda state: "count" in state))
    await asyncio.sleep(0.5)
    assert not waits.done(), "whoever comes back is not shown it either"
    disk.unlink()
    assert (await waits)["count"] == count + 1
    assert (await other.until(lambda state: state["count"] == count + 1))["yours"]
    assert "On the table" in (await other.view())["html"]
    assert (await first.ask(do=OFFER, at=0))["again"]
    await desk.until(lambda picture: picture["refused"][-1] == "The journal is written again.")


def test_a_move_is_shown_once_it_is_on_the_disk_and_not_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk, folder = tmp_path / "full", tmp_path / "class"
    (tmp_path / "sitecustomize.py").write_text(FULL.format(path=str(disk)), "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))

    async def play(url: str, code: str, desk_key: str) -> None:
        students = await class_of(url, code, 2)
        desk = await Student(url, keyed(url, desk_key), "desk").open()
        await desk.ask(teach="begin")
        for one in students:
            await one.until(lambda state: state["group"])
            await ready(one)
        first = await mover(students, 1)
        other = next(one for one in students if one is not first)
        disk.touch()
        await refused(first, other, desk)
        assert asked(url, "/join", {"code": code, "name": "Late"}).status == 503
        again = await Student(url, other.cookie).open()
        await shown(first, other, again, desk, disk)
        disk.touch()
        assert (await other.ask(do={"accept": True}, at=0))["refused"] == UNSAVED
        for one in (*students, desk, again):
            await one.close()

    with served(SCENARIO, "--out", str(folder)) as server:
        asyncio.run(play(server.url, server.code, server.desk_key))
        server.end()
    assert server.process.returncode == 4
    assert "disk is full" in server.told
    assert "Traceback" not in server.told
