"""Finds every extreme equilibrium of many games for two players, degenerate ones included, each
once.

An extreme equilibrium is a pair of vertices of the two best-reply polytopes that carry every label
between them: each strategy is a best reply or is not played. All other equilibria lie between
extreme ones.

For rows R and one more column than rows C of a matrix M, the bordered minor V(R, C) is the
determinant of M[R, C] under a row of ones. Let one player mix over the rows of M, which holds the
other's payoffs. The mixture on rows S that makes equally many columns T equally good has weights
proportional to V(S without i, T), and what column t lies below them is proportional to V(S and T
with t): by Cramer's rule, with signs that alternate. So the signs of these minors say which
mixtures there are, which of them are mixed strategies, and what the best replies to them are: they
are the chirotope of the best-reply polytope. Every minor is one row's expansion into smaller ones,
all games at once.

Each game is solved in the cheapest arithmetic in which all of its signs are sure. Payoffs that are
decimals become whole numbers. While no minor of them can reach 2**53, floats hold them all, and
every sign is exact. Other games are solved in floats, where a minor farther from zero than rounding
can reach has a sure sign; where payoffs are no decimals, that is farther than a change of each
payoff within its bound could take it. Where some minor is nearer, that game is solved once more in
whole numbers of any size, which are the payoffs themselves. A minor of these that the bound could
turn is nothing that anybody can decide: such a game is doubtful.

References
----------
Avis, Rosenberg, Savani & von Stengel 2010, "Enumeration of Nash equilibria for two-player games",
Economic Theory 42. Vorob'ev 1958 and Kuhn 1961, for extreme equilibria; Mangasarian 1964, for pairs
of vertices. Björner, Las Vergnas, Sturmfels, White & Ziegler 1999, "Oriented Matroids", for
chirotopes. von Stengel 2007, "Equilibrium computation for two-player games in strategic and
extensive form", for labels.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, reduce
from itertools import combinations, pairwise
from math import comb, factorial
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from negotiate.arrays import BoolArray, FloatArray, IndexArray
from negotiate.games.exactness import (
    WHOLE,
    Exact,
    Exactly,
    big_integers,
    exactly,
    extremes,
    margins,
    rounding,
    scaled_integers,
    spread,
)

Lanes = NDArray[Any]
"""Numbers of many games, the games last: float64, or whole numbers of Python where those would be
rounded.
"""
Signs = NDArray[np.int8]
Labels = NDArray[np.uint64]
Roads = NDArray[np.uint8]

ROADS = (
    "whole numbers",
    "floating point with an error bound",
    "whole numbers of any size",
    "whole numbers of any size, each payoff as the fraction that it is held as",
    "floating point",
)
"""In which arithmetic a game was solved; a road is a place here."""
INTEGERS, FLOATS, BIG, HELD, ROUGH = range(len(ROADS))

CELLS = 1_500_000
"""Conditions that are looked at together: what fits the cache of a small machine."""
PAYOFFS = 1 << 19
"""The same of payoffs."""
NEAR = (
    2.0**-44
)  # of a player's range: what payoffs are off in games that are worth an attempt in floats
ROUNDED = 2.0**-44  # of the largest minor: rounding alone does not reach it
FAINT = (
    2.0**-20
)  # a smaller probability is worked out in whole numbers, since floats hold too few digits of it
# of a player's range: with more regret than this an answer in floats is asked again exactly
FIRM = 1e-11


class Shape(NamedTuple):
    """The minors and bases of matrices of one shape, small ones first.

    A basis is as many rows that are played as columns that are best replies.

    Attributes
    ----------
    rows, columns : int
        Of the matrix.
    offsets : ndarray of int, shape (sizes + 1,)
        Where the minors of each size begin, from those without rows on.
    start : ndarray of int, shape (minors + 1,)
        Where the terms begin of which each minor is the sum: one more than it has rows, and none
        without rows.
    sign, entry, below : ndarray, shape (terms,)
        The sign of each term, and which entry, counted row by row, is multiplied with which smaller
        minor.
    size : ndarray of int, shape (bases,)
        How many rows are played.
    played : ndarray of int, shape (bases, columns)
        Which rows; behind them stands the number of rows.
    conditions : ndarray of int, shape (bases, columns)
        The minors that must all have one sign: first the weight of each row, then how far each
        other column lies below.
    signs : ndarray of int8, shape (bases, columns)
        What each is multiplied with first.
    labels : ndarray of uint64, shape (bases,)
        Bit i for row i that is not played, bit rows + j for column j that is a best reply.
    zeros : ndarray of uint64, shape (bases, columns)
        Which further label holds where a condition is zero.
    mirror : ndarray of int, shape (bases,)
        The other player's basis in which what is played and what is a best reply have changed
        places.
    """

    rows: int
    columns: int
    offsets: IndexArray
    start: IndexArray
    sign: FloatArray
    entry: IndexArray
    below: IndexArray
    size: IndexArray
    played: IndexArray
    conditions: IndexArray
    signs: Signs
    labels: Labels
    zeros: Labels
    mirror: IndexArray

    @property
    def weighs(self) -> BoolArray:
        """Which conditions are weights."""
        return np.arange(self.columns) < self.size[:, None]


def count(rows: int, columns: int) -> int:
    """How many bases a matrix of this shape has, both players' together having twice as many."""
    return comb(rows + columns, rows) - 1


@lru_cache(maxsize=128)
def shape(rows: int, columns: int) -> Shape:
    """List the minors and bases of a shape, in colexicographic order of the rows and then of the
    columns.
    """
    sizes = range(1, min(rows, columns - 1) + 1)
    counts = np.array([columns, *(comb(rows, size) * comb(columns, size + 1) for size in sizes)])
    offsets = np.append(0, np.cumsum(counts))
    lengths = np.repeat([0, *(size + 1 for size in sizes)], counts)
    terms = [(np.zeros(0), offsets[:0], offsets[:0])]
    terms += [_terms(rows, columns, size, int(offsets[size - 1])) for size in sizes]
    sign, entry, below = map(np.concatenate, zip(*terms, strict=True))
    bases = [_bases(rows, columns, size, offsets) for size in range(1, min(rows, columns) + 1)]
    size, played, conditions, signs, labels, zeros, mirror = map(
        np.concatenate, zip(*bases, strict=True)
    )
    mirror += np.searchsorted(size, size)
    small = (rows, columns, offsets, np.append(0, np.cumsum(lengths)), sign, entry, below)
    return Shape(*small, size, played, conditions, signs, labels, zeros, mirror)


def _rank(chosen: IndexArray, n: int) -> IndexArray:
    """The place of each subset, its elements increasing along the last axis, in colexicographic
    order.
    """
    size = chosen.shape[-1]
    binomials = np.array([[comb(i, j) for j in range(1, size + 1)] for i in range(n)], dtype=int)
    return np.asarray(binomials.reshape(n, size)[chosen, np.arange(size)].sum(axis=-1), dtype=int)


def _subsets(n: int, size: int) -> IndexArray:
    """All subsets of one size, shape (subsets, size), in colexicographic order."""
    listed = sorted(combinations(range(n), size), key=lambda chosen: chosen[::-1])
    return np.array(listed, dtype=int).reshape(comb(n, size), size)


def _without(chosen: IndexArray) -> IndexArray:
    """Each subset with one element left out, shape (elements, subsets, size - 1)."""
    return np.stack([np.delete(chosen, k, axis=-1) for k in range(chosen.shape[-1])])


def _terms(
    rows: int, columns: int, size: int, smaller: int
) -> tuple[FloatArray, IndexArray, IndexArray]:
    """The signs, entries and smaller minors of one size's terms, those one size smaller beginning
    at `smaller`.
    """
    R, C = _subsets(rows, size), _subsets(columns, size + 1)
    entry = R[:, -1, None, None] * columns + C
    below = (
        smaller
        + _rank(R[:, :-1], rows)[:, None, None] * comb(columns, size)
        + _rank(_without(C), columns).T
    )
    sign = np.tile((-1.0) ** (size + np.arange(size + 1)), len(R) * len(C))
    return sign, entry.ravel(), below.ravel()


def _bases(rows: int, columns: int, size: int, offsets: IndexArray) -> tuple[NDArray[Any], ...]:
    """What `Shape` tells of the bases of one size, from `size` on."""
    S, T = _subsets(rows, size), _subsets(columns, size)
    others = _subsets(columns, columns - size)[::-1]  # what each subset leaves out

    def of_each(weights: NDArray[Any], slacks: NDArray[Any]) -> NDArray[Any]:
        """What belongs to the rows of a basis, then what belongs to its further columns."""
        both = ((weights, size), (slacks, columns - size))
        wide = [np.broadcast_to(part, (len(S), len(T), width)) for part, width in both]
        return np.concatenate(wide, axis=2).reshape(-1, columns)

    joined = np.concatenate([np.repeat(T[:, None], columns - size, 1), others[:, :, None]], axis=2)
    joined.sort(axis=2)
    place = (joined < others[:, :, None]).sum(axis=2)
    weights = (
        _rank(_without(S), rows).T[:, None] * len(T)
        + np.arange(len(T))[:, None]
        + offsets[size - 1]
    )
    slacks = (
        np.arange(len(S))[:, None, None] * comb(columns, size + 1)
        + _rank(joined, columns)
        + offsets[size]
    )
    bit = np.uint64(1) << np.arange(rows + columns, dtype=np.uint64)
    idle = bit[:rows].sum() - bit[S].sum(axis=1)
    bases = len(S) * len(T)
    return (
        np.full(bases, size),
        np.pad(np.repeat(S, len(T), axis=0), ((0, 0), (0, columns - size)), constant_values=rows),
        of_each(weights, slacks),
        of_each((-1) ** np.arange(size), (-1) ** place).astype(np.int8),
        (idle[:, None] + bit[rows + T].sum(axis=1)).ravel(),
        of_each(bit[S][:, None], bit[rows + others]),
        np.arange(bases).reshape(len(T), len(S)).T.ravel(),
    )


def minors(M: Lanes, of: Shape) -> Lanes:
    """Work out every bordered minor.

    Parameters
    ----------
    M : ndarray, shape (rows * columns, games)
        The matrices, entry by entry: float64, or whole numbers of Python in an array of objects.
    of : Shape
        The matrices' shape.

    Returns
    -------
    ndarray, shape (minors, games)
        In the order of `of`; no rounding takes place while `largest_minor` stays below 2**53.
    """
    found = np.empty((len(of.start) - 1, M.shape[1]), dtype=M.dtype)
    found[: of.columns] = 1
    for size, (begin, end) in enumerate(pairwise(of.offsets[1:].tolist()), 1):
        terms, here = slice(of.start[begin], of.start[end]), found[begin:end]
        entries, belows = (part[terms].reshape(-1, size + 1).T for part in (of.entry, of.below))
        here[:] = 0
        for k, (entry, below) in enumerate(zip(entries, belows, strict=True)):
            add = np.subtract if (size + k) % 2 else np.add
            add(here, M[entry] if size == 1 else M[entry] * found[below], out=here)
    return found


def largest_minor(size: int, entry: float) -> float:
    """A bound on every minor with that many rows, and on what is added up on the way.

    Parameters
    ----------
    size : int
        How many rows.
    entry : float
        The largest entry of the matrix, of either sign.
    """
    return float(factorial(size + 1)) * entry**size


class Found(NamedTuple):
    """Extreme equilibria of a batch, those of one game together and in the order of their supports.

    Attributes
    ----------
    game : ndarray of int, shape (equilibria,)
        Which game each belongs to, in increasing order.
    row, column : ndarray, shape (equilibria, rows) and (equilibria, columns)
        Probabilities.
    vertices : ndarray of int, shape (equilibria, 2)
        A number for each of the two strategies: within a game the same for the same strategy and no
        other.
    doubtful : ndarray of bool, shape (games,)
        Games for whose list nobody vouches: payoffs are too nearly tied for what is known of them,
        or for floats.
    road : ndarray of int, shape (games,)
        In which arithmetic each game was solved, as a place in `ROADS`; empty where one was asked
        for.
    """

    game: IndexArray
    row: FloatArray
    column: FloatArray
    vertices: IndexArray
    doubtful: BoolArray
    road: Roads = np.zeros(0, dtype=np.uint8)

    def taken(self, which: IndexArray | BoolArray) -> Found:
        """Some of the equilibria, or all in another order."""
        game, row, column, vertices = (
            self.game[which],
            self.row[which],
            self.column[which],
            self.vertices[which],
        )
        return self._replace(game=game, row=row, column=column, vertices=vertices)


def joined(parts: Sequence[Found], doubtful: BoolArray, road: Roads) -> Found:
    """Several lists as one, in the order of the games.

    Parameters
    ----------
    parts : sequence of Found
        Of games of one shape, numbered as in the whole batch; at least one.
    doubtful, road
        Of the whole batch.
    """
    found = Found(*map(np.concatenate, zip(*parts, strict=True)))._replace(
        doubtful=doubtful, road=road
    )
    return found if len(parts) == 1 else found.taken(np.argsort(found.game, kind="stable"))


class Side(NamedTuple):
    """One player's polytope in every game: minors and their signs, which bases are vertices, and
    what is special.
    """

    of: Shape
    minors: Lanes
    signs: Signs
    feasible: BoolArray
    tied: BoolArray
    doubtful: BoolArray


def extreme_equilibria(
    A: Lanes, B: Lanes, doubt: FloatArray | None = None, lenient: bool = False
) -> Found:
    """List the extreme equilibria of a batch.

    Parameters
    ----------
    A, B : ndarray, shape (games, rows, columns)
        The row and the column player's payoffs: floats, or whole numbers of Python in arrays of
        objects.
    doubt : ndarray, shape (sizes,) or (2, sizes), optional
        How near to zero a minor with 0, 1, 2, … rows has no sure sign, for each player's payoffs if
        they differ in that; a minor of whole numbers that is zero is so for sure.
    lenient : bool
        Whether a game with such minors is listed all the same. In floats they then count as zero;
        whole numbers stand.

    Returns
    -------
    Found
        Without duplicates; every game that is not doubtful has at least one. Nothing is listed for
        doubtful games unless that was asked for.
    """
    games, m, n = A.shape
    at_once = max(1, CELLS // (count(m, n) * max(m, n)))
    parts = []
    for k in range(0, max(games, 1), at_once):
        part = _chunk(A[k : k + at_once], B[k : k + at_once], doubt, lenient)
        parts.append(part._replace(game=part.game + k))
    return Found(*map(np.concatenate, zip(*parts, strict=True)))


def _chunk(A: Lanes, B: Lanes, doubt: FloatArray | None, lenient: bool) -> Found:
    games, m, n = A.shape
    under, over = (None, None) if doubt is None else np.broadcast_to(doubt, (2, doubt.shape[-1]))
    # The row player mixes over B's rows, the column player over A's columns.
    mine = _side(B.reshape(games, m * n).T, shape(m, n), over)
    theirs = _side(A.transpose(2, 1, 0).reshape(m * n, games), shape(n, m), under)
    doubtful = mine.doubtful | theirs.doubtful
    listed = np.ones(games, dtype=bool) if lenient else ~doubtful
    tied = (mine.tied | theirs.tied) & listed
    # Where every vertex has just the labels it needs, equilibria are bases that are vertices on
    # both sides.
    game, rows = _places((mine.feasible & theirs.feasible[mine.of.mirror] & listed & ~tied).T)
    columns = mine.of.mirror[rows]
    if tied.any():
        pairs = zip((game, rows, columns), _tied(mine, theirs, tied), strict=True)
        game, rows, columns = (np.concatenate(pair) for pair in pairs)
        order = np.argsort(game, kind="stable")
        game, rows, columns = game[order], rows[order], columns[order]
    vertices = np.stack([rows, columns], axis=1)
    return Found(
        game, _strategies(mine, game, rows), _strategies(theirs, game, columns), vertices, doubtful
    )


def _side(M: Lanes, of: Shape, doubt: FloatArray | None) -> Side:
    found = minors(np.ascontiguousarray(M), of)
    doubtful = np.zeros(M.shape[1], dtype=bool)
    for (begin, end), edge in zip(
        pairwise(of.offsets[1:]), () if doubt is None else doubt[1:], strict=False
    ):
        here = found[begin:end]
        near = np.abs(here) <= edge
        if M.dtype == object:
            near &= here != 0
        else:
            here[near] = 0.0
        doubtful |= near.any(axis=0)
    signs = (found > 0).view(np.int8) - (found < 0).view(np.int8)
    return Side(of, found, signs, *_feasible(signs, of), doubtful)


def _feasible(signs: Signs, of: Shape) -> tuple[BoolArray, BoolArray]:
    """Which bases are vertices, shape (bases, games), and which games have a vertex with more
    labels than it needs.
    """
    turned = signs[of.conditions] * of.signs[:, :, None]
    low, high = turned.min(axis=1), turned.max(axis=1)
    right, tied = (low == high) & (low != 0), np.zeros(signs.shape[1], dtype=bool)
    if not signs.all():
        basis, game = _places((low != high) & ((low == 0) | (high == 0)))
        weighs = (signs[of.conditions[basis], game[:, None]] != 0) & of.weighs[basis]
        some = weighs.any(axis=1)
        right[basis[some], game[some]] = True
        tied[game[some]] = True
    return right, tied


def _tied(mine: Side, theirs: Side, lanes: BoolArray) -> tuple[IndexArray, IndexArray, IndexArray]:
    """Where some vertex has more labels than it needs, it is known by them, and every pair of
    vertices is tried.
    """
    which = np.flatnonzero(lanes)
    labels, first = _vertices(mine, which)
    others, second = _vertices(theirs, which)
    wanted = turned(~labels, mine.of.rows, mine.of.columns)
    lane, i, j = _places(
        (first >= 0)[:, :, None]
        & (second >= 0)[:, None]
        & (wanted[:, :, None] & ~others[:, None] == 0)
    )
    return which[lane], first[lane, i], second[lane, j]


def turned(labels: NDArray[Any], first: int, second: int) -> NDArray[Any]:
    """The first so many bits behind the second so many, and no others: the other player's order of
    labels.
    """
    kind = labels.dtype.type
    low, high = kind((1 << first) - 1), kind((1 << second) - 1)
    return np.asarray((labels >> kind(first)) & high | (labels & low) << kind(second))


def _vertices(side: Side, lanes: IndexArray) -> tuple[Labels, IndexArray]:
    """Each vertex of those games once, a row a game: its labels and its first basis; -1 behind the
    last.
    """
    of, signs = side.of, side.signs[:, lanes]
    kind = np.min_scalar_type((1 << (of.rows + of.columns)) - 1)
    carried = np.repeat(of.labels.astype(kind)[:, None], len(lanes), axis=1)
    for condition, zero in zip(of.conditions.T, of.zeros.astype(kind).T, strict=True):
        carried |= np.where(signs[condition] == 0, zero[:, None], kind.type(0))
    lane, basis = _places(side.feasible[:, lanes].T)
    found = carried[basis, lane]
    order = np.lexsort(
        (found, lane.astype(np.min_scalar_type(len(lanes))))
    )  # small numbers are sorted sooner
    again = (np.diff(found[order]) == 0) & (np.diff(lane[order]) == 0)
    once = np.sort(np.delete(order, np.flatnonzero(again) + 1))
    lane, basis, found = lane[once], basis[once], found[once]
    place = np.arange(len(lane)) - np.searchsorted(lane, lane)
    size = len(lanes), int(place.max(initial=-1)) + 1
    labels, first = np.zeros(size, dtype=kind), np.full(size, -1, dtype=int)
    labels[lane, place], first[lane, place] = found, basis
    return labels, first


def _places(mask: BoolArray) -> tuple[IndexArray, ...]:
    """Where a mask is true, as `nonzero` tells it, but by way of one flat index."""
    return np.unravel_index(np.flatnonzero(mask), mask.shape)


def _strategies(side: Side, game: IndexArray, basis: IndexArray) -> FloatArray:
    """The mixtures of those bases: their weights, over the sum of them, which is added up from the
    left.
    """
    of = side.of
    weights = np.abs(side.minors[of.conditions[basis].T, game]) * of.weighs[basis].T
    mixtures = np.zeros((of.rows + 1, len(game)))
    mixtures[of.played[basis].T, np.arange(len(game))] = weights / reduce(np.add, weights)
    return np.ascontiguousarray(mixtures[:-1].T)


def pair_regret(
    payoffs: FloatArray, game: IndexArray, row: FloatArray, column: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Work out what each pair gives its players, and how much more each could have.

    Parameters
    ----------
    payoffs : ndarray, shape (games, 2, rows, columns)
        In any unit.
    game : ndarray of int, shape (pairs,)
        The game that each pair belongs to.
    row, column : ndarray, shape (pairs, rows) and (pairs, columns)
        Probabilities.

    Returns
    -------
    worth : ndarray, shape (pairs, 2)
        Expected payoffs.
    regret : ndarray, shape (pairs, 2)
        What the best reply would add; not negative but for rounding.

    Examples
    --------
    >>> dilemma = np.array([[[[3.0, 0.0], [5.0, 1.0]], [[3.0, 5.0], [0.0, 1.0]]]])
    >>> [
    ...     found.tolist()
    ...     for found in pair_regret(dilemma, np.array([0]), np.eye(2)[:1], np.eye(2)[:1])
    ... ]
    [[[3.0, 3.0]], [[2.0, 2.0]]]
    """
    worth, regret = np.zeros((len(game), 2)), np.zeros((len(game), 2))
    step = max(1, PAYOFFS // (payoffs.shape[2] * payoffs.shape[3]))
    for start in range(0, len(game), step):
        here = slice(start, start + step)
        x, y = np.ascontiguousarray(row[here].T), np.ascontiguousarray(column[here].T)
        table = np.ascontiguousarray(payoffs[game[here]].transpose(1, 2, 3, 0))
        replies = (table[0].swapaxes(0, 1), y, x), (table[1], x, y)
        for player, (own, other, mine) in enumerate(replies):
            values = np.zeros_like(mine)
            for weight, against in zip(other, own, strict=True):
                values += against * weight
            worth[here, player] = (values * mine).sum(axis=0)
            regret[here, player] = values.max(axis=0) - worth[here, player]
    return worth, regret


class Kernels(NamedTuple):
    """What solves a batch, and what checks its answers."""

    extreme_equilibria: Callable[..., Found]
    pair_regret: Callable[..., tuple[FloatArray, FloatArray]]

    def of_some(self, tables: Exact, games: IndexArray, *doubt: Any) -> Found:
        """The extreme equilibria of some games of a batch, shape (games, 2, rows, columns),
        numbered as there.
        """
        some = tables[games] if len(games) < len(tables) else tables
        found = self.extreme_equilibria(some[:, 0], some[:, 1], *doubt)
        return found._replace(game=games[found.game])


PLAIN = Kernels(extreme_equilibria, pair_regret)
"""The kernels in NumPy."""


def every_equilibrium(payoffs: FloatArray, exact: bool = True, kernels: Kernels = PLAIN) -> Found:
    """List the extreme equilibria of many games for two players.

    Parameters
    ----------
    payoffs : ndarray, shape (games, 2, rows, columns)
        In any unit, finite.
    exact : bool
        Whether games with doubtful signs are solved again in exact arithmetic; otherwise a minor
        too near zero counts as zero, and the game as doubtful.
    kernels : Kernels
        Plain or compiled; it changes no answer.

    Returns
    -------
    Found
        Each equilibrium once; probabilities of games in whole numbers are off by one rounding at
        most.
    """
    scaled = scaled_integers(payoffs)
    centred = _centred(scaled.payoffs)
    size = _largest_size(payoffs)
    fits = scaled.whole & (_largest(centred, size) < WHOLE)
    again, doubtful = np.zeros((2, len(payoffs)), dtype=bool)
    rest = np.flatnonzero(~scaled.whole)
    again[rest] = _blurred(payoffs[rest])
    tried = ~fits & ~(again & exact)
    road = np.where(fits, INTEGERS, FLOATS if exact else ROUGH).astype(np.uint8)
    parts = [kernels.of_some(centred, np.flatnonzero(fits))]
    for some, in_unit in ((tried & scaled.whole, _whole), (tried & ~scaled.whole, _unit)):
        if some.any():
            games = np.flatnonzero(some)
            tables, doubt = in_unit(centred[games] if in_unit is _whole else payoffs[games], size)
            found = _in_floats(tables, doubt, exact, kernels)
            again[games[found.doubtful]] = True
            parts.append(found._replace(game=games[found.game]))
    if not exact:
        return joined(parts, again, road)
    for found, games in _exactly(payoffs, np.flatnonzero(again), kernels):
        road[games], doubtful[games] = found.road, found.doubtful
        parts.append(found._replace(game=games[found.game]))
    return joined(parts, doubtful, road)


def _blurred(payoffs: FloatArray) -> BoolArray:
    """Games that are not worth an attempt in floats: too little is known of payoffs, or all, to too
    many digits.
    """
    width = spread(payoffs)
    off = rounding(payoffs) / np.where(width > 0, width, np.inf)
    return np.asarray((off > NEAR).any(axis=1) | (margins(payoffs, 2) == 0).all(axis=1), dtype=bool)


def _exactly(
    payoffs: FloatArray, games: IndexArray, kernels: Kernels
) -> Iterator[tuple[Found, IndexArray]]:
    """Solve games one by one in whole numbers, but those together of which floats hold every
    minor.
    """
    size, small = _largest_size(payoffs), dict[int, FloatArray]()
    for game in games.tolist():
        numbers = exactly(payoffs[game])
        centred = _centred(numbers.payoffs[None])
        if numbers.decimal or numbers.error.any() or not _held(centred, size):
            yield exact_equilibria(numbers), np.array([game])
        else:
            small[game] = centred[0]
    if small:
        tables = np.array(list(small.values()))
        found = kernels.extreme_equilibria(tables[:, 0], tables[:, 1])
        yield found._replace(road=np.full(len(small), HELD, dtype=np.uint8)), np.array(list(small))


def _held(centred: Exact, size: int) -> bool:
    """Whether floats hold every minor of one game."""
    return centred.dtype == np.float64 and bool(_largest(centred, size)[0] < WHOLE)


def exact_equilibria(numbers: Exactly) -> Found:
    """List the extreme equilibria of one game for two players in whole numbers.

    Parameters
    ----------
    numbers : Exactly
        The payoffs of both, shape (2, rows, columns).
    """
    centred = _centred(numbers.payoffs[None])
    size = _largest_size(centred)
    if not numbers.error.any() and _held(centred, size):
        found, road = extreme_equilibria(centred[:, 0], centred[:, 1]), INTEGERS
    else:
        big, off = big_integers(centred), numbers.error.tolist()
        doubt = [
            [_moved(k, own, error) for k in range(size + 1)]
            for own, error in zip(big[0], off, strict=True)
        ]
        found, road = extreme_equilibria(big[:, 0], big[:, 1], np.array(doubt), lenient=True), BIG
    way = np.full(1, road if numbers.decimal else HELD, dtype=np.uint8)
    return found._replace(doubtful=found.doubtful | numbers.undecided, road=way)


def _moved(size: int, own: Exact, off: float) -> float:
    """How much a minor changes at most if every payoff is off by so much."""
    try:
        entry = float(np.abs(own).max()) + off
        return largest_minor(size, entry) * size * off / max(entry, 1.0)
    except OverflowError:
        return float("inf") if off else 0.0


def _largest_size(payoffs: Exact) -> int:
    """How many rows the largest minor of either player has."""
    rows, columns = int(payoffs.shape[2]), int(payoffs.shape[3])
    return max(min(rows, columns - 1), min(columns, rows - 1))


def _centred(payoffs: Exact) -> Exact:
    """Whole payoffs as near to zero as whole shifts bring them, which no comparison of replies
    notices.
    """
    found = np.empty_like(payoffs)
    for player, axis in ((0, 1), (1, 2)):
        own = payoffs[:, player]
        lines = np.moveaxis(
            own, axis, 0
        )  # one after the other, since NumPy is slow along a short axis
        ends = reduce(np.maximum, lines) + reduce(np.minimum, lines)
        middle = ends // 2 if own.dtype == object else np.floor(ends / 2)
        found[:, player] = own - np.expand_dims(middle, axis)
    return found


def _largest(centred: FloatArray, size: int) -> FloatArray:
    """A bound on every minor of both players' tables, and on what is added up on the way, for each
    game.
    """
    low, high = extremes(centred)
    entry = np.maximum(-low, high).max(axis=1)
    with np.errstate(over="ignore"):
        return np.asarray(largest_minor(size, 1.0) * np.maximum(entry, 1.0) ** size, dtype=float)


def _whole(centred: FloatArray, size: int) -> tuple[FloatArray, FloatArray]:
    """Whole payoffs of which floats hold the smaller minors only, and how near zero a larger one
    has no sure sign.
    """
    entry = float(np.abs(centred).max())
    reach = [largest_minor(k, entry) for k in range(size + 1)]
    return centred, np.array([-1.0 if bound < WHOLE else ROUNDED * bound for bound in reach])


def _unit(payoffs: FloatArray, size: int) -> tuple[FloatArray, FloatArray]:
    """Payoffs from -1/2 to 1/2, and how near zero a minor of them has no sure sign if they are off
    by `NEAR`.
    """
    low, high = (np.expand_dims(f(f(payoffs, axis=3), axis=2), (2, 3)) for f in (np.min, np.max))
    width = high - low
    unit = (payoffs - (high + low) / 2) / np.where(width > 0, width, 1.0)
    blur = (
        4 * NEAR
    )  # of the payoff and of both ends of the range, and room for what dividing leaves
    return unit, np.array(
        [largest_minor(k, 0.5 + blur) * (ROUNDED + 2 * k * blur) for k in range(size + 1)]
    )


def _in_floats(tables: FloatArray, doubt: FloatArray, exact: bool, kernels: Kernels) -> Found:
    """Solve games in floats, and say which of them are doubtful; of those nothing is listed if all
    is to be exact.
    """
    found = kernels.extreme_equilibria(tables[:, 0], tables[:, 1], doubt, not exact)
    _, gains = kernels.pair_regret(tables, found.game, found.row, found.column)
    least = [
        np.where(own > 0, own, 1.0).min(axis=1, initial=1.0) for own in (found.row, found.column)
    ]
    wrong = (gains > FIRM * spread(tables)[found.game]).any(axis=1) | (np.minimum(*least) < FAINT)
    unsure = found.doubtful.copy()
    unsure[found.game[wrong]] = True
    found = found._replace(doubtful=unsure)
    return found.taken(~unsure[found.game]) if exact else found
