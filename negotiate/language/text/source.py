"""The text of a file of another program, with the line and column of whatever is wrong in it."""

from __future__ import annotations

import os
import re
from bisect import bisect_right
from dataclasses import dataclass, field
from pathlib import Path

from negotiate.errors import ScenarioNotFound
from negotiate.problems import Place, Problems

WIDEST = 60
"""How many characters a caret underlines at most."""


@dataclass(slots=True)
class Source:
    """A text, the name of its file as it was asked for, and the mistakes found in it so far; lines
    end as on Unix.
    """

    text: str
    shown: str
    problems: Problems = field(default_factory=Problems)
    _starts: list[int] = field(default_factory=list)

    @property
    def starts(self) -> list[int]:
        """Where each line starts."""
        if not self._starts:
            self._starts = [0, *(found.end() for found in re.finditer("\n", self.text))]
        return self._starts

    def line(self, start: int) -> int:
        """The number of the line, counted from 1, in which a place of the text is."""
        return bisect_right(self.starts, start)

    def wrong(self, start: int, end: int, code: str, message: str, hint: str = "") -> None:
        """Note a mistake in the stretch from `start` to `end` of the text."""
        line = self.line(start)
        stop = self.text.find("\n", start)
        width = min(end, len(self.text) if stop < 0 else stop, start + WIDEST) - start
        place = Place(self.shown, line, start - self.starts[line - 1] + 1, max(width, 1))
        if self.shown not in self.problems.texts:
            self.problems.texts[self.shown] = self.text.split("\n")
        self.problems.add(place, code, message, hint)


def raw_bytes(path: str, limit: int, hint: str) -> bytes:
    """What stands in a file, one byte beyond the limit at most.

    Raises
    ------
    ScenarioNotFound
        If there is no such file, or it cannot be read. A folder has no text, and a pipe or a device
        may never end.
    """
    place = Path(path)
    try:
        if not place.is_file():
            kind = "is a folder" if place.is_dir() else "is neither a file nor a folder"
            raise ScenarioNotFound(
                f"`{path}` {kind}" if place.exists() else f"there is no file `{path}`", hint
            )
        with place.open("rb") as file:
            size = os.fstat(
                file.fileno()
            ).st_size  # a read of so many bytes takes their room at once
            return file.read(min(size, limit) + 1)
    except OSError as wrong:
        raise ScenarioNotFound(
            f"`{path}` cannot be read: {(wrong.strerror or str(wrong)).lower()}"
        ) from None
    except ValueError:
        raise ScenarioNotFound(f"`{path[:80]}` cannot be a path") from None


def decoded(raw: bytes, path: str) -> Source:
    """The text of bytes; of those that are not UTF-8 what stands before the mistake, which is
    noted.
    """
    try:
        return Source(_unified(raw.decode("utf-8-sig")), path)
    except UnicodeDecodeError as error:
        wide = raw[:2] in (b"\xff\xfe", b"\xfe\xff")
        found = Source(
            "" if wide else _unified(raw[: error.start].decode("utf-8", "replace")), path
        )
        name = "UTF-32" if raw[2:4] == b"\0\0" else "UTF-16"
        message = (
            f"the file is saved as {name}, not UTF-8"
            if wide
            else f"byte 0x{raw[error.start]:02x} is not UTF-8"
        )
        found.wrong(
            len(found.text), len(found.text) + 1, "not-utf-8", message, "save the file as UTF-8"
        )
        return found


def _unified(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
