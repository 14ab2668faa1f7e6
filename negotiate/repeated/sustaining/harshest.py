"""What the harshest punishments that are themselves equilibria could hold, and from which discount factor on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.kernels.repeated.sustaining.breaking import margin
from negotiate.repeated.sustaining.payoff_set import equilibria, played

if TYPE_CHECKING:
    from negotiate.repeated.game import RepeatedGame

HALVINGS = 30
"""How often the least common discount factor is narrowed down."""
NEARLY_ONE = 1 - 1e-6
"""The highest discount factor that is tried."""


@dataclass(frozen=True, slots=True)
class Harshest:
    """What holds a package if a breach is followed by the equilibrium that is worst for the deviator.

    There are two players, and they use pure actions.

    Parameters
    ----------
    floor : tuple of float
        What each player is held down to after a breach, at the players' own discount factors; empty where there is no
        equilibrium.
    holds : bool
        Whether the package holds with these floors at the players' own discount factors.
    common : float or None
        The least discount factor that all players could share; None where none will do.
    """

    floor: tuple[float, ...]
    holds: bool
    common: float | None


def by_the_harshest(game: RepeatedGame, worth: FloatArray, temptation: FloatArray, unseen: bool) -> Harshest | None:
    """Whether a package holds by the harshest punishments; None where they are not known.

    Parameters
    ----------
    worth, temptation : ndarray, shape (players,)
        What each gets in a round of the package, and in that of breaking it.
    unseen : bool
        Whether a player gains by what no other player sees, so that nothing holds the package.
    """
    if game.stage.n_players != 2 or 1.0 in game.effective:
        return None
    floor = _floor(game)
    found = () if floor is None else tuple(floor.tolist())
    if unseen:
        return Harshest(found, holds=False, common=None)
    return Harshest(found, _holds(game, worth, temptation, floor), _common(game, worth, temptation))


def _floor(game: RepeatedGame) -> FloatArray | None:
    basis = played(game)
    found = equilibria(game, basis)
    return basis.back(found.threat) if len(found.corners) else None


def _holds(game: RepeatedGame, worth: FloatArray, temptation: FloatArray, floor: FloatArray | None) -> bool:
    return floor is not None and bool((margin(worth, temptation, floor, np.array(game.effective)) >= 0).all())


def _common(game: RepeatedGame, worth: FloatArray, temptation: FloatArray) -> float | None:
    """By halving: with equal factors and public lotteries, what can be held with less can be held with more.

    References
    ----------
    Abreu, Pearce and Stacchetti (1990), theorem 6.
    """

    def holds(patience: float) -> bool:
        other = replace(game, discount=(patience, patience))
        return _holds(other, worth, temptation, _floor(other))

    low, high = 0.0, NEARLY_ONE
    if not holds(high):
        return None
    if holds(low):
        return low
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high
