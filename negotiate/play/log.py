"""The log of a game: one JSON line an event, which is on the disk before anybody goes on.

The first line says what is played: the scenario with its hash, the seats, the seed. Every other line is an event:

| key | holds |
|---|---|
| `event` | its number, counted from 1 |
| `kind` | `start`, `move`, `message`, `inject`, `result`, `ruling`, `override`, `back` |
| `seat` | who did it: a seat, `chance` or `umpire` |
| `move` | what was done, as the rules take it |
| `sees` | the seats that learn of it as it happens |
| `before`, `after` | what the event changed of the state |

A line that was cut off when the program was killed is no event: nobody was told of it.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO, Any
from weakref import finalize

from negotiate.errors import FileRefused, IllegalAction, NotWritten, Problem, ScenarioError, ScenarioNotFound
from negotiate.language.writing.atomic import reason, refuse_other
from negotiate.play.forms import Event, State

MADE = "negotiate/play/1"
"""What the first line says that it is."""
LINE = 1_000_000
"""Bytes that a line has at most."""
OPENING = '{"made": "' + MADE + '"'
HEADER = {"scenario": dict, "lens": str, "rounds": int, "seed": int, "seats": dict}
EVENT = {"event": int, "kind": str, "seat": str, "move": dict, "sees": list, "before": dict, "after": dict}
"""Key → what stands there, in the first line and in the others."""
KINDS = ("start", "move", "message", "inject", "result", "ruling", "override", "back")


class Log:
    """A log that is being written.

    Parameters
    ----------
    path : path
        Its file.
    file : file
        Open at its end.
    """

    def __init__(self, path: Path, file: IO[bytes]) -> None:
        self.path, self._file = path, file
        self.close = finalize(self, file.close)  # at the latest when nobody plays any more

    def add(self, entry: Mapping[str, Any]) -> None:
        """Append a line, and force it to the disk.

        Raises
        ------
        NotWritten
            If the system refuses. What was written before stays.
        """
        line = line_of(entry)
        if len(line) > LINE:
            raise IllegalAction(f"that makes a line of more than {LINE:,} bytes", "say it in fewer words")
        end, left = self._file.tell(), memoryview(line)
        try:
            while left:
                left = left[self._file.write(left) :]
            os.fsync(self._file.fileno())
        except OSError as wrong:
            with suppress(OSError):  # nobody was told of it, and the next line must not be glued to it
                self._file.truncate(end)
                self._file.seek(end)
            said = f"`{self.path}` cannot be written: {reason(wrong)}"
            raise NotWritten(said, "the game is kept up to the last move; make room, and `--resume` it") from None


def line_of(entry: Mapping[str, Any]) -> bytes:
    """A line of the log."""
    return _ENCODER.encode(entry).encode("utf-8", "backslashreplace") + b"\n"


_ENCODER = json.JSONEncoder(ensure_ascii=False)


def difference(before: State, after: State) -> tuple[State, State]:
    """What two states differ in, as it was and as it is."""
    if before is after:
        return {}, {}
    now = {key: value for key, value in after.items() if key not in before or before[key] != value}
    return {key: value for key, value in before.items() if key in now or key not in after}, now


def new_log(path: Path, header: Mapping[str, Any]) -> Log:
    """A new log with its first line.

    Raises
    ------
    FileRefused
        If something stands there.
    NotWritten
        If the system refuses.
    """
    empty = path.is_file() and path.stat().st_size == 0  # a game that was killed before its first line
    if not empty:
        refuse_other(path, "game.jsonl", OPENING)
    if path.exists() and not empty:
        raise FileRefused(f"`{path}` holds a game already", "add --resume to go on with it, or name another file")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        log = Log(path, path.open("r+b" if empty else "xb", buffering=0))
    except OSError as wrong:
        raise NotWritten(f"`{path}` cannot be written: {reason(wrong)}", "name another file") from None
    _lock(log)
    log.add(header)
    return log


def reopened(path: Path) -> Log:
    """A log to go on with; a line that was cut off is taken away.

    Raises
    ------
    NotWritten
        If the system refuses.
    """
    try:
        file = path.open("r+b", buffering=0)
        log = Log(path, file)
        _lock(log)
        end = file.seek(0, os.SEEK_END)
        while end and (file.seek(end - 1), file.read(1))[1] != b"\n":
            end -= 1
        file.truncate(end)
        file.seek(end)
    except OSError as wrong:
        raise NotWritten(f"`{path}` cannot be written: {reason(wrong)}", "name another file") from None
    return log


def _lock(log: Log) -> None:
    """Keep others out as long as the file is open, where the system can."""
    with suppress(ModuleNotFoundError):
        fcntl: Any = importlib.import_module("fcntl")
        try:
            fcntl.flock(log._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            log.close()
            raise FileRefused(f"somebody else is playing `{log.path}`", "name another file") from None


def read(path: Path) -> Iterator[tuple[int, Event]]:
    """The lines of a log with their numbers, the first line first; a last line that was cut off is left out.

    Raises
    ------
    ScenarioNotFound
        If there is no such file.
    ScenarioError
        If a line is no line of a log, at its place.
    """
    try:
        if not path.is_file():
            raise ScenarioNotFound(f"there is no game `{path}`", "name the log of a game, such as `game.jsonl`")
        with path.open("rb") as file:
            for number, line in enumerate(iter(lambda: file.readline(LINE + 1), b""), 1):
                if not line.endswith(b"\n") and len(line) <= LINE:
                    return
                yield number, _entry(path, number, line)
    except OSError as wrong:
        raise ScenarioNotFound(f"`{path}` cannot be read: {reason(wrong)}") from None
    except ValueError:
        raise ScenarioNotFound(f"`{str(path)[:80]}` cannot be a path") from None


def is_log(name: str) -> bool:
    """Whether a file of that name begins as a log does."""
    try:
        with open(name, "rb") as file:  # noqa: PTH123 - a line of results may be no path at all
            return file.read(len(OPENING)) == OPENING.encode("utf-8")
    except (OSError, ValueError):
        return False


def _entry(path: Path, number: int, line: bytes) -> Event:
    if len(line) > LINE:
        raise wrong_line(path, number, f"a line of a log is shorter than {LINE:,} bytes")
    try:
        found = _JSON.decode(line.decode())
    except (ValueError, RecursionError):
        mend = "delete this line and all below it: the game is whole up to here"
        raise wrong_line(path, number, "this is no line of JSON", mend) from None
    if number == 1:
        sound = isinstance(found, dict) and found.get("made") == MADE
        missing = [key for key, kind in HEADER.items() if sound and type(found.get(key)) is not kind]
        if not sound or missing:
            said = f"`{missing[0]}` is missing or of another kind" if missing else "this is not the log of a game"
            raise wrong_line(path, number, said)
        return found  # type: ignore[no-any-return]  # a dictionary, as was seen
    if not isinstance(found, dict) or [type(found.get(key)) for key in EVENT] != [*EVENT.values()]:
        raise wrong_line(path, number, f"an event has {', '.join(f'`{key}`' for key in EVENT)}")
    if found["event"] != number - 1 or found["kind"] not in KINDS:
        raise wrong_line(path, number, f"event {number - 1} stands here, of a kind that is known")
    return found


def _refuse(word: str) -> float:
    raise ValueError(word)


_JSON = json.JSONDecoder(parse_constant=_refuse)


def wrong_line(path: Path, number: int, message: str, hint: str = "name the log as it was written") -> ScenarioError:
    """A mistake in a line of a log."""
    return ScenarioError([Problem(str(path), number, 1, "unreadable-log", message, hint)])


def hash_of(content: object) -> str:
    """The hash of what a scenario says, however it is laid out."""
    text = json.dumps(content, sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
