"""Picks the kernels for a batch of games: in plain NumPy, or compiled where numba is there and it is worth it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import NamedTuple

from negotiate.arrays import FloatArray
from negotiate.kernels import extreme_equilibria as plain
from negotiate.kernels.bordered_minors import count
from negotiate.kernels.compiled import compiler
from negotiate.kernels.pair_regret import pair_regret

ENOUGH = 10_000_000
"""Bases of all games together for which numba is worth importing, which takes as long as half of them."""
AT_HAND = 100_000
"""The same where numba is imported already."""


class Kernels(NamedTuple):
    """What solves a batch, and what checks its answers."""

    extreme_equilibria: Callable[..., plain.Found]
    pair_regret: Callable[..., tuple[FloatArray, FloatArray]]


PLAIN = Kernels(plain.extreme_equilibria, pair_regret)
"""The kernels in NumPy."""


def kernels(games: int, shape: tuple[int, int], compiled: bool | None = None) -> Kernels:
    """The kernels for a batch.

    Parameters
    ----------
    games : int
        How many.
    shape : tuple of int
        Rows and columns of each.
    compiled : bool, optional
        Whether compiled ones are wanted; by default, if the batch is large. Where numba is missing, or finds no folder
        for what it compiles, they are plain all the same.
    """
    if compiled is None:
        enough = AT_HAND if "numba" in sys.modules else ENOUGH
        compiled = games * count(*shape) >= enough
    if not compiled or not compiler.installed():
        return PLAIN
    from negotiate.kernels.compiled import extreme_equilibria, pair_regret  # noqa: PLC0415 - they import numba

    if not compiler.usable():
        return PLAIN
    return Kernels(extreme_equilibria.extreme_equilibria, pair_regret.pair_regret)
