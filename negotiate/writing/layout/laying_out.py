"""Tokens and comments → sheet: decides which comment belongs to what."""

from __future__ import annotations

import re

from negotiate.errors import NegotiateError
from negotiate.writing.layout.sheet import Branch, Entry, Leaf, Note, Sheet
from negotiate.writing.layout.source import Remark, Token, column_of

_RULED = re.compile(r"#[\s#]*([-=#*~_─═])\1{3,}\s*\Z|#{4,}")
_COLON = re.compile(r"\s*:")
_MODELINE = "yaml-language-server:"
_DIGIT = re.compile(r"[|>][-+]?([1-9])")


def sheet(text: str, tokens: list[Token], remarks: list[Remark]) -> Sheet:
    """The layout of a text whose values and comments were cut out of it.

    Raises
    ------
    NegotiateError
        Where something is written in a way that has no place on a sheet: a file that is no mapping, or a key that goes
        over several lines.
    """
    return _Layout(text, tokens, remarks).whole()


class _Layout:
    """Goes through tokens and comments in step; `waiting` are comments that nothing has claimed yet."""

    __slots__ = ("aliases", "header", "owner", "parted", "remarks", "seen", "text", "tokens", "waiting")

    def __init__(self, text: str, tokens: list[Token], remarks: list[Remark]) -> None:
        self.text = text
        self.tokens = iter(tokens)
        self.aliases = any(token.kind == "alias" for token in tokens)
        self.remarks = remarks
        self.seen = 0
        self.waiting: list[Remark] = []
        self.owner: Entry | None = None
        self.header: list[Note] = []
        self.parted = False

    def whole(self) -> Sheet:
        """The sheet."""
        first = next(self.tokens)
        if first.kind != "mapping":
            raise NegotiateError("the file is no mapping of keys such as `title` and `players`")
        self._listen(first.start)
        root = Branch(False, 0 if first.mark else column_of(self.text, first.start), first.mark == "{")
        root.anchor = first.anchor
        self._fill(root, None, top=True)
        self._listen(len(self.text))
        self._end(root)
        return Sheet(self.header, self.parted, root, self.aliases)

    def _listen(self, to: int) -> None:
        """Take the comments before a position: one beside something goes to it at once, the others wait."""
        while self.seen < len(self.remarks) and self.remarks[self.seen].at < to:
            remark = self.remarks[self.seen]
            self.seen += 1
            if remark.alone or self.owner is None:
                self.waiting.append(remark)
                continue
            if self.owner.beside:
                self.owner.above.append(Note(self.owner.beside))
            perhaps_text = remark.room == 1 and remark.text[1:2] not in ("", " ", "#")  # and lint can still tell of it
            self.owner.beside, self.owner.room = remark.text, 1 if perhaps_text else max(2, remark.room)

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
            raise NegotiateError(f"the key in line {line} takes up several lines", "write the key in one line")
        self._listen(token.start)
        if token.kind == "alias":
            words += " "
        entry = Entry(f"&{token.anchor} {words}" if token.anchor and token.kind != "alias" else words)
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
        value = Branch(token.kind == "sequence", column_of(self.text, token.start), token.mark == "{")
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
        return Leaf(words, token.mark, token.anchor, inset, self.text.find("\n", token.end - 1) >= 0)

    def _claimed(self) -> list[Note]:
        """What waits, for whoever asks."""
        found = [Note(remark.text, remark.blank) for remark in self.waiting]
        self.waiting.clear()
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
            remark = self.waiting.pop(0)
            fitting[-1].tail.append(Note(remark.text, remark.blank))
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
        last.below += [Note(remark.text, remark.blank) for remark in self.waiting[: parted[0]]]
        del self.waiting[: parted[0]]

    def _head(self, blank: bool) -> None:
        """The file's own comments: the first block, and all as far as the line that an editor looks for."""
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
