"""How patient everybody has to be for one package to be held, and which side payment would do in place of patience."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from negotiate.display import Shown

if TYPE_CHECKING:
    from negotiate.repeated.game import RepeatedGame


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Holding(Shown):
    """What it takes to hold one combination of postures round after round.

    Parameters
    ----------
    game : RepeatedGame
        What is played again.
    package : tuple of int
        The posture of each player.
    worth, temptation, floor : tuple of float
        By player: a round of the package, the best round of breaking it, and what it is held down to afterwards.
    punishment : str
        Where the floors come from, in words.
    patience : tuple of float or None
        The least patience of each player; None where none will do.
    payment : tuple of float
        By player, the smallest side payment a round, paid while the package is held, with which it holds at the
        players' own patience: above 0 for who receives. Zeros where none is needed; empty where none will do.
    """

    game: RepeatedGame
    package: tuple[int, ...]
    worth: tuple[float, ...]
    temptation: tuple[float, ...]
    floor: tuple[float, ...]
    punishment: str
    patience: tuple[float | None, ...]
    payment: tuple[float, ...]
    notes: tuple[str, ...] = ()


def holding(game: RepeatedGame, package: tuple[int, ...] | None = None) -> Holding:
    """What it takes to hold a combination of postures; by default the agreement."""
    raise NotImplementedError
