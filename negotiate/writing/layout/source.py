"""Cuts a YAML text into its values and the comments between them, each with its characters.

Nothing is interpreted here: a value is kept as it was written, whatever it means.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from negotiate.loading.text.reader import Piece

_BLANK = " \t\n"
"""What YAML takes for blank; other spaces, such as the one that does not break, are letters to it."""
_BLOCK_HEADER = re.compile(r"[|>][-+0-9]*")


@dataclass(slots=True)
class Token:
    """A value, or the opening or closing of a mapping or list.

    `dash` is where the `-` stands that makes it an item of a list, or -1; `blank` says that a blank line stands above
    its line; of an opening, `closes` is where it ends.
    """

    kind: str
    start: int
    end: int
    anchor: str = ""
    mark: str = ""
    dash: int = -1
    blank: bool = False
    closes: int = -1


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment: its text from the `#` on, its column, and whether it has a line to itself.

    `blank` says that a blank line stands above it; `room` is how many spaces part it from what stands before it.
    """

    at: int
    text: str
    column: int
    alone: bool
    blank: bool
    room: int


def cut(text: str, pieces: Iterable[Piece]) -> tuple[list[Token], list[Remark]]:
    """The tokens and the comments of a text, both in file order."""
    cutter = _Cutter(text)
    for piece in pieces:
        cutter.take(piece)
    cutter.skip(len(text))
    return cutter.tokens, cutter.remarks


def line_start(text: str, at: int) -> int:
    """Where the line starts that a position is in."""
    return text.rfind("\n", 0, at) + 1


def column_of(text: str, at: int) -> int:
    """The column of a position, from 0."""
    return at - line_start(text, at)


class _Cutter:
    """Goes through a text once; `at` is how far it has come, `taken` where the last value or bracket ended."""

    __slots__ = ("at", "open", "remarks", "taken", "text", "tokens")

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = self.taken = 0
        self.tokens: list[Token] = []
        self.remarks: list[Remark] = []
        self.open: list[Token] = []

    def take(self, piece: Piece) -> None:
        """The next piece, with what stands before it."""
        if piece.kind == "end":
            self._close(piece)
            return
        dash = self.skip(piece.start)
        if piece.anchor and piece.kind != "alias":
            self.at = piece.start + 1 + len(piece.anchor)
            start = self._next_word(piece.end)
            self.skip(start)
        else:
            start = piece.start
        blank = self._blank_above(piece.start if dash < 0 else dash)
        token = Token(piece.kind, start, max(start, piece.end), piece.anchor, piece.mark, dash, blank)
        if piece.kind in ("mapping", "sequence"):
            self._open(token)
        elif piece.mark in ("|", ">") and piece.kind == "scalar":
            self._block_scalar(token)
        else:
            self.at = self.taken = token.end
        self.tokens.append(token)

    def skip(self, to: int) -> int:
        """Note the comments up to a position; returns where the first dash outside of them stands, or -1."""
        dash, at = -1, self.at
        while at < to:
            sign = self.text[at]
            if sign == "#":
                at = self._remark(at)
                continue
            if sign == "-" and dash < 0:
                dash = at
            at += 1
        self.at = max(self.at, to)
        return dash

    def _remark(self, at: int) -> int:
        end = self.text.find("\n", at)
        end = len(self.text) if end < 0 else end
        before = self.text[line_start(self.text, at) : at]
        room = len(before) - len(before.rstrip(" "))
        alone = not before.strip(_BLANK)
        words = self.text[at:end].rstrip(" \t")
        self.remarks.append(Remark(at, words, len(before), alone, self._blank_above(at), room))
        return end

    def _blank_above(self, at: int) -> bool:
        """Whether nothing stands before a position in its line, and a blank line above that is no part of a text."""
        start = line_start(self.text, at)
        above = line_start(self.text, max(0, start - 1))
        return (
            self.taken <= above < start
            and not self.text[above : start - 1].strip(_BLANK)
            and not self.text[start:at].strip(_BLANK)
        )

    def _next_word(self, limit: int) -> int:
        """From here on, where something stands that is neither space nor comment."""
        at = self.at
        while at < limit and self.text[at] in " \t\n#":
            if self.text[at] == "#":
                end = self.text.find("\n", at)
                at = limit if end < 0 else end
            else:
                at += 1
        return min(at, limit)

    def _open(self, token: Token) -> None:
        bracket = token.mark == "{" and self.text[token.start : token.start + 1] in ("{", "[")
        token.end = self.at = token.start + bracket
        if bracket:
            self.taken = self.at
        self.open.append(token)

    def _close(self, piece: Piece) -> None:
        """Only a bracket takes up room; where nothing closes, the end is known but the comments before it are not."""
        opened = self.open.pop()
        bracket = opened.end > opened.start
        if bracket:
            self.skip(piece.start)
            self.at = self.taken = piece.end
        opened.closes = piece.end if bracket else self.at
        self.tokens.append(Token("end", piece.start if bracket else self.at, opened.closes, mark=opened.mark))

    def _block_scalar(self, token: Token) -> None:
        """Its comment stands in its first line; blank lines below it belong to it only with the sign `+`."""
        header = _BLOCK_HEADER.match(self.text, token.start)
        first = self.text.find("\n", token.start)
        self.at = token.start + len(header[0]) if header else token.start
        self.skip(token.end if first < 0 else first)
        if header is None or "+" not in header[0]:
            token.end = token.start + _said(self.text[token.start : token.end])
        self.at = self.taken = token.end


def _said(block: str) -> int:
    """How much of a block of text, its first line included, is there without the blank lines at its end."""
    lines = block.split("\n")
    inset = min((len(line) - len(line.lstrip(" ")) for line in lines[1:] if line.strip(" ")), default=len(block))
    while len(lines) > 1 and not lines[-1].strip(" ") and len(lines[-1]) <= inset:
        lines.pop()
    return len("\n".join(lines))
