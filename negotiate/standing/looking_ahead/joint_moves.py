"""Where moves lead that several players make at the same time.

Where states are combinations of the players' choices, each mover's choice changes at once. Bare tables say nothing of
moves at the same time: there a joint move leads to whatever the same movers reach in any order, each of them being able
to be the last.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product
from typing import TYPE_CHECKING

import numpy as np

from negotiate.standing.states.reach import Sanctions

if TYPE_CHECKING:
    from negotiate.standing.graph_model import GraphModel

Steps = tuple[tuple[int, int], ...]
"""Who moved beside the player, and to which state each of them would have gone alone."""


def joint_moves(
    model: GraphModel,
    state: int,
    player: int,
    target: int,
    sanctions: Sanctions = "sequence",
    ways: Mapping[int, Sequence[int]] | None = None,
) -> Iterator[tuple[int, Steps]]:
    """Where a player's move ends if others move from the same state at the same time.

    Parameters
    ----------
    model : GraphModel
        States and moves.
    state : int
        From where everybody moves.
    player, target : int
        Who moves, and where it would go alone.
    sanctions : {'sequence', 'one-step'}
        Whether any number of the others may move as well, or one of them.
    ways : Mapping[int, sequence of int], optional
        Other player → where it may go; all of its moves by default.

    Yields
    ------
    int, tuple of (int, int)
        The state in which it ends, and what the others did: each one's number and target. Those who move least first.
    """
    others = [k for k in range(len(model.keys)) if k != player]
    if ways is None:
        ways = {k: model.moves[k].from_state(state).tolist() for k in others}
    for count in range(1, 2 if sanctions == "one-step" else len(others) + 1):
        for movers in combinations(others, count):
            for targets in product(*(ways[k] for k in movers)):
                steps = tuple(zip(movers, targets, strict=True))
                for end in _ends(model, state, ((player, target), *steps)):
                    yield end, steps


def _ends(model: GraphModel, state: int, steps: Steps) -> Sequence[int]:
    """The states that a joint move leads to: at most one where states are combinations of choices."""
    if not model.sizes:
        return sorted(_in_any_order(model, steps))
    here = int(model.cells[state])
    cell = here + sum(int(model.cells[target]) - here for _, target in steps)
    found = int(np.searchsorted(model.cells, cell))
    return [found] if found < len(model.cells) and int(model.cells[found]) == cell else []


def _in_any_order(model: GraphModel, steps: Steps) -> set[int]:
    if len(steps) == 1:
        return {steps[0][1]}
    ends: set[int] | None = None
    for last, (k, _) in enumerate(steps):
        before = _in_any_order(model, steps[:last] + steps[last + 1 :])
        found = {int(t) for s in before for t in model.moves[k].from_state(s)}
        ends = found if ends is None else ends & found
    return ends or set()
