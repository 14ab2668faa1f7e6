"""The texts of a file that people read, with their places."""

from __future__ import annotations

from collections.abc import Iterator

from negotiate.loading.problems import Place
from negotiate.loading.reader import Mapping, Node, Scalar, Sequence

READ_ALOUD = frozenset(
    ("title", "summary", "name", "leader", "unit", "about", "publisher", "author", "url", "group", "license", "date")
)
"""Keys whose values are texts, wherever they stand."""
LISTS = frozenset(("authors", "teaches"))
"""Keys whose values are lists of texts."""


def texts(root: Node) -> Iterator[tuple[str, Place]]:
    """Every text, formulas and names left out, in no particular order."""
    stack: list[tuple[Node, bool]] = [(root, False)]
    while stack:
        node, read = stack.pop()
        if isinstance(node, Mapping):
            for key, value in node.entries.items():
                briefs = key == "briefs" and node is root
                plain = isinstance(value, Scalar) and (read or key in READ_ALOUD)
                if plain:
                    yield from _text(value, node.keys[key] if _folded(value) else value.place)
                elif not isinstance(value, Scalar):
                    stack.append((value, briefs or (key in LISTS and node is root)))
        elif isinstance(node, Sequence):
            for item in node.items:
                if isinstance(item, Scalar) and read:
                    yield from _text(item, item.place)
                elif not isinstance(item, Scalar):
                    stack.append((item, False))


def _text(node: Node, place: Place) -> Iterator[tuple[str, Place]]:
    if isinstance(node, Scalar) and isinstance(node.value, str):
        yield node.value, place


def _folded(node: Node) -> bool:
    """Whether a text stands in a block below its key, so that its own place is the sign `>` or `|`."""
    return isinstance(node, Scalar) and node.place.width == 1 and len(node.text) > 1


def cited(root: Node) -> Iterator[str]:
    """Every name that a `source:` gives."""
    stack = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, Mapping):
            found = node.entries.get("source")
            if isinstance(found, Scalar) and isinstance(found.value, str):
                yield found.value
            stack.extend(node.entries.values())
        elif isinstance(node, Sequence):
            stack.extend(node.items)
