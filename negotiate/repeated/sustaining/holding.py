"""How patient everybody has to be for one package to be held, and which side payment would do in place of patience."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from negotiate.display import Shown

if TYPE_CHECKING:
    from negotiate.repeated.game import RepeatedGame


@dataclass(frozen=True, slots=True)
class Harshest:
    """The same with the worst punishment that is itself an equilibrium, pure actions and two players.

    Parameters
    ----------
    floor : tuple of float
        What each player is held down to after a breach, at the players' own patience; empty where nothing is an
        equilibrium then.
    holds : bool
        Whether the package holds with these floors at the players' own patience.
    common : float or None
        The least patience that all players could share; None where none will do.
    """

    floor: tuple[float, ...]
    holds: bool
    common: float | None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Holding(Shown):
    """What it takes to hold one package round after round, if a breach ends it for good.

    Parameters
    ----------
    game : RepeatedGame
        What is played again.
    package : tuple of int
        The posture of each player; empty where its worth was given in place of it.
    worth, temptation, floor : tuple of float
        By player: a round of the package, the best round of breaking it, and what it is held down to afterwards: the
        equilibrium of the single round that is worst for it.
    punishment : str
        Where the floors come from, in words.
    patience : tuple of float or None
        The least patience of each player; None where none will do.
    common : float or None
        The least that all could share, the largest of these; None where none will do.
    holds : bool
        Whether it holds at the players' own patience.
    needs : tuple of float
        By player: what it would have to receive every round, in its own unit, to keep the package at its own
        patience; 0 where it keeps it anyway, infinite where nothing would do.
    affords : tuple of float
        By player: the most it could pay every round, in its own unit, and still rather keep the package and pay than
        break it and stop paying.
    payment : tuple of float
        By player, in its own unit, the smallest side payment a round, paid while the package is held, with which it
        holds at the players' own patience: above 0 for who receives. Zeros where none is needed; empty where none
        will do or nobody says what a unit of one player is worth to another.
    harshest : Harshest or None
        None for more than two players, and where it was not asked for.
    """

    game: RepeatedGame
    package: tuple[int, ...]
    worth: tuple[float, ...]
    temptation: tuple[float, ...]
    floor: tuple[float, ...]
    punishment: str
    patience: tuple[float | None, ...]
    common: float | None
    holds: bool
    needs: tuple[float, ...]
    affords: tuple[float, ...]
    payment: tuple[float, ...]
    harshest: Harshest | None = None
    notes: tuple[str, ...] = ()


def holding(game: RepeatedGame, package: tuple[int, ...] | None = None) -> Holding:
    """What it takes to hold a combination of postures; by default the agreement."""
    raise NotImplementedError
