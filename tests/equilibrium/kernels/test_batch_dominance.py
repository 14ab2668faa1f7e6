import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from negotiate.equilibrium import batch as batch_dominance
from negotiate.equilibrium.batch import surviving
from tests.reference import plain_pure

SIZES = st.integers(1, 5)


def indices(mask: np.ndarray) -> list[int]:
    return np.flatnonzero(mask).tolist()


@given(
    payoffs=arrays.arrays(
        np.int64,
        st.tuples(st.integers(1, 4), st.just(2), SIZES, st.integers(1, 10)),
        elements=st.integers(-2, 2),
    ),
    kind=st.sampled_from([np.int8, np.int64, np.float32, np.float64]),
)
def test_each_game_is_left_with_what_one_at_a_time_leaves(payoffs: np.ndarray, kind: type) -> None:
    rows, columns = surviving(payoffs.astype(kind))
    for game, own, other in zip(payoffs, rows, columns, strict=True):
        assert [indices(own), indices(other)] == plain_pure.survivors(game.astype(float))


@given(
    payoffs=arrays.arrays(np.int64, (3, 2, 3, 4), elements=st.integers(0, 6)),
    margin=arrays.arrays(np.int64, (3, 2), elements=st.integers(0, 3)),
)
def test_a_margin_is_what_every_lead_must_exceed(payoffs: np.ndarray, margin: np.ndarray) -> None:
    rows, columns = surviving(payoffs, margin)
    for game, lead, own, other in zip(payoffs, margin, rows, columns, strict=True):
        assert [indices(own), indices(other)] == with_a_lead(game, lead)


def with_a_lead(game: np.ndarray, lead: np.ndarray) -> list[list[int]]:
    kept = [list(range(n)) for n in game.shape[1:]]
    tables = game[0], game[1].T
    moved = True
    while moved:
        fallen = [
            [j for j in own if any(all(t[i, k] - t[j, k] > e for k in other) for i in own)]
            for t, e, own, other in zip(tables, lead, kept, kept[::-1], strict=True)
        ]
        kept = [[j for j in own if j not in gone] for own, gone in zip(kept, fallen, strict=True)]
        moved = any(fallen)
    return kept


def test_whole_numbers_beyond_what_a_float_tells_apart_are_compared_exactly() -> None:
    large = 2**60
    payoffs = np.array([[[[large, large], [large + 1, large + 1]], [[0, 0], [0, 0]]]])
    assert surviving(payoffs)[0].tolist() == [[False, True]]


def test_no_games_are_no_answer() -> None:
    rows, columns = surviving(np.zeros((0, 2, 3, 4)))
    assert rows.shape == (0, 3)
    assert columns.shape == (0, 4)


def test_chunks_make_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    payoffs = np.random.default_rng(3).integers(0, 20, (50, 2, 4, 3))
    whole = surviving(payoffs)
    monkeypatch.setattr(batch_dominance, "CHUNK", 600)
    assert all((a == b).all() for a, b in zip(whole, surviving(payoffs), strict=True))
