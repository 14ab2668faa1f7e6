"""What one player's moves lead to at best, at worst, and at worst if it only improves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from negotiate.arrays import IntArray
from negotiate.kernels.standing.axis_moves import (
    ImprovingOrder,
    best_on_axis,
    improvement_counts,
    improvements_of,
    improving_order,
    worst_improvement,
    worst_on_axes,
)
from negotiate.kernels.standing.row_moves import best_in_rows, improving_rows, rows_of, worst_in_rows

if TYPE_CHECKING:
    from negotiate.standing.graph_model import GraphModel


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
