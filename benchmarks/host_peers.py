"""A class at its phones beside oTree, the usual program for games in class: the same task, in the
same run.

    python -m benchmarks.host_peers OTREE [SEATS] [MOVES]

OTREE is the command `otree` of another virtual environment, since its requirements contradict those
here. Task: pairs bargain without a pause. Each move goes through the seat's own web socket, is kept
in the database, is told to both sides, and counts once it has been acknowledged. oTree solves no
game, so its page takes every offer as it comes, where `negotiate host` looks at whose turn it is
and what a phone may see.
"""

from __future__ import annotations

import asyncio
import html
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

import numpy as np
from websockets.asyncio.client import connect

from benchmarks.host import load, memory

SETTINGS = """
SESSION_CONFIGS = [dict(name="bargain", app_sequence=["bargain"], num_demo_participants=2)]
SESSION_CONFIG_DEFAULTS = dict(real_world_currency_per_point=1.0, participation_fee=0.0)
LANGUAGE_CODE = "en"
REAL_WORLD_CURRENCY_CODE = "USD"
USE_POINTS = True
ADMIN_USERNAME = "admin"
ADMIN_PASSWORD = "admin"
SECRET_KEY = "benchmark"
PARTICIPANT_FIELDS = []
SESSION_FIELDS = []
"""
APP = """
from otree.api import *

class C(BaseConstants):
    NAME_IN_URL = "bargain"
    PLAYERS_PER_GROUP = 2
    NUM_ROUNDS = 1

class Subsession(BaseSubsession):
    pass

class Group(BaseGroup):
    pass

class Player(BasePlayer):
    pass

class Offer(ExtraModel):
    group = models.Link(Group)
    sender = models.IntegerField()
    contract = models.StringField()

class Bargain(Page):
    @staticmethod
    def live_method(player, data):
        Offer.create(group=player.group, sender=player.id_in_group, contract=data["contract"])
        return {0: {"by": player.id_in_group, "at": data["at"], "contract": data["contract"]}}

page_sequence = [Bargain]
"""
PAGE = (
    "{{ block title }}Offers{{ endblock }}{{ block content }}<p>Make an offer.</p>{{ endblock }}\n"
)


def project(folder: Path) -> Path:
    """An oTree project with one page on which a pair makes offers."""
    app = folder / "bargain"
    for made in (app, folder / "_static", folder / "_templates"):
        made.mkdir(parents=True)
    (folder / "settings.py").write_text(SETTINGS)
    (app / "__init__.py").write_text(APP)
    (app / "Bargain.html").write_text(PAGE)
    return folder


def fetched(url: str, data: dict[str, Any] | None = None) -> str:
    """What stands at an address."""
    body = None if data is None else json.dumps(data).encode()
    asked = urllib.request.Request(url, body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(asked, timeout=60) as answer:
        return str(answer.read().decode())


async def play(url: str, moves: int, waits: list[float], gate: asyncio.Event) -> None:
    """Offer again and again; the next offer follows once the last was acknowledged."""
    seat = int(url.rpartition("#")[2])
    async with connect(url.partition("#")[0]) as line:
        await gate.wait()
        for made in range(moves):
            start = time.perf_counter()
            await line.send(json.dumps({"at": made, "contract": "abc"[made % 3]}))
            while True:
                told = json.loads(await line.recv())
                assert told["otree_success"], told
                found = told["live_method_payload"]
                if (found["by"], found["at"]) == (seat, made):
                    break
            waits.append(time.perf_counter() - start)


def peer(otree: str, seats: int, moves: int) -> float:
    """Moves a second of oTree."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as made:
        folder = project(Path(made) / "project")
        path = os.pathsep.join((str(Path(otree).parent), os.environ["PATH"]))
        served = subprocess.Popen(
            [otree, "prodserver1of2", str(port)],
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "OTREE_PRODUCTION": "1", "PATH": path},
            start_new_session=True,
        )
        try:
            return asyncio.run(_measured(f"http://127.0.0.1:{port}", served.pid, seats, moves))
        finally:
            os.killpg(served.pid, signal.SIGTERM)  # it has started another program
            served.wait(timeout=30)


async def _measured(base: str, pid: int, seats: int, moves: int) -> float:
    for _ in range(100):
        try:
            fetched(f"{base}/api/otree_version")
            break
        except OSError:
            await asyncio.sleep(0.2)
    session = json.loads(
        fetched(
            f"{base}/api/sessions", {"session_config_name": "bargain", "num_participants": seats}
        )
    )
    people = json.loads(fetched(f"{base}/api/get_session/{session['code']}", {}))["participants"]
    lines = []
    for one in people:
        page = fetched(f"{base}/InitializeParticipant/{one['code']}")
        found = re.search(r'data-socket-url="(/live[^"]+)"', page)
        assert found, "the page has no socket"
        lines.append(
            f"{base.replace('http', 'ws')}{html.unescape(found[1])}#{2 - one['id_in_session'] % 2}"
        )
    waits: list[float] = []
    gate = asyncio.Event()
    playing = [asyncio.create_task(play(line, moves, waits, gate)) for line in lines]
    await asyncio.sleep(3)
    start = time.perf_counter()
    gate.set()
    await asyncio.gather(*playing)
    spent = time.perf_counter() - start
    print(
        f"oTree: {len(waits):,} moves of {seats} seats in {spent:.2f} s: {len(waits) / spent:,.0f} "
        "a second"
    )
    print(
        f"waits: median {1e3 * np.median(waits):.1f} ms, p95 {1e3 * np.quantile(waits, 0.95):.1f} "
        "ms"
    )
    print(f"server: {memory(pid):.0f} MB")
    return len(waits) / spent


if __name__ == "__main__":
    otree, *numbers = sys.argv[1:]
    seats, moves = [int(number) for number in numbers] or (200, 10)
    print("negotiate host:")
    ours = load(seats, moves)
    print(f"{ours / peer(otree, seats, moves):.1f} times the moves a second of oTree")
