"""Arithmetic of moves, on arrays alone: the best and the worst that moves of one player or of
several lead to.

Moves are the rows of a sparse matrix, or lead along the axis of a grid of states from anywhere to
anywhere. A value of each state is handed back along them. Matrices of truth values, of all states
with all states, are for small models.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from negotiate.arrays import BoolArray, IntArray

NEVER = int(np.iinfo(np.int64).max)
"""Worse than nothing can be: what is never reached, where the least counts."""


@dataclass(frozen=True, slots=True, eq=False)
class RowMovement:
    """The moves of one player as the rows of a sparse matrix, and those of them that are
    improvements.

    Parameters
    ----------
    starts, targets : ndarray of int, shapes (states + 1,) and (moves,)
        The moves from state `s` lead to `targets[starts[s]:starts[s + 1]]`.
    better_starts, better_targets : ndarray of int
        Improvements alone.

    Examples
    --------
    >>> moves = RowMovement.of(np.array([1, 0, 2]), np.array([0, 2, 2, 3]), np.array([1, 2, 0]))
    >>> moves.worst(np.array([5, 7, 9])).tolist()[0::2], moves.improvement_counts.tolist()
    ([7, 5], [1, 0, 0])
    """

    starts: IntArray
    targets: IntArray
    better_starts: IntArray
    better_targets: IntArray

    @classmethod
    def of(cls, ranks: IntArray, starts: IntArray, targets: IntArray) -> RowMovement:
        """The moves of a player with these ranks of states, the higher the better."""
        sources = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
        better = ranks[targets] > ranks[sources]
        counts = np.bincount(sources[better], minlength=len(starts) - 1)
        return cls(starts, targets, row_starts(counts), targets[better])

    def best(self, values: IntArray) -> IntArray:
        """The greatest value that one move leads to, or of the state itself; values are of shape
        (states,).
        """
        return np.maximum(values, _reduced(np.maximum, values, self.starts, self.targets, -NEVER))

    def worst(self, values: IntArray) -> IntArray:
        """The least value that one move leads to; `NEVER` where there is none."""
        return _reduced(np.minimum, values, self.starts, self.targets, NEVER)

    def worst_better(self, values: IntArray) -> IntArray:
        """The least value that one improvement leads to; `NEVER` where there is none."""
        return _reduced(np.minimum, values, self.better_starts, self.better_targets, NEVER)

    @property
    def improvement_counts(self) -> IntArray:
        """How many improvements there are from each state."""
        return np.diff(self.better_starts)

    def improvements_from(self, states: IntArray) -> tuple[IntArray, IntArray]:
        """The improvements from some states, as `starts` and `targets` of one row each."""
        return rows_of(self.better_starts, self.better_targets, states)


@dataclass(frozen=True, slots=True, eq=False)
class AxisMovement:
    """The moves of one player along one axis of a full grid, from anywhere to anywhere on it.

    A state's own value counts among those of its moves. It changes no concept, since an improvement
    to a state that is no better is none.

    Parameters
    ----------
    shape : tuple of int
        Of the grid.
    axis : int
        The player's.
    order : ndarray of int, shape (choices, lines)
        The states of each line from the worst to the best.
    better : ndarray of int, shape (states,)
        Where in a flat array of shape (choices + 1, lines) the better states than each state begin.

    Examples
    --------
    >>> moves = AxisMovement.of(np.array([1, 0, 1, 2]), (4,), 0)
    >>> [v if v < NEVER else "-" for v in moves.worst_better(np.array([5, 6, 7, 8])).tolist()]
    [8, 5, 8, '-']
    >>> [rows.tolist() for rows in moves.improvements_from(np.array([1, 3, 0]))]
    [[0, 3, 3, 4], [0, 2, 3, 3]]
    """

    shape: tuple[int, ...]
    axis: int
    order: IntArray
    better: IntArray

    @classmethod
    def of(cls, ranks: IntArray, shape: tuple[int, ...], axis: int) -> AxisMovement:
        """The moves of a player with these ranks of states, in C order over `shape`."""
        choices = shape[axis]
        lines = len(ranks) // choices
        states = np.arange(len(ranks)).reshape(shape)
        laid = np.moveaxis(states, axis, 0).reshape(choices, lines)
        by_rank = np.argsort(ranks[laid], axis=0, kind="stable")
        order = np.take_along_axis(laid, by_rank, axis=0)
        above = np.full((choices, lines), choices)
        steps = np.where(np.diff(ranks[order], axis=0) > 0, np.arange(1, choices)[:, None], choices)
        above[:-1] = np.minimum.accumulate(steps[::-1])[::-1]
        better = np.empty(len(ranks), dtype=int)
        better[order] = above * lines + np.arange(lines)
        return cls(shape, axis, order, better)

    def best(self, values: IntArray) -> IntArray:
        """The greatest value on the line of each state."""
        return best_on_axis(values, self.shape, self.axis)

    def worst(self, values: IntArray) -> IntArray:
        """The least value on the line of each state."""
        return worst_on_axes(values, self.shape, (self.axis,))

    def worst_better(self, values: IntArray) -> IntArray:
        """The least value that one improvement leads to; `NEVER` where there is none."""
        least = np.full((len(self.order) + 1, self.order.shape[1]), NEVER, dtype=int)
        np.minimum.accumulate(values[self.order[::-1]], out=least[-2::-1])
        return least.ravel()[self.better]

    @property
    def improvement_counts(self) -> IntArray:
        """How many improvements there are from each state."""
        choices, lines = self.order.shape
        return np.asarray(choices - self.better // lines)

    def improvements_from(self, states: IntArray) -> tuple[IntArray, IntArray]:
        """The improvements from some states, as `starts` and `targets` of one row each, the best
        last.
        """
        counts = self.improvement_counts[states]
        places = np.repeat(self.better[states], counts) + _within(counts) * self.order.shape[1]
        return row_starts(counts), self.order.ravel()[places]


Movement = RowMovement | AxisMovement
"""The moves of one player, as what is best and worst among the states they lead to."""


def row_starts(counts: IntArray) -> IntArray:
    """Where rows of these lengths start that stand one after the other, and where the last ends."""
    starts = np.zeros(len(counts) + 1, dtype=int)
    np.cumsum(counts, out=starts[1:])
    return starts


def rows_of(starts: IntArray, targets: IntArray, states: IntArray) -> tuple[IntArray, IntArray]:
    """The moves from some states alone, one row for each of them.

    Parameters
    ----------
    starts, targets
        As for `RowMovement`.
    states : ndarray of int, shape (some,)
        In any order; a state may stand in it more than once.

    Returns
    -------
    ndarray of int, shape (some + 1,), and ndarray of int
        `starts` and `targets` of these rows.

    Examples
    --------
    >>> [
    ...     found.tolist()
    ...     for found in rows_of(np.array([0, 2, 2, 3]), np.array([1, 2, 0]), np.array([2, 0]))
    ... ]
    [[0, 1, 3], [0, 1, 2]]
    """
    counts = starts[states + 1] - starts[states]
    return row_starts(counts), targets[np.repeat(starts[states], counts) + _within(counts)]


def _within(counts: IntArray) -> IntArray:
    """For each entry of rows that stand one after the other, its place in its own row."""
    return np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)


def _reduced(
    kind: np.ufunc, values: IntArray, starts: IntArray, targets: IntArray, empty: int
) -> IntArray:
    result = np.full(len(starts) - 1, empty, dtype=int)
    filled = np.flatnonzero(starts[1:] > starts[:-1])
    if filled.size:
        result[filled] = kind.reduceat(values[targets], starts[filled])
    return result


def best_on_axis(values: IntArray, shape: tuple[int, ...], axis: int) -> IntArray:
    """The greatest value on each state's line along an axis, the state's own among them, shape
    (states,).
    """
    return np.broadcast_to(values.reshape(shape).max(axis=axis, keepdims=True), shape).reshape(-1)


def worst_on_axes(values: IntArray, shape: tuple[int, ...], axes: tuple[int, ...]) -> IntArray:
    """The least value that can be reached along some axes, the state's own among them, shape
    (states,).
    """
    return np.broadcast_to(values.reshape(shape).min(axis=axes, keepdims=True), shape).reshape(-1)


Rows = tuple[IntArray, IntArray]
"""Moves as `starts` and `targets`; see `RowMovement`."""


def worst_joint_ends(
    ranks: IntArray,
    cells: IntArray,
    place: IntArray,
    sources: IntArray,
    targets: IntArray,
    others: Sequence[Rows],
) -> IntArray:
    """The least rank in which each improvement can end.

    Parameters
    ----------
    ranks : ndarray of int, shape (states,)
        Of the player who improves.
    cells : ndarray of int, shape (states,)
        Which combination of choices each state is; what several players change adds up.
    place : ndarray of int, shape (combinations,)
        Combination → state, -1 where there is none.
    sources, targets : ndarray of int, each of shape (improvements,)
        From which state to which each improvement goes.
    others : sequence of Rows
        For each improvement, where every other player may go from its source; each may also stay.

    Returns
    -------
    ndarray of int, shape (improvements,)
        Not more than the rank of the target, since all others may stay.

    Notes
    -----
    All joint moves of these improvements are laid out at once: one more player multiplies each by
    its moves and one.
    """
    begin = np.arange(len(sources))
    number, end = begin, cells[targets]
    for starts, there in others:
        moves = 1 + np.diff(starts)[number]
        step = _within(moves) - 1  # -1: this player stays
        number, end, begin = (
            np.repeat(number, moves),
            np.repeat(end, moves),
            row_starts(moves)[begin],
        )
        moving = step >= 0
        went = there[starts[number[moving]] + step[moving]]
        end[moving] += cells[went] - cells[sources[number[moving]]]
    found = place[end]
    worth = np.where(found >= 0, ranks[found], NEVER)
    return np.asarray(np.minimum.reduceat(worth, begin)) if len(begin) else np.empty(0, dtype=int)


def as_matrix(starts: IntArray, targets: IntArray) -> BoolArray:
    """Moves as a matrix.

    Parameters
    ----------
    starts, targets : ndarray of int, shapes (states + 1,) and (moves,)
        The moves from state `s` lead to `targets[starts[s]:starts[s + 1]]`.

    Returns
    -------
    ndarray of bool, shape (states, states)
        Whether a move leads from the first state to the second.
    """
    states = len(starts) - 1
    found = np.zeros((states, states), dtype=bool)
    found[np.repeat(np.arange(states), np.diff(starts)), targets] = True
    return found


def reached(steps: BoolArray) -> BoolArray:
    """Where sequences lead in which nobody moves twice running.

    Parameters
    ----------
    steps : ndarray of bool, shape (movers, states, states)
        Where one step of each mover leads.

    Returns
    -------
    ndarray of bool, shape (states, states)
        Whether one step or more lead from the first state to the second.

    Notes
    -----
    What was reached is kept for each mover who moved last, until nothing is added: at most states
    times movers rounds, a few in practice.

    References
    ----------
    Fang, L., Hipel, K. W. and Kilgour, D. M. (1993). Interactive Decision Making: The Graph Model
    for Conflict Resolution. Xu, H., Hipel, K. W. and Kilgour, D. M. (2009). Matrix representation
    of solution concepts in multiple-decision-maker graph models.

    Examples
    --------
    >>> one = np.array([[0, 1, 0], [0, 0, 1], [0, 0, 0]], dtype=bool)
    >>> reached(one[None])[0].tolist(), reached(np.stack([one, one]))[0].tolist()
    ([False, True, False], [False, True, True])
    """
    movers, states = len(steps), steps.shape[-1]
    if not movers:
        return np.zeros((states, states), dtype=bool)
    if movers == 1:
        return np.array(steps[0])
    found, weights = np.zeros_like(steps), steps.astype(np.float32)
    new = steps
    while (new != found).any():
        found = new
        # How many movers have come to each state last; without one of them, it is the others that
        # count.
        counts = found.sum(axis=0, dtype=np.int32)
        new = found | np.stack(
            [then(counts > last, step) for last, step in zip(found, weights, strict=True)]
        )
    return np.asarray(found.any(axis=0))


def then(first: BoolArray, second: NDArray[np.float32]) -> BoolArray:
    """Where a step of the second kind leads after one of the first.

    Parameters
    ----------
    first : ndarray of bool, shape (..., states, states)
        Where the first leads.
    second : ndarray of float32, shape (states, states)
        1 where the second leads, 0 elsewhere.
    """
    return first.astype(np.float32) @ second > 0


def undeterred(
    tempting: BoolArray, stopped: BoolArray, answers: BoolArray, onward: BoolArray | None = None
) -> BoolArray:
    """Which of the moves that tempt somebody meet no answer that would deter it.

    Parameters
    ----------
    tempting : ndarray of bool, shape (states, states)
        The moves that tempt.
    stopped : ndarray of bool, shape (states, states)
        Whether somebody who left the first state and ended in the second would rather have stayed.
    answers : ndarray of bool, shape (states, states)
        Where the others can lead from each state.
    onward : ndarray of bool, shape (states, states), optional
        Where whoever left can go on from there: an answer counts only if it would rather have
        stayed in any case.

    Returns
    -------
    ndarray of bool, shape (states, states)
    """
    if onward is not None:
        stopped = stopped & ~then(~stopped, onward.T.astype(np.float32))
    return tempting & ~then(stopped, answers.T.astype(np.float32))
