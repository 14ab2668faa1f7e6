"""Finds every way in which players can mix given strategies so that each is indifferent, for many systems at once.

Cells of the product of simplices are looked at level by level: some cannot hold a solution, some hold exactly one for
sure, and what is left is cut down or halved. Where solutions are not isolated this has no end, so each system has a
limit, and a system that reaches it is named.

References
----------
Moore, Kearfott & Cloud 2009, "Introduction to Interval Analysis", chapter 8.
McKelvey & McLennan 1996, "Computation of equilibria in finite games", Handbook of Computational Economics 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from negotiate.arrays import BoolArray, FloatArray, IndexArray
from negotiate.kernels.newton_cells import (
    CLOSE,
    Conditions,
    at,
    conditions,
    looseness,
    solution,
    step,
)
from negotiate.kernels.simplex_cells import Cells, halved, joined, possible, shrunk, taken, whole, widened

LEVELS = 300  # far more than any limit on cells allows where solutions are isolated
BLOCK = 2048  # cells at a time, which bounds the memory
WIDER = 0.1  # of a cell's size: a solution on the border of two cells lies well inside both when they are stretched
FINEST = 1e-6  # of all that can be mixed: solutions closer than this may not be told apart
CUT_ENOUGH = 0.3  # of a simplex: so much cut away, and the cell is looked at again before it is halved
HELD_BACK = 0.999  # of what may be cut away, so that a solution does not come to lie on the new border
MOST = 0.9  # of a simplex cut away at once: a cell as small as rounding shows nothing
GUESSES = 8  # cells of an unsettled system that are tried for an example
FLAT = 1e-9  # singular values smaller than this part of the largest are none when a point is sharpened
SHARP = 1e-11  # on payoffs in the unit range: how near to indifference a solution must be brought
POLISH = 12  # Newton's steps: two from a solution that was shown, more from a guess


class Points(NamedTuple):
    """Mixtures, one array `(points, k)` of probabilities a player, and the system to which each belongs."""

    owner: IndexArray
    mixtures: tuple[FloatArray, ...]


class Indifferent(NamedTuple):
    """Where everybody is indifferent.

    Attributes
    ----------
    solutions : Points
        All solutions of the systems that are settled, each once. Probabilities may be negative: solutions a little
        beyond the simplex are found too.
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
    payoffs : sequence of ndarray, one a player, each of shape (systems, m, k_1, k_2, …) with 1 for the player's own
        What each strategy gives when the others play those that they mix; the player's own mixed ones first, then those
        left out, on payoffs in the unit range. Where one that is left out is better for sure, nothing is looked for.
    sizes : sequence of int
        How many strategies each player mixes: the `k`; not all 1.
    limit : int
        Cells to look at for one system.

    Examples
    --------
    Matching pennies.

    >>> pennies = np.array([[[[1.0, 0.0]], [[0.0, 1.0]]]]), np.array([[[[0.0], [1.0]], [[1.0], [0.0]]]])
    >>> found = indifferent(pennies, (2, 2), 100)
    >>> [mixture.tolist() for mixture in found.solutions.mixtures], found.unsettled.tolist()
    ([[[0.5, 0.5]], [[0.5, 0.5]]], [])
    """
    start = whole(payoffs, sizes)
    spent = np.zeros(len(start.owner), dtype=np.intp)
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
    return [np.arange(begin, min(begin + BLOCK, count), dtype=np.intp) for begin in range(0, count, BLOCK)]


class _Shown(NamedTuple):
    """Solutions, and for each the corners of a cell that holds no other; arrays `(points, k, k)`, one a player."""

    points: Points
    corners: tuple[FloatArray, ...]


def _looked_at(cells: Cells) -> tuple[_Shown, Cells]:
    """The solutions of cells that hold one for sure; and what must be looked at more closely."""
    cells = taken(cells, possible(cells))
    given = conditions(cells)
    stepped = step(cells, given)
    alive = ~stepped.empty
    cells, given = taken(cells, alive), _taken(given, alive)
    settled, found = _settled(cells, given)
    rest = taken(cells, ~settled)
    lowest = [_held_back(low[alive][~settled]) for low in stepped.lowest]
    enough = np.max([low.sum(axis=1) for low in lowest], axis=0) > CUT_ENOUGH
    rest = shrunk(rest, lowest)
    return found, joined([taken(rest, enough), halved(taken(rest, ~enough))])


def _held_back(lowest: FloatArray) -> FloatArray:
    total = np.maximum(lowest.sum(axis=1, keepdims=True), MOST)
    return np.asarray(HELD_BACK * lowest * (MOST / total), dtype=np.float64)


def _taken(given: Conditions, which: BoolArray) -> Conditions:
    return Conditions(tuple(table[which] for table in given.differences), given.blocks, given.inverse[which])


def _settled(cells: Cells, given: Conditions) -> tuple[BoolArray, _Shown]:
    """Which cells are done with, because a neighbourhood of the cell holds one solution; and those solutions."""
    near = np.flatnonzero(looseness(cells, given, margin=0.0) <= CLOSE)
    wide = widened(taken(cells, near), WIDER, FINEST)
    wide_given = conditions(wide)
    loose = looseness(wide, wide_given)
    still = loose <= CLOSE
    near, wide, wide_given, loose = near[still], taken(wide, still), _taken(wide_given, still), loose[still]
    shown, weights = solution(wide, wide_given, loose)
    settled = np.zeros(len(cells.owner), dtype=np.bool_)
    settled[near[shown]] = True
    corners = tuple(corner[shown] for corner in wide.corners)
    mixtures = ((w[shown, None, :] @ corner)[:, 0] for w, corner in zip(weights, corners, strict=True))
    return settled, _Shown(Points(wide.owner[shown], tuple(mixtures)), corners)


def _told(start: Cells, shown: Sequence[_Shown], left: Cells, spent: int) -> Indifferent:
    solutions = _polished(start, _each_once(_together(start, shown)))
    unsettled = np.unique(np.concatenate([left.owner, _blurred(start, solutions)]))
    some = [_spread(np.flatnonzero(left.owner == owner)) for owner in unsettled]
    tried = taken(left, np.concatenate(some) if some else np.zeros(0, dtype=np.intp))
    guesses = Points(tried.owner, tuple(corner.mean(axis=1) for corner in tried.corners))
    return Indifferent(solutions, unsettled, _polished(start, guesses), spent)


def _blurred(start: Cells, points: Points) -> IndexArray:
    """Systems with a solution that is there for sure but cannot be written down well enough to be checked."""
    tables = [table[points.owner] for table in conditions(start).differences]
    off = np.concatenate([at(table, points.mixtures) for table in tables], axis=1)
    blurred = np.abs(off).max(axis=1, initial=0.0) > SHARP
    return np.asarray(points.owner[blurred], dtype=np.intp)


def _together(start: Cells, parts: Sequence[_Shown]) -> _Shown:
    owner = np.concatenate([np.zeros(0, dtype=np.intp), *(part.points.owner for part in parts)])
    mixtures = (
        np.concatenate([np.zeros((0, k)), *(part.points.mixtures[j] for part in parts)])
        for j, k in enumerate(start.sizes)
    )
    corners = (
        np.concatenate([np.zeros((0, k, k)), *(part.corners[j] for part in parts)]) for j, k in enumerate(start.sizes)
    )
    return _Shown(Points(owner, tuple(mixtures)), tuple(corners))


def _each_once(shown: _Shown) -> Points:
    """The solutions without those that lie in the cell of one before: that holds one only, so they are the same."""
    owner, mixtures = shown.points
    kept = np.zeros(len(owner), dtype=np.bool_)
    kept[np.unique(owner, return_index=True)[1]] = True
    for row in np.flatnonzero(~kept).tolist():
        before = np.flatnonzero(kept & (owner == owner[row]))
        here = np.ones(len(before), dtype=np.bool_)
        for mixture, corners in zip(mixtures, shown.corners, strict=True):
            weights = np.linalg.solve(corners[before].swapaxes(1, 2), mixture[row][None, :, None])[:, :, 0]
            here &= (weights > 0).all(axis=1)
        kept[row] = not here.any()
    return Points(owner[kept], tuple(mixture[kept] for mixture in mixtures))


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


def _jacobian(tables: Sequence[FloatArray], blocks: Sequence[slice], points: Sequence[FloatArray]) -> FloatArray:
    """How the conditions change with the weights of all strategies but each player's first, at points."""
    unknowns = blocks[-1].stop
    jacobian = np.zeros((len(points[0]), unknowns, unknowns))
    for i, table in enumerate(tables):
        for j in range(len(points)):
            if i != j and table.shape[1] and points[j].shape[1] > 1:
                by_strategy = at(table, points, but=j)
                jacobian[:, blocks[i], blocks[j]] = by_strategy[:, :, 1:] - by_strategy[:, :, :1]
    return jacobian
