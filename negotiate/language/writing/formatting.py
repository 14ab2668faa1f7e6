"""Brings a scenario's text into good order, and vouches that it still says the same.

Players, issues, options, terms and steps stay as their author listed them; only sections, and the
keys of a part of known shape, are put into the order of the language. Keys that authors put now
before, now after one another keep the author's order too. A level is two spaces, there is one blank
line at most, a date stands in quotes, and every comment stays beside or above what it belongs to.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from operator import itemgetter
from typing import Any

from negotiate.errors import NegotiateError
from negotiate.language.shape import Part
from negotiate.language.shape.document import keys, part_at
from negotiate.language.text import Mapping, Node, Scalar, items_of
from negotiate.language.text.reader import pieces, read_text
from negotiate.language.writing.sheet import Branch, Entry, Leaf, Note, Sheet, Value, cut, sheet
from negotiate.problems import Problems

Path = tuple[str, ...]
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
"""A text that other readers of YAML take for something else than a text; in quotes all of them read
the same.
"""


def arrange(page: Sheet) -> None:
    """Put the keys of a sheet into order.

    With an alias (`*name`) in the file everything stays where it is, since what it stands for has
    to come before it.
    """
    if page.aliases:
        return
    first = page.root.entries[0] if page.root.entries else None
    _arrange(page.root, ())
    if first is not None and first is not page.root.entries[0]:
        airy = (page.header and page.parted) or any(entry.blank for entry in page.root.entries)
        first.blank = bool(airy) and is_tall(first)


def _arrange(branch: Branch, path: Path) -> None:
    part = None if branch.is_list else part_at(path)
    if part is not None:
        ranks = _ranked([_word(entry.key) for entry in branch.entries], part)
        branch.entries = [
            entry for _, entry in sorted(zip(ranks, branch.entries, strict=True), key=itemgetter(0))
        ]
    for entry in branch.entries:
        if isinstance(entry.value, Branch):
            _arrange(entry.value, (*path, "-" if branch.is_list else _word(entry.key)))


def _ranked(words: list[str], part: type[Part]) -> list[int]:
    """The rank of each key; an unknown one stays behind the one before it."""
    order = part.layout.split() or list(keys(part))
    known = {word: rank for rank, group in enumerate(order) for word in group.split("|")}
    ranks: list[int] = []
    for word in words:
        before = ranks[-1] if ranks else -1
        ranks.append(-1 if not ranks and part.heading == word else known.get(word, before))
    return ranks


def _word(key: str) -> str:
    """A key without the quotation marks that it may be written with."""
    return key[1:-1] if key[:1] in ("'", '"') else key


def is_tall(entry: Entry) -> bool:
    """Whether an entry takes up several lines."""
    value = entry.value
    return bool(entry.above) or (
        "\n" in value.text if isinstance(value, Leaf) else not value.inline
    )


WIDTH = 120
"""Characters in a line; what stands in braces or brackets and needs more becomes a block."""


def printed(page: Sheet) -> str:
    """The text of a sheet."""
    printer = _Printer()
    printer.page(page)
    return "\n".join(printer.lines) + "\n"


class _Printer:
    """Collects lines; `kept` while the last of them belong to a text whose blank lines count, `due`
    is a blank line.
    """

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
                self._above(
                    entry,
                    indent,
                    number == 0,
                    self._hoisted(entry, start + "- ") if branch.is_list else [],
                )
            if branch.is_list:
                self._item(entry, start + "- ", indent)
            else:
                self._pair(entry, start + _opening(entry.key, start), indent)
            if entry.below:
                self._notes(entry.below, indent)
                self.due = True
        self._notes(branch.tail, indent)

    def _above(self, entry: Entry, indent: str, first: bool, hoisted: list[Note]) -> None:
        """What stands above an entry."""
        if not first:
            self.due = self.due or entry.blank
        self._notes(
            (Note(note.text, note.blank and number > 0) for number, note in enumerate(entry.above)),
            indent,
        )
        self._notes((Note(note.text) for note in hoisted), indent)
        if entry.above and entry.parted and not hoisted:
            self.due = True

    def _hoisted(self, entry: Entry, dash: str) -> list[Note]:
        """The comments beside a dash and above the first key beside it: there is room for them
        above the dash only.
        """
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
        """Whether a branch keeps its braces or brackets: what fills one line, or a list of single
        values.
        """
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
            lone = not value.mark and value.text in (
                "-",
                "?",
            )  # a word in brackets, but a sign of YAML outside of them
            first, *rest = (f'"{value.text}"' if lone else flat(value)).split("\n")
            lines = [
                prefix + _ended(first),
                *(_continued(line, indent + "  ") for line in rest[:-1]),
            ]
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
        self.lines += [
            inset + line[leaf.inset :] if len(line) > leaf.inset else "" for line in lines
        ]
        self.kept = "+" in more


def flat(value: Value) -> str:
    """A value in one line, unless it is a text of several; comments are left out."""
    anchor = (
        f"&{value.anchor} "
        if value.anchor and not (isinstance(value, Leaf) and value.mark == "*")
        else ""
    )
    if isinstance(value, Leaf):
        dated = not value.mark and _DATE.fullmatch(value.text)
        return anchor + (f'"{value.text}"' if dated else value.text)
    if value.is_list:
        return f"{anchor}[{', '.join(flat(entry.value) for entry in value.entries)}]"
    pairs = [
        e.key if not e.colon and e.value == Leaf("") else f"{e.key}: {flat(e.value)}"
        for e in value.entries
    ]
    return f"{anchor}{{{', '.join(pairs)}}}"


def _is_row(branch: Branch) -> bool:
    """Whether this is a list of single values in brackets, without a comment among them."""
    if not (branch.flow and branch.is_list) or branch.tail:
        return False
    return all(
        isinstance(entry.value, Leaf)
        and "\n" not in entry.value.text
        and not (entry.above or entry.beside)
        for entry in branch.entries
    )


def _filled(prefix: str, whole: str, branch: Branch, inset: str) -> list[str]:
    """What stands in braces or brackets, in one line; a long list of single values in as few lines
    as it fits into.
    """
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


def _opening(key: str, start: str) -> str:
    """A key in quotes where its line would begin as one in a list of changes does."""
    return (
        f'''"{key}"'''
        if key.startswith("+") and not start and "\\" not in key and '"' not in key
        else key
    )


def _beside(entry: Entry) -> str:
    return " " * entry.room + entry.beside if entry.beside else ""


def _ended(line: str) -> str:
    """A line of a text without the spaces at its end, unless a backslash makes the first of them
    count.
    """
    bare = line.rstrip(" \t")
    slashes = len(bare) - len(bare.rstrip("\\"))
    return bare + line[len(bare) : len(bare) + slashes % 2]


def _continued(line: str, indent: str) -> str:
    words = _ended(line.lstrip(" \t"))
    return indent + words if words else ""


def formatted(text: str, shown: str = "scenario") -> str:
    r"""A scenario's text in good order: the same document, with every comment.

    Sections, and the keys of parts of known shape, stand in the order of the language; what is
    listed by name keeps its author's order. A level is two spaces; there is one blank line at most,
    no space at the end of a line, and a line break at the end of the file. What stands in braces or
    brackets stays there if it took up one line and fits into 120 characters, and becomes a block
    otherwise; a long list of single values is folded. Lines end with a line feed.

    Parameters
    ----------
    text : str
        What stands in the file, without a byte order mark.
    shown : str, optional
        How the file is called in messages.

    Raises
    ------
    ScenarioError
        If the text cannot be read; with every problem of the reader.
    NegotiateError
        If it cannot be brought into order without changing what it says.

    Notes
    -----
    The result is read again and compared with what was read before, comment by comment and value by
    value, the order of names included; and it is formatted a second time, which has to change
    nothing. A megabyte takes a few seconds.

    Examples
    --------
    >>> print(formatted("title:  Fish # for now\nformat: 1\nplayers: [north,south]"))
    format: 1
    title: Fish  # for now
    players: [north, south]
    <BLANKLINE>
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    before = read(text, shown)
    try:
        result = laid_out(text)
    except NegotiateError as error:
        raise NegotiateError(
            f"`{shown}` cannot be formatted: {error.message}", error.hint
        ) from None
    reason = _difference(text, before, result, shown)
    if reason:
        raise NegotiateError(f"`{shown}` is not formatted, since {reason}", "format it by hand")
    return result


def tidied(old: str, new: str, shown: str = "scenario") -> Counter[str]:
    """How many parts of a document have their keys in another order than before, and how many dates
    are now in quotes.

    The document itself is a part. Keys that only one of the two texts has do not count.

    Returns
    -------
    Counter of str
        `order` → parts; `dates` → dates.

    Raises
    ------
    ScenarioError
        If either text cannot be read.
    """
    found: Counter[str] = Counter()
    _tidied(read(old, shown), read(new, shown), found)
    return found


def _tidied(old: Node, new: Node, found: Counter[str]) -> None:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        both = [key for key in old.entries if key in new.entries]
        found["order"] += both != [key for key in new.entries if key in old.entries]
        pairs = [(old.entries[key], new.entries[key]) for key in both]
    elif isinstance(old, Scalar) and _DATE.fullmatch(old.text):
        found["dates"] += old.place.width < new.place.width  # by its quotes
        return
    else:
        pairs = list(zip(items_of(old), items_of(new), strict=False))
    for pair in pairs:
        _tidied(*pair, found)


def read(text: str, shown: str) -> Node:
    """The nodes of a text.

    Raises
    ------
    ScenarioError
        With every problem that keeps it from being read.
    """
    problems = Problems()
    root = read_text(text, shown, problems)
    problems.stop()
    if root is None:
        raise AssertionError("a text that could not be read has no problem")
    return root


def laid_out(text: str) -> str:
    """A text in good order, unchecked.

    Raises
    ------
    NegotiateError
        If it is written in a way that has no place on a sheet.
    """
    page = sheet(text, *cut(text, pieces(text)))
    arrange(page)
    return printed(page)


def said(node: Node, path: Path = ()) -> Any:
    """All that a document says: each value as it is spelt and what it is, and the order of names
    where it is free.
    """
    if isinstance(node, Scalar):
        return type(node.value).__name__, node.text
    if isinstance(node, Mapping):
        entries = [(key, said(value, (*path, key))) for key, value in node.entries.items()]
        return "mapping", sorted(entries, key=lambda entry: entry[0]) if part_at(path) else entries
    return "list", [said(item, (*path, "-")) for item in node.items]


def _difference(text: str, before: Node, result: str, shown: str) -> str:
    """In which way a result is not as good as the text it was made from; nothing if it is."""
    problems = Problems()
    after = read_text(result, shown, problems)
    if after is None or problems.errors():
        return "the result could not be read any more"
    if said(after) != said(before):
        return "the result would say something else"
    if _comments(result) != _comments(text):
        return "a comment would be lost"
    return "" if laid_out(result) == result else "formatting it twice would change it twice"


def _comments(text: str) -> Counter[str]:
    return Counter(remark.text for remark in cut(text, pieces(text))[1])
