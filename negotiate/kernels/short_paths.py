"""Follows many complementary paths of a game for two players side by side, to learn which ends first.

Most paths of a large game are long and a few are very short, and which are is not known before they are walked. Walked
in step, all of them cost little more than one. Ties are not broken with care here: whoever uses the answer walks that
one path again, with care, from where nobody plays.

References
----------
Lemke & Howson 1964, "Equilibrium points of bimatrix games", SIAM Journal 12.
Codenotti, De Rossi & Pagan 2008, "An experimental analysis of Lemke-Howson algorithm", arXiv:0811.3247, for how much
the lengths differ.
"""

from __future__ import annotations

import numpy as np

from negotiate.arrays import FloatArray, IndexArray

STEEP = 1e-9  # a smaller entry of a direction is rounding: payoffs run from 1 to 2
NOUGHT = 1e-12  # a basic variable below this is zero
TIE = 1e-9  # relative: two ratios closer than this are one


def first_to_end(theirs: FloatArray, own: FloatArray, labels: IndexArray, cap: int) -> IndexArray:
    """The paths that are shortest, of those that drop a label of one player.

    Parameters
    ----------
    theirs : ndarray, shape (own strategies, strategies of the other)
        What the other player gets, from 1 to 2.
    own : ndarray, shape (strategies of the other, own strategies)
        What the player gets whose labels are dropped, from 1 to 2.
    labels : ndarray of int
        Which of the player's own strategies' labels are dropped, one a path.
    cap : int
        How many corners to go through at most.

    Returns
    -------
    ndarray of int
        Those of `labels` whose paths end first, all after as many corners; empty if none has ended by then.

    Examples
    --------
    >>> stag_hunt = np.array([[[2.0, 1.0], [1.75, 1.75]], [[2.0, 1.75], [1.0, 1.75]]])
    >>> first_to_end(stag_hunt[1], stag_hunt[0].T, np.array([0, 1]), 10).tolist()
    [0, 1]
    """
    rows, columns = theirs.shape
    sides = (_Corners(theirs, len(labels), cap), _Corners(own, len(labels), cap))
    entering = labels
    # Own labels come first. A variable's code is its label on the second polytope, and its label turned on the first.
    turned = (labels - rows) % (rows + columns)
    with np.errstate(all="ignore"):
        for step in range(cap):
            try:
                if step % 2 == 0:
                    gone = sides[0].enter((entering - rows) % (rows + columns), turned)
                    entering = (gone + rows) % (rows + columns)
                else:
                    entering = sides[1].enter(entering, labels)
            except np.linalg.LinAlgError:
                break
            ended = entering == labels
            if ended.any():
                return np.asarray(labels[ended], dtype=np.intp)
    return labels[:0]


class _Corners:
    """Where each path stands on one polytope `C v + s = 1`; see `solvers.nash.corners` for one path with more care.

    Variables have codes: `0 … rows - 1` are slacks, `rows …` are strategies of whoever mixes.
    """

    def __init__(self, columns: FloatArray, paths: int, cap: int) -> None:
        room = cap // 2 + 2
        self.columns, self.rows = columns, int(columns.shape[1])
        self.each = np.arange(paths)
        self.count = np.zeros(paths, dtype=np.intp)
        self.played = np.zeros((paths, room, self.rows))
        self.tight = np.full((paths, room), self.rows + room - 1, dtype=np.intp)  # a place that stays empty
        self.codes = np.tile(np.arange(self.rows + room, dtype=np.intp), (paths, 1))
        self.codes[:, self.rows :] = -1

    def enter(self, code: IndexArray, wanted: IndexArray) -> IndexArray:
        """Let one variable a path grow until another becomes zero; the codes of those others."""
        values, direction = self._lines(code)
        speed = np.where(direction > STEEP, direction / np.maximum(values, NOUGHT), 0.0)
        out = speed.argmax(axis=1)
        enough = (1.0 - TIE) * speed[self.each, out]
        final = (self.codes == wanted[:, None]) & (speed >= enough[:, None])
        out = np.where(final.any(axis=1), final.argmax(axis=1), out)
        gone = np.asarray(self.codes[self.each, out], dtype=np.intp)
        self._exchange(code, out)
        return gone

    def _lines(self, code: IndexArray) -> tuple[FloatArray, FloatArray]:
        """What each basic variable is, and how fast it shrinks."""
        rows, room = self.rows, self.tight.shape[1]
        live = np.arange(room) < self.count[:, None]
        tight = np.minimum(self.tight, rows - 1)
        matrix = np.take_along_axis(self.played, tight[:, None, :], axis=2).swapaxes(1, 2)
        matrix = np.where(live[:, :, None] & live[:, None, :], matrix, np.eye(room))
        strategy = code >= rows
        column = np.where(strategy[:, None], self.columns[np.where(strategy, code - rows, 0)], 0.0)
        grows = np.where(strategy[:, None], np.take_along_axis(column, tight, axis=1), self.tight == code[:, None])
        solved = np.linalg.solve(matrix, np.stack([live, live * grows], axis=2).astype(np.float64)).swapaxes(1, 2)
        slack = solved @ self.played
        values = np.concatenate([1.0 - slack[:, 0], solved[:, 0]], axis=1)
        direction = np.concatenate([column - slack[:, 1], solved[:, 1]], axis=1)
        np.put_along_axis(direction, self.tight, 0.0, axis=1)
        return values, direction

    def _exchange(self, code: IndexArray, out: IndexArray) -> None:
        rows, each = self.rows, self.each
        grown, vanished = code >= rows, out < rows  # a strategy enters; a slack leaves
        last = np.maximum(self.count - 1, 0)
        place = (self.tight == code[:, None]).argmax(axis=1)
        # A strategy that enters stands where one leaves, or behind all.
        spot = np.where(vanished, self.count, out - rows)
        some = each[grown]
        self.played[some, spot[some]] = self.columns[code[some] - rows]
        self.codes[some, rows + spot[some]] = code[some]
        some = each[vanished]
        self.tight[some, np.where(grown, self.count, place)[some]] = out[some]
        # Where a slack enters for a strategy, the last of both kinds fill the gaps.
        some = each[~grown & ~vanished]
        self.played[some, spot[some]] = self.played[some, last[some]]
        self.codes[some, rows + spot[some]] = self.codes[some, rows + last[some]]
        self.tight[some, place[some]] = self.tight[some, last[some]]
        self.played[some, last[some]] = 0.0
        self.codes[some, rows + last[some]] = -1
        self.tight[some, last[some]] = rows + self.tight.shape[1] - 1
        self.count = self.count + (grown & vanished) - (~grown & ~vanished)
