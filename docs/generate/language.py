"""The page of the scenario language, read off the shape that a file is held to."""

from __future__ import annotations

import re
import types
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic.fields import FieldInfo

from docs.generate.introductions import introduction
from docs.generate.markdown import fence, sentence, table
from negotiate.language.shape import Amount, Called, Part
from negotiate.language.shape.document import Document, places

EXAMPLE = Path(__file__).parents[1] / "reference" / "example.yaml"
Way = tuple[str, ...]

PLAIN = {
    "str": "text",
    "float": "a number",
    "int": "a whole number",
    "bool": "`true` or `false`",
    "Any": "whatever stands there",
    "NoneType": "nothing",
}


def parts() -> dict[Way, type[Part]]:
    """Where each part of a file stands first, with `…` for names of the author's own: `(payoffs, …,
    …)` is a term.
    """
    found: dict[type[Part], Way] = {}
    for way, part in places().items():
        found.setdefault(part, tuple("…" if step in ("*", "-") else step for step in way))
    return {way: part for part, way in found.items()}


def keys(part: type[Part]) -> Iterator[tuple[str, Any, FieldInfo]]:
    """The keys of a part as a file spells them, each with its type."""
    hints = get_type_hints(part, include_extras=True)
    for name, info in part.model_fields.items():
        yield info.alias or name, hints[name], info


def words(hint: Any) -> str:
    """A type as a person would say it."""
    origin, inner = get_origin(hint), get_args(hint)
    called = (
        [mark.words for mark in inner[1:] if isinstance(mark, Called)]
        if origin is Annotated
        else []
    )
    if called:
        return called[-1]
    if isinstance(hint, type) and issubclass(hint, Part):
        return f"[{title(hint).lower()}](#{anchor(hint)})"
    if origin is Annotated:
        return words(inner[0])
    if origin is Literal:
        return " or ".join(f"`{value}`" for value in inner)
    if origin is dict:
        return f"{_bare(words(inner[0]))} → {_bare(words(inner[1]))}"
    if origin is list:
        return f"a list of {_several(words(inner[0]))}"
    if origin in (types.UnionType, Union):
        return " or ".join(dict.fromkeys(words(one) for one in inner if one is not type(None)))
    return PLAIN.get(getattr(hint, "__name__", str(hint)), getattr(hint, "__name__", str(hint)))


def _several(text: str) -> str:
    """The plural of what one value is called."""
    if text in ("text", words(Amount)):
        return {"text": "texts"}.get(text, "numbers or formulas")
    link = re.fullmatch(r"\[(.+)\](\(.+\))", text)
    if link:
        return f"[{link[1]}s]{link[2]}"
    if text.startswith("a list of "):
        return f"lists of {text.removeprefix('a list of ')}"
    return f"{_bare(text)}{'es' if text.endswith('s') else 's'}"


def _bare(text: str) -> str:
    return re.sub(r"^an? ", "", text)


def title(part: type[Part]) -> str:
    """A part's heading."""
    said = (
        "the file"
        if part is Document
        else str(part.model_config.get("title") or part.__name__.removesuffix("Part"))
    )
    return said[0].upper() + said[1:]


def anchor(part: type[Part]) -> str:
    """The anchor of a part's heading."""
    return title(part).lower().replace(" ", "-")


def _default(info: FieldInfo) -> str:
    if info.is_required():
        return "**required**"
    value = info.get_default(call_default_factory=True)
    if value is None or value in ("", [], {}, ()):
        return ""
    return f"`{value}`"


def _limits(info: FieldInfo) -> str:
    bounds = {
        kind: getattr(found, kind)
        for found in info.metadata
        for kind in ("ge", "le")
        if hasattr(found, kind)
    }
    if len(bounds) == 2:
        return f", {bounds['ge']:g} to {bounds['le']:g}"
    return "".join(
        f", at least {bound:g}" if kind == "ge" else f", at most {bound:g}"
        for kind, bound in bounds.items()
    )


def key_table(part: type[Part]) -> str:
    """The keys of a part."""
    rows = [
        (f"`{key}`", words(hint) + _limits(info), _default(info), sentence(info.description or ""))
        for key, hint, info in keys(part)
    ]
    return table(("key", "takes", "default", "what it says"), rows)


def example_of(way: Way) -> str:
    """The lines of the example scenario in which a part stands, below the keys that lead to it."""
    lines, found = EXAMPLE.read_text("utf-8").splitlines(), []
    for depth, key in enumerate(_named_by_the_language(way)):
        start = next(
            (k for k, line in enumerate(lines) if re.match(rf"{'  ' * depth}{key}:", line)), None
        )
        if start is None:
            return ""
        inside = re.compile(rf"{'  ' * (depth + 1)}|#")
        found, lines = [*found, lines[start]], list(takewhile(inside.match, lines[start + 1 :]))
    return fence("yaml", "\n".join([*found, *lines])) if found else ""


def _named_by_the_language(way: Way) -> Way:
    """The keys of a way down to the first name of the author's own."""
    return tuple(takewhile(lambda key: key != "…", way))


def _section(way: Way, part: type[Part]) -> str:
    place = ".".join(way)
    where = f"Stands at `{place}`." if way else ""
    pieces = [
        f"## {title(part)}\n",
        sentence(" ".join((part.__doc__ or "").partition("\n\n")[0].split()))
        + (f" {where}" if where else "")
        + "\n",
        key_table(part),
        introduction("language", anchor(part)),
        example_of(way) if not _shown_above(way) else "",
    ]
    return "\n".join(piece for piece in pieces if piece)


def _shown_above(way: Way) -> bool:
    """Whether a section of a part further out shows just the same lines."""
    further_out = [
        other for other in parts() if other and len(other) < len(way) and way[: len(other)] == other
    ]
    return any(
        _named_by_the_language(other) == _named_by_the_language(way) for other in further_out
    )


def page() -> str:
    """The whole page."""
    sections = [_section(way, part) for way, part in parts().items()]
    return "\n".join(
        ["# The scenario language, format 1\n", introduction("language", "top"), *sections]
    )
