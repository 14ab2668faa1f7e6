"""Nodes → document: checks the shape, tells every mistake at its place, and keeps what is sound.

What is wrong is cut out and the rest is checked again, so that one mistake neither hides others nor causes new ones.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ValidationError

from negotiate.loading import document as shapes
from negotiate.loading.document import NOT_YET, Document
from negotiate.loading.nodes import Path, find, place_of, plain
from negotiate.loading.problems import Problems, listed, nearest
from negotiate.loading.reader import Mapping, Node, Scalar, Sequence

_ROUNDS = 12
_ENTRY_DEPTH = {"payoffs": 3, "protocol": 2, "expect": 2, "infeasible": 2, "authors": 1, "signers": 1, "on_table": 1}
_SECTIONS = (
    "players",
    "parameters",
    "models",
    "issues",
    "payoffs",
    "red_lines",
    "variants",
    "happened",
    "briefs",
    "sources",
)


@dataclass(slots=True)
class Shaped:
    """A document, and the names of entries that were cut out of it."""

    document: Document | None
    broken: set[str] = field(default_factory=set)


def shape(root: Node, problems: Problems) -> Shaped:
    """Check a scenario's shape.

    Returns
    -------
    Shaped
        Its document is None where too little is sound to go on.
    """
    if not isinstance(root, Mapping):
        problems.add(root.place, "not-a-mapping", "a scenario is a mapping of keys such as `title` and `players`")
        return Shaped(None)
    result = Shaped(None)
    for _ in range(_ROUNDS):
        try:
            result.document = Document.model_validate(plain(root))
            break
        except ValidationError as error:
            for item in error.errors(include_url=False):
                _report(item, root, problems)
            if not _prune(root, error, result.broken):
                break
    return result


def _report(item: Any, root: Node, problems: Problems) -> None:
    path, on_key = _path(item["loc"], root)
    place = place_of(root, path, key=on_key or item["type"] == "extra_forbidden")
    code, message, hint = _words(item, path)
    problems.add(place, code, message, hint)


def _path(loc: tuple[str | int, ...], root: Node) -> tuple[Path, bool]:
    """The part of pydantic's location that stands in the file, and whether the mistake is in a key."""
    on_key = "[key]" in loc
    steps: list[str | int] = []
    for step in loc:
        if step == "[key]":
            break
        here = find(root, tuple(steps))
        if isinstance(here, Mapping) and str(step) not in here.keys and steps and step in ("float", "str"):
            continue
        steps.append(step)
    return tuple(steps), on_key


def _words(item: Any, path: Path) -> tuple[str, str, str]:
    kind, last = item["type"], str(path[-1]) if path else ""
    found = item.get("input")
    if kind == "extra_forbidden":
        if last in NOT_YET:
            return (
                "not-yet",
                f"`{last}` is not read yet: {NOT_YET[last]} come with a later version",
                "leave it out for now",
            )
        known = _fields(path)
        return "unknown-key", f"`{last}` is not a key here; allowed: {listed(known, 40)}", nearest(last, known)
    if kind == "missing":
        return "missing-key", f"the key `{last}` is missing here", ""
    if kind == "shape":
        return "shape", f"{item['msg']}{_shown(found)}", ""
    if kind == "string_pattern_mismatch":
        return (
            "bad-name",
            f"`{last}` cannot be a name",
            "a name is one word of letters, digits and `_` that starts with a letter",
        )
    if kind == "literal_error":
        allowed = str(item["ctx"]["expected"]).replace("'", "`")
        return (
            "wrong-value",
            f"{allowed} is expected here{_shown(found)}",
            nearest(str(found), allowed.split("`")[1::2]),
        )
    if kind in ("string_type", "string_too_short"):
        hint = "put it in quotes" if isinstance(found, int | float | bool) else ""
        return "wrong-type", f"text is expected here{_shown(found)}", hint
    return "wrong-type", f"{_EXPECTED.get(kind, item['msg'])}{_shown(found)}", ""


_EXPECTED = {
    "float_type": "a number is expected here",
    "float_parsing": "a number is expected here",
    "int_type": "a whole number is expected here",
    "bool_type": "true or false is expected here",
    "list_type": "a list is expected here",
    "dict_type": "a mapping is expected here",
    "model_type": "a mapping is expected here",
    "model_attributes_type": "a mapping is expected here",
    "too_short": "more entries are expected here",
    "too_long": "fewer entries are expected here",
}


def _shown(found: Any) -> str:
    if isinstance(found, dict):
        return ", not a mapping" if found else ", not an empty mapping"
    if isinstance(found, list):
        return ", not a list"
    if found is None:
        return ", not nothing"
    return f", not `{str(found)[:40]}`"


def _fields(path: Path) -> list[str]:
    """The keys allowed in the mapping that holds the last step of a path."""
    part = _PARTS.get((str(path[0]), len(path)), Document) if len(path) > 1 else Document
    return [info.alias or name for name, info in part.model_fields.items()]


_PARTS: dict[tuple[str, int], type[BaseModel]] = {
    ("players", 3): shapes.PlayerPart,
    ("parameters", 3): shapes.ParameterPart,
    ("sources", 3): shapes.SourcePart,
    ("models", 3): shapes.ModelPart,
    ("issues", 3): shapes.IssuePart,
    ("issues", 5): shapes.OptionPart,
    ("payoffs", 4): shapes.TermPart,
    ("red_lines", 3): shapes.RedLinePart,
    ("protocol", 3): shapes.StepPart,
    ("variants", 3): shapes.VariantPart,
    ("expect", 3): shapes.ExpectPart,
}
"""Section and depth of a key → the class whose keys are allowed there."""


def _prune(root: Mapping, error: ValidationError, broken: set[str]) -> bool:
    """Cut the entries that an error points into out of the nodes; False where the file cannot do without them."""
    cuts: set[Path] = set()
    for item in error.errors(include_url=False, include_input=False, include_context=False):
        loc = tuple(step for step in item["loc"] if step != "[key]")
        if item["type"] == "missing" and len(loc) == 1:
            return False
        cuts.add(loc if item["type"] == "extra_forbidden" else loc[: _ENTRY_DEPTH.get(str(loc[0]), 2)])
    for cut in sorted(cuts, key=lambda c: [f"{s:06}" if isinstance(s, int) else s for s in c], reverse=True):
        _cut(root, cut, broken)
    return True


def _cut(root: Mapping, path: Path, broken: set[str]) -> None:
    if path in _STAND_INS:
        root.entries[str(path[0])] = Scalar(_STAND_INS[path], "", root.place)
        return
    holder, last = find(root, path[:-1]), path[-1]
    if isinstance(holder, Mapping):
        holder.entries.pop(str(last), None)
    elif isinstance(holder, Sequence) and isinstance(last, int) and last < len(holder.items):
        del holder.items[last]
    if len(path) == 1 or path[0] in _SECTIONS:
        broken.add(str(last))


_STAND_INS: dict[Path, str | int] = {("format",): 1, ("title",): "untitled"}
"""What the reader goes on with where these are wrong."""
