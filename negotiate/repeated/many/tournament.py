"""Everybody against everybody, with roles kept: a pool of strategies for each player."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from negotiate.arrays import FloatArray
from negotiate.display import Shown
from negotiate.errors import OutOfRange
from negotiate.games.normal_form import NormalFormGame, frozen
from negotiate.games.normal_form import Strategy as Choice
from negotiate.repeated.many.meetings import Progress, Terms, meetings
from negotiate.repeated.many.pools import Playable, Pool, across, interchangeable, pool, two_players
from negotiate.repeated.matches.exact import length, slip_rates

if TYPE_CHECKING:
    from negotiate.repeated.game import RepeatedGame

GRADE = 1e-9
"""Payoffs that differ by less, as a share of their range, count as equal in rankings."""


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
    plays : ndarray, shape (first pool, second pool, *postures)
        How often each combination of postures is played, with rounds weighed as the first player values them; not a
        number where payoffs are sampled.
    winners : tuple of tuple of int
        For each pool, its strategies with the best mean, more than one where they are equal.
    left_out : tuple of tuple of str
        For each pool that nobody has chosen, known strategies that are not in it: they remember without bound, so that
        they could only be sampled, or they cannot take the seat. Empty for a pool that was asked for.
    alike : tuple of tuple of tuple of str
        For each strategy of a pool that nobody has chosen, others that would play just as it does in this game, and
        are not in the pool themselves. Empty for a pool that was asked for.
    rounds : int or None
        How many each match has; None for endless ones.
    noise, misread : tuple of float
        Each player's probability, in a round, that its hand trembles, and that it misreads the other.
    worlds : int
        How often each match was simulated that could not be worked out; 0 where all payoffs are exact.
    seed : int
        The seed of the random numbers in simulated matches; 0 where all payoffs are exact.
    notes : tuple of str
        What a reader should know of how the game was made from the file, one sentence each.
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
    plays: FloatArray
    winners: tuple[tuple[int, ...], ...]
    left_out: tuple[tuple[str, ...], ...]
    alike: tuple[tuple[tuple[str, ...], ...], ...]
    rounds: int | None
    noise: tuple[float, ...]
    misread: tuple[float, ...]
    worlds: int
    seed: int
    notes: tuple[str, ...] = ()

    def named(self, places: Sequence[Sequence[int]]) -> tuple[tuple[str, ...], ...]:
        """The strategies that stand at some places of each pool, by name; of the first pools where there are fewer."""
        return tuple(tuple(pool[k] for k in own) for pool, own in zip(self.pools, places, strict=False))

    def game_of_strategies(self) -> NormalFormGame:
        """The game in which each player chooses a strategy once and for all; `negotiate.solve` has its equilibria.

        Learning dynamics are among the methods of `solve`: `"nashpy-replicator"`, `"nashpy-fictitious-play"`, ….
        """
        return NormalFormGame(
            payoffs=self.payoffs,
            players=self.game.players,
            strategies=tuple(tuple(map(Choice, names)) for names in self.pools),
            keys=self.game.keys,
            title=self.game.title,
            units=self.game.units,
            notes=self.notes,
        )

    def __repr__(self) -> str:
        sizes = " × ".join(str(len(names)) for names in self.pools)
        best = " and ".join(dict.fromkeys(names[row[0]] for names, row in zip(self.pools, self.ranking, strict=True)))
        return f"<Tournament {self.game.title or 'untitled'!r}: {sizes} strategies, {best} first>"


def tournament(
    game: RepeatedGame,
    first: Sequence[Playable] = (),
    second: Sequence[Playable] = (),
    *,
    noise: float | Sequence[float] | None = None,
    misread: float | Sequence[float] | None = None,
    rounds: int | None = None,
    seed: int = 0,
    worlds: int | None = None,
    workers: int = 1,
    progress: Progress | None = None,
) -> Tournament:
    """Let every strategy of one pool meet every one of the other.

    Parameters
    ----------
    game : RepeatedGame
        Of two players.
    first, second : sequence of Strategy, Automaton or str
        The pools; one alone is both players'. By default every finite strategy that can take the seat, so that all is
        exact, and of those that play alike in this game the first; `negotiate.repeated.many.pools.everyone` has all of
        them, and those that remember without bound too.
    noise, misread, rounds, seed, worlds
        As in `RepeatedGame.play`.
    workers : int
        How many processors sampled matches may use; what is exact is done by one. It changes no number.
    progress : callable, optional
        Is told after each sampled match how many are done and how many there are.

    Raises
    ------
    UnsuitableGame
        If there are not two players, or a strategy makes no sense in its seat.
    OutOfRange
        If a rate is no probability, or there are no rounds or worlds, or the seed is negative.
    GameTooLarge
        If automata have too many joint states.

    Examples
    --------
    >>> from negotiate import NormalFormGame, RepeatedGame
    >>> dilemma = NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    >>> found = tournament(RepeatedGame(dilemma, 1), ["always_defect", "tit_for_tat", "grim"], rounds=10)
    >>> [found.pools[0][place] for place in found.ranking[0]]
    ['tit_for_tat', 'grim', 'always_defect']
    """
    two_players(game, "a tournament")
    if seed < 0:
        raise OutOfRange(f"a `seed` is a whole number of at least 0, and not {seed}")
    slips = slip_rates(noise, game.setting.noise, 2, "noise")
    misreads = slip_rates(misread, game.setting.misread, 2, "misread")
    pools, one_pool = _pools(game, first, second, slips, interchangeable(game, slips, misreads))
    terms = Terms(slips, misreads, length(game, rounds), seed, worlds, workers, progress)
    met = meetings(game, [one.entrants for one in pools], terms, one_pool=one_pool)
    tables = (met.payoffs[0], met.payoffs[1].T)
    graded = tuple(map(_graded, tables))
    means = tuple(table.mean(axis=1) for table in tables)
    return Tournament(
        game=game,
        pools=tuple(tuple(one.name for one in pool.entrants) for pool in pools),
        one_pool=one_pool,
        payoffs=frozen(met.payoffs),
        errors=frozen(met.errors),
        means=means,
        ranking=tuple(_best_first(table.mean(axis=1)) for table in graded),
        wins=_wins(graded[0]) if one_pool else (),
        best_replies=tuple(_places(table.argmax(axis=0)) for table in graded),
        hardest=tuple(_places(table.argmin(axis=1)) for table in graded),
        plays=frozen(met.plays),
        winners=tuple(_winners(table.mean(axis=1)) for table in graded),
        left_out=tuple(one.left_out for one in pools),
        alike=tuple(one.alike for one in pools),
        rounds=terms.rounds,
        noise=slips,
        misread=misreads,
        worlds=met.worlds,
        seed=seed if met.worlds else 0,
        notes=game.notes,
    )


def _pools(
    game: RepeatedGame, first: Sequence[Playable], second: Sequence[Playable], noise: Sequence[float], alike: bool
) -> tuple[tuple[Pool, Pool], bool]:
    """Who takes part in which seat, and whether that is one pool."""
    here = pool(game, 0, first, trembles=noise[0] > 0)
    if alike and not second:
        return (here, across(game, here)), True
    there = pool(game, 1, second or first, trembles=noise[1] > 0)
    same = [one.chosen for one in here.entrants] == [one.chosen for one in there.entrants]
    return (here, there), alike and same


def _graded(table: FloatArray) -> FloatArray:
    """A player's payoffs in steps of a billionth of their range, so that what is equal but for rounding is equal."""
    step = GRADE * float(np.ptp(table))
    return np.round((table - table.min()) / step) if step > 0 else np.zeros_like(table)


def _best_first(means: FloatArray) -> tuple[int, ...]:
    return _places(np.argsort(-np.round(means), kind="stable"))


def _winners(means: FloatArray) -> tuple[int, ...]:
    whole = np.round(means)
    return _places(np.flatnonzero(whole == whole.max()))


def _wins(graded: FloatArray) -> tuple[int, ...]:
    return _places((graded > graded.T).sum(axis=1))


def _places(found: npt.NDArray[np.integer]) -> tuple[int, ...]:
    return tuple(map(int, found))
