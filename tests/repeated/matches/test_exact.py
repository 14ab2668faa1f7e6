"""Matches of automata are worked out exactly: against a plain twin, and on numbers that the
literature gives.
"""

from __future__ import annotations

import numpy as np
import pytest

from negotiate import Automaton, GameTooLarge, OutOfRange, RepeatedGame, UnsuitableGame
from negotiate.repeated.kernels import chain
from negotiate.repeated.matches.exact import exact_payoffs, rules
from negotiate.repeated.setting import Setting, Signals
from tests.reference import match_twin
from tests.repeated.matches.random_matches import DILEMMA, automaton, game, twin

TIT_FOR_TAT = Automaton([0, 1], [[0, 1], [0, 1]])
WIN_STAY = Automaton([0, 1], [[[0, 1], [1, 0]], [[0, 1], [1, 0]]])
GENEROUS = Automaton([[1, 0], [1 / 3, 2 / 3]], [[0, 1], [0, 1]])
DEFECT = Automaton([1], [[0, 0]])

SHAPES = [(2, 2), (2, 3), (4, 2), (3, 4), (2, 2, 2), (2, 3, 2), (1, 3)]
CASES = [
    (SHAPES[seed % len(SHAPES)], discounts, rounds, seed)
    for discounts in ((0.9, 0.9, 0.9), (0.5, 0.95, 0.0), (1, 1, 1), (1, 0.7, 1))
    for rounds in (None, 1, 7, 40)
    for seed in range(4)
]


@pytest.mark.parametrize(("shape", "discounts", "rounds", "seed"), CASES)
def test_a_match_is_what_its_plain_twin_makes_of_it(shape, discounts, rounds, seed):
    rng = np.random.default_rng([seed, len(shape), rounds or 0])
    players = len(shape)
    noise = tuple(rng.choice([0, 0.05, 0.4], players).tolist())
    misread = tuple(rng.choice([0, 0.1, 0.5], players).tolist())
    phases = int(rng.integers(1, 4)) if players == 2 else 1
    repeated = game(rng, shape, discounts[:players], phases=phases)
    automata = [automaton(rng, shape, p, int(rng.integers(1, 4))) for p in range(players)]
    found = repeated.play(*automata, noise=noise, misread=misread, rounds=rounds)
    told = match_twin.payoffs(twin(repeated, automata, noise, misread), discounts[:players], rounds)
    assert found.exact
    assert found.payoffs == pytest.approx(told, abs=1e-9)


@pytest.mark.parametrize("seed", range(6))
def test_the_long_run_of_pure_automata_without_noise_is_the_mean_of_their_cycle(seed):
    rng = np.random.default_rng(seed)
    shape = (3, 2)
    repeated = game(rng, shape, 1)
    automata = [automaton(rng, shape, p, 5, pure=True) for p in range(2)]
    seats = [one.seated(p, shape) for p, one in enumerate(automata)]
    states, seen, earned = tuple(seat.start for seat in seats), {}, []
    while states not in seen:
        seen[states] = len(earned)
        done = tuple(
            int(seat.outputs[state].argmax()) for seat, state in zip(seats, states, strict=True)
        )
        earned.append(repeated.stage.payoffs[:, *done])
        states = tuple(
            int(seat.transitions[state, *done]) for seat, state in zip(seats, states, strict=True)
        )
    assert repeated.play(*automata).payoffs == pytest.approx(
        np.mean(earned[seen[states] :], axis=0), abs=1e-12
    )


@pytest.mark.parametrize("noise", [1e-12, 1e-6, 0.01, 0.3, 0.9])
def test_tit_for_tat_forgets_who_began_at_every_rate_of_noise(noise):
    assert RepeatedGame(DILEMMA, 1).play(
        TIT_FOR_TAT, TIT_FOR_TAT, noise=noise
    ).payoffs == pytest.approx(2.25, abs=1e-9)


def test_forgiveness_and_repentance_pay_where_hands_tremble():
    endless = RepeatedGame(DILEMMA, 1)
    assert endless.play(WIN_STAY, WIN_STAY, noise=0.01).payoffs == pytest.approx(2.95109, abs=5e-6)
    assert endless.play(GENEROUS, GENEROUS, noise=0.01).payoffs == pytest.approx(2.97032, abs=5e-6)


def test_two_hundred_rounds_as_in_the_tournaments():
    endless, even = RepeatedGame(DILEMMA, 1), Automaton([[0.5, 0.5]], [[0, 0]])
    assert endless.play(TIT_FOR_TAT, TIT_FOR_TAT, rounds=200).totals == pytest.approx([600, 600])
    assert endless.play(TIT_FOR_TAT, DEFECT, rounds=200).totals == pytest.approx([199, 204])
    assert endless.play(TIT_FOR_TAT, even, rounds=200).totals == pytest.approx([449.25, 451.75])


def test_a_deadline_by_chance_counts_like_impatience():
    found = RepeatedGame(DILEMMA, 1, Setting(ends=0.05)).play(TIT_FOR_TAT, DEFECT)
    assert found.totals == pytest.approx([19, 24])
    assert found.payoffs == pytest.approx([0.95, 1.2])
    assert found.rounds is None


def test_totals_of_endless_play_without_discounting_are_not_a_number():
    found = RepeatedGame(DILEMMA, (1, 0.5)).play(TIT_FOR_TAT, DEFECT)
    assert np.isnan(found.totals[0])
    assert found.totals[1] == pytest.approx(5 + 1)


def test_a_finite_match_is_discounted_round_by_round():
    found = RepeatedGame(DILEMMA, (0.5, 0)).play(TIT_FOR_TAT, DEFECT, rounds=3)
    assert found.totals == pytest.approx([0 + 0.5 + 0.25, 5])
    assert found.payoffs == pytest.approx([0.75 * 0.5 / (1 - 0.125), 5])


def test_a_billion_rounds_are_as_good_as_endless():
    endless = RepeatedGame(DILEMMA, 1)
    long = endless.play(WIN_STAY, GENEROUS, noise=0.01, rounds=10**9).payoffs
    assert long == pytest.approx(endless.play(WIN_STAY, GENEROUS, noise=0.01).payoffs, abs=1e-6)


def test_the_setting_speaks_where_nothing_else_is_asked():
    spoken = RepeatedGame(DILEMMA, 0.9, Setting(noise=(0.1, 0.2), misread=(0, 0.3), rounds=12))
    plain = RepeatedGame(DILEMMA, 0.9)
    found = spoken.play(WIN_STAY, TIT_FOR_TAT)
    assert (found.noise, found.misread, found.rounds) == ((0.1, 0.2), (0, 0.3), 12)
    asked = plain.play(
        WIN_STAY, TIT_FOR_TAT, noise=(0.1, 0.2), misread=np.array([0, 0.3]), rounds=12
    )
    assert found.payoffs.tolist() == asked.payoffs.tolist()
    assert spoken.play(WIN_STAY, TIT_FOR_TAT, noise=0, misread=0).noise == (0, 0)


@pytest.mark.parametrize("cells", [1, 100, 1 << 20])
def test_many_matches_at_once_are_what_each_is_alone(cells, monkeypatch):
    monkeypatch.setattr(chain, "CELLS", cells)
    rng = np.random.default_rng(3)
    repeated = game(rng, (2, 3), (0.9, 1), phases=2)
    pools = [
        [automaton(rng, (2, 3), p, int(rng.integers(1, 6))).seated(p, (2, 3)) for _ in range(5)]
        for p in (0, 1)
    ]
    matches = [(one, other) for one in pools[0] for other in pools[1]]
    law = rules(repeated, (0.1, 0), (0, 0.2))
    for rounds in (None, 9):
        together = exact_payoffs(repeated, matches, law, rounds)
        alone = [exact_payoffs(repeated, [match], law, rounds)[0] for match in matches]
        assert together == pytest.approx(np.array(alone), abs=1e-12)


def test_no_match_is_no_row():
    repeated = RepeatedGame(DILEMMA, 1)
    assert exact_payoffs(repeated, [], rules(repeated), None).shape == (0, 2)


def test_seats_can_be_exchanged():
    rng = np.random.default_rng(8)
    stage = game(rng, (2, 3), 0.9).stage
    a, b = automaton(rng, (2, 3), 0, 3), automaton(rng, (2, 3), 1, 4)
    mirrored = type(stage).from_arrays(stage.payoffs[1].T, stage.payoffs[0].T)
    here = RepeatedGame(stage, (0.9, 0.6)).play(a, b, noise=(0.1, 0.3), misread=(0.2, 0))
    there = RepeatedGame(mirrored, (0.6, 0.9)).play(b, a, noise=(0.3, 0.1), misread=(0, 0.2))
    assert here.payoffs == pytest.approx(there.payoffs[::-1], abs=1e-12)


@pytest.mark.parametrize(
    "bad", [{"noise": -0.1}, {"misread": 1.5}, {"noise": float("nan")}, {"rounds": 0}]
)
def test_what_has_no_answer_is_refused(bad):
    with pytest.raises(OutOfRange):
        RepeatedGame(DILEMMA, 0.9).play("tit_for_tat", **bad)


def test_rates_are_one_a_player():
    with pytest.raises(UnsuitableGame, match="3 numbers for 2 players"):
        RepeatedGame(DILEMMA, 0.9).play("tit_for_tat", noise=(0.1, 0.1, 0.1))


def test_strategies_that_answer_acts_cannot_be_played_where_nobody_sees_them():
    signals = Signals(("good", "bad"), np.full((2, 2, 2), 0.5))
    with pytest.raises(UnsuitableGame, match="public signal"):
        RepeatedGame(DILEMMA, 0.9, Setting(signals=signals)).play("tit_for_tat")


def circle(states):
    """It plays the first action for ever, and counts rounds up to as many as it has states."""
    return Automaton(
        np.zeros(states, dtype=int), (np.arange(states)[:, None] + 1) % states * [1, 1]
    )


def test_a_chain_that_would_not_fit_is_refused_before_it_is_made():
    with pytest.raises(GameTooLarge, match="joint states"):
        RepeatedGame(DILEMMA, 0.9).play(circle(61), circle(59))
    with pytest.raises(GameTooLarge, match="joint states"):
        RepeatedGame(DILEMMA, 0.9).play(circle(100), circle(100), misread=0.1)


def test_of_many_pairs_of_states_only_those_count_that_are_met():
    found = RepeatedGame(DILEMMA, 0.9).play(circle(500), circle(1_000))
    assert found.payoffs == pytest.approx([3, 3], abs=1e-9)
    war = RepeatedGame(DILEMMA, 0.9).play("punish:periods=1000", "always_defect")
    assert war.payoffs == pytest.approx(
        RepeatedGame(DILEMMA, 0.9).play("grim", "always_defect").payoffs, abs=1e-9
    )


@pytest.mark.parametrize(("shape", "discounts", "rounds", "seed"), CASES[::3])
def test_states_that_all_can_tell_give_the_same_as_all_pairs_of_states(
    shape, discounts, rounds, seed, monkeypatch
):
    rng = np.random.default_rng([seed, len(shape), rounds or 0, 1])
    players = len(shape)
    noise = tuple(rng.choice([0, 0.05, 0.4], players).tolist())
    repeated = game(rng, shape, discounts[:players], phases=int(rng.integers(1, 4)))
    automata = [automaton(rng, shape, p, int(rng.integers(1, 4))) for p in range(players)]
    usual = repeated.play(*automata, noise=noise, rounds=rounds).payoffs
    monkeypatch.setattr(chain, "CHAIN_LIMIT", 0)
    assert repeated.play(*automata, noise=noise, rounds=rounds).payoffs == pytest.approx(
        usual, abs=1e-9
    )


def test_tables_that_would_not_fit_are_refused_before_they_are_made():
    wide = RepeatedGame(type(DILEMMA).from_arrays(np.zeros((30, 30)), np.zeros((30, 30))), 0.9)
    ladder = Automaton(
        np.zeros(200, dtype=int),
        np.minimum(np.arange(200)[:, None] + 1, 199) * np.ones(30, dtype=int),
    )
    with pytest.raises(GameTooLarge, match="combinations"):
        wide.play(ladder, "always_cooperate")
