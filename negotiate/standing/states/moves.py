"""Where one player can move a conflict by itself."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

import numpy as np

from negotiate.arrays import IntArray


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
