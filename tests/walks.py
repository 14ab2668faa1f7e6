"""Pairs of a shipped scenario and a command: a walk over all of both, and every pair only where it is asked for.

`NEGOTIATE_EVERY_PAIR=1` tries every command on every scenario, which takes minutes; otherwise most scenarios meet one
command, and each command some scenarios.
"""

import os
from collections.abc import Sequence

from negotiate.loading.library import shipped

EVERY_PAIR = os.environ.get("NEGOTIATE_EVERY_PAIR", "") not in ("", "0")


def pairs(commands: Sequence[str]) -> list[tuple[str, str]]:
    """Command and scenario of each pair that is tried."""
    everything = [(command, name) for name in shipped() for command in commands]
    return everything if EVERY_PAIR else everything[:: len(commands) + 1]
