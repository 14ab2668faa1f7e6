"""Public profiles: tested against a deviator that may deviate for ever, and on the wars of Green
and Porter.
"""

from __future__ import annotations

from itertools import product
from math import inf

import numpy as np
import pytest

from negotiate import GameTooLarge, NormalFormGame, OutOfRange, RepeatedGame, UnsuitableGame
from negotiate.repeated.lasting.public_signals import (
    PublicProfile,
    best_trigger,
    public_certificate,
    public_trigger,
    seen_through,
    trigger_critical,
)
from negotiate.repeated.setting import Setting, Signals
from tests.repeated.matches.random_matches import DILEMMA

BAD = (1, 2, 3)  # every report but that all cooperate


def watched(error, discount=0.9, stage=DILEMMA, **setting):
    return RepeatedGame(stage, discount, Setting(signals=seen_through(stage, error), **setting))


def random_public(rng, shape, states, discount):
    stage = NormalFormGame.from_arrays(*rng.normal(size=(len(shape), *shape)))
    odds = rng.dirichlet(np.ones(3), size=shape)
    game = RepeatedGame(stage, discount, Setting(signals=Signals(("low", "middle", "high"), odds)))
    outputs = np.stack([rng.integers(n, size=states) for n in shape], axis=1)
    return game, PublicProfile(
        outputs, rng.integers(states, size=(states, 3)), int(rng.integers(states))
    )


def best_values(game, profile, player, *, obeys):
    """What a player gets from each state, doing as the profile says or whatever is best for ever:
    rounds one by one.
    """
    states, delta, value = (
        len(profile.outputs),
        game.effective[player],
        np.zeros(len(profile.outputs)),
    )
    for _ in range(2000):
        found = []
        for state in range(states):
            choices = []
            for action in (
                [profile.outputs[state, player]] if obeys else range(game.stage.shape[player])
            ):
                done = tuple(
                    action if p == player else a for p, a in enumerate(profile.outputs[state])
                )
                odds = game.setting.signals.odds[done]
                later = sum(
                    chance * value[profile.transitions[state, y]] for y, chance in enumerate(odds)
                )
                choices.append((1 - delta) * game.stage.payoffs[(player, *done)] + delta * later)
            found.append(max(choices))
        value = np.array(found)
    return value


def settled(payoffs, done):
    """Whether nobody gains by another act in a single round."""
    return all(
        payoffs[(p, *done)]
        >= max(payoffs[(p, *done[:p], act, *done[p + 1 :])] for act in range(payoffs.shape[p + 1]))
        for p in range(len(done))
    )


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("shape", [(2, 2), (2, 3), (2, 2, 2)])
def test_a_profile_holds_if_no_deviation_pays_however_long(shape, seed):
    rng = np.random.default_rng(seed)
    game, profile = random_public(rng, shape, 3, (0.3, 0.6, 0.5)[: len(shape)])
    if (
        seed % 2
    ):  # a profile that may hold: in each state an equilibrium of the stage, where there is one
        stable = [done for done in product(*map(range, shape)) if settled(game.stage.payoffs, done)]
        profile = PublicProfile((stable or [(0,) * len(shape)])[:1] * 3, profile.transitions)
    found = public_certificate(game, profile)
    reached = {profile.start}
    while True:
        more = reached | {int(s) for state in reached for s in profile.transitions[state]}
        if more == reached:
            break
        reached = more
    gains = []
    for player in range(len(shape)):
        obeying = best_values(game, profile, player, obeys=True)
        assert found.values[player] == pytest.approx(obeying, abs=1e-9)
        gains.append(
            max((best_values(game, profile, player, obeys=False) - obeying)[list(reached)])
        )
    assert found.holds == (max(gains) < 1e-7)
    assert found.difference < 1e-12
    assert (found.witness is None) == found.holds


def test_states_that_no_signal_leads_to_do_not_matter():
    game = watched(0.1)
    asleep = PublicProfile([[1, 1], [0, 0]], [[0] * 4, [0] * 4])
    assert public_certificate(game, asleep).holds
    awake = public_certificate(game, PublicProfile([[1, 1], [0, 0]], [[0, 0, 0, 1], [0] * 4]))
    assert not awake
    assert awake.witness.state == ("1", "1")
    assert (awake.witness.instead_of, awake.witness.action) == ("C", "D")


def test_a_signal_that_no_act_brings_about_leads_nowhere():
    signals = Signals(("usual", "never"), np.tile([1.0, 0.0], (2, 2, 1)))
    game = RepeatedGame(DILEMMA, 0.5, Setting(signals=signals))
    assert public_certificate(game, PublicProfile([[1, 1], [0, 0]], [[0, 1], [0, 0]])).holds


def test_reports_without_error_are_acts():
    signals = seen_through(DILEMMA, 0)
    assert signals.names == ("C, C", "C, D", "D, C", "D, D")
    assert signals.odds.reshape(4, 4).tolist() == np.eye(4).tolist()
    reported = seen_through(DILEMMA, 0.1).odds
    assert reported[0, 1] == pytest.approx([0.9 * 0.1, 0.9 * 0.9, 0.1 * 0.1, 0.1 * 0.9])


@pytest.mark.parametrize(
    ("periods", "least"), [(2, 0.618034), (3, 0.543689), (5, 0.508660), (inf, 0.5)]
)
def test_without_error_the_least_patience_is_that_of_mutual_punishment(periods, least):
    ((low, high),) = trigger_critical(watched(0), BAD, periods)
    assert low == pytest.approx(least, abs=1e-6)
    assert high == 1


@pytest.mark.parametrize("periods", [2, 4, inf])
@pytest.mark.parametrize("error", [0, 0.02, 0.1])
def test_a_war_deters_exactly_between_its_critical_patiences(periods, error):
    stage = NormalFormGame.from_arrays([[3, 0, 0], [5, 1, 0]], [[4, 5, 0], [0, 1, 0]])
    game = RepeatedGame(stage, 0.9, Setting(signals=seen_through(stage, error)), punish=(1, 1))
    bad = range(1, 6)
    critical = trigger_critical(game, bad, periods)
    for player, intervals in enumerate(critical.by_player):
        ends = [end + by for interval in intervals for end in interval for by in (-1e-4, 1e-4)]
        for patience in [one for one in (0.05, 0.2, 0.4, 0.6, 0.8, 0.95, *ends) if 0 < one < 1]:
            patient = [patience if p == player else 0.999 for p in range(2)]
            tried = RepeatedGame(stage, patient, game.setting, punish=(1, 1))
            found = public_certificate(tried, public_trigger(tried, bad, periods))
            inside = any(low <= patience <= high for low, high in intervals)
            assert found.holds == (inside and all(least(critical, p) < 0.999 for p in range(2)))


def least(critical, player):
    return critical.by_player[player][0][0] if critical.by_player[player] else 1.0


def test_the_critical_patience_rises_with_noise():
    lows = [trigger_critical(watched(error), BAD, 3)[0][0] for error in (0, 0.01, 0.05, 0.1)]
    assert lows == sorted(lows)
    assert lows[-1] > lows[0] + 0.2
    assert trigger_critical(watched(0.3), BAD) == ()
    assert trigger_critical(watched(0.3), BAD).binding is None
    trembling = [
        trigger_critical(watched(0, noise=(rate, rate)), BAD, 3)[0][0] for rate in (0, 0.01, 0.05)
    ]
    assert trembling == sorted(set(trembling))


def test_the_closed_form_of_the_endless_war():
    usual, deviating = 1 - 0.9**2, 1 - 0.1 * 0.9
    needed = 2 / ((deviating - usual) * 2 - 2 * usual)
    assert trigger_critical(watched(0.1), BAD)[0][0] == pytest.approx(needed / (1 + needed))


def test_the_binding_player_is_the_one_that_is_tempted_most():
    stage = NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 9], [0, 1]])
    critical = trigger_critical(watched(0.01, stage=stage), BAD)
    assert critical.binding == 1
    assert critical[0][0] == critical.by_player[1][0][0] > critical.by_player[0][0][0]


def test_that_a_round_may_be_the_last_asks_for_more_patience():
    endless, ending = (
        trigger_critical(watched(0.02), BAD)[0],
        trigger_critical(watched(0.02, ends=0.1), BAD)[0],
    )
    assert ending[0] == pytest.approx(endless[0] / 0.9)
    assert trigger_critical(watched(0.02, ends=0.6), BAD) == ()


@pytest.mark.parametrize("error", [0, 0.01, 0.1, 0.2])
def test_the_best_war_is_the_best_of_all_that_deter(error):
    game = watched(error)
    found = best_trigger(game, BAD)
    deterring = {}
    for periods in (*range(1, 60), inf):
        certificate = public_certificate(game, public_trigger(game, BAD, periods))
        if certificate.holds:
            deterring[periods] = certificate.payoffs[0]
    assert found
    assert found.periods == min(deterring)
    assert found.certificate.payoffs[0] == pytest.approx(max(deterring.values()))
    assert found.bad == ("C, D", "D, C", "D, D")


def test_no_war_deters_where_reports_say_little():
    found = best_trigger(watched(0.3), ["C, D", "D, C", "D, D"])
    assert not found
    assert found.periods == inf
    assert found.certificate.witness.state == ("cooperate", "cooperate")


def test_a_war_that_somebody_would_leave_holds_never():
    stage = NormalFormGame.from_arrays(
        [[3, 0, 0], [5, 1, 0], [0, 2, 0]], [[3, 5, 0], [0, 1, 2], [0, 0, 0]]
    )
    game = RepeatedGame(stage, 0.9, Setting(signals=seen_through(stage, 0)), punish=(1, 1))
    assert trigger_critical(game, range(1, 9)) == ()
    assert not best_trigger(game, range(1, 9))


def test_too_much_patience_can_tempt_to_avoid_the_war_at_a_price():
    rows = [[3, 0], [3.05, 1], [2.9, 0]]
    stage = NormalFormGame.from_arrays(rows, [[3, 3.05], [0, 1], [0, 0]])
    wars = np.array(
        [[0.5, 1], [1, 1], [0.1, 1]]
    )  # the third row is careful: it costs 0.1, and few wars break out
    signals = Signals(("good", "bad"), np.stack([1 - wars, wars], axis=-1))
    game = RepeatedGame(stage, 0.5, Setting(signals=signals), punish=(1, 1))
    ((low, high),) = trigger_critical(game, ["bad"])
    least, most = 0.05 / (0.5 * 2 - 0.05 * 0.5), 0.1 / (0.4 * 2 - 0.1 * 0.5)
    assert (low, high) == pytest.approx((least / (1 + least), most / (1 + most)))
    for patience in (low - 1e-3, low + 1e-3, high - 1e-3, high + 1e-3):
        tried = RepeatedGame(stage, patience, game.setting, punish=(1, 1))
        assert public_certificate(tried, public_trigger(tried, ["bad"])).holds == (
            low <= patience <= high
        )


def test_wars_of_three_players():
    share = np.arange(8).reshape(2, 2, 2)
    acts = np.stack([share >> 2 & 1, share >> 1 & 1, share & 1])
    stage = NormalFormGame.from_arrays(*(2.0 * (3 - acts.sum(axis=0)) + 3.0 * acts))
    game = RepeatedGame(stage, 0.9, Setting(signals=seen_through(stage, 0)))
    assert trigger_critical(game, range(1, 8))[0][0] == pytest.approx(1 / 4)  # (7 - 6) / (7 - 3)
    assert best_trigger(game, range(1, 8)).certificate.payoffs == pytest.approx([6, 6, 6])


def test_what_does_not_fit_is_refused_in_words():
    game, plain = watched(0.1), RepeatedGame(DILEMMA, 0.9)
    profile = public_trigger(game, BAD, 2)
    for asked in (lambda: public_certificate(plain, profile), lambda: public_trigger(plain, BAD)):
        with pytest.raises(UnsuitableGame, match="signal"):
            asked()
    with pytest.raises(UnsuitableGame, match="there is no signal `E`"):
        public_trigger(game, ["E"])
    with pytest.raises(UnsuitableGame, match="4 signals"):
        public_certificate(game, PublicProfile([[0, 0]], [[0, 0]]))
    with pytest.raises(UnsuitableGame, match="posture that its player does not have"):
        public_certificate(game, PublicProfile([[0, 2]], [[0] * 4]))
    with pytest.raises(OutOfRange, match="discount factor of 1"):
        public_certificate(watched(0.1, 1), profile)
    for periods in (0, 1.5, 10**6):
        with pytest.raises(OutOfRange, match="`periods`"):
            public_trigger(game, BAD, periods)
    with pytest.raises(OutOfRange, match="`error`"):
        seen_through(DILEMMA, 2)
    wide = NormalFormGame.from_arrays(np.zeros((50, 50)), np.zeros((50, 50)))
    with pytest.raises(GameTooLarge, match="odds of signals"):
        seen_through(wide, 0.1)
    with pytest.raises(UnsuitableGame, match="without phases"):
        public_certificate(watched(0.1, rounds=4), profile)


@pytest.mark.parametrize(
    ("outputs", "transitions", "start"),
    [([[0, 0]], [[1]], 0), ([[0, 0]], [[0]], 1), ([0], [[0]], 0), ([], [], 0)],
)
def test_a_public_profile_fits_itself(outputs, transitions, start):
    with pytest.raises(UnsuitableGame):
        PublicProfile(outputs, transitions, start)
