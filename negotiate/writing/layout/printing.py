"""Sheet → text: two spaces for each level, one blank line at most, every comment beside or above what it belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterable

from negotiate.writing.layout.sheet import Branch, Entry, Leaf, Note, Sheet, Value

WIDTH = 120
"""Characters in a line; what stands in braces or brackets and needs more becomes a block."""


def printed(page: Sheet) -> str:
    """The text of a sheet."""
    printer = _Printer()
    printer.page(page)
    return "\n".join(printer.lines) + "\n"


class _Printer:
    """Collects lines; `kept` while the last of them belong to a text whose blank lines count, `due` is a blank line."""

    __slots__ = ("due", "kept", "lines")

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.kept = False
        self.due = False

    def page(self, page: Sheet) -> None:
        """The whole sheet."""
        self._notes(page.header, "")
        if page.header and (page.parted or (page.root.entries and page.root.entries[0].above)):
            self.due = True
        if page.root.anchor:
            self._line(f"&{page.root.anchor}")
        self._entries(page.root, "")
        while self.lines and not self.lines[-1] and not self.kept:
            self.lines.pop()

    def _line(self, line: str) -> None:
        if self.due and self.lines and self.lines[-1] and not self.kept:
            self.lines.append("")
        self.due = self.kept = False
        self.lines.append(line)

    def _notes(self, notes: Iterable[Note], indent: str) -> None:
        for note in notes:
            self.due = self.due or note.blank
            self._line(indent + note.text)

    def _entries(self, branch: Branch, indent: str, prefix: str | None = None) -> None:
        """All of a branch; `prefix` is what stands already in the line of its first entry."""
        for number, entry in enumerate(branch.entries):
            start = indent if prefix is None or number > 0 else prefix
            if start == indent:
                self._above(entry, indent, number == 0, self._hoisted(entry, start + "- ") if branch.is_list else [])
            if branch.is_list:
                self._item(entry, start + "- ", indent)
            else:
                self._pair(entry, start + entry.key, indent)
            if entry.below:
                self._notes(entry.below, indent)
                self.due = True
        self._notes(branch.tail, indent)

    def _above(self, entry: Entry, indent: str, first: bool, hoisted: list[Note]) -> None:
        """What stands above an entry."""
        if not first:
            self.due = self.due or entry.blank
        self._notes((Note(note.text, note.blank and number > 0) for number, note in enumerate(entry.above)), indent)
        self._notes((Note(note.text) for note in hoisted), indent)
        if entry.above and entry.parted and not hoisted:
            self.due = True

    def _hoisted(self, entry: Entry, dash: str) -> list[Note]:
        """The comments beside a dash and above the first key beside it: there is room for them above the dash only."""
        value = entry.value
        if isinstance(value, Leaf) or value.anchor or self._fits(value, dash):
            return []
        notes = [Note(entry.beside)] if entry.beside else []
        first = value.entries[0]
        return notes + first.above + (self._hoisted(first, dash + "- ") if value.is_list else [])

    def _pair(self, entry: Entry, key: str, indent: str) -> None:
        value = entry.value
        if isinstance(value, Branch) and not self._fits(value, key + ": "):
            self._line(key + ":" + (f" &{value.anchor}" if value.anchor else "") + _beside(entry))
            self._entries(value, indent + "  ")
        elif isinstance(value, Leaf) and not value.text and not value.anchor:
            self._line(key + ":" + _beside(entry))
        else:
            self._written(entry, key + ": ", indent)

    def _item(self, entry: Entry, dash: str, indent: str) -> None:
        value = entry.value
        if not isinstance(value, Branch) or self._fits(value, dash):
            self._written(entry, dash, indent)
        elif value.anchor:
            self._line(f"{dash}&{value.anchor}{_beside(entry)}")
            self._entries(value, indent + "  ")
        else:
            self._entries(value, indent + "  ", dash)

    def _fits(self, branch: Branch, prefix: str) -> bool:
        """Whether a branch keeps its braces or brackets: what fills one line, or a list of single values."""
        if not branch.entries or _is_row(branch):
            return True
        return branch.inline and len(prefix) + len(flat(branch)) <= WIDTH

    def _written(self, entry: Entry, prefix: str, indent: str) -> None:
        """A value that starts in the line of its key or dash."""
        value = entry.value
        if isinstance(value, Branch):
            lines = _filled(prefix, flat(value), value, indent + "  ")
            lines[-1] += _beside(entry)
            self._line(lines[0])
            self.lines += lines[1:]
        elif value.mark in ("|", ">") and value.text:
            self._block(entry, value, prefix, indent + "  ")
        else:
            lone = not value.mark and value.text in ("-", "?")  # a word in brackets, but a sign of YAML outside of them
            first, *rest = (f'"{value.text}"' if lone else flat(value)).split("\n")
            lines = [prefix + _ended(first), *(_continued(line, indent + "  ") for line in rest[:-1])]
            if rest:
                lines.append(indent + "  " + rest[-1].lstrip(" \t"))
            else:
                lines[0] = (prefix + first).rstrip(" ")
            lines[-1] += _beside(entry)
            self._line(lines[0])
            self.lines += lines[1:]

    def _block(self, entry: Entry, leaf: Leaf, prefix: str, inset: str) -> None:
        """A text below its key; nothing in it changes but how far it is indented."""
        header, *lines = leaf.text.split("\n")
        sign, more = leaf.mark, re.sub("[1-9]", "2", header[1:].split(" ")[0].split("#")[0])
        if not leaf.ended:
            more = more.strip("+-") + "-"
        anchor = f"&{leaf.anchor} " if leaf.anchor else ""
        self._line(prefix + anchor + sign + more + _beside(entry))
        if lines and not lines[-1]:
            lines.pop()
        self.lines += [inset + line[leaf.inset :] if len(line) > leaf.inset else "" for line in lines]
        self.kept = "+" in more


def flat(value: Value) -> str:
    """A value in one line, unless it is a text of several; comments are left out."""
    anchor = f"&{value.anchor} " if value.anchor and not (isinstance(value, Leaf) and value.mark == "*") else ""
    if isinstance(value, Leaf):
        return anchor + value.text
    if value.is_list:
        return f"{anchor}[{', '.join(flat(entry.value) for entry in value.entries)}]"
    return f"{anchor}{{{', '.join(_flat_pair(entry) for entry in value.entries)}}}"


def _flat_pair(entry: Entry) -> str:
    if not entry.colon and entry.value == Leaf(""):
        return entry.key
    return f"{entry.key}: {flat(entry.value)}"


def _is_row(branch: Branch) -> bool:
    """Whether this is a list of single values in brackets, without a comment among them."""
    if not (branch.flow and branch.is_list) or branch.tail:
        return False
    return all(
        isinstance(entry.value, Leaf) and "\n" not in entry.value.text and not (entry.above or entry.beside)
        for entry in branch.entries
    )


def _filled(prefix: str, whole: str, branch: Branch, inset: str) -> list[str]:
    """What stands in braces or brackets, in one line; a long list of single values in as few lines as it fits into."""
    if len(prefix) + len(whole) <= WIDTH or not branch.entries or not _is_row(branch):
        return [prefix + whole]
    lines = [prefix + whole[: whole.index("[") + 1]]
    for number, entry in enumerate(branch.entries):
        words = flat(entry.value) + ("," if number + 1 < len(branch.entries) else "]")
        room = "" if number == 0 else " "
        if len(lines[-1]) + len(room + words) > WIDTH and number > 0:
            lines.append(inset + words)
        else:
            lines[-1] += room + words
    return lines


def _beside(entry: Entry) -> str:
    return " " * entry.room + entry.beside if entry.beside else ""


def _ended(line: str) -> str:
    """A line of a text without the spaces at its end, unless a backslash makes the first of them count."""
    bare = line.rstrip(" \t")
    slashes = len(bare) - len(bare.rstrip("\\"))
    return bare + line[len(bare) : len(bare) + slashes % 2]


def _continued(line: str, indent: str) -> str:
    words = _ended(line.lstrip(" \t"))
    return indent + words if words else ""
