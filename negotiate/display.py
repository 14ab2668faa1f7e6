"""How the package's objects are declared, and how one shows itself in a terminal and in a notebook.

The picture is drawn by `negotiate.report.screen`, which needs the report of the object, told above it. Showing is the
one moment when an object looks up, so the drawing room is imported by name here, only when somebody looks.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from operator import attrgetter
from reprlib import recursive_repr
from typing import Any, TypeVar, dataclass_transform

Kind = TypeVar("Kind")

_LIKELY_SIZE = re.compile("0*[1-9][0-9]{0,3}")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(kind: type[Kind]) -> type[Kind]:
    """Declare a class of objects that never change and are equal where their fields are: a dataclass with slots.

    Examples
    --------
    >>> @record
    ... class Offer:
    ...     share: float
    ...     by: str = "row"
    >>> Offer(0.5), Offer(0.5) == Offer(0.5, "row"), len({Offer(0.5), Offer(0.5)})
    (Offer(share=0.5, by='row'), True, 1)
    """
    made: Any = entity(kind)
    compared = [one for one in fields(made) if one.compare]
    values, hashed = _values(compared), _values([one for one in compared if one.hash is not False])

    def equal(self: object, other: object) -> Any:
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    return _with(made, vars(kind), __eq__=equal, __hash__=lambda self: hash(hashed(self)))


def _values(found: Sequence[Any]) -> Any:
    """What gives the values of some fields as a tuple."""
    names = [one.name for one in found]
    return attrgetter(*names, names[0]) if names else lambda _: ()  # of one name alone it would give no tuple


@dataclass_transform(frozen_default=True, eq_default=False, field_specifiers=(field,))
def entity(kind: type[Kind]) -> type[Kind]:
    """Declare a class as `record` does, but of objects that hold arrays: each is equal to itself alone."""
    made = dataclass(frozen=True, slots=True, eq=False, repr=False)(kind)
    return _with(made, vars(kind), __repr__=_written)


def _with(made: type[Kind], own: Mapping[str, Any], **methods: Any) -> type[Kind]:
    """The class with methods that it has not of its own: `dataclass` would write and compile them for each class."""
    for name, method in methods.items():
        if own.get(name) is None:
            setattr(made, name, method)
    return made


@recursive_repr()
def _written(self: Any) -> str:
    shown = (f"{one.name}={getattr(self, one.name)!r}" for one in fields(self) if one.repr)
    return f"{self.__class__.__qualname__}({', '.join(shown)})"


def believable(environment: Mapping[str, str]) -> dict[str, str]:
    """An environment without what it says of the screen's size and no screen can have.

    Examples
    --------
    >>> believable({"COLUMNS": "0", "LINES": "40", "HOME": "/"})
    {'LINES': '40', 'HOME': '/'}
    """
    sizes = ("COLUMNS", "LINES", "TERMINAL_WIDTH")  # rich and typer take whatever stands there for a number
    return {k: v for k, v in environment.items() if k not in sizes or _LIKELY_SIZE.fullmatch(v)}


class Shown:
    """Gives `print`, `rich.print` and notebooks the same picture of an object."""

    __slots__ = ()

    def __str__(self) -> str:
        return str(_room().as_text(self))

    def __rich__(self) -> Any:
        return _room().picture(self)

    def _repr_html_(self) -> str:
        return str(_room().as_html(self))


def _room() -> Any:
    return importlib.import_module("negotiate.report.screen")
