"""A reader that goes away, and a person who presses Ctrl-C."""

import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import negotiate
from negotiate.classroom.opening import class_again, new_class
from negotiate.cli import app
from tests.cli.shell import CHICKEN, FLAGSHIP, ROOT, ask, environment

ENDLESS = """
import signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)
import negotiate.equilibrium.registry as registry
def solve(*_, **__): print("solving", file=sys.stderr, flush=True); time.sleep(600)
registry.solve = solve
from negotiate.cli.app import main
main(["solve", "classics/chicken"])
"""
"""Whoever starts the tests in the background has Ctrl-C ignored by all that they start; here it is
minded.
"""
IMPORTING = """
import signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)
class Slow:
    def find_spec(self, name, path=None, target=None):
        if name == "typer":
            print("importing", file=sys.stderr, flush=True)
            time.sleep(600)
sys.meta_path.insert(0, Slow())
from negotiate.cli.app import main
main(["solve", "classics/chicken"])
"""


@pytest.mark.skipif(os.name == "nt", reason="signals are sent another way")
@pytest.mark.parametrize("program", [ENDLESS, IMPORTING], ids=["solving", "importing"])
def test_ctrl_c(program: str) -> None:
    running = subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    with running:
        assert running.stderr is not None
        assert running.stdout is not None
        assert running.stderr.readline() in (b"solving\n", b"importing\n")
        running.send_signal(signal.SIGINT)
        assert running.wait(120) == 130
        assert running.stderr.read() == b"interrupted\n"
        assert running.stdout.read() == b""


@pytest.mark.skipif(os.name == "nt", reason="pipes break another way")
@pytest.mark.parametrize("form", [[], ["--plain"], ["--json"]], ids=["drawn", "plain", "json"])
def test_a_reader_that_goes_away(form: list[str]) -> None:
    program = (
        "import sys; sys.stdin.readline(); from negotiate.cli.app import main; main(sys.argv[1:])"
    )
    running = subprocess.Popen(
        [sys.executable, "-c", program, "tree", FLAGSHIP, "--all", *form],
        cwd=ROOT,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    with running:
        assert running.stdin is not None
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()  # before it has written anything
        running.stdin.write(b"go\n")
        running.stdin.flush()
        assert running.wait(120) == 0
        assert running.stderr.read() == b""


def test_an_output_that_breaks_without_a_file_behind_it(monkeypatch: pytest.MonkeyPatch) -> None:
    class Gone(io.StringIO):
        def write(self, text: str) -> int:
            raise BrokenPipeError(32, "Broken pipe")

    monkeypatch.setattr(sys, "stdout", Gone())
    assert app.run(["list", "--plain"]) == 0


def test_an_output_that_is_full(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Full(io.StringIO):
        def write(self, text: str) -> int:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(sys, "stdout", Full())
    assert app.run(["show", CHICKEN, "--plain"]) == 4
    assert "No space left on device" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [["schema"], ["list", "--plain"], ["list", "--json"], ["show", CHICKEN]]
)
def test_an_output_that_is_closed_from_the_start(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    assert app.run(arguments) == 0
    assert capsys.readouterr().err == ""


WRITING = """
import signal, sys, time
import negotiate.language.writing.atomic as atomic
signal.signal(signal.SIGINT, signal.default_int_handler)
for name in (signal.SIGTERM, signal.SIGHUP): signal.signal(name, signal.SIG_DFL)  # nohup has them ignored
def over(*_): print("writing", file=sys.stderr, flush=True); time.sleep(600)
atomic._beside = over
from negotiate.cli.app import main
main(["new", "--from", "classics/chicken", sys.argv[1]])
"""


@pytest.mark.skipif(os.name == "nt", reason="signals are sent another way")
@pytest.mark.parametrize("ending", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_whoever_is_ended_in_mid_write_leaves_nothing_behind(ending: str, tmp_path: Path) -> None:
    running = subprocess.Popen(
        [sys.executable, "-c", WRITING, str(tmp_path / "mine.yaml")],
        cwd=ROOT,
        env=environment(),
        stderr=subprocess.PIPE,
    )
    with running:
        assert running.stderr is not None
        assert running.stderr.readline() == b"writing\n"
        assert len(list(tmp_path.iterdir())) == 1
        running.send_signal(getattr(signal, ending))
        assert running.wait(120) == 130
        assert running.stderr.read() == b"interrupted\n"
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_process_left_goes_with_the_next_write(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fcntl = pytest.importorskip("fcntl", reason="the system holds no files")
    names = [f".negotiate-{digit * 12}.tmp" for digit in "0123"] + [".negotiate-notes.tmp"]
    left, young, held, link, own = (tmp_path / name for name in names)
    precious = tmp_path / "precious"
    for path in (left, young, held, own, precious):
        path.write_text("half", encoding="utf-8")
    link.symlink_to(precious)
    for path in (left, held, own, precious):
        os.utime(path, (time.time() - 5,) * 2)
    os.utime(young, (time.time() + 60,) * 2)
    with held.open("rb") as writer:
        fcntl.flock(writer, fcntl.LOCK_EX)  # as long as it is being written
        assert ask(capsys, "new", "--from", CHICKEN, str(tmp_path / "mine.yaml")).code == 0
    assert [path.exists() for path in (left, young, held, link, own, precious)] == [
        False,
        *[True] * 5,
    ]


def test_what_a_killed_run_or_class_left_goes_as_it_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("fcntl", reason="the system holds no files")
    asked = ("whatif", "classics/hawk-dove", "--vary", "value=1,2", "--into", str(tmp_path / "run"))
    assert ask(capsys, *asked).code == 0
    new_class(negotiate.load(CHICKEN), str(tmp_path / "class")).store.close()
    left = [tmp_path / name / ".negotiate-0123456789ab.tmp" for name in ("run", "class")]
    for path in left:
        path.write_text("half", encoding="utf-8")
        os.utime(path, (time.time() - 5,) * 2)
    assert ask(capsys, *asked, "--resume").code == 0
    class_again(tmp_path / "class").store.close()
    assert not any(path.exists() for path in left)
