"""Smallest sets that meet every one of some sets, against all subsets."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from negotiate.bargaining.refusals.conflicts import minimal, transversals

SETS = st.lists(st.integers(0, 63), max_size=7)


def _parts(mask: int) -> list[int]:
    return [part for part in range(mask + 1) if part & mask == part]


@given(SETS)
def test_minimal_sets_hold_no_other(sets: list[int]) -> None:
    found, complete = minimal(sets, 100)
    assert complete
    assert set(found) == {
        one for one in sets if not any(other & one == other != one for other in sets)
    }


@given(SETS)
def test_every_smallest_set_that_meets_all(sets: list[int]) -> None:
    edges, _ = minimal(sets, 100)
    found, complete = transversals(edges, 1000, 10_000)

    def meets(mask: int) -> bool:
        return all(mask & edge for edge in edges)

    expected = [
        m for m in range(64) if meets(m) and not any(meets(part) for part in _parts(m) if part != m)
    ]
    assert complete
    assert sorted(found) == expected
    assert [one.bit_count() for one in found] == sorted(one.bit_count() for one in found)


@given(
    SETS.map(lambda sets: [one | 1 << 6 + k for k, one in enumerate(sets)]),
    st.integers(1, 6),
    st.integers(1, 40),
)
def test_a_search_cut_short_lists_true_sets_only_and_says_so(
    sets: list[int], limit: int, steps: int
) -> None:
    edges, _ = minimal(sets, 100)
    everything, _ = transversals(edges, 10_000, 100_000)
    found, complete = transversals(edges, limit, steps)
    assert set(found) <= set(everything)
    assert complete == (set(found) == set(everything)) or not complete


def test_too_many_are_cut() -> None:
    assert minimal([1, 2, 4], 2) == ([1, 2], False)
    pairs = [0b11 << 2 * k for k in range(8)]
    found, complete = transversals(pairs, 10, 100_000)
    assert len(found) == 10
    assert not complete


def test_nothing_to_meet_and_nothing_to_meet_it_with() -> None:
    assert transversals([], 5, 5) == ([0], True)
    assert transversals([0], 5, 5) == ([], True)
