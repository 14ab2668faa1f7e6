"""How the package's objects are declared, and how one shows itself in a terminal and in a notebook.

The picture is drawn by `negotiate.report.screen`, which needs the report of the object, told above it. Showing is the
one moment when an object looks up, so the drawing room is imported by name here, only when somebody looks.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar, dataclass_transform

Kind = TypeVar("Kind")

_LIKELY_SIZE = re.compile("0*[1-9][0-9]{0,3}")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(kind: type[Kind]) -> type[Kind]:
    """Declare a class of objects that never change and are equal where their fields are: a dataclass with slots."""
    return dataclass(frozen=True, slots=True)(kind)


@dataclass_transform(frozen_default=True, eq_default=False, field_specifiers=(field,))
def entity(kind: type[Kind]) -> type[Kind]:
    """Declare a class as `record` does, but of objects that hold arrays: each is equal to itself alone."""
    return dataclass(frozen=True, slots=True, eq=False)(kind)


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
    return importlib.import_module("negotiate.report.screen.page")
