"""A run folder: every row of a sweep, written block by block, so that a run can be ended at any
time and gone on with.

The rows of a block are appended and forced to the disk, and then a line of the journal says so.
What the journal does not say is cut off when the run goes on. The manifest says what was asked, by
which versions, and the hash of the rows.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
import shlex
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path
from time import monotonic
from typing import IO, Any

from negotiate.errors import FileRefused, NotWritten, ScenarioError
from negotiate.journal import Reader, append, line_of, misfit, refuse_link
from negotiate.journal import opened as opened_file
from negotiate.language.writing.atomic import DRAFT, put, reason, sweep
from negotiate.whatif.frames import Run
from negotiate.whatif.question import Piece, Question
from negotiate.whatif.rows import read_rows
from negotiate.whatif.tally import Counted, Moments, Tally
from negotiate.whatif.workers import differing, versions

MANIFEST, JOURNAL = "manifest.json", "blocks.jsonl"
MADE = "negotiate/run/1"
"""What a manifest says that it is."""
BLOCK = {
    "ends": [int],
    "sha256": [str],
    "size": int,
    "together": [[[str], int]],
    "moments": {str: [int, float, float, float, float]},
}
WHOLE = {
    "made": (MADE,),
    "state": ("running", "done"),
    "versions": {str: str},
    "question": {"scenario": dict},
    "result": {str: {"sha256": str}},
    "seconds": slice(0, 10**12),
}
"""The shapes of an entry of the journal, besides the number of its `block`, and of the manifest;
see `journal`.
"""
KEPT = "what was written before is kept; make room, and add --resume"
GO_ON = "add --resume to go on with it, or name another folder"


@dataclass(eq=False)
class Folder:
    """A run folder that is being written; `opened` makes it.

    Parameters
    ----------
    path : path
        The folder.
    question : Question
        What is asked.
    files : list of file
        The tables, then the journal; at their ends.
    hashes : list of hash
        Of the tables, so far.
    seconds : float
        How long it took before.
    """

    path: Path
    question: Question
    files: list[IO[bytes]] = field(default_factory=list)
    hashes: list[Any] = field(default_factory=list)
    seconds: float = 0.0
    done: int = 0
    begun: float = field(default_factory=monotonic)

    def add(self, piece: Piece) -> None:
        """Append one more block.

        Raises
        ------
        NotWritten
            If the system refuses, as where the disk is full. What was written before stays, and can
            be gone on with.
        """
        ends = []
        for file, digest, table in zip(self.files, self.hashes, piece.tables, strict=False):
            append(file, table, KEPT)
            digest.update(table)
            ends.append(file.tell())
        counted = piece.counted
        entry = {
            "block": self.done,
            "ends": ends,
            "sha256": [hashlib.sha256(table).hexdigest() for table in piece.tables],
            "size": counted.size,
            "together": [[list(answers), count] for answers, count in counted.together.items()],
            "moments": counted.moments,
        }
        append(self.files[-1], line_of(entry), KEPT)
        self.done += 1

    def write_manifest(self, *, finished: bool = False) -> None:
        """Say what is asked, and when everything is there what came of it."""
        command = ["negotiate", "whatif", *_options(said := self.question.said())]
        names = [*self.question.heads]
        pairs = zip(names, self.files, self.hashes, strict=False)
        result = {
            name: {"bytes": file.tell(), "sha256": digest.hexdigest()}
            for name, file, digest in pairs
        }
        found = {
            "made": MADE,
            "state": "done" if finished else "running",
            "command": shlex.join(command),
            "versions": versions(),
            "question": said,
            "texts": self.question.texts,
            "result": result if finished else {},
            "seconds": round(self.seconds + monotonic() - self.begun, 3),
        }
        put(
            self.path / MANIFEST,
            json.dumps(found, indent=2) + "\n",
            replace=(self.path / MANIFEST).exists(),
        )

    def run(self) -> Run:
        """What is there, once everything is."""
        return Run(
            str(self.path),
            self.question.points.count,
            self.hashes[0].hexdigest(),
            self.question.texts,
        )


def opened(
    path: Path,
    question: Question,
    tally: Tally,
    leaving: ExitStack,
    *,
    resume: bool,
    whole: bool = False,
) -> Folder:
    """A run folder, with what is in it already counted.

    Parameters
    ----------
    path : path
        A folder that is empty or not there; with `resume`, one that holds a run of the same
        question.
    tally : Tally
        Counts what the folder holds.
    leaving : ExitStack
        Closes the files.
    whole : bool
        Whether a folder of which something is missing or damaged is refused, and left as it is.

    Raises
    ------
    FileRefused
        If it holds something else.
    NotWritten
        If the system refuses.
    """
    try:
        refuse_link(path / MANIFEST)
        before = _before(path, question, resume)
        sweep(path)
        found = Folder(path, question, seconds=float(before.get("seconds", 0.0)))
        path.mkdir(parents=True, exist_ok=True)
        if not before:
            found.write_manifest()
        for name in (*question.heads, JOURNAL):
            mode = "r+b" if (path / name).exists() else "x+b"
            found.files.append(
                leaving.enter_context(opened_file(path / name, mode, "wait until it has finished"))
            )
        found.hashes = [hashlib.sha256() for _ in question.heads]
        _take_up(found, tally, whole)
    except OSError as wrong:
        raise NotWritten(
            f"`{path}` cannot be written: {reason(wrong)}", "name another folder"
        ) from None
    return found


def _before(path: Path, question: Question, resume: bool) -> Mapping[str, Any]:
    """The manifest of a run that may be gone on with; empty where the folder is."""
    if path.exists() and not path.is_dir():
        raise FileRefused(f"`{path}` is no folder", "name another folder")
    if not path.exists() or all(fnmatch(one.name, DRAFT.format("*")) for one in path.iterdir()):
        return {}
    if not (path / MANIFEST).exists():
        raise FileRefused(f"`{path}` holds other files", "name a folder that is empty or not there")
    found = read_manifest(path / MANIFEST)
    if not resume:
        raise FileRefused(f"`{path}` holds a run already", GO_ON)
    other = changes_since(found, question)
    if other:
        raise FileRefused(f"`{path}` holds another run: {'; '.join(other)}", "name another folder")
    return found


def changes_since(manifest: Mapping[str, Any], question: Question) -> list[str]:
    """What differs between a question that was asked and one that is, in words."""
    then, now = manifest["question"], question.said()
    scenario, other = (dict(one.get("scenario", {})) for one in (then, now))
    words = ["the scenario is another"] if scenario.get("sha256") != other.get("sha256") else []
    words += [
        f"`{name}` is another" for name in now if name != "scenario" and then.get(name) != now[name]
    ]
    return words + differing(manifest["versions"], versions())


def read_manifest(path: Path) -> Mapping[str, Any]:
    """A manifest.

    Raises
    ------
    FileRefused
        If it is none.
    """
    try:
        found: Mapping[str, Any] = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as wrong:
        said = (
            f"`{path}` cannot be read"
            if isinstance(wrong, OSError)
            else f"`{path}` is no manifest of a run"
        )
        raise FileRefused(said, f"name the `{MANIFEST}` of a run folder") from None
    if said := misfit(found, WHOLE):
        raise FileRefused(
            f"`{path}` is no manifest of a run: {said}", f"name the `{MANIFEST}` of a run folder"
        )
    return found


def _take_up(folder: Folder, tally: Tally, entire: bool) -> None:
    """Count every block that is whole, and cut off whatever comes after the last."""
    *tables, journal = folder.files
    heads = [head.encode("utf-8") for head in folder.question.heads.values()]
    good = 0
    whole = all(file.read(len(head)) == head for file, head in zip(tables, heads, strict=True))
    for digest, head in zip(folder.hashes, heads, strict=True):
        digest.update(head)
    ends = [len(head) for head in heads]
    parts = folder.question.engine.starts(folder.question.points)
    for part, (end, entry) in zip(
        parts, _entries(folder.path / JOURNAL) if whole else (), strict=False
    ):
        if not _belongs(folder, entry, len(part)) or not _holds(folder, entry, ends):
            break
        moments = {name: Moments(*one) for name, one in entry["moments"].items()}
        together = {tuple(answers): count for answers, count in entry["together"]}
        tally.add(Counted(entry["size"], together, moments))
        ends, good = entry["ends"], end
        folder.done += 1
    if entire and tally.count < folder.question.points.count:
        said = (
            f"`{folder.path}` is damaged: of {folder.question.points.count:,} runs "
            f"{tally.count:,} are whole"
        )
        raise FileRefused(said, "`negotiate whatif` with --resume works out the others")
    for file, end, head in zip(tables, ends, heads, strict=True):
        file.truncate(end if whole else 0)
        file.seek(0, os.SEEK_END)
        if not whole:
            append(file, head, KEPT)
    journal.truncate(good)
    journal.seek(good)
    _keep(folder, tally)


def _entries(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The entries of the journal that are whole, with where each ends; what comes after them does
    not count.
    """
    reader = Reader(path, checked=True)
    with suppress(ScenarioError), path.open("rb") as file:
        for number, entry in reader.lines(file):
            reader.shaped(number, entry, BLOCK | {"block": range(number - 1, number)})
            yield file.tell(), entry


def _belongs(folder: Folder, entry: Mapping[str, Any], size: int) -> bool:
    """Whether an entry counts so many points, and what the question asks of them."""
    engine, tables = folder.question.engine, len(folder.question.heads)
    moments = entry["moments"]
    known = moments.keys() <= {*engine.numbers} and all(
        0 < n <= size and sq >= 0 for n, _, sq, *_ in moments.values()
    )
    counts = [count for answers, count in entry["together"] if len(answers) == len(engine.told)]
    told = len(counts) == len(entry["together"]) and sum(counts) == (size if engine.told else 0)
    return (
        known
        and told
        and entry["size"] == size
        and len(entry["ends"]) == len(entry["sha256"]) == tables
    )


def _holds(folder: Folder, entry: Mapping[str, Any], starts: Iterable[int]) -> bool:
    """Whether the tables hold what the journal says; if so it is counted into their hashes."""
    parts = []
    for file, start, end, wanted in zip(
        folder.files, starts, entry["ends"], entry["sha256"], strict=False
    ):
        if not start <= end <= os.fstat(file.fileno()).st_size:
            return False
        file.seek(start)
        parts.append(_read(file, end - start))
        if hashlib.sha256(parts[-1]).hexdigest() != wanted:
            return False
    for digest, part in zip(folder.hashes, parts, strict=True):
        digest.update(part)
    return True


def _read(file: IO[bytes], count: int) -> bytes:
    found = b""
    while len(found) < count and (more := file.read(count - len(found))):
        found += more
    return found


def _keep(folder: Folder, tally: Tally) -> None:
    """Take up the first points from their rows."""
    question = folder.question
    axes = [
        {} if axis.numeric else {str(value): value for value in axis.values}
        for axis in question.points.axes
    ]
    most = min(tally.count, question.keep)
    if not most:
        return
    columns: list[list[Any]] = [[] for _ in (*axes, *question.engine.columns)]
    with (folder.path / "rows.csv").open(encoding="utf-8", newline="") as file:
        try:
            for row, _ in zip(read_rows(file, question.texts["rows"]), range(most), strict=False):
                for column, value in zip(columns, list(row.values())[1:], strict=True):
                    column.append(value)
        except (ValueError, csv.Error):
            raise FileRefused(
                f"`{file.name}` holds rows that no run writes", "name another folder"
            ) from None
    for column, words in zip(columns, axes, strict=False):
        column[:] = [words.get(value, value) for value in column]
    names = [axis.name for axis in question.points.axes]
    tally.keep(
        dict(zip(names, columns, strict=False)),
        dict(zip(question.engine.columns, columns[len(axes) :], strict=True)),
    )


def _options(said: Mapping[str, Any]) -> Iterator[str]:
    """What is typed to ask a question."""
    scenario = said["scenario"]
    yield scenario["path"]
    yield from ["--variant", scenario["variant"]] if scenario["variant"] else []
    for option, values in (
        ("--set", scenario["set"]),
        ("--fix", scenario["fix"]),
        ("--vary", said["vary"] or {}),
    ):
        for name, value in values.items():
            yield option
            yield f"{name}={value if isinstance(value, str) else ','.join(map(str, value))}"
    yield from ("--watch", ",".join(said["watch"]))
    if said["draws"]:
        yield from (
            "--draws",
            str(said["draws"]),
            "--sampling",
            said["sampling"],
            "--seed",
            str(said["seed"]),
        )
