"""Follows one path of Lemke and Howson, from the corner where nobody plays to an equilibrium.

Each strategy of each player is a label. A corner carries the labels of the strategies not played and of the best
replies to what is played; two corners that carry all labels between them are an equilibrium. A path begins where nobody
plays, drops one label, and goes from corner to corner, on the two polytopes in turn, until that label is there again.

References
----------
Lemke & Howson 1964, "Equilibrium points of bimatrix games", SIAM Journal 12.
von Stengel 2002, "Computing equilibria for two-person games", Handbook of Game Theory 3, section 2, for the labels.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.solvers.nash.corners import Corner, Stuck

Pair = tuple[FloatArray, FloatArray]
SEED = 1964  # of the perturbation: any would do, and the same one gives the same path each time


class Path(NamedTuple):
    """The end of a path.

    Attributes
    ----------
    pair : tuple of ndarray or None
        The strategies that it led to, not yet verified; None if it was cut off.
    pivots : int
        How many corners it went through.
    stuck : bool
        Whether rounding cut it off, and not the cap.
    """

    pair: Pair | None
    pivots: int
    stuck: bool = False


class Walker:
    """Both polytopes of a game, on which paths can be followed one after the other.

    Parameters
    ----------
    payoffs : ndarray, shape (2, rows, columns)
        Scaled to the unit range.
    """

    def __init__(self, payoffs: FloatArray) -> None:
        self.rows, self.columns = (int(n) for n in payoffs.shape[1:])
        # Whoever mixes makes the other's replies equally good, hence the other's payoffs.
        self.tables = payoffs[1] + 1.0, np.ascontiguousarray(payoffs[0].T) + 1.0
        small = np.random.default_rng(SEED).random(self.labels) + 1.0
        self._corners = (Corner(self.tables[0], small[self.rows :]), Corner(self.tables[1], small[: self.rows]))

    @property
    def labels(self) -> int:
        """How many labels there are to drop."""
        return self.rows + self.columns

    def follow(self, label: int, cap: int) -> Path:
        """Drop a label and go on until it is there again, for at most `cap` corners.

        Parameters
        ----------
        label : int
            The first player's strategies come first, then the second's.
        cap : int
            At least 1.
        """
        with np.errstate(all="ignore"):  # what is no number ends in `Stuck`, or fails the check
            return self._followed(label, cap)

    def _followed(self, label: int, cap: int) -> Path:
        rows, columns = self.rows, self.columns
        for corner in self._corners:
            corner.restart()
        entering, side = label, 0 if label < rows else 1
        for pivots in range(1, cap + 1):
            corner = self._corners[side]
            try:
                if side == 0:  # its slacks are the columns' labels, its strategies the rows'
                    gone = corner.enter((entering - rows) % (rows + columns), (label - rows) % (rows + columns))
                    entering = (gone + rows) % (rows + columns)
                else:
                    entering = corner.enter(entering, label)
                if entering == label:
                    return Path((self._corners[0].strategy(), self._corners[1].strategy()), pivots)
            except Stuck:
                return Path(None, pivots, stuck=True)
            side = 1 - side
        return Path(None, cap)
