import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from negotiate.equilibrium.trees.assessment_program import SmallProgram

SIZE = 5
BOUND = 5
ROWS = st.dictionaries(st.integers(0, SIZE - 1), st.integers(-3, 3), max_size=SIZE)
CONDITIONS = st.lists(st.tuples(ROWS, st.integers(-2, 4)), max_size=4)


def matrix(rows: list[tuple[dict[int, int], int]]) -> np.ndarray:
    return np.array([[row.get(k, 0) for k in range(SIZE)] for row, _ in rows]).reshape(-1, SIZE)


@given(
    CONDITIONS,
    CONDITIONS,
    st.sets(st.integers(0, SIZE - 1), max_size=2),
    st.lists(ROWS, min_size=1, max_size=3),
)
def test_the_best_is_that_of_another_program(equal, below, free, goals) -> None:
    below = [*below, *(({k: sign}, BOUND) for k in range(SIZE) for sign in (1, -1))]
    program = SmallProgram(SIZE, equal, below, free)
    for goal in goals:  # one after another, each from where the last one ended
        found = program.best(goal)
        other = linprog(
            -matrix([(goal, 0)])[0],
            matrix(below),
            [right for _, right in below],
            matrix(equal) if equal else None,
            [right for _, right in equal] if equal else None,
            [(None if k in free else 0, None) for k in range(SIZE)],
        )
        assert (found is None) == (other.status != 0)
        if found is not None:
            assert all(sum(f * found[k] for k, f in row.items()) == right for row, right in equal)
            assert all(sum(f * found[k] for k, f in row.items()) <= right for row, right in below)
            assert float(sum(f * found[k] for k, f in goal.items())) == pytest.approx(
                -other.fun, abs=1e-7
            )


def test_a_weight_of_a_trillionth_is_one() -> None:
    found = SmallProgram(2, [({0: 10**12, 1: -1}, 0)], [({1: 1}, 1)], ()).best({0: 1})
    assert found == [pytest.approx(1e-12), 1]
    assert found[0] > 0


def test_no_solution_is_none() -> None:
    assert SmallProgram(1, [({0: 1}, -1)], [], ()).best({0: 1}) is None
    assert SmallProgram(1, [({0: 1}, 1), ({0: 1}, 2)], [], ()).best({}) is None
    assert SmallProgram(1, [], [({0: 1}, -1)], ()).best({}) is None
