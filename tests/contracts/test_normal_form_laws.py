"""Relabelling, shifting and positive scaling change no answer of any solver of normal forms."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate.equilibrium.registry import SOLVERS, solve
from negotiate.equilibrium.solution import Solution
from tests.reference import plain_supports
from tests.strategies import normal_form, payoff_tables

SMALL = normal_form(np.zeros((2, 2, 2)))
# What nashpy's methods find hangs on the order of strategies, or on a coin, and where one
# equilibrium is looked for the order decides which; they have laws of their own.
METHODS = [
    s.name
    for s in SOLVERS
    if s.applies_to(SMALL) is None and s.finds != "one" and not s.name.startswith("nashpy-")
]

Answer = set[tuple[tuple[float, ...], ...]]


def answer(solution: Solution) -> Answer:
    return {
        tuple(tuple((s.round(7) + 0.0).tolist()) for s in e.strategies) for e in solution.equilibria
    }


@pytest.mark.parametrize("method", METHODS)
@settings(max_examples=40)
@given(payoffs=payoff_tables(players=(2, 2), strategies=(1, 3)), seed=st.integers(0, 10_000))
def test_what_means_the_same_is_answered_the_same(
    method: str, payoffs: np.ndarray, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    before = solve(normal_form(payoffs), method)
    scale, shift = (
        rng.choice([0.25, 3.0, 1e6], (2, 1, 1)),
        rng.choice([-7.0, 0.0, 100.0], (2, 1, 1)),
    )
    after = solve(normal_form(payoffs * scale + shift), method)
    assert answer(after) == answer(before)
    assert after.complete == before.complete
    order = [rng.permutation(n) for n in payoffs.shape[1:]]
    moved = solve(normal_form(payoffs[(slice(None), *np.ix_(*order))]), method)
    assert answer(moved) == {
        tuple(tuple(s[k] for k in o) for s, o in zip(e, order, strict=True)) for e in answer(before)
    }
    mirrored = solve(normal_form(payoffs[::-1].transpose(0, 2, 1)), method)
    assert answer(mirrored) == {e[::-1] for e in answer(before)}


@settings(max_examples=60)
@given(payoffs=payoff_tables(players=(2, 2), strategies=(1, 3)))
def test_every_extreme_equilibrium_is_found_in_degenerate_games_too(payoffs: np.ndarray) -> None:
    exact = plain_supports.extreme_equilibria(*payoffs.astype(int).tolist())
    solution = solve(normal_form(payoffs), "extreme-points")
    assert answer(solution) == {
        tuple(tuple(round(float(p), 7) for p in s) for s in pair) for pair in exact
    }
    assert len(solution.equilibria) == len(exact)
    assert solution.complete


@given(payoffs=payoff_tables(players=(1, 3)))
def test_no_answer_leaves_a_regret(payoffs: np.ndarray) -> None:
    solution = solve(normal_form(payoffs), "pure")
    assert all(e.regret == 0 for e in solution.equilibria)
    assert solution.complete or "mixed" in " ".join(solution.notes)
