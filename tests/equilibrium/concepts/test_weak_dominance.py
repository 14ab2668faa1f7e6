"""What iterated weak dominance leaves, and whether the order matters."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate.equilibrium.concepts import weak_dominance
from negotiate.equilibrium.concepts.beliefs import fell_rightly, without
from negotiate.equilibrium.concepts.perfection import Perfection
from negotiate.equilibrium.concepts.weak_dominance import WeakDominance
from negotiate.equilibrium.registry import solve
from negotiate.equilibrium.solution import Elimination, Solution
from negotiate.errors import UnsuitableGame
from negotiate.games.normal_form import NormalFormGame
from tests.reference import plain_beliefs
from tests.strategies import normal_form, payoff_tables

Kept = tuple[tuple[int, ...], ...]


def left(game: NormalFormGame) -> tuple[Solution, WeakDominance]:
    solution = solve(game, concept="weak-dominance")
    assert isinstance(solution.finding, WeakDominance)
    return solution, solution.finding


def as_lists(kept: Kept) -> list[list[int]]:
    return [list(own) for own in kept]


@settings(max_examples=40)
@given(payoffs=payoff_tables(players=(2, 2), strategies=(1, 4), largest=2))
def test_the_standard_order_leaves_what_full_beliefs_leave(payoffs: np.ndarray) -> None:
    solution, found = left(normal_form(payoffs))
    assert as_lists(found.kept) == plain_beliefs.left(payoffs, plain_beliefs.weakly_dominated)
    everything = [list(range(n)) for n in payoffs.shape[1:]]
    assert as_lists(found.admissible) == plain_beliefs.one_round(
        payoffs, everything, plain_beliefs.weakly_dominated
    )
    assert (solution.complete, solution.exact) == (True, True)
    assert "leaves nothing out" in solution.verified


@settings(max_examples=20)
@given(payoffs=payoff_tables(players=(2, 3), strategies=(2, 3), largest=1))
def test_every_other_order_takes_only_what_is_weakly_dominated(payoffs: np.ndarray) -> None:
    _, found = left(normal_form(payoffs))
    start: Kept = tuple(tuple(range(n)) for n in payoffs.shape[1:])
    for end in found.others:
        assert without(start, end.steps) == end.kept != found.kept
        assert all(fell_rightly(payoffs, end.steps, step, strictly=False) for step in end.steps)
        lists = as_lists(end.kept)
        assert plain_beliefs.one_round(payoffs, lists, plain_beliefs.weakly_dominated) == lists


def all_ends(payoffs: np.ndarray) -> set[Kept]:
    """Where every order of taking weakly dominated strategies away one at a time leads."""
    start: Kept = tuple(tuple(range(n)) for n in payoffs.shape[1:])
    seen, queue, found = {start}, [start], set()
    while queue:
        kept = queue.pop()
        after = plain_beliefs.one_round(payoffs, as_lists(kept), plain_beliefs.weakly_dominated)
        gone = [
            (p, i)
            for p, (own, stay) in enumerate(zip(kept, after, strict=True))
            for i in own
            if i not in stay
        ]
        if not gone:
            found.add(kept)
        for p, i in gone:
            smaller = tuple(tuple(k for k in own if (q, k) != (p, i)) for q, own in enumerate(kept))
            if smaller not in seen:
                seen.add(smaller)
                queue.append(smaller)
    return found


@settings(max_examples=25)
@given(payoffs=payoff_tables(players=(2, 2), strategies=(2, 3), largest=1))
def test_no_end_of_a_small_game_is_missed(payoffs: np.ndarray) -> None:
    _, found = left(normal_form(payoffs))
    assert found.all_orders
    assert all_ends(payoffs) <= {found.kept, *(end.kept for end in found.others)}


@settings(max_examples=15)
@given(
    payoffs=payoff_tables(players=(2, 2), strategies=(2, 4), largest=2), seed=st.integers(0, 10_000)
)
def test_what_means_the_same_leaves_the_same(payoffs: np.ndarray, seed: int) -> None:
    rng = np.random.default_rng(seed)
    found = left(normal_form(payoffs))[1]
    scale, shift = (
        rng.choice([0.1, 3.0, 1e6, 1 / 3, 1 / 7, np.pi], (2, 1, 1)),
        rng.choice([-7.0, 0.3], (2, 1, 1)),
    )
    scaled = left(normal_form(payoffs * scale + shift))[1]
    assert (scaled.kept, scaled.admissible) == (found.kept, found.admissible)
    assert {end.kept for end in scaled.others} == {end.kept for end in found.others}
    order = [rng.permutation(n) for n in payoffs.shape[1:]]
    moved = left(normal_form(payoffs[(slice(None), *np.ix_(*order))]))[1].kept
    assert [
        sorted(int(o[i]) for i in own) for o, own in zip(order, moved, strict=True)
    ] == as_lists(found.kept)


ORDER = NormalFormGame.from_arrays([[1, 0], [1, 2], [0, 2]], [[1, 0], [1, 1], [0, 1]])
"""Osborne & Rubinstein 1994, section 4.3: T, M, B against L, R."""


def test_the_order_matters_in_the_textbook_example() -> None:
    _, found = left(ORDER)
    assert found.kept == ((1,), (0, 1))
    payoffs = {
        end.kept: {tuple(ORDER.payoffs[:, i, j]) for i, j in product(*end.kept)}
        for end in found.others
    }
    assert {(1.0, 1.0)} in payoffs.values()  # first B, then R
    assert {(2.0, 1.0)} in payoffs.values()  # first T, then L
    assert not any(end.same_payoffs for end in found.others)


def test_strictly_dominated_strategies_fall_in_any_order() -> None:
    solution, found = left(NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]]))
    assert found.kept == ((1,), (1,))
    assert (found.others, found.all_orders) == ((), True)
    assert len(solution.eliminations) == 2


def test_twins_stay_both() -> None:
    _, found = left(NormalFormGame.from_arrays([[1, 0], [1, 0]], [[0, 0], [0, 0]]))
    assert found.kept == ((0, 1), (0, 1))


def test_second_price_auctions_leave_the_true_value() -> None:
    """Vickrey 1961: to bid what the thing is worth is the only bid that nothing dominates
    weakly.
    """
    bids, worth = np.arange(1.0, 5.0, 0.5), (3.5, 2.5)
    wins = np.greater.outer(bids, bids) + np.equal.outer(bids, bids) / 2
    first = wins * (worth[0] - bids[None, :])
    second = (1 - wins) * (worth[1] - bids[:, None])
    _, found = left(NormalFormGame.from_arrays(first, second))
    assert [[bids[i] for i in own] for own in found.admissible] == [[3.5], [2.5]]


def test_what_a_mixture_dominates_strictly_falls_in_fractions_too() -> None:
    """The third column is worse than half of each other one everywhere, by no simple margin."""
    first = [[0.1, 1 / 3, 0.2], [1 / 3, 0.1, 0.2], [0.3, 0.1, 1 / 7]]
    second = [[1 / 3, 0.1, 0.2], [0.1, 1 / 3, 0.2], [0.3, 0.2, 1 / 9]]
    solution, found = left(NormalFormGame.from_arrays(first, second))
    assert found.admissible == ((0, 1), (0, 1))
    assert "each remaining strategy is a best reply" in solution.verified


@settings(max_examples=25)
@given(
    payoffs=payoff_tables(players=(2, 2), strategies=(2, 3), largest=4), seed=st.integers(0, 10_000)
)
def test_a_strategy_worse_than_a_mixture_falls_whatever_the_numbers(
    payoffs: np.ndarray, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    tables = payoffs + rng.random(payoffs.shape) / 3
    rows = tables.shape[1]
    worse = np.einsum("i,pij->pj", rng.dirichlet(np.ones(rows)), tables) - 1e-3
    solution, found = left(normal_form(np.concatenate([tables, worse[:, None]], axis=1)))
    assert rows not in found.admissible[0]
    assert solution.complete or "left open" in " ".join(solution.notes)


@settings(max_examples=25)
@given(
    payoffs=payoff_tables(players=(2, 2), strategies=(2, 4), largest=4),
    unit=st.sampled_from([1.0, 1 / 3, np.pi]),
)
def test_what_is_not_admissible_is_in_no_perfect_equilibrium(
    payoffs: np.ndarray, unit: float
) -> None:
    game = normal_form(payoffs * unit)
    admissible, perfect = left(game)[1].admissible, solve(game, concept="perfect")
    assert isinstance(perfect.finding, Perfection)
    assert not perfect.finding.undecided
    for e in perfect.profiles:
        assert all(
            set(np.flatnonzero(s)) <= set(own)
            for s, own in zip(e.strategies, admissible, strict=True)
        )
    for one in perfect.finding.imperfect:
        assert (
            len(one.fault.strategies) > 1
            or one.fault.strategies[0] not in admissible[one.fault.player]
        )


def test_what_no_mixture_and_no_belief_settles_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weak_dominance, "admissible", lambda table, row: row != 1)
    solution, _ = left(NormalFormGame.from_arrays([[1, 0], [0, 1]], [[1, 0], [0, 1]]))
    assert not solution.complete
    assert "left open" in solution.notes[0]
    assert "leaves nothing out" not in solution.verified


def test_a_large_game_says_what_was_not_tried() -> None:
    rng = np.random.default_rng(5)
    solution, _ = left(NormalFormGame.from_arrays(*rng.integers(0, 9, (2, 60, 60)).astype(float)))
    assert not solution.complete
    assert "mixtures was not tried" in solution.notes[0]
    assert any("too much remains to check" in note for note in solution.notes)
    with pytest.raises(UnsuitableGame, match="takes at most"):
        solve(NormalFormGame.from_arrays(*np.zeros((2, 700, 700))), concept="weak-dominance")


def test_a_step_that_was_none_is_seen() -> None:
    wrong = Elimination(1, 0, 1, (0,))  # M for T
    assert not fell_rightly(ORDER.payoffs, [wrong], wrong, strictly=False)
    right = Elimination(1, 0, 0, (1,))
    assert fell_rightly(ORDER.payoffs, [right], right, strictly=False)
    assert not fell_rightly(ORDER.payoffs, [right], right, strictly=True)
