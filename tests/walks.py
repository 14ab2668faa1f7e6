"""Walks over all there is, of which a sample is taken unless everything is asked for.

`NEGOTIATE_EVERY_PAIR=1` tries every command on every scenario, which takes minutes; otherwise most scenarios meet one
command, and each command some scenarios. It also draws every example that a test asks of hypothesis (see `conftest`).
"""

import os
from collections.abc import Sequence

from negotiate.language.library import shipped

EVERY_PAIR = os.environ.get("NEGOTIATE_EVERY_PAIR", "") not in ("", "0")


def pairs(commands: Sequence[str]) -> list[tuple[str, str]]:
    """Command and scenario of each pair that is tried."""
    everything = [(command, name) for name in shipped() for command in commands]
    return everything if EVERY_PAIR else everything[:: len(commands) + 1]


def some(names: Sequence[str], step: int = 3) -> list[str]:
    """Every third name, or all of them where everything is tried."""
    return list(names) if EVERY_PAIR else list(names)[1::step]
