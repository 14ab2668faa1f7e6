"""Text → nodes with positions: the one module that knows YAML.

A scenario uses a small, safe part of YAML 1.2: mappings, lists, text, finite numbers, true and
false. What YAML 1.1 would quietly turn into something else (`no`, `12:30`, `014`, `1e3`) is read as
it is written or refused. The text is taken as a stream of events, so neither depth nor aliases can
make work that was not counted first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from negotiate.display import record
from negotiate.errors import ScenarioNotFound
from negotiate.language.text import (
    CURLY,
    SPACES,
    Mapping,
    Node,
    Scalar,
    Sequence,
    accidents,
    number_cut,
    numeral,
    resolve,
)
from negotiate.problems import Place, Problems

SIZE_LIMIT = 1_000_000
"""Bytes in one file."""
DEPTH_LIMIT = 30
"""Mappings and lists inside one another."""
NODE_LIMIT = 200_000
"""Values in one file, each alias counted as often as it stands."""

_SPARE = "\0"
_STRANGE = re.compile(f"[{SPACES}]")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_bytes(path: Path, shown: str, problems: Problems) -> str | None:
    """The text of a file, or None with a problem noted: too large, or not UTF-8."""
    if not path.is_file():
        raise ScenarioNotFound(f"`{shown}` is not a file", "a scenario is one YAML file")
    try:
        with path.open("rb") as file:
            raw = file.read(SIZE_LIMIT + 1)
    except OSError as error:
        raise ScenarioNotFound(f"`{shown}` cannot be read: {error.strerror}") from None
    if len(raw) > SIZE_LIMIT:
        message = f"the file has {path.stat().st_size:,} bytes; at most {SIZE_LIMIT:,} are read"
        problems.add(Place(shown, 1, 1), "file-too-large", message)
        return None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
            hint = "choose UTF-8 where your editor saves the file (Notepad: Save as, Encoding)"
            problems.add(
                Place(shown, 1, 1),
                "not-utf-8",
                "the file is saved as UTF-16, and not as UTF-8",
                hint,
            )
            return None
        before = raw[: error.start].decode("utf-8", "replace")
        place = Place(shown, before.count("\n") + 1, len(before) - before.rfind("\n"))
        problems.add(
            place,
            "not-utf-8",
            f"byte 0x{raw[error.start]:02x} is not UTF-8",
            "save the file as UTF-8",
        )
        return None


def read_text(text: str, shown: str, problems: Problems) -> Node | None:
    """The nodes of a text, or None where it cannot be read as far as its end; mistakes are noted in
    `problems`.
    """
    problems.texts[shown] = text.splitlines()
    if len(text.encode("utf-8", "surrogatepass")) > SIZE_LIMIT:
        problems.add(
            Place(shown, 1, 1), "file-too-large", f"the text is longer than {SIZE_LIMIT:,} bytes"
        )
        return None
    suspect = _STRANGE.search(text) or any(line.startswith("+") for line in problems.texts[shown])
    if suspect and (cause := accidents.stray(problems.texts[shown])):
        problems.add(
            Place(shown, cause.line + 1, cause.column + 1), cause.code, cause.message, cause.hint
        )
        return None
    composer = _Composer(shown, problems)
    try:
        return composer.document(iter(yaml.parse(text, Loader=_LOADER)))
    except yaml.YAMLError as error:
        _syntax(error, shown, problems)
    except (UnicodeError, _Stopped):
        if not problems.errors():
            problems.add(
                Place(shown, 1, 1), "not-utf-8", "the text holds characters that no file can hold"
            )
    return None


class _Stopped(Exception):
    """The rest of the text is not read."""


@dataclass(slots=True)
class _Open:
    """A mapping or list that is being read."""

    node: Mapping | Sequence
    anchor: str | None
    key: str | None = None


@dataclass(slots=True)
class _Composer:
    """Builds nodes from events, without recursion."""

    shown: str
    problems: Problems
    anchors: dict[str, Node] = field(default_factory=dict)
    stack: list[_Open] = field(default_factory=list)
    root: Node | None = None
    total: int = 0
    documents: int = 0
    cut: bool = False

    def document(self, events: Iterator[Any]) -> Node | None:
        for event in events:
            self._one(event)
        if self.root is None:
            self.problems.add(Place(self.shown, 1, 1), "empty-file", *_nothing(self.shown))
        return self.root

    def _one(self, event: Any) -> None:
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                self._stop(
                    event,
                    "several-documents",
                    "a second document starts here; a scenario is one document",
                )
        elif isinstance(event, yaml.ScalarEvent):
            self._check_tag(event)
            if not (self._rest_of_a_pair(event) or self._rest_of_a_number(event)):
                place, quoted = self._place(event), event.style not in (None, "")
                text = event.value if quoted else self._without_curly_quotes(event.value, place)
                value = (
                    text if quoted or text != event.value else resolve(text, place, self.problems)
                )
                self._attach(Scalar(value, text, place), event)
        elif isinstance(event, yaml.AliasEvent):
            anchor = str(event.anchor)
            if anchor not in self.anchors:
                message = f"`*{anchor}` points at nothing that is complete before it"
                self._stop(event, "alias", message, "text that starts with * or & needs quotes")
            self._attach(self.anchors[anchor], event)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self._open(event)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self._close()

    def _place(self, event: Any) -> Place:
        start, end = event.start_mark, event.end_mark
        width = end.column - start.column if end.line == start.line else 1
        return Place(self.shown, start.line + 1, start.column + 1, max(1, width))

    def _without_curly_quotes(self, text: str, place: Place) -> str:
        """A text as it was meant; quotation marks of a word processor round the whole of it are
        noted.
        """
        if not text[:1] > "~" or not CURLY.fullmatch(text):
            return text
        message = f"`{text}` stands in quotation marks that are letters to YAML"
        self.problems.add(place, "curly-quotes", message, f'write `"{text[1:-1]}"`')
        return text[1:-1]

    def _stop(self, event: Any, code: str, message: str, hint: str = "") -> None:
        self.problems.add(self._place(event), code, message, hint)
        raise _Stopped

    def _check_tag(self, event: Any) -> None:
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            message, hint = (
                f"the tag `{tag}` is not part of the language",
                "take the word that starts with `!` away",
            )
            self.problems.add(replace(self._place(event), width=len(tag)), "tag", message, hint)

    def _open(self, event: Any) -> None:
        self._check_tag(event)
        if len(self.stack) >= DEPTH_LIMIT:
            self._stop(
                event,
                "too-deep",
                f"more than {DEPTH_LIMIT} mappings and lists stand inside one another",
            )
        place = replace(self._place(event), width=1)
        node = (
            Mapping({}, {}, place)
            if isinstance(event, yaml.MappingStartEvent)
            else Sequence([], place)
        )
        self._attach(node, event, opening=True)
        self.stack.append(_Open(node, event.anchor))

    def _close(self) -> None:
        done = self.stack.pop()
        if done.anchor is not None:
            self.anchors[done.anchor] = done.node
        if self.stack:
            self.stack[-1].node.size += done.node.size

    def _attach(self, node: Node, event: Any, opening: bool = False) -> None:
        if self.cut:  # the value behind the rest of a number, which YAML takes for a key
            self.cut = False
            return
        self.total += 1 if opening else node.size
        if self.total > NODE_LIMIT:
            message = f"the file spells out more than {NODE_LIMIT:,} values, aliases counted"
            self._stop(event, "too-many-values", message)
        if isinstance(node, Scalar) and event.anchor is not None:
            self.anchors[event.anchor] = node
        if not self.stack:
            self.root = node
        elif isinstance(self.stack[-1].node, Sequence):
            self.stack[-1].node.items.append(node)
        else:
            self._into_mapping(self.stack[-1], self.stack[-1].node, node, event)
        if self.stack and not opening:
            self.stack[-1].node.size += node.size

    def _into_mapping(self, top: _Open, mapping: Mapping, node: Node, event: Any) -> None:
        if top.key is None:
            top.key = self._key(mapping, node, event)
        else:
            if top.key is not _SPARE:
                self._value(mapping, top.key, node, event)
            top.key = None

    def _value(self, mapping: Mapping, key: str, node: Node, event: Any) -> None:
        place = mapping.keys[key]
        name, _, value = key.partition(":")
        bare = (
            place.width == len(key)
            and isinstance(node, Scalar)
            and event.start_mark.index == event.end_mark.index
        )
        if not (name and value and bare) or name in mapping.keys:
            mapping.entries[key] = node
            return
        at = Place(place.path, place.line, place.column + len(name))
        hint = f"write `{name}: {value}`"
        self.problems.add(at, "space-after-colon", "a space is missing after the colon", hint)
        del mapping.keys[key]
        mapping.keys[name] = Place(place.path, place.line, place.column, len(name))
        mapping.entries[name] = Scalar(resolve(value, at, self.problems), value, at)

    def _line(self, event: Any) -> str:
        """The line in which an event starts; nothing where YAML counts more lines than Python
        does.
        """
        lines, at = self.problems.texts[self.shown], event.start_mark.line
        return lines[at] if at < len(lines) else ""

    def _rest_of_a_number(self, event: Any) -> bool:
        """Whether digits belong to the number before them, from which a comma in braces or brackets
        cuts them off.
        """
        top = self.stack[-1] if self.stack else None
        if (
            top is None
            or not event.value.isdigit()
            or top.key is not None
            or event.style not in (None, "")
        ):
            return False
        mapping = isinstance(top.node, Mapping)
        last = _last(top.node)
        if not isinstance(last, Scalar) or type(last.value) not in (int, float):
            return False
        meant = number_cut(self._line(event), event.start_mark.column, event.value, mapping)
        if not meant:
            return False
        place = Place(self.shown, last.place.line, last.place.column, len(meant[0]))
        self.problems.add(
            place, "number-expected", f"a number is expected here, not `{meant[0]}`", meant[1]
        )
        self.cut = mapping
        return True

    def _rest_of_a_pair(self, event: Any) -> bool:
        """Whether a number belongs to the one before it, both of which lack the square brackets
        around them.
        """
        top = self.stack[-1] if self.stack else None
        if (
            top is None
            or not isinstance(top.node, Mapping)
            or top.key is not None
            or event.style not in (None, "")
        ):
            return False
        name, last = next(reversed(top.node.entries.items()), ("", None))
        line = self._line(event)
        if (
            event.value[:1].isalpha()
            or not isinstance(last, Scalar)
            or last.place.line != event.start_mark.line + 1
        ):
            return False
        section = self.stack[0].node
        in_matrix = (
            len(self.stack) == 3
            and isinstance(section, Mapping)
            and next(reversed(section.entries)) == "matrix"
        )
        found = accidents.pair(line, last.place.column - 1, bare=in_matrix)
        if found is None or event.end_mark.column != last.place.column - 1 + found.width:
            return False
        place = Place(self.shown, last.place.line, last.place.column, found.width)
        code, message = "list-expected", "a list is expected here"
        if in_matrix:
            code, message = "matrix-cell", "a cell is a list of two payoffs"
        shown = line[place.column - 1 : place.column - 1 + found.width]
        hint = f"write `[{found.one}, {found.other}]`"
        self.problems.add(place, code, f"{message}, not `{shown}`", hint)
        numbers: list[Node] = [
            Scalar(float(text), text, place) for text in (found.one, found.other)
        ]
        top.node.entries[name] = Sequence(numbers, place)
        self.cut = True
        return True

    def _key(self, mapping: Mapping, node: Node, event: Any) -> str:
        place = self._place(event)
        if not isinstance(node, Scalar):
            self._stop(
                event,
                "key-not-text",
                "a key must be a word, not a mapping or a list",
                "quote `{` and `[`",
            )
            raise _Stopped
        key = node.text if isinstance(node.value, str | bool | None) else numeral(node.value)
        if key == "<<":
            self.problems.add(
                place, "merge-key", "`<<` is not part of the language", "use `extends`"
            )
            return _SPARE
        if key in mapping.keys:
            message = (
                f"`{key}` stands here a second time; the first is in line {mapping.keys[key].line}"
            )
            self.problems.add(place, "duplicate-key", message, "keep one of the two")
            return _SPARE
        mapping.keys[key] = place
        return key


def _last(node: Mapping | Sequence) -> Node | None:
    """What was read last of a mapping or a list."""
    return next(reversed(node.entries.values() if isinstance(node, Mapping) else node.items), None)


def _nothing(shown: str) -> tuple[str, str]:
    """What is said, and advised, of a text without any value."""
    if shown.startswith("--"):
        return "a value is missing", "write it after the `=`"
    return (
        "the file says nothing",
        "a scenario starts with `format: 1` and `title:`; then come players and payoffs",
    )


def _syntax(error: yaml.YAMLError, shown: str, problems: Problems) -> None:
    what = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error).strip()
    lines = problems.texts.get(shown, [])
    line, column = _within(getattr(error, "problem_mark", None), error, lines)
    start = _within(
        getattr(error, "context_mark", None) or getattr(error, "problem_mark", None), error, lines
    )
    cause = accidents.accident(what, line, column, start, lines)
    last = max(0, len(lines) - 1)
    at = (
        (cause.line, cause.column)
        if cause.line <= last
        else (last, len(lines[last]) if lines else 0)
    )
    problems.add(Place(shown, at[0] + 1, at[1] + 1), cause.code, cause.message, cause.hint)


def _within(mark: Any, error: yaml.YAMLError, lines: list[str]) -> tuple[int, int]:
    """Line and column of a mark, or of the position that an error without one names."""
    return (
        (mark.line, mark.column)
        if mark is not None
        else _line_of(lines, getattr(error, "position", 0))
    )


def _line_of(lines: list[str], position: int) -> tuple[int, int]:
    for number, line in enumerate(lines):
        if position <= len(line):
            return number, position
        position -= len(line) + 1
    return 0, 0


@record
class Piece:
    """One piece of a YAML text, and the characters from `start` up to `end` that it takes up.

    `kind` is `mapping`, `sequence`, `scalar`, `alias`, or the `end` of a mapping or sequence;
    `mark` is the character that a scalar is written with (a quotation mark, `|`, `>`, or nothing)
    or `{` for what stands in braces or brackets.
    """

    kind: str
    start: int
    end: int
    anchor: str = ""
    mark: str = ""


def _events(text: str) -> Iterator[Any]:
    """The events of a text, as far as it can be read."""
    with suppress(yaml.YAMLError):
        yield from yaml.parse(text, Loader=_LOADER)


def pieces(text: str) -> Iterator[Piece]:
    """The pieces of a text that `read_text` could read, for whoever has to keep its layout and
    comments.
    """
    for event in _events(text):
        kind = type(event).__name__.removesuffix("Event").removesuffix("Start").lower()
        if kind in ("mappingend", "sequenceend"):
            kind = "end"
        if kind in ("mapping", "sequence", "scalar", "alias", "end"):
            mark = (
                ("{" if event.flow_style else "")
                if kind in ("mapping", "sequence")
                else getattr(event, "style", "")
            )
            start, end = event.start_mark.index, event.end_mark.index
            yield Piece(kind, start, end, getattr(event, "anchor", "") or "", mark or "")
