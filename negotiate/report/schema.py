"""The JSON Schema of what `json` writes of a class of results, worked out from its fields and their
annotations.

References
----------
JSON Schema, draft 2020-12.
"""

from __future__ import annotations

import collections.abc
import inspect
import re
import sys
import types
import typing
from collections.abc import Mapping, Sequence
from dataclasses import is_dataclass
from fractions import Fraction
from functools import cache, lru_cache
from importlib import import_module
from pathlib import PurePath
from pkgutil import walk_packages
from typing import Any, Literal, NamedTuple

import numpy as np

from negotiate.display import Given
from negotiate.report import json

DRAFT = "https://json-schema.org/draft/2020-12/schema"
PLAIN: Mapping[Any, Mapping[str, Any]] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": ["number", "null"]},
    None: {"type": "null"},
    types.NoneType: {"type": "null"},
    Fraction: {
        "type": "object",
        "properties": {"value": {"type": "number"}, "exact": {"type": "string"}},
    },
}
"""Type → what it is written as; a number that does not exist is null."""
_ENTRY = re.compile(r"^(?P<names>[\w, ]+?) : .*\n(?P<says>(?:[ ]+.*\n?|\n)*)", re.MULTILINE)


class Definitions(NamedTuple):
    """The records that were met on the way: their names, two classes of one name kept apart, and
    their schemas.
    """

    names: dict[type, str]
    written: dict[str, Any]


def schema_of(kind: type) -> dict[str, Any]:
    """What one class of results looks like as JSON.

    Parameters
    ----------
    kind : type
        A dataclass of which a line of `REPORTS` speaks.

    Returns
    -------
    dict
        A JSON Schema; the records inside a result stand under `$defs` by the names of their
        classes. What every result may have besides its own fields is `scenario`, where it came
        from, and `left_out`, what was cut from long lists.
    """
    found = Definitions({}, {})
    top = _record(kind, found, top=True)
    head = {
        "schema": {
            "const": json.schema_name(kind),
            "description": "the name of this shape, with its number",
        },
        "scenario": {
            "type": "object",
            "description": "where the answer came from: file, variant, settings",
        },
    }
    tail = {
        "left_out": {
            "type": "object",
            "description": "list that was cut → how many entries are missing",
        }
    }
    return {
        "$schema": DRAFT,
        "title": json.schema_name(kind),
        **top,
        "properties": head | top["properties"] | tail,
        "required": ["schema", *top["required"]],
        "$defs": dict(sorted(found.written.items())),
    }


def _record(kind: type, found: Definitions, *, top: bool = False) -> dict[str, Any]:
    """A record's fields; records below it are put into `found`."""
    ways, hints, says = json.ways_of(kind), _hints(kind), descriptions(kind)
    written: dict[str, Any] = {}
    for name in json.names_of(kind):
        way = ways.get(name, json.AS_IT_IS)
        if way.write is None or (name in json.ABOUT and not top):
            continue
        own = hints.get(name, Any)
        if isinstance(way.shape, str):
            shape = _shape(_meant(way.shape, _everywhere(kind)) if way.shape else own, found)
        else:
            shape = dict(way.shape(_shape(own, found)) if callable(way.shape) else way.shape)
        about = way.says or says.get(name, "").replace(
            "-1", "null" if way in (json.COUNT, json.PACKAGE_OF, json.PLAYER) else "-1"
        )
        if name in json.details_of(kind):
            about = f"with `--all`: {about}" if about else "with `--all`"
        written[name] = ({"description": about} if about else {}) | shape
    summary = (inspect.getdoc(kind) or "").split("\n\n")[0].replace("\n", " ")
    return {
        "type": "object",
        "description": summary,
        "properties": written,
        "required": [name for name in written if name not in json.details_of(kind)],
        "additionalProperties": False,
    }


def _shape(hint: Any, found: Definitions) -> dict[str, Any]:
    """What a value with this annotation is written as; empty where nothing can be said."""
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if hint in PLAIN:
        return dict(PLAIN[hint])
    if origin is Literal:
        return {"enum": list(inner)}
    if origin in (typing.Union, types.UnionType):
        return _either([_shape(one, found) for one in inner])
    if origin is np.ndarray or hint is np.ndarray:
        return {"type": "array"}
    if origin is tuple and not (len(inner) == 2 and inner[1] is Ellipsis):
        places = [_shape(one, found) for one in inner]
        each = {"prefixItems": places} if places else {}  # which may not be empty
        return {"type": "array", **each, "minItems": len(places), "maxItems": len(places)}
    if origin in (tuple, list, frozenset, set, collections.abc.Sequence):
        return {"type": "array", "items": _shape(inner[0], found)}
    if origin in (dict, collections.abc.Mapping):
        return {"type": "object", "additionalProperties": _shape(inner[1], found)}
    if isinstance(hint, type) and is_dataclass(hint):
        return _either([_reference(one, found) for one in _kinds(hint)])
    if isinstance(hint, type) and issubclass(hint, PurePath):
        return {"type": "string"}
    return {}


def _either(shapes: list[dict[str, Any]]) -> dict[str, Any]:
    if {} in shapes:
        return {}
    return shapes[0] if len(shapes) == 1 else {"anyOf": shapes}


@cache
def _load(room: str) -> None:
    """Load every module of a room: what may stand in a result may be made in one that nobody has
    asked yet.
    """
    for module in walk_packages(getattr(import_module(room), "__path__", ()), f"{room}."):
        import_module(module.name)


def _kinds(kind: type) -> list[type]:
    """A class with all of its own package that are made from it: what may stand where it is asked
    for.
    """
    package, room = kind.__module__.split(".")[:2]
    if package == "negotiate":
        _load(f"{package}.{room}")
    children: list[type] = (
        kind.__subclasses__()
    )  # a class with slots leaves behind the one that it was made from
    children = [
        one for one in children if vars(sys.modules[one.__module__]).get(one.__name__) is one
    ]
    children = [one for one in children if one.__module__.partition(".")[0] == package]
    children.sort(key=lambda one: one.__name__)  # whatever was loaded first
    return [kind, *(below for child in children for below in _kinds(child))]


def _reference(kind: type, found: Definitions) -> dict[str, Any]:
    if kind not in found.names:
        taken = set(found.names.values())
        name = (
            kind.__name__
            if kind.__name__ not in taken
            else f"{kind.__module__.split('.')[1]}.{kind.__name__}"
        )
        found.names[kind] = name
        found.written[name] = _record(kind, found)
    return {"$ref": f"#/$defs/{found.names[kind]}"}


def _hints(kind: type) -> dict[str, Any]:
    """Field or property → its type; names that are imported for annotations alone are looked for
    everywhere.
    """
    found: dict[str, Any] = {}
    for parent in reversed(kind.__mro__):
        names = {**_everywhere(parent), **vars(sys.modules[parent.__module__])}
        written = dict(inspect.get_annotations(parent))
        for name, member in vars(parent).items():
            if isinstance(member, property) and member.fget is not None:
                written[name] = inspect.get_annotations(member.fget).get("return", Any)
        found |= {name: _meant(one, names) for name, one in written.items()}
    return found


def _everywhere(kind: type) -> Mapping[str, Any]:
    """The types of all modules that are loaded, by name; of one name the type of the room of a
    class comes first.
    """
    room = ".".join(kind.__module__.split(".")[:2])
    return _types(room, tuple(name for name in list(sys.modules) if name.startswith("negotiate.")))


@lru_cache(maxsize=64)  # so many rooms; what is loaded changes seldom
def _types(room: str, modules: tuple[str, ...]) -> Mapping[str, Any]:
    found = {
        name: value
        for module in sorted(modules, key=lambda name: f"{name}.".startswith(f"{room}."))
        for name, value in vars(sys.modules[module]).items()
        if isinstance(value, type)
    }
    return found | {"Mapping": Mapping, "Sequence": Sequence, "Any": Any}


def _meant(written: Any, names: Mapping[str, Any]) -> Any:
    if not isinstance(written, str):
        return written
    reference = typing.ForwardRef(written)
    try:
        found = typing.get_type_hints(
            types.SimpleNamespace(__annotations__={"x": reference}), dict(names), {}
        )["x"]
        return typing.get_args(found)[1] if typing.get_origin(found) is Given else found
    except (NameError, TypeError):
        return Any


def descriptions(kind: type) -> dict[str, str]:
    """Field or property → what the docstrings of its class say of it."""
    found: dict[str, str] = {}
    for parent in reversed(kind.__mro__):
        text = inspect.cleandoc(parent.__doc__ or "")
        for entry in _ENTRY.finditer(text.partition("Parameters\n----------\n")[2] + "\n"):
            says = " ".join(entry["says"].split())
            found |= {name.strip(): says for name in entry["names"].split(",")}
        for name, member in vars(parent).items():
            if isinstance(member, property) and member.__doc__:
                found[name] = member.__doc__.split("\n\n")[0].replace("\n", " ").strip()
    return {
        name: re.sub(r"\b(None|NaN|not a number)\b", "null", said) for name, said in found.items()
    }
