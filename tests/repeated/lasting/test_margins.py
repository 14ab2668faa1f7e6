"""Where margins are at most 0: on functions whose roots are known."""

import numpy as np
import pytest

from negotiate.repeated.lasting.critical import NODE_FACTORS, candidates, intervals, probes, roots


def held(*margins):
    """Where all of several functions of the discount factor are at most 0."""
    tested = probes(candidates(np.stack([f(NODE_FACTORS) for f in margins], axis=1)))
    return intervals(tested, np.max([f(tested.all) for f in margins], axis=0))


def near(*ends):
    return tuple(
        (pytest.approx(low, abs=1e-9), pytest.approx(high, abs=1e-9)) for low, high in ends
    )


@pytest.mark.parametrize("root", [0.001, 1 / 3, 0.5, 0.7499999, 0.75, 0.9, 0.99, 0.9999])
def test_one_crossing_anywhere(root):
    assert held(lambda d: root - d) == near((root, 1))
    assert held(lambda d: d - root) == near((0, root))


def test_nothing_and_everything():
    assert held(lambda d: 0 * d) == ((0.0, 1.0),)
    assert held(lambda d: d - 2) == ((0.0, 1.0),)
    assert held(lambda d: 1 + d) == ()


def test_what_holds_in_the_middle_and_at_both_ends():
    assert held(lambda d: (d - 0.2) * (d - 0.6)) == near((0.2, 0.6))
    assert held(lambda d: -(d - 0.2) * (d - 0.6)) == near((0, 0.2), (0.6, 1))
    assert held(lambda d: (d - 0.1) * (d - 0.4) * (d - 0.8)) == near((0, 0.1), (0.4, 0.8))


@pytest.mark.parametrize("root", [0.3, 0.25, 0.5, 0.61803398875, 0.75, 0.95])
def test_a_knife_edge_is_an_interval_without_length(root):
    assert held(lambda d: (d - root) ** 2) == near((root, root))
    assert held(lambda d: d - root, lambda d: root - d) == near((root, root))
    assert held(lambda d: -((d - root) ** 2)) == ((0.0, 1.0),)


def test_what_holds_without_any_patience_alone_holds_nowhere():
    assert held(lambda d: d) == held(lambda d: d - 1e-15) == ()
    assert held(lambda d: -d) == ((0.0, 1.0),)


def test_a_touch_between_two_intervals_does_not_part_them():
    assert held(lambda d: (d - 0.3) * (d - 0.45) ** 2 * (d - 0.7)) == near((0.3, 0.7))


def test_an_edge_beside_an_interval():
    assert held(lambda d: (d - 0.2) ** 2 * (0.6 - d)) == near((0.2, 0.2), (0.6, 1))


def test_two_roots_in_one_cell():
    assert held(lambda d: (d - 0.4) * (d - 0.4001)) == near((0.4, 0.4001))
    assert held(lambda d: (d - 0.4) * (d - 0.40001)) == near((0.4, 0.40001))


def test_many_roots():
    found = held(lambda d: np.sin(16 * d))
    ends = [k * np.pi / 16 for k in range(1, 6)]
    assert found == near(*zip(ends[::2], [*ends[1::2], 1], strict=True))


def test_power_series_with_a_cycle_of_many_rounds():
    """(1 - d) / (1 - d ** 50), which every 50th round is worth, crosses a level once."""
    found = held(lambda d: 0.1 - d**49 * (1 - d) / (1 - d**50) * 50 / 4)
    ((low, high),) = found
    assert high == 1
    assert low**49 * (1 - low) / (1 - low**50) * 50 / 4 == pytest.approx(0.1, abs=1e-12)


def test_roots_of_a_series_are_told_row_by_row():
    series = np.array([[0.0, 1.0, 0.0], [-0.5, 0.0, 1.0], [1.0, 0.0, 1.0]])  # x, 2 x² - 3/2, 2 x²
    row, place = roots(series, np.full(3, 1e-12))
    found = sorted(zip(row.tolist(), place.round(12).tolist(), strict=True))
    assert [r for r, _ in found] == [0, 1, 1, 2]
    assert [x for _, x in found] == pytest.approx([0, -np.sqrt(0.75), np.sqrt(0.75), 0], abs=1e-9)
