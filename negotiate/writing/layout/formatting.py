"""Brings a scenario's text into good order, and vouches that it still says the same."""

from __future__ import annotations

from collections import Counter
from typing import Any

from negotiate.errors import NegotiateError
from negotiate.loading.problems import Problems
from negotiate.loading.text.reader import Mapping, Node, Scalar, pieces, read_text
from negotiate.writing.layout.laying_out import sheet
from negotiate.writing.layout.order import Path, arrange, part_at
from negotiate.writing.layout.printing import printed
from negotiate.writing.layout.source import cut


def formatted(text: str, shown: str = "scenario") -> str:
    r"""A scenario's text in good order: the same document, with every comment.

    Sections, and the keys of parts of known shape, stand in the order of the language; what is listed by name keeps its
    author's order. A level is two spaces; there is one blank line at most, no space at the end of a line, and a line
    break at the end of the file. What stands in braces or brackets stays there if it took up one line and fits into 120
    characters, and becomes a block otherwise; a long list of single values is folded. Lines end with a line feed.

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
    The result is read again and compared with what was read before, comment by comment and value by value, the order of
    names included; and it is formatted a second time, which has to change nothing. A megabyte takes a few seconds.

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
        raise NegotiateError(f"`{shown}` cannot be formatted: {error.message}", error.hint) from None
    reason = _difference(text, before, result, shown)
    if reason:
        raise NegotiateError(f"`{shown}` is not formatted, since {reason}", "format it by hand")
    return result


def reordered(old: str, new: str, shown: str = "scenario") -> int:
    """How many parts of a document, itself included, have their keys in another order than before.

    Keys that only one of the two texts has do not count.

    Raises
    ------
    ScenarioError
        If either text cannot be read.
    """
    return _reordered(read(old, shown), read(new, shown))


def _reordered(old: Node, new: Node) -> int:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        both = [key for key in old.entries if key in new.entries]
        here = both != [key for key in new.entries if key in old.entries]
        return here + sum(_reordered(old.entries[key], new.entries[key]) for key in both)
    if isinstance(old, Scalar) or isinstance(new, Scalar) or isinstance(old, Mapping) or isinstance(new, Mapping):
        return 0
    return sum(_reordered(*pair) for pair in zip(old.items, new.items, strict=False))


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
    """All that a document says: each value as it is spelt and what it is, and the order of names where it is free."""
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
