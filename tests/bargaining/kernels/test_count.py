import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from negotiate.bargaining.kernels.count import UNCOUNTED, count_at_least, count_equal
from tests.bargaining.kernels.drawing import block_tables, floors
from tests.reference import bargaining_arrays as plain


@given(block_tables(blocks=(1, 5)), st.data())
def test_packages_that_reach_a_floor_are_counted(tables: list[np.ndarray], data) -> None:
    floor = data.draw(floors(len(tables[0])))
    many = len(plain.reaching(plain.sums(tables), floor))
    assert count_at_least(tables, floor) == many


@given(block_tables(blocks=(3, 6)), st.data(), st.sampled_from([1, 50, 300]))
def test_what_takes_too_much_work_is_not_counted(tables: list[np.ndarray], data, work: int) -> None:
    floor = data.draw(floors(len(tables[0])))
    assert count_at_least(tables, floor, work) in (
        UNCOUNTED,
        len(plain.reaching(plain.sums(tables), floor)),
    )


@given(block_tables(blocks=(1, 5)), st.data(), st.integers(0, 2))
def test_packages_that_meet_a_target_are_counted(
    tables: list[np.ndarray], data, slack: int
) -> None:
    every = list(plain.sums(tables).values())
    target = data.draw(st.sampled_from(every) if every else st.just((0,) * len(tables[0])))
    many = sum(
        all(abs(x - y) <= slack for x, y in zip(point, target, strict=True)) for point in every
    )
    ends = np.array(target, dtype=float), np.full(len(target), float(slack))
    assert count_equal(tables, *ends) == many
    assert count_equal(tables, *ends, work=20) in (UNCOUNTED, many)


def test_a_thousand_million_packages_of_two_players() -> None:
    tables = list(np.random.default_rng(3).integers(0, 101, (9, 2, 10)).astype(float))
    ways = np.zeros((901, 901), dtype=np.int64)  # by what both get
    ways[0, 0] = 1
    for table in tables:
        added = np.zeros_like(ways)
        for x, y in table.T.astype(int).tolist():
            added[x:, y:] += ways[: 901 - x, : 901 - y]
        ways = added
    many = int(ways[500:, 430:].sum())
    assert count_at_least(tables, np.array([500.0, 430.0])) == many
    here = int(ways[500, 430])
    assert count_equal(tables, np.array([500.0, 430.0]), np.zeros(2)) == here


def test_a_third_player_splits_the_count_of_two() -> None:
    tables = list(np.random.default_rng(4).random((10, 3, 5)).round(9) * 1e9)
    floor = np.array([5e9, 4.5e9, 4e9])
    above = count_at_least(tables, floor)
    below = count_at_least(
        [np.vstack([table[:2], -table[2]]) for table in tables], np.append(floor[:2], 1 - floor[2])
    )
    both = count_at_least(tables, np.append(floor[:2], -np.inf))
    assert above > 0
    assert above + below == both


def test_more_packages_than_machine_numbers_are_not_counted() -> None:
    tables = [np.array([[0.0, 1.0], [1.0, 0.0]])] * 100
    assert count_at_least(tables, np.array([1.0, 1.0])) == UNCOUNTED
    assert count_at_least(tables, np.array([-np.inf, -np.inf])) == 2**100
    assert count_at_least(tables, np.array([np.inf, 0.0])) == 0
