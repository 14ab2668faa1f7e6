import tracemalloc

import numpy as np
import pytest

from negotiate import Automaton, NormalFormGame, RepeatedGame, strategies
from negotiate.errors import GameTooLarge, OutOfRange, UnsuitableGame
from negotiate.repeated.kernels import lockstep
from negotiate.repeated.matches.sampled import BLOCK, REST
from negotiate.repeated.setting import Setting
from tests.repeated.matches.sampling import sampled

DILEMMA = NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])
NEVER = (0.0, 0.0)


def seats(game, *names):
    return [strategies[name].seated(game, player) for player, name in enumerate(names)]


def same(one, other):
    return (one.payoffs == other.payoffs).all() and (one.errors == other.errors).all()


PAIRS = [("tit_for_tat", "win_stay_lose_shift"), ("roth_erev", "tit_for_tat")]


@pytest.mark.parametrize("pair", PAIRS)
def test_a_seed_is_one_result_and_another_seed_another(pair):
    game = RepeatedGame(DILEMMA, 0.9)
    first, again, other = (
        sampled(game, seats(game, *pair), (0.1, 0.1), NEVER, 9, seed=seed, worlds=50)
        for seed in (1, 1, 2)
    )
    assert same(first, again)
    assert not same(first, other)


@pytest.mark.parametrize("pair", PAIRS)
def test_workers_change_nothing(pair, monkeypatch):
    monkeypatch.setattr("negotiate.repeated.matches.sampled.THREADED", 0)
    game = RepeatedGame(DILEMMA, 0.9)
    machines = seats(game, *pair)
    found = [
        sampled(game, machines, (0.1, 0.1), (0.1, 0.0), 3, worlds=2 * BLOCK + 7, workers=workers)
        for workers in (1, 2, 5)
    ]
    assert same(found[0], found[1])
    assert same(found[0], found[2])


def test_how_many_numbers_are_drawn_at_a_time_changes_nothing(monkeypatch):
    game = RepeatedGame(DILEMMA, 0.9)
    machines = seats(game, *PAIRS[0])
    found = []
    for drawn in (1, 700, 10**6):
        monkeypatch.setattr(lockstep, "DRAWN", drawn)
        found.append(sampled(game, machines, (0.1, 0.1), NEVER, 20, worlds=300))
    assert same(found[0], found[1])
    assert same(found[0], found[2])


def test_blocks_of_worlds_have_random_numbers_of_their_own():
    game = RepeatedGame(DILEMMA, 1)
    machines = seats(game, *PAIRS[0])
    one = sampled(game, machines, (0.1, 0.1), NEVER, 5, worlds=BLOCK)
    two = sampled(game, machines, (0.1, 0.1), NEVER, 5, worlds=2 * BLOCK)
    assert (one.payoffs != two.payoffs).all()


@pytest.mark.parametrize("block", [2, BLOCK])
def test_the_standard_error_is_that_of_independent_worlds(block, monkeypatch):
    monkeypatch.setattr("negotiate.repeated.matches.sampled.BLOCK", block)
    game = RepeatedGame(DILEMMA, [1, 0.5])
    toss = Automaton([[0.5, 0.5]], [[0, 0]])
    found = sampled(game, [toss, toss], NEVER, NEVER, 4, worlds=10_000)
    round_variance = DILEMMA.payoffs.reshape(2, -1).var(axis=1)
    weights = np.array([[1, 1, 1, 1], [1, 0.5, 0.25, 0.125]])
    weights /= weights.sum(axis=1, keepdims=True)
    expected = np.sqrt(round_variance * (weights**2).sum(axis=1) / 10_000)
    np.testing.assert_allclose(found.errors, expected, rtol=0.03)


def test_where_nothing_is_left_to_chance_all_worlds_are_the_same():
    game = RepeatedGame(DILEMMA, 0.9)
    found = sampled(game, seats(game, "gradual", "always_defect"), NEVER, NEVER, 30, worlds=77)
    assert (found.errors == 0).all()
    assert found.worlds == 77


@pytest.mark.parametrize("discount", [0.0, 0.5, 0.99, (0.99, 0.2)])
def test_an_endless_match_is_cut_where_the_rest_cannot_matter(discount):
    game = RepeatedGame(DILEMMA, discount)
    machines = seats(game, "tit_for_tat", "always_defect")
    exact = game.play(*machines).payoffs
    found = sampled(game, machines, NEVER, NEVER, None, worlds=2)
    assert (abs(found.payoffs - exact) <= REST * np.ptp(DILEMMA.payoffs)).all()


def test_a_random_end_counts_like_impatience():
    game = RepeatedGame(DILEMMA, 1, Setting(ends=0.05))
    found = sampled(game, seats(game, "tit_for_tat", "always_defect"), NEVER, NEVER, None, worlds=2)
    np.testing.assert_allclose(found.payoffs / 0.05, [19, 24], atol=1e-4)


def test_an_endless_match_without_discounting_has_no_sample():
    game = RepeatedGame(DILEMMA, [1, 0.5])
    with pytest.raises(UnsuitableGame, match="with a discount factor of 1") as refused:
        sampled(game, seats(game, "gradual", "gradual"), NEVER, NEVER, None)
    assert "`rounds`" in refused.value.hint


@pytest.mark.parametrize(
    ("worlds", "seed", "workers"), [(1, 0, 1), (0, 0, 1), (10, -1, 1), (10, 0, 0)]
)
def test_numbers_out_of_range_are_refused(worlds, seed, workers):
    game = RepeatedGame(DILEMMA, 0.5)
    with pytest.raises(OutOfRange, match="at least"):
        sampled(game, seats(game, "gradual", "gradual"), NEVER, NEVER, None, seed, worlds, workers)


@pytest.mark.parametrize(("rounds", "worlds"), [(10**9, 10), (10**5, 10**6), (None, 100)])
def test_too_many_rounds_are_refused_before_any_is_played(rounds, worlds):
    game = RepeatedGame(DILEMMA, 1 - 1e-9)
    with pytest.raises(GameTooLarge, match="simulated rounds"):
        sampled(game, seats(game, "gradual", "gradual"), NEVER, NEVER, rounds, worlds=worlds)


def test_many_postures_do_not_fill_the_memory():
    rng = np.random.default_rng(0)
    game = RepeatedGame(NormalFormGame.from_arrays(*rng.normal(size=(2, 3, 192))), 0.9)
    tracemalloc.start()
    sampled(game, seats(game, "regret_matching", "regret_matching"), NEVER, NEVER, 2, worlds=1_000)
    assert tracemalloc.get_traced_memory()[1] < 2**28
    tracemalloc.stop()


def test_a_match_of_learners_says_how_sure_it_is():
    game = RepeatedGame(DILEMMA, 0.9)
    found = game.play("roth_erev", "tit_for_tat", noise=0.01, seed=3, worlds=500)
    means, errors, worlds = sampled(
        game, seats(game, "roth_erev", "tit_for_tat"), (0.01, 0.01), NEVER, None, 3, 500
    )
    assert (found.exact, found.worlds, found.seed) == (False, 500, 3)
    np.testing.assert_array_equal(found.payoffs, means)
    np.testing.assert_allclose(found.interval[:, 1] - means, 1.959964 * errors, rtol=1e-5)
    assert worlds == 500
