"""To what each player falls back if a package breaks down for good, and what it may gain by breaking it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from negotiate.arrays import FloatArray
from negotiate.errors import NegotiateError
from negotiate.repeated.sustaining.grounds import everything
from negotiate.repeated.sustaining.minmax import floor
from negotiate.repeated.sustaining.regions import leaving

if TYPE_CHECKING:
    from negotiate.repeated.game import RepeatedGame

WORST = "After a breach, all play for ever the equilibrium of a single round that is worst for the deviator."
AWAY = "After a breach, all walk away for good."
DEEPEST = (
    "After a breach, the others hold the deviator down as far as they can. No equilibrium of a single round is known "
    "here."
)


class Fallback(NamedTuple):
    """What each player has by round after it has broken a package, shape (players,), and how that comes about."""

    floor: FloatArray
    words: str
    notes: tuple[str, ...] = ()


def fallback(game: RepeatedGame) -> Fallback:
    """What each player is held down to by the worst equilibrium of a single round.

    Everything that players can do counts. Where they can walk away, none is held down deeper, and where walking away is
    itself an equilibrium, it is what follows.
    """
    away = leaving(game)
    if len(away):
        return Fallback(away[0], AWAY)
    from negotiate.solvers.registry import solve  # noqa: PLC0415 - solvers are slow to load

    try:
        found = solve(everything(game))
        payoffs, complete = np.array([one.payoffs for one in found.equilibria]), found.complete
    except NegotiateError:
        payoffs, complete = np.zeros((0, 0)), False
    if not len(payoffs):
        return Fallback(np.array(floor(game)), DEEPEST)
    worst = payoffs.min(axis=0)
    outside = np.array(game.setting.outside or worst)
    notes = () if complete else ("there may be worse equilibria of a single round than those found",)
    return Fallback(np.maximum(worst, outside), WORST, notes)


def breaking(game: RepeatedGame) -> tuple[FloatArray, FloatArray]:
    """What each player gets by breaking each combination of postures, shape (players, *postures) each.

    Returns
    -------
    seen : ndarray
        By its best other posture, by what is seen as it, or by walking away where that is possible. Who can do none of
        this has what it has anyway.
    unseen : ndarray
        By the best that is seen as the posture itself: nobody answers it.
    """
    tempting, outside = game.temptation, game.setting.outside or (-np.inf,) * game.stage.n_players
    seen = np.empty_like(tempting)
    for player, table in enumerate(tempting):
        count = table.shape[player]
        others = [np.delete(table, own, axis=player).max(axis=player, initial=outside[player]) for own in range(count)]
        seen[player] = np.stack(others, axis=player)
    return np.where(np.isneginf(seen), game.stage.payoffs, seen), tempting


def bound(game: RepeatedGame) -> npt.NDArray[np.bool_]:
    """Which players can break nothing: they have one posture, and cannot walk away; shape (players,)."""
    return np.array(game.stage.shape) == 1 if not game.setting.outside else np.zeros(game.stage.n_players, dtype=bool)
