"""A corner of a best-reply polytope, held as the inverse of the few rows and columns that define it.

The polytope is `C v + s = 1`, `v, s >= 0`, for a positive matrix `C`: one column a strategy of whoever mixes, one row a
strategy of the other player. At a corner where `k` strategies are played, `k` rows are tight, and everything follows
from the `k × k` matrix where they meet. A step to the next corner therefore costs `k` rows, not the whole tableau: on
the way through a game of 500 × 500 strategies, `k` is seldom more than a few dozen.

Variables have codes: `0 … rows - 1` are slacks, `rows …` are strategies of whoever mixes.

References
----------
Dantzig & Orchard-Hays 1954, "The product form for the inverse in the simplex method", Mathematical Tables and Other
Aids to Computation 8, for keeping an inverse in place of the tableau; Charnes 1952, "Optimality and degeneracy in
linear programming", Econometrica 20, for breaking ties as if the right-hand side were perturbed.
"""

from __future__ import annotations

import numpy as np

from negotiate.arrays import FloatArray

STEEP = 1e-9  # a smaller entry of a direction is rounding: `C` runs from 1 to 2
TIE = 1e-9  # relative: two ratios closer than this are one, and the perturbation decides
NOUGHT = 1e-12  # a basic variable below this is zero
FRESH = 50  # exchanges after which the inverse is computed anew, before rounding adds up
ROOM = 32


class Stuck(Exception):
    """Rounding has led to where no corner is; another way must be tried."""


class Corner:
    """Where a path stands on one of the two polytopes; it moves.

    Parameters
    ----------
    columns : ndarray, shape (strategies, rows)
        The columns of `C`, each of them contiguous; entries from 1 to 2.
    perturbation : ndarray, shape (rows,)
        Positive and in no special relation to each other: the right-hand side is one plus an infinitesimal multiple of
        it, so that no two ratios are ever equal and no path goes in circles.
    """

    __slots__ = (
        "_before",
        "_columns",
        "_direction",
        "_inverse",
        "_played",
        "_rows",
        "_spare",
        "_tight",
        "_values",
        "count",
        "steps",
    )

    def __init__(self, columns: FloatArray, perturbation: FloatArray) -> None:
        self._columns = columns
        self._before = perturbation
        self._rows = int(columns.shape[1])
        self._played, self._inverse = np.empty((ROOM, self._rows)), np.empty((ROOM, ROOM))
        self._tight = np.empty((2, ROOM), dtype=np.intp)
        self._values, self._direction, self._spare = (np.empty(self._rows + ROOM) for _ in range(3))
        self.restart()

    def restart(self) -> None:
        """Back to the origin, where nothing is played."""
        self.count = self.steps = 0
        self._values[: self._rows] = 1.0

    def _more_room(self) -> None:
        wide = (0, len(self._inverse))
        self._played = np.pad(self._played, (wide, (0, 0)))
        self._inverse = np.pad(self._inverse, (wide, wide))
        self._tight = np.pad(self._tight, ((0, 0), wide))
        self._values, self._direction, self._spare = (
            np.pad(array, wide) for array in (self._values, self._direction, self._spare)
        )

    def enter(self, code: int, wanted: int) -> int:
        """Let a variable grow until another becomes zero, and move to that corner.

        Parameters
        ----------
        code : int
            The variable that grows.
        wanted : int
            The variable whose leaving ends the path: among equals it is taken.

        Returns
        -------
        int
            The variable that has become zero.

        Raises
        ------
        Stuck
            If nothing becomes zero, which the true polytope rules out.
        """
        if self.count + 1 >= len(self._inverse):
            self._more_room()
        grows, place = self._towards(code)
        out = self._first_to_vanish(wanted)
        length = self._rows + self.count
        direction, values = self._direction[:length], self._values[:length]
        theta = float(values[out] / direction[out]) if values[out] > NOUGHT else 0.0
        if theta:
            values -= np.multiply(direction, theta, out=self._spare[:length])
            np.maximum(values, NOUGHT, out=values)
        gone = out if out < self._rows else self._rows + int(self._tight[1, out - self._rows])
        self._exchange(code, place, out, grows, max(theta, NOUGHT))
        self.steps += 1
        if self.steps % FRESH == 0:
            self._refresh()
        return gone

    def _towards(self, code: int) -> tuple[FloatArray, int]:
        """How fast each basic variable shrinks while one grows; and where that one stands among the tight rows."""
        k, rows = self.count, self._rows
        tight, direction = self._tight[0, :k], self._direction
        place = -1
        if code >= rows:
            column = self._columns[code - rows]
            grows = self._inverse[:k, :k] @ column[tight]
            np.subtract(column, grows @ self._played[:k], out=direction[:rows])
        else:
            place = int((tight == code).argmax())
            grows = self._inverse[:k, place].copy()
            np.negative(grows @ self._played[:k], out=direction[:rows])
        direction[tight] = 0.0
        direction[rows : rows + k] = grows
        return grows, place

    def _first_to_vanish(self, wanted: int) -> int:
        length = self._rows + self.count
        direction, values, speed = self._direction[:length], self._values[:length], self._spare[:length]
        np.divide(direction, values, out=speed)
        out = int(speed.argmax())
        if values[out] <= NOUGHT:
            tied = ((values <= NOUGHT) & (direction > STEEP)).nonzero()[0]
        else:
            tied = (speed >= speed[out] * (1.0 - TIE)).nonzero()[0]
        if len(tied) > 1:
            tied = tied[direction[tied] > STEEP]
        if len(tied) == 0 or direction[tied[0]] <= STEEP:
            raise Stuck
        return int(tied[0]) if len(tied) == 1 else self._among(tied, wanted)

    def _among(self, tied: np.ndarray[tuple[int], np.dtype[np.intp]], wanted: int) -> int:
        """Which of several variables vanishes first once the right-hand side is perturbed."""
        k, rows = self.count, self._rows
        codes = np.where(tied < rows, tied, rows + self._tight[1, np.maximum(tied - rows, 0) % max(k, 1)])
        final = np.flatnonzero(codes == wanted)
        if len(final):
            return int(tied[final[0]])
        mixed = self._inverse[:k, :k] @ self._before[self._tight[0, :k]]
        slacks = tied[tied < rows]
        shift = np.concatenate(
            [self._before[slacks] - mixed @ self._played[:k, slacks], mixed[tied[len(slacks) :] - rows]]
        )
        return int(tied[np.argmin(shift / self._direction[tied])])

    def _exchange(self, code: int, place: int, out: int, grows: FloatArray, theta: float) -> None:
        """Put the variable that grew where the one that vanished stood; four cases, each a change of rank one."""
        k, rows, inverse = self.count, self._rows, self._inverse[: self.count, : self.count]
        pivot = float(self._direction[out])
        if code >= rows and out < rows:
            self._border(code, out, grows, pivot)
            self._values[out], self._values[rows + k] = 1.0, theta
        elif code >= rows:
            spot = out - rows
            row = inverse[spot] / pivot
            grows[spot] -= 1.0
            inverse -= np.multiply.outer(grows, row)
            self._play(spot, code - rows)
            self._values[out] = theta
        elif out < rows:
            met = self._played[:k, out] @ inverse
            grows /= met[place]
            met[place] -= 1.0
            inverse -= np.multiply.outer(grows, met)
            self._tight[0, place] = out
            self._values[out], self._values[code] = 1.0, theta
        else:
            self._shrink(out - rows, place, grows)
            self._values[code] = theta

    def _play(self, spot: int, strategy: int) -> None:
        self._played[spot] = self._columns[strategy]
        self._tight[1, spot] = strategy

    def _border(self, code: int, out: int, grows: FloatArray, pivot: float) -> None:
        k = self.count
        inverse = self._inverse
        row = (self._played[:k, out] @ inverse[:k, :k]) / pivot
        inverse[:k, :k] += np.multiply.outer(grows, row)
        inverse[:k, k] = grows / -pivot
        inverse[k, :k] = -row
        inverse[k, k] = 1.0 / pivot
        self._play(k, code - self._rows)
        self._tight[0, k] = out
        self.count = k + 1

    def _shrink(self, spot: int, place: int, grows: FloatArray) -> None:
        last, rows = self.count - 1, self._rows
        inverse = self._inverse[: last + 1, : last + 1]
        inverse -= np.multiply.outer(grows / grows[spot], inverse[spot].copy())
        if spot != last:
            inverse[spot], self._played[spot] = inverse[last], self._played[last]
            self._tight[1, spot], self._values[rows + spot] = self._tight[1, last], self._values[rows + last]
        if place != last:
            inverse[:, place] = inverse[:, last]
            self._tight[0, place] = self._tight[0, last]
        self.count = last

    def _matrix(self) -> FloatArray:
        """Where the tight rows and the played columns meet."""
        k = self.count
        return np.asarray(self._played[:k].take(self._tight[0, :k], axis=1).T, dtype=np.float64)

    def _refresh(self) -> None:
        k, rows = self.count, self._rows
        try:
            self._inverse[:k, :k] = np.linalg.inv(self._matrix())
        except np.linalg.LinAlgError:
            raise Stuck from None
        mixed = self._inverse[:k, :k].sum(axis=1)
        self._values[:rows] = 1.0 - mixed @ self._played[:k]
        self._values[self._tight[0, :k]] = 1.0
        self._values[rows : rows + k] = mixed
        np.maximum(self._values[: rows + k], NOUGHT, out=self._values[: rows + k])

    def strategy(self) -> FloatArray:
        """The mixture at this corner, its indifference conditions solved anew, once more for what rounding left.

        Raises
        ------
        Stuck
            If they have no solution, or none that is a mixture.
        """
        k = self.count
        matrix, ones = self._matrix(), np.ones(k)
        try:
            weights = np.linalg.solve(matrix, ones)
            weights += np.linalg.solve(matrix, ones - matrix @ weights)
        except np.linalg.LinAlgError:
            raise Stuck from None
        weights[np.abs(weights) < NOUGHT] = 0.0
        if k == 0 or not (weights >= 0).all():
            raise Stuck
        mixture = np.zeros(len(self._columns))
        mixture[self._tight[1, :k]] = weights / weights.sum()
        return mixture
