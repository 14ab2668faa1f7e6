"""A run folder: every row of a sweep, written block by block, so that a run can be ended at any time and gone on with.

The rows of a block are appended and forced to the disk, and then a line of the journal says so. What the journal does
not say is cut off when the run goes on. The manifest says what was asked, by which versions, and the hash of the rows.
"""

from __future__ import annotations

import hashlib
import importlib
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

from negotiate.errors import FileRefused, NotWritten
from negotiate.language.writing.atomic import DRAFT, put, reason
from negotiate.whatif.frames import Run
from negotiate.whatif.question import Piece, Question
from negotiate.whatif.rows import read_rows
from negotiate.whatif.tally import Counted, Moments, Tally
from negotiate.whatif.workers import differing, versions

MANIFEST, JOURNAL = "manifest.json", "blocks.jsonl"
MADE = "negotiate/run/1"
"""What a manifest says that it is."""
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
            If the system refuses, as where the disk is full. What was written before stays, and can be gone on with.
        """
        ends = []
        for file, digest, table in zip(self.files, self.hashes, piece.tables, strict=False):
            self._append(file, table)
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
        self._append(self.files[-1], json.dumps(entry | {"check": _check(entry)}).encode("utf-8") + b"\n")
        self.done += 1

    def _append(self, file: IO[bytes], data: bytes) -> None:
        left = memoryview(data)
        try:
            while left:
                left = left[file.write(left) :]
            os.fsync(file.fileno())
        except OSError as wrong:
            said = f"`{file.name}` cannot be written: {reason(wrong)}"
            raise NotWritten(said, "what was written before is kept; make room, and add --resume") from None

    def write_manifest(self, *, finished: bool = False) -> None:
        """Say what is asked, and when everything is there what came of it."""
        command = ["negotiate", "whatif", *_options(said := self.question.said())]
        names = [*self.question.heads]
        pairs = zip(names, self.files, self.hashes, strict=False)
        result = {name: {"bytes": file.tell(), "sha256": digest.hexdigest()} for name, file, digest in pairs}
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
        put(self.path / MANIFEST, json.dumps(found, indent=2) + "\n", replace=(self.path / MANIFEST).exists())

    def run(self) -> Run:
        """What is there, once everything is."""
        return Run(str(self.path), self.question.points.count, self.hashes[0].hexdigest(), self.question.texts)


def opened(path: Path, question: Question, tally: Tally, leaving: ExitStack, *, resume: bool) -> Folder:
    """A run folder, with what is in it already counted.

    Parameters
    ----------
    path : path
        A folder that is empty or not there; with `resume`, one that holds a run of the same question.
    tally : Tally
        Counts what the folder holds.
    leaving : ExitStack
        Closes the files.

    Raises
    ------
    FileRefused
        If it holds something else.
    NotWritten
        If the system refuses.
    """
    try:
        before = _before(path, question, resume)
        found = Folder(path, question, seconds=float(before.get("seconds", 0.0)))
        path.mkdir(parents=True, exist_ok=True)
        if not before:
            found.write_manifest()
        for name in (*question.heads, JOURNAL):
            file = leaving.enter_context((path / name).open("r+b" if (path / name).exists() else "x+b", buffering=0))
            found.files.append(file)
        _lock(found.files[-1], path)
        found.hashes = [hashlib.sha256() for _ in question.heads]
        _take_up(found, tally)
    except OSError as wrong:
        raise NotWritten(f"`{path}` cannot be written: {reason(wrong)}", "name another folder") from None
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
    words += [f"`{name}` is another" for name in now if name != "scenario" and then.get(name) != now[name]]
    return words + differing(manifest["versions"], versions())


def read_manifest(path: Path) -> Mapping[str, Any]:
    """A manifest.

    Raises
    ------
    FileRefused
        If it is none.
    """
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as wrong:
        said = f"`{path}` cannot be read" if isinstance(wrong, OSError) else f"`{path}` is no manifest of a run"
        raise FileRefused(said, f"name the `{MANIFEST}` of a run folder") from None
    parts = {"question": dict, "versions": dict, "result": dict, "seconds": float | int, "state": str}
    whole = isinstance(found, dict) and all(isinstance(found.get(name), kind) for name, kind in parts.items())
    inner = [found["question"].get("scenario"), *found["result"].values()] if whole else []
    if not inner or found.get("made") != MADE or not all(isinstance(one, dict) for one in inner):
        raise FileRefused(f"`{path}` is no manifest of a run", f"name the `{MANIFEST}` of a run folder")
    manifest: Mapping[str, Any] = found
    return manifest


def _lock(file: IO[bytes], path: Path) -> None:
    """Keep others out as long as the file is open, where the system can."""
    with suppress(ModuleNotFoundError):
        fcntl: Any = importlib.import_module("fcntl")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise FileRefused(f"another process writes into `{path}`", "wait until it has finished") from None


def _take_up(folder: Folder, tally: Tally) -> None:
    """Count every block that is whole, and cut off whatever comes after the last."""
    *tables, journal = folder.files
    heads = [head.encode("utf-8") for head in folder.question.heads.values()]
    good = 0
    whole = all(file.read(len(head)) == head for file, head in zip(tables, heads, strict=True))
    for digest, head in zip(folder.hashes, heads, strict=True):
        digest.update(head)
    ends = [len(head) for head in heads]
    parts = folder.question.engine.starts(folder.question.points)
    for part, text in zip(parts, _lines(folder.path / JOURNAL) if whole else (), strict=False):
        entry = _entry(text, folder.done)
        if entry is None or entry["size"] != len(part) or not _holds(folder, entry, ends):
            break
        moments = {name: Moments(*one) for name, one in entry["moments"].items()}
        together = {tuple(answers): count for answers, count in entry["together"]}
        tally.add(Counted(entry["size"], together, moments))
        ends, good = entry["ends"], good + len(text)
        folder.done += 1
    for file, end, head in zip(tables, ends, heads, strict=True):
        file.truncate(end if whole else 0)
        file.seek(0, os.SEEK_END)
        if not whole:
            folder._append(file, head)
    journal.truncate(good)
    journal.seek(good)
    _keep(folder, tally)


def _lines(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from file


def _entry(text: bytes, number: int) -> dict[str, Any] | None:
    """A line of the journal; None where it is torn, or not the one that comes next."""
    try:
        found: dict[str, Any] = json.loads(text)
        sound = text.endswith(b"\n") and found.pop("check") == _check(found)
    except (ValueError, AttributeError, KeyError, TypeError):
        return None
    return found if sound and found["block"] == number else None


def _check(entry: Mapping[str, Any]) -> str:
    """What tells a line of the journal from one that has been changed."""
    return hashlib.sha256(json.dumps(entry).encode("utf-8")).hexdigest()[:16]


def _holds(folder: Folder, entry: Mapping[str, Any], starts: Iterable[int]) -> bool:
    """Whether the tables hold what the journal says; if so it is counted into their hashes."""
    parts = []
    for file, start, end, wanted in zip(folder.files, starts, entry["ends"], entry["sha256"], strict=False):
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
    axes = [{} if axis.numeric else {str(value): value for value in axis.values} for axis in question.points.axes]
    most = min(tally.count, question.keep)
    if not most:
        return
    columns: list[list[Any]] = [[] for _ in (*axes, *question.engine.columns)]
    with (folder.path / "rows.csv").open(encoding="utf-8", newline="") as file:
        for row, _ in zip(read_rows(file, question.texts["rows"]), range(most), strict=False):
            for column, value in zip(columns, list(row.values())[1:], strict=True):
                column.append(value)
    for column, words in zip(columns, axes, strict=False):
        column[:] = [words.get(value, value) for value in column]
    names = [axis.name for axis in question.points.axes]
    tally.keep(
        dict(zip(names, columns, strict=False)), dict(zip(question.engine.columns, columns[len(axes) :], strict=True))
    )


def _options(said: Mapping[str, Any]) -> Iterator[str]:
    """What is typed to ask a question."""
    scenario = said["scenario"]
    yield scenario["path"]
    yield from ["--variant", scenario["variant"]] if scenario["variant"] else []
    for option, values in (("--set", scenario["set"]), ("--fix", scenario["fix"]), ("--vary", said["vary"] or {})):
        for name, value in values.items():
            yield option
            yield f"{name}={value if isinstance(value, str) else ','.join(map(str, value))}"
    yield from ("--watch", ",".join(said["watch"]))
    if said["draws"]:
        yield from ("--draws", str(said["draws"]), "--sampling", said["sampling"], "--seed", str(said["seed"]))
