"""How an object shows itself in a terminal and in a notebook.

The picture is drawn by `negotiate.report.screen`, which needs the report of the object, told above it. Showing is the
one moment when an object looks up, so the drawing room is imported by name here, only when somebody looks.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Mapping
from typing import Any

_LIKELY_SIZE = re.compile("0*[1-9][0-9]{0,3}")


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
