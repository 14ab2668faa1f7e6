"""The door in front of the server: half-sent requests, too many connections, too many bytes, and
who still gets in.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from negotiate.classroom import door
from negotiate.classroom.door import Connection, Door, Listener
from tests.classroom.crashes import SCENARIO
from tests.classroom.students import Served, Student, joined, served
from tests.classroom.test_safety import posted

FEW = 300
"""Files that a server may have open."""


def half_sent(url: str, address: str, count: int) -> list[socket.socket]:
    """So many requests that never end, from one address of this machine."""
    parts, found = urlsplit(url), []
    for _ in range(count):
        line = socket.create_connection((parts.hostname or "", parts.port or 0), 5.0, (address, 0))
        with contextlib.suppress(OSError):
            line.sendall(b"GET / HTTP/1.1\r\nHost: ")
        found.append(line)
    return found


def alive(lines: list[socket.socket]) -> int:
    """How many the server has not ended."""
    count = 0
    for line in lines:
        line.setblocking(False)
        with contextlib.suppress(ConnectionError):
            try:
                count += bool(line.recv(1))
            except BlockingIOError:
                count += 1
    return count


@contextlib.contextmanager
def crowded(found: Served, addresses: list[str], each: int) -> Iterator[list[socket.socket]]:
    lines = [line for address in addresses for line in half_sent(found.url, address, each)]
    try:
        yield lines
    finally:
        for line in lines:
            line.close()


@pytest.mark.parametrize("few", [False, True], ids=["many files", "few files"])
def test_half_sent_requests_stop_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, few: bool
) -> None:
    if door.places() < 1_200:
        pytest.skip("the system allows the test itself too few files")
    if few:
        pytest.importorskip("resource")
        limit = f"import resource\nresource.setrlimit(resource.RLIMIT_NOFILE, ({FEW}, {FEW}))\n"
        (tmp_path / "sitecustomize.py").write_text(limit, "utf-8")
        monkeypatch.syspath_prepend(str(tmp_path))

    async def play(found: Served) -> None:
        seat = await Student(found.url, joined(found.url, found.code, "Anna")).open()
        addresses = ["127.0.0.5"] if not few else ["127.0.0.5", "127.0.0.6", "127.0.0.7"]
        with crowded(found, addresses, 1_100 // len(addresses)) as lines:
            for address in ("127.0.0.4", "127.0.0.5"):
                assert posted(found, address, {"code": found.code, "name": "Ben"}) == (
                    303,
                    "/seat",
                ), address
            assert (await seat.view())["group"] == 0
            again = await Student(found.url, seat.cookie).open()
            assert (await again.view())["group"] == 0
            assert alive(lines) <= (FEW // 2 if few else door.WAITING)
            await again.close()
        await seat.close()

    with served(SCENARIO, "--out", str(tmp_path / "class")) as found:
        asyncio.run(play(found))
        found.end()
    assert not re.search("Traceback|rror|exception|resource", found.told), found.told


@contextlib.contextmanager
def watched(places: int) -> Iterator[tuple[Door, list[socket.socket]]]:
    """A door that listens on this machine, and those who have come to it."""
    found, inside = Door(places), list[socket.socket]()
    listener = Listener(socket.create_server(("127.0.0.1", 0), backlog=100), found)
    listener.setblocking(False)
    clients: list[socket.socket] = []

    def come(address: str = "127.0.0.1") -> Connection | None:
        clients.append(socket.create_connection(listener.getsockname(), 5.0, (address, 0)))
        with contextlib.suppress(BlockingIOError):
            inside.append(listener.accept()[0])
            assert isinstance(inside[-1], Connection)
            return inside[-1]
        return None

    found.come_from = come  # type: ignore[attr-defined]  # a test lets somebody come
    try:
        yield found, clients
    finally:
        for one in (*clients, *inside, listener):
            one.close()


def come(found: Door, address: str = "127.0.0.1") -> Connection | None:
    """Let somebody come; None where there is no room."""
    line: Connection | None = found.come_from(address)  # type: ignore[attr-defined]  # set above
    return line


def ended(line: Connection) -> bool:
    """Whether the door has ended a connection."""
    line.setblocking(False)
    try:
        return socket.socket.recv(line, 1) == b""
    except BlockingIOError:
        return False


def test_whoever_has_waited_longest_makes_room_and_known_ones_never_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(door, "WAITING", 3)
    with watched(100) as (found, _):
        first, second, third = [come(found) for _ in range(3)]
        assert first
        assert second
        assert third
        found.begins(first.client, known=True)
        found.begins(second.client)
        some = [come(found) for _ in range(3)]
        assert some[0]
        assert some[2]
        assert ended(third)
        assert not any(map(ended, (first, second, some[0], some[2])))
        assert come(found, "127.0.0.2")
        assert not ended(some[0]), "another address has room of its own"


def test_half_of_the_places_are_for_whoever_has_a_seat() -> None:
    with watched(8) as (found, _):
        busy = [come(found) for _ in range(4)]
        for line in busy:
            assert line
            found.begins(line.client)
        assert come(found) is None, "nobody waits who could make room"
        for line in busy:
            assert line
            found.begins(line.client, known=True)
        assert found.strangers == 0
        more = [come(found) for _ in range(4)]
        assert all(more)
        assert come(found) is None
        for line in (*busy, *more):
            assert line
            line.close()
            line.close()
        assert (found.strangers, found.inside) == (0, {})
        assert come(found)


def test_what_is_never_whole_is_ended_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "WHOLE", 0.5)

    async def wait(found: Door, slow: Connection, known: Connection) -> None:
        watching = asyncio.create_task(found.watch())
        found.begins(known.client, known=True)
        await asyncio.sleep(1.3)
        assert ended(slow)
        assert not ended(known)
        found.ends(known.client)
        await asyncio.sleep(2.0)
        assert ended(known), "the next request has to be whole, too"
        watching.cancel()

    with watched(8) as (found, _):
        slow, known = come(found), come(found)
        assert slow
        assert known
        asyncio.run(wait(found, slow, known))
        assert found.strangers == 0


def test_an_address_that_sends_too_much_is_heard_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "FIRST", 1000.0)
    monkeypatch.setattr(door, "BYTES", 0.0)
    with watched(8) as (found, clients):
        line = come(found)
        assert line
        line.settimeout(5.0)
        clients[-1].sendall(b"x" * 3000)
        assert line.recv(600) == b"x" * 600
        assert line.recv(600) == b"", "as if it had hung up"
        other = come(found)
        assert other
        other.settimeout(5.0)
        clients[-1].sendall(b"x" * 600)
        assert other.recv(600) == b""
        found.begins(line.client, known=True)
        assert len(line.recv(1800)) == 1800, "a seat has limits of its own"


def test_the_system_is_asked_for_as_many_files_as_a_class_can_need(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    resource = pytest.importorskip("resource")
    limits = [(256, 1_000)]

    def asked(which: int, wanted: tuple[int, int]) -> None:
        limits.append(wanted)

    def refused(which: int, wanted: tuple[int, int]) -> None:
        raise ValueError

    monkeypatch.setattr(resource, "getrlimit", lambda which: limits[-1])
    monkeypatch.setattr(resource, "setrlimit", asked)
    assert door.places() == 1_000 - door.SPARE
    assert limits[-1] == (1_000, 1_000)
    limits.append((256, resource.RLIM_INFINITY))
    assert door.places() == door.PLACES
    monkeypatch.setattr(resource, "setrlimit", refused)
    limits.append((256, 1_000))
    assert door.places() == 256 - door.SPARE
