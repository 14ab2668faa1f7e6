"""A class whose server is killed again and again while everybody plays."""

from __future__ import annotations

import asyncio
import csv
import json
import random
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import websockets

from negotiate.play.table import replayed
from tests.classroom.students import Served, Student, joined, keyed, ready

SCENARIO, CONTRACTS = "classics/discrete-bargaining", ("a", "b", "c", "d")
FEW = ("--address", "127.0.0.1", "--rounds", "1000")


@dataclass
class Crashes:
    """What came of it.

    Parameters
    ----------
    moves : int
        How many moves were acknowledged; all of them are in the logs.
    backs, spent : list of float
        Seconds until the server was there again, and how many of them the processor worked for it.
    """

    moves: int = 0
    backs: list[float] = field(default_factory=list)
    spent: list[float] = field(default_factory=list)


def processor_time(pid: int) -> float:
    """Seconds that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100


async def stubborn(student: Student, acknowledged: dict[tuple[str, int], Any]) -> None:
    """Play on for ever; what was not acknowledged before a crash is sent again."""
    draws = random.Random(student.cookie)
    prepared, move = False, None
    while True:
        try:
            if not prepared:
                await ready(student)
                prepared = True
            state = await student.until(lambda state: state.get("yours"))
            await asyncio.sleep(draws.random() * 0.05)
            at = state["moves"]
            move = move or {"offer": {"contract": draws.choice(CONTRACTS)}}
            answer = await student.ask(do=move, at=at)
            assert "done" in answer or answer["refused"] == "the table has moved on", answer
            if "done" in answer:
                acknowledged[student.cookie, at] = move
            move = None
            await student.until(lambda state, at=at: state["moves"] > at)
        except (websockets.ConnectionClosed, OSError):
            await student.again()
            student.state = {}


async def ended(some: list[asyncio.Task[None]]) -> None:
    """End tasks that play for ever; one that has ended by itself has found a fault."""
    for task in some:
        assert not task.done(), task.exception()
        while not task.done():  # a wait that has just come to its end swallows the first word
            task.cancel()
            await asyncio.sleep(0.02)


async def moment(students: list[Student], crashes: int, draws: random.Random) -> None:
    """Wait for some moment after everybody has come back from so many crashes."""
    while any(one.back < crashes for one in students):
        await asyncio.sleep(0.02)
    await asyncio.sleep(0.2 + draws.random())


async def crashed(folder: Path, seats: int, times: int) -> Crashes:
    """Let a class play, kill its server at random moments, and look for all that was
    acknowledged.
    """
    served = Served(SCENARIO, "--out", str(folder), *FEW)
    port = served.url.rpartition(":")[2]
    names = {joined(served.url, served.code, f"Student {k}"): f"Student {k}" for k in range(seats)}
    students = [await Student(served.url, cookie).open() for cookie in names]
    desk = await Student(served.url, keyed(served.url, served.desk_key), "desk").open()
    await desk.ask(teach="begin")
    await desk.close()
    groups = {
        one.cookie: (await one.until(lambda state: state["group"]))["group"] for one in students
    }
    acknowledged: dict[tuple[str, int], Any] = {}
    some = [asyncio.create_task(stubborn(one, acknowledged)) for one in students]
    draws, found = random.Random(seats), Crashes()
    for number in range(times):
        await moment(students, number, draws)
        served.kill()
        start = time.perf_counter()
        again = ("--resume", str(folder), "--port", port, "--address", "127.0.0.1")
        served = await asyncio.to_thread(Served, *again)
        found.backs.append(time.perf_counter() - start)
        found.spent.append(processor_time(served.process.pid))
    await asyncio.sleep(1)
    await ended(some)
    for one in students:
        await one.close()
        assert one.lost >= times
        await one.open()
        one.state = {}
        assert (await one.until(lambda state: "group" in state))["group"] == groups[one.cookie]
        await one.close()
    served.end()
    found.moves = len(acknowledged)
    look_for(folder, acknowledged, names)
    return found


def look_for(folder: Path, acknowledged: dict[tuple[str, int], Any], names: dict[str, str]) -> None:
    """Every log can be played again; every acknowledged move stands in its place; everybody has one
    seat.
    """
    tables = [replayed(path) for path in folder.glob("group-*.jsonl")]
    assert len(tables) == len(names) // 2
    rows = list(csv.DictReader((folder / "moves.csv").read_text("utf-8").splitlines()))
    made = defaultdict(list)
    for row in rows:
        if row["kind"] == "move":
            made[row["student"]].append(json.loads(row["move"].partition(" ")[2]))
    for (cookie, at), move in acknowledged.items():
        assert made[names[cookie]][at] == move["offer"]
    students = list(csv.DictReader((folder / "students.csv").read_text("utf-8").splitlines()))
    assert sorted(one["name"] for one in students) == sorted(names.values())
    assert len({(one["group"], one["seat"]) for one in students}) == len(students)
