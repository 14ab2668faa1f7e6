"""Texts that a sign cuts off, and numbers that can be read in two ways."""

from __future__ import annotations

import re
from collections.abc import Iterator

from negotiate.checking.subject import Finding, Subject
from negotiate.checking.texts import texts
from negotiate.loading.problems import Place
from negotiate.loading.text.reader import Mapping, Node, Scalar, Sequence

_CUT = re.compile(r" (#[^\s#!].*)")
_DOUBTFUL = re.compile(r"[-+]?[1-9]\d{0,2}\.\d\d0\Z")
_DECIMAL = re.compile(r"[-+]?(?:0\.\d+|\d+\.(?:\d{1,2}|\d{4,}|\d\d[1-9]))\Z")


def cut_text(subject: Subject) -> Iterator[Finding]:
    """Texts of one line, without quotes, that end at a `#` which touches the word after it."""
    for text, place in texts(subject.root):
        lines = subject.lines.get(place.path, [])
        line = lines[place.line - 1] if 0 < place.line <= len(lines) else ""
        start, end = place.column - 1, place.column - 1 + place.width
        if line[start:end] != text:
            continue
        found = _CUT.match(line, end)
        if found:
            shown = found[1] if len(found[1]) <= 40 else f"{found[1][:38]}…"
            at = Place(place.path, place.line, end + 2, len(found[1].rstrip()))
            message = f"the text ends before `{shown}`, which YAML takes for a remark"
            hint = "put the whole text in quotes; a remark has a space after its `#`"
            yield Finding(at, "text-cut-by-comment", message, hint)


def thousands_or_decimals(subject: Subject) -> Iterator[Finding]:
    """Numbers such as `700.000`, unless one beside them can only have a decimal point."""
    stack = [subject.root]
    while stack:
        node = stack.pop()
        inside = _values(node)
        stack += [value for value in inside if not isinstance(value, Scalar)]
        near = inside if isinstance(node, Mapping) else []
        near = [*near, *(value for part in inside for value in _values(part))]
        numbers = [value for value in near if isinstance(value, Scalar) and isinstance(value.value, float)]
        if any(_DECIMAL.match(number.text) for number in numbers):
            continue
        for number in numbers:
            if _DOUBTFUL.match(number.text):
                whole, plain = number.text.replace(".", ""), f"{number.value:g}"
                message = f"`{number.text}` is {plain} here: the point is a decimal point"
                hint = f"write `{whole}` if thousands are meant, else `{plain}`"
                yield Finding(number.place, "thousands-or-decimals", message, hint)


def _values(node: Node) -> list[Node]:
    if isinstance(node, Mapping):
        return list(node.entries.values())
    return list(node.items) if isinstance(node, Sequence) else []
