"""The log of a game: one JSON line an event, which is on the disk before anybody goes on.

The first line says what is played: the scenario with its hash, the seats, the seed. Every other
line is an event:

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
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any
from weakref import finalize

from negotiate.errors import FileRefused, IllegalAction, NotWritten, ScenarioNotFound
from negotiate.journal import LINE, PLAYED, Reader, append, line_of, opened, whole
from negotiate.language.writing.atomic import reason, refuse_other
from negotiate.play.forms import Event, State
from negotiate.play.ways import WAYS

MADE = "negotiate/play/1"
"""What the first line says that it is."""
OPENING = '{"made": "' + MADE + '"'
LENSES = tuple(WAYS)
"""What can be played."""
KINDS = ("start", "move", "message", "inject", "result", "ruling", "override", "back")
MOST = 10_000
"""Rounds that are ever played."""
TIME = slice(0, 3 * 10**10)
"""Seconds since 1970 that a clock can show."""
HEADER = {
    "made": (MADE,),
    "title": str,
    "scenario": PLAYED,
    "lens": LENSES,
    "rounds": range(1, MOST + 1),
    "seed": int,
    "umpire?": bool,
    "seats": {str: [str, str]},
}
EVENT = {
    "event": int,
    "kind": KINDS,
    "seat": str,
    "move": dict,
    "sees": [str],
    "before": dict,
    "after": dict,
    "by?": ("clock", "teacher"),
    "at?": TIME,
}
"""The shapes of the first line and of the others; see `journal`."""
RESUME = "the game is kept up to the last move; make room, and `--resume` it"
BUSY = "somebody plays it: wait, or name another file"


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
            raise IllegalAction(
                f"that makes a line of more than {LINE:,} bytes", "say it in fewer words"
            )
        append(self._file, line, RESUME)


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
    empty = (
        path.is_file() and path.stat().st_size == 0
    )  # a game that was killed before its first line
    if not empty:
        refuse_other(path, "game.jsonl", OPENING)
    if path.exists() and not empty:
        raise FileRefused(
            f"`{path}` holds a game already", "add --resume to go on with it, or name another file"
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        log = Log(path, opened(path, "r+b" if empty else "x+b", BUSY))
    except OSError as wrong:
        raise NotWritten(
            f"`{path}` cannot be written: {reason(wrong)}", "name another file"
        ) from None
    log.add(header)
    return log


def reopened(path: Path) -> Log:
    """A log to go on with; a line that was cut off is taken away.

    Raises
    ------
    ScenarioError
        If its first line is not the whole first line of a log; the file then stays as it is.
    NotWritten
        If the system refuses.
    """
    if next(read(path), None) is None:
        raise Reader(path).wrong(
            1, "this is no log of a game, or not even its first line is whole", "name a log"
        )
    try:
        file = opened(path, "r+b", BUSY)
        log = Log(path, file)
        end = file.seek(0, os.SEEK_END)
        begin = end
        while begin and (file.seek(begin - 1), file.read(1))[1] != b"\n":
            begin -= 1
        file.seek(begin)
        if whole(file.read(end - begin) + b"\n"):  # only the end of the line is missing
            append(file, b"\n", RESUME)
        else:
            file.truncate(begin)
            file.seek(begin)
    except OSError as wrong:
        raise NotWritten(
            f"`{path}` cannot be written: {reason(wrong)}", "name another file"
        ) from None
    return log


def read(path: Path) -> Iterator[Event]:
    """The lines of a log, the first line first; a last line that was cut off is left out.

    Raises
    ------
    ScenarioNotFound
        If there is no such file.
    ScenarioError
        If a line is no line of a log, at its place.
    """
    try:
        if not path.is_file():
            raise ScenarioNotFound(
                f"there is no game `{path}`", "name the log of a game, such as `game.jsonl`"
            )
        reader = Reader(path)
        with path.open("rb") as file:
            for number, entry in reader.lines(file):
                if number == 1:
                    reader.shaped(number, entry, HEADER)
                else:
                    known(reader, number, entry, number - 1)
                yield entry
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


def known(reader: Reader, number: int, entry: Event, event: int) -> None:
    """Refuse what is not the event of that number in an order.

    Raises
    ------
    ScenarioError
        If it is none.
    """
    plain = len(entry) == len(TYPES) and [type(entry.get(key)) for key in TYPES] == [
        *TYPES.values()
    ]
    if (
        not plain or entry["kind"] not in KINDS
    ):  # most entries are plain, and of them the rules know the rest
        reader.shaped(number, entry, EVENT)
    if entry["event"] != event:
        raise reader.wrong(number, f"this is event {entry['event']}, and event {event} stands here")


TYPES = {
    "event": int,
    "kind": str,
    "seat": str,
    "move": dict,
    "sees": list,
    "before": dict,
    "after": dict,
}
"""Of an event that says nothing more, key → what stands there."""


def hash_of(content: object) -> str:
    """The hash of what a scenario says, however it is laid out."""
    text = json.dumps(content, sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
