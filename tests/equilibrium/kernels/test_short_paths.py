import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate.equilibrium.nash.lemke_howson import Walker, shortest


@settings(max_examples=60)
@given(
    seed=st.integers(0, 10**6),
    rows=st.integers(1, 12),
    columns=st.integers(1, 12),
    cap=st.integers(1, 16),
)
def test_the_shortest_paths_are_those_of_all_walked_to_their_ends(
    seed: int, rows: int, columns: int, cap: int
) -> None:
    walker = Walker(np.random.default_rng(seed).random((2, rows, columns)))
    for labels in (range(rows), range(rows, rows + columns)):
        paths = [walker.follow(label, cap) for label in labels]
        lengths = {
            label: path.pivots for label, path in zip(labels, paths, strict=True) if path.pair
        }
        wanted = [label for label, length in lengths.items() if length == min(lengths.values())]
        assert shortest(walker, labels, cap) == wanted


def test_ties_everywhere_end_at_once_and_nothing_is_asked_of_no_paths() -> None:
    walker = Walker(np.ones((2, 5, 5)))
    assert shortest(walker, range(5), 10) == [0, 1, 2, 3, 4]
    assert shortest(walker, [], 10) == []
