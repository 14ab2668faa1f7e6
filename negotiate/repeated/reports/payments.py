"""Side payments that would do in place of a higher discount factor."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

from negotiate.repeated.game import RepeatedGame
from negotiate.repeated.reports.words import per_period, player_name
from negotiate.report.numbers import number
from negotiate.report.words import joined


def payments(game: RepeatedGame, needs: Sequence[float], affords: Sequence[float], kept: str = "it") -> list[str]:
    """What each player would have to get for keeping what is asked, and who could afford to pay.

    Parameters
    ----------
    needs, affords : sequence of float
        As in `Holding`.
    kept : str
        What is to be kept.
    """
    said, period = [], per_period(game)
    for player, need in enumerate(needs):
        if isfinite(need) and need > 0:
            said.append(f"A payment of {number(need)} {period} would make {player_name(game, player)} keep {kept}.")
        elif need:
            said.append(f"No payment would make {player_name(game, player)} keep {kept}: nobody would see its breach.")
    able = [p for p, can in enumerate(affords) if can > 0 and not needs[p]]
    limits = joined([f"{player_name(game, p, p == able[0])} could afford up to {number(affords[p])}" for p in able])
    unit = "in its own unit" if len(able) == 1 else "each in its own unit"
    return [*said, *([f"{limits}, {unit}."] if said and able else [])]
