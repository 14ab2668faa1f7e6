"""Bridge: payoffs without drawing, for concepts that have no reports yet; it goes with them."""

from __future__ import annotations

from collections.abc import Iterable

from negotiate.report.numbers import exact
from negotiate.solvers.reports.payoffs import Game, largest

__all__ = ["exactly", "largest"]


def exactly(game: Game, payoffs: Iterable[float]) -> list[str]:
    """One number a player, in the order of the players."""
    return [exact(float(x), size) for x, size in zip(payoffs, largest(game), strict=True)]
