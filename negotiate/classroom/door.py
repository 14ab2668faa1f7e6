"""The door of a class, in front of its server: how many connections an address may hold, and for
how long.

A connection that has said nothing whole is a stranger's, and so is one that asks for a page.
Strangers together get half of the places, so that those who have a seat always find one. Where
there are too many, whoever has waited longest without saying anything whole makes room: a phone
that means it needs a moment, and half a request has no end. On Windows connections come past this
door, and the limits of the system alone count.
"""

from __future__ import annotations

import asyncio
import socket
import time
from collections import OrderedDict
from contextlib import suppress
from typing import Any

from negotiate.classroom.gate import ADDRESSES, Bucket, house

PLACES, SPARE = 4_096, 64
"""Connections at once where the system allows so many, and files that the program needs besides."""
WAITING, HELD = 256, 512
"""Connections of one address that have said nothing whole, and those of strangers altogether."""
WHOLE = 10.0
"""Seconds in which a request has to be whole."""
BYTES, FIRST = 1e6, 16e6
"""What the strangers of one address may send a second for long, and at once."""


class House:
    """One address, with its connections that wait, oldest first."""

    def __init__(self, now: float) -> None:
        self.waiting: dict[Connection, float] = {}
        self.strangers = 0
        self.bytes = Bucket(BYTES, FIRST, now)


class Connection(socket.socket):
    """A connection that counts itself."""

    door: Door
    house: House
    client: tuple[str, int]
    stranger = True

    def recv(self, *args: Any) -> bytes:
        """What has come; nothing where the address sends too much."""
        found = super().recv(*args)
        return found if self._may(len(found)) else b""

    def recv_into(self, *args: Any) -> int:
        """As `recv`."""
        count = super().recv_into(*args)
        return count if self._may(count) else 0

    def _may(self, count: int) -> bool:
        return not self.stranger or self.house.bytes.take(time.monotonic(), count)

    def close(self) -> None:
        """Give the place back."""
        self.door.left(self)
        super().close()


class Door:
    """Who is inside.

    Parameters
    ----------
    places : int
        Connections that there can be at once.
    """

    def __init__(self, places: int) -> None:
        self.places, self.strangers = places, 0
        self.inside: dict[tuple[str, int], Connection] = {}
        self.ending: set[Connection] = set()
        self.houses: OrderedDict[str, House] = OrderedDict()

    def come(self, line: Connection, client: tuple[str, int]) -> bool:
        """Take a new connection in, as a stranger's; whether there is room."""
        now, key = time.monotonic(), house(client[0])
        found = self.houses[key] = self.houses.pop(key) if key in self.houses else House(now)
        while len(self.houses) > ADDRESSES:
            self.houses.popitem(last=False)
        if len(found.waiting) >= WAITING or found.strangers >= HELD:
            self._make_room([found])
        if self.strangers >= self.places // 2:
            self._make_room(self.houses.values())
        line.door, line.house, line.client = self, found, client
        if (
            len(self.inside) >= self.places
            or self.strangers >= self.places // 2
            or found.strangers >= HELD
        ):
            return False
        self.inside[client] = line
        found.waiting[line] = now
        self._count(line, 1)
        return True

    def _make_room(self, houses: Any) -> None:
        longest = [(when, line) for one in houses for line, when in list(one.waiting.items())[:1]]
        if longest:
            self.hang_up(min(longest, key=lambda pair: pair[0])[1].client)

    def _count(self, line: Connection, more: int) -> None:
        line.stranger = more > 0
        line.house.strangers += more
        self.strangers += more

    def begins(self, client: tuple[str, int] | None, *, known: bool = False) -> None:
        """A connection has said something whole; a known one has a seat, or the teacher's key."""
        line = self.inside.get(client or ("", 0))
        if line is not None:
            line.house.waiting.pop(line, None)
            if known and line.stranger:
                self._count(line, -1)

    def ends(self, client: tuple[str, int] | None) -> None:
        """It was answered, and has to say something whole again."""
        line = self.inside.get(client or ("", 0))
        if line is not None:
            line.house.waiting[line] = time.monotonic()
            if not line.stranger:
                self._count(line, 1)

    def hang_up(self, client: tuple[str, int] | None) -> None:
        """End a connection; its place is free once the server has noticed."""
        line = self.inside.get(client or ("", 0))
        if line is not None:
            line.house.waiting.pop(line, None)
            if line.stranger:
                self._count(line, -1)
            self.ending.add(line)
            with suppress(OSError):  # the other side was faster
                line.shutdown(socket.SHUT_RDWR)

    def left(self, line: Connection) -> None:
        """A connection is closed."""
        self.ending.discard(line)
        if self.inside.get(line.client) is line:
            del self.inside[line.client]
            line.house.waiting.pop(line, None)
            if line.stranger:
                self._count(line, -1)

    async def watch(self) -> None:
        """End whatever has said nothing whole for too long, for ever."""
        while True:
            await asyncio.sleep(1)
            self.ending.clear()  # whatever does not end at once is waited for no more
            late = time.monotonic() - WHOLE
            every = [
                line
                for one in self.houses.values()
                for line, when in one.waiting.items()
                if when < late
            ]
            for line in every:
                self.hang_up(line.client)


class Listener(socket.socket):
    """A socket that listens, and lets in whom the door does."""

    def __init__(self, listens: socket.socket, door: Door) -> None:
        super().__init__(fileno=listens.detach())
        self.door = door

    def accept(self) -> tuple[socket.socket, Any]:
        """The next connection that there is room for.

        Raises
        ------
        BlockingIOError
            If nobody has come; and if all places are taken, of which some will be free as soon as
            the loop goes on.
        """
        while True:
            if self.door.ending and len(self.door.inside) >= self.door.places:
                raise BlockingIOError
            found, address = super().accept()
            line = Connection(found.family, found.type, found.proto, found.detach())
            if self.door.come(line, (str(address[0]), int(address[1]))):
                return line, address
            line.close()


def places() -> int:
    """How many connections the system allows, after it was asked for as many as a class can
    need.
    """
    try:
        import resource  # noqa: PLC0415 - some systems have none
    except ImportError:
        return PLACES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = PLACES + SPARE
    if soft != resource.RLIM_INFINITY and soft < wanted:
        wanted = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        with suppress(OSError, ValueError):  # then with those that there are
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        soft = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
        return max(soft - SPARE, soft // 2)
    return PLACES
