"""How an object shows itself in a terminal and in a notebook.

The picture is drawn by `negotiate.render`, which stands above the object on the floors of this package. Showing is
the one moment when an object looks up, so the drawing room is imported by name here, only when somebody looks.
"""

from __future__ import annotations

import importlib
from typing import Any


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
    return importlib.import_module("negotiate.render.display")
