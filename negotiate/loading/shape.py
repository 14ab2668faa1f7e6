"""Nodes → document: checks the shape, tells every mistake at its place, and keeps what is sound.

What is wrong is cut out and the rest is checked again, so that one mistake neither hides others nor causes new ones.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ValidationError

from negotiate.loading import document as shapes
from negotiate.loading.document import NOT_YET, Document
from negotiate.loading.nodes import Path, find, place_of, plain, spelled
from negotiate.loading.problems import Place, Problems, listed, nearest
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
    excused: dict[int, Node] = {}
    for _ in range(_ROUNDS):
        try:
            result.document = Document.model_validate(plain(root))
            break
        except ValidationError as error:
            items: list[Any] = error.errors(include_url=False)
            excused |= _with_unknown_keys(items, root)
            for item in items:
                if not _excused(item, root, excused):
                    _report(item, root, problems)
            _prune(root, items, result.broken)
    return result


def _with_unknown_keys(items: list[Any], root: Node) -> dict[int, Node]:
    """The mappings that hold an unknown key: what seems to be missing there may only be misspelt."""
    found = [find(root, _path(item["loc"], root)[0][:-1]) for item in items if item["type"] == "extra_forbidden"]
    return {id(node): node for node in found if node is not None}


def _excused(item: Any, root: Node, excused: dict[int, Node]) -> bool:
    """Whether an unknown key that has been told explains this mistake."""
    path, _ = _path(item["loc"], root)
    if item["type"] == "missing":
        holder, last = find(root, path[:-1]), str(path[-1])
        if not isinstance(holder, Mapping) or id(holder) not in excused:
            return False
        strange = [key for key in holder.keys if key not in _fields(path)]
        return any(nearest(key, _fields(path)) == nearest(last, [last]) for key in strange)
    return item["type"] == "shape" and id(find(root, path)) in excused


def _report(item: Any, root: Node, problems: Problems) -> None:
    path, on_key = _path(item["loc"], root)
    place = _second(item, find(root, path)) or place_of(root, path, key=on_key or item["type"] == "extra_forbidden")
    code, message, hint = _words(item, path)
    problems.add(place, code, message, hint)


def _second(item: Any, node: Node | None) -> Place | None:
    """In a list that names something twice, where it stands again."""
    if not (item["type"] == "shape" and "a name of its own" in item["msg"] and isinstance(node, Sequence)):
        return None
    seen: set[str] = set()
    for found in node.items:
        name = spelled(found.value) if isinstance(found, Scalar) else ""
        if name in seen:
            return found.place
        seen.add(name)
    return None


def _path(loc: tuple[str | int, ...], root: Node) -> tuple[Path, bool]:
    """The part of pydantic's location that stands in the file, and whether the mistake is in a key."""
    on_key = "[key]" in loc
    steps: list[str | int] = []
    for step in loc:
        if step == "[key]":
            break
        here = find(root, tuple(steps))
        if step in _TAGS and steps and not (isinstance(here, Mapping) and step in here.keys):
            continue
        steps.append(step)
    return tuple(steps), on_key


_TAGS = ("float", "str", "package", "word")
"""Steps of pydantic's locations that say which kind of value was tried."""


def _words(item: Any, path: Path) -> tuple[str, str, str]:
    kind, last = item["type"], str(path[-1]) if path else ""
    found = item.get("input")
    if kind == "extra_forbidden":
        return _unknown_key(last, found, path)
    if kind == "missing":
        about = _about(path)
        return "missing-key", f"the key `{last}` is missing here", f"`{last}` is {about}" if about else f"add `{last}:`"
    if kind == "shape":
        return "shape", item["msg"] + (_shown(found) if item["msg"].endswith("expected here") else ""), ""
    if kind == "dict_type" and found is None and path[0] == "protocol" and path[2:3] in (("choose",), ("does",)):
        hint = f"write `{last}: {{}}` for an action that sets nothing"
        return "wrong-type", f"{_EXPECTED[kind]}{_shown(found)}", hint
    if kind in _LIMITS:
        phrase, key = _LIMITS[kind]
        return "out-of-range", f"a number {phrase} {item['ctx'][key]:g} is expected here{_shown(found)}", ""
    if kind in ("too_short", "too_long"):
        limit = (
            f"at least {item['ctx']['min_length']}" if kind == "too_short" else f"at most {item['ctx']['max_length']}"
        )
        count = item["ctx"]["actual_length"]
        return "wrong-type", f"there must be {limit} of these, not {count}", ""
    if kind == "string_pattern_mismatch":
        return (
            "bad-name",
            f"`{last}` cannot be a name",
            "a name is one word of letters, digits and `_` that starts with a letter",
        )
    if kind == "literal_error":
        allowed = str(item["ctx"]["expected"]).replace("'", "`")
        allowed = allowed if "`" in allowed else f"`{allowed}`"
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
    "finite_number": "a finite number is expected here",
    "int_type": "a whole number is expected here",
    "bool_type": "true or false is expected here",
    "list_type": "a list is expected here",
    "dict_type": "a mapping is expected here",
    "model_type": "a mapping is expected here",
    "model_attributes_type": "a mapping is expected here",
}


_LIMITS = {"greater_than_equal": ("of at least", "ge"), "less_than_equal": ("of at most", "le")}


def _unknown_key(key: str, found: Any, path: Path) -> tuple[str, str, str]:
    if key in NOT_YET:
        return (
            "not-yet",
            f"`{key}` is not read yet: {NOT_YET[key]} will come with a later version",
            "leave it out for now",
        )
    known = _fields(path)
    hint = nearest(key, known)
    if not hint and found is None:
        hint = "inside braces a comma ends the value before it: put the sentence or formula in quotes"
    return "unknown-key", f"`{key}` is not a key here; allowed: {listed(known, 40)}", hint


def _shown(found: Any) -> str:
    if isinstance(found, dict):
        return ", not a mapping" if found else ", not an empty mapping"
    if isinstance(found, list):
        return ", not a list"
    if found is None or found == "":
        return ", not nothing"
    return f", not `{str(found)[:40]}`"


def _part(path: Path) -> type[BaseModel]:
    """The class of the mapping that holds the last step of a path."""
    return _PARTS.get((str(path[0]), len(path)), Document) if len(path) > 1 else Document


def _fields(path: Path) -> list[str]:
    return [info.alias or name for name, info in _part(path).model_fields.items()]


def _about(path: Path) -> str:
    """What a key is for, in the words of the language's own description."""
    known = {info.alias or name: info.description for name, info in _part(path).model_fields.items()}
    return known.get(str(path[-1])) or ""


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


def _prune(root: Mapping, items: list[Any], broken: set[str]) -> None:
    """Cut the entries that mistakes point into out of the nodes."""
    cuts: set[Path] = set()
    for item in items:
        path = _path(item["loc"], root)[0]
        entry = path[: _ENTRY_DEPTH.get(str(path[0]), 2)]
        cuts.add(path if item["type"] == "extra_forbidden" and item["input"] is not None else entry)
        if item["type"] == "extra_forbidden" and len(path) == 1:
            missing = [key for key in _fields(path) if key not in root.entries]
            broken.update(key for key in missing if f"`{key}`" in nearest(str(path[0]), _fields(path)))
    for cut in sorted(cuts, key=lambda c: [f"{s:06}" if isinstance(s, int) else s for s in c], reverse=True):
        _cut(root, cut, broken)


def _cut(root: Mapping, path: Path, broken: set[str]) -> None:
    if path in _STAND_INS:
        root.entries[str(path[0])] = Scalar(_STAND_INS[path], "", root.place)
        return
    holder, last = find(root, path[:-1]), path[-1]
    if isinstance(holder, Mapping):
        holder.entries.pop(str(last), None)
    elif isinstance(holder, Sequence) and isinstance(last, int) and last < len(holder.items):
        item = holder.items.pop(last)
        if isinstance(item, Mapping):
            names = [item.entries.get(word) for word in ("move", "chance")]
            broken.update(spelled(name.value) for name in names if isinstance(name, Scalar))
    if len(path) == 1 or path[0] in _SECTIONS:
        broken.add(str(last))


_STAND_INS: dict[Path, str | int] = {("format",): 1, ("title",): "untitled"}
"""What the reader goes on with where these are wrong."""
