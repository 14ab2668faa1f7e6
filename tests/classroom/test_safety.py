"""What a class refuses: guessed codes, forged tokens, other pages, too much, too often; and others
notice nothing.
"""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import shutil
import ssl
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
import websockets
from websockets.asyncio.client import connect

from negotiate.classroom import gate
from negotiate.classroom.opening import refuse_certificate
from negotiate.errors import FileRefused
from tests.classroom.crashes import SCENARIO
from tests.classroom.students import PATIENCE, Served, Student, asked, joined, keyed, ready, served


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(SCENARIO, "--out", str(tmp_path_factory.mktemp("safety") / "class")) as found:
        yield found


UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
    "Sec-WebSocket-Version": "13",
}


def status_of(server: Served, path: str, *, cookie: str = "", origin: str | None = None) -> int:
    """How the server answers to a socket: 101, or the refusal."""

    async def knock() -> int:
        headers = {"Cookie": cookie} if cookie else {}
        where = f"{server.url.replace('http', 'ws', 1)}{path}"
        try:
            line = await connect(where, origin=origin, additional_headers=headers)  # type: ignore[arg-type]  # no origin is a test, too
        except websockets.InvalidStatus as wrong:
            return wrong.response.status_code
        await line.close()
        return 101

    return asyncio.run(knock())


def test_a_socket_needs_its_own_token_and_page(server: Served) -> None:
    seat, url = joined(server.url, server.code, "Anna"), server.url
    desk, wall = keyed(url, server.desk_key), keyed(url, server.wall_key)
    assert status_of(server, "/ws/seat", cookie=seat, origin=url) == 101
    assert status_of(server, "/ws/desk", cookie=desk, origin=url) == 101
    assert status_of(server, "/ws/wall", cookie=wall, origin=url) == 101
    assert status_of(server, "/ws/wall", cookie=desk, origin=url) == 101
    forged = f"{seat[:-4]}aaaa"
    for path, cookie in [
        ("/ws/seat", ""),
        ("/ws/seat", forged),
        ("/ws/seat", desk.replace("key", "seat")),
        ("/ws/desk", ""),
        ("/ws/desk", seat),
        ("/ws/desk", wall),
        ("/ws/desk", seat.replace("seat", "key")),
        ("/ws/wall", seat),
    ]:
        assert status_of(server, path, cookie=cookie, origin=url) == 403, (path, cookie)
    for origin in (
        None,
        "null",
        "http://evil.example",
        url.replace("http", "https") + ".evil.example",
    ):
        assert status_of(server, "/ws/seat", cookie=seat, origin=origin) == 403, origin
    headers = {"Origin": "http://evil.example", "Host": "evil.example", "Cookie": seat, **UPGRADE}
    assert asked(server.url, "/ws/seat", headers=headers).status == 403


def test_a_request_for_another_server_is_refused(server: Served) -> None:
    port = server.url.rpartition(":")[2]
    for host in (
        "evil.example",
        "evil.example:80",
        "",
        "a b",
        f"192.168.1.5:{port}",
        "localhost:80;script-src *",
    ):
        assert asked(server.url, "/", headers={"Host": host}).status in (400, 421)
    assert asked(server.url, "/", headers={"Host": "localhost:1"}).status == 200
    form = {"code": server.code, "name": "Anna"}
    for origin in ("http://evil.example", server.url.replace("http", "https")):
        assert asked(server.url, "/join", form, {"Origin": origin}).status == 403, origin
    assert asked(server.url, "/key", {"key": server.desk_key}, {"Origin": "null"}).status == 403


def test_every_page_has_strict_headers_and_loads_nothing_from_elsewhere(server: Served) -> None:
    seat = joined(server.url, server.code, "Anna")
    weight = 0
    for path in ("/", "/seat", "/desk", "/wall", "/app.js", "/style.css", "/nothing", "/join"):
        answer = asked(server.url, path, headers={"Cookie": seat} if path == "/seat" else {})
        rules = answer.getheader("content-security-policy") or ""
        assert "default-src 'none'" in rules
        assert "script-src 'self';" in rules
        assert "unsafe-inline" not in rules.replace("style-src-attr 'unsafe-inline'", "")
        for name, value in gate.HEADERS.items():
            assert answer.getheader(name) == value
        body = answer.body.decode()  # type: ignore[attr-defined]  # kept by `asked`
        assert (
            "//"
            not in body.replace("://${location.host}", "").replace("// ", "").replace("//\n", "")
            or path == "/nothing"
        )
        weight += len(body) if path in ("/", "/app.js", "/style.css") else 0
    assert weight < 60_000
    cookie = (
        asked(server.url, "/join", {"code": server.code, "name": "Ben"}).getheader("set-cookie")
        or ""
    )
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= {part.strip() for part in cookie.split(";")}


def posted(server: Served, address: str, form: dict[str, str]) -> tuple[int, str]:
    """The answer to a form that comes from another address of this machine."""
    parts = urlsplit(server.url)
    line = http.client.HTTPConnection(parts.hostname or "", parts.port, PATIENCE, (address, 0))
    line.request("POST", "/join", urlencode(form), {"Origin": server.url})
    answer = line.getresponse()
    answer.read()
    line.close()
    return answer.status, answer.getheader("location") or ""


def test_nobody_comes_in_once_the_door_is_closed(server: Served) -> None:
    async def door(*, on: bool) -> None:
        desk = await Student(server.url, keyed(server.url, server.desk_key), "desk").open()
        assert (await desk.ask(teach="door", on=on))["done"]
        await desk.close()

    seat = joined(server.url, server.code, "Early")
    asyncio.run(door(on=False))
    assert posted(server, "127.0.0.7", {"code": server.code, "name": "Late"}) == (
        303,
        "/?wrong=door",
    )
    assert posted(server, "127.0.0.7", {"code": "AAAAAA", "name": "Late"}) == (
        303,
        "/?wrong=code",
    ), "nothing is told"
    assert status_of(server, "/ws/seat", cookie=seat, origin=server.url) == 101, (
        "whoever is in stays"
    )
    asyncio.run(door(on=True))
    assert posted(server, "127.0.0.7", {"code": server.code, "name": "Late"}) == (303, "/seat")


def test_wrong_codes_of_one_address_make_the_next_slower_and_shut_nobody_out(
    server: Served,
) -> None:
    tried = [posted(server, "127.0.0.9", {"code": f"AAAAA{k}", "name": "x"}) for k in range(15)]
    assert {*tried} == {(303, "/?wrong=code")}
    assert posted(server, "127.0.0.9", {"code": server.code.lower(), "name": "x"}) == (303, "/seat")
    with ThreadPoolExecutor(80) as people:
        guesses = [
            people.submit(posted, server, "127.0.0.9", {"code": f"BBBB{k:02}", "name": "x"})
            for k in range(80)
        ]
        statuses = [one.result()[0] for one in guesses]
    assert statuses.count(429) >= 80 - (60 - 15) - 10 - 12, (
        "sixty at once, ten that wait, and one for each second"
    )
    assert posted(server, "127.0.0.8", {"code": server.code, "name": "x"}) == (303, "/seat"), (
        "nobody else waits"
    )
    assert posted(server, "127.0.0.8", {"code": server.code, "name": "y" * 10_000})[0] == 403, (
        "a long form"
    )
    assert posted(server, "127.0.0.8", {"code": server.code})[1] == "/?wrong=name"


def test_guessing_takes_too_long() -> None:
    keeper, now, looked = gate.Doorkeeper(), 100.0, 0
    for second in range(3600):
        for _ in range(30):
            wait = keeper.wait("192.168.1.5", now + second)
            looked += wait is not None
            assert wait is None or wait <= gate.PATIENCE
    assert looked <= 3600 * gate.TRY + gate.TRIES + gate.PATIENCE
    assert 2 * looked / len(gate.SIGNS) ** gate.LENGTH < 1e-5, "in two hours"
    free = gate.Doorkeeper()
    assert all(
        free.wait("192.168.1.5", now) == 0.0 and free.comes_in("192.168.1.5", now)
        for _ in range(gate.JOINS)
    )
    assert free.wait("192.168.1.5", now) == 0.0
    assert not free.comes_in("192.168.1.5", now), "no more than a class at once"


def test_an_address_that_chooses_among_many_is_one_sender() -> None:
    assert (
        gate.house("2001:db8::1") == gate.house("2001:db8::2%eth0") != gate.house("2001:db8:0:1::1")
    )
    assert gate.house("192.168.1.5") != gate.house("192.168.1.6")
    assert gate.house("") == ""


def test_two_classes_on_one_host_name_keep_their_seats_apart(
    server: Served, tmp_path: Path
) -> None:
    with served(SCENARIO, "--out", str(tmp_path / "other")) as other:
        both = [joined(one.url, one.code, "Anna") for one in (server, other)]
        assert len({cookie.partition("=")[0] for cookie in both}) == 2
        for one, cookie in zip((server, other), both, strict=True):
            assert one.url.rpartition(":")[2] in cookie.partition("=")[0]
            assert status_of(one, "/ws/seat", cookie="; ".join(both), origin=one.url) == 101, cookie
        assert status_of(server, "/ws/seat", cookie=both[1], origin=server.url) == 403


def test_the_teacher_reads_what_was_refused(tmp_path: Path) -> None:
    with served(SCENARIO, "--out", str(tmp_path / "class")) as found:
        seat = joined(found.url, found.code, "Anna")
        for path, cookie, origin in [
            ("/ws/seat", "", found.url),
            ("/ws/seat", seat, "http://evil.example"),
            ("/ws/wall", seat, found.url),
        ]:
            assert status_of(found, path, cookie=cookie, origin=origin) == 403

        async def told() -> list[str]:
            desk = await Student(found.url, keyed(found.url, found.desk_key), "desk").open()
            picture = await desk.until(lambda picture: len(picture["refused"]) == 3)
            await desk.close()
            return list(picture["refused"])

        assert asyncio.run(told()) == [
            "a socket without a seat (127.0.0.1)",
            "a socket of another page (127.0.0.1)",
            "a socket of the wall without its key (127.0.0.1)",
        ]


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ("x" * (2 * gate.FRAME + 1), 1009),
        ("x" * (gate.FRAME + 1), 1008),
        ('"' + "x" * gate.FRAME + '"', 1008),
        (b"\x00\x01", 1008),
        ("no json", 1008),
        ("[1, 2]", 1008),
        ("[" * 5_000, 1008),
        ('{"answer": NaN}', 1008),
    ],
    ids=["frame", "text", "string", "bytes", "words", "list", "deep", "nan"],
)
def test_what_is_no_message_ends_the_socket_and_no_other(
    server: Served, frame: str | bytes, code: int
) -> None:
    async def send() -> None:
        bad, good = [
            await Student(server.url, joined(server.url, server.code, name)).open() for name in "AB"
        ]
        assert bad.socket is not None
        await bad.view()
        await bad.socket.send(frame)
        assert await bad.cut_off() == code
        assert (await good.view())["group"] == 0
        await good.close()

    asyncio.run(send())


def test_messages_that_mean_nothing_are_refused_in_words(server: Served) -> None:
    async def send() -> None:
        one = await Student(server.url, joined(server.url, server.code, "A")).open()
        for message in (
            {},
            {"do": []},
            {"do": {"offer": {"contract": "a"}}},
            {"do": {"offer": 1, "accept": 2}, "at": 0},
            {"do": {}, "at": "x"},
            {"ask": "everything"},
            {"ask": "worth"},
            {"ask": "worth", "package": 7},
            {"teach": "end"},
            {"answer": {}},
            {"instead": "us"},
        ):
            answer = await one.ask(**message)
            assert "refused" in answer or answer == {"worth": "", "id": "q"}, message
        desk = await Student(server.url, keyed(server.url, server.desk_key), "desk").open()
        for message in (
            {"teach": "everything"},
            {"teach": "rename"},
            {"teach": "rename", "person": [], "name": "x"},
            {"teach": "time", "minutes": "many"},
            {"teach": "time", "minutes": "nan"},
            {"teach": "sit", "person": 1, "group": {}, "seat": 1},
            {"teach": "umpire", "group": 99, "line": "go"},
        ):
            assert "refused" in await desk.ask(**message), message
        for line in (one, desk):
            await line.close()

    asyncio.run(send())


async def flood(student: Student) -> int:
    """Ask without end until the server hangs up."""
    assert student.socket is not None
    with contextlib.suppress(websockets.ConnectionClosed):
        for _ in range(2000):
            await student.socket.send('{"ask": "view"}')
    return await student.cut_off()


async def offers(two: list[Student], count: int) -> None:
    """Let a pair make so many offers."""
    for number in range(count):
        while not any(one.state.get("yours") for one in two):
            await asyncio.gather(*(one.view() for one in two))
        one = next(one for one in two if one.state["yours"])
        assert "done" in await one.move({"offer": {"contract": "abcd"[number % 4]}})


def test_whoever_floods_is_cut_off_and_the_others_play_on(tmp_path: Path) -> None:
    async def play(server: Served) -> None:
        names = ["<img src=x onerror=alert(1)>", "Ben", "Cem", "Dora"]
        students = [
            await Student(server.url, joined(server.url, server.code, name)).open()
            for name in names
        ]
        desk = await Student(server.url, keyed(server.url, server.desk_key), "desk").open()
        await desk.ask(teach="begin")
        for one in students:
            await one.until(lambda state: state["group"])
            await ready(one)
        flooder = students[0]
        others = [one for one in students if one.state["group"] != flooder.state["group"]]
        flooding = asyncio.create_task(flood(flooder))
        await offers(others, 10)
        assert await flooding == 1008
        await scripted(*others)
        picture = await desk.until(
            lambda picture: any("too many messages" in one for one in picture["refused"])
        )
        assert picture["list"][0]["name"] == names[0]
        for one in (*students[1:], desk):
            await one.close()

    with served(SCENARIO, "--out", str(tmp_path / "class")) as found:
        asyncio.run(play(found))


async def scripted(one: Student, other: Student) -> None:
    """A script in a message is a text, which the page never reads as HTML; sent again, it is said
    once.
    """
    script = "<script>alert(1)</script>"
    assert "done" in await one.ask(do={"say": script}, at=0)
    view = await other.view()
    assert view["talk"][-1][1] == script
    assert script not in view["html"]
    assert (await one.ask(do={"say": script}, at=0))["again"]
    assert len((await other.view())["talk"]) == 1


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificate")
def test_a_certificate_serves_https_and_a_wrong_one_nothing(tmp_path: Path) -> None:
    certificate, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    made = [
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "1",
        "-subj",
        "/CN=localhost",
        "-out",
        certificate,
        "-keyout",
        key,
    ]
    subprocess.run(["openssl", "req", "-x509", *made], check=True, capture_output=True)
    given = ("--cert", str(certificate), "--key", str(key))
    with served(SCENARIO, "--out", str(tmp_path / "class"), *given) as found:
        assert found.url.startswith("https://")
        parts = urlsplit(found.url)
        trust = ssl.create_default_context(cafile=str(certificate))
        trust.check_hostname = False
        line = http.client.HTTPSConnection(
            parts.hostname or "", parts.port, timeout=PATIENCE, context=trust
        )
        form = urlencode({"code": found.code, "name": "Anna"})
        line.request("POST", "/join", form, {"Origin": found.url})
        cookie = line.getresponse().getheader("set-cookie") or ""
        line.close()
        assert "Secure" in cookie
    for cert, own in [(str(tmp_path / "no.pem"), None), (str(key), None), (None, str(key))]:
        with pytest.raises(FileRefused):
            refuse_certificate(cert, own)


OWN = frozenset({"localhost", "desk.local"})


@pytest.mark.parametrize(
    ("host", "own"),
    [
        ("192.168.1.5:8765", True),
        ("192.168.1.6:8765", False),
        ("127.0.0.1", False),
        ("[fe80::1]:8765", False),
        ("localhost", True),
        ("Desk.local:1", True),
        ("desk.local:", False),
        ("desk.local:80; script-src *", False),
        ("desk.local:1x", False),
        ("desk.local:\u0661", False),
        ("desk.local/:1", False),
        ("evil.example", False),
        ("192.168.1.5.evil.example", False),
        ("[::1", False),
        ("", False),
        ("localhost@evil.example", False),
        ("evil@localhost", False),
    ],
)
def test_own_hosts(host: str, own: bool) -> None:
    assert gate.own_host(host, OWN, "192.168.1.5") is own


def test_an_address_of_this_machine_is_the_one_at_which_it_was_asked() -> None:
    assert gate.own_host("[fe80::1]:80", OWN, "fe80::1%eth0")
    assert gate.own_host("[0:0:0:0:0:0:0:1]", OWN, "::1")
    assert not gate.own_host("[::1]", OWN, "127.0.0.1")


def test_a_page_has_the_scheme_of_the_server() -> None:
    for secure in (False, True):
        own, other = ("https", "http") if secure else ("http", "https")
        assert gate.same_origin(f"{own}://Desk.local:1", "desk.local:1", secure=secure)
        for origin in (
            f"{other}://desk.local:1",
            f"{own}://desk.local:2",
            f"{own}://desk.local",
            "null",
            "",
        ):
            assert not gate.same_origin(origin, "desk.local:1", secure=secure)
        assert not gate.same_origin(f"{own}://", "", secure=secure)


WATCH = """
import time
from pathlib import Path

real, said = time.time, Path({path!r})
time.time = lambda: real() + float(said.read_text())
"""


def test_a_clock_that_is_set_cuts_nobody_off_and_ends_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = tmp_path / "ahead"
    (tmp_path / "sitecustomize.py").write_text(WATCH.format(path=str(said)), "utf-8")
    said.write_text("0", "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))

    async def play(found: Served) -> None:
        seat = await Student(found.url, joined(found.url, found.code, "Anna")).open()
        desk = await Student(found.url, keyed(found.url, found.desk_key), "desk").open()
        assert "done" in await desk.ask(teach="begin")
        await seat.until(lambda state: state["group"])
        view = await seat.view()
        left, count = view["left"], view["count"]
        assert 590 < left <= 600
        for ahead in (-5, -3600, 3600):
            said.write_text(str(ahead), "utf-8")
            state = await seat.view()
            assert (await desk.ask(teach="chat", on=True))["done"]
            assert state["left"] <= left
            assert state["count"] == count, "no clock has moved for the seat"
            assert not state["over"]
            left = state["left"]
            joined(found.url, found.code, f"Ben {ahead}")
            await asyncio.sleep(1.0)  # the clock of the class looks at least twice
        assert left > 590
        assert not (await seat.view())["over"]
        await seat.close()
        await desk.close()

    with served(
        SCENARIO, "--out", str(tmp_path / "class"), "--minutes", "10", "--turn", "500"
    ) as found:
        asyncio.run(play(found))


def test_a_bucket_fills_again() -> None:
    bucket = gate.Bucket(2.0, 3.0, 100.0)
    assert [bucket.take(100.0) for _ in range(4)] == [True, True, True, False]
    assert [bucket.take(100.5), bucket.take(100.5)] == [True, False]
    assert [bucket.take(200.0) for _ in range(4)] == [True, True, True, False]


def test_addresses_are_forgotten_in_time() -> None:
    keeper = gate.Doorkeeper()
    for k in range(gate.ADDRESSES + 50):
        keeper.wait(str(k), 0.0)
    assert len(keeper._known) == gate.ADDRESSES
