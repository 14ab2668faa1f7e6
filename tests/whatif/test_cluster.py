"""A sweep over a real Dask scheduler with two workers, of which one is killed; skipped where Dask
is not installed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import negotiate
from negotiate.errors import WorkersLost
from negotiate.whatif import engine as blocks
from negotiate.whatif import workers
from negotiate.whatif.sweep import whatif
from tests.cli.shell import ROOT

pytest.importorskip("distributed")
pytestmark = pytest.mark.filterwarnings("default")  # Dask's own

Start = Callable[..., subprocess.Popen[bytes]]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    begun: list[subprocess.Popen[bytes]] = []

    def program(name: str, *options: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.dask_{name}", *options, "--no-dashboard"]
        with (tmp_path / f"{name}.log").open("ab") as log:
            environment = {**os.environ, "PYTHONPATH": str(ROOT)}
            begun.append(
                subprocess.Popen(command, env=environment, cwd=tmp_path, stdout=log, stderr=log)
            )
        return begun[-1]

    yield program
    for one in begun:
        one.kill()
        one.wait()


def scheduled(start: Start, folder: Path) -> str:
    """The address of a new scheduler."""
    place = folder / "scheduler.json"
    start("scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(place))
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if place.exists() and place.read_text("utf-8"):
            return str(json.loads(place.read_text("utf-8"))["address"])
        time.sleep(0.1)
    raise AssertionError((folder / "scheduler.log").read_text("utf-8"))


def test_a_worker_that_is_killed_changes_nothing(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blocks, "BLOCK", 256)
    one = negotiate.load("classics/hawk-dove")
    draws = 40 * 256
    whatif(one, draws=draws, into=tmp_path / "alone")
    address = scheduled(start, tmp_path)
    options = ("--nthreads", "1", "--no-nanny", "--death-timeout", "60")
    both = [start("worker", address, *options) for _ in range(2)]

    def told(done: int, points: int) -> None:
        if done >= points / 4:
            both[0].kill()

    whatif(one, draws=draws, into=tmp_path / "shared", scheduler=address, told=told)
    assert both[0].wait(60) != 0
    assert both[1].poll() is None
    for name in ("rows.csv", "equilibria.csv", "blocks.jsonl"):
        assert (tmp_path / "shared" / name).read_bytes() == (tmp_path / "alone" / name).read_bytes()


def test_a_scheduler_that_does_not_answer_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "PATIENCE", 1)
    for address in ("tcp://127.0.0.1:9", "nonsense://x", "a b"):
        with pytest.raises(WorkersLost, match="no Dask scheduler answers"):
            whatif(negotiate.load("classics/hawk-dove"), draws=10, scheduler=address)
