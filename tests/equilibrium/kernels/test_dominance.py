from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiate.arrays import FloatArray, IndexArray
from negotiate.equilibrium.kernels import dominance
from negotiate.equilibrium.kernels.dominance import WORK, Rounds, Step
from negotiate.games.exactness import comparable
from tests.reference import plain_pure
from tests.strategies import payoff_tables


class Eliminated(NamedTuple):
    """What is left, what went, and whether the work sufficed."""

    kept: tuple[IndexArray, ...]
    steps: tuple[Step, ...]
    finished: bool


def iterate(payoffs: FloatArray, work: int = WORK) -> Eliminated:
    numbers, margin = comparable(payoffs)
    rounds = Rounds(numbers, margin.tolist(), work)
    steps = rounds.play()
    return Eliminated(rounds.kept, tuple(steps), rounds.finished)


@given(payoff_tables(players=(1, 3), strategies=(1, 5)))
def test_what_is_left_equals_one_at_a_time(payoffs: np.ndarray) -> None:
    kept, steps, finished = iterate(payoffs)
    assert [k.tolist() for k in kept] == plain_pure.survivors(payoffs)
    assert len(steps) == sum(payoffs.shape[1:]) - sum(len(k) for k in kept)
    assert finished


@given(payoff_tables(players=(2, 3), strategies=(2, 5)))
def test_comparing_all_at_once_takes_the_same_away(payoffs: np.ndarray) -> None:
    before = iterate(payoffs)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(dominance, "SMALL", 0)
        after = iterate(payoffs)
    assert after.steps == before.steps
    assert [k.tolist() for k in after.kept] == [k.tolist() for k in before.kept]


@given(payoff_tables(players=(2, 3), strategies=(1, 5)))
def test_each_step_is_one_in_the_game_of_its_round(payoffs: np.ndarray) -> None:
    _, steps, _ = iterate(payoffs)
    alive = [list(range(n)) for n in payoffs.shape[1:]]
    for number in sorted({s.round for s in steps}):
        now = [s for s in steps if s.round == number]
        for s in now:
            table = np.moveaxis(payoffs[s.player], s.player, 0)
            rest = np.ix_(*(k for p, k in enumerate(alive) if p != s.player))
            assert (table[s.by][rest] > table[s.strategy][rest]).all()
            assert s.by in alive[s.player]
            assert all(
                (s.player, s.by) != (t.player, t.strategy) for t in now
            )  # the dominator stays
        for s in now:
            alive[s.player].remove(s.strategy)


@given(payoff_tables(players=(1, 3), strategies=(1, 5)), st.randoms(use_true_random=False))
def test_strategies_taken_away_from_outside_leave_what_starting_anew_leaves(
    payoffs: np.ndarray, random
) -> None:
    rounds = Rounds(payoffs, [0.0] * len(payoffs))
    rounds.play()
    left = rounds.kept
    gone = [random.choice([(), own[:-1], own[1:]]) for own in left]
    for player, strategies in enumerate(gone):
        rounds.remove(player, strategies)
    rounds.play()
    rest = [np.setdiff1d(own, some) for own, some in zip(left, gone, strict=True)]
    again = iterate(payoffs[(slice(None), *np.ix_(*rest))]).kept
    assert [k.tolist() for k in rounds.kept] == [
        r[k].tolist() for r, k in zip(rest, again, strict=True)
    ]


@given(payoff_tables(players=(2, 3), strategies=(1, 5)))
def test_what_is_never_best_is_best_against_nothing(payoffs: np.ndarray) -> None:
    rounds = Rounds(payoffs, [0.0] * len(payoffs))
    rounds.play()
    left = payoffs[(slice(None), *np.ix_(*rounds.kept))]
    for player, own in enumerate(rounds.kept):
        table = np.moveaxis(left[player], player, 0).reshape(len(own), -1)
        best = (table == table.max(axis=0)).any(axis=1)
        assert rounds.never_best(player).tolist() == own[~best].tolist()


def test_a_lead_that_rounding_could_have_made_is_none() -> None:
    nearly = np.array([[[1 / 3, 1.0], [1 / 3 + 1e-16, 1.0]], [[0.0, 0.0], [0.0, 0.0]]])
    sums = np.array([[[0.3, 0.1], [0.1 + 0.2, 1.0]], [[0.0, 0.0], [0.0, 0.0]]])
    for payoffs in (nearly, sums):
        assert iterate(payoffs).steps == ()


def test_a_lead_between_whole_numbers_counts_however_large_the_other_payoffs() -> None:
    payoffs = np.array([[[0.0, 1e15], [1.0, 1e15 + 1]], [[0.0, 0.0], [0.0, 0.0]]])
    assert not comparable(payoffs)[1].any()
    assert [k.tolist() for k in iterate(payoffs).kept] == [[1], [0, 1]]
    assert (
        iterate(payoffs / 3).steps == ()
    )  # thirds are no decimals, and such a lead could be their rounding


@given(payoff_tables(players=(2, 2), strategies=(2, 5)), st.randoms(use_true_random=False))
def test_no_unit_and_no_level_changes_who_is_said_to_dominate(payoffs: np.ndarray, random) -> None:
    wanted = iterate(payoffs).steps
    steps = np.cumsum([random.choice([1, 1, 2, 50]) for _ in range(int(np.ptp(payoffs)) + 1)])
    assert (
        iterate(steps[(payoffs - payoffs.min()).astype(int)].astype(float)).steps == wanted
    )  # a rising transformation
    shifts = np.array(
        [[random.randint(-9, 9) for _ in range(n)] for n in payoffs.shape[:0:-1]], dtype=object
    )
    moved = np.stack(
        [payoffs[0] * 3 + np.array(shifts[0]), payoffs[1] * 0.5 + np.array(shifts[1])[:, None]]
    )
    assert (
        iterate(moved.astype(float)).steps == wanted
    )  # what the others do may be worth anything in itself


def test_the_dominator_of_a_game_of_levels_stays_when_a_step_grows() -> None:
    own = np.array([[0, 0, -2, -1], [0, 0, -1, 2]])
    grown = np.array([-4, -3, 0, 1, 2])  # in place of -2, -1, 0, 1, 2
    told = [
        iterate(np.stack([np.zeros((2, 4)), table]).astype(float)).steps
        for table in (own, grown[own + 2])
    ]
    assert told[0] == told[1]


def test_a_sample_of_decimals_does_not_stand_for_the_rest() -> None:
    payoffs = np.zeros((2, 150, 150))
    payoffs[0, 0, 1] = 1.0
    assert not comparable(payoffs)[1].any()
    payoffs[0, 77, 33] = 1 / 3
    payoffs[0, 11, 62] = 0.5
    assert comparable(payoffs)[1][0] > 0


def test_one_strategy_at_a_time_falls_through_a_long_chain() -> None:
    n = 150
    below = np.maximum(np.arange(n) - 1, 0)  # everybody wants to be one below the other
    own = -np.abs(np.arange(n)[:, None] - below[None, :]).astype(np.float64)
    kept, steps, finished = iterate(np.stack([own, own.T]))
    assert [k.tolist() for k in kept] == [[0], [0]]
    assert [(s.round, s.strategy) for s in steps if s.player == 0] == [
        (r, n - r) for r in range(1, n)
    ]
    assert finished


def test_many_more_strategies_than_combinations_leave_the_unbeaten() -> None:
    table = np.random.default_rng(1).integers(0, 50, (400, 2)).astype(np.float64)
    kept, _, _ = iterate(np.stack([table, np.zeros_like(table)]))
    unbeaten = [i for i, row in enumerate(table) if not (table > row).all(axis=1).any()]
    assert kept[0].tolist() == unbeaten


def test_when_the_work_is_spent_what_fell_fell_rightly_and_the_rest_stays() -> None:
    payoffs = np.random.default_rng(2).random((2, 30, 30)) + np.arange(30)[:, None] * 0.05
    whole = iterate(payoffs)
    part = iterate(payoffs, work=20_000)
    assert whole.finished
    assert not part.finished
    assert all(
        set(a.tolist()) <= set(b.tolist()) for a, b in zip(whole.kept, part.kept, strict=True)
    )


def test_equal_strategies_do_not_dominate_each_other() -> None:
    kept, steps, _ = iterate(np.zeros((2, 3, 3)))
    assert [k.tolist() for k in kept] == [[0, 1, 2]] * 2
    assert steps == ()
