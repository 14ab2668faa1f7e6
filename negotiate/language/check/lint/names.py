"""Names that cannot be told from one another, texts that a sign cuts off, and numbers that can be
read in two ways.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from negotiate.language.check.profiles import texts
from negotiate.language.check.subject import Finding, Subject
from negotiate.language.text import (
    Mapping,
    Node,
    Path,
    Scalar,
    entries_of,
    find,
    items_of,
    spelled,
    text_of,
    walk,
    words_of,
)
from negotiate.problems import Place

_CYRILLIC = "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u04bb\u0501\u051b\u051d"
_CYRILLIC_CAPITALS = (
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425\u0406\u0408\u0405"
)
_GREEK = (
    "\u03bf\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7"
)
_LATIN = str.maketrans(
    _CYRILLIC + _CYRILLIC_CAPITALS + _GREEK,
    "aeopcyxijshdqw" + "ABEKMHOPCTYXIJS" + "oABEZHIKMNOPTYX",
)
"""Letter that looks like a Latin one → that Latin letter."""

_SHARED = ("players", "parameters", "state", "models", "issues")
"""Sections whose names may stand side by side in a formula."""

Named = tuple[tuple[str, ...], str, Place]
"""Among which names it has to be told apart, the name, and where it stands."""


def look_alike(subject: Subject) -> Iterator[Finding]:
    """Names that mix Latin letters with others that look like them, or that look like an earlier
    name.
    """
    seen: dict[tuple[tuple[str, ...], str], str] = {}
    for room, name, place in _names(subject):
        first = seen.setdefault((room, _plain(name)), name)
        strange = _stranger(name)
        if strange is not None:
            message = (
                f"`{name}` mixes alphabets: its letter {strange + 1} is {_spoken(name[strange])}"
            )
            yield Finding(place, "look-alike", message, f"type it again: `{_plain(name)}`")
        elif first != name:
            message = (
                f"`{name}` looks like the name `{first}`, but is spelt with letters of "
                "another alphabet"
            )
            yield Finding(
                place,
                "look-alike",
                message,
                "type it again, or choose a name that can be told from it",
            )
    yield from _called_alike(subject)


def _called_alike(subject: Subject) -> Iterator[Finding]:
    """Players, issues, ratifiers and options of one issue that people are shown by the same name as
    an earlier one.
    """
    found = subject.scenario
    rooms: list[tuple[Path, dict[str, str]]] = [
        (("players",), {key: player.name for key, player in found.players.items()}),
        (("issues",), {key: issue.name for key, issue in found.issues.items()}),
        (("ratifiers",), {key: body.name for key, body in found.ratifiers.items()}),
    ]
    for key, issue in found.issues.items():
        rooms.append(
            (
                ("issues", key, "options"),
                {option.id: issue.name_of(option) for option in issue.options},
            )
        )
    for room, names in rooms:
        called: dict[str, str] = {}
        for key, name in names.items():
            first = called.setdefault(" ".join(_plain(name).split()).casefold(), key)
            if first != key and not key.casefold() == first.casefold() == name.casefold():
                path = (*room, key, "name")
                place = (
                    subject.at(path) if subject.has(*path) else subject.at((*room, key), key=True)
                )
                message = (
                    f"`{key}` has the same name as `{first}`: in what is shown, nobody can "
                    "tell them apart"
                )
                yield Finding(place, "look-alike", message, "give each a name of its own")


def _names(subject: Subject) -> Iterator[Named]:
    root = subject.root
    for section in (
        *_SHARED,
        "red_lines",
        "ratifiers",
        "sources",
        "variants",
        "happened",
        "matrix",
    ):
        yield from _keys(root, (section,), () if section in _SHARED else (section,))
    for section, holder in (("issues", "options"), ("payoffs", ""), ("matrix", "")):
        for key in entries_of(find(root, (section,))):
            path = (section, key, holder) if holder else (section, key)
            yield from _keys(root, path, ("matrix columns",) if section == "matrix" else path)
    for player in entries_of(find(root, ("types",))):
        yield from _keys(root, ("types", player), ("types", player))
    for position, step in enumerate(items_of(find(root, ("protocol",)))):
        for word in ("move", "chance"):
            name = find(step, (word,))
            if isinstance(name, Scalar):
                yield (), spelled(name.value), name.place
        for word in ("choose", "odds"):
            yield from _keys(root, ("protocol", position, word), ("protocol", str(position)))


def _keys(root: Node, path: tuple[str | int, ...], room: tuple[str, ...]) -> Iterator[Named]:
    """The keys of a mapping, or the words of a list."""
    found = find(root, path)
    if isinstance(found, Mapping):
        for key, place in found.keys.items():
            yield room, key, place
    yield from ((room, text_of(item), item.place) for item in words_of(found))


def _plain(name: str) -> str:
    """The name in Latin letters, as far as it looks like them."""
    return unicodedata.normalize("NFKC", name).translate(_LATIN)


def _stranger(name: str) -> int | None:
    """The first letter that does not belong beside the Latin letters of a name."""
    if name.isascii() or not any(char.isascii() and char.isalpha() for char in name):
        return None
    foreign = (
        unicodedata.name(char, "").startswith("CYRILLIC ") or ord(char) in _LATIN for char in name
    )
    return next((k for k, strange in enumerate(foreign) if strange), None)


def _spoken(char: str) -> str:
    return unicodedata.name(char, "unknown").capitalize().replace(" letter", "")


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
    for node in walk(subject.root):
        inside = _values(node)
        near = inside if isinstance(node, Mapping) else []
        near = [*near, *(value for part in inside for value in _values(part))]
        numbers = [
            value for value in near if isinstance(value, Scalar) and isinstance(value.value, float)
        ]
        if any(_DECIMAL.match(number.text) for number in numbers):
            continue
        for number in numbers:
            if _DOUBTFUL.match(number.text):
                whole, plain = number.text.replace(".", ""), f"{number.value:g}"
                message = f"`{number.text}` is {plain} here: the point is a decimal point"
                hint = f"write `{whole}` if thousands are meant, else `{plain}`"
                yield Finding(number.place, "thousands-or-decimals", message, hint)


def _values(node: Node) -> list[Node]:
    return [*entries_of(node).values(), *items_of(node)]
