from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate.equilibrium.nash import dominance
from negotiate.equilibrium.nash.dominance import reduce
from negotiate.games.normal_form import NormalFormGame
from tests.reference import plain_dominance
from tests.strategies import normal_form, payoff_tables


@settings(max_examples=150)
@given(payoff_tables(players=(2, 2), strategies=(1, 4)))
def test_what_is_left_equals_one_at_a_time_in_fractions(payoffs: np.ndarray) -> None:
    first, second = (
        [[Fraction(x) for x in row] for row in table.tolist()]
        for table in (payoffs[0], payoffs[1].T)
    )
    left = reduce(normal_form(payoffs))
    assert [list(own) for own in left.kept] == plain_dominance.survivors(first, second)
    assert left.notes == ()


@settings(max_examples=60)
@given(
    payoff_tables(players=(2, 3), strategies=(1, 4)),
    st.sampled_from([0.1, 1 / 3, 7.0, 1e6]),
    st.integers(0, 99),
)
def test_units_and_the_order_of_strategies_change_nothing(
    payoffs: np.ndarray, unit: float, seed: int
) -> None:
    before = reduce(normal_form(payoffs))
    assert reduce(normal_form(payoffs * unit - 3)).kept == before.kept
    order = [np.random.default_rng(seed).permutation(n) for n in payoffs.shape[1:]]
    after = reduce(normal_form(payoffs[(slice(None), *np.ix_(*order))]))
    assert [sorted(o[list(own)].tolist()) for o, own in zip(order, after.kept, strict=True)] == [
        list(own) for own in before.kept
    ]


@given(payoff_tables(players=(2, 2), strategies=(1, 4)))
def test_twins_stay_or_go_together(payoffs: np.ndarray) -> None:
    twice = reduce(normal_form(np.repeat(payoffs, 2, axis=1)))
    once = reduce(normal_form(payoffs))
    assert twice.kept[0] == tuple(i for own in once.kept[0] for i in (2 * own, 2 * own + 1))
    assert twice.kept[1] == once.kept[1]


@given(payoff_tables(players=(2, 3), strategies=(1, 4)))
def test_each_step_is_better_at_all_that_was_left(payoffs: np.ndarray) -> None:
    game = normal_form(payoffs)
    steps = reduce(game).eliminations
    alive = [list(range(n)) for n in game.shape]
    for number in sorted({step.round for step in steps}):
        now = [step for step in steps if step.round == number]
        for step in now:
            table = np.moveaxis(payoffs[step.player], step.player, 0)
            rest = np.ix_(*(own for p, own in enumerate(alive) if p != step.player))
            mixed = sum(w * table[i][rest] for i, w in zip(step.by, step.weights, strict=True))
            assert (mixed > table[step.strategy][rest]).all()
            assert sum(step.weights) == pytest.approx(1)
            assert set(step.by) <= set(alive[step.player]) - {step.strategy}
        for step in now:
            alive[step.player].remove(step.strategy)


def test_weights_keep_clear_of_where_rounding_would_decide() -> None:
    # The middle column loses to more than 1/3 and less than 1/2 of the first and the rest of the
    # last; 1/2 is simplest.
    for unit in (1, 1 / 3):
        columns = np.array([[0.0, -2.0, -3.0], [1.0, 2.0, 3.0]]) * unit
        left = reduce(NormalFormGame.from_arrays(np.array([[1, 0, 0], [0, 1, 1]]), columns))
        assert left.kept[1] == (0, 2)
        assert 1 / 3 < left.eliminations[0].weights[0] < 1 / 2


def test_a_mixture_dominates_where_no_pure_strategy_does() -> None:
    game = NormalFormGame.from_arrays([[4, 0], [0, 4], [1, 1]], [[0, 1], [1, 0], [3, 0]])
    left = reduce(game)
    assert left.kept == ((0, 1), (0, 1))
    (step,) = left.eliminations
    assert (step.round, step.player, step.strategy, step.by, step.weights) == (
        1,
        0,
        2,
        (0, 1),
        (0.5, 0.5),
    )


def test_pure_dominance_goes_on_after_a_mixture() -> None:
    # Without row 2 the second column is strictly worse; then the second row is.
    game = NormalFormGame.from_arrays([[4, 0], [0, 4], [1, 1]], [[1, 0], [1, 0], [0, 9]])
    left = reduce(game)
    assert left.kept == ((0,), (0,))
    assert [(s.round, s.player, s.strategy) for s in left.eliminations] == [
        (1, 0, 2),
        (2, 1, 1),
        (3, 0, 1),
    ]


def test_impossible_combinations_stop_it_with_a_note() -> None:
    game = NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    left = reduce(replace(game, feasible=np.array([[True, True], [False, True]])))
    assert left.eliminations == ()
    assert "impossible" in left.notes[0]


def test_a_mixture_dominates_against_two_opponents_too() -> None:
    payoffs = np.zeros((3, 3, 2, 2))
    payoffs[0] = np.array([[[4, 0], [0, 4]], [[0, 4], [4, 0]], [[1, 1], [1, 1]]])
    left = reduce(NormalFormGame.from_arrays(*payoffs))
    assert left.kept == ((0, 1), (0, 1), (0, 1))
    assert left.eliminations[0].by == (0, 1)


def test_travellers_undercut_each_other_all_the_way_down() -> None:
    # Basu 1994, "The Traveler's Dilemma", American Economic Review 84(2): (2, 2) is the only
    # rationalizable pair.
    claim = np.arange(2, 101)
    own = np.minimum(claim[:, None], claim) + 2 * np.sign(claim - claim[:, None])
    left = reduce(NormalFormGame.from_arrays(own, own.T))
    assert left.kept == ((0,), (0,))
    assert [s.strategy for s in left.eliminations if s.player == 0] == list(range(98, 0, -1))
    assert left.notes == ()


def test_nash_demands_are_not_dominated() -> None:
    # Nash 1953, the discrete demand game: each demand is best against what leaves just that, or
    # against too much.
    demand = np.arange(11)
    own = np.where(demand[:, None] + demand <= 10, demand[:, None], 0)
    assert reduce(NormalFormGame.from_arrays(own, own.T)).eliminations == ()


def test_what_takes_too_long_is_not_tried_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    game = NormalFormGame.from_arrays([[4, 0], [0, 4], [1, 1]], [[0, 1], [1, 0], [3, 0]])
    assert reduce(game, mixtures=False).notes == (dominance.UNTRIED,)
    assert (
        reduce(NormalFormGame.from_arrays([[4, 0], [0, 4]], [[0, 1], [1, 0]]), mixtures=False).notes
        == ()
    )
    monkeypatch.setattr(dominance, "WORK", 10)
    left = reduce(game)
    assert left.eliminations == ()
    assert left.notes == (dominance.UNTRIED,)


def test_a_game_too_large_for_every_comparison_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    from negotiate.equilibrium.kernels.dominance import Rounds

    monkeypatch.setattr(
        dominance, "Rounds", lambda payoffs, margin: Rounds(payoffs, margin, work=-1)
    )
    left = reduce(NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]]))
    assert left.eliminations == ()
    assert left.notes == (dominance.UNFINISHED,)
