"""Runs that last and spread: the same bytes for any number of workers, after a kill, a full disk
and a rerun.
"""

from __future__ import annotations

import csv
import errno
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import negotiate
from negotiate.errors import (
    FileRefused,
    GameTooLarge,
    NotWritten,
    OverrideError,
    UnsuitableGame,
    WorkersLost,
)
from negotiate.journal import line_of
from negotiate.report import report_of
from negotiate.whatif import engine as blocks
from negotiate.whatif.answers import PROFILES
from negotiate.whatif.engine import Engine
from negotiate.whatif.points import Grid, axis_of, check_count
from negotiate.whatif.question import asked
from negotiate.whatif.rerun import rerun
from negotiate.whatif.sweep import Sweep, whatif
from negotiate.whatif.workers import spread
from tests.cli.shell import ROOT, ask
from tests.whatif.test_draws import random_game

GAME = "classics/hawk-dove"
DRAWS, BLOCK = 1000, 64
TABLES = ("rows.csv", "equilibria.csv", "blocks.jsonl")


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "BLOCK", BLOCK)


def drawn(into: Path | None = None, game: str = GAME, **more: Any) -> Sweep:
    found = whatif(negotiate.load(game), draws=more.pop("draws", DRAWS), into=into, **more)
    assert isinstance(found, Sweep)
    return found


def held(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in TABLES}


def manifest(folder: Path) -> dict[str, Any]:
    found = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert isinstance(found, dict)
    return found


def alike(one: Sweep, other: Sweep) -> None:
    assert one.shares == other.shares
    assert one.spreads == other.spreads
    assert one.indicators == other.indicators
    assert one.points == other.points


# The same for any number of workers.


def test_any_number_of_workers_writes_the_same_bytes(tmp_path: Path) -> None:
    found = {jobs: drawn(tmp_path / str(jobs), jobs=jobs) for jobs in (1, 2, 3)}
    alone = drawn()
    for jobs, one in found.items():
        assert held(tmp_path / str(jobs)) == held(tmp_path / "1")
        alike(one, alone)
    assert alone.run is None
    assert found[1].run is not None
    assert found[1].run.rows == DRAWS


def test_a_block_is_the_same_in_whatever_order_blocks_are_worked_out(tmp_path: Path) -> None:
    one = random_game(tmp_path, 3)
    watch = ["equilibria", "outcome"]
    question = asked(one, None, watch, 300, 5, "sobol", stored=True)
    places = question.engine.starts(question.points)
    forward = [question(part).tables for part in places]
    other = asked(one, None, watch, 300, 5, "sobol", stored=True)
    assert [other(part).tables for part in reversed(places)] == forward[::-1]


def test_a_mistake_in_a_worker_reaches_whoever_asks() -> None:
    vary = {"players.row.patience": "0.5,7"}
    with pytest.raises(OverrideError) as alone:
        whatif(negotiate.load(GAME), vary)
    with pytest.raises(OverrideError) as shared:
        whatif(negotiate.load(GAME), vary, jobs=2)
    assert str(shared.value) == str(alone.value)
    assert shared.value.problems == alone.value.problems


def dying(part: range) -> int:
    os._exit(1)


def test_a_worker_that_dies_again_and_again_is_told() -> None:
    with pytest.raises(WorkersLost, match="lost"):
        list(spread(dying, [range(3)] * 3, jobs=2))


def test_results_come_in_order_and_few_are_ahead() -> None:
    begun: list[int] = []

    def parts() -> Any:
        for k in range(40):
            begun.append(k)
            yield range(k, k + 1)

    found = spread(sum, parts(), jobs=2)
    assert [next(found) for _ in range(3)] == [0, 1, 2]
    assert len(begun) < 10
    assert list(found) == list(range(3, 40))


def test_no_more_processes_are_started_than_there_are_cores() -> None:
    found = spread(_processes, [range(k, k + 1) for k in range(40)], jobs=500)
    assert len(set(found)) <= max(2, os.cpu_count() or 1)


def _processes(part: range) -> int:
    return os.getpid()


# A run that is ended and gone on with.

SCRIPT = f"""
import sys
from negotiate.whatif import engine
engine.BLOCK = {BLOCK}
from negotiate.cli.app import main
main()
"""


def started(
    folder: Path, *options: str, ready: Callable[[], None] | None = None
) -> subprocess.Popen[str]:
    command = [
        sys.executable,
        "-c",
        SCRIPT,
        "whatif",
        GAME,
        "--draws",
        "4000",
        "--into",
        str(folder),
        *options,
    ]

    def begin() -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        if ready is not None:
            ready()

    return subprocess.Popen(
        command,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=begin,  # noqa: PLW1509 - no threads run here, and signals and limits are set there alone
    )


def when_begun(folder: Path, run: subprocess.Popen[str]) -> None:
    """Wait until some blocks are there."""
    journal = folder / "blocks.jsonl"
    until = time.monotonic() + 60
    while run.poll() is None and time.monotonic() < until:
        if journal.exists() and journal.read_bytes().count(b"\n") >= 3:
            return
        time.sleep(0.01)
    raise AssertionError(run.communicate())


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole") / "run"
    run = started(folder)
    assert run.wait() == 0, run.communicate()
    run.communicate()
    return folder


@pytest.mark.skipif(os.name == "nt", reason="signals are those of POSIX")
@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_run_that_is_ended_goes_on(
    whole: Path, tmp_path: Path, how: signal.Signals, jobs: str
) -> None:
    folder = tmp_path / "run"
    run = started(folder, "--jobs", jobs)
    when_begun(folder, run)
    (os.kill if how == signal.SIGKILL else os.killpg)(run.pid, how)
    _, said = run.communicate(timeout=60)
    assert run.returncode == (-9 if how == signal.SIGKILL else 130)
    if how == signal.SIGINT:
        assert "--resume" in said
        assert "Traceback" not in said
    assert manifest(folder)["state"] == "running"
    again = started(folder, "--resume", "--jobs", jobs)
    out, said = again.communicate(timeout=120)
    assert again.returncode == 0, said
    assert "4,000 draws" in out
    assert held(folder) == held(whole)
    assert manifest(folder)["result"] == manifest(whole)["result"]


@pytest.mark.skipif(os.name == "nt", reason="limits are those of POSIX")
def test_a_disk_that_is_full_is_told_and_the_run_goes_on(whole: Path, tmp_path: Path) -> None:
    folder = tmp_path / "run"

    resource = pytest.importorskip("resource")

    def little() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    run = started(folder, ready=little)
    _, said = run.communicate(timeout=60)
    assert run.returncode == 4
    assert "cannot be written: file too large" in " ".join(said.split())
    assert "--resume" in said
    again = started(folder, "--resume")
    _, said = again.communicate(timeout=60)
    assert again.returncode == 0, said
    assert held(folder) == held(whole)


def test_a_full_disk_is_told_in_the_words_of_the_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync, left = os.fsync, iter(range(8))

    def full(file: int) -> None:
        if next(left, None) is None:
            raise OSError(errno.ENOSPC, "No space left on device")
        sync(file)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(NotWritten, match="no space left on device"):
            drawn(tmp_path / "run")
    alike(drawn(tmp_path / "run", resume=True), drawn())


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("how", ["cut", "more", "other", "gone"])
def test_what_is_torn_is_worked_out_again(tmp_path: Path, name: str, how: str) -> None:
    whole = drawn(tmp_path / "whole")
    drawn(tmp_path / "run")
    file = tmp_path / "run" / name
    data = file.read_bytes()
    place = len(data) // 2
    other = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
    torn = {"cut": data[:-5], "more": data + b"17,", "other": other, "gone": b""}[how]
    file.write_bytes(torn)
    found = drawn(tmp_path / "run", resume=True)
    assert held(tmp_path / "run") == held(tmp_path / "whole")
    alike(found, whole)


def test_a_journal_that_somebody_changed_is_not_believed(tmp_path: Path) -> None:
    whole = drawn(tmp_path / "run")
    file = tmp_path / "run" / "blocks.jsonl"
    before = file.read_bytes()
    lines = [json.loads(line) for line in before.splitlines()]
    lines[2]["together"][0][1] += 1
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    alike(drawn(tmp_path / "run", resume=True), whole)
    assert file.read_bytes() == before


def test_a_line_of_the_journal_for_other_points_is_not_believed(tmp_path: Path) -> None:
    whole = drawn(tmp_path / "run")
    file = tmp_path / "run" / "blocks.jsonl"
    before = file.read_bytes()
    first, *others = before.splitlines(keepends=True)
    entry = {name: value for name, value in json.loads(first).items() if name != "check"}
    assert line_of(entry) == first
    for forged in (
        {"size": -5},
        {"size": BLOCK - 1},
        {"ends": [10**18] * 2},
        {"ends": []},
        {"block": 1},
    ):
        file.write_bytes(b"".join([line_of(entry | forged), *others]))
        alike(drawn(tmp_path / "run", resume=True), whole)
        assert file.read_bytes() == before


def test_values_may_come_one_by_one(tmp_path: Path) -> None:
    vary = {"cost": (value for value in np.linspace(3, 6, 5))}
    whatif(negotiate.load(GAME), vary, into=tmp_path / "run")
    assert rerun(tmp_path / "run" / "manifest.json").same
    assert manifest(tmp_path / "run")["question"]["vary"] == {"cost": [3, 3.75, 4.5, 5.25, 6]}


def test_a_finished_run_is_told_again_and_not_worked_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = drawn(tmp_path / "run")
    monkeypatch.setattr(Engine, "block", None)
    alike(drawn(tmp_path / "run", resume=True), first)


# What is refused.


def test_a_folder_that_holds_something_else_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("a year of work")
    (tmp_path / "file").write_text("a file")
    for resume in (False, True):
        for name, said in (("mine", "holds other files"), ("file", "is no folder")):
            with pytest.raises(FileRefused, match=said):
                drawn(tmp_path / name, resume=resume)
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["thesis.txt"]


def test_a_run_of_another_question_is_not_gone_on_with(tmp_path: Path) -> None:
    run = tmp_path / "run"
    drawn(run)
    before = held(run)
    with pytest.raises(FileRefused, match="holds a run already"):
        drawn(run)
    for more, said in (
        ({"seed": 1}, "`seed`"),
        ({"draws": 2000}, "`draws`"),
        ({"sampling": "random"}, "`sampling`"),
        ({"watch": ["deal"]}, "`watch`"),
        ({"game": "classics/chicken", "vary": {"pride": "0:1"}}, "scenario"),
    ):
        with pytest.raises(FileRefused, match=said):
            drawn(run, resume=True, **more)
    with pytest.raises(FileRefused, match="scenario"):
        whatif(negotiate.load(GAME, set={"cost": 5}), draws=DRAWS, into=run, resume=True)
    assert held(run) == before


def test_two_processes_do_not_write_into_one_folder(tmp_path: Path) -> None:
    fcntl = pytest.importorskip("fcntl")
    drawn(tmp_path / "run")
    with (tmp_path / "run" / "blocks.jsonl").open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with pytest.raises(FileRefused, match="another program"):
            drawn(tmp_path / "run", resume=True)


def test_a_folder_needs_points(tmp_path: Path) -> None:
    with pytest.raises(UnsuitableGame, match="nothing varies"):
        whatif(negotiate.load(GAME), into=tmp_path / "run")
    assert not (tmp_path / "run").exists()


def test_a_grid_may_be_larger_where_every_point_goes_into_a_file() -> None:
    one = negotiate.load(GAME)
    axes = tuple(axis_of(one, name, np.linspace(1, 2, 4000).tolist()) for name in ("value", "cost"))
    check_count(Grid(axes), together=True, stored=True)
    for together, stored in ((True, False), (False, True)):
        with pytest.raises(GameTooLarge):
            check_count(Grid(axes), together, stored)


def test_the_answer_of_a_very_large_grid_is_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("negotiate.whatif.question.POINTS", 50)
    monkeypatch.setattr("negotiate.whatif.question.KEPT", 30)
    vary = {"value": "1:9:1", "cost": "2:20:1"}
    found = whatif(negotiate.load(GAME), vary, into=tmp_path / "run")
    assert isinstance(found, Sweep)
    assert (found.count, len(found.points), len(found.indicators["deal"])) == (171, 30, 30)
    assert len((tmp_path / "run" / "rows.csv").read_text("utf-8").splitlines()) == 172
    monkeypatch.undo()
    assert whatif(negotiate.load(GAME), vary).shares == found.shares
    assert "of 171 combinations" in str(report_of(found).blocks[0])


@pytest.mark.parametrize("options", [["--resume"], ["--format", "jsonl"]])
def test_options_of_a_folder_need_one(
    options: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    answer = ask(capsys, "whatif", GAME, "--draws", "10", *options)
    assert answer.code == 2
    assert f"`{options[0]}` goes with `--into`" in answer.err


# The same question once more.


def test_a_rerun_has_the_same_result(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    drawn(tmp_path / "run", watch=["equilibria", "outcome"])
    answer = ask(capsys, "rerun", str(tmp_path / "run" / "manifest.json"), "--jobs", "2")
    assert answer.code == 0
    assert "The same result" in answer.out
    assert str(manifest(tmp_path / "run")["result"]["rows.csv"]["sha256"]) in answer.out
    assert ask(capsys, "rerun", str(tmp_path / "run")).out == answer.out


def test_a_rerun_under_changes_of_the_command_line(tmp_path: Path) -> None:
    one = negotiate.load(
        "us-china/beijing-2018",
        variant="us_drops_mic2025",
        set={"kept": 0.25},
        fix={"purchases": "100"},
    )
    whatif(one, {"deficit_weight": [0, 7, 20.5]}, into=tmp_path / "run")
    assert rerun(tmp_path / "run" / "manifest.json").same


def test_a_rerun_tells_what_has_changed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = Path(random_game(tmp_path, 2).path).read_text("utf-8")
    game = tmp_path / "random.yaml"
    drawn(tmp_path / "run", str(game))
    place = tmp_path / "run" / "manifest.json"
    game.write_text("# only a remark\n" + text, "utf-8")
    assert rerun(place).same
    game.write_text(text.replace("range: [0, 1000]", "range: [0, 999]", 1), "utf-8")
    answer = ask(capsys, "rerun", str(place))
    assert answer.code == 1
    assert "Not the result that stands in the folder" in answer.out
    assert "the scenario is another" in answer.out
    game.write_text(text, "utf-8")
    place.write_text(
        json.dumps({**manifest(tmp_path / "run"), "versions": {"numpy": "1.0"}}), "utf-8"
    )
    found = rerun(place)
    assert found.same
    assert any("in place of 1.0" in one for one in found.changes)
    (tmp_path / "run" / "rows.csv").unlink()
    assert rerun(place).same, "rows may be gone"
    (tmp_path / "run" / "rows.csv").mkdir()
    assert "somebody has changed `rows.csv`" in rerun(place).changes


def test_a_rerun_of_what_is_no_manifest_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    drawn(tmp_path / "run")
    good = manifest(tmp_path / "run")
    place = tmp_path / "other.json"
    bad: list[Any] = [
        [],
        3,
        {},
        {**good, "question": []},
        {**good, "state": "running"},
        {**good, "made": "x"},
    ]
    bad += [
        {**good, "question": {}},
        {**good, "result": {"rows.csv": 3}},
        {**good, "versions": None},
    ]
    for name in ("scenario", "vary", "draws", "sampling", "watch"):
        bad += [
            {**good, "question": {**good["question"], name: other}}
            for other in (1e999, [1], {"a": {}})
        ]
    for one in bad:
        place.write_text(json.dumps(one), "utf-8")
        assert ask(capsys, "rerun", str(place)).code in (2, 3, 4), one
    for data in (b"\xff\xfe{", b"{", b"[" * 100_000):
        place.write_bytes(data)
        assert ask(capsys, "rerun", str(place)).code == 2
    assert ask(capsys, "rerun", str(tmp_path / "nobody.json")).code == 2


def test_no_sign_of_a_manifest_is_obeyed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    drawn(tmp_path / "run")
    good, evil = manifest(tmp_path / "run"), "\x1b[31m\u202e"
    place = tmp_path / "run" / "manifest.json"
    result = {f"rows.csv{evil}": {"sha256": evil}}
    for found in (
        {**good, "versions": {f"numpy{evil}": evil}, "result": result},
        {
            **good,
            "question": {
                **good["question"],
                "scenario": {**good["question"]["scenario"], "path": evil},
            },
        },
        {**good, "question": {**good["question"], "vary": {evil: evil}}},
    ):
        place.write_text(json.dumps(found), "utf-8")
        answer = ask(capsys, "rerun", str(place))
        assert not set("\x1b\u202e") & {*answer.out, *answer.err}


# The rows.


def test_a_cell_that_a_spreadsheet_would_run_is_text(tmp_path: Path) -> None:
    names = ["=1+1", "+a", "-b", "@c", "'=d", "plain", "-7", "=cmd|' /C calc'!A0"]
    vary = {"players.row.name": names}
    found = whatif(negotiate.load(GAME), vary, ["equilibria"], into=tmp_path / "run", form="jsonl")
    assert isinstance(found, Sweep)
    with (tmp_path / "run" / "rows.csv").open(newline="", encoding="utf-8") as file:
        written = [row["players.row.name"] for row in csv.DictReader(file)]
    assert all(cell == "-7" or cell[0] not in "=+-@\t\r" for cell in written)
    lines = [
        json.loads(one) for one in (tmp_path / "run" / "rows.jsonl").read_text("utf-8").splitlines()
    ]
    assert [one["players.row.name"] for one in lines] == [*found.axes[0].values] == names
    again = whatif(negotiate.load(GAME), vary, ["equilibria"], into=tmp_path / "run", resume=True)
    assert isinstance(again, Sweep)
    alike(again, found)


def test_a_row_holds_its_point_and_answers_to_the_last_digit(tmp_path: Path) -> None:
    found = drawn(tmp_path / "run")
    with (tmp_path / "run" / "rows.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [int(row["run"]) for row in rows] == list(range(1, DRAWS + 1))
    assert [(float(row["value"]), float(row["cost"])) for row in rows] == [*found.points]
    assert [row["nash"] for row in rows] == [*found.indicators["nash"]]
    assert [float(row["outcome.row"]) for row in rows] == [*found.indicators["outcome.row"]]


def test_a_number_that_there_is_not_is_an_empty_cell(tmp_path: Path) -> None:
    vary = {"cost": "3:6:1"}
    one = negotiate.load("classics/hawk-dove")
    whatif(one, vary, ["needed"], into=tmp_path / "run", form="jsonl")
    text = (tmp_path / "run" / "rows.csv").read_text("utf-8")
    assert "nan" not in text
    for line in (tmp_path / "run" / "rows.jsonl").read_text("utf-8").splitlines():
        json.loads(line, parse_constant=pytest.fail)


@pytest.mark.parametrize("size", [2, 3])
def test_equilibria_at_once_are_those_of_each_point_by_itself(tmp_path: Path, size: int) -> None:
    one = random_game(tmp_path, size)
    question = asked(one, None, ["equilibria"], 40, 2, "random", stored=True)
    points = question.points.columns(0, 40)
    together = question.engine.at(points)[PROFILES]
    apart = Engine(one, ("equilibria",), profiles=True)._one_by_one(points)[PROFILES]
    for ours, theirs in zip(together, apart, strict=True):
        assert [row[:3] for row in ours] == [row[:3] for row in theirs]
        assert [row[3:] for row in ours] == [pytest.approx(row[3:], abs=1e-6) for row in theirs]
        odds: dict[tuple[int, str], float] = {}
        for number, player, _, probability, _ in ours:
            odds[number, player] = odds.get((number, player), 0.0) + probability
        assert list(odds.values()) == pytest.approx([1.0] * len(odds))


def test_a_parameter_may_be_called_as_an_answer_is(tmp_path: Path) -> None:
    game = Path(random_game(tmp_path, 2).path)
    game.write_text(game.read_text("utf-8").replace("a00", "deal").replace("a01", "run"), "utf-8")
    first = drawn(tmp_path / "run", str(game), form="jsonl")
    heads = (tmp_path / "run" / "rows.csv").read_text("utf-8").split("\n", 1)[0].split(",")
    assert len({*heads}) == len(heads)
    alike(drawn(tmp_path / "run", str(game), resume=True), first)


@pytest.mark.parametrize("library", ["pandas", "polars", "pyarrow"])
def test_rows_as_a_frame(tmp_path: Path, library: str) -> None:
    pytest.importorskip("pyarrow")
    pytest.importorskip(library)
    names = ["=1+1", "plain", "-7"]
    found = whatif(
        negotiate.load(GAME), {"players.row.name": names, "cost": "3:6:0.3"}, into=tmp_path / "run"
    )
    assert isinstance(found, Sweep)
    assert found.run is not None
    frame = found.run.to_frame(library)
    column = {"pandas": lambda n: frame[n].tolist(), "polars": lambda n: frame[n].to_list()}.get(
        library, lambda n: frame[n].to_pylist()
    )
    assert list(zip(column("players.row.name"), column("cost"), strict=True)) == [*found.points]
    assert column("outcome.row") == [*found.indicators["outcome.row"]]
    assert column("run") == list(range(1, found.count + 1))
    equilibria = found.run.to_frame(library, "equilibria")
    assert equilibria.shape[1] == 6
    found.run.export("parquet")
    read = pytest.importorskip("pyarrow.parquet").read_table(tmp_path / "run" / "rows.parquet")
    assert read["nash"].to_pylist() == [*found.indicators["nash"]]
    with pytest.raises(UnsuitableGame, match="no table"):
        found.run.to_frame(library, "nobody")


def test_a_library_that_is_not_installed_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = drawn(tmp_path / "run")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert found.run is not None
    with pytest.raises(UnsuitableGame, match="pyarrow is not installed"):
        found.run.to_frame()
    with pytest.raises(UnsuitableGame, match="Dask is not installed"):
        drawn(scheduler="tcp://127.0.0.1:1")


def test_draws_of_events_are_the_same_rows_however_they_are_worked_out(tmp_path: Path) -> None:
    """Events and types are words in the rows, whoever works them out; what was ended goes on where
    it was.
    """
    one = negotiate.load("classroom/shared-stock", fix={"inspectors": "none"})
    whatif(one, draws=40, watch=["no_deal"], into=tmp_path / "first")
    whatif(one, draws=40, watch=["no_deal"], into=tmp_path / "second", jobs=2)
    rows = [(tmp_path / folder / "rows.csv").read_bytes() for folder in ("first", "second")]
    assert rows[0] == rows[1]
    assert rows[0].startswith(b"run,danger,sundal,no_deal.norland")
    assert {line.split(b",")[2] for line in rows[0].splitlines()[1:]} == {
        b"diversified",
        b"reliant",
    }
    assert rerun(tmp_path / "first" / "manifest.json").same
    resumed = whatif(one, draws=40, watch=["no_deal"], into=tmp_path / "first", resume=True)
    assert isinstance(resumed, Sweep)
    assert resumed.axes[1].values[:40] == tuple(
        line.split(b",")[2].decode() for line in rows[0].splitlines()[1:]
    )
