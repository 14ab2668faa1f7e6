"""A result as one JSON object: the fields of its record, in the order in which its class declares
them.

A room's `fields.py` says where that is not enough: which fields are left out, or are details,
which numbers stand for a player or a package, what is added, and of what shape that is. Everything
else follows from the record, so a new result needs nothing here.
"""

from __future__ import annotations

import importlib
import json
import math
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from fractions import Fraction
from functools import cache
from pathlib import PurePath
from typing import Any

import numpy as np

from negotiate.display import record

Schema = Mapping[str, Any]
STRING: Schema = {"type": "string"}
NUMBER: Schema = {"type": "number"}
INTEGER: Schema = {"type": "integer"}


def list_of(items: Schema) -> Schema:
    """The schema of a list."""
    return {"type": "array", "items": items}


def keyed(values: Schema) -> Schema:
    """The schema of an object with any keys."""
    return {"type": "object", "additionalProperties": values}


def object_of(**own: Schema) -> Schema:
    """The schema of an object with these keys."""
    return {"type": "object", "properties": own}


def or_null(shape: Schema) -> Schema:
    """The same, or null."""
    return {**shape, "type": [shape["type"], "null"]}


LISTED = 10_000
"""Entries of a list that are written; of a longer one the object's `left_out` counts the rest."""
ABOUT = ("game", "problem", "model")
"""Fields that hold what a result is about: written once, at the top, and read for the names of
players further down.

A record that has `keys` is itself what its numbers are about.
"""


Shape = str | Schema | Callable[[Schema], Schema]
"""What is written, for the JSON Schema: a Python annotation as text, a schema, or what is made of
the field's own.
"""


@record
class Way:
    """How one field is written where its value does not say it.

    Parameters
    ----------
    write : callable or None
        From the field's value (from the whole record, where it has no such field or property) and
        the writer to something that has a form in JSON; None leaves the field out.
    shape : str, Mapping or callable
        What comes out; an empty text stands for the annotation of the field or property.
    says : str
        What a reader of the object has to know of it, where neither field nor property has a
        docstring.
    """

    write: Callable[[Any, Writer], Any] | None
    shape: Shape
    says: str = ""


@dataclass(slots=True)
class Writer:
    """Walks one result.

    Parameters
    ----------
    about : object
        The game, problem or model whose players and packages the numbers stand for.
    path : tuple of str
        Where in the object the walk is.
    left_out : dict
        Path of a list that was cut → how many entries are missing.
    holder : object
        The record whose field is being written, for numbers that are places in another field of it.
    everything : bool
        Whether details are written, too: what an answer was worked out from, and what it can be
        worked out from again.
    """

    about: Any = None
    path: tuple[str, ...] = ()
    left_out: dict[str, int] = field(default_factory=dict)
    holder: Any = None
    everything: bool = True

    def plain(self, value: Any) -> Any:
        """Dictionaries, lists, strings, booleans, finite numbers and None.

        Raises
        ------
        TypeError
            If a value is none of the kinds that have a form in JSON.
        """
        if value is None or isinstance(value, str | bool | int):
            return value
        if isinstance(value, float | np.generic | Fraction):
            return _number(value)
        if isinstance(value, PurePath):
            return str(value)
        if is_dataclass(value) and not isinstance(value, type):
            return self.record(value)
        if isinstance(value, Mapping):
            return {str(key): self.within(str(key)).plain(inner) for key, inner in value.items()}
        if isinstance(value, np.ndarray):
            return self._numbers(value)
        if isinstance(value, frozenset | set):
            value = sorted(value)
        if isinstance(value, Sequence):
            return self._listed(value)
        raise TypeError(f"{'.'.join(self.path)}: no form in JSON for a {type(value).__name__}")

    def record(self, found: object) -> dict[str, Any]:
        """The fields of a record, and what its room adds."""
        told = (given for name in ABOUT if (given := getattr(found, name, None)) is not None)
        about = found if hasattr(found, "keys") else next(told, self.about)
        kind: type = type(found)
        ways, written = ways_of(kind), {}
        for name in names_of(kind):
            if not self.everything and name in details_of(kind):
                continue
            way = ways.get(name, AS_IT_IS)
            if way.write is None or (name in ABOUT and self.path):
                continue
            inner = Writer(about, (*self.path, name), self.left_out, found, self.everything)
            written[name] = inner.plain(way.write(getattr(found, name, found), inner))
        return written

    def within(self, name: str) -> Writer:
        """The writer one step further down."""
        return Writer(self.about, (*self.path, name), self.left_out, self.holder, self.everything)

    def cut(self, value: Any) -> Any:
        """The entries of a list that are written; what is missing is counted."""
        if len(value) > LISTED:
            self.left_out[".".join(self.path)] = len(value) - LISTED
        return value[:LISTED]

    def _numbers(self, value: np.ndarray[Any, Any]) -> Any:
        listed = self.cut(value) if value.ndim else value
        if value.dtype.kind == "f" and not np.isfinite(listed).all():
            return np.where(np.isfinite(listed), listed.astype(object), np.array(None)).tolist()
        return listed.tolist()

    def _listed(self, value: Sequence[Any]) -> list[Any]:
        return [self.within(str(place)).plain(inner) for place, inner in enumerate(self.cut(value))]


def json_of(
    found: object, origin: Mapping[str, Any] | None = None, everything: bool = True
) -> dict[str, Any]:
    """A result as one JSON object.

    Parameters
    ----------
    found : record
        A result of any lens or command.
    origin : mapping, optional
        Where it came from (file, variant, settings), copied as it is.
    everything : bool
        Whether details are written, too.

    Returns
    -------
    dict
        `schema` names its shape, then come the fields of the record. Players are named by their
        keys. What nobody knows, or does not exist, is None. `left_out` counts what was cut from
        lists longer than `LISTED`.
    """
    writer = Writer(found, everything=everything)
    written = writer.record(found)
    head: dict[str, Any] = {"schema": schema_name(type(found))} | (
        {} if origin is None else {"scenario": dict(origin)}
    )
    return head | written | ({"left_out": writer.left_out} if writer.left_out else {})


def text_of(found: Mapping[str, Any]) -> str:
    """One JSON object and nothing else, as programs read it."""
    return json.dumps(found, indent=2, allow_nan=False) + "\n"


def schema_name(kind: type) -> str:
    """The name and the number of a result's shape, such as `negotiate/deal/2`."""
    return str(
        _room(kind).get("SCHEMAS", {}).get(kind.__name__) or f"negotiate/{_kebab(kind.__name__)}/2"
    )


@cache
def ways_of(kind: type) -> Mapping[str, Way]:
    """Field → how it is written, of those for which a class, a parent of it or everybody has a
    rule.
    """
    found = dict(COMMON)
    for parent in reversed(kind.__mro__):
        found |= _room(parent).get("FIELDS", {}).get(parent.__name__, {})
    return found


@cache
def names_of(kind: type) -> tuple[str, ...]:
    """What is written of a record, in order: its fields, then what its room adds; or only what its
    room names.
    """
    for parent in kind.__mro__:
        only: tuple[str, ...] | None = _room(parent).get("ONLY", {}).get(parent.__name__)
        if only is not None:
            return only
    own = [one.name for one in fields(kind) if not one.name.startswith("_")]
    return (*own, *(name for name in ways_of(kind) if name not in own and name not in COMMON))


@cache
def details_of(kind: type) -> frozenset[str]:
    """The fields of a record that are written only where everything is wanted."""
    return frozenset(
        name
        for parent in kind.__mro__
        for name in _room(parent).get("DETAILS", {}).get(parent.__name__, ())
    )


@cache
def _room(kind: type) -> dict[str, Any]:
    """The names of the module in which the room of a class, or its own module, says how its records
    are written.
    """
    parts = kind.__module__.split(".")
    if parts[0] != "negotiate":
        return {}
    try:
        return vars(importlib.import_module(f"negotiate.{parts[1]}.fields"))
    except ModuleNotFoundError:
        return vars(sys.modules[kind.__module__])


def _kebab(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower()


def _number(value: float | np.generic | Fraction) -> Any:
    if isinstance(value, Fraction):
        return {"value": float(value), "exact": str(value)}
    plain = value.item() if isinstance(value, np.generic) else value
    return plain if not isinstance(plain, float) or math.isfinite(plain) else None


def _by_player(value: Any, writer: Writer) -> Any:
    """One entry a player, whatever an entry is."""
    return (
        None
        if value is None
        else dict(zip(writer.about.keys, value, strict=True))
        if len(value)
        else {}
    )


def _player(value: int | str | None, writer: Writer) -> str | None:
    return (
        value
        if value is None or isinstance(value, str)
        else writer.about.keys[value]
        if value >= 0
        else None
    )


def _players(value: Any, writer: Writer) -> Any:
    return [_player(one, writer) for one in value]


def _count(value: int, _: Writer) -> int | None:
    return value if value >= 0 else None


def _package(value: int, writer: Writer) -> dict[str, Any] | None:
    return {"index": value, "options": writer.about.package(value)} if value >= 0 else None


def _packages(value: Any, writer: Writer) -> Any:
    return [_package(int(one), writer) for one in writer.cut(value)]


def alike(way: Way, *names: str) -> dict[str, Way]:
    """Fields that are written in the same way."""
    return dict.fromkeys(names, way)


KEY = or_null(STRING)
PACKAGE = or_null(object_of(index=INTEGER, options={"type": "object"}))
AS_IT_IS = Way(lambda value, _: value, "")
"""As its value says: what a field without a rule gets, and what adds a property."""
LEFT_OUT = Way(None, {})
BY_PLAYER = Way(
    _by_player,
    lambda own: {"type": ["object", "null"], "additionalProperties": own.get("items", {})},
)
"""One entry a player, by key."""
PLAYER = Way(_player, KEY)
PLAYERS = Way(_players, list_of(KEY))
COUNT = Way(_count, or_null(INTEGER))
"""How many; null where nobody counted, which the record says by a number below 0."""
PACKAGE_OF = Way(_package, PACKAGE)
PACKAGES = Way(_packages, list_of(PACKAGE))
COMMON: Mapping[str, Way] = {"player": PLAYER, "payoffs": BY_PLAYER, "seconds": LEFT_OUT}
"""Fields that mean the same wherever they stand."""
