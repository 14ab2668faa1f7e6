"""Where one player can move a conflict by itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[np.int64]


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
