"""The text of a file of GENIUS, with the line and column of whatever is wrong in it."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from pathlib import Path

from negotiate.errors import ScenarioNotFound
from negotiate.loading.problems import Place, Problems

SIZE_LIMIT = 10_000_000
"""Bytes in one file."""
WIDEST = 60
"""How many characters a caret underlines at most."""


@dataclass(slots=True)
class Sheet:
    """A text, the name of its file as it was asked for, and the mistakes found in it so far; lines end as on Unix."""

    text: str
    shown: str
    problems: Problems = field(default_factory=Problems)
    _lines: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.problems.texts[self.shown] = self.text.split("\n")
        self._lines = [0, *(found.end() for found in re.finditer("\n", self.text))]

    def line(self, start: int) -> int:
        """The number of the line, counted from 1, in which a place of the text is."""
        return bisect_right(self._lines, start)

    def offset(self, line: int, column: int) -> int:
        """Where in the text a line, counted from 1, has a column, counted from 0."""
        return min(self._lines[min(line, len(self._lines)) - 1] + column, len(self.text))

    def wrong(self, start: int, end: int, code: str, message: str, hint: str = "") -> None:
        """Note a mistake in the stretch from `start` to `end` of the text."""
        line = self.line(start)
        column = start - self._lines[line - 1] + 1
        stop = self.text.find("\n", start)
        width = min(end, len(self.text) if stop < 0 else stop, start + WIDEST) - start
        self.problems.add(Place(self.shown, line, column, max(width, 1)), code, message, hint)


def sheet(path: str) -> Sheet:
    """The text of a file; one that is too long, or not UTF-8, is empty and says so.

    Raises
    ------
    ScenarioNotFound
        If there is no such file, or it cannot be read.
    """
    raw = _bytes(path)
    if len(raw) > SIZE_LIMIT:
        found = Sheet("", path)
        found.wrong(0, 1, "file-too-large", f"the file has more than {SIZE_LIMIT:,} bytes", "take a smaller domain")
        return found
    try:
        return Sheet(_unified(raw.decode("utf-8-sig")), path)
    except UnicodeDecodeError as error:
        utf_16 = raw[:2] in (b"\xff\xfe", b"\xfe\xff")
        found = Sheet("" if utf_16 else _unified(raw[: error.start].decode("utf-8", "replace")), path)
        message = "the file is saved as UTF-16, not UTF-8" if utf_16 else f"byte 0x{raw[error.start]:02x} is not UTF-8"
        found.wrong(len(found.text), len(found.text) + 1, "not-utf-8", message, "save the file as UTF-8")
        return found


def _unified(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _bytes(path: str) -> bytes:
    place = Path(path)
    try:
        if not place.is_file():
            kind = "is a folder" if place.is_dir() else "is neither a file nor a folder"
            found = f"`{path}` {kind}" if place.exists() else f"there is no file `{path}`"
            raise ScenarioNotFound(found, "name the domain file of GENIUS, which ends in .xml")
        with place.open("rb") as file:
            return file.read(SIZE_LIMIT + 1)
    except OSError as wrong:
        raise ScenarioNotFound(f"`{path}` cannot be read: {(wrong.strerror or str(wrong)).lower()}") from None
    except ValueError:
        raise ScenarioNotFound(f"`{path[:80]}` cannot be a path") from None
