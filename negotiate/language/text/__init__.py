"""A file as nodes, each with its place, and the numbers that scalars hold; `reader` makes them of
its characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence as AnySequence
from dataclasses import dataclass, field
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any, TypeVar, cast

from negotiate.arrays import SMALLEST
from negotiate.doors import door
from negotiate.errors import Hint

if TYPE_CHECKING:
    from negotiate.problems import Place, Problems

__getattr__ = door(__name__)

DIGIT_LIMIT = 15
"""Digits of a whole number."""
LENGTH_LIMIT = 400
"""Signs of any other number."""
SPACES = "\u00a0\u1680\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff"
"""Spaces, some without any width, that are letters to YAML; as they stand between the brackets of a
pattern.
"""
CURLY = re.compile("“[^“”]*”|„[^„“”]*[“”]|‘[^‘’]*’|«[^«»]*»|»[^«»]*«")  # noqa: RUF001 - signs that people type
"""A text between quotation marks of a word processor, which are letters to YAML."""
LETTERS = 'these quotation marks are letters to YAML: write `"` in their place'
"""What to do about quotation marks that do not end where the text does."""

_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)\Z")
_DECIMAL = re.compile(r"[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?\Z")
_NOT_A_NUMBER = re.compile(r"[-+]?\.(nan|inf)\Z", re.IGNORECASE)


def resolve(text: str, place: Place, problems: Problems) -> str | int | float | bool | None:
    """What a text without quotes stands for; what could mean several things is noted in
    `problems`.
    """
    if text in ("", "~", "null", "Null", "NULL"):
        return None
    if text in ("true", "false"):
        return text == "true"
    if _NOT_A_NUMBER.match(text):
        problems.add(
            place, "not-finite", f"`{text}` is not a finite number", "quote it if it is text"
        )
        return 0.0
    if _INTEGER.match(text):
        return _integer(text, place, problems)
    if re.match(r"[-+]?0[0-9]+\Z", text):
        problems.add(
            place,
            "leading-zero",
            f"`{text}` starts with a zero, which some readers take for base eight",
            (
                f"write {int(text) if len(text) <= DIGIT_LIMIT else 'it without the zero'}, or "
                "quote "
                "it as text"
            ),
        )
        return 0
    if _DECIMAL.match(text):
        return _decimal(text, place, problems)
    return text


def _integer(text: str, place: Place, problems: Problems) -> int:
    if len(text.lstrip("+-")) > DIGIT_LIMIT:
        problems.add(
            place,
            "number-too-large",
            f"a whole number has at most {DIGIT_LIMIT} digits",
            "quote it if it is text",
        )
        return 0
    return int(text)


def _decimal(text: str, place: Place, problems: Problems) -> float:
    if len(text) > LENGTH_LIMIT:
        problems.add(
            place, "number-too-large", f"a number has at most {LENGTH_LIMIT} digits", "round it"
        )
        return 0.0
    value = float(text)
    if abs(value) > 1e15:
        problems.add(place, "number-too-large", f"`{text[:20]}` is larger than 1e15")
        return 0.0
    if abs(value) < SMALLEST and re.search("[1-9]", re.split("[eE]", text)[0]):
        problems.add(place, "number-too-small", f"`{text[:40]}` is nearer to 0 than {SMALLEST:.0e}")
    return value


def numeral(value: float) -> str:
    """A number as a name, the same for every way of writing it."""
    return str(int(value)) if value == int(value) else str(value)


_THOUSANDS = re.compile(r"[-+]?\d{1,3}([_,'’  ]\d{3})+(\.\d+)?\Z")
_UNDERSCORES = re.compile(r"[-+]?\d+(_\d+)+\Z")
_COMMA = re.compile(r"[-+]?\d+,\d+\Z")
_CLOCK = re.compile(r"[-+]?\d+(:\d+)+\Z")
_PERCENT = re.compile(r"([-+]?\d+(?:\.\d+)?) ?%\Z")
_OTHER_BASE = re.compile(r"[-+]?0[xob][0-9a-f]+\Z", re.IGNORECASE)
_WITH_SIGN = re.compile(r"([-+]?)(?:[$€£¥] ?(\d+(?:\.\d+)?)|(\d+(?:\.\d+)?) ?[$€£¥])\Z")
_WITH_UNIT = re.compile(r"([-+]?\d+(?:\.\d+)?) ?([^\W\d_][^\W\d_. ]*)\.?\Z")

_CUT = re.compile(r"(?<![\w.,])[-+]?\d+(?:,\d{3})*,\Z")
_GROUPS = re.compile(r"(?:,\d{3}(?!\d)){0,9}")
_COLON = re.compile(r"\s*:")


def number_meant(text: str) -> str:
    """What to write instead, where a text looks like a number and is none for YAML; else nothing.

    Examples
    --------
    >>> number_meant("1_000")
    'write `1000`, without separators'
    >>> number_meant("12:30")
    'a time of day is text: write a decimal number, such as 12.5'
    >>> number_meant("quota")
    ''
    """
    text = text.strip()
    if len(text) > 40:
        return ""
    if _THOUSANDS.match(text) or _UNDERSCORES.match(text):
        return Hint.writing(re.sub(r"[^-+0-9.]", "", text), ", without separators")
    if _COMMA.match(text):
        return Hint.writing(text.replace(",", "."), ", with a point")
    if _CLOCK.match(text):
        return "a time of day is text: write a decimal number, such as 12.5"
    if found := _PERCENT.match(text):
        return Hint.writing(found[1], f", or `{float(found[1]) / 100:g}` where a share is meant")
    if _OTHER_BASE.match(text):
        return "write it in the ordinary way, in tens"
    if found := _WITH_SIGN.match(text):
        return Hint.writing(
            f"{found[1]}{found[2] or found[3]}", "; what it is counted in goes into `unit`"
        )
    return ""


def share_meant(text: str) -> str:
    """The share that a number of percent stands for; nothing where a text is something else.

    Examples
    --------
    >>> share_meant("70%")
    '0.7'
    """
    found = _PERCENT.match(text.strip()) if len(text) <= 40 else None
    return f"{float(found[1]) / 100:g}" if found else ""


def shares(values: list[float]) -> str:
    """What to write for odds in percent."""
    if abs(sum(values) - 100) > 1e-6 or len(values) > 6:
        return ""
    found = [f"`{value / 100:g}`" for value in values]
    return (
        "odds are shares, not percent: write "
        f"{', '.join(found[:-1])}{' and ' if found[1:] else ''}{found[-1]}"
    )


def without_unit(text: str) -> tuple[str, str]:
    """A number and the word behind it; two empty texts where a text is something else.

    Examples
    --------
    >>> without_unit("20 min")
    ('20', 'min')
    >>> without_unit("twenty")
    ('', '')
    """
    found = _WITH_UNIT.match(text.strip()) if len(text) <= 40 else None
    return (found[1], found[2]) if found else ("", "")


def number_cut(line: str, column: int, rest: str, key: bool) -> tuple[str, str] | None:
    """The number that a comma cut in two for YAML, and what to write; None where two values are
    meant.

    Parameters
    ----------
    line : str
        The line in which it stands, in braces or brackets.
    column : int
        Where the digits behind the comma stand, from 0.
    rest : str
        Those digits.
    key : bool
        Whether they would be a key. Of two items in a list, they are a part only where no number
        starts like that.
    """
    end = column + len(rest)
    before = _CUT.search(line[max(0, column - 40) : column])
    more = _GROUPS.match(line, end)
    if before is None or _COLON.match(line, end) or not (key or re.match(r"0\d", rest)):
        return None
    whole = before[0] + rest + (more[0] if more else "")
    return whole, number_meant(whole)


Path = tuple[str | int, ...]


class Spot(tuple[str | int, ...]):
    """Where something stands in a file, as keys and positions; `spot / step` is one step
    further.
    """

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
    """A list; once somebody has looked for a name, `named` says where each stands among the
    `counted` items.
    """

    items: list[Node]
    place: Place
    size: int = 1
    named: dict[str, int] = field(default_factory=dict, repr=False, compare=False)
    counted: int = field(default=-1, repr=False, compare=False)


@dataclass(slots=True)
class Mapping:
    """Keys, always text, with their values and the keys' own places; `gone` says where keys were
    taken away.
    """

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
        If something in it is neither text nor a number, true or false, nothing, a list or a
        mapping.
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
    """A number as the file could hold it; one that is too large becomes infinite, which the shape
    refuses.
    """
    if isinstance(value, Integral):
        whole = int(value)
        return whole if abs(whole) < 10**15 else float("inf")
    try:
        return float(value)
    except OverflowError:
        return float("inf")


def spelled(value: Any) -> str:
    """A scalar as an option's name is spelt: whole numbers without a decimal point."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) <= 1e15:
        return str(int(value))
    try:
        return "" if value is None else str(value)
    except ValueError:  # Python writes out no whole number of more than 4,300 digits
        return "a number of thousands of digits"


def spelled_out(value: Any, deep: int = 4) -> str:
    """A value in one line as a file would write it, "[before, all_threats]" or "{curb: 15}", down
    to some depth.
    """
    if isinstance(value, dict | list | tuple) and not deep:
        return "…"
    if isinstance(value, dict):
        return (
            "{"
            + ", ".join(f"{key}: {spelled_out(item, deep - 1)}" for key, item in value.items())
            + "}"
        )
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
    """The same nodes in mappings and lists of their own, so that changing one tree leaves the other
    alone.

    Single values and places are shared: nobody changes them.
    """
    found: Node = node
    if isinstance(node, Mapping):
        entries = {
            key: v if isinstance(v, Scalar) else copied(v) for key, v in node.entries.items()
        }
        found = Mapping(entries, dict(node.keys), node.place, node.size, dict(node.gone))
    elif isinstance(node, Sequence):
        items = [item if isinstance(item, Scalar) else copied(item) for item in node.items]
        found = Sequence(items, node.place, node.size)
    return cast("AnyNode", found)
