"""The smallest automaton that plays as a given one does, numbered in one way, so that two that play alike are equal.

States that play the same and lead to states that play the same are one (Moore 1956). Where hands never tremble, an
automaton does nothing but what it means to do, and what it would make of anything else does not count.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from negotiate.arrays import FloatArray, IntArray

DIGITS = 12
"""Decimals of a probability that count."""
NOWHERE = -1
"""Where what never happens leads."""


def minimal(
    outputs: FloatArray, transitions: IntArray, start: int, own: int, *, trembles: bool
) -> tuple[FloatArray, IntArray]:
    """Shrink an automaton in its seat to what can be seen of it.

    Parameters
    ----------
    outputs : ndarray, shape (states, own actions)
        Probabilities.
    transitions : ndarray of int, shape (states, *actions of every player)
        The next state.
    start : int
        The state of the first round.
    own : int
        Which of the axes of actions is the automaton's own.
    trembles : bool
        Whether it may do what it does not mean to do.

    Returns
    -------
    outputs : ndarray, shape (states of the smallest, own actions)
        The start is its first state; the others follow in the order in which they are met.
    transitions : ndarray of int, shape (states of the smallest, own actions, combinations of the others' actions)
        -1 after an act that it never does.

    References
    ----------
    Moore, E. F. (1956). Gedanken-experiments on sequential machines. Automata Studies, Annals of Mathematics Studies
    34.

    Examples
    --------
    Grim minds its own slips, and grudger does not; they play alike while neither slips:

    >>> plays = np.eye(2)
    >>> grim, grudger = np.array([[[0, 1], [1, 1]], [[1, 1]] * 2]), np.array([[[0, 1], [0, 1]], [[1, 1]] * 2])
    >>> [[np.array_equal(one, other) for one, other in zip(minimal(plays, grim, 0, 0, trembles=slips),
    ...  minimal(plays, grudger, 0, 0, trembles=slips))] for slips in (False, True)]
    [[True, True], [True, False]]
    """
    states, actions = outputs.shape
    plays = outputs.round(DIGITS) + 0.0
    leads = np.moveaxis(transitions, own + 1, 1).reshape(states, actions, -1)
    happens = np.broadcast_to(trembles | (plays > 0)[:, :, None], leads.shape)
    kinds, count = _kinds(plays), 0
    while kinds.max() + 1 > count:
        count = int(kinds.max()) + 1
        onward = np.where(happens, kinds[leads], NOWHERE)
        kinds = _kinds(np.column_stack([kinds, onward.reshape(states, -1)]))
    first = np.unique(kinds, return_index=True)[1]
    met = _met(int(kinds[start]), np.where(happens, kinds[leads], NOWHERE)[first])
    place = np.full(count + 1, NOWHERE)
    place[met] = np.arange(len(met))
    return plays[first[met]], place[np.where(happens, kinds[leads], NOWHERE)[first[met]]]


def _kinds(rows: npt.NDArray[np.generic]) -> IntArray:
    """The same number for equal rows."""
    found: IntArray = np.unique(rows, axis=0, return_inverse=True)[1].reshape(-1).astype(np.int64)
    return found


def _met(start: int, onward: IntArray) -> list[int]:
    """The states that play can come to, in the order in which a search breadth first comes to them."""
    found = [start]
    for state in found:  # which grows on the way
        fresh = dict.fromkeys(onward[state].ravel().tolist())
        found.extend(one for one in fresh if one != NOWHERE and one not in found)
    return found
