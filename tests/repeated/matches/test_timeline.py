"""One world round by round: what was meant, done and seen, and by whom."""

from __future__ import annotations

import numpy as np
import pytest

from negotiate import GameTooLarge, OutOfRange, RepeatedGame
from negotiate.repeated.matches.exact import outcomes
from negotiate.repeated.matches.timeline import timeline
from negotiate.repeated.setting import Setting
from tests.repeated.matches.random_matches import DILEMMA, automaton, game


def sample(seed=0, **asked):
    rng = np.random.default_rng(11)
    shape = (2, 3, 2)
    repeated = game(rng, shape, (0.9, 1, 0.5), phases=2, noise=(0.2, 0, 0.4), misread=(0, 0.3, 0.1))
    automata = [automaton(rng, shape, p, 3) for p in range(3)]
    return repeated, automata, timeline(repeated, *automata, seed=seed, **asked)


def test_a_seed_is_a_world_and_a_longer_timeline_begins_like_a_shorter_one():
    _, _, one = sample(rounds=50)
    _, _, same = sample(rounds=30)
    _, _, other = sample(rounds=50, seed=1)
    for field in ("postures", "intended", "seen", "phases", "payoffs", "running"):
        assert (getattr(one, field)[..., :30] == getattr(same, field)).all()
    assert (one.postures != other.postures).any()


def test_what_is_meant_follows_from_what_was_seen():
    repeated, automata, told = sample(rounds=300)
    for player, one in enumerate(automata):
        seat = one.seated(player, repeated.stage.shape)
        state = seat.start
        for now in range(300):
            assert seat.outputs[state, told.intended[player, now]] > 0
            state = seat.transitions[state, *told.seen[player, :, now]]


def test_everybody_knows_what_it_did_and_slips_are_as_frequent_as_said():
    _, _, told = sample(rounds=4000)
    for player, (noise, misread) in enumerate([(0.2, 0), (0, 0.3), (0.4, 0.1)]):
        assert (told.seen[player, player] == told.postures[player]).all()
        assert (told.postures[player] != told.intended[player]).mean() == pytest.approx(
            noise, abs=0.035
        )
        for other in range(3):
            if other != player:
                wrong = (told.seen[player, other] != told.postures[other]).mean()
                assert wrong == pytest.approx(misread, abs=0.035)


def test_payoffs_are_those_of_phase_and_postures_and_add_up_discounted():
    repeated, _, told = sample(rounds=40)
    for now in range(40):
        paid = repeated.setting.phases.payoffs[told.phases[now], :, *told.postures[:, now]]
        assert told.payoffs[:, now] == pytest.approx(paid)
    for player, discount in enumerate(repeated.discount):
        weights = discount ** np.arange(40.0)
        assert told.running[player, -1] == pytest.approx((weights * told.payoffs[player]).sum())


def test_long_timelines_come_to_the_odds_that_are_worked_out():
    repeated, automata, told = sample(rounds=20_000)
    counted = np.zeros(outcomes(repeated, *automata).average.shape)
    np.add.at(counted, (told.phases, *told.postures), 1 / 20_000)
    assert counted == pytest.approx(outcomes(repeated, *automata).average, abs=0.02)


def test_without_chance_every_seed_is_the_same_world():
    game = RepeatedGame(DILEMMA, 0.5)
    worlds = [
        timeline(game, "tit_for_tat", "always_defect", rounds=3, seed=seed) for seed in range(3)
    ]
    for told in worlds:
        assert told.postures.tolist() == [[0, 1, 1], [1, 1, 1]]
        assert told.running.tolist() == [[0, 0.5, 0.75], [5, 5.5, 5.75]]


def test_a_game_that_ends_is_followed_to_its_end():
    assert timeline(RepeatedGame(DILEMMA, 1, Setting(rounds=5)), "grim").postures.shape == (2, 5)


def test_a_certain_slip_is_always_made():
    told = timeline(
        RepeatedGame(DILEMMA, 1), "always_cooperate", noise=(1, 0), misread=(0, 1), rounds=4
    )
    assert told.postures.tolist() == [[1] * 4, [0] * 4]
    assert told.seen[1, 0].tolist() == [0] * 4


class Copies:
    """A learner that is tit for tat: its memory is what the other did last."""

    def start(self, worlds):
        return np.zeros(worlds, dtype=np.int64)

    def act(self, memory, draw):
        assert draw.shape == memory.shape
        return memory

    def see(self, memory, own, others):
        assert own.shape == memory.shape
        assert others.shape == (1, len(memory))
        return others[0]


def test_a_learner_plays_as_the_automaton_that_does_the_same():
    noisy = RepeatedGame(DILEMMA, 0.9, Setting(noise=(0.2, 0.1), misread=(0.1, 0.2)))
    one = timeline(noisy, Copies(), "win_stay_lose_shift", rounds=200, seed=4)
    other = timeline(noisy, "tit_for_tat", "win_stay_lose_shift", rounds=200, seed=4)
    assert (one.seen == other.seen).all()


@pytest.mark.parametrize("rounds", [0, -3])
def test_there_is_at_least_one_round(rounds):
    with pytest.raises(OutOfRange, match="`rounds`"):
        timeline(RepeatedGame(DILEMMA, 1), "grim", rounds=rounds)


def test_too_long_a_timeline_is_refused():
    with pytest.raises(GameTooLarge, match="rounds"):
        timeline(RepeatedGame(DILEMMA, 1), "grim", rounds=10**7)
