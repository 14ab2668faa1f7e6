"""The odds of every combination of postures, round by round and in all."""

from __future__ import annotations

import numpy as np
import pytest

from negotiate import GameTooLarge, OutOfRange, RepeatedGame, UnsuitableGame
from negotiate.repeated.matches.exact import outcomes
from negotiate.repeated.setting import Setting
from tests.reference import match_twin
from tests.repeated.matches.random_matches import DILEMMA, automaton, game, twin


@pytest.mark.parametrize("shape", [(2, 3), (2, 2, 2)])
@pytest.mark.parametrize("rounds", [None, 6])
@pytest.mark.parametrize("seed", range(3))
def test_odds_are_those_of_the_plain_twin_round_by_round(shape, rounds, seed):
    rng = np.random.default_rng(seed)
    players = len(shape)
    repeated = game(rng, shape, (0.9, 1, 0.5)[:players], phases=2)
    automata = [automaton(rng, shape, p, 2) for p in range(players)]
    noise, misread = (0.1, 0, 0.3)[:players], (0, 0.2, 0.1)[:players]
    found = outcomes(repeated, *automata, noise=noise, misread=misread, rounds=rounds, told=8)
    match = twin(repeated, automata, noise, misread)
    here, known = match_twin.beginning(match), {}
    assert len(found.by_round) == (rounds or 8)
    for odds in found.by_round:
        told = np.zeros(odds.shape)
        for place, chance in match_twin.done_in(match, here).items():
            told[place] = chance
        assert odds == pytest.approx(told, abs=1e-12)
        here = match_twin.step(match, here, known)


@pytest.mark.parametrize("rounds", [None, 1, 30])
@pytest.mark.parametrize("discount", [0.0, 0.9, 1.0])
def test_odds_times_payoffs_are_what_is_earned_and_another_road_agrees(rounds, discount):
    rng = np.random.default_rng(5)
    repeated = game(rng, (3, 2), (discount, 0.8), phases=2)
    automata = [automaton(rng, (3, 2), p, 3) for p in range(2)]
    found = outcomes(repeated, *automata, noise=0.05, misread=0.1, rounds=rounds)
    earned = np.einsum("pfab,fpab->p", found.shares, repeated.setting.phases.payoffs)
    played = repeated.play(*automata, noise=0.05, misread=0.1, rounds=rounds)
    assert found.payoffs == pytest.approx(earned)
    assert found.payoffs == pytest.approx(played.payoffs)
    assert found.difference < 1e-12
    assert found.shares.sum(axis=(1, 2, 3)) == pytest.approx([1, 1])


def test_the_other_road_agrees_where_rare_slips_decide():
    found = outcomes(RepeatedGame(DILEMMA, 1), "tit_for_tat", noise=1e-7)
    assert found.average[0] == pytest.approx(np.full((2, 2), 0.25), abs=1e-9)
    assert found.difference < 1e-9


def test_all_rounds_count_alike_in_the_average():
    found = outcomes(RepeatedGame(DILEMMA, 0.5), "tit_for_tat", "always_defect", rounds=4)
    assert found.average[0] == pytest.approx(np.array([[0, 0.25], [0, 0.75]]))
    assert found.average == pytest.approx(found.by_round.mean(axis=0))
    assert found.shares[0, 0, 0, 1] == pytest.approx(1 / (1 + 0.5 + 0.25 + 0.125))


def test_no_more_rounds_are_told_than_are_played():
    game = RepeatedGame(DILEMMA, 0.9, Setting(rounds=3))
    assert len(outcomes(game, "tit_for_tat").by_round) == 3
    assert len(outcomes(game, "tit_for_tat", told=2).by_round) == 2


def test_what_cannot_be_told_is_refused_in_words():
    game = RepeatedGame(DILEMMA, 0.9)
    with pytest.raises(OutOfRange, match="`told`"):
        outcomes(game, "tit_for_tat", told=0)
    with pytest.raises(GameTooLarge, match="odds"):
        outcomes(game, "tit_for_tat", told=10**8)
    with pytest.raises(GameTooLarge, match="rounds"):
        outcomes(game, "tit_for_tat", rounds=10**8)


class Counts:
    """A learner that cooperates for ever."""

    def start(self, worlds):
        return np.zeros(worlds)

    def act(self, memory, draw):
        return np.zeros(len(memory), dtype=np.int64)

    def see(self, memory, own, others):
        return memory + 1


def test_strategies_without_bound_have_no_odds():
    with pytest.raises(UnsuitableGame, match="unbounded memory"):
        outcomes(RepeatedGame(DILEMMA, 0.9), Counts(), "tit_for_tat")
