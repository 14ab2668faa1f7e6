"""Walks over all there is, of which a sample is taken unless everything is asked for.

`NEGOTIATE_EVERY_PAIR=1` tries every command on every scenario, which takes minutes; otherwise most
scenarios meet one command, each command some scenarios, and a third of the random cases is looked
at. It also draws every example that a test asks of hypothesis (see `conftest`).
"""

import os
from collections.abc import Sequence
from typing import TypeVar

from negotiate.language.library import shipped

T = TypeVar("T")
EVERY_PAIR = os.environ.get("NEGOTIATE_EVERY_PAIR", "") not in ("", "0")


def pairs(commands: Sequence[str]) -> list[tuple[str, str]]:
    """Command and scenario of each pair that is tried."""
    everything = [(command, name) for name in shipped() for command in commands]
    return everything if EVERY_PAIR else everything[:: len(commands) + 1]


def some(names: Sequence[T], step: int = 3) -> list[T]:
    """Every third name, or all of them where everything is tried."""
    return list(names) if EVERY_PAIR else list(names)[1::step]


def seeds(count: int) -> range:
    """The seeds of random cases: every third of so many, or all of them where everything is
    tried.
    """
    return range(0, count, 1 if EVERY_PAIR else 3)
