"""What a conflict takes is said before it is taken, and is not more."""

import tracemalloc
from itertools import product

import numpy as np
import pytest

import negotiate
from negotiate.conflict.concepts import SANCTIONS
from negotiate.conflict.graph import (
    MEMORY_LIMIT,
    AxisMoves,
    Moves,
    check_memory,
    grid_memory,
    rows_memory,
)
from negotiate.conflict.graph_model import GraphModel
from negotiate.errors import GameTooLarge


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
    conflict((2, 2), listed).standing(
        "SEQ", "sequence"
    )  # whatever is imported late is imported now
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
    with pytest.raises(
        GameTooLarge, match="1,025 megabytes for states and moves are more than the limit of 1,024"
    ):
        check_memory(MEMORY_LIMIT + 1)


def one_way(options, extra=""):
    """A player with many options, one of which may be final."""
    many = ", ".join(f"o{k}" for k in range(options))
    return (
        f"format: 1\ntitle: t\nplayers: [a, b]\nissues:\n  x: {{decided_by: a, options: "
        f"[{many}]}}\n"
        "  y: {decided_by: b, options: [left, right]}\nstatus_quo: {x: o0, y: left}\npayoffs:\n"
        "  a: {gain: {amount: 1, when: x == o1}}\n  b: {gain: {amount: 1, when: y == right}}\n"
        + extra
    )


@pytest.mark.parametrize(
    "extra", ["", "irreversible: {x: [o1]}\n", "infeasible: ['x == o3 and y == right']\n"]
)
def test_many_options_of_one_player_are_no_square_in_memory(extra, tmp_path):
    path = tmp_path / "many.yaml"
    path.write_text(one_way(8_000, extra), encoding="utf-8")
    scenario = negotiate.load(str(path))
    tracemalloc.start()
    try:
        if extra:
            with pytest.raises(GameTooLarge, match="megabytes for states and moves"):
                scenario.standing()
        else:
            assert len(scenario.standing().states) == 16_000
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert most < 20_000_000


def test_a_choice_that_is_final_is_not_left_again(tmp_path):
    path = tmp_path / "few.yaml"
    path.write_text(one_way(3, "irreversible: {x: [o1]}\n"), encoding="utf-8")
    model = negotiate.load(str(path)).standing()
    places = [list(model.moves[0].from_state(state)) for state in range(6)]
    assert places == [[2, 4], [3, 5], [], [], [0, 2], [1, 3]]
