"""Finds every way in which players can mix given strategies so that each is indifferent, for many
systems at once.

Cells of the product of simplices are looked at level by level: some cannot hold a solution, some
hold exactly one for sure, and what is left is cut down or halved. Where solutions are not isolated
this has no end, so each system has a limit, and a system that reaches it is named. What a strategy
is worth is multi-affine in what the others play, so over a cell it takes its extremes at corners.
So does Newton's step `N(z) = z - Y F(z)`, with any matrix `Y` in place of the inverse Jacobian of
the conditions:

* a solution is a point that `N` leaves where it is, so a cell that `N` moves away from, whatever
  the point, holds none;
* if `I - Y F'` is smaller than 1 all over a cell, the cell holds at most one solution; and where
  the step from a point is shorter than what the point's distance from the edge leaves room for,
  there is one (Banach).

Everything here keeps a margin for rounding, so that what is shown is shown of the numbers given.

References
----------
McKelvey & McLennan 1996, "Computation of equilibria in finite games", Handbook of Computational
Economics 1. Moore, Kearfott & Cloud 2009, "Introduction to Interval Analysis", chapter 8, for
Krawczyk's operator.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import accumulate, combinations, pairwise, permutations
from math import prod
from typing import Any, NamedTuple, TypeVar, cast

import numpy as np

from negotiate.arrays import BoolArray, FloatArray, IndexArray

Nested = TypeVar("Nested")
"""An array, or a tuple of such."""

MARGIN = 1e-12
"""On payoffs in the unit range: what rounding may do to a corner's payoff, many times over, in
hundreds of halvings.
"""

# a determinant so small, beside the product of its rows' lengths, is not inverted as it stands
SINGULAR = 1e-9
FLATTEST = (
    1e-6  # singular values smaller than this part of the largest are taken for this part of it
)
NOTHING = 1e-100
CLOSE = 0.6  # how far `I - Y F'` may be from nothing: the smaller, the faster the step closes in
STEPS = 60  # 0.6 to the 60th is 5e-14
AT_REST = 1e-15

LEVELS = 300  # far more than any limit on cells allows where solutions are isolated
BLOCK = 2048  # cells at a time, which bounds the memory
# of a cell's size: a solution on the border of two cells lies well inside both when they are
# stretched
WIDER = 0.1
FINEST = 1e-6  # of all that can be mixed: solutions closer than this may not be told apart
CUT_ENOUGH = (
    0.3  # of a simplex: so much cut away, and the cell is looked at again before it is halved
)
HELD_BACK = (
    0.999  # of what may be cut away, so that a solution does not come to lie on the new border
)
MOST = 0.9  # of a simplex cut away at once: a cell as small as rounding shows nothing
GUESSES = 8  # cells of an unsettled system that are tried for an example
FLAT = (
    1e-9  # singular values smaller than this part of the largest are none when a point is sharpened
)
SHARP = 1e-11  # on payoffs in the unit range: how near to indifference a solution must be brought
POLISH = 12  # Newton's steps: two from a solution that was shown, more from a guess


class Cells(NamedTuple):
    """Cells of one shape, `k` strategies that are mixed by each player.

    Attributes
    ----------
    owner : ndarray of int, shape (cells,)
        Of which system each cell is a part.
    corners : tuple of ndarray, one a player, each of shape (cells, k, k)
        `corners[j][c, v]` is the mixed strategy of player `j` at corner `v`, over the strategies
        that it mixes.
    payoffs : tuple of ndarray, one a player, each of shape (cells, m, k_1, k_2, …) with 1 for the
    player's own
        What each of the player's `m` strategies gives when the others play their corners; those
        that it mixes first.
    """

    owner: IndexArray
    corners: tuple[FloatArray, ...]
    payoffs: tuple[FloatArray, ...]

    @property
    def sizes(self) -> tuple[int, ...]:
        """How many strategies each player mixes."""
        return tuple(corner.shape[-1] for corner in self.corners)


def whole(payoffs: Sequence[FloatArray], sizes: Sequence[int]) -> Cells:
    """One cell a system, holding everything that the players can mix.

    Examples
    --------
    >>> pennies = (
    ...     np.array([[[[1.0, -1.0]], [[-1.0, 1.0]]]]),
    ...     np.array([[[[-1.0], [1.0]], [[1.0], [-1.0]]]]),
    ... )
    >>> whole(pennies, (2, 2)).corners[0].tolist()
    [[[1.0, 0.0], [0.0, 1.0]]]
    """
    count = len(payoffs[0])
    corners = tuple(np.repeat(np.eye(k)[None], count, axis=0) for k in sizes)
    return Cells(np.arange(count, dtype=int), corners, tuple(payoffs))


def each(function: Callable[..., Any], first: Nested, *others: Nested) -> Nested:
    """Arrays in the same places of the same tuples, as a function makes them of those that stand
    there.
    """
    if isinstance(first, np.ndarray):
        found: Nested = function(first, *others)
        return found
    parts = [each(function, *arrays) for arrays in zip(cast("Any", first), *others, strict=True)]
    made: Any = type(first)
    return cast("Nested", made(*parts) if hasattr(made, "_fields") else made(parts))


def taken(arrays: Nested, which: IndexArray | BoolArray) -> Nested:
    """Some of the rows of all arrays: of cells, of conditions, of points."""
    return each(lambda array: array[which], arrays)


def joined(parts: Sequence[Nested]) -> Nested:
    """The rows of several lists in one; at least one list is needed."""
    return each(lambda *arrays: np.concatenate(arrays), *parts)


def flat(array: FloatArray, keep: int) -> FloatArray:
    """All axes after the first so many as one, for arrays that may be empty too."""
    return array.reshape(*array.shape[:keep], prod(array.shape[keep:]))


def possible(cells: Cells) -> BoolArray:
    """Which cells may hold an equilibrium: no strategy beats, all over the cell, one that its
    player mixes.
    """
    open_to = np.ones(len(cells.owner), dtype=bool)
    for size, table in zip(cells.sizes, cells.payoffs, strict=True):
        values = flat(table, 2)
        leads = (values[:, :, None] - values[:, None, :size]).min(axis=-1)
        open_to &= ~(leads > MARGIN).any(axis=(1, 2))
    return open_to


def moved(cells: Cells, weights: Sequence[FloatArray | None]) -> Cells:
    """Cells whose corners are mixtures of the old corners.

    Parameters
    ----------
    weights : sequence, one a player, of ndarray of shape (cells, k, k) or None
        Row `v` says how the new corner `v` is mixed from the old ones, weights adding up to 1 but
        not all positive perhaps; None leaves that player's corners.
    """
    corners, payoffs = list(cells.corners), list(cells.payoffs)
    for j, rows in enumerate(weights):
        if rows is None or rows.shape[1] == 1:
            continue
        corners[j] = rows @ corners[j]
        for i, table in enumerate(payoffs):
            if i != j:
                last = table.swapaxes(2 + j, -1)
                mixed = last.reshape(
                    len(last), prod(last.shape[1:-1]), last.shape[-1]
                ) @ rows.swapaxes(1, 2)
                payoffs[i] = mixed.reshape(last.shape).swapaxes(2 + j, -1)
    return Cells(cells.owner, tuple(corners), tuple(payoffs))


def widened(cells: Cells, part: float, least: float) -> Cells:
    """The cells with each simplex stretched about its middle.

    Parameters
    ----------
    part : float
        By so large a part of its size.
    least : float
        By more where an edge would still be shorter than this: in a cell as small as rounding
        nothing can be shown.
    """
    rows = []
    for k, corner in zip(cells.sizes, cells.corners, strict=True):
        edges = [
            np.abs(corner[:, a] - corner[:, b]).max(axis=1) for a, b in combinations(range(k), 2)
        ]
        shortest = np.min(edges or [np.ones(len(corner))], axis=0)
        factor = np.maximum(1.0 + part, least / np.maximum(shortest, 1e-300))[:, None, None]
        rows.append(factor * np.eye(k) + (1.0 - factor) / k)
    return moved(cells, rows)


def shrunk(cells: Cells, lowest: Sequence[FloatArray]) -> Cells:
    """The cells cut down to where each corner has at least so much weight.

    Parameters
    ----------
    lowest : sequence of ndarray, one a player, each of shape (cells, k)
        Not negative, adding up to less than 1.
    """
    rest = [(1.0 - low.sum(axis=1))[:, None, None] * np.eye(low.shape[1]) for low in lowest]
    return moved(cells, [left + low[:, None, :] for left, low in zip(rest, lowest, strict=True)])


def halved(cells: Cells) -> Cells:
    """Each cell in two, cut across the edge along which comparisons of strategies change the
    most.
    """
    player, first, second = _edges(cells)
    parts = []
    for j in np.unique(player).tolist():
        which = np.flatnonzero(player == j)
        one, pair = taken(cells, which), (first[which], second[which])
        for old, kept in (
            pair,
            pair[::-1],
        ):  # the old corner gives way to the middle of both
            weights = np.repeat(np.eye(cells.sizes[j])[None], len(which), axis=0)
            weights[np.arange(len(which)), old, old] = weights[np.arange(len(which)), old, kept] = (
                0.5
            )
            parts.append(moved(one, [weights if i == j else None for i in range(len(cells.sizes))]))
    return joined(parts) if parts else cells


def _edges(cells: Cells) -> tuple[IndexArray, IndexArray, IndexArray]:
    """Whose simplex to cut, and between which two corners."""
    best = np.full(len(cells.owner), -1.0)
    chosen = np.zeros((3, len(best)), dtype=int)
    for j, size in enumerate(cells.sizes):
        for first, second in combinations(range(size), 2):
            change = _change(cells, j, first, second)
            ahead = change > best
            best[ahead] = change[ahead]
            chosen[:, ahead] = np.array([[j], [first], [second]])
    return chosen[0], chosen[1], chosen[2]


def _change(cells: Cells, player: int, first: int, second: int) -> FloatArray:
    """The most that walking along an edge changes a comparison of strategies that somebody mixes; 0
    to 1 and a bit.
    """
    most = 1e-9 * np.abs(cells.corners[player][:, first] - cells.corners[player][:, second]).max(
        axis=1
    )
    for i, (size, table) in enumerate(zip(cells.sizes, cells.payoffs, strict=True)):
        if i != player and size > 1:
            by_corner = table[:, :size].swapaxes(1, 2 + player)
            along = (
                by_corner[:, first] - by_corner[:, second]
            )  # with the strategies now on axis 1 + player
            gaps = along.max(axis=1 + player) - along.min(axis=1 + player)
            most = np.maximum(most, flat(gaps, 1).max(axis=1))
    return np.asarray(most, dtype=float)


class Conditions(NamedTuple):
    """What must be zero, at the corners of cells, and a matrix that undoes its slopes in the
    middle.

    Attributes
    ----------
    differences : tuple of ndarray, one a player, each of shape (cells, k - 1, k_1, k_2, …) with 1
    for the player's own
        What each mixed strategy gives above the first.
    inverse : ndarray, shape (cells, unknowns, unknowns)
        The inverse of the Jacobian in the middle of the cell, or something like it where that is
        singular.
    """

    differences: tuple[FloatArray, ...]
    inverse: FloatArray

    @property
    def blocks(self) -> tuple[slice, ...]:
        """Which rows, and which unknowns, are each player's: weights of all corners but the
        first.
        """
        return _runs(tuple(table.shape[1] for table in self.differences))


@lru_cache(maxsize=128)
def _runs(lengths: tuple[int, ...]) -> tuple[slice, ...]:
    """One run after the other."""
    return tuple(slice(a, b) for a, b in pairwise(accumulate(lengths, initial=0)))


def conditions(cells: Cells) -> Conditions:
    """The indifference conditions of each cell, and the inverse of their slopes in its middle."""
    differences = tuple(
        table[:, 1:size] - table[:, :1]
        for size, table in zip(cells.sizes, cells.payoffs, strict=True)
    )
    unknowns = sum(cells.sizes) - len(cells.sizes)
    given = Conditions(differences, np.zeros((len(cells.owner), unknowns, unknowns)))
    for i, j in permutations(range(len(differences)), 2):
        if cells.sizes[i] > 1 and cells.sizes[j] > 1:
            slope = _slopes(differences[i], j)
            given.inverse[:, given.blocks[i], given.blocks[j]] = slope.mean(
                axis=tuple(range(3, slope.ndim))
            )
    return Conditions(differences, _inverse(given.inverse))


def _slopes(table: FloatArray, player: int) -> FloatArray:
    """How each row changes with the weights of a player's corners, at the corners of the others."""
    by_corner = table.swapaxes(2, 2 + player)
    return by_corner[:, :, 1:] - by_corner[:, :, :1]


def _inverse(jacobian: FloatArray) -> FloatArray:
    """The inverse, but where a matrix is nearly singular its flattest directions are taken to be
    less flat.
    """
    reach = np.linalg.norm(
        jacobian, axis=1
    )  # of each unknown; a cell may be much smaller for one player than another
    reach = np.where(reach > NOTHING, reach, 1.0)
    even = jacobian / reach[:, None, :]
    lengths = np.maximum(np.linalg.norm(even, axis=2), NOTHING).prod(axis=1)
    regular = np.abs(np.linalg.det(even)) > SINGULAR * lengths
    inverse = np.empty_like(jacobian)
    inverse[regular] = np.linalg.inv(even[regular])
    if not regular.all():
        left, values, right = np.linalg.svd(even[~regular])
        values = np.maximum(
            values, FLATTEST * np.where(values[:, :1] > NOTHING, values[:, :1], 1.0)
        )
        inverse[~regular] = (right.swapaxes(1, 2) / values[:, None, :]) @ left.swapaxes(1, 2)
    return inverse / reach[:, :, None]


class Step(NamedTuple):
    """What Newton's step says of each cell: whether no solution can be in it, and the least weight
    of each corner.
    """

    empty: BoolArray
    lowest: tuple[FloatArray, ...]


def step(cells: Cells, given: Conditions) -> Step:
    """Where solutions in each cell can be.

    Returns
    -------
    Step
        `empty` for cells that hold no solution; `lowest`, an array `(cells, k)` a player, holds the
        least weight that each corner has at any solution in the cell.
    """
    count, unknowns = given.inverse.shape[:2]
    moves = np.zeros((count, unknowns, *cells.sizes))
    for table, block in zip(given.differences, given.blocks, strict=True):
        if table.shape[1]:
            moves = moves + _through(given.inverse[:, :, block], table)
    margin = MARGIN * np.abs(given.inverse).sum(axis=2)
    empty = np.zeros(count, dtype=bool)
    lowest = []
    for j, (size, block) in enumerate(zip(cells.sizes, given.blocks, strict=True)):
        own = moves[:, block]
        own = np.concatenate([-own.sum(axis=1, keepdims=True), own], axis=1)
        slack = np.concatenate(
            [margin[:, block].sum(axis=1, keepdims=True), margin[:, block]], axis=1
        )
        after = _weights(j, cells.sizes) - own
        own, after = flat(own, 2), flat(after, 2)
        never = (
            (own.min(axis=2) > slack) | (own.max(axis=2) < -slack) | (after.max(axis=2) < -slack)
        )
        low = np.maximum(after.min(axis=2) - slack, 0.0)
        empty |= never.any(axis=1) | (low.sum(axis=1) > 1.0 + MARGIN)
        lowest.append(low if size > 1 else np.zeros((count, 1)))
    return Step(empty, tuple(lowest))


def _through(matrix: FloatArray, table: FloatArray) -> FloatArray:
    """Mix the rows of a table, corner by corner."""
    mixed = matrix @ flat(table, 2)
    return mixed.reshape(len(table), matrix.shape[1], *table.shape[2:])


def _weights(player: int, sizes: Sequence[int]) -> FloatArray:
    """The weight of each of a player's corners, at all corners: shape (1, k, k_1, k_2, …)."""
    shape = [1] * len(sizes)
    shape[player] = sizes[player]
    return np.eye(sizes[player]).reshape(1, sizes[player], *shape)


def looseness(cells: Cells, given: Conditions, margin: float = MARGIN) -> FloatArray:
    """How far `I - Y F'` can get from nothing within each cell, in its largest row sum; below 1,
    one solution at most.

    Parameters
    ----------
    margin : float, optional
        For rounding; without one, what comes out shows nothing yet.

    Notes
    -----
    A row sum is convex in what each player does, so it is the largest at a corner.
    """
    count, unknowns = given.inverse.shape[:2]
    rows = np.zeros((count, unknowns))
    for j, (size, block) in enumerate(zip(cells.sizes, given.blocks, strict=True)):
        if size == 1:
            continue
        rest = np.zeros((1, unknowns, size - 1))
        rest[:, block] = np.eye(size - 1)
        left = rest.reshape(*rest.shape, *[1] * (len(cells.sizes) - 1))
        for i, table in enumerate(given.differences):
            if i != j and table.shape[1]:
                slope = _slopes(table, j)
                left = left - _through(given.inverse[:, :, given.blocks[i]], slope)
        rows += flat(np.abs(left).sum(axis=2), 2).max(axis=2)
    slack = margin * np.abs(given.inverse).sum(axis=2) * unknowns
    return np.asarray((rows + slack).max(axis=1, initial=0.0), dtype=float)


def solution(
    cells: Cells, given: Conditions, loose: FloatArray
) -> tuple[BoolArray, tuple[FloatArray, ...]]:
    """The one solution of each cell, where there is one.

    Parameters
    ----------
    loose : ndarray, shape (cells,)
        `looseness` of the cells, below 1.

    Returns
    -------
    shown : ndarray of bool, shape (cells,)
        Whether the cell holds a solution for sure; then no other.
    points : tuple of ndarray, one a player, each of shape (cells, k)
        The weight of each of the cell's corners at the solution; no more than a guess elsewhere.
    """
    count = len(cells.owner)
    points = [np.full((count, k), 1.0 / k) for k in cells.sizes]
    for _ in range(STEPS):
        moves = _moves(points, given)
        _walk(points, moves, given)
        if (np.abs(moves) <= AT_REST).all():
            break
    left = np.abs(_moves(points, given)) + MARGIN * np.abs(given.inverse).sum(axis=2)
    radius = left.max(axis=1, initial=0.0) / (1.0 - loose)
    shown = np.ones(count, dtype=bool)
    for point in points:
        shown &= (point > point.shape[1] * radius[:, None]).all(axis=1)
    return shown, tuple(points)


def _walk(points: list[FloatArray], moves: FloatArray, given: Conditions) -> None:
    """Take the step in place; nothing strays far from its cell, for what happens there shows
    nothing.
    """
    for point, block in zip(points, given.blocks, strict=True):
        point[:, 1:] = np.clip(point[:, 1:] - moves[:, block], -1.0, 2.0)
        point[:, 0] = 1.0 - point[:, 1:].sum(axis=1)


def _moves(points: Sequence[FloatArray], given: Conditions) -> FloatArray:
    """`Y F(z)` at one point of each cell."""
    values = [at(table, points) for table in given.differences]
    return (given.inverse @ np.concatenate(values, axis=1)[:, :, None])[:, :, 0]


def at(table: FloatArray, points: Sequence[FloatArray], *, but: int = -1) -> FloatArray:
    """A table's rows when everybody plays `points`, save perhaps one player, whose corners are kept
    apart.

    Parameters
    ----------
    table : ndarray, shape (cells, rows, k_1, k_2, …)
        With 1 for a player on whom nothing hangs.
    points : sequence of ndarray, one a player, each of shape (cells, k)
        Weights of corners.
    but : int, optional
        A player who is left out.

    Returns
    -------
    ndarray, shape (cells, rows), or (cells, rows, k) for the player left out
    """
    for j in reversed(range(len(points))):
        if j == but:
            table = np.moveaxis(table, 2 + j, 1)
        elif table.shape[-1] == 1:
            table = table[..., 0]
        else:
            weights = points[j].reshape(len(table), *[1] * (table.ndim - 2), table.shape[-1])
            table = (table * weights).sum(axis=-1)
    return table if but < 0 else table.swapaxes(1, 2)


class Points(NamedTuple):
    """Mixtures, one array `(points, k)` of probabilities a player, and the system to which each
    belongs.
    """

    owner: IndexArray
    mixtures: tuple[FloatArray, ...]


class Indifferent(NamedTuple):
    """Where everybody is indifferent.

    Attributes
    ----------
    solutions : Points
        All solutions of the systems that are settled, each once. Probabilities may be negative:
        solutions a little beyond the simplex are found too.
    unsettled : ndarray of int
        Systems that reached the limit: there may be more solutions, or infinitely many.
    guesses : Points
        For some of what was left of those; nothing is shown about them.
    spent : int
        Cells that were looked at.
    """

    solutions: Points
    unsettled: IndexArray
    guesses: Points
    spent: int


def indifferent(payoffs: Sequence[FloatArray], sizes: Sequence[int], limit: int) -> Indifferent:
    """Find all solutions of each system's indifference conditions.

    Parameters
    ----------
    payoffs : sequence of ndarray, one a player, each of shape (systems, m, k_1, k_2, …) with 1 for
    the player's own
        What each strategy gives when the others play those that they mix; the player's own mixed
        ones first, then those left out, on payoffs in the unit range. Where one that is left out is
        better for sure, nothing is looked for.
    sizes : sequence of int
        How many strategies each player mixes: the `k`; not all 1.
    limit : int
        Cells to look at for one system.

    Examples
    --------
    Matching pennies.

    >>> pennies = (
    ...     np.array([[[[1.0, 0.0]], [[0.0, 1.0]]]]),
    ...     np.array([[[[0.0], [1.0]], [[1.0], [0.0]]]]),
    ... )
    >>> found = indifferent(pennies, (2, 2), 100)
    >>> [mixture.tolist() for mixture in found.solutions.mixtures], found.unsettled.tolist()
    ([[[0.5, 0.5]], [[0.5, 0.5]]], [])
    """
    start = whole(payoffs, sizes)
    spent = np.zeros(len(start.owner), dtype=int)
    cells, shown, left = start, list[_Shown](), list[Cells]()
    for _ in range(LEVELS):
        spent += np.bincount(cells.owner, minlength=len(spent))
        over = spent[cells.owner] > limit
        left.append(taken(cells, over))
        cells = taken(cells, ~over)
        if not len(cells.owner):
            break
        rounds = [_looked_at(taken(cells, part)) for part in _blocks(len(cells.owner))]
        shown += [one for one, _ in rounds]
        cells = joined([rest for _, rest in rounds])
    left.append(cells)
    return _told(start, shown, joined(left), int(spent.sum()))


def _blocks(count: int) -> list[IndexArray]:
    return [
        np.arange(begin, min(begin + BLOCK, count), dtype=int) for begin in range(0, count, BLOCK)
    ]


class _Shown(NamedTuple):
    """Solutions, and for each the corners of a cell that holds no other; arrays `(points, k, k)`,
    one a player.
    """

    points: Points
    corners: tuple[FloatArray, ...]


def _looked_at(cells: Cells) -> tuple[_Shown, Cells]:
    """The solutions of cells that hold one for sure; and what must be looked at more closely."""
    cells = taken(cells, possible(cells))
    given = conditions(cells)
    stepped = step(cells, given)
    alive = ~stepped.empty
    cells, given = taken((cells, given), alive)
    settled, found = _settled(cells, given)
    rest = taken(cells, ~settled)
    lowest = [_held_back(low[alive][~settled]) for low in stepped.lowest]
    enough = np.max([low.sum(axis=1) for low in lowest], axis=0) > CUT_ENOUGH
    rest = shrunk(rest, lowest)
    return found, joined([taken(rest, enough), halved(taken(rest, ~enough))])


def _held_back(lowest: FloatArray) -> FloatArray:
    total = np.maximum(lowest.sum(axis=1, keepdims=True), MOST)
    return np.asarray(HELD_BACK * lowest * (MOST / total), dtype=float)


def _settled(cells: Cells, given: Conditions) -> tuple[BoolArray, _Shown]:
    """Which cells are done with, because a neighbourhood of the cell holds one solution; and those
    solutions.
    """
    near = np.flatnonzero(looseness(cells, given, margin=0.0) <= CLOSE)
    wide = widened(taken(cells, near), WIDER, FINEST)
    wide_given = conditions(wide)
    loose = looseness(wide, wide_given)
    still = loose <= CLOSE
    near, wide, wide_given, loose = taken((near, wide, wide_given, loose), still)
    shown, weights = solution(wide, wide_given, loose)
    settled = np.zeros(len(cells.owner), dtype=bool)
    settled[near[shown]] = True
    mixtures = (
        (w[:, None, :] @ corner)[:, 0] for w, corner in zip(weights, wide.corners, strict=True)
    )
    return settled, taken(_Shown(Points(wide.owner, tuple(mixtures)), wide.corners), shown)


def _told(start: Cells, shown: Sequence[_Shown], left: Cells, spent: int) -> Indifferent:
    corners = tuple(corner[:0] for corner in start.corners)
    nothing = _Shown(Points(start.owner[:0], tuple(corner[:, 0] for corner in corners)), corners)
    solutions = _polished(start, _each_once(joined([nothing, *shown])))
    unsettled = np.unique(np.concatenate([left.owner, _blurred(start, solutions)]))
    some = [_spread(np.flatnonzero(left.owner == owner)) for owner in unsettled]
    tried = taken(left, np.concatenate(some) if some else np.zeros(0, dtype=int))
    guesses = Points(tried.owner, tuple(corner.mean(axis=1) for corner in tried.corners))
    return Indifferent(solutions, unsettled, _polished(start, guesses), spent)


def _blurred(start: Cells, points: Points) -> IndexArray:
    """Systems with a solution that is there for sure but cannot be written down well enough to be
    checked.
    """
    tables = [table[points.owner] for table in conditions(start).differences]
    off = np.concatenate([at(table, points.mixtures) for table in tables], axis=1)
    blurred = np.abs(off).max(axis=1, initial=0.0) > SHARP
    return np.asarray(points.owner[blurred], dtype=int)


def _each_once(shown: _Shown) -> Points:
    """The solutions without those that lie in the cell of one before: that holds one only, so they
    are the same.
    """
    owner, mixtures = shown.points
    kept = np.zeros(len(owner), dtype=bool)
    kept[np.unique(owner, return_index=True)[1]] = True
    for row in np.flatnonzero(~kept).tolist():
        before = np.flatnonzero(kept & (owner == owner[row]))
        here = np.ones(len(before), dtype=bool)
        for mixture, corners in zip(mixtures, shown.corners, strict=True):
            weights = np.linalg.solve(corners[before].swapaxes(1, 2), mixture[row][None, :, None])[
                :, :, 0
            ]
            here &= (weights > 0).all(axis=1)
        kept[row] = not here.any()
    return taken(shown.points, kept)


def _spread(which: IndexArray) -> IndexArray:
    return which[np.linspace(0, len(which) - 1, min(GUESSES, len(which))).astype(np.intp)]


def _polished(start: Cells, points: Points) -> Points:
    """Points sharpened by Newton's steps, of least length, on the systems as they were given."""
    if not len(points.owner):
        return points
    given = conditions(start)
    tables = [table[points.owner] for table in given.differences]
    now = [mixture.copy() for mixture in points.mixtures]
    for _ in range(POLISH):
        values = np.concatenate([at(table, now) for table in tables], axis=1)
        inverse = np.linalg.pinv(_jacobian(tables, given.blocks, now), rcond=FLAT)
        moves = (inverse @ values[:, :, None])[:, :, 0]
        for mixture, block in zip(now, given.blocks, strict=True):
            mixture[:, 1:] -= moves[:, block]
            mixture[:, 0] = 1.0 - mixture[:, 1:].sum(axis=1)
    return Points(points.owner, tuple(now))


def _jacobian(
    tables: Sequence[FloatArray], blocks: Sequence[slice], points: Sequence[FloatArray]
) -> FloatArray:
    """How the conditions change with the weights of all strategies but each player's first, at
    points.
    """
    unknowns = blocks[-1].stop
    jacobian = np.zeros((len(points[0]), unknowns, unknowns))
    for i, j in permutations(range(len(points)), 2):
        if tables[i].shape[1] and points[j].shape[1] > 1:
            by_strategy = at(tables[i], points, but=j)
            jacobian[:, blocks[i], blocks[j]] = by_strategy[:, :, 1:] - by_strategy[:, :, :1]
    return jacobian
