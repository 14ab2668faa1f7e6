"""The server of a class: pages and sockets in front of one lesson, and its clock.

A message is answered once what it changed is on the disk. Whoever shares a table is then told that
there is something new, in a few bytes, and asks for what it wants to see. Each socket has a writer
of its own, so that a phone which reads slowly makes nobody wait but itself.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import segno
from starlette.applications import Starlette
from starlette.requests import HTTPConnection, Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.types import ASGIApp, Message
from starlette.websockets import WebSocket, WebSocketDisconnect

from negotiate.classroom import afterwards, gate
from negotiate.classroom.door import Door, places
from negotiate.classroom.faces import (
    Face,
    desk,
    seat_brief,
    seat_state,
    seat_view,
    seat_worth,
    umpire_view,
    wall,
)
from negotiate.classroom.guard import Guard
from negotiate.classroom.lesson import AWAY, Lesson
from negotiate.classroom.people import Person
from negotiate.classroom.robots import Robots
from negotiate.classroom.store import Store
from negotiate.errors import IllegalAction, NegotiateError, NotWritten
from negotiate.play.forms import Move
from negotiate.play.lines import Question, typed_by_umpire
from negotiate.report import html
from negotiate.scenario import Scenario

STATIC = Path(__file__).parent / "static"
CSS = Path(html.__file__).parent / "css"
TICK = 0.4
"""Seconds between two looks at the clock, and between two pictures of the class for the teacher."""
UNSAVED = "the teacher's computer cannot save anything now"
TABS = 5
"""Sockets that one seat may hold; an older one is closed for a newer one."""
QUEUE = 500
"""Messages that wait for a phone which does not read, before it is given up."""
REMEMBERED = 200
"""Refusals that the teacher is shown, and so many a minute that are kept."""
COSTS = {"view": 3.0, "brief": 5.0, "worth": 1.0}
"""How much a question counts, where a move counts 1."""
BRIEFS = 256
"""Briefs that are kept: in a war game one for each seat and state."""
Hear = Callable[[dict[str, Any]], Awaitable[tuple[Face, set[int]]]]
"""Does what a message asks for: the answer, and the groups in which something has changed."""
SEAT, KEY = "negotiate_seat", "negotiate_key"
"""The cookies of a seat, and of the teacher's pages; the port follows, because a browser sends
cookies to any port.
"""


class Line:
    """One socket, with what is still to be sent to it."""

    def __init__(self, socket: WebSocket) -> None:
        self.socket = socket
        self.out: deque[Face] = deque()
        self.wake = asyncio.Event()
        self.dirty = True
        self.closing = 0

    def say(self, message: Face) -> None:
        """Send something in turn."""
        self.out.append(message)
        if len(self.out) > QUEUE:
            self.close(1013)
        self.wake.set()

    def touch(self) -> None:
        """Let it know that there is something new; many such news are one."""
        self.dirty = True
        self.wake.set()

    def close(self, code: int) -> None:
        """Hang up once the writer is free."""
        self.closing = code
        self.wake.set()

    async def write(self, state: Callable[[], Face | None] | None) -> None:
        """Send whatever is to be sent, until the socket closes."""
        with suppress(WebSocketDisconnect, RuntimeError, OSError):
            if state is not None:
                self.wake.set()
            while True:
                await self.wake.wait()
                self.wake.clear()
                if self.closing:
                    await self.socket.close(self.closing)
                    return
                while self.out or (self.dirty and state is not None):
                    message = self.out.popleft() if self.out else {}
                    if (
                        self.dirty and not self.out and state is not None
                    ):  # news travel with the last answer
                        news = state()
                        self.dirty = news is None
                        message = message if news is None else {**message, "state": news}
                    if not message:  # the news wait, and wake this line
                        break
                    await self.socket.send_text(json.dumps(message))


class Host:
    """One class on the network.

    Parameters
    ----------
    lesson : Lesson
        The class.
    store : Store
        Its journal.
    folder : path
        Where everything stands afterwards.
    url : str
        Where people join.
    names : frozenset of str
        What this machine is called, besides the addresses at which it is reached.
    """

    def __init__(
        self, lesson: Lesson, store: Store, folder: Path, url: str, names: frozenset[str]
    ) -> None:
        self.lesson, self.store, self.folder, self.url, self.names = (
            lesson,
            store,
            folder,
            url,
            names,
        )
        self.code = str(lesson.asked["code"])
        self.secure, self.port = url.startswith("https"), url.rpartition(":")[2]
        self.lines: dict[int, list[Line]] = {}
        self.buckets: dict[int, gate.Bucket] = {}
        self.watching: dict[str, set[Line]] = {"desk": set(), "wall": set()}
        self.doorkeeper, self.door = gate.Doorkeeper(), Door(places())
        self.refused: deque[str] = deque(maxlen=REMEMBERED)
        self.noted = gate.Bucket(REMEMBERED / gate.MINUTE, REMEMBERED, lesson.clock.now())
        self.robots = Robots(lesson)
        self.briefs: OrderedDict[tuple[str, str, Scenario], asyncio.Future[Face]] = OrderedDict()
        self.qr = segno.make(f"{url}/?code={self.code}", error="m").svg_data_uri(border=2)
        self.news = True
        self.behind: set[Line] = set()
        store.forced = self._forced
        self.full = False
        self.pictures: dict[str, Face] = {}
        self.debrief = ""

    # ----------------------------------------------------------------------------------------------
    # pages

    def app(self) -> ASGIApp:
        """What the web server serves."""
        routes = [
            Route("/", self.page("join")),
            Route("/join", self.join, methods=["POST"]),
            Route("/seat", self.page("seat")),
            Route("/desk", self.page("desk")),
            Route("/wall", self.page("wall")),
            Route("/key", self.key, methods=["POST"]),
            Route("/favicon.ico", lambda request: Response(status_code=204)),
            Route("/app.js", self.file("app.js", "text/javascript")),
            Route("/style.css", self.file("style.css", "text/css")),
            WebSocketRoute("/ws/seat", self.seat_socket),
            WebSocketRoute("/ws/desk", self.desk_socket),
            WebSocketRoute("/ws/wall", self.wall_socket),
        ]
        return Guard(Starlette(routes=routes, lifespan=self.lifespan), self.names, self.door)

    def page(self, name: str) -> Callable[[Request], Response]:
        """A page, which holds no secret: what is secret comes over a socket to whoever has the
        token.
        """
        text = (STATIC / f"{name}.html").read_text("utf-8")
        if self.lesson.asked["anonymous"]:
            text = _NAMED.sub("", text)

        def answer(request: Request) -> Response:
            if name == "seat" and self.sits(request.cookies) is None:
                return RedirectResponse("/", 303)
            if name == "join" and self.sits(request.cookies) is not None:
                return RedirectResponse("/seat", 303)
            return Response(text, media_type="text/html")

        return answer

    def file(self, name: str, kind: str) -> Callable[[Request], Response]:
        """A script or a style, the same for everybody."""
        text = (STATIC / name).read_text("utf-8")
        if name == "style.css":
            text = (
                "".join((CSS / f"{one}.css").read_text("utf-8") for one in ("page", "blocks"))
                + text
            )
        return lambda request: Response(text, media_type=kind)

    def sits(self, cookies: Mapping[str, str]) -> Person | None:
        """Whose browser it is."""
        token = cookies.get(f"{SEAT}_{self.port}")
        return self.lesson.people.holder(gate.hashed(token)) if token else None

    def role(self, cookies: Mapping[str, str]) -> str:
        """Whether a browser has the key of the desk or of the wall."""
        token = cookies.get(f"{KEY}_{self.port}")
        return self.lesson.keys.get(gate.hashed(token), "") if token else ""

    async def join(self, request: Request) -> Response:
        """Take somebody in who knows the code and has tapped; whoever has a seat keeps it."""
        address, now, form = _address(request), self.lesson.clock.now(), await _form(request)
        if not self._own(request.headers) or form is None:
            return self._refuse("a form of another page", address, 403)
        if self.sits(request.cookies) is not None:
            return RedirectResponse("/seat", 303)
        wait = self.doorkeeper.wait(address, now)
        if wait is None:
            return self._refuse("too many tries to join", address, 429)
        await asyncio.sleep(wait)
        if not gate.same_code(form.get("code", ""), self.code):
            self._note("a wrong join code", address)
            return RedirectResponse("/?wrong=code", 303)
        if not self.doorkeeper.comes_in(address, now):
            return self._refuse("too many people at once", address, 429)
        token = gate.new_token()
        try:
            person = self.lesson.join(form.get("name", ""), gate.hashed(token))
            await self.store.kept()
        except NotWritten:
            return Response(
                f"{UNSAVED[0].upper()}{UNSAVED[1:]}. Try again in a moment.\n",
                503,
                media_type="text/plain",
            )
        except NegotiateError:
            return RedirectResponse(f"/?wrong={'door' if self.lesson.shut else 'name'}", 303)
        self.changed({person.group})
        answer = RedirectResponse("/seat", 303)
        self._cookie(answer, SEAT, token)
        return answer

    async def key(self, request: Request) -> Response:
        """Change the key of a link for a cookie, so that it stands in no history and on no
        projector.
        """
        address, form = _address(request), await _form(request)
        if not self._own(request.headers) or form is None:
            return self._refuse("a form of another page", address, 403)
        token = form.get("key", "")
        if (
            gate.hashed(token) not in self.lesson.keys
        ):  # of 256 bits: nobody guesses one, however often
            return self._refuse("a wrong key", address, 403)
        answer = Response(status_code=204)
        self._cookie(answer, KEY, token)
        return answer

    def _cookie(self, answer: Response, name: str, token: str) -> None:
        answer.set_cookie(
            f"{name}_{self.port}",
            token,
            max_age=86_400,
            httponly=True,
            samesite="strict",
            secure=self.secure,
        )

    def _own(self, headers: Mapping[str, str]) -> bool:
        return gate.same_origin(
            headers.get("origin", ""), headers.get("host", ""), secure=self.secure
        )

    def _refuse(self, what: str, who: str, status: int) -> Response:
        self._note(what, who)
        return Response(f"This server refuses {what}.\n", status, media_type="text/plain")

    def _note(self, what: str, who: str) -> None:
        """Write down a refusal, so many a minute and no more."""
        if self.noted.take(self.lesson.clock.now()) and self.store.failed is None:
            self.lesson.note(what, who)
            self.refused.append(f"{what} ({who})")
            self.news = True

    # --------------------------------------------------------------------------------------------
    # sockets

    async def seat_socket(self, socket: WebSocket) -> None:
        """The socket of a seat."""
        person = self.sits(socket.cookies)
        if person is None or not self._own(socket.headers):
            self._note(
                "a socket without a seat" if person is None else "a socket of another page",
                _address(socket),
            )
            await socket.close(1008)
            return
        self.door.begins(_client(socket), known=True)
        await socket.accept()
        line, lines = Line(socket), self.lines.setdefault(person.number, [])
        lines.append(line)
        if len(lines) > TABS:
            lines[0].close(1008)
        self.news = True
        bucket = self.buckets.setdefault(
            person.number, gate.Bucket(gate.RATE, gate.BURST, self.lesson.clock.now())
        )
        try:
            with suppress(
                NegotiateError
            ):  # whoever cannot be seated now waits, and the page says so
                if self.lesson.arrive(person):
                    self.changed({person.group})
            await self._listen(
                line,
                lambda said: self._hear(person, said),
                bucket,
                lambda: self._state(line, person),
            )
        finally:
            lines.remove(line)
            if not lines:
                person.seen, self.news = self.lesson.clock.now(), True

    def _state(self, line: Line, person: Person) -> Face | None:
        """Where a seat stands; None while the disk does not know it, and the line is woken once it
        does.
        """
        if self.store.holds(0, person.group):
            self.behind.add(line)
            return None
        return seat_state(self.lesson, person)

    def _forced(self) -> None:
        """Something is on the disk: tell it to whoever waits for that."""
        behind, self.behind = self.behind, set()
        for line in behind:
            line.wake.set()

    async def _listen(
        self,
        line: Line,
        hear: Hear,
        bucket: gate.Bucket,
        state: Callable[[], Face | None] | None,
    ) -> None:
        """Answer one message after the other, until the other side hangs up or talks too much."""
        writer = asyncio.create_task(line.write(state))
        try:
            while not line.closing:
                message = await line.socket.receive()
                if message["type"] != "websocket.receive":
                    return
                said = _read(message)
                cost = 1.0 if said is None else COSTS.get(str(said.get("ask")), 1.0)
                if said is None or not bucket.take(self.lesson.clock.now(), cost):
                    self._note(
                        "a message that is none" if said is None else "too many messages",
                        _address(line.socket),
                    )
                    line.close(1008)
                    await writer
                    return
                await self._answer(line, hear, said)
        except (WebSocketDisconnect, RuntimeError):
            return
        finally:
            writer.cancel()

    async def _answer(self, line: Line, hear: Hear, said: dict[str, Any]) -> None:
        groups: set[int] = set()
        try:
            answer, groups = await hear(said)
            await self.store.kept()
        except NotWritten:  # the teacher is told why
            answer = {"refused": UNSAVED, "hint": "wait: once it can, you see what counts"}
        except NegotiateError as wrong:
            answer = {"refused": wrong.message, "hint": wrong.hint}
        except (KeyError, TypeError, ValueError, OverflowError, RecursionError):
            answer = {"refused": "this message means nothing", "hint": ""}
        line.say({**answer, "id": said["id"]} if isinstance(said.get("id"), int | str) else answer)
        if groups:
            self.changed(groups)

    async def _hear(self, person: Person, said: dict[str, Any]) -> tuple[Face, set[int]]:
        """Do what a seat asks for: the answer, and the groups in which something has changed."""
        lesson = self.lesson
        if person.removed:
            raise IllegalAction("the teacher has taken your name off the list", "ask the teacher")
        if "do" in said:
            return await self._do(person, said["do"], said.get("at"))
        match said.get("ask"):
            case "view":
                return {"view": seat_view(lesson, person)}, set()
            case "brief":
                return await self._brief(person), set()
            case "worth":
                return seat_worth(lesson, person, dict(said["package"])), set()
        if "answer" in said:
            return {"answered": lesson.answer(person, said["answer"])}, {person.group}
        if "call" in said:
            person.calls = bool(said["call"])
            return {"done": True}, {person.group}
        if "instead" in said and person.group:
            self._instead(person, said["instead"])
            return {"done": True}, {person.group}
        raise IllegalAction("this message means nothing", "load the page again")

    async def _do(self, person: Person, move: object, at: object) -> tuple[Face, set[int]]:
        """Make a move for a seat."""
        if not isinstance(move, dict):
            raise IllegalAction("this is no move", "choose again")
        if self.lesson.fresh(person, move, at):
            await self._foresee(person.group, person.seat, move)
        now = self.lesson.move(person, move, at)
        return {"done": at, "again": not now}, {person.group} if now else set()

    async def _foresee(self, group: int, seat: str, move: Move) -> None:
        """Have everything at hand that a move of a war game will need, so that nobody else waits
        for it.
        """
        if group in self.lesson.groups:
            await asyncio.to_thread(
                self.lesson.form.foresee, self.lesson.groups[group].table.state, seat, move
            )

    async def _brief(self, person: Person) -> Face:
        """The brief of a seat, which is written once for all groups that know the same."""
        group, form = self.lesson.groups.get(person.group), self.lesson.form
        if group is None:
            return seat_brief(self.lesson, person)
        known = form.scenario_for(self.lesson.scenario, group.table.state, person.seat)
        mine = (person.seat, group.table.kind(person.seat), known)
        if mine not in self.briefs:
            written = asyncio.to_thread(seat_brief, self.lesson, person)
            self.briefs[mine] = asyncio.ensure_future(written)
            while len(self.briefs) > BRIEFS:
                self.briefs.popitem(last=False)
        return await asyncio.shield(self.briefs[mine])  # others may wait for it, too

    def _instead(self, person: Person, seat: object) -> None:
        """Let the computer play for somebody who has gone away; or take the own seat back from
        it.
        """
        group = self.lesson.groups[person.group]
        if seat == person.seat:
            self.lesson.instead(group.number, person.seat, on=False)
            return
        other = self.lesson.people.get(group.sits.get(str(seat), 0))
        if (
            other is None
            or self.lesson.clock.now() - other.seen <= AWAY
            or seat not in group.table.to_move
        ):
            raise IllegalAction("this seat is not left", "wait, or ask the teacher")
        self.lesson.instead(group.number, str(seat), on=True)

    async def desk_socket(self, socket: WebSocket) -> None:
        """The socket of the teacher's page."""
        await self._watch(socket, "desk", ("desk",))

    async def wall_socket(self, socket: WebSocket) -> None:
        """The socket of the projector, which asks for nothing."""
        await self._watch(socket, "wall", ("desk", "wall"))

    async def _watch(self, socket: WebSocket, kind: str, roles: tuple[str, ...]) -> None:
        if self.role(socket.cookies) not in roles or not self._own(socket.headers):
            self._note(f"a socket of the {kind} without its key", _address(socket))
            await socket.close(1008)
            return
        self.door.begins(_client(socket), known=True)
        await socket.accept()
        line, watching = Line(socket), self.watching[kind]
        watching.add(line)
        bucket = gate.Bucket(gate.RATE, gate.BURST, self.lesson.clock.now())
        try:
            self._picture({kind: {line}})
            line.say({"qr": self.qr})
            if self.debrief:
                line.say({"debrief": self.debrief})
            await self._listen(line, self._teach if kind == "desk" else _nothing, bucket, None)
        finally:
            watching.discard(line)

    async def _teach(self, said: dict[str, Any]) -> tuple[Face, set[int]]:
        """Do what the teacher asks for."""
        lesson = self.lesson
        acts: dict[str, Callable[[], object]] = {
            "begin": lambda: lesson.pair_again() if lesson.begun else lesson.begin(),
            "rename": lambda: lesson.rename(said["person"], str(said["name"])),
            "remove": lambda: self._remove(said["person"]),
            "clear": lesson.clear,
            "sit": lambda: lesson.sit(said["person"], said["group"], said["seat"]),
            "instead": lambda: lesson.instead(said["group"], said["seat"], on=bool(said["on"])),
            "advance": lambda: lesson.advance(said["group"]),
            "umpire": lambda: lesson.umpire(said["group"], str(said["line"])),
            "tell": lambda: lesson.tell(said["text"]),
            "freeze": lambda: lesson.freeze(on=bool(said["on"])),
            "time": lambda: lesson.more_time(60.0 * int(said["minutes"])),
            "chat": lambda: lesson.let_talk(on=bool(said["on"])),
            "door": lambda: lesson.let_in(on=bool(said["on"])),
            "end": lesson.end,
        }
        if said.get("look") in lesson.groups:
            return umpire_view(lesson, said["look"]), set()
        if said.get("teach") not in acts:
            raise IllegalAction("this message means nothing", "load the page again")
        if said["teach"] == "umpire" and said["group"] in lesson.groups:
            typed = typed_by_umpire(lesson.groups[said["group"]].table, str(said["line"]))
            if not isinstance(typed, Question):
                await self._foresee(said["group"], *typed)
        acts[str(said["teach"])]()
        return {"done": True}, {0, *lesson.groups}

    def _remove(self, number: int) -> None:
        self.lesson.remove(number)
        for line in self.lines.get(number, []):
            line.close(1008)

    # ----------------------------------------------------------------------------------------------
    # news

    def changed(self, groups: set[int]) -> None:
        """Tell everybody at these tables that there is something new; group 0 is those who wait."""
        self.news = True
        if self.lesson.over:  # the last pair has signed: everybody is told
            groups = {0, *self.lesson.groups}
        if 0 in groups:
            numbers = [one.number for one in self.lesson.people.values() if one.group in groups]
        else:
            numbers = [
                number for group in groups for number in self.lesson.groups[group].sits.values()
            ]
        for number in numbers:
            for line in self.lines.get(number, ()):
                line.touch()

    def _picture(self, watching: Mapping[str, set[Line]]) -> None:
        for kind, draw in (("desk", desk), ("wall", wall)):
            if watching.get(kind):
                if (
                    self.store.failed is None or kind not in self.pictures
                ):  # only what is on the disk is shown
                    self.pictures[kind] = draw(self.lesson, self.url)
                more = {"refused": list(self.refused)[-8:]} if kind == "desk" else {}
                for line in watching[kind]:
                    line.say({"picture": self.pictures[kind] | more})

    @asynccontextmanager
    async def lifespan(self, _: Starlette) -> AsyncIterator[None]:
        """While the server runs, the clock does."""
        asyncio.get_running_loop().set_exception_handler(
            lambda _, told: self._fault(told.get("exception"))
        )
        clocks = [asyncio.create_task(self._clock()), asyncio.create_task(self.door.watch())]
        try:
            yield
        finally:
            for clock in clocks:
                clock.cancel()

    def _disk(self) -> None:
        """Tell the teacher once that the journal cannot be written, and everybody once that it can
        be again.
        """
        wrong = self.store.failed
        if self.full == (wrong is not None):
            return
        self.full, self.news = wrong is not None, True
        said = (
            f"{wrong.message}; {wrong.hint}"
            if wrong is not None
            else "The journal is written again."
        )
        self.refused.append(said)
        for line in self.watching["desk"]:
            line.say({"refused": said, "hint": ""})
        if wrong is None:
            self.changed({0, *self.lesson.groups})

    def _fault(self, wrong: BaseException | None) -> None:
        """Tell the teacher what nobody foresaw, at the desk and not in the terminal; it stops no
        class.
        """
        self.refused.append(
            f"a fault of the program itself ({type(wrong).__name__}); the class goes on"
        )
        self.news = True

    async def _clock(self) -> None:
        endings = 0
        while True:
            await asyncio.sleep(TICK)
            try:
                self._disk()
                moved = self.lesson.tick() | self.robots.move()
                await self.store.kept()
                if moved:
                    self.changed(moved)
                if self.lesson.endings > endings:
                    endings = self.lesson.endings
                    await self._after()
            except NotWritten as wrong:
                if self.store.failed is None:  # another file than the journal
                    self.refused.append(f"{wrong.message}: {wrong.hint}")
                    self.news = True
                self._disk()
            except NegotiateError as wrong:
                self.refused.append(f"{wrong.message}: {wrong.hint}")
                self.news = True
            except Exception as wrong:  # noqa: BLE001 - a fault that nobody foresaw stops no class
                self._fault(wrong)
            if self.news:
                self.news = False
                self._picture(self.watching)

    async def _after(self) -> None:
        """The class is over: the debrief onto the wall, everything into the folder."""
        found = await asyncio.to_thread(afterwards.debriefed, self.lesson)
        self.debrief = html.piece(found)
        for line in (*self.watching["desk"], *self.watching["wall"]):
            line.say({"debrief": self.debrief})
        texts = afterwards.files(self.lesson, found)
        await asyncio.to_thread(afterwards.write, self.folder, texts)


_NAMED = re.compile("<!--name-->.*<!--/name-->", re.DOTALL)
"""The part of the join page that asks for a name."""


def _client(asked: HTTPConnection) -> tuple[str, int] | None:
    return (asked.client.host, asked.client.port) if asked.client else None


def _address(asked: HTTPConnection) -> str:
    return asked.client.host if asked.client else ""


async def _nothing(said: dict[str, Any]) -> tuple[Face, set[int]]:
    raise IllegalAction("the wall asks for nothing", "use the teacher's page")


def _read(message: Message) -> dict[str, Any] | None:
    """A message as JSON; None for anything else."""
    text = message.get("text")
    if not isinstance(text, str) or len(text) > gate.FRAME:
        return None
    try:
        found = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _no_number(word: str) -> float:
    raise ValueError(word)


async def _form(request: Request) -> dict[str, str] | None:
    """The fields of a short form; None for a long one."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > gate.FRAME:
            return None
    try:
        fields = parse_qs(body.decode("utf-8"), max_num_fields=10)
    except ValueError:
        return None
    return {name: values[0] for name, values in fields.items()}
