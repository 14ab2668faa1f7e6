"""Where sequences of moves lead, as matrices of truth values, state by state.

Small models only: a matrix of all states with all states, for each mover.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from negotiate.arrays import BoolArray, IntArray


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
    found = np.zeros((states, states), dtype=np.bool_)
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
    What was reached is kept for each mover who moved last, until nothing is added: at most states times movers rounds,
    a few in practice.

    References
    ----------
    Fang, L., Hipel, K. W. and Kilgour, D. M. (1993). Interactive Decision Making: The Graph Model for Conflict
    Resolution.
    Xu, H., Hipel, K. W. and Kilgour, D. M. (2009). Matrix representation of solution concepts in
    multiple-decision-maker graph models.

    Examples
    --------
    >>> one = np.array([[0, 1, 0], [0, 0, 1], [0, 0, 0]], dtype=bool)
    >>> reached(one[None])[0].tolist(), reached(np.stack([one, one]))[0].tolist()
    ([False, True, False], [False, True, True])
    """
    movers, states = len(steps), steps.shape[-1]
    if not movers:
        return np.zeros((states, states), dtype=np.bool_)
    if movers == 1:
        return np.array(steps[0])
    found, weights = steps.copy(), steps.astype(np.float32)
    for _ in range(movers * states):
        # How many movers have come to each state last; without one of them, it is the others that count.
        counts = found.sum(axis=0, dtype=np.int32)
        new = found | np.stack([then(counts > found[k], weights[k]) for k in range(movers)])
        if (new == found).all():
            break
        found = new
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
    return np.asarray(first.astype(np.float32) @ second > 0)


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
        Where whoever left can go on from there: an answer counts only if it would rather have stayed in any case.

    Returns
    -------
    ndarray of bool, shape (states, states)
    """
    if onward is not None:
        stopped = stopped & ~then(~stopped, onward.T.astype(np.float32))
    return np.asarray(tempting & ~then(stopped, answers.T.astype(np.float32)))
