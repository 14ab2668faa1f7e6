"""Everybody against everybody, with roles kept: a pool of strategies for each player."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from negotiate.display import Shown
from negotiate.games.normal_form import FloatArray

if TYPE_CHECKING:
    from negotiate.repeated.automaton import Automaton
    from negotiate.repeated.game import RepeatedGame
    from negotiate.repeated.strategies.strategy import Strategy


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Tournament(Shown):
    """What each strategy of one pool earns against each of the other.

    Parameters
    ----------
    game : RepeatedGame
        Of two players.
    pools : tuple of tuple of str
        The strategies of each player, by name.
    payoffs : ndarray, shape (players, first pool, second pool)
        By round.
    errors : ndarray, shape (players, first pool, second pool)
        Half the width of the 95 % interval of each; 0 where it is exact.
    ranking : tuple of tuple of int
        For each pool, its strategies from the best mean to the worst.
    rounds : int or None
        How many each match has; None for endless ones.
    """

    game: RepeatedGame
    pools: tuple[tuple[str, ...], ...]
    payoffs: FloatArray
    errors: FloatArray
    ranking: tuple[tuple[int, ...], ...]
    rounds: int | None
    noise: tuple[float, ...]
    misread: tuple[float, ...]
    worlds: int
    seed: int


def tournament(
    game: RepeatedGame,
    first: Sequence[Strategy | Automaton | str] = (),
    second: Sequence[Strategy | Automaton | str] = (),
    *,
    noise: float | Sequence[float] | None = None,
    misread: float | Sequence[float] | None = None,
    rounds: int | None = None,
    seed: int = 0,
    worlds: int | None = None,
) -> Tournament:
    """Let every strategy of one pool meet every one of the other; by default all finite ones."""
    raise NotImplementedError
