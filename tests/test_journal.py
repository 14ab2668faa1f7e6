"""Journals are data: whatever stands in a log, a class or a run, each command that reads it ends
with a known answer.

Every cut and every kind of damage is tried; `NEGOTIATE_EVERY_PAIR=1` tries them in every place,
else in some.
"""

from __future__ import annotations

import io
import json
import os
import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import negotiate
from negotiate.classroom import afterwards, faces
from negotiate.classroom.lesson import ACTS, Lesson
from negotiate.classroom.opening import class_again, new_class
from negotiate.classroom.store import FILE, MADE, TABLES
from negotiate.errors import NegotiateError, ScenarioError
from negotiate.journal import LINE, TAIL, Reader, line_of, misfit
from negotiate.play.table import new_table, replayed, resumed
from negotiate.whatif import engine as blocks
from negotiate.whatif.rerun import kept
from negotiate.whatif.sweep import whatif
from tests.classroom.classes import come, ready
from tests.cli.shell import ask
from tests.play.test_log import GAMES, random_game
from tests.walks import EVERY_PAIR

FAULT = 70
ODD: tuple[Any, ...] = (
    None,
    True,
    -1,
    2,
    10**400,
    1e308,
    float("nan"),
    "x",
    "a\0b",
    "\ud800",
    [],
    {},
    [[]],
    {"x": 1},
)
SLOW = ("tree", "turns")
"""Games of which each review takes a while."""
WAR = "us-china/trade-war-2018-20"


#
# damage


def unchecked(line: bytes) -> bytes:
    """A line as an older version wrote it, without a check."""
    return line[:-TAIL] + b"}\n"


def places(value: object, above: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The way to each value that stands in another."""
    inner = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for key, one in inner:
        yield (*above, key)
        yield from places(one, (*above, key))


def changed(line: bytes, place: tuple[str | int, ...], value: object) -> bytes:
    """A line with another value in one place, and with a check that is right."""
    entry = json.loads(unchecked(line))
    inner = entry
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = value
    return line_of(entry)


def spoilt_lines(lines: list[bytes], chance: random.Random) -> Iterator[tuple[str, list[bytes]]]:
    """Some lines, each time with one damage, and what the damage is."""
    for k, line in enumerate(lines):
        for place in places(json.loads(unchecked(line))):
            for value in ODD:
                made = [*lines[:k], changed(line, place, value), *lines[k + 1 :]]
                yield (
                    f"line {k} {place} {str(value)[:20]}",
                    made if chance.random() < 0.5 else [*map(unchecked, made)],
                )
        deep = b'{"a":' * 100_000 + b"\n"
        for other in (
            b"\n",
            b"null\n",
            b"[]\n",
            b"{}\n",
            b"\xff\xfe\n",
            b"\0" * 9 + b"\n",
            deep,
            line[:-1] + b"\0\n",
        ):
            yield f"line {k} is {other[:9]!r}", [*lines[:k], other, *lines[k + 1 :]]
        yield f"line {k} is gone", lines[:k] + lines[k + 1 :]
        yield f"line {k} stands twice", [*lines[: k + 1], *lines[k:]]
        yield (
            f"line {k} and the next are swapped",
            [*lines[:k], *lines[k : k + 2][::-1], *lines[k + 2 :]],
        )
        yield (
            f"line {k} is too long",
            [*lines[:k], line[:-1] + b" " * LINE + b"\n", *lines[k + 1 :]],
        )
        yield (
            f"line {k} is another byte",
            [*lines[:k], line.replace(b":", b";", 1), *lines[k + 1 :]],
        )


def some_of(found: Iterator[tuple[str, Any]], count: int) -> list[tuple[str, Any]]:
    """All of it where everything is tried, and else so many, the same each time."""
    every = list(found)
    return every if EVERY_PAIR or len(every) <= count else random.Random(7).sample(every, count)


def answer(work: Callable[[], object]) -> NegotiateError | None:
    """The mistake that is told, if one is; whatever else is raised is a fault."""
    try:
        work()
    except NegotiateError as wrong:
        return wrong
    return None


#
# logs


def war_game(path: Path) -> None:
    table = new_table(negotiate.load(WAR), path=path, umpire=True)
    chance = random.Random(3)
    while not table.ended and table.count < 24:
        seat = table.to_move[0]
        options = table.form.choices(table.state, seat).issues
        order = {key: own[chance.randrange(len(own))] for key, own in options.items()}
        table.do(seat, {"order": order} if options else {"go": True})
    table.do("umpire", {"back": 2})
    table.close()


@pytest.fixture(scope="module")
def logs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[bytes]]:
    folder = tmp_path_factory.mktemp("logs")
    for lens in GAMES:
        random_game(lens, folder / lens).close()
    war_game(folder / "turns")
    names = (*GAMES, "turns")
    return {lens: (folder / lens).read_bytes().splitlines(keepends=True) for lens in names}


def read_back(path: Path, scenario: str, capsys: pytest.CaptureFixture[str]) -> list[int]:
    """What each command that reads a log ends with."""
    said = [ask(capsys, "review", str(path)), ask(capsys, "debrief", scenario, str(path))]
    assert not any(one.code == FAULT for one in said), said
    answer(lambda: resumed(path).close())
    return [one.code for one in said]


@pytest.mark.parametrize("lens", [*GAMES, "turns"])
def test_every_cut_log_is_a_beginning_of_the_game(
    lens: str, logs: dict[str, list[bytes]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines, path = logs[lens], tmp_path / "cut.jsonl"
    whole = b"".join(lines)
    ends = [sum(map(len, lines[:k])) for k in range(len(lines) + 1)]
    cuts = [*ends[:3], *(ends[3::5] if lens not in SLOW else ()), ends[-2] + 9, len(whole) - 1]
    for cut in range(len(whole) + 1) if EVERY_PAIR else cuts:
        path.write_bytes(whole[:cut])
        codes = read_back(path, GAMES.get(lens, WAR), capsys)
        count = sum(end <= cut for end in ends) - 1
        assert codes[0] == (0 if count > 1 else 3 if count < 1 else 4), (cut, count)


@pytest.mark.parametrize("lens", [*GAMES, "turns"])
def test_no_damaged_log_is_a_fault(
    lens: str, logs: dict[str, list[bytes]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "spoilt.jsonl"
    for what, lines in some_of(
        spoilt_lines(logs[lens], random.Random(1)), 5 if lens in SLOW else 25
    ):
        path.write_bytes(b"".join(lines))
        wrong = answer(lambda: replayed(path))
        if isinstance(wrong, ScenarioError):
            assert 1 <= wrong.problems[0].line <= len(lines), what
        read_back(path, GAMES.get(lens, WAR), capsys)


def test_a_game_that_was_killed_before_it_began_is_told_so_and_begins(
    logs: dict[str, list[bytes]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "game.jsonl"
    path.write_bytes(logs["tree"][0])
    for command in (("review",), ("debrief", GAMES["tree"])):
        told = ask(capsys, *command, str(path))
        said = " ".join(told.err.split())
        assert (told.code, "has not begun" in said, "--resume" in said) == (4, True, True)
    table = resumed(path)
    table.close()
    assert path.read_bytes() == b"".join(logs["tree"][: table.count + 1])


def test_a_log_without_checks_is_read_and_one_that_loses_them_is_not(
    logs: dict[str, list[bytes]], tmp_path: Path
) -> None:
    path, old = tmp_path / "game.jsonl", [*map(unchecked, logs["deal"])]
    path.write_bytes(b"".join(old))
    assert replayed(path).count == len(old) - 1
    path.write_bytes(b"".join([*old[:3], *logs["deal"][3:]]))  # an old game that was gone on with
    assert replayed(path).count == len(old) - 1
    path.write_bytes(b"".join([*logs["deal"][:3], *old[3:]]))
    with pytest.raises(ScenarioError, match="this line has no check") as refused:
        replayed(path)
    assert refused.value.problems[0].line == 4
    path.write_bytes(b"".join(logs["deal"]).replace(b'"us"', b'"US"', 1))
    with pytest.raises(ScenarioError, match="not as it was written"):
        replayed(path)


def test_no_log_is_written_through_a_link(logs: dict[str, list[bytes]], tmp_path: Path) -> None:
    real, link = tmp_path / "real.jsonl", tmp_path / "link.jsonl"
    real.write_bytes(b"".join(logs["solve"]))
    link.symlink_to(real)
    assert "is a link" in str(answer(lambda: resumed(link)))
    real.write_bytes(b"")
    assert "is a link" in str(answer(lambda: new_table(negotiate.load(GAMES["solve"]), path=link)))
    assert real.read_bytes() == b""


#
# classes


def rows_of(folder: Path) -> list[tuple[int, bytes]]:
    with closing(sqlite3.connect(folder / FILE)) as file:
        return [
            (group, said.encode())
            for group, said in file.execute("SELECT grp, said FROM journal ORDER BY entry")
        ]


def written(folder: Path, rows: list[tuple[object, object]], first: int = 1) -> None:
    """A class with these rows, whatever they are."""
    folder.mkdir(exist_ok=True)
    (folder / FILE).unlink(missing_ok=True)
    with closing(sqlite3.connect(folder / FILE)) as file, file:
        file.execute(f"PRAGMA application_id={MADE}")
        for line in TABLES:
            file.execute(line)
        for entry, (group, said) in enumerate(rows, first):
            file.execute("INSERT INTO journal VALUES (?, ?, ?)", (entry, group, said))


def gone_on(folder: Path) -> NegotiateError | None:
    """Go on with a class, look at it as everybody does, and write what is left of it."""

    def work() -> None:
        found = class_again(folder)
        try:
            lesson = found.lesson
            faces.desk(lesson, "")
            faces.wall(lesson, "")
            for person in lesson.people.values():
                faces.seat_state(lesson, person)
            lesson.tick()
            afterwards.files(lesson, afterwards.debriefed(lesson))
        finally:
            found.store.close()

    return answer(work)


@pytest.fixture(scope="module")
def class_rows(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[int, bytes]]:
    folder = tmp_path_factory.mktemp("class") / "class"
    found = new_class(negotiate.load("classics/chicken"), str(folder), seed=3, minutes=20)
    lesson = found.lesson
    lesson.admit("of the desk", "desk")
    ada, bo, cy, dee = (come(lesson, name, f"key of {name}") for name in ("Ada", "Bo", "Cy", "Dee"))
    lesson.begin()
    ready(lesson)
    group = lesson.groups[ada.group]
    lesson.move(ada, {"say": "hello"}, 0)
    lesson.move(ada, {"choose": "swerve"}, 0)
    lesson.freeze(on=True)
    lesson.more_time(60)
    lesson.freeze(on=False)
    lesson.rename(bo.number, "Bob")
    lesson.let_talk(on=False)
    lesson.let_in(on=True)
    lesson.tell("two minutes")
    lesson.instead(
        group.number,
        next(key for key, number in group.sits.items() if number != ada.number),
        on=True,
    )
    lesson.note("a move", "Cy")
    for one in (cy, dee):
        if lesson.groups[one.group].open:
            lesson.remove(one.number)
    lesson.pair_again()
    lesson.end()
    found.store.close()
    return rows_of(folder)


def test_a_class_of_any_length_goes_on(class_rows: list[tuple[int, bytes]], tmp_path: Path) -> None:
    acts = {json.loads(said).get("act") for _, said in class_rows}
    assert len(acts) > len(ACTS) / 2
    for count in range(len(class_rows) + 1):
        written(tmp_path / "class", class_rows[:count])
        wrong = gone_on(tmp_path / "class")
        assert (wrong is None) == (count > 0), (count, wrong)


def test_no_damaged_class_is_a_fault(class_rows: list[tuple[int, bytes]], tmp_path: Path) -> None:
    groups = [group for group, _ in class_rows]
    for what, lines in some_of(
        spoilt_lines([said for _, said in class_rows], random.Random(2)), 60
    ):
        texts = (line.decode("utf-8", "replace") for line in lines)
        written(tmp_path / "class", list(zip(groups, texts, strict=False)))  # a line may be gone
        wrong = gone_on(tmp_path / "class")
        if isinstance(wrong, ScenarioError) and wrong.problems[0].path.endswith(FILE):
            assert 1 <= wrong.problems[0].line <= len(lines), what
    for odd in (None, True, -1, 2, 2**63 - 1, 1e308, "x", b"\xff"):
        for k in range(len(class_rows)):
            if EVERY_PAIR or k % 9 == 0:
                rows: list[tuple[object, object]] = [*class_rows]
                rows[k] = (0 if odd is None else odd, rows[k][1])
                written(tmp_path / "class", rows)
                gone_on(tmp_path / "class")
                rows[k] = (groups[k], "" if odd is None else odd)
                written(tmp_path / "class", rows)
                assert isinstance(gone_on(tmp_path / "class"), ScenarioError), (k, odd)
    written(tmp_path / "class", class_rows, first=2)
    assert "entry 1" in str(gone_on(tmp_path / "class"))


def test_an_act_that_nobody_knows_calls_nothing(
    class_rows: list[tuple[int, bytes]], tmp_path: Path
) -> None:
    for act in ("nothing", "take", "of_group", "open__", "sit\0"):
        written(
            tmp_path / "class", [*class_rows[:3], (0, line_of({"act": act, "at": 1.0}).decode())]
        )
        wrong = gone_on(tmp_path / "class")
        assert isinstance(wrong, ScenarioError)
        assert (
            wrong.exit_code,
            wrong.problems[0].line,
            "has to be one of `open`" in str(wrong),
        ) == (3, 4, True)
    assert {f"_take_{act}" for act in ACTS} == {
        name for name in vars(Lesson) if name.startswith("_take_")
    }


def test_a_class_whose_file_is_cut_or_flipped_is_told(
    class_rows: list[tuple[int, bytes]], tmp_path: Path
) -> None:
    written(tmp_path / "class", class_rows)
    path = tmp_path / "class" / FILE
    whole, chance = path.read_bytes(), random.Random(5)
    for _ in range(600 if EVERY_PAIR else 20):
        cut = chance.randrange(len(whole))
        path.write_bytes(whole[:cut])
        gone_on(tmp_path / "class")
        path.write_bytes(whole[:cut] + bytes([chance.randrange(256)]) + whole[cut + 1 :])
        gone_on(tmp_path / "class")
        for more in path.parent.glob(f"{FILE}-*"):
            more.unlink()


def test_a_class_with_other_tables_or_links_in_its_folder_is_refused(
    class_rows: list[tuple[int, bytes]], tmp_path: Path
) -> None:
    folder, mine = tmp_path / "class", tmp_path / "mine.txt"
    written(folder, class_rows)
    with closing(sqlite3.connect(folder / FILE)) as file, file:
        file.execute("CREATE TRIGGER more AFTER INSERT ON journal BEGIN DELETE FROM journal; END")
    assert "is not the journal of a class" in str(gone_on(folder))
    (folder / FILE).write_bytes(b"")
    assert "is not the journal of a class" in str(gone_on(folder))
    assert [one.name for one in folder.iterdir() if one.stat().st_size] == [], "nothing was written"
    written(folder, class_rows)
    mine.write_text("precious", "utf-8")
    (folder / "debrief.html").symlink_to(mine)
    assert "is a link" in str(gone_on(folder))
    assert mine.read_text("utf-8") == "precious"


def test_no_damaged_results_of_a_class_are_a_fault(
    class_rows: list[tuple[int, bytes]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written(tmp_path / "class", class_rows)
    found = class_again(tmp_path / "class")
    texts = afterwards.files(found.lesson, afterwards.debriefed(found.lesson))
    found.store.close()
    afterwards.write(tmp_path / "class", texts)
    about = json.loads(texts["class.json"])
    assert ask(capsys, "debrief", "classics/chicken", str(tmp_path / "class")).code != 3
    every = [
        (f"{place}", changed(line_of(about), place, odd)) for place in places(about) for odd in ODD
    ]
    for what, text in some_of(iter(every), 40):
        (tmp_path / "class" / "class.json").write_bytes(text)
        told = ask(capsys, "debrief", "classics/chicken", str(tmp_path / "class"))
        assert told.code != FAULT, (what, told.err)


#
# runs

VARY = {"value": "1:3:0.25"}


@pytest.fixture(scope="module")
def run_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("run") / "run"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "BLOCK", 3)
        whatif(negotiate.load("classics/hawk-dove"), VARY, into=folder)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def spoilt_runs(files: dict[str, bytes]) -> Iterator[tuple[str, tuple[str, bytes]]]:
    chance = random.Random(4)
    for name, whole in files.items():
        yield from (
            (f"{name} cut at {cut}", (name, whole[:cut])) for cut in range(0, len(whole), 1)
        )
        for _ in range(100):
            place = chance.randrange(len(whole))
            yield (
                f"{name} byte {place}",
                (name, whole[:place] + bytes([chance.randrange(256)]) + whole[place + 1 :]),
            )
    lines = files["blocks.jsonl"].splitlines(keepends=True)
    for what, made in spoilt_lines(lines, random.Random(2)):
        yield f"blocks {what}", ("blocks.jsonl", b"".join(made))
    about = json.loads(files["manifest.json"])
    for place in places(about):
        for odd in ODD:
            text = unchecked(changed(line_of(about), place, odd))
            yield f"manifest {place} {str(odd)[:20]}", ("manifest.json", text)
    yield "manifest deep", ("manifest.json", b'{"a":' * 100_000)


def test_no_damaged_run_is_a_fault_and_what_is_torn_is_worked_out_again(
    run_files: dict[str, bytes],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(blocks, "BLOCK", 3)
    scenario, folder = negotiate.load("classics/hawk-dove"), tmp_path / "run"
    folder.mkdir()
    tables = {name: whole for name, whole in run_files.items() if name != "manifest.json"}
    for what, (name, content) in some_of(spoilt_runs(run_files), 60):
        for other, whole in run_files.items():
            (folder / other).write_bytes(content if other == name else whole)
        answer(lambda: kept(folder))
        assert {one.name: one.read_bytes() for one in folder.iterdir()} == run_files | {
            name: content
        }, what
        assert ask(capsys, "rerun", str(folder / "manifest.json")).code != FAULT, what
        wrong = answer(lambda: whatif(scenario, VARY, into=folder, resume=True))
        if name != "manifest.json":
            assert wrong is None, (what, wrong)
        if name != "manifest.json" and "(" not in what:  # whoever makes the check anew is believed
            assert {one: (folder / one).read_bytes() for one in tables} == tables, what


@pytest.mark.parametrize("name", ["blocks.jsonl", "rows.csv", "manifest.json"])
def test_no_run_is_written_through_a_link(
    name: str, run_files: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blocks, "BLOCK", 3)
    folder, mine = tmp_path / "run", tmp_path / "mine"
    folder.mkdir()
    for other, whole in run_files.items():
        (folder / other).write_bytes(whole)
    mine.write_bytes(
        run_files[name][: len(run_files[name]) // 2] if name != "manifest.json" else run_files[name]
    )
    before = mine.read_bytes()
    (folder / name).unlink()
    (folder / name).symlink_to(mine)
    scenario = negotiate.load("classics/hawk-dove")
    assert "is a link" in str(answer(lambda: whatif(scenario, VARY, into=folder, resume=True)))
    assert mine.read_bytes() == before
    if name != "manifest.json":
        (folder / name).unlink()
        os.link(mine, folder / name)
        assert "no file of its own" in str(
            answer(lambda: whatif(scenario, VARY, into=folder, resume=True))
        )
        assert mine.read_bytes() == before


#
# shapes


@pytest.mark.parametrize(
    ("value", "shape", "said"),
    [
        ({"a": 1}, {"a": int}, ""),
        ({}, {"a?": int}, ""),
        ({}, {"a": int}, "`a` is missing, and has to be a whole number from 0"),
        ({"a": True}, {"a": int}, "`a` is true, and has to be a whole number from 0"),
        ({"a": 11}, {"a": range(1, 11)}, "`a` is 11, and has to be a whole number from 1 to 10"),
        ({"a": float("nan")}, {"a": slice(0, 2)}, "`a` is NaN, and has to be a number from 0 to 2"),
        (
            {"a": {"b": "x"}},
            {"a": {str: ("y", "z")}},
            '`a.b` is "x", and has to be one of `y`, `z`',
        ),
        ({"a": ["x"]}, {"a": [str, str]}, "`a` is a list, and has to be a list of 2"),
        (
            {"a": [["x", 1], ["y", "z"]]},
            {"a": [[str, int]]},
            '`a` is "z", and has to be a whole number from 0',
        ),
        ({"a": None}, {"a": (str, type(None))}, ""),
    ],
)
def test_what_does_not_fit_is_told_with_what_does(value: object, shape: object, said: str) -> None:
    assert misfit(value, shape) == said


def test_an_entry_comes_back_as_it_was_written() -> None:
    entries = [{"a": 1, "say": "é\ud800\n", "check": "b"}, {"x": [1.5, {"check": "c"}]}]
    entries[0].pop("check")
    text = b"".join(map(line_of, entries))
    assert list(Reader(Path("x")).lines(io.BytesIO(text))) == list(enumerate(entries, 1))
    for cut in range(len(text)):
        read = list(Reader(Path("x")).lines(io.BytesIO(text[:cut])))
        there = text[: cut + 1].count(b"\n")  # a line that lacks nothing but its end is whole
        assert read == list(enumerate(entries[:there], 1))
