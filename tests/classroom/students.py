"""People with a browser, as a program: they join by a form, hold a cookie, and talk over a
socket.
"""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import websockets
from websockets.asyncio.client import ClientConnection, connect

PATIENCE = 20.0
"""Seconds that a test waits for a message before it fails."""


class Served:
    """A server in a process of its own.

    Parameters
    ----------
    arguments : str
        What follows `negotiate host`.
    """

    told = ""

    def __init__(self, *arguments: str) -> None:
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(filter(None, [str(Path.cwd()), *sys.path])),
        }
        self.errors = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 - closed with the process
        self.process = subprocess.Popen(
            [sys.executable, "-u", "-m", "negotiate", "host", *arguments],
            stdout=subprocess.PIPE,
            stderr=self.errors,
            text=True,
            env=environment,
        )
        assert self.process.stdout is not None
        said = ""
        for line in self.process.stdout:
            said += line
            if "--resume" in line:
                break
        self.process.stdout.close()
        found = re.search(r"Join:\s+(\S+)\s+code (\S+)", said)
        if found is None:
            self.kill()
            raise AssertionError(said + self.told)
        self.url, self.code = found[1], found[2]
        self.desk_key, self.wall_key = re.findall(r"/(?:desk|wall)#(\S+)", said)

    def kill(self) -> None:
        """End it as a crash would."""
        self.process.kill()
        self._gone()

    def end(self) -> None:
        """End it as Ctrl+C does."""
        self.process.terminate()
        self._gone()

    def _gone(self) -> None:
        self.process.wait(PATIENCE)
        if not self.errors.closed:
            self.errors.seek(0)
            self.told = self.errors.read()
            self.errors.close()


def asked(
    url: str, path: str, form: dict[str, str] | None = None, headers: dict[str, str] | None = None
) -> http.client.HTTPResponse:
    """The answer to one request."""
    parts = urlsplit(url)
    line = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=PATIENCE)
    own = (
        {"Origin": url, "Content-Type": "application/x-www-form-urlencoded"}
        if form is not None
        else {}
    )
    body = None if form is None else urlencode(form)
    line.request("GET" if form is None else "POST", path, body, {**own, **(headers or {})})
    answer = line.getresponse()
    answer.body = answer.read()  # type: ignore[attr-defined]  # kept beside it for a test to look at
    line.close()
    return answer


def cookie_of(answer: http.client.HTTPResponse) -> str:
    """The cookie that an answer sets."""
    return (answer.getheader("set-cookie") or "").partition(";")[0]


def joined(url: str, code: str, name: str) -> str:
    """The cookie of a new seat."""
    answer = asked(url, "/join", {"code": code, "name": name})
    assert (answer.status, answer.getheader("location")) == (303, "/seat"), answer.getheader(
        "location"
    )
    return cookie_of(answer)


def keyed(url: str, key: str) -> str:
    """The cookie of the desk or of the wall."""
    answer = asked(url, "/key", {"key": key})
    assert answer.status == 204
    return cookie_of(answer)


class Student:
    """One browser with its socket; it comes back by itself where the server goes away.

    Parameters
    ----------
    url, cookie
        Where, and who.
    kind : {'seat', 'desk', 'wall'}
        Which page.
    """

    def __init__(self, url: str, cookie: str, kind: str = "seat") -> None:
        self.url, self.cookie, self.kind = url, cookie, kind
        self.traffic: list[str] = []
        self.state: dict[str, Any] = {}
        self.states = 0
        self.socket: ClientConnection | None = None
        self.lost = self.back = 0

    async def open(self) -> Student:
        """Connect."""
        address = f"{self.url.replace('http', 'ws', 1)}/ws/{self.kind}"
        self.socket = await connect(
            address,
            origin=self.url,
            additional_headers={"Cookie": self.cookie},
            compression=None,
            open_timeout=PATIENCE,
        )
        return self

    async def again(self) -> None:
        """Connect until the server is there."""
        self.lost += 1
        for _ in range(400):
            with contextlib.suppress(OSError, websockets.WebSocketException):
                await self.open()
                self.back += 1
                return
            await asyncio.sleep(0.02)
        raise AssertionError("the server has not come back")

    async def heard(self) -> dict[str, Any]:
        """The next message."""
        assert self.socket is not None
        text = await asyncio.wait_for(self.socket.recv(), PATIENCE)
        self.traffic.append(str(text))
        found: dict[str, Any] = json.loads(text)
        if "state" in found or "picture" in found:
            self.state = found.get("state") or found["picture"]
            self.states += 1
        return found

    async def send(self, **message: Any) -> None:
        """Say something."""
        assert self.socket is not None
        await self.socket.send(json.dumps(message))

    async def ask(self, **message: Any) -> dict[str, Any]:
        """Say something, and wait for the answer to it."""
        await self.send(**message, id="q")
        while (found := await self.heard()).get("id") != "q":
            pass
        return found

    async def until(self, fits: Any) -> dict[str, Any]:
        """Wait for a state."""
        while not self.state or not fits(self.state):
            await self.heard()
        return self.state

    async def view(self) -> dict[str, Any]:
        """What the page shows."""
        found: dict[str, Any] = (await self.ask(ask="view"))["view"]
        return found

    async def move(self, move: dict[str, Any]) -> dict[str, Any]:
        """Make a move once it is this seat's turn."""
        state = await self.until(lambda state: state.get("yours"))
        answer = await self.ask(do=move, at=state["moves"])
        if "done" in answer:
            count = state["moves"] + 1
            await self.until(lambda state: state["moves"] >= count or state.get("ended"))
        return answer

    async def cut_off(self) -> int:
        """Read on until the server hangs up; why it did."""
        assert self.socket is not None
        with contextlib.suppress(websockets.ConnectionClosed):
            while True:
                await self.heard()
        return self.socket.close_code or 0

    async def close(self) -> None:
        """Hang up."""
        if self.socket is not None:
            await self.socket.close()


async def ready(student: Student) -> None:
    """Answer the questions, wrongly, as often as it takes."""
    while (await student.view())["exercise"] is not None:
        await student.ask(answer="123456")


@contextlib.contextmanager
def served(*arguments: str) -> Iterator[Served]:
    """A server for the length of a test."""
    found = Served(*arguments, "--address", "127.0.0.1")
    try:
        yield found
    finally:
        found.kill()
