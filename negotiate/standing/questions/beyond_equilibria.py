"""Why more states may be stable than the game without talks has pure equilibria.

A state that nobody can improve by one move is an equilibrium of the game in which everybody chooses afresh, unless
somebody would choose what it cannot move to. Who decides nothing, and what cannot happen, are the same in both.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from negotiate.arrays import IntArray
from negotiate.kernels.standing.axis_moves import best_on_axis

if TYPE_CHECKING:
    from negotiate.standing.graph_model import GraphModel


@dataclass(frozen=True, slots=True)
class Beyond:
    """A state that nobody can improve by one move and that is no equilibrium on the list.

    Parameters
    ----------
    state : int
        Its number.
    player : int
        Who would rather have chosen otherwise; -1 where nobody would.
    better : int
        The best state that this player would have chosen; -1 where nobody would.
    why : str
        The reason in words.
    """

    state: int
    player: int
    better: int
    why: str


def beyond_equilibria(model: GraphModel, equilibria: Collection[int]) -> tuple[Beyond, ...]:
    """Say why states are Nash stable that are not among some equilibria.

    Parameters
    ----------
    model : GraphModel
        Of a scenario.
    equilibria : collection of int
        The numbers of the states that are pure equilibria; see `GraphModel.index`.

    Returns
    -------
    tuple of Beyond
        One for each such state; empty where the same states are both.

    Examples
    --------
    >>> import negotiate
    >>> beyond_equilibria(negotiate.load("classics/chicken").standing(), {1, 2})
    ()
    """
    return tuple(_beyond(model, state) for state in model.standing("R").tolist() if state not in equilibria)


def not_undone(model: GraphModel) -> IntArray:
    """The Nash-stable states in which somebody would rather have chosen otherwise and cannot go there, ascending.

    They are no equilibria of the game without talks. There are none where every choice can be left again.
    """
    if not model.sizes or model.shape:
        return np.empty(0, dtype=np.int64)
    regretted = np.zeros(len(model.cells), dtype=bool)
    for player, ranks in enumerate(model.ranks):
        grid = np.full(prod(model.sizes), -1, dtype=np.int64)
        grid[model.cells] = ranks
        regretted |= best_on_axis(grid, model.sizes, player)[model.cells] > ranks
    stable = model.standing("R")
    return np.asarray(stable[regretted[stable]])


def _beyond(model: GraphModel, state: int) -> Beyond:
    for player, name in enumerate(model.players):
        better = _out_of_reach(model, state, player)
        if better >= 0:
            why = f"{name} would prefer {model.states[better]}, but its move cannot be undone"
            return Beyond(state, player, better, why)
    return Beyond(state, -1, -1, "this state is an equilibrium that the list leaves out: no player would do better")


def _out_of_reach(model: GraphModel, state: int, player: int) -> int:
    """The best state that another choice of a player makes and no move of it reaches; -1 where none is better."""
    if not model.sizes or model.shape:
        return -1
    stride, choices = prod(model.sizes[player + 1 :]), model.sizes[player]
    here = int(model.cells[state])
    line = here + (np.arange(choices) - here // stride % choices) * stride
    places = np.searchsorted(model.cells, line)
    there = places < len(model.cells)
    known = places[there][model.cells[places[there]] == line[there]]
    ranks = model.ranks[player]
    blocked = np.setdiff1d(known[ranks[known] > ranks[state]], model.moves[player].from_state(state))
    return int(blocked[np.argmax(ranks[blocked])]) if blocked.size else -1
