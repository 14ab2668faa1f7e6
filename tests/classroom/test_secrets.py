"""Nothing that one seat alone may know reaches another seat, the wall, or a page: every byte is
looked through.
"""

from __future__ import annotations

import asyncio
from itertools import product
from pathlib import Path

from tests.classroom.students import Served, Student, asked, joined, keyed, ready, served
from tests.pages.readers import NUMBERS, SECRETS, TEXTS

LABELS = {
    "red": ["lineofred", "dearred", "termofred", "reason-of-red"],
    "blue": ["lineofblue", "termofblue", "reason-of-blue"],
}
TEACHER = ["brief-of-teacher", "lesson-of-teacher", "key-of-teacher", "really"]


async def play(server: Served) -> dict[str, str]:
    """Everything that each seat and the wall are sent in a class that tries all there is."""
    students = [
        await Student(server.url, joined(server.url, server.code, name)).open()
        for name in ("Anna", "Ben")
    ]
    desk = await Student(server.url, keyed(server.url, server.desk_key), "desk").open()
    wall = await Student(server.url, keyed(server.url, server.wall_key), "wall").open()
    await desk.ask(teach="begin")
    seats = {}
    for one in students:
        await one.until(lambda state: state["group"])
        await one.ask(ask="brief")
        await ready(one)
        seats[(await one.view())["own"]] = one
    for package in (
        dict(zip("xy", some, strict=True))
        for some in product(["none", "some", "all"], ["low", "high"])
    ):
        for one in students:
            await one.ask(ask="worth", package=package)
            await one.ask(do={"offer": package}, at=one.state["moves"])
            await one.ask(do={"say": f"what about {package}"}, at=one.state["messages"])
            await one.view()
    mover = next(one for one in students if one.state["yours"])
    await mover.move({"offer": {"x": "some", "y": "low"}})
    other = next(one for one in students if one is not mover)
    await other.move({"accept": True})
    found = {}
    for key, one in seats.items():
        await one.until(lambda state: state["ended"])
        await one.view()
        found[key] = "\n".join(one.traffic)
    await wall.until(lambda picture: picture["over"])
    found["wall"] = "\n".join(text for text in wall.traffic if '"debrief"' not in text)
    pages = [asked(server.url, path).body for path in ("/", "/seat", "/desk", "/wall", "/app.js")]  # type: ignore[attr-defined]  # `asked` keeps it
    found["pages"] = "\n".join(page.decode() for page in pages)
    for one in (*students, desk, wall):
        await one.close()
    return found


def test_no_secret_reaches_another(tmp_path: Path) -> None:
    path = tmp_path / "secrets.yaml"
    path.write_text(SECRETS, "utf-8")
    with served(str(path), "--out", str(tmp_path / "class")) as server:
        found = asyncio.run(play(server))
    assert {"red", "blue", "wall", "pages"} == found.keys()
    for reader, text in found.items():
        for owner in ("red", "blue"):
            marks = [*NUMBERS[owner], *TEXTS[owner], *LABELS[owner]]
            if reader == owner:
                own = [mark for mark in (*NUMBERS[owner], *TEXTS[owner]) if mark not in text]
                assert len(own) == (owner == "red"), (
                    "the seat has its own brief, and is told its own type alone"
                )
                assert {*own} <= {"meek-of-red", "bold-of-red"}
            else:
                assert [mark for mark in marks if mark in text] == [], (reader, owner)
        assert [mark for mark in TEACHER if mark in text] == []
