"""A class on the network under load, and under crashes.

    python -m benchmarks.host load [SEATS] [MOVES]     moves a second, waiting times, memory
    python -m benchmarks.host kill [SEATS] [TIMES]     the server is killed at random moments

Load: all seats play without a pause, from two processes on the same machine. Crashes: after each, the server starts
again, everybody comes back, and what was acknowledged is looked for in the logs.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import random
import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import websockets

from tests.classroom.students import Served, Student, joined, keyed, ready

SCENARIO, CONTRACTS = "classics/discrete-bargaining", ("a", "b", "c", "d")
FEW = ("--address", "127.0.0.1", "--rounds", "1000")


async def play(student: Student, moves: int, waits: list[float]) -> None:
    """Offer whatever may be offered, again and again, without a pause."""
    made = 0
    while made < moves:
        state = student.state
        if not state["yours"] or state["moves"] != made:
            await student.heard()
            continue
        option = CONTRACTS[made % len(CONTRACTS)]
        start = time.perf_counter()
        answer = await student.ask(do={"offer": {"contract": option}}, at=made)
        assert "done" in answer, answer
        waits.append(time.perf_counter() - start)
        made += 1


def crowd(url: str, cookies: list[str], moves: int, gate: Any, told: Any) -> None:
    """Some of the seats, in a process of their own."""

    async def run() -> None:
        students = [await Student(url, cookie).open() for cookie in cookies]
        for one in students:
            await one.until(lambda state: state["group"])
            await ready(one)
        waits: list[float] = []
        gate.wait()
        start = time.time()
        await asyncio.gather(*(play(one, moves, waits) for one in students))
        told.put((start, time.time(), waits))

    asyncio.run(run())


def load(seats: int = 200, moves: int = 10) -> None:
    """How many moves a second are acknowledged."""
    folder = Path(tempfile.mkdtemp()) / "class"
    served = Served(SCENARIO, "--out", str(folder), *FEW)
    cookies = [joined(served.url, served.code, f"Student {k}") for k in range(seats)]

    async def begin() -> None:
        desk = await Student(served.url, keyed(served.url, served.desk_key), "desk").open()
        print(await desk.ask(teach="begin"))

    asyncio.run(begin())
    context = multiprocessing.get_context("fork")
    gate, told = context.Barrier(2), context.Queue()
    halves = [cookies[::2], cookies[1::2]]
    some = [context.Process(target=crowd, args=(served.url, half, moves, gate, told)) for half in halves]
    for one in some:
        one.start()
    found = [told.get(timeout=300) for _ in some]
    spent = processor_time(served.process.pid)
    for one in some:
        one.join()
    start, end = min(one[0] for one in found), max(one[1] for one in found)
    waits = np.array([wait for one in found for wait in one[2]])
    print(f"{len(waits):,} moves of {seats} seats in {end - start:.2f} s: {len(waits) / (end - start):,.0f} a second")
    print(f"waits: median {1e3 * np.median(waits):.1f} ms, p95 {1e3 * np.quantile(waits, 0.95):.1f} ms")
    print(f"server: {spent:.2f} s of processor time since it began, {memory(served.process.pid):.0f} MB")
    served.end()
    shutil.rmtree(folder.parent)


def processor_time(pid: int) -> float:
    """Seconds that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100


def memory(pid: int) -> float:
    """The most megabytes that a process has held."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


async def stubborn(student: Student, acknowledged: dict[tuple[str, int], Any], stop: asyncio.Event) -> None:
    """Play slowly; whatever was not acknowledged is sent again after a crash."""
    draws = random.Random(student.cookie)
    prepared = False
    while not stop.is_set():
        try:
            if not prepared:
                await ready(student)
                prepared = True
            state = await student.until(lambda state: state.get("yours") or stop.is_set())
            if stop.is_set():
                return
            await asyncio.sleep(draws.random() * 0.05)
            at = state["moves"]
            known = acknowledged.get((student.cookie, at))
            move = known or {"offer": {"contract": draws.choice(CONTRACTS)}}
            answer = await student.ask(do=move, at=at)
            if "done" in answer:
                acknowledged[student.cookie, at] = move
                await student.until(lambda state, at=at: state["moves"] > at)
        except (websockets.ConnectionClosed, OSError):
            await student.again()


async def crash(seats: int, times: int) -> None:
    """Kill the server again and again while a class plays."""
    folder = Path(tempfile.mkdtemp()) / "class"
    served = Served(SCENARIO, "--out", str(folder), *FEW)
    port = served.url.rpartition(":")[2]
    cookies = [joined(served.url, served.code, f"Student {k}") for k in range(seats)]
    desk = await Student(served.url, keyed(served.url, served.desk_key), "desk").open()
    await desk.ask(teach="begin")
    await desk.close()
    students = [await Student(served.url, cookie).open() for cookie in cookies]
    places = {}
    for one in students:
        await one.until(lambda state: state["group"])
        places[one.cookie] = one.state["group"]
    acknowledged: dict[tuple[str, int], Any] = {}
    stop = asyncio.Event()
    some = [asyncio.create_task(stubborn(one, acknowledged, stop)) for one in students]
    draws, backs = random.Random(1), []
    for _ in range(times):
        await asyncio.sleep(0.3 + draws.random())
        served.kill()
        start = time.perf_counter()
        spent = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        served = await asyncio.to_thread(Served, "--resume", str(folder), "--port", port, "--address", "127.0.0.1")
        backs.append(time.perf_counter() - start)
        lost = [one.lost for one in students]
        await asyncio.sleep(0.5)
        del spent, lost
    await asyncio.sleep(1)
    stop.set()
    for one, task in zip(students, some, strict=True):
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        again = await Student(served.url, one.cookie).open()
        state = await again.until(lambda state: "group" in state)
        assert state["group"] == places[one.cookie], "somebody sits elsewhere"
        made = [at for cookie, at in acknowledged if cookie == one.cookie]
        assert state["moves"] > max(made, default=-1), "a move was lost"
        await again.close()
    served.end()
    check(folder, seats, len(acknowledged))
    print(f"{times} crashes of a class of {seats}, {len(acknowledged):,} moves acknowledged, none lost")
    print(f"back after {np.median(backs):.2f} s (median), {max(backs):.2f} s at most")
    print(f"everybody came back {min(one.lost for one in students)} times or more")
    shutil.rmtree(folder.parent)


def check(folder: Path, seats: int, moves: int) -> None:
    """Every log can be played again, and holds at least the moves that were acknowledged."""
    from negotiate.play.table import replayed

    tables = [replayed(path) for path in folder.glob("group-*.jsonl")]
    assert len(tables) == seats // 2
    assert sum(event["kind"] == "move" for table in tables for event in table.events) >= moves


if __name__ == "__main__":
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # a program that is installed is compiled once
    kind, *numbers = sys.argv[1:] or ["load"]
    given = [int(number) for number in numbers]
    if kind == "load":
        load(*given)
    else:
        asyncio.run(crash(*(given or [40, 20])))
