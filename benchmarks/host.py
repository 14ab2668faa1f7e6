"""A class on the network under load, and under crashes.

    python -m benchmarks.host load [SEATS] [MOVES] [PROCESSES] moves a second, waiting times, memory
    python -m benchmarks.host war [SEATS] waiting times in a war game, every group on its own way
    python -m benchmarks.host kill [SEATS] [TIMES] the server is killed at random moments python -m
    benchmarks.host soak [SEATS] [MINUTES] memory while the program plays every seat for an hour

Load: all seats play without a pause, from one process or more of this machine. Crashes: after each,
the server starts again, everybody comes back, and what was acknowledged is looked for in the logs.
Soak: one game of very many rounds, and memory every five minutes.
"""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import os
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from tests.classroom.crashes import CONTRACTS, FEW, SCENARIO, crashed, processor_time
from tests.classroom.students import Served, Student, joined, keyed, ready

WAR = "us-china/trade-war-2018-20"
LONG = "classics/iterated-dilemma"
LONGEST = ("--address", "127.0.0.1", "--lens", "simulate", "--rounds", "10000")


async def play(student: Student, moves: int, waits: list[float]) -> None:
    """Offer whatever may be offered, again and again, without a pause."""
    assert student.socket is not None
    state, made, start = student.state, 0, 0.0
    while made < moves or start:
        if not start and state["yours"] and state["moves"] == made:
            start = time.perf_counter()
            option = CONTRACTS[made % len(CONTRACTS)]
            await student.socket.send(
                json.dumps({"do": {"offer": {"contract": option}}, "at": made})
            )
        found = json.loads(await student.socket.recv())
        state = found.get("state", state)
        assert "refused" not in found, found
        if "done" in found:
            waits.append(time.perf_counter() - start)
            made, start = made + 1, 0.0


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


async def begin(served: Served) -> None:
    """Let the class begin once everybody is here."""
    desk = await Student(served.url, keyed(served.url, served.desk_key), "desk").open()
    await desk.until(lambda picture: all(one["here"] for one in picture["list"]))
    await desk.ask(teach="begin")


def load(seats: int = 200, moves: int = 10, crowds: int = 1) -> float:
    """How many moves a second are acknowledged."""
    folder = Path(tempfile.mkdtemp()) / "class"
    served = Served(SCENARIO, "--out", str(folder), *FEW)
    cookies = [joined(served.url, served.code, f"Student {k}") for k in range(seats)]

    context = multiprocessing.get_context("fork")
    gate, told = context.Barrier(crowds), context.Queue()
    parts = [cookies[k::crowds] for k in range(crowds)]
    some = [
        context.Process(target=crowd, args=(served.url, part, moves, gate, told)) for part in parts
    ]
    for one in some:
        one.start()
    asyncio.run(begin(served))
    found = [told.get(timeout=300) for _ in some]
    spent = processor_time(served.process.pid)
    for one in some:
        one.join()
    start, end = min(one[0] for one in found), max(one[1] for one in found)
    waits = np.array([wait for one in found for wait in one[2]])
    print(
        f"{len(waits):,} moves of {seats} seats in {end - start:.2f} s: "
        f"{len(waits) / (end - start):,.0f} a second"
    )
    print(
        f"waits: median {1e3 * np.median(waits):.1f} ms, p95 {1e3 * np.quantile(waits, 0.95):.1f} "
        "ms"
    )
    print(
        f"server: {spent:.2f} s of processor time since it began, {memory(served.process.pid):.0f} "
        "MB"
    )
    served.end()
    shutil.rmtree(folder.parent)
    return len(waits) / (end - start)


async def fights(student: Student, waits: dict[str, list[float]], thinks: float) -> None:
    """Play a war game as a page does: load the brief once, look at what is new, and order after a
    while.
    """
    draws = random.Random(student.cookie)

    async def timed(what: str, **message: Any) -> dict[str, Any]:
        start = time.perf_counter()
        answer = await student.ask(**message)
        assert "refused" not in answer, answer
        waits[what].append(time.perf_counter() - start)
        return answer

    await timed("brief", ask="brief")
    while not student.state.get("ended"):
        shown = (await timed("view", ask="view"))["view"]
        if shown["choices"] is None:
            count = shown["count"]
            await student.until(lambda state, count=count: state["count"] > count or state["ended"])
            continue
        await asyncio.sleep(draws.random() * thinks)
        issues = shown["choices"]["issues"]
        orders = {one["key"]: draws.choice(one["options"])[0] for one in issues}
        await timed("order", do={"order": orders}, at=shown["moves"])


def war(seats: int = 60, thinks: int = 1) -> None:
    """How long people wait in a war game in which every group goes its own way."""

    async def run(served: Served) -> dict[str, list[float]]:
        cookies = [joined(served.url, served.code, f"Student {k}") for k in range(seats)]
        students = [await Student(served.url, cookie).open() for cookie in cookies]
        await begin(served)
        for one in students:
            await one.until(lambda state: state["group"])
            await ready(one)
        waits: dict[str, list[float]] = {"order": [], "view": [], "brief": []}
        await asyncio.gather(*(fights(one, waits, thinks) for one in students))
        return waits

    with tempfile.TemporaryDirectory() as made:
        served = Served(WAR, "--out", str(Path(made) / "class"), "--address", "127.0.0.1")
        for what, found in asyncio.run(run(served)).items():
            some = 1e3 * np.array(found)
            print(
                f"{what}: {len(some):,} of {seats} seats, median {np.median(some):.0f} ms,", end=" "
            )
            print(f"p95 {np.quantile(some, 0.95):.0f} ms, at most {some.max():.0f} ms")
        pid = served.process.pid
        print(f"server: {processor_time(pid):.2f} s of processor time, {memory(pid):.0f} MB")
        served.end()


def soak(seats: int = 40, minutes: int = 60) -> None:
    """What memory does while the program plays every seat."""
    folder = Path(tempfile.mkdtemp()) / "class"
    served = Served(LONG, "--out", str(folder), "--bots", str(seats), *LONGEST)
    pid, start = served.process.pid, time.time()
    asyncio.run(begin(served))
    for minute in range(minutes + 1):
        time.sleep(max(start + 60 * minute - time.time(), 0))
        if minute % 5 == 0:
            size = sum(one.stat().st_size for one in folder.iterdir()) / 1e6
            print(
                (
                    f"{minute:3} minutes: {memory(pid, 'VmRSS'):.1f} MB, {processor_time(pid):.0f} "
                    "s "
                    "of processor time,"
                ),
                end="",
            )
            print(f" {size:.1f} MB on the disk", flush=True)
    served.end()
    moves = sum(line.count(",move,") for line in (folder / "moves.csv").open(encoding="utf-8"))
    print(f"{moves:,} moves")
    shutil.rmtree(folder.parent)


def memory(pid: int, which: str = "VmHWM") -> float:
    """The most megabytes that a process has held, or with `VmRSS` how many it holds."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(which))


if __name__ == "__main__":
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # a program that is installed is compiled once
    kind, *numbers = sys.argv[1:] or ["load"]
    given = [int(number) for number in numbers]
    if kind == "load":
        load(*given)
    elif kind == "war":
        war(*given)
    elif kind == "soak":
        soak(*given)
    else:
        seats, times = given or [40, 20]
        with tempfile.TemporaryDirectory() as made:
            found = asyncio.run(crashed(Path(made) / "class", seats, times))
        print(
            f"{times} crashes of a class of {seats}, {found.moves:,} moves acknowledged, none "
            "lost, no seat doubled"
        )
        print(
            f"back after {np.median(found.backs):.2f} s (median), {max(found.backs):.2f} s at most,"
        )
        print(
            f"of which {np.median(found.spent):.2f} s of processor time (median), "
            f"{max(found.spent):.2f} s at most"
        )
