"""A scenario file as it is laid out: its keys and items, each with the comments that belong to it.

Which comment belongs where:

- the first block of comments in a file, as far as a blank line or the first key, is the file's own and stays on top;
- a comment beside something belongs to it;
- comments above a key belong to that key, with one exception: a block that touches the line above it and is parted by
  a blank line from the key below it belongs to what it touches, unless it is a banner (with a line of dashes or the
  like);
- comments at the end of a part that are indented like its keys belong to that part.

The round trip of ruamel.yaml would not do: it hangs a comment on what stands before it, so a key that moves or goes
takes its neighbour's comment along, and it writes `+5` as `5` and drops comments inside braces.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Note:
    """A comment on a line of its own, and whether a blank line stands above it."""

    text: str
    blank: bool = False


@dataclass(frozen=True, slots=True)
class Leaf:
    """A single value as it was written; `mark` is its quotation mark, `|`, `>` or nothing.

    `inset` is how far the lines of a block of text are indented; `ended` says that a line break follows its last line.
    """

    text: str
    mark: str = ""
    anchor: str = ""
    inset: int = 0
    ended: bool = True


@dataclass(slots=True)
class Branch:
    """A mapping or list: `flow` if it stood in braces or brackets, `inline` if that took up one line."""

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

    `above`, `beside` and `below` are its comments; `room` is how many spaces stand before the one beside it. `blank`
    says that a blank line stands before all of this, `parted` that one stands between the comments and the key.
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
