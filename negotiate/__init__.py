"""Write a negotiation down in one file and look at it through every lens that game theory has.

>>> import negotiate
>>> scenario = negotiate.load("classics/prisoners-dilemma")
>>> negotiate.solve(scenario.alone()).equilibria[0].choices
{'row': 'defect', 'column': 'defect'}
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from negotiate.doors import lazily

__all__, _given, _ = lazily(__name__, __file__)


def __getattr__(name: str) -> Any:
    if name == "__version__":
        return import_module("importlib.metadata").version("negotiate-games")
    return import_module("negotiate.model.trade") if name == "economics" else _given(name)


def __dir__() -> list[str]:
    return [*__all__, "__version__", "bargaining", "economics", "repeated"]
