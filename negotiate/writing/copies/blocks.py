"""A text as the lines that each of its entries stands on, comments above an entry being the entry's own."""

from __future__ import annotations

from dataclasses import dataclass, field

from negotiate.loading.problems import Problems
from negotiate.loading.text.reader import Mapping, Node, Scalar, Sequence, read_text


@dataclass(frozen=True, slots=True)
class Block:
    """One entry of a mapping, one item of a list, or a whole text.

    Parameters
    ----------
    node : Node
        Its value.
    column : int
        Where its key or its dash stands, counted from 0.
    above : tuple of str
        The comments and empty lines above it.
    lines : tuple of str
        Its own lines, from the key to the end of the value.
    head : int
        How many of its lines come before its first part.
    parts : dict
        Key, or position in a list → what stands on lines of its own below it; empty where nothing does.
    """

    node: Node
    column: int
    above: tuple[str, ...]
    lines: tuple[str, ...]
    head: int = 0
    parts: dict[str | int, Block] = field(default_factory=dict)


def blocks(text: str) -> Block | None:
    """Every entry of a scenario's text, or None where it is not a mapping in block style."""
    root = read_text(text, "", Problems())
    lines = text.splitlines()
    if not isinstance(root, Mapping) or not root.entries or _first(root, lines) == "{":
        return None
    whole = _Lines(tuple(lines)).block(root, -1, 0, 0, len(lines))
    return whole if whole.parts else None


def shifted(lines: tuple[str, ...] | list[str], by: int) -> list[str]:
    """Lines moved to the right, or to the left as far as there is room."""
    if by >= 0:
        return [" " * by + line if line.strip() else line for line in lines]
    return [line[min(-by, len(line) - len(line.lstrip(" "))) :] for line in lines]


def _first(node: Node, lines: list[str] | tuple[str, ...]) -> str:
    """The sign at which a value starts."""
    line = lines[node.place.line - 1] if node.place.line <= len(lines) else ""
    return line[node.place.column - 1 : node.place.column]


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines of a text, to be shared out."""

    lines: tuple[str, ...]

    def block(self, node: Node, column: int, above: int, start: int, end: int) -> Block:
        """The block of a value whose key stands in line `start`, and whose lines end before `end`."""
        places = self._places(node, start)
        limits = [line for _, _, line, _ in places[1:]] + [end]
        parts: dict[str | int, Block] = {}
        done = head = self._lead(start + (column >= 0), places[0][2]) if places else start
        for (key, below, line, at), limit in zip(places, limits, strict=True) if places else ():
            last = end if limit == end else self._end(below, line, limit, at)
            parts[key] = self.block(below, at, done, line, last)
            done = last
        own = list(self.lines[start:end])
        if own and column > 0:
            own[0] = " " * column + own[0][column:]  # without the dash of the list whose item starts here
        return Block(node, max(column, 0), self.lines[above:start], tuple(own), head - start, parts)

    def _places(self, node: Node, start: int) -> list[tuple[str | int, Node, int, int]]:
        """Key or position, value, line and column of each part, where every part starts a line of its own."""
        found: list[tuple[str | int, Node, int, int]] = []
        if isinstance(node, Mapping) and _first(node, self.lines) not in ("{", "&", "!"):
            found = [
                (key, below, node.keys[key].line - 1, node.keys[key].column - 1) for key, below in node.entries.items()
            ]
        elif isinstance(node, Sequence) and _first(node, self.lines) == "-":
            at = node.place.column - 1
            found = [(position, below, self._dash(below, at), at) for position, below in enumerate(node.items)]
        numbers = [line for _, _, line, _ in found]
        sound = numbers == sorted(set(numbers)) and all(line >= start for line in numbers)
        return found if sound else []

    def _dash(self, below: Node, column: int) -> int:
        """The line of an item's dash: that of its value, or one above it."""
        line = below.place.line - 1
        while line > 0 and self.lines[line][column : column + 1] != "-":
            line -= 1
        return line

    def _lead(self, start: int, line: int) -> int:
        """Where the comments and empty lines above a first part begin."""
        while line > start and self._says_nothing(line - 1):
            line -= 1
        return line

    def _end(self, node: Node, start: int, limit: int, column: int) -> int:
        """Where the lines of a value end, the comments above the next one left to that."""
        last = node
        while isinstance(last, Mapping | Sequence) and (below := _parts(last)):
            last = below[-1]
        folded = isinstance(last, Scalar) and _first(last, self.lines) in ("|", ">")
        while limit > start + 1 and self._says_nothing(limit - 1):
            line = self.lines[limit - 1]
            deeper = line.strip() and len(line) - len(line.lstrip(" ")) > column
            if deeper and (folded or isinstance(node, Mapping | Sequence)):
                break
            limit -= 1
        return limit

    def _says_nothing(self, number: int) -> bool:
        text = self.lines[number].strip()
        return not text or text.startswith("#")


def _parts(node: Mapping | Sequence) -> list[Node]:
    return list(node.entries.values()) if isinstance(node, Mapping) else node.items
