"""The kernels of moves against loops."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from negotiate.conflict.kernels import NEVER, AxisMovement, RowMovement, rows_of


@st.composite
def grids(draw):
    shape = tuple(draw(st.lists(st.integers(1, 4), min_size=1, max_size=3)))
    size = int(np.prod(shape))
    numbers = st.lists(st.integers(0, 5), min_size=size, max_size=size)
    return (
        shape,
        draw(st.integers(0, len(shape) - 1)),
        np.array(draw(numbers)),
        np.array(draw(numbers)),
    )


def line(shape, axis, state):
    """The states on the same line, itself among them."""
    cell = np.unravel_index(state, shape)
    return [
        int(np.ravel_multi_index((*cell[:axis], c, *cell[axis + 1 :]), shape))
        for c in range(shape[axis])
    ]


@given(grids())
def test_a_grid_against_loops(drawn):
    shape, axis, ranks, values = drawn
    found = AxisMovement.of(ranks, shape, axis)
    worst = found.worst_better(values)
    every = np.arange(len(ranks))
    starts, targets = found.improvements_from(every)
    for s in range(len(ranks)):
        better = [t for t in line(shape, axis, s) if ranks[t] > ranks[s]]
        assert worst[s] == min([int(values[t]) for t in better], default=NEVER)
        assert sorted(targets[starts[s] : starts[s + 1]].tolist()) == better
        assert found.improvement_counts[s] == len(better)
        assert found.best(values)[s] == max(values[t] for t in line(shape, axis, s))
        assert found.worst(values)[s] == min(values[t] for t in line(shape, axis, s))


@st.composite
def rows(draw):
    states = draw(st.integers(1, 7))
    there = [sorted(draw(st.sets(st.integers(0, states - 1)))) for _ in range(states)]
    numbers = st.lists(st.integers(0, 5), min_size=states, max_size=states)
    return there, np.array(draw(numbers)), np.array(draw(numbers))


@given(rows(), st.lists(st.integers(0, 6), max_size=6))
def test_rows_against_loops(drawn, some):
    there, ranks, values = drawn
    starts = np.cumsum([0, *(len(row) for row in there)])
    targets = np.array([t for row in there for t in row], dtype=np.int64)
    found = RowMovement.of(ranks, starts, targets)
    worst, best = found.worst(values), found.best(values)
    better = (found.better_starts, found.better_targets)
    for s, row in enumerate(there):
        assert worst[s] == min([int(values[t]) for t in row], default=NEVER)
        assert best[s] == max([int(values[t]) for t in row] + [int(values[s])])
        assert better[1][better[0][s] : better[0][s + 1]].tolist() == [
            t for t in row if ranks[t] > ranks[s]
        ]
    asked = [s for s in some if s < len(there)]
    few, to = rows_of(starts, targets, np.array(asked, dtype=np.int64))
    assert [to[few[n] : few[n + 1]].tolist() for n in range(len(asked))] == [
        there[s] for s in asked
    ]
