"""Opens a class, or one that was open before, and serves it until somebody ends the program."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import segno
import uvicorn

from negotiate.classroom import afterwards, gate
from negotiate.classroom import server as serving
from negotiate.classroom.door import Listener
from negotiate.classroom.lesson import ACTS, Lesson
from negotiate.classroom.store import WHOLE, Store
from negotiate.errors import FileRefused, NegotiateError, NotWritten
from negotiate.journal import refuse_link
from negotiate.language.writing.atomic import reason, sweep
from negotiate.play.log import EVENT, TIME
from negotiate.play.opponents import opponent, opponents
from negotiate.play.table import as_played, form_of, new_table, scenario_of
from negotiate.report.style import counted
from negotiate.scenario import Scenario

ODD = ("computer", "watch")
"""What can happen to people who are too few for a group."""
PORT = 8765
"""Where a class is served if nobody says; the next ports are tried where it is taken."""
TRIED = 20
GRACE = 1
"""Seconds that phones have to hang up once the program is ended."""


@dataclass
class Class:
    """A class that can be served.

    Parameters
    ----------
    lesson : Lesson
        Who is there.
    store : Store
        Its journal.
    folder : path
        Where everything stands afterwards.
    """

    lesson: Lesson
    store: Store
    folder: Path


def new_class(
    scenario: Scenario,
    folder: str | None = None,
    *,
    lens: str | None = None,
    rounds: int | None = None,
    seed: int = 0,
    minutes: float | None = None,
    turn: float | None = None,
    against: str | None = None,
    odd: str = "computer",
    silent: bool = False,
    anonymous: bool = False,
    umpire: bool = False,
    robots: int | None = None,
) -> Class:
    """Open a new class.

    Parameters
    ----------
    scenario : Scenario
        What is played.
    folder : path, optional
        Where it is kept; nothing of another class may stand there. By default a folder gets a free
        name.
    lens, rounds, seed
        As in `play.table.new_table`.
    minutes : float, optional
        After how many minutes of play the class ends.
    turn : float, optional
        After how many seconds the usual move is made for a seat.
    against : str, optional
        Who plays for the computer.
    odd : {'computer', 'watch'}
        What happens to people who are too few for a group.
    silent : bool
        Whether nobody can write messages.
    anonymous : bool
        Whether nobody is asked for a name.
    umpire : bool
        Whether the teacher is the umpire of a war game.
    robots : int, optional
        How many people the program plays.

    Raises
    ------
    UnsuitableGame, FileRefused, NotWritten, UnknownMethod
        If it cannot be played, or not be kept there.
    """
    table = new_table(scenario, lens=lens, rounds=rounds, seed=seed, umpire=umpire)
    name = opponent(against, table).name if against else opponents(table)[0].name
    asked = {"code": gate.new_code(), "odd": odd, "against": name, "chat": not silent}
    asked |= {"turn": turn or 0, "minutes": minutes or 0}
    header = {**table.header, "class": asked | {"anonymous": anonymous}}
    place = (
        Path(folder) if folder is not None else _free(f"class-{scenario.name.rpartition('/')[2]}")
    )
    store = Store(place, new=True)
    store.add(0, {"act": "open", "header": header})
    found = Class(Lesson(header, scenario, table.form, store), store, place)
    for number in range(1, (robots or 0) + 1):
        found.lesson.join(f"Robot {number}", f"robot {number}", robot=True)
    store.keep()
    return found


def _free(stem: str) -> Path:
    """A folder that is not there yet."""
    return next(path for k in count(1) if not (path := Path(f"{stem}-{k}")).exists())


def class_again(folder: Path) -> Class:
    """Go on with a class.

    Raises
    ------
    ScenarioNotFound, UnsuitableGame, FileRefused, NotWritten
        If there is none, the scenario has changed, another program serves it, or a link stands in
        the folder.
    ScenarioError
        If an entry of the journal is not what it has to be, at its place.
    """
    for one in folder.iterdir() if folder.is_dir() else ():
        refuse_link(one)  # what is left of a class is written there
    store = Store(folder, new=False)
    sweep(folder)
    try:
        return Class(_again(store), store, folder)
    except NegotiateError:
        store.close()
        raise


def _again(store: Store) -> Lesson:
    """The lesson that a journal holds."""
    reader, rows = store.reader, enumerate(store.rows(), 1)
    number, (group, first) = next(rows, (1, (0, {})))
    reader.shaped(
        number, {"group": group} | first, {"group": range(1), "act": ("open",)} | ACTS["open"][1]
    )
    header = first["header"]
    scenario = as_played(scenario_of(header, store.path), header["lens"])
    form = form_of(scenario, header["lens"], header["rounds"], header.get("umpire") is True)
    lesson = Lesson(header, scenario, form, store)
    entry: dict[str, Any] = {}
    for number, (group, entry) in rows:
        reader.shaped(number, entry, EVENT if group else {"act": tuple(ACTS)})
        reader.shaped(
            number, entry, {"at": TIME, "time?": TIME} | ({} if group else ACTS[entry["act"]][1])
        )
        if not lesson.again(group, entry):
            raise reader.wrong(number, "this does not follow from what happened before", WHOLE)
    lesson.go_on(entry["at"] if number > 1 else 0.0)
    return lesson


def local_address() -> str:
    """The address of this machine in its network; nothing is sent to find it."""
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        asked.connect(("192.0.2.1", 9))  # an address that no machine has
        return str(asked.getsockname()[0])
    return "127.0.0.1"


def bound(address: str, ports: Iterable[int]) -> socket.socket:
    """A socket that listens.

    Raises
    ------
    NotWritten
        If no port is free, or this machine has no such address.
    """
    said = "no port is free"
    for port in ports:
        try:
            return socket.create_server((address, port), family=_family(address), backlog=2048)
        except (OSError, OverflowError) as wrong:
            said = (
                reason(wrong).partition(" (while")[0]
                if isinstance(wrong, OSError)
                else "there is no such port"
            )
    raise NotWritten(
        f"`{address}` cannot be served: {said}", "name another `--address` or `--port`"
    )


def _family(address: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in address else socket.AF_INET


def serve(
    found: Class,
    say: Callable[[str], None],
    *,
    address: str | None = None,
    port: int | None = None,
    certificate: str | None = None,
    key: str | None = None,
    picture: bool = False,
) -> None:
    """Serve a class until the program is ended.

    Parameters
    ----------
    found : Class
        The class.
    say : callable
        Tells the teacher where everything is, before the first person can come.
    address : str, optional
        The address that is listened at; by default that of this machine in its network.
    port : int, optional
        The port.
    certificate, key : path, optional
        For HTTPS.
    picture : bool
        Whether the link to join is drawn as a QR code, too.
    """
    lesson, store = found.lesson, found.store
    refuse_certificate(certificate, key)
    host = address or local_address()
    listens = bound(host, range(PORT, PORT + TRIED) if port is None else (port,))
    shown = local_address() if host in ("0.0.0.0", "::") else host
    name = f"[{shown}]" if ":" in shown else shown
    url = f"{'https' if certificate else 'http'}://{name}:{listens.getsockname()[1]}"
    names = frozenset(
        {
            host.lower(),
            "localhost",
            socket.gethostname().lower(),
            f"{socket.gethostname().lower()}.local",
        }
    )
    keys = {role: gate.new_token() for role in ("desk", "wall")}
    for role, token in keys.items():
        lesson.admit(gate.hashed(token), role)
    store.keep()
    server = serving.Host(lesson, store, found.folder, url, names)
    listens = Listener(listens, server.door)
    config = uvicorn.Config(
        server.app(),
        loop="asyncio",  # another takes connections past the door
        http="h11",
        ws="websockets-sansio",
        ws_max_size=2 * gate.FRAME,
        ws_per_message_deflate=False,
        proxy_headers=False,
        server_header=False,
        log_level="critical",
        access_log=False,
        ssl_certfile=certificate,
        ssl_keyfile=key,
        timeout_graceful_shutdown=GRACE,
    )
    for line in _told(found, url, keys, picture):
        say(line)
    try:
        uvicorn.Server(config).run(sockets=[listens])
    except KeyboardInterrupt:
        pass
    finally:
        listens.close()
        try:
            if lesson.groups:
                afterwards.write(
                    found.folder, afterwards.files(lesson, afterwards.debriefed(lesson))
                )
        finally:
            store.close()


def refuse_certificate(certificate: str | None, key: str | None) -> None:
    """Refuse what cannot serve HTTPS, before anything is served.

    Raises
    ------
    FileRefused
        If the certificate or its key cannot be read, or do not belong together.
    """
    if certificate is None and key is not None:
        raise FileRefused("a key alone serves nothing", "add `--cert FILE`")
    if certificate is not None:
        try:
            ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key, lambda: "")
        except (OSError, ValueError) as wrong:
            said = f"the certificate cannot be used: {reason(wrong)}"
            raise FileRefused(
                said, "name a PEM file of a certificate, and with `--key` its key"
            ) from None


def _told(found: Class, url: str, keys: dict[str, str], picture: bool) -> Iterable[str]:
    code = found.lesson.asked["code"]
    if picture:
        yield qr(f"{url}/?code={code}")
    yield f"{found.lesson.scenario.heading}"
    yield f"Join:      {url}   code {code}"
    yield f"Teacher:   {url}/desk#{keys['desk']}"
    yield f"Projector: {url}/wall#{keys['wall']}"
    robots = sum(person.robot for person in found.lesson.people.values())
    if found.lesson.over:
        yield "This class has ended."
    elif robots and not found.lesson.begun:
        yield f"{counted(robots, 'robot waits', 'robots wait')} for *Start* on the teacher's page."
    yield (
        f"The class is kept in `{found.folder}`. Ctrl+C ends it; `--resume {found.folder}` goes "
        "on with it."
    )


def qr(text: str) -> str:
    """A QR code of half blocks, two rows in a line, dark on light."""
    rows: list[Any] = [list(row) for row in segno.make(text, error="m").matrix_iter(border=2)]
    rows += [[0] * len(rows[0])] * (len(rows) % 2)
    signs = {(1, 1): " ", (1, 0): "▄", (0, 1): "▀", (0, 0): "█"}
    return "\n".join(
        "".join(signs[bool(a), bool(b)] for a, b in zip(*pair, strict=True))
        for pair in zip(rows[::2], rows[1::2], strict=True)
    )
