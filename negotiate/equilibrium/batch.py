"""Solves many small games for two players in one call, each completely.

Games too large to try every candidate are first thinned: iterated strict dominance by pure
strategies runs on all of them at once.
"""

from __future__ import annotations

import importlib.util
import operator
import sys
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from numpy.typing import NDArray

from negotiate.arrays import SMALLEST, BoolArray, FloatArray
from negotiate.equilibrium.equilibrium import ROUNDING, TOLERANCE, Unverified, verified
from negotiate.equilibrium.kernels import compiled as twins
from negotiate.equilibrium.kernels.extreme_equilibria import (
    BIG,
    INTEGERS,
    PLAIN,
    ROADS,
    Found,
    Kernels,
    count,
    every_equilibrium,
    joined,
)
from negotiate.equilibrium.nash.dominance import reduce
from negotiate.equilibrium.nash.extreme_points import BASES, LABELS
from negotiate.equilibrium.solution import Equilibrium
from negotiate.errors import GameTooLarge, UnsuitableGame
from negotiate.games.exactness import extremes, margins, scaled_integers
from negotiate.games.normal_form import LARGEST, NormalFormGame

CHUNK = 1 << 22
"""Comparisons held at a time: what stays in a processor's cache is several times as fast."""

ENOUGH = 10_000_000
"""Bases of all games together for which numba is worth importing, which takes as long as half of
them.
"""
AT_HAND = 100_000
"""The same where numba is imported already."""

DOMINANCE_FROM = 500
"""Candidates a player from which dominated strategies are taken away first."""

ALONE = "solve such games one at a time, with `solve`"


class EquilibriumArrays(NamedTuple):
    """The equilibria of a batch as plain arrays, one entry an equilibrium, those of one game
    together.

    Attributes
    ----------
    game : ndarray of int, shape (equilibria,)
        Which game each belongs to.
    row, column : ndarray, shape (equilibria, rows) and (equilibria, columns)
        Probabilities of the two players' strategies.
    payoffs : ndarray, shape (equilibria, 2)
        What each player expects, in the unit of its payoffs.
    """

    game: npt.NDArray[np.intp]
    row: FloatArray
    column: FloatArray
    payoffs: FloatArray


@dataclass(frozen=True, eq=False, repr=False)
class BatchSolution:
    """Every extreme equilibrium of every game of a batch.

    Parameters
    ----------
    payoffs : ndarray, shape (games, 2, rows, columns)
        The games, as they were asked about.
    arrays : EquilibriumArrays
        The equilibria.
    road : ndarray of int, shape (games,)
        In which arithmetic each game was solved; `roads` names it.
    complete : ndarray of bool, shape (games,)
        Whether a game's list is known to hold all of its extreme equilibria; False where payoffs
        are too nearly tied for what is known of them, or for floats if the answer was not to be
        exact.
    """

    payoffs: FloatArray
    arrays: EquilibriumArrays
    road: npt.NDArray[np.uint8]
    complete: BoolArray

    def __len__(self) -> int:
        return len(self.payoffs)

    @cached_property
    def counts(self) -> npt.NDArray[np.intp]:
        """How many extreme equilibria each game has, shape (games,)."""
        return np.bincount(self.arrays.game, minlength=len(self.payoffs)).astype(int)

    @property
    def exact(self) -> BoolArray:
        """Whether no payoff was rounded before signs were taken, shape (games,); probabilities are
        rounded once.
        """
        return np.asarray((self.road == INTEGERS) | (self.road == BIG), dtype=bool)

    @property
    def roads(self) -> tuple[str, ...]:
        """In which arithmetic each game was solved, in words."""
        return tuple(ROADS[code] for code in self.road.tolist())

    def equilibria(self, index: int) -> tuple[Equilibrium, ...]:
        """The extreme equilibria of one game, those with smaller supports first.

        Parameters
        ----------
        index : int
            Which game; counted from the end if negative.

        Raises
        ------
        IndexError
            If there is no such game.
        """
        games = len(self.payoffs)
        place = operator.index(index)
        if not -games <= place < games:
            raise IndexError(f"there is no game {place} among {games:,}")
        place %= games
        game = NormalFormGame.from_arrays(*self.payoffs[place])
        here = slice(*np.searchsorted(self.arrays.game, [place, place + 1]).tolist())
        pairs = zip(self.arrays.row[here], self.arrays.column[here], strict=True)
        return tuple(verified(game, pair) for pair in pairs)

    def to_arrays(self) -> EquilibriumArrays:
        """All equilibria of all games as plain arrays."""
        return self.arrays

    def __repr__(self) -> str:
        games, found = len(self.payoffs), len(self.arrays.game)
        return f"<BatchSolution: {found:,} extreme Nash equilibria of {games:,} games>"


def solve_batch(
    payoffs: npt.ArrayLike, *, exact: bool = True, compiled: bool | None = None
) -> BatchSolution:
    """Find every extreme Nash equilibrium of many games for two players.

    Parameters
    ----------
    payoffs : array_like, shape (games, 2, rows, columns)
        What the row and the column player get, in any unit, the two in different ones if need be.
    exact : bool
        Whether games in which rounding could decide are solved again in exact arithmetic. Otherwise
        such games are listed as floats have them, and `complete` is False for them.
    compiled : bool, optional
        Whether the compiled kernels of the extra `fast` are to be used; by default they are for
        large batches. They give the same answers, and where they are not installed plain ones do.

    Returns
    -------
    BatchSolution
        All extreme equilibria, degenerate games included, none twice; each has passed the regret
        check.

    Raises
    ------
    UnsuitableGame
        If this is no array of that shape, or a payoff is no finite number.
    GameTooLarge
        If the games have too many strategies, after dominance, for all candidates to be tried.

    Notes
    -----
    Every vertex of both best-reply polytopes is found from the signs of bordered minors; pairs that
    carry all labels are the extreme equilibria. Decimals are compared exactly, whatever their size.
    Cost: a few microseconds a game of 3 × 3 or 4 × 4; memory is bounded, whatever the number of
    games.

    References
    ----------
    Avis, Rosenberg, Savani & von Stengel 2010, "Enumeration of Nash equilibria for two-player
    games", Economic Theory 42.

    Examples
    --------
    >>> chicken = [[[0, -1], [1, -10]], [[0, 1], [-1, -10]]]
    >>> dilemma = [[[3, 0], [5, 1]], [[3, 5], [0, 1]]]
    >>> solution = solve_batch([chicken, dilemma])
    >>> solution.counts.tolist()
    [3, 1]
    >>> solution.equilibria(1)[0].payoffs
    (1.0, 1.0)
    """
    table, allowed = _table(payoffs)
    chosen = kernels(len(table), (table.shape[2], table.shape[3]), compiled)
    listed = by_shape(table, exact, chosen)
    worth = _worth(table, listed, allowed, chosen)
    for array in (listed.game, listed.row, listed.column, worth, listed.road, listed.doubtful):
        array.setflags(write=False)
    arrays = EquilibriumArrays(listed.game, listed.row, listed.column, worth)
    return BatchSolution(table, arrays, listed.road, ~listed.doubtful)


def kernels(games: int, shape: tuple[int, int], compiled: bool | None = None) -> Kernels:
    """The kernels for a batch.

    Parameters
    ----------
    games : int
        How many.
    shape : tuple of int
        Rows and columns of each.
    compiled : bool, optional
        Whether compiled ones are wanted; by default, if the batch is large. Where numba is missing,
        or finds no folder for what it compiles, they are plain all the same.
    """
    if compiled is None:
        compiled = games * count(*shape) >= (AT_HAND if "numba" in sys.modules else ENOUGH)
    if not compiled or importlib.util.find_spec("numba") is None:
        return PLAIN
    return Kernels(twins.extreme_equilibria, twins.pair_regret) if twins.usable() else PLAIN


def by_shape(payoffs: FloatArray, exact: bool = True, chosen: Kernels = PLAIN) -> Found:
    """List the extreme equilibria of a batch; of large games, strictly dominated strategies go
    first.

    Parameters
    ----------
    payoffs : ndarray, shape (games, 2, rows, columns)
        Finite, in any unit.
    exact : bool
        As in `solve_batch`.
    chosen : Kernels
        Plain or compiled.

    Raises
    ------
    GameTooLarge
        If some game has too many strategies left.

    Notes
    -----
    Games are grouped by the shape that dominance leaves of them. Below `DOMINANCE_FROM` candidates
    that would cost more than it saves, and changes nothing, for a dominated strategy is in no
    equilibrium; but what is doubtful may hang on one, and is asked again without them.
    """
    rows, columns = payoffs.shape[2:]
    if rows + columns <= LABELS and count(rows, columns) < DOMINANCE_FROM:
        found = every_equilibrium(payoffs, exact, chosen)
    else:
        scaled = scaled_integers(payoffs)
        stay = surviving(scaled.payoffs, np.where(scaled.whole[:, None], 0.0, margins(payoffs, 2)))
        found = _of_those_left(payoffs, stay, exact, chosen)
    games = np.flatnonzero(found.doubtful) if exact else np.zeros(0, dtype=int)
    if not len(games):
        return found
    again = _of_those_left(payoffs[games], _left_by_mixtures(payoffs[games]), exact, chosen)
    sure = found.taken(np.flatnonzero(~found.doubtful[found.game]))
    road, doubtful = found.road.copy(), found.doubtful.copy()
    road[games], doubtful[games] = again.road, again.doubtful
    return joined([sure, again._replace(game=games[again.game])], doubtful, road)


def _left_by_mixtures(payoffs: FloatArray) -> tuple[BoolArray, BoolArray]:
    """Which rows and columns of each game `solve` would leave, shape (games, strategies) each."""
    stay = [np.zeros((len(payoffs), n), dtype=bool) for n in payoffs.shape[2:]]
    for game, table in enumerate(payoffs):
        for mask, kept in zip(stay, reduce(NormalFormGame.from_arrays(*table)).kept, strict=True):
            mask[game, list(kept)] = True
    return stay[0], stay[1]


def _of_those_left(
    payoffs: FloatArray, stay: tuple[BoolArray, BoolArray], exact: bool, chosen: Kernels
) -> Found:
    """List the extreme equilibria among the strategies that stay, games of one shape together."""
    rows, columns = payoffs.shape[2:]
    sizes = np.stack([mask.sum(axis=1) for mask in stay], axis=1)
    shapes = np.unique(sizes, axis=0)
    for shape in shapes.tolist():
        check_size(*shape)
    road, doubtful, parts = (
        np.zeros(len(payoffs), dtype=np.uint8),
        np.zeros(len(payoffs), dtype=bool),
        [],
    )
    for shape in shapes.tolist():
        games = np.flatnonzero((sizes == shape).all(axis=1))
        kept = [np.nonzero(mask[games])[1].reshape(len(games), -1) for mask in stay]
        left = payoffs[games[:, None, None], :, kept[0][:, :, None], kept[1][:, None, :]]
        found = every_equilibrium(np.ascontiguousarray(np.moveaxis(left, -1, 1)), exact, chosen)
        wide = [np.zeros((len(found.game), n)) for n in (rows, columns)]
        for whole, own, part in zip(wide, kept, (found.row, found.column), strict=True):
            np.put_along_axis(whole, own[found.game], part, axis=1)
        road[games], doubtful[games] = found.road, found.doubtful
        parts.append(found._replace(game=games[found.game], row=wide[0], column=wide[1]))
    return joined(parts, doubtful, road)


def _worth(payoffs: FloatArray, listed: Found, allowed: FloatArray, chosen: Kernels) -> FloatArray:
    """What each equilibrium is worth, after checking that nobody gains more than rounding by
    another strategy.
    """
    worth, gains = chosen.pair_regret(payoffs, listed.game, listed.row, listed.column)
    wrong = np.flatnonzero(
        (gains > allowed[listed.game]).any(axis=1) & ~listed.doubtful[listed.game]
    )
    if len(wrong):
        place, gain = int(listed.game[wrong[0]]), float(gains[wrong[0]].max())
        raise Unverified(
            f"an answer to game {place} is no equilibrium: a player could still gain {gain:.3g}"
        )
    return worth


def _table(payoffs: npt.ArrayLike) -> tuple[FloatArray, FloatArray]:
    """The games as an array, and how much regret rounding may leave each player in each."""
    try:
        given = np.asanyarray(payoffs)
        if given.dtype.kind not in "biufO" or np.ma.isMaskedArray(given):
            raise TypeError
        table: npt.NDArray[Any] = np.array(given, dtype=float)
    except (TypeError, ValueError, OverflowError):
        raise UnsuitableGame(
            "the payoffs hold something that is not a number, or their rows differ in length"
        ) from None
    if table.ndim != 4 or table.shape[1] != 2 or 0 in table.shape[2:]:
        raise UnsuitableGame(
            f"payoffs of shape {table.shape} are no games for two players",
            "pass an array of shape (games, 2, rows, columns)",
        )
    low, high = extremes(table)
    if not (np.isfinite(low) & np.isfinite(high)).all():
        raise UnsuitableGame("every payoff must be a finite number")
    largest, width = np.maximum(-low, high), high - low
    if largest.max(initial=0.0) > LARGEST:
        raise UnsuitableGame(
            f"a payoff is beyond {LARGEST:.0e}, where sums of payoffs lose their meaning"
        )
    if ((width > 0) & (width < SMALLEST)).any():
        raise UnsuitableGame(
            f"a player's payoffs differ by less than {SMALLEST:.0e}, where numbers lose their "
            "digits"
        )
    table.setflags(write=False)
    return table, np.asarray(TOLERANCE * width + ROUNDING * largest, dtype=float)


def check_size(rows: int, columns: int) -> None:
    """Refuse games with too many candidates for all of them to be tried.

    Raises
    ------
    GameTooLarge
        If they are.
    """
    GameTooLarge.refuse(
        "strategies of both players that dominance leaves", rows + columns, LABELS, ALONE
    )
    what = f"candidates for an equilibrium of a game of {rows} × {columns}"
    GameTooLarge.refuse(what, count(rows, columns), BASES, ALONE)


def surviving(
    payoffs: NDArray[Any], margin: NDArray[Any] | None = None
) -> tuple[BoolArray, BoolArray]:
    """Mark the strategies that are left when strictly dominated ones are taken away until none is.

    Parameters
    ----------
    payoffs : ndarray, shape (games, 2, m, n)
        In any unit and of any real type; whole numbers, also those held as floats, are compared
        exactly.
    margin : ndarray, shape (games, 2), optional
        The lead, in the player's unit and not negative, that every comparison must exceed; zero by
        default.

    Returns
    -------
    rows : ndarray of bool, shape (games, m)
        The first player's strategies that stay; at least one a game.
    columns : ndarray of bool, shape (games, n)
        The second player's.

    Notes
    -----
    Every round looks at the strategies of both players that are left, and only at games in which
    the last round took something away. Dominance is transitive, so a strategy that is gone may
    still count as the better one: what took it away is better yet. Cost: (m² n + m n²) comparisons
    a game, whatever the number of rounds.

    References
    ----------
    Luce & Raiffa 1957, "Games and Decisions", section 5.7.

    Examples
    --------
    >>> dilemma = np.array([[[[3, 0], [5, 1]], [[3, 5], [0, 1]]]])
    >>> [mask.tolist() for mask in surviving(dilemma)]
    [[[False, True]], [[False, True]]]
    """
    games, _, m, n = payoffs.shape
    stay = np.ones((games, m), dtype=bool), np.ones((games, n), dtype=bool)
    leads = np.zeros((games, 2), dtype=payoffs.dtype) if margin is None else margin
    step = max(CHUNK // (m * m * n + n * n * m), 1)
    for start in range(0, games, step):
        here = slice(start, start + step)
        tables = payoffs[here, 0], payoffs[here, 1].swapaxes(1, 2)
        better = [_better(table, lead) for table, lead in zip(tables, leads[here].T, strict=True)]
        moved = np.arange(len(payoffs[here]))
        while len(moved):
            rows, columns = (mask[here][moved] for mask in stay)
            fallen = _fallen(better[0], columns) & rows, _fallen(better[1], rows) & columns
            for mask, gone in zip(stay, fallen, strict=True):
                mask[here][moved] &= ~gone
            still = fallen[0].any(axis=1) | fallen[1].any(axis=1)
            moved, better = moved[still], [one[..., still] for one in better]
    return stay


def _better(table: NDArray[Any], margin: NDArray[Any]) -> BoolArray:
    """At which of the opponent's strategies the first of two own ones is better by more than the
    margin.

    Of shape (own, own, other, games): the loops of NumPy are longest along the games, which come
    first in `table`.
    """
    last = np.ascontiguousarray(np.moveaxis(table, 0, -1))
    return np.asarray(last[:, None] > last + margin, dtype=bool)


def _fallen(better: BoolArray, others: BoolArray) -> BoolArray:
    """Which strategies another one beats at all of the opponent's strategies that are left, shape
    (games, own).
    """
    return np.asarray((better | ~others.T).all(axis=2).any(axis=0).T, dtype=bool)
