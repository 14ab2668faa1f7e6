"""A scenario file as it is laid out: its keys and items, each with the comments that belong to it.

Which comment belongs where:

- the first block of comments in a file, as far as a blank line or the first key, is the file's own
  and stays on top;
- a comment beside something belongs to it;
- comments above a key belong to that key, with one exception: a block that touches the line above
  it and is parted by a blank line from the key below it belongs to what it touches, unless it is a
  banner (with a line of dashes or the like);
- comments at the end of a part that are indented like its keys belong to that part.

The round trip of ruamel.yaml would not do: it hangs a comment on what stands before it, so a key
that moves or goes takes its neighbour's comment along, and it writes `+5` as `5` and drops comments
inside braces.

A text is cut into its values and the comments between them, each kept as it was written, whatever
it means; then each comment is given to what it belongs to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from negotiate.display import record
from negotiate.errors import NegotiateError
from negotiate.language.text.reader import Piece


@record
class Note:
    """A comment: its text from the `#` on, and whether a blank line stands above it.

    Where it was cut out of a text: its place there, its column, whether it has a line to itself,
    and by how many spaces it is parted from what stands before it.
    """

    text: str
    blank: bool = False
    at: int = -1
    column: int = 0
    alone: bool = True
    room: int = 0


@record
class Leaf:
    """A single value as it was written; `mark` is its quotation mark, `|`, `>` or nothing.

    `inset` is how far the lines of a block of text are indented; `ended` says that a line break
    follows its last line.
    """

    text: str
    mark: str = ""
    anchor: str = ""
    inset: int = 0
    ended: bool = True


@dataclass(slots=True)
class Branch:
    """A mapping or list: `flow` if it stood in braces or brackets, `inline` if that took up one
    line.
    """

    is_list: bool
    column: int
    flow: bool = False
    inline: bool = False
    anchor: str = ""
    entries: list[Entry] = field(default_factory=list)
    tail: list[Note] = field(default_factory=list)


@dataclass(slots=True)
class Entry:
    """A key with its value, or an item of a list (whose key is empty).

    `above`, `beside` and `below` are its comments; `room` is how many spaces stand before the one
    beside it. `blank` says that a blank line stands before all of this, `parted` that one stands
    between the comments and the key.
    """

    key: str = ""
    colon: bool = True
    value: Leaf | Branch = field(default_factory=lambda: Leaf(""))
    above: list[Note] = field(default_factory=list)
    beside: str = ""
    room: int = 2
    below: list[Note] = field(default_factory=list)
    blank: bool = False
    parted: bool = False


@dataclass(slots=True)
class Sheet:
    """A whole file: the comments on top, whether a blank line follows them, and the rest."""

    header: list[Note]
    parted: bool
    root: Branch
    aliases: bool = False


Value = Leaf | Branch


_BLANK = " \t\n"
"""What YAML takes for blank; other spaces, such as the one that does not break, are letters to
it.
"""
_BLOCK_HEADER = re.compile(r"[|>][-+0-9]*")


@dataclass(slots=True)
class Token:
    """A value, or the opening or closing of a mapping or list.

    `dash` is where the `-` stands that makes it an item of a list, or -1; `blank` says that a blank
    line stands above its line; of an opening, `closes` is where it ends.
    """

    kind: str
    start: int
    end: int
    anchor: str = ""
    mark: str = ""
    dash: int = -1
    blank: bool = False
    closes: int = -1


def cut(text: str, pieces: Iterable[Piece]) -> tuple[list[Token], list[Note]]:
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
    """Goes through a text once; `at` is how far it has come, `taken` where the last value or
    bracket ended.
    """

    __slots__ = ("at", "open", "remarks", "taken", "text", "tokens")

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = self.taken = 0
        self.tokens: list[Token] = []
        self.remarks: list[Note] = []
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
        token = Token(
            piece.kind, start, max(start, piece.end), piece.anchor, piece.mark, dash, blank
        )
        if piece.kind in ("mapping", "sequence"):
            self._open(token)
        elif piece.mark in ("|", ">") and piece.kind == "scalar":
            self._block_scalar(token)
        else:
            self.at = self.taken = token.end
        self.tokens.append(token)

    def skip(self, to: int) -> int:
        """Note the comments up to a position; returns where the first dash outside of them stands,
        or -1.
        """
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
        self.remarks.append(Note(words, self._blank_above(at), at, len(before), alone, room))
        return end

    def _blank_above(self, at: int) -> bool:
        """Whether nothing stands before a position in its line, and a blank line above that is no
        part of a text.
        """
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
        """Only a bracket takes up room; where nothing closes, the end is known but the comments
        before it are not.
        """
        opened = self.open.pop()
        bracket = opened.end > opened.start
        if bracket:
            self.skip(piece.start)
            self.at = self.taken = piece.end
        opened.closes = piece.end if bracket else self.at
        self.tokens.append(
            Token("end", piece.start if bracket else self.at, opened.closes, mark=opened.mark)
        )

    def _block_scalar(self, token: Token) -> None:
        """Its comment stands in its first line; blank lines below it belong to it only with the
        sign `+`.
        """
        header = _BLOCK_HEADER.match(self.text, token.start)
        first = self.text.find("\n", token.start)
        self.at = token.start + len(header[0]) if header else token.start
        self.skip(token.end if first < 0 else first)
        if header is None or "+" not in header[0]:
            token.end = token.start + _said(self.text[token.start : token.end])
        self.at = self.taken = token.end


def _said(block: str) -> int:
    """How much of a block of text, its first line included, is there without the blank lines at its
    end.
    """
    lines = block.split("\n")
    inset = min(
        (len(line) - len(line.lstrip(" ")) for line in lines[1:] if line.strip(" ")),
        default=len(block),
    )
    while len(lines) > 1 and not lines[-1].strip(" ") and len(lines[-1]) <= inset:
        lines.pop()
    return len("\n".join(lines))


_RULED = re.compile(r"#[\s#]*([-=#*~_─═])\1{3,}\s*\Z|#{4,}")
_COLON = re.compile(r"\s*:")
_MODELINE = "yaml-language-server:"
_DIGIT = re.compile(r"[|>][-+]?([1-9])")


def sheet(text: str, tokens: list[Token], remarks: list[Note]) -> Sheet:
    """The layout of a text whose values and comments were cut out of it.

    Raises
    ------
    NegotiateError
        Where something is written in a way that has no place on a sheet: a file that is no mapping,
        or a key that goes over several lines.
    """
    return _Layout(text, tokens, remarks).whole()


class _Layout:
    """Goes through tokens and comments in step; `waiting` are comments that nothing has claimed
    yet.
    """

    __slots__ = (
        "aliases",
        "header",
        "owner",
        "parted",
        "remarks",
        "seen",
        "text",
        "tokens",
        "waiting",
    )

    def __init__(self, text: str, tokens: list[Token], remarks: list[Note]) -> None:
        self.text = text
        self.tokens = iter(tokens)
        self.aliases = any(token.kind == "alias" for token in tokens)
        self.remarks = remarks
        self.seen = 0
        self.waiting: list[Note] = []
        self.owner: Entry | None = None
        self.header: list[Note] = []
        self.parted = False

    def whole(self) -> Sheet:
        """The sheet."""
        first = next(self.tokens)
        if first.kind != "mapping":
            raise NegotiateError("the file is no mapping of keys such as `title` and `players`")
        self._listen(first.start)
        root = Branch(
            False, 0 if first.mark else column_of(self.text, first.start), first.mark == "{"
        )
        root.anchor = first.anchor
        self._fill(root, None, top=True)
        self._listen(len(self.text))
        self._end(root)
        return Sheet(self.header, self.parted, root, self.aliases)

    def _listen(self, to: int) -> None:
        """Take the comments before a position: one beside something goes to it at once, the others
        wait.
        """
        while self.seen < len(self.remarks) and self.remarks[self.seen].at < to:
            remark = self.remarks[self.seen]
            self.seen += 1
            if remark.alone or self.owner is None:
                self.waiting.append(remark)
                continue
            if self.owner.beside:
                self.owner.above.append(Note(self.owner.beside))
            perhaps_text = remark.room == 1 and remark.text[1:2] not in (
                "",
                " ",
                "#",
            )  # and lint can still tell of it
            self.owner.beside, self.owner.room = (
                remark.text,
                1 if perhaps_text else max(2, remark.room),
            )

    def _fill(self, branch: Branch, holder: Entry | None, top: bool = False) -> None:
        """Read the entries of a mapping or list as far as its end."""
        for token in self.tokens:
            if token.kind == "end":
                break
            entry = self._item(branch, token) if branch.is_list else self._key(branch, token, top)
            self._value(branch, entry, token if branch.is_list else next(self.tokens))
        else:
            raise AssertionError("a mapping or list that was opened is never closed")
        if branch.flow:
            self._listen(token.start)
            branch.tail += self._claimed()
            self.owner = holder

    def _item(self, branch: Branch, token: Token) -> Entry:
        at = token.start if branch.flow or token.dash < 0 else token.dash
        self._listen(at)
        entry = Entry()
        self._join(entry, branch, token.blank)
        return entry

    def _key(self, branch: Branch, token: Token, top: bool) -> Entry:
        words = self.text[token.start : token.end]
        if token.kind not in ("scalar", "alias") or "\n" in words:
            line = self.text.count("\n", 0, token.start) + 1
            raise NegotiateError(
                f"the key in line {line} takes up several lines", "write the key in one line"
            )
        self._listen(token.start)
        if token.kind == "alias":
            words += " "
        entry = Entry(
            f"&{token.anchor} {words}" if token.anchor and token.kind != "alias" else words
        )
        if top and not branch.entries:
            self._head(token.blank)
        self._join(entry, branch, token.blank)
        entry.colon = not branch.flow or _COLON.match(self.text, token.end) is not None
        return entry

    def _value(self, branch: Branch, entry: Entry, token: Token) -> None:
        self._listen(token.start)
        if token.kind in ("scalar", "alias"):
            entry.value = self._leaf(branch, token)
            entry.above += self._claimed()
            self._listen(token.end)
            return
        value = Branch(
            token.kind == "sequence", column_of(self.text, token.start), token.mark == "{"
        )
        value.anchor = token.anchor
        value.inline = value.flow and "\n" not in self.text[token.start : token.closes]
        if value.inline:
            entry.above += self._claimed()
        entry.value = value
        self._fill(value, entry)
        if value.flow and not value.entries:
            entry.above += value.tail
            value.tail = []

    def _leaf(self, branch: Branch, token: Token) -> Leaf:
        words = self.text[token.start : token.end]
        if token.kind == "alias" or token.mark not in ("|", ">"):
            return Leaf(words, "*" if token.kind == "alias" else token.mark, token.anchor)
        digit = _DIGIT.match(words)
        lines = [line for line in words.split("\n")[1:] if line.strip(" ")]
        first = len(lines[0]) - len(lines[0].lstrip(" ")) if lines else len(words)
        inset = branch.column + int(digit[1]) if digit else first
        return Leaf(
            words, token.mark, token.anchor, inset, self.text.find("\n", token.end - 1) >= 0
        )

    def _claimed(self) -> list[Note]:
        """What waits, for whoever asks."""
        found, self.waiting = self.waiting, []
        return found

    def _join(self, entry: Entry, branch: Branch, blank: bool) -> None:
        """Put an entry into its branch, and what waits to where it belongs."""
        if branch.entries and not branch.flow:
            self._into_tails(_last_branches(branch), branch.column)
            self._into_last(branch.entries[-1], blank)
        entry.above = self._claimed()
        entry.blank = entry.above[0].blank if entry.above else blank
        entry.parted = bool(entry.above) and blank
        branch.entries.append(entry)
        self.owner = entry

    def _into_tails(self, branches: list[Branch], column: int) -> None:
        """Comments that are indented further than what follows belong to what has just ended."""
        while self.waiting and self.waiting[0].column > column:
            fitting = [branch for branch in branches if branch.column <= self.waiting[0].column]
            if not fitting:
                break
            fitting[-1].tail.append(self.waiting.pop(0))
            branches = fitting

    def _into_last(self, last: Entry, blank: bool) -> None:
        """Comments that touch what has just ended, and not what follows, belong to the former."""
        if not self.waiting or self.waiting[0].blank:
            return
        parted = [k for k, remark in enumerate(self.waiting) if remark.blank]
        if blank:
            parted.append(len(self.waiting))
        if not parted or any(_RULED.match(remark.text) for remark in self.waiting[: parted[0]]):
            return
        last.below += self.waiting[: parted[0]]
        del self.waiting[: parted[0]]

    def _head(self, blank: bool) -> None:
        """The file's own comments: the first block, and all as far as the line that an editor looks
        for.
        """
        starts = [k for k, remark in enumerate(self.waiting) if remark.blank and k > 0]
        modes = [k for k, remark in enumerate(self.waiting) if _MODELINE in remark.text]
        count = next((k for k in starts if not modes or k > modes[-1]), len(self.waiting))
        rest = self.waiting[count:]
        del self.waiting[count:]
        self.header = self._claimed()
        self.parted = bool(rest) or blank
        self.waiting = rest

    def _end(self, root: Branch) -> None:
        self._into_tails([root, *_last_branches(root)], -1)
        root.tail += self._claimed()


def _last_branches(branch: Branch) -> list[Branch]:
    """What a branch ends with: its last entry's mapping or list, that one's, and so on."""
    found: list[Branch] = []
    while branch.entries:
        last = branch.entries[-1].value
        if not isinstance(last, Branch) or last.flow:
            break
        found.append(last)
        branch = last
    return found
