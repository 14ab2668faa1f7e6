"""A strategy called best against some belief is dominated by nothing; what dominance leaves is the
same without it.
"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiate.equilibrium.nash import dominance
from negotiate.equilibrium.nash.dominance import CROWD, supported
from negotiate.games.normal_form import NormalFormGame


def drawn(seed: int, rows: int, columns: int, digits: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return np.round(rng.standard_normal((rows, columns)) * 10.0 ** rng.integers(-3, 8), digits)


@given(st.integers(0, 2**32), st.integers(2, 30), st.integers(2, 2 * CROWD), st.integers(0, 8))
def test_what_a_mixture_dominates_is_best_against_no_belief(
    seed: int, rows: int, columns: int, digits: int
) -> None:
    table = drawn(seed, rows, columns, digits)
    weights = np.random.default_rng(seed).dirichlet(np.full(rows, 0.3))
    worse = weights @ table - 1e-9 * (1.0 + np.abs(table).max())
    assert not supported(np.vstack([table, worse]))[-1]


@given(st.integers(0, 2**32), st.integers(2, 12), st.integers(CROWD, 2 * CROWD))
def test_strategies_alike_are_not_told_apart_by_rounding(
    seed: int, rows: int, columns: int
) -> None:
    table = drawn(seed, rows, columns, 2)
    behind = table[0] - np.spacing(
        np.abs(table).max()
    )  # dominated, by less than a sum of products can tell
    assert not supported(np.vstack([table, behind]))[-1]


def test_nearly_every_strategy_of_a_large_random_game_is_settled() -> None:
    assert supported(np.random.default_rng(1).random((200, 200))).all()


@pytest.mark.parametrize("seed", range(6))
def test_dominance_leaves_the_same_without_beliefs(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = np.random.default_rng(seed)
    payoffs = rng.integers(0, 40, (2, 9, CROWD + 3)).astype(np.float64)
    payoffs[0, 4] = np.floor(0.5 * payoffs[0, 2] + 0.5 * payoffs[0, 3]) - 1
    game = NormalFormGame.from_arrays(*payoffs)
    with_beliefs = dominance.reduce(game)
    monkeypatch.setattr(dominance, "supported", lambda table: np.zeros(len(table), dtype=np.bool_))
    without = dominance.reduce(game)
    assert with_beliefs.kept == without.kept
    assert with_beliefs.eliminations == without.eliminations
    assert 4 not in without.kept[0]
