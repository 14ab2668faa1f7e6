import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate.equilibrium.nash.lemke_howson import Walker, first_to_end


@settings(max_examples=60)
@given(seed=st.integers(0, 10**6), rows=st.integers(1, 12), columns=st.integers(1, 12), cap=st.integers(1, 16))
def test_walked_in_step_the_shortest_paths_are_those_walked_one_by_one(
    seed: int, rows: int, columns: int, cap: int
) -> None:
    payoffs = np.random.default_rng(seed).random((2, rows, columns))
    walker = Walker(payoffs)
    first, second = walker.tables
    for theirs, own, before in ((first, second, 0), (second, first, rows)):
        labels = np.arange(len(theirs))
        paths = [walker.follow(before + int(label), cap) for label in labels]
        lengths = {int(label): path.pivots for label, path in zip(labels, paths, strict=True) if path.pair}
        shortest = [label for label, length in lengths.items() if length == min(lengths.values())]
        assert first_to_end(theirs, own, labels, cap).tolist() == shortest


def test_ties_everywhere_end_at_once_and_nothing_is_asked_of_no_paths() -> None:
    alike = np.ones((5, 5))
    assert first_to_end(alike, alike, np.arange(5), 10).tolist() == [0, 1, 2, 3, 4]
    assert first_to_end(alike, alike, np.arange(0), 10).tolist() == []
