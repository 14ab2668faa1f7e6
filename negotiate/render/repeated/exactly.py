"""Payoffs as spreadsheets read them: every digit that counts."""

from __future__ import annotations

import numpy.typing as npt

from negotiate.repeated.game import RepeatedGame
from negotiate.repeated.rounding import without_rounding
from negotiate.report.numbers import exact


def exactly(game: RepeatedGame, values: npt.ArrayLike) -> list[str]:
    """What each player gets, in the order of the players; what is only rounding is 0."""
    return [exact(x) for x in without_rounding(game, values).tolist()]
