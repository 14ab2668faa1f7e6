"""Where one player can move a conflict by itself.

What one player's moves lead to at best, at worst, and at worst if it only improves.

The worst that the others' answers can bring a player.

Of all that the others can reach only the least counts, so their answers are not listed: the least value is handed back
along the moves, for each state and each player who moved last, until nothing changes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from math import prod
from typing import TYPE_CHECKING, Literal, Protocol

import numpy as np

from negotiate.arrays import IntArray
from negotiate.conflict.kernels import (
    NEVER,
    ImprovingOrder,
    best_in_rows,
    best_on_axis,
    improvement_counts,
    improvements_of,
    improving_order,
    improving_rows,
    rows_of,
    worst_improvement,
    worst_in_rows,
    worst_on_axes,
)

if TYPE_CHECKING:
    from negotiate.conflict.graph_model import GraphModel


@dataclass(frozen=True, slots=True, eq=False)
class Moves:
    """Where one player can move the conflict, as the rows of a sparse matrix.

    Parameters
    ----------
    starts : ndarray of int, shape (states + 1,)
        The moves from state `s` stand at `targets[starts[s]:starts[s + 1]]`.
    targets : ndarray of int, shape (moves,)
        The states that they lead to, ascending for each state.
    """

    starts: IntArray
    targets: IntArray

    def from_state(self, state: int) -> IntArray:
        """The states that one move leads to, ascending."""
        return self.targets[self.starts[state] : self.starts[state + 1]]

    @property
    def count(self) -> int:
        """How many moves there are from all states together."""
        return len(self.targets)


@dataclass(frozen=True, slots=True, eq=False)
class AxisMoves:
    """Where one player can move the conflict in a full grid of states: anywhere along its axis.

    Nothing is laid out before it is asked for.

    Parameters
    ----------
    shape : tuple of int
        How many choices each player has; states are numbered with the last player's choice varying fastest.
    axis : int
        The player's.
    """

    shape: tuple[int, ...]
    axis: int

    def from_state(self, state: int) -> IntArray:
        """The states that one move leads to, ascending."""
        own = state // self._stride % self.shape[self.axis]
        line = state + (np.arange(self.shape[self.axis]) - own) * self._stride
        return np.delete(line, own)

    @property
    def count(self) -> int:
        """How many moves there are from all states together."""
        return prod(self.shape) * (self.shape[self.axis] - 1)

    @property
    def starts(self) -> IntArray:
        """As `Moves.starts`."""
        return np.arange(prod(self.shape) + 1) * (self.shape[self.axis] - 1)

    @property
    def targets(self) -> IntArray:
        """As `Moves.targets`, laid out at each look."""
        states = np.arange(prod(self.shape))
        own = states // self._stride % self.shape[self.axis]
        choices = np.arange(self.shape[self.axis])
        away = choices != own[:, None]
        return np.asarray((states[:, None] + (choices - own[:, None]) * self._stride)[away])

    @property
    def _stride(self) -> int:
        return prod(self.shape[self.axis + 1 :])


class Movement(Protocol):
    """The moves of one player, as what is best and worst among the states they lead to.

    Values are of shape (states,). A state's own value may count among those of its moves: it changes no concept, since
    an improvement to a state that is no better is none.
    """

    def best(self, values: IntArray) -> IntArray:
        """The greatest value that one move leads to, or of the state itself."""

    def worst(self, values: IntArray) -> IntArray:
        """The least value that one move leads to; `NEVER`, or the state's own, where there is none."""

    def worst_better(self, values: IntArray) -> IntArray:
        """The least value that one improvement leads to; `NEVER` where there is none."""

    @property
    def improvement_counts(self) -> IntArray:
        """How many improvements there are from each state."""

    def improvements_from(self, states: IntArray) -> tuple[IntArray, IntArray]:
        """The improvements from some states, as `starts` and `targets` of one row each."""


@dataclass(frozen=True, slots=True, eq=False)
class RowMovement:
    """Moves as the rows of a sparse matrix.

    Parameters
    ----------
    starts, targets : ndarray of int
        All moves.
    better_starts, better_targets : ndarray of int
        Improvements alone.
    """

    starts: IntArray
    targets: IntArray
    better_starts: IntArray
    better_targets: IntArray

    def best(self, values: IntArray) -> IntArray:
        """The greatest value that one move leads to, or of the state itself."""
        return best_in_rows(values, self.starts, self.targets)

    def worst(self, values: IntArray) -> IntArray:
        """The least value that one move leads to; `NEVER` where there is none."""
        return worst_in_rows(values, self.starts, self.targets)

    def worst_better(self, values: IntArray) -> IntArray:
        """The least value that one improvement leads to; `NEVER` where there is none."""
        return worst_in_rows(values, self.better_starts, self.better_targets)

    @property
    def improvement_counts(self) -> IntArray:
        """How many improvements there are from each state."""
        return np.diff(self.better_starts)

    def improvements_from(self, states: IntArray) -> tuple[IntArray, IntArray]:
        """The improvements from some states, as `starts` and `targets` of one row each."""
        return rows_of(self.better_starts, self.better_targets, states)


@dataclass(frozen=True, slots=True, eq=False)
class AxisMovement:
    """Moves along one axis of a full grid, from anywhere to anywhere on it.

    Parameters
    ----------
    shape : tuple of int
        Of the grid.
    axis : int
        The player's.
    order : ImprovingOrder
        How the player ranks the states of each line.
    """

    shape: tuple[int, ...]
    axis: int
    order: ImprovingOrder

    def best(self, values: IntArray) -> IntArray:
        """The greatest value on the line of each state."""
        return best_on_axis(values, self.shape, self.axis)

    def worst(self, values: IntArray) -> IntArray:
        """The least value on the line of each state."""
        return worst_on_axes(values, self.shape, (self.axis,))

    def worst_better(self, values: IntArray) -> IntArray:
        """The least value that one improvement leads to; `NEVER` where there is none."""
        return worst_improvement(values, self.order)

    @property
    def improvement_counts(self) -> IntArray:
        """How many improvements there are from each state."""
        return improvement_counts(self.order)

    def improvements_from(self, states: IntArray) -> tuple[IntArray, IntArray]:
        """The improvements from some states, as `starts` and `targets` of one row each."""
        return improvements_of(self.order, states)


def movement(model: GraphModel, player: int) -> Movement:
    """The moves of a player, worked out once for each model."""
    name = f"movement {player}"
    if name not in model._held:
        model._held[name] = _movement(model, player)
    held: Movement = model._held[name]
    return held


def _movement(model: GraphModel, player: int) -> Movement:
    ranks = model.ranks[player]
    if model.shape:
        return AxisMovement(model.shape, player, improving_order(ranks, model.shape, player))
    moves = model.moves[player]
    return RowMovement(moves.starts, moves.targets, *improving_rows(ranks, moves.starts, moves.targets))


Sanctions = Literal["sequence", "one-step"]

Step = Callable[[IntArray], IntArray]
"""From a value of each state to the least of those that one move of one player leads to."""


def worst_answers(
    model: GraphModel, player: int, values: IntArray, sanctions: Sanctions, *, improving: bool
) -> IntArray:
    """The least value that the answers of everybody else can lead to from each state.

    Parameters
    ----------
    model : GraphModel
        Where all move.
    player : int
        Whom they answer.
    values : ndarray of int, shape (states,)
        What counts, such as the player's ranks.
    sanctions : {'sequence', 'one-step'}
        Whether they answer by a sequence of moves, nobody twice running, or by one move of one of them.
    improving : bool
        Whether each step must better its mover.

    Returns
    -------
    ndarray of int, shape (states,)
        `NEVER` where nobody can answer; not more than the state's own value where the model is a full grid and answers
        need not improve, which changes nothing (see `Movement`).

    Notes
    -----
    At most states times players rounds, since a shortest sequence to the worst state visits no state twice with the
    same player having moved last; a few in practice.
    """
    others = [k for k in range(len(model.keys)) if k != player]
    if model.shape and not improving and sanctions == "sequence":
        return worst_on_axes(values, model.shape, tuple(others))
    ways = [movement(model, k) for k in others]
    steps = [way.worst_better if improving else way.worst for way in ways]
    if sanctions == "one-step" or len(steps) < 2:
        return _least([step(values) for step in steps], len(values))
    return _least(_by_first_mover(values, steps), len(values))


def _by_first_mover(values: IntArray, steps: Sequence[Step]) -> list[IntArray]:
    """The least value of all sequences that each player begins."""
    found = [np.full(len(values), NEVER, dtype=np.int64) for _ in steps]
    for _ in range(len(values) * len(steps) + 1):
        changed = False
        for k, step in enumerate(steps):
            rest = _least([values, *(found[j] for j in range(len(steps)) if j != k)], len(values))
            better = step(rest)
            changed = changed or not np.array_equal(better, found[k])
            found[k] = better
        if not changed:
            break
    return found


def _least(arrays: Sequence[IntArray], states: int) -> IntArray:
    return reduce(np.minimum, arrays, np.full(states, NEVER, dtype=np.int64))
