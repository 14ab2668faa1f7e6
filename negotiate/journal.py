"""Journals are data: logs of games, journals of classes and of runs, which strangers may have
written.

An entry is a JSON object on a line of its own. The line ends with a check of all that stands before
it, which tells an entry that was changed from one that was written. Journals of older versions have
no checks, and are read without; once a line has one, all that follow need one. A last line that was
cut off is no entry: nobody was told of it.

What an entry may hold is a shape:

| shape | what fits |
|---|---|
| `int` | a whole number from 0 |
| `range(low, high)` | a whole number of these |
| `slice(low, high)` | a number from one to the other, with decimals or without |
| any other type | a value of that very type |
| `(one, other)` | a value of one of these types, or one of these very texts |
| `[shape]`, `[first, second]` | a list of any length; one of that length |
| `{str: shape}` | a mapping with any keys |
| `{"key": shape, "other?": shape}` | a mapping with these keys; one with a question mark may be missing |
"""

from __future__ import annotations

import importlib
import json
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO, Any
from zlib import crc32

from negotiate.errors import FileRefused, NotWritten, Problem, ScenarioError
from negotiate.language.writing.atomic import reason

LINE = 1_000_000
"""Bytes that a line has at most."""
CHECK = b', "check": "'
"""What stands before the check of a line: eight digits of the CRC-32 of all that stands before."""
TAIL = len(CHECK) + 8 + len(b'"}\n')
PLAYED = {"path": str, "set": dict, "variant": (str, type(None)), "fix": {str: str}, "sha256": str}
"""The shape of what says which scenario was played."""
WORDS: dict[Any, str] = {
    int: "a whole number from 0",
    float: "a number with decimals",
    str: "a text",
    bool: "true or false",
    dict: "a mapping",
    list: "a list",
    type(None): "null",
}


def line_of(entry: Mapping[str, Any]) -> bytes:
    """An entry as a line."""
    body = _ENCODER.encode(entry).encode("utf-8", "backslashreplace")[:-1]
    return body + CHECK + b'%08x"}\n' % crc32(body)


_ENCODER = json.JSONEncoder(ensure_ascii=False)
_DECODER = json.JSONDecoder()


def whole(line: bytes) -> bool:
    """Whether the check of a line says that all of it is there."""
    return line.startswith(CHECK, -TAIL) and b"%08x" % crc32(line[:-TAIL]) == line[-11:-3]


class Reader:
    """Reads the entries of one journal, and refuses what is none, at its place.

    Parameters
    ----------
    path : path
        Its file, as errors name it.
    checked : bool
        Whether all entries need a check, the first one, too.
    """

    def __init__(self, path: Path, *, checked: bool = False) -> None:
        self.path, self._checked = path, checked

    def lines(self, file: IO[bytes]) -> Iterator[tuple[int, dict[str, Any]]]:
        """The entries of a file with their numbers, counted from 1; a last line that was cut off is
        left out.

        Raises
        ------
        ScenarioError
            If a line is no entry.
        """
        for number, line in enumerate(iter(lambda: file.readline(LINE + 1), b""), 1):
            ended = line[-1:] == b"\n" or len(line) > LINE
            if not ended and not whole(line + b"\n"):
                return
            yield number, self.entry(number, line if ended else line + b"\n")

    def entry(self, number: int, line: bytes) -> dict[str, Any]:
        """The entry of a line, whatever its shape.

        Raises
        ------
        ScenarioError
            If it is none, or not as it was written.
        """
        if len(line) > LINE:
            raise self.wrong(number, f"a line of a journal is shorter than {LINE:,} bytes")
        if line.startswith(CHECK, -TAIL):
            body = line[:-TAIL]
            if not whole(line):
                raise self.wrong(number, "this line is not as it was written: its check is another")
            self._checked, line = True, body + b"}"
        elif self._checked:
            raise self.wrong(number, "this line has no check, and it needs one")
        try:
            found = _DECODER.decode(line.decode("utf-8"))
        except (ValueError, RecursionError):
            raise self.wrong(number, "this is no line of JSON") from None
        if type(found) is not dict:
            raise self.wrong(number, f"an entry is a mapping, and this is {_found(found)}")
        return found

    def shaped(self, number: int, found: Mapping[str, Any], shape: Mapping[Any, Any]) -> None:
        """Refuse an entry of another shape.

        Raises
        ------
        ScenarioError
            If it has another.
        """
        if said := misfit(found, shape):
            raise self.wrong(number, said)

    def wrong(self, number: int, message: str, hint: str = "") -> ScenarioError:
        """A mistake in an entry."""
        hint = hint or (
            "delete this line and all below it: all before it is whole"
            if number > 1
            else "name a journal"
        )
        return ScenarioError([Problem(str(self.path), number, 1, "unreadable-log", message, hint)])


def misfit(value: object, shape: Any, where: str = "") -> str:
    """What does not fit a shape, with what is allowed there; empty where all fits.

    Examples
    --------
    >>> misfit({"seed": -1}, {"seed": int})
    '`seed` is -1, and has to be a whole number from 0'
    """
    if isinstance(shape, dict) and type(value) is dict:
        return next(filter(None, _misfits(value, shape, where)), "")
    if isinstance(shape, list) and type(value) is list and len(shape) in (1, len(value)):
        every = shape * len(value) if len(shape) == 1 else shape
        return next(
            filter(
                None, (misfit(inner, one, where) for inner, one in zip(value, every, strict=True))
            ),
            "",
        )
    if isinstance(shape, tuple):
        fits = any(value == one if isinstance(one, str) else type(value) is one for one in shape)
    elif isinstance(shape, range):
        fits = type(value) is int and value in shape
    elif isinstance(shape, slice):
        fits = type(value) in (int, float) and shape.start <= value <= shape.stop
    else:
        fits = type(value) is shape and (shape is not int or value >= 0)  # type: ignore[operator]  # it is of that type
    subject = f"`{where}`" if where else "this"
    return "" if fits else f"{subject} is {_found(value)}, and has to be {_allowed(shape)}"


def _misfits(value: Mapping[str, Any], shape: Mapping[Any, Any], where: str) -> Iterator[str]:
    above = f"{where}." if where else ""
    for key, one in shape.items():
        for name in value if key is str else [key.removesuffix("?")]:
            if name in value:
                yield misfit(value[name], one, f"{above}{name[:60]}")
            elif name == key:
                yield f"`{above}{name}` is missing, and has to be {_allowed(one)}"


def _found(value: object) -> str:
    if isinstance(value, dict | list):
        return WORDS[type(value)]
    return json.dumps(value, ensure_ascii=False)[:60]


def _allowed(shape: Any) -> str:
    if isinstance(shape, tuple):
        words = [f"`{one}`" if isinstance(one, str) else WORDS[one] for one in shape]
        return f"one of {', '.join(words)}" if words[1:] else words[0]
    if isinstance(shape, range):
        return f"a whole number from {shape.start:,} to {shape.stop - 1:,}"
    if isinstance(shape, slice):
        return f"a number from {shape.start:,} to {shape.stop:,}"
    if isinstance(shape, list) and len(shape) > 1:
        return f"a list of {len(shape)}"
    return WORDS[shape if isinstance(shape, type) else type(shape)]


def opened(path: Path, mode: str, hint: str) -> IO[bytes]:
    """The file of a journal, to write to it; nobody else does so as long as it is open, where the
    system can say so.

    Parameters
    ----------
    path : path
        A link is never followed: what a stranger's folder leads to is no journal.
    mode : {'r+b', 'x+b'}
        Whether the file is there, or is made.
    hint : str
        What to do where another program writes.

    Raises
    ------
    FileRefused
        If it is a link or no file, has other names, or another program writes to it.
    OSError
        If the system refuses.
    """
    refuse_link(path)
    file = open(path, mode, buffering=0, opener=_here)  # noqa: SIM115 - a path has no opener; the caller closes
    about = os.fstat(file.fileno())
    with suppress(ModuleNotFoundError):
        fcntl: Any = importlib.import_module("fcntl")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            raise FileRefused(f"another program writes to `{path}`", hint) from None
    if not stat.S_ISREG(about.st_mode) or about.st_nlink > 1:
        file.close()
        raise FileRefused(f"`{path}` is no file of its own", "name another place")
    return file


def _here(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0), 0o666)


def refuse_link(path: Path) -> None:
    """Refuse to write where a link stands, wherever it leads.

    Raises
    ------
    FileRefused
        If one does.
    """
    if path.is_symlink():
        raise FileRefused(
            f"`{path}` is a link, and a journal is written through none", "name the place itself"
        )


def append(file: IO[bytes], data: bytes, hint: str) -> None:
    """Write at the end of a file, and force it to the disk: all of it, or nothing.

    Raises
    ------
    NotWritten
        If the system refuses, as where the disk is full; `hint` says what is kept.
    """
    end, left = file.tell(), memoryview(data)
    try:
        while left:
            left = left[file.write(left) :]
        os.fsync(file.fileno())
    except OSError as wrong:
        with suppress(OSError):  # nobody was told of it, and the next line must not be glued to it
            file.truncate(end)
            file.seek(end)
        raise NotWritten(f"`{file.name}` cannot be written: {reason(wrong)}", hint) from None
