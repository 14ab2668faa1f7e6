"""The nodes that a text is read into, and one's way among them: plain values, places, other values in their place."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence as AnySequence
from dataclasses import dataclass, field
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any, TypeVar, cast

if TYPE_CHECKING:
    from negotiate.problems import Place

Path = tuple[str | int, ...]


class Spot(tuple[str | int, ...]):
    """Where something stands in a file, as keys and positions; `spot / step` is one step further."""

    __slots__ = ()

    def __truediv__(self, step: str | int) -> Spot:
        return Spot((*self, step))


TOP = Spot()
"""The whole file."""


@dataclass(slots=True)
class Scalar:
    """A single value: text, a number, true or false, or nothing; `text` is how it was written."""

    value: str | int | float | bool | None
    text: str
    place: Place
    size: int = 1


@dataclass(slots=True)
class Sequence:
    """A list; once somebody has looked for a name, `named` says where each stands among the `counted` items."""

    items: list[Node]
    place: Place
    size: int = 1
    named: dict[str, int] = field(default_factory=dict, repr=False, compare=False)
    counted: int = field(default=-1, repr=False, compare=False)


@dataclass(slots=True)
class Mapping:
    """Keys, always text, with their values and the keys' own places; `gone` says where keys were taken away."""

    entries: dict[str, Node]
    keys: dict[str, Place]
    place: Place
    size: int = 1
    gone: dict[str, Place] = field(default_factory=dict)


Node = Scalar | Sequence | Mapping
AnyNode = TypeVar("AnyNode", bound=Node)


def plain(node: Node) -> Any:
    """The node as dictionaries, lists and values."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {key: v.value if isinstance(v, Scalar) else plain(v) for key, v in node.entries.items()}


def node_of(value: Any, place: Place) -> Node:
    """Plain values as nodes that all stand at one place.

    Raises
    ------
    TypeError
        If something in it is neither text nor a number, true or false, nothing, a list or a mapping.
    UnicodeEncodeError
        If a text holds half a character, which no file could.
    """
    if isinstance(value, AnyMapping):
        entries = {str(key): node_of(item, place) for key, item in value.items()}
        return Mapping(entries, dict.fromkeys(entries, place), place)
    if isinstance(value, AnySequence) and not isinstance(value, str | bytes):
        return Sequence([node_of(item, place) for item in value], place)
    if isinstance(value, str):
        value.encode("utf-8")
    if value is None or isinstance(value, str | bool):
        return Scalar(value, spelled(value), place)
    if isinstance(value, Real):
        number = _number(value)
        return Scalar(number, spelled(number), place)
    raise TypeError(f"a `{type(value).__name__}` is no value of a scenario")


def _number(value: Real) -> int | float:
    """A number as the file could hold it; one that is too large becomes infinite, which the shape refuses."""
    if isinstance(value, Integral):
        whole = int(value)
        return whole if abs(whole) < 10**15 else float("inf")
    return float(value)


def spelled(value: Any) -> str:
    """A scalar as an option's name is spelt: whole numbers without a decimal point."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) <= 1e15:
        return str(int(value))
    return "" if value is None else str(value)


def spelled_out(value: Any, deep: int = 4) -> str:
    """A value in one line as a file would write it, "[before, all_threats]" or "{curb: 15}", down to some depth."""
    if isinstance(value, dict | list | tuple) and not deep:
        return "…"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {spelled_out(item, deep - 1)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(spelled_out(item, deep - 1) for item in value) + "]"
    return spelled(value)


def entries_of(node: Node | None) -> dict[str, Node]:
    """What stands below a node: the entries of a mapping, nothing for anything else."""
    return node.entries if isinstance(node, Mapping) else {}


def items_of(node: Node | None) -> list[Node]:
    """The items of a list; nothing for anything else."""
    return node.items if isinstance(node, Sequence) else []


def words_of(node: Node | None) -> list[Scalar]:
    """The single values of a list."""
    return [item for item in items_of(node) if isinstance(item, Scalar)]


def names_in(node: Node | None) -> list[str]:
    """The names that a mapping, or a list of names, holds."""
    return list(entries_of(node)) or [spelled(item.value) for item in words_of(node)]


def text_of(node: Node | None) -> str:
    """A single value as it is spelt, or nothing."""
    return spelled(node.value) if isinstance(node, Scalar) else ""


def walk(root: Node) -> Iterator[Node]:
    """A node and all that stands in it, in no particular order."""
    stack = [root]
    while stack:
        node = stack.pop()
        yield node
        stack += [*entries_of(node).values(), *items_of(node)]


def find(node: Node | None, path: Path) -> Node | None:
    """The node at a path of keys and positions, or None."""
    for step in path:
        node = _step(node, step)
    return node


def _step(node: Node | None, step: str | int) -> Node | None:
    if isinstance(node, Sequence) and isinstance(step, int) and 0 <= step < len(node.items):
        return node.items[step]
    return entries_of(node).get(str(step))


def place_of(node: Node, path: Path, key: bool = False) -> Place:
    """Where a path's value stands (or its key), or the nearest thing above it that exists."""
    place = node.place
    for step in path:
        if isinstance(node, Mapping) and str(step) in node.keys:
            place = node.keys[str(step)]
        found = _step(node, step)
        if found is None:
            return _item_place(node, step) or place
        if not (isinstance(found, Mapping) and isinstance(node, Mapping)):
            place = found.place if not isinstance(node, Mapping) or not key else place
        node = found
    if key or isinstance(node, Mapping):
        return place
    return node.place


def _item_place(node: Node, step: str | int) -> Place | None:
    """In a list of names, the place of the item that is spelt like the step."""
    if not isinstance(node, Sequence):
        return None
    if len(node.items) != node.counted:
        node.named, node.counted = _positions(node), len(node.items)
    position = node.named.get(str(step))
    return None if position is None else node.items[position].place


def _positions(node: Sequence) -> dict[str, int]:
    """Name → where it stands first."""
    named = [(k, item) for k, item in enumerate(node.items) if isinstance(item, Scalar)]
    return {spelled(item.value): k for k, item in reversed(named)}


def copied(node: AnyNode) -> AnyNode:
    """The same nodes in mappings and lists of their own, so that changing one tree leaves the other alone.

    Single values and places are shared: nobody changes them.
    """
    found: Node = node
    if isinstance(node, Mapping):
        entries = {key: v if isinstance(v, Scalar) else copied(v) for key, v in node.entries.items()}
        found = Mapping(entries, dict(node.keys), node.place, node.size, dict(node.gone))
    elif isinstance(node, Sequence):
        items = [item if isinstance(item, Scalar) else copied(item) for item in node.items]
        found = Sequence(items, node.place, node.size)
    return cast("AnyNode", found)
