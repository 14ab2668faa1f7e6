"""The text of a file of Gambit's, with the line and column of whatever is wrong in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from negotiate.errors import GameTooLarge, ScenarioError, ScenarioNotFound
from negotiate.loading.problems import Place, Problems

SIZE_LIMIT = 100_000_000
"""Bytes in one file."""
WIDEST = 60
"""How many characters a caret underlines at most."""


@dataclass(frozen=True, slots=True)
class Source:
    """A text, and the name of its file as it was asked for; its lines end as they do on Unix."""

    text: str
    shown: str

    def wrong(self, start: int, end: int, code: str, message: str, hint: str = "") -> ScenarioError:
        """A mistake in the stretch from `start` to `end` of the text, to be raised."""
        line = self.text.count("\n", 0, start) + 1
        column = start - (self.text.rfind("\n", 0, start) + 1) + 1
        stop = self.text.find("\n", start)
        width = min(end if stop < 0 else min(end, stop), start + WIDEST) - start
        problems = Problems(texts={self.shown: self.text.split("\n")})
        problems.add(Place(self.shown, line, column, max(width, 1)), code, message, hint)
        return ScenarioError(problems.found)


def source(path: str) -> Source:
    """The text of a file.

    Raises
    ------
    ScenarioNotFound
        If there is no such file, or it cannot be read.
    GameTooLarge
        If it has more than `SIZE_LIMIT` bytes; none of them is read then.
    ScenarioError
        If it is not UTF-8.
    """
    raw = _bytes(path)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = Source(_unified(raw[: error.start].decode("utf-8", "replace")), path)
        hint = "save the file as UTF-8"
        if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
            raise Source("", path).wrong(0, 1, "not-utf-8", "the file is saved as UTF-16, not UTF-8", hint) from None
        message = f"byte 0x{raw[error.start]:02x} is not UTF-8"
        raise before.wrong(len(before.text), len(before.text) + 1, "not-utf-8", message, hint) from None
    return Source(_unified(text), path)


def _unified(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _refuse_others(path: str) -> None:
    """Refuse what is no file: a folder has no text, and a pipe or a device may never end."""
    place = Path(path)
    if place.is_file():
        return
    found = f"there is no file `{path}`"
    if place.is_dir():
        found = f"`{path}` is a folder"
    elif place.exists():
        found = f"`{path}` is neither a file nor a folder"
    raise ScenarioNotFound(found, "name a file that ends in .nfg or .efg")


def _bytes(path: str) -> bytes:
    try:
        _refuse_others(path)
        size = Path(path).stat().st_size
        if size > SIZE_LIMIT:
            raise GameTooLarge(f"bytes of `{path}`", size, SIZE_LIMIT, "take a smaller game")
        return Path(path).read_bytes()[: SIZE_LIMIT + 1]
    except OSError as wrong:
        raise ScenarioNotFound(f"`{path}` cannot be read: {(wrong.strerror or str(wrong)).lower()}") from None
    except ValueError:
        raise ScenarioNotFound(f"`{path[:80]}` cannot be a path") from None
