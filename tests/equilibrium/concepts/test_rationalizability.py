"""What is left of reasoning, compared with beliefs found by other means."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate.equilibrium.concepts.rationalizability import Rationalizable
from negotiate.equilibrium.registry import solve
from negotiate.equilibrium.solution import Solution
from negotiate.errors import UnsuitableGame
from negotiate.games.normal_form import NormalFormGame
from tests.reference import plain_beliefs
from tests.strategies import normal_form, payoff_tables


def left(game: NormalFormGame) -> tuple[Solution, Rationalizable]:
    solution = solve(game, concept="rationalizable")
    assert isinstance(solution.finding, Rationalizable)
    return solution, solution.finding


@settings(max_examples=30)
@given(payoffs=payoff_tables(players=(2, 2), strategies=(1, 4)))
def test_what_is_never_best_falls_and_nothing_else(payoffs: np.ndarray) -> None:
    solution, found = left(normal_form(payoffs))
    assert [list(own) for own in found.kept] == plain_beliefs.left(
        payoffs, plain_beliefs.strictly_dominated
    )
    assert (solution.complete, solution.exact) == (True, True)


@settings(max_examples=15)
@given(payoffs=payoff_tables(players=(3, 3), strategies=(1, 3)))
def test_with_three_players_beliefs_may_correlate(payoffs: np.ndarray) -> None:
    if payoffs[0].size > 12:
        payoffs = payoffs[:, :2, :2, :3]  # the twin takes all corners
    _, found = left(normal_form(payoffs))
    assert [list(own) for own in found.kept] == plain_beliefs.left(
        payoffs, plain_beliefs.strictly_dominated
    )


@settings(max_examples=40)
@given(payoffs=payoff_tables(players=(2, 3), strategies=(1, 4)), tries=st.sampled_from([0, 40]))
def test_each_strategy_left_is_best_against_its_conjecture(payoffs: np.ndarray, tries: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "negotiate.equilibrium.concepts.beliefs.TURNS", tries
        )  # 0: the program is always asked
        _, found = left(normal_form(payoffs))
    for player, (own, conjectures) in enumerate(zip(found.kept, found.conjectures, strict=True)):
        for strategy, conjecture in zip(own, conjectures, strict=True):
            assert conjecture is not None
            assert sum(conjecture.weights) == pytest.approx(1)
            values = np.zeros(payoffs.shape[1 + player])
            for profile, weight in zip(conjecture.profiles, conjecture.weights, strict=True):
                line = (player, *profile[:player], slice(None), *profile[player:])
                values += weight * payoffs[line]
                others = [p for p in range(len(payoffs)) if p != player]
                assert all(i in found.kept[p] for p, i in zip(others, profile, strict=True))
            assert values[strategy] >= values.max() - 1e-9


@settings(max_examples=25)
@given(payoffs=payoff_tables(players=(2, 3), strategies=(2, 3)), seed=st.integers(0, 10_000))
def test_what_means_the_same_leaves_the_same(payoffs: np.ndarray, seed: int) -> None:
    rng = np.random.default_rng(seed)
    kept = left(normal_form(payoffs))[1].kept
    ones = (1,) * (payoffs.ndim - 1)
    scale, shift = (
        rng.choice([0.1, 3.0, 1e6], (len(payoffs), *ones)),
        rng.choice([-7.0, 0.3], (len(payoffs), *ones)),
    )
    assert left(normal_form(payoffs * scale + shift))[1].kept == kept
    order = [rng.permutation(n) for n in payoffs.shape[1:]]
    moved = left(normal_form(payoffs[(slice(None), *np.ix_(*order))]))[1].kept
    assert [sorted(int(o[i]) for i in own) for o, own in zip(order, moved, strict=True)] == [
        list(k) for k in kept
    ]


@settings(max_examples=25)
@given(payoffs=payoff_tables(players=(2, 3), strategies=(2, 3)))
def test_a_strategy_that_is_always_worse_changes_nothing(payoffs: np.ndarray) -> None:
    worse = payoffs[:, :1].copy()
    worse[0] = payoffs[0].min(axis=0, keepdims=True) - 1
    kept = left(normal_form(payoffs))[1].kept
    assert left(normal_form(np.concatenate([payoffs, worse], axis=1)))[1].kept == kept


def test_a_mixture_of_three_players_game_beats_what_no_single_strategy_beats() -> None:
    first = np.zeros((3, 2, 2))
    first[0, 0], first[1, 1], first[2] = (
        4,
        4,
        1,
    )  # 4 if the second player does as one does, against a sure 1
    game = NormalFormGame.from_arrays(first, np.zeros((3, 2, 2)), np.zeros((3, 2, 2)))
    solution, found = left(game)
    assert found.kept[0] == (0, 1)
    (step,) = solution.eliminations
    assert (step.strategy, step.by) == (2, (0, 1))
    assert "correlate" in solution.notes[0]


def beauty(players: int = 2) -> NormalFormGame:
    """The nearer to half of the average, the better: Nagel 1995, with losses in place of a
    prize.
    """
    named = np.meshgrid(*(np.arange(10.0),) * players, indexing="ij")
    target = sum(named) / players / 2
    return NormalFormGame.from_arrays(*(-((own - target) ** 2) for own in named))


def test_guessing_games_unravel() -> None:
    solution, found = left(beauty())
    assert found.kept == ((0,), (0,))
    assert found.rounds > 2
    assert [s.strategy for s in solution.eliminations if s.round == 1 and s.player == 0] == [
        *range(4, 10)
    ]
    assert left(beauty(3))[1].kept == ((0,),) * 3


@pytest.mark.parametrize(
    ("game", "kept"),
    [
        (NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]]), ((1,), (1,))),
        (NormalFormGame.from_arrays([[4, 0], [3, 3]], [[4, 3], [0, 3]]), ((0, 1), (0, 1))),
        (NormalFormGame.from_arrays([[1, -1], [-1, 1]], [[-1, 1], [1, -1]]), ((0, 1), (0, 1))),
        (
            NormalFormGame.from_arrays([[0, 7], [5, 2], [7, 0]], [[7, 0], [2, 7], [0, 5]]),
            ((1, 2), (0, 1)),
        ),
    ],
    ids=["prisoner's dilemma", "stag hunt", "matching pennies", "three by two"],
)
def test_famous_games(game: NormalFormGame, kept: tuple[tuple[int, ...], ...]) -> None:
    assert left(game)[1].kept == tuple(
        tuple(own) for own in plain_beliefs.left(game.payoffs, plain_beliefs.strictly_dominated)
    )
    if game.shape == (2, 2):
        assert left(game)[1].kept == kept


def test_the_travellers_dilemma_leaves_the_least_claim() -> None:
    claims = np.arange(2.0, 31.0)
    lower, bonus = (
        np.minimum.outer(claims, claims),
        2.0 * np.sign(np.subtract.outer(claims, claims)),
    )
    solution, found = left(NormalFormGame.from_arrays(lower - bonus, lower + bonus))
    assert found.kept == ((0,), (0,))  # Basu 1994
    assert "each eliminated strategy was compared again" in solution.verified


def test_impossible_combinations_are_refused_with_a_reason() -> None:
    game = NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    barred = replace(game, feasible=np.array([[True, True], [False, True]]))
    for concept in ("rationalizable", "weak-dominance", "maxmin", "risk-dominance", "potential"):
        with pytest.raises(UnsuitableGame, match="1 of the 4 is impossible here"):
            solve(barred, concept=concept)


def test_what_was_not_looked_at_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("negotiate.equilibrium.concepts.rationalizability.PROGRAMMES", 0)
    monkeypatch.setattr("negotiate.equilibrium.concepts.beliefs.TURNS", 0)
    game = NormalFormGame.from_arrays(
        [[4, 0], [0, 4], [3, 3]], [[0, 1], [1, 0], [0, 0]]
    )  # best against a half only
    solution, found = left(game)
    assert found.conjectures[0][2] is None
    assert not solution.complete
    assert "for 1 of the remaining strategies no belief was searched for" in solution.notes[-1]
