"""Write a negotiation down in one file and look at it through every lens that game theory has.

>>> import negotiate
>>> scenario = negotiate.load("classics/prisoners-dilemma")
>>> negotiate.solve(scenario.alone()).equilibria[0].choices
{'row': 'defect', 'column': 'defect'}
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

_ROOMS = {
    "bargaining": "negotiate.bargaining",
    "economics": "negotiate.model.trade",
    "repeated": "negotiate.repeated",
}
"""Rooms that are asked for by name."""


def lazily(package: str, file: str) -> tuple[list[str], Callable[[str], Any], Callable[[], list[str]]]:
    """The `__all__`, `__getattr__` and `__dir__` of a package whose names are imported when somebody asks for them.

    The stub beside its `__init__.py` names them, one a line, for type checkers and for this (Scientific Python,
    SPEC 1).

    Parameters
    ----------
    package, file : str
        Its `__name__` and its `__file__`.
    """
    with open(f"{file}i", encoding="utf-8") as stub:  # noqa: PTH123 - `import negotiate` is quicker without pathlib
        homes = {line.split()[3]: line.split()[1] for line in stub if line.startswith("from negotiate.")}

    def given(name: str) -> Any:
        if name in homes:
            return getattr(import_module(homes[name]), name)
        raise AttributeError(f"module {package!r} has no attribute {name!r}")

    return sorted(homes), given, lambda: sorted(homes)


__all__, _given, _ = lazily(__name__, __file__)


def __getattr__(name: str) -> Any:
    if name == "__version__":
        return import_module("importlib.metadata").version("negotiate-games")
    return import_module(_ROOMS[name]) if name in _ROOMS else _given(name)


def __dir__() -> list[str]:
    return [*__all__, "__version__", *_ROOMS]
