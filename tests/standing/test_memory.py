"""What a conflict takes is said before it is taken, and is not more."""

import tracemalloc
from itertools import product

import numpy as np
import pytest

from negotiate.errors import GameTooLarge
from negotiate.standing.graph_model import GraphModel
from negotiate.standing.looking_ahead.concepts import SANCTIONS
from negotiate.standing.states.moves import AxisMoves, Moves
from negotiate.standing.states.sizes import MEMORY_LIMIT, check_memory, grid_memory, rows_memory


def conflict(shape, listed):
    states, players = int(np.prod(shape)), tuple(str(k) for k in range(len(shape)))
    axes = tuple(AxisMoves(shape, axis) for axis in range(len(shape)))
    rng = np.random.default_rng(1)
    return GraphModel(
        states=range(states),
        players=players,
        keys=players,
        moves=tuple(Moves(way.starts, way.targets) for way in axes) if listed else axes,
        ranks=np.stack([rng.permutation(states) for _ in shape]),
        shape=() if listed else shape,
        sizes=shape,
        cells=np.arange(states),
    )


@pytest.mark.parametrize("listed", [False, True])
@pytest.mark.parametrize("shape", [(60, 70), (9, 9, 9, 9), (2,) * 11])
def test_not_more_is_taken_than_is_said(shape, listed):
    tracemalloc.start()
    try:
        model = conflict(shape, listed)
        held = tracemalloc.get_traced_memory()[0]
        tracemalloc.reset_peak()
        for concept, sanctions in product(("R", "GMR", "SMR", "SEQ"), SANCTIONS):
            model.standing(concept, sanctions)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert held < most <= model.memory <= 4 * most


def test_sizes_grow_with_states_and_moves():
    assert grid_memory((16, 16)) * 15 < grid_memory((64, 64)) < grid_memory((64, 64, 2))
    assert rows_memory(100, 2, 2000, 1000) < rows_memory(100, 2, 4000, 2000)


def test_the_limit_itself_is_allowed():
    check_memory(MEMORY_LIMIT)
    with pytest.raises(GameTooLarge, match="1,025 megabytes for states and moves are more than the limit of 1,024"):
        check_memory(MEMORY_LIMIT + 1)
