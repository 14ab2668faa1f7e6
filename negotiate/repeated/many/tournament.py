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
        The strategies of each player, by name; no name twice in a pool.
    one_pool : bool
        Whether both players are in the same position and have the same pool, so that there is one table, in which
        each strategy also meets itself: `payoffs[1]` is `payoffs[0]` transposed.
    payoffs : ndarray, shape (players, first pool, second pool)
        By round.
    errors : ndarray, shape (players, first pool, second pool)
        Half the width of the 95 % interval of each; 0 where it is exact.
    means : tuple of ndarray
        For each pool, what each of its strategies earns on average against the other pool.
    ranking : tuple of tuple of int
        For each pool, its strategies from the best mean to the worst; equal ones in the pool's order.
    wins : tuple of int
        For each strategy of the one pool, how many of the others earn less than it does when they meet. Empty with
        two pools, whose payoffs are not counted in the same unit.
    best_replies : tuple of tuple of int
        For each pool, which of its strategies earns most against each strategy of the other pool.
    hardest : tuple of tuple of int
        For each pool, against which strategy of the other pool each of its own earns least.
    left_out : tuple of tuple of str
        For each pool, strategies that cannot take the seat.
    rounds : int or None
        How many each match has; None for endless ones.
    """

    game: RepeatedGame
    pools: tuple[tuple[str, ...], ...]
    one_pool: bool
    payoffs: FloatArray
    errors: FloatArray
    means: tuple[FloatArray, ...]
    ranking: tuple[tuple[int, ...], ...]
    wins: tuple[int, ...]
    best_replies: tuple[tuple[int, ...], ...]
    hardest: tuple[tuple[int, ...], ...]
    left_out: tuple[tuple[str, ...], ...]
    rounds: int | None
    noise: tuple[float, ...]
    misread: tuple[float, ...]
    worlds: int
    seed: int
    notes: tuple[str, ...] = ()


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
