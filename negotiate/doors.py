"""Late loading: what a file needs now and then stands at its top, and is loaded when it is first
asked for.

A folder whose `__init__.py` says `__getattr__ = door(__name__)` hands out its modules unloaded.
After `from negotiate.equilibrium import registry` nothing is loaded; `registry.solve(game)` loads
it. Whoever takes a name out of a module loads it at once, as `from negotiate.equilibrium.registry
import solve` does. To type checkers and import-linter both are ordinary imports, and are seen.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from importlib import import_module
from types import ModuleType
from typing import Any


class Late(ModuleType):
    """A module that is loaded when something of it is asked for; whoever changes it changes the
    module itself.
    """

    @property
    def __dict__(self) -> dict[str, Any]:  # type: ignore[override]  # in place of what stands in the instance alone
        return vars(import_module(self.__name__))

    def __getattr__(self, name: str) -> Any:
        return getattr(import_module(self.__name__), name)

    def __setattr__(self, name: str, value: object) -> None:
        setattr(import_module(self.__name__), name, value)

    def __delattr__(self, name: str) -> None:
        delattr(import_module(self.__name__), name)

    def __dir__(self) -> list[str]:
        return dir(import_module(self.__name__))


def door(package: str) -> Callable[[str], Any]:
    """The `__getattr__` of a package that hands out its modules unloaded.

    Parameters
    ----------
    package : str
        Its `__name__`.
    """

    def given(name: str) -> Any:
        if not name.startswith("_"):
            for folder in sys.modules[package].__path__:
                place = os.path.join(folder, name)  # noqa: PTH118 - `import negotiate` is quicker without pathlib
                if os.path.exists(f"{place}.py") or os.path.isdir(place):  # noqa: PTH110, PTH112 - as above
                    return Late(f"{package}.{name}")
        raise AttributeError(f"module {package!r} has no attribute {name!r}")

    return given


def lazily(
    package: str, file: str
) -> tuple[list[str], Callable[[str], Any], Callable[[], list[str]]]:
    """The `__all__`, `__getattr__` and `__dir__` of a package with a door that hands out names of
    its modules, too.

    A name's module is loaded when somebody asks for it. The stub beside the package's `__init__.py`
    names them, one a line, for type checkers and for this (Scientific Python, SPEC 1).

    Parameters
    ----------
    package, file : str
        Its `__name__` and its `__file__`.
    """
    with open(f"{file}i", encoding="utf-8") as stub:  # noqa: PTH123 - as above
        lines = [line.split() for line in stub if line.startswith("from negotiate.")]
    homes = {name: home for _, home, _, name, *_ in lines if home != package}
    module = door(package)

    def given(name: str) -> Any:
        return getattr(import_module(homes[name]), name) if name in homes else module(name)

    return sorted(homes), given, lambda: sorted(homes)
