from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate.equilibrium.nash.small_supports import TIED, Supported, on_pairs, on_triples, triples
from negotiate.games.normal_form import unit_payoffs
from tests.reference import plain_supports
from tests.strategies import payoff_tables

Answer = set[tuple[tuple[float, ...], tuple[float, ...]]]


def lines(columns: int) -> np.ndarray:
    return np.array(list(combinations(range(columns), 2)), dtype=np.intp)


def spread(found: Supported, shape: tuple[int, ...]) -> Answer:
    answer = set()
    for rows, columns, row_weights, column_weights in zip(*found, strict=True):
        x, y = np.zeros(shape[0]), np.zeros(shape[1])
        x[rows], y[columns] = row_weights, column_weights
        answer.add((tuple(x.round(9).tolist()), tuple(y.round(9).tolist())))
    return answer


def plain(payoffs: np.ndarray, size: int) -> Answer:
    pairs = plain_supports.equilibria(*payoffs.astype(int).tolist())
    return {
        tuple(tuple(round(float(w), 9) for w in s) for s in pair)
        for pair in pairs
        if sum(w > 0 for w in pair[0]) == size
    }


@settings(max_examples=60)
@given(payoffs=payoff_tables(players=(2, 2), strategies=(2, 5), largest=3))
def test_every_regular_equilibrium_on_pairs_is_found_among_ties_too(payoffs: np.ndarray) -> None:
    A, B = unit_payoffs(payoffs)
    assert spread(on_pairs(A, B, lines(A.shape[1])), A.shape) == plain(payoffs, 2)


@settings(max_examples=40)
@given(payoffs=payoff_tables(players=(2, 2), strategies=(3, 4), largest=4))
def test_every_regular_equilibrium_on_triples_is_found_among_ties_too(payoffs: np.ndarray) -> None:
    A, B = unit_payoffs(payoffs)
    assert spread(on_triples(A, B), A.shape) == plain(payoffs, 3)


@settings(max_examples=15)
@given(seed=st.integers(0, 10**6), rows=st.integers(3, 5), columns=st.integers(3, 6))
def test_payoffs_without_ties(seed: int, rows: int, columns: int) -> None:
    payoffs = np.random.default_rng(seed).integers(0, 1000, (2, rows, columns))
    A, B = unit_payoffs(payoffs.astype(np.float64))
    assert spread(on_pairs(A, B, lines(columns)), A.shape) == plain(payoffs, 2)
    assert spread(on_triples(A, B), A.shape) == plain(payoffs, 3)


def test_only_the_lines_asked_for_are_looked_at() -> None:
    A, B = np.eye(4), 1.0 - np.eye(4)
    B[:, 2:] -= 2.0
    assert len(on_pairs(A, B, lines(4)).rows) == 1
    assert len(on_pairs(A, B, lines(4)[1:]).rows) == 0
    assert on_pairs(A, B, lines(4)[:0]).columns.shape == (0, 2)


@pytest.mark.parametrize("copies", [TIED - 1, TIED + 1, 40])
def test_many_equal_strategies_cost_no_more_than_six(copies: int) -> None:
    A, B = np.eye(2)[np.arange(2 * copies) % 2], 1.0 - np.eye(2)[np.arange(2 * copies) % 2]
    found = on_pairs(A, B, lines(2))
    assert len(found.rows) == min((copies) ** 2, (TIED // 2) ** 2)
    np.testing.assert_allclose(found.row_weights, 0.5)


def test_there_are_so_many_pairs_of_triples() -> None:
    assert triples(5, 6) == 10 * 20
    assert triples(2, 6) == 0
