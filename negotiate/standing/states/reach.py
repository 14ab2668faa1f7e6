"""The worst that the others' answers can bring a player.

Of all that the others can reach only the least counts, so their answers are not listed: the least value is handed back
along the moves, for each state and each player who moved last, until nothing changes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from typing import TYPE_CHECKING, Literal

import numpy as np

from negotiate.arrays import IntArray
from negotiate.kernels.standing.axis_moves import worst_on_axes
from negotiate.kernels.standing.row_moves import NEVER
from negotiate.standing.states.movement import movement

if TYPE_CHECKING:
    from negotiate.standing.graph_model import GraphModel

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
