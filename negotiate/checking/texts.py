"""The texts of a file that people read, with their places."""

from __future__ import annotations

from collections.abc import Iterator

from negotiate.loading.problems import Place
from negotiate.loading.text.reader import Mapping, Node, Scalar, Sequence

READ_ALOUD = frozenset(
    ("title", "summary", "name", "leader", "unit", "about", "publisher", "author", "url", "group", "license", "date")
)
"""Keys whose values are texts, wherever they stand."""
LISTS = frozenset(("authors", "teaches"))
"""Keys whose values are lists of texts."""


def texts(root: Node, without: str = "") -> Iterator[tuple[str, Place]]:
    """Every text, formulas and names left out, in no particular order; those of one section may be left out."""
    sections = root.entries if isinstance(root, Mapping) else {}
    for section, value in sections.items():
        if isinstance(root, Mapping) and section != without:
            holder = Mapping({section: value}, {section: root.keys[section]}, root.place)
            yield from _below(holder, section)


def _below(holder: Mapping, section: str) -> Iterator[tuple[str, Place]]:
    stack: list[Node] = [holder]
    while stack:
        node = stack.pop()
        inside = section in LISTS or (section == "briefs" and node is not holder)
        if isinstance(node, Mapping):
            for key, value in node.entries.items():
                if isinstance(value, Scalar) and (inside or key in READ_ALOUD):
                    yield from _text(value, node.keys[key] if _folded(value) else value.place)
            stack.extend(value for value in node.entries.values() if not isinstance(value, Scalar))
        elif isinstance(node, Sequence):
            for item in node.items:
                if isinstance(item, Scalar) and inside:
                    yield from _text(item, item.place)
            stack.extend(item for item in node.items if not isinstance(item, Scalar))


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
