"""One text for what several files say together: their own lines where they still are true, new ones elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from negotiate.loading.completion.beside import MODELINE
from negotiate.loading.problems import Problems
from negotiate.loading.text.reader import Mapping, Node, Scalar, read_text
from negotiate.loading.text.reader import Sequence as Items
from negotiate.writing.copies import fragments
from negotiate.writing.copies.blocks import Block, blocks, shifted


def flattened(target: Mapping, texts: Sequence[str]) -> tuple[str, bool]:
    """A text that says what the nodes say.

    Parameters
    ----------
    target : Mapping
        What is to be said.
    texts : sequence of str
        The files to take lines and comments from, each one before the files that it extends.

    Returns
    -------
    tuple of str and bool
        The text, read once more and found to say the same; and whether comments were kept.

    Raises
    ------
    AssertionError
        If even a text without comments does not say the same: a bug.
    """
    sources = [found for text in texts if (found := blocks(text)) is not None]
    text = _joined([*_header(sources), *_body(target, sources)]) if sources else ""
    if says(text, target):
        return text, True
    text = _joined([line for key, value in target.entries.items() for line in fragments.entry(key, value, 0)])
    if not says(text, target):
        raise AssertionError("a scenario was written that does not read back as it was")
    return text, False


def says(text: str, target: Node) -> bool:
    """Whether a text, when it is read, says what the nodes say, in the same order."""
    found = read_text(text, "", Problems())
    return found is not None and same(found, target)


def same(one: Node, other: Node) -> bool:
    """Whether two nodes hold the same values in the same order."""
    if isinstance(one, Scalar) and isinstance(other, Scalar):
        return type(one.value) is type(other.value) and one.value == other.value
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        alike = list(one.entries) == list(other.entries)
        return alike and all(same(below, other.entries[key]) for key, below in one.entries.items())
    if isinstance(one, Items) and isinstance(other, Items):
        return len(one.items) == len(other.items) and all(map(same, one.items, other.items))
    return False


def _joined(lines: Sequence[str]) -> str:
    return "\n".join(lines).strip("\n") + "\n"


def _header(sources: Sequence[Block]) -> Iterator[str]:
    """What stands above the first key of each file."""
    heads = [list(next(iter(source.parts.values())).above) for source in sources]
    said = [[line for line in head if not MODELINE.match(line)] for head in heads]
    said = [head for head in said if any(head)]
    for position, head in enumerate(said):
        last = position == len(said) - 1
        yield from head if last else [*_joined(head).splitlines(), ""]


def _body(target: Mapping, sources: Sequence[Block]) -> Iterator[str]:
    firsts = {id(next(iter(source.parts.values()))) for source in sources}
    for position, (key, value) in enumerate(target.entries.items()):
        found = [source.parts[key] for source in sources if key in source.parts]
        part = _part(value, found, 0, partial(fragments.entry, key, value, 0))
        above = [] if any(id(block) in firsts for block in found) else part.above
        if position and len(part.own) > 1 and key not in sources[-1].parts and "" not in map(str.strip, above):
            yield ""
        yield from above
        yield from part.own


@dataclass(frozen=True, slots=True)
class _Part:
    """The lines of one entry, and those above it."""

    above: list[str]
    own: list[str]


def _part(target: Node, found: Sequence[Block], column: int, anew: Callable[[], list[str]]) -> _Part:
    """One entry: as a file says it, or put together from its parts, or written anew."""
    for block in found:
        if same(block.node, target):
            return _Part(_above([block, found[-1]], column), shifted(block.lines, column - block.column))
    whole = [block for block in found if block.parts and type(block.node) is type(target)]
    inside = _inside(target, whole, column) if whole else []
    if inside:
        above = [line for block in reversed(whole) for line in shifted(block.above, column - block.column)]
        return _Part(above, [*_head(whole[-1], column), *inside])
    return _Part(_above(found, column), anew())


def _head(block: Block, column: int) -> list[str]:
    """The line of the key itself; nothing for an item of a list."""
    return shifted(list(block.lines[: block.head]), column - block.column)


def _above(found: Sequence[Block], column: int) -> list[str]:
    """What is said above an entry: by the first file that says anything, since what a name means stays the same."""
    told = [block for block in found if any(line.strip() for line in block.above)]
    for block in [*told, *found[-1:]]:
        return shifted(block.above, column - block.column)
    return []


def _inside(target: Node, whole: Sequence[Block], column: int) -> list[str]:
    """The parts of a mapping or a list, each with what stands above it."""
    first = next(iter(whole[-1].parts.values()))
    at = column + first.column - whole[-1].column
    if isinstance(target, Items):
        return [line for part in _items(target, whole, at) for line in (*part.above, *part.own)]
    lines: list[str] = []
    for key, value in target.entries.items() if isinstance(target, Mapping) else ():
        found = [block.parts[key] for block in whole if key in block.parts]
        part = _part(value, found, at, partial(fragments.entry, key, value, at))
        lines += [*part.above, *part.own]
    return lines


def _items(target: Items, whole: Sequence[Block], at: int) -> Iterator[_Part]:
    """The items of a list, each from the item of a file that is most like it."""
    left = [block for source in whole for block in source.parts.values()]
    for value in target.items:
        likest = max(left, key=lambda block: _likeness(block.node, value), default=None)
        found = [likest] if likest is not None and _likeness(likest.node, value) else []
        left = [block for block in left if block not in found]
        part = _part(value, found, at, partial(fragments.item, value, at))
        yield _Part(part.above, _dashed(part.own, at))


def _dashed(own: list[str], at: int) -> list[str]:
    """With the dash before the first line that is no comment."""
    first = next((i for i, line in enumerate(own) if line.strip() and not line.lstrip().startswith("#")), 0)
    return [*own[:first], " " * at + "-" + own[first][at + 1 :], *own[first + 1 :]]


def _likeness(one: Node, other: Node) -> float:
    """How many entries two items share; endless for the same."""
    if same(one, other):
        return float("inf")
    if not (isinstance(one, Mapping) and isinstance(other, Mapping)):
        return 0
    return sum(key in other.entries and same(below, other.entries[key]) for key, below in one.entries.items())
