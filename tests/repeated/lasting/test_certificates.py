"""What a certificate says of famous profiles, under every setting, and what it refuses."""

import numpy as np
import pytest

from negotiate import (
    Automaton,
    GameTooLarge,
    NormalFormGame,
    RepeatedGame,
    UnsuitableGame,
    strategies,
)
from negotiate.errors import UnknownConcept, UnknownPlayer
from negotiate.repeated.lasting.certificate import best_reply
from negotiate.repeated.setting import Phases, Setting, Signals

LABELS = [["C", "D"], ["C", "D"]]


def dilemma(t: float = 5.0, r: float = 3.0, p: float = 1.0, s: float = 0.0) -> NormalFormGame:
    return NormalFormGame.from_arrays([[r, s], [t, p]], [[r, t], [s, p]], labels=LABELS)


DILEMMA = dilemma()


def punishing(periods: int) -> Automaton:
    """Both defect for so many rounds after anybody has strayed from what is meant."""
    onward = np.zeros((periods + 1, 2, 2), dtype=int)
    onward[0] = [[0, 1], [1, 1]]
    onward[1:] = ((np.arange(1, periods + 1) + 1) % (periods + 1))[:, None, None]
    return Automaton([0, *[1] * periods], onward)


# Witnesses


def test_the_grudger_is_caught_after_its_own_slip() -> None:
    found = RepeatedGame(DILEMMA, 0.6).certify("grudger")
    witness = found.witness
    assert found.nash
    assert not found.subgame_perfect
    assert not found
    assert witness is not None
    assert witness.path == (("D", "C"),)
    assert (witness.player, witness.state) == ("player 1", ("calm", "war"))
    assert (witness.instead_of, witness.action, witness.round, witness.phase) == ("C", "D", 0, "")
    assert witness.gain == pytest.approx(0.4)  # 1 in place of 0 now, and war afterwards either way


def test_tit_for_tat_would_rather_let_a_breach_pass() -> None:
    found = RepeatedGame(DILEMMA, 0.9).certify("tit_for_tat")
    assert found.nash
    assert found.nash_witness is None
    assert found.witness is not None
    assert found.witness.path == (("D", "D"),)
    assert (found.witness.instead_of, found.witness.action) == ("D", "C")
    assert found.witness.gain == pytest.approx(
        0.9 * 5 / 1.9 - 1
    )  # 0, 5, 0, 5 … in place of 1 for ever


def test_the_first_step_of_the_best_reply_is_told() -> None:
    found = RepeatedGame(DILEMMA, 0.4).certify("tit_for_tat")
    assert not found.nash
    assert found.nash_witness is not None
    assert (found.nash_witness.path, found.nash_witness.action) == ((), "D")
    assert found.best_replies == pytest.approx([5 / 1.4, 5 / 1.4])
    assert found.nash_witness.gain == pytest.approx(5 / 1.4 - 3)


def test_a_best_reply_that_leaves_later_is_told_with_the_way_there() -> None:
    patient = Automaton([0, 0, 0], [[1, 1], [2, 2], [2, 2]])
    answer = Automaton([1, 1, 0], [[1, 1], [2, 2], [2, 2]])
    found = RepeatedGame(DILEMMA, 0.9).certify(patient, answer)
    assert found.nash_witness is not None
    assert found.nash_witness.player == "player 1"
    found = RepeatedGame(DILEMMA, 0.9).certify("always_defect", answer)
    assert found.nash_witness is not None
    assert found.nash_witness.player == "player 2"
    assert found.nash_witness.path == (("D", "D"), ("D", "D"))
    assert found.nash_witness.gain == pytest.approx(1), "counted from the round in which it leaves"
    assert found.best_replies[1] - found.payoffs[1] == pytest.approx(0.81 * 1)


# Facts


def test_taking_turns_is_held_from_a_quarter_on() -> None:
    turns = [
        [[2, 1], [2, 2]],
        [[2, 2], [0, 2]],
        [[2, 2], [2, 2]],
    ]  # (C, D), then (D, C), and war after anything else
    turns[1] = [[2, 2], [0, 2]]
    row = Automaton([0, 1, 1], turns)
    column = Automaton([1, 0, 1], np.swapaxes(np.array(turns), 1, 2))
    found = RepeatedGame(DILEMMA, 0.25).critical_discount(row, column)
    assert found == ((pytest.approx(0.25, abs=1e-12), 1.0),)
    assert found.binding == 0  # who waits for its 5
    assert RepeatedGame(DILEMMA, 0.25).certify(row, column).payoffs == pytest.approx([1, 4])


@pytest.mark.parametrize("periods", [2, 3, 5, 20])
def test_punishing_for_a_while(periods: int) -> None:
    ((low, high),) = RepeatedGame(DILEMMA, 0.9).critical_discount(punishing(periods))
    assert (sum(low**k for k in range(1, periods + 1)), high) == pytest.approx((1, 1), abs=1e-10)


def test_who_gains_most_by_breaking_has_to_be_the_most_patient() -> None:
    stage = NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 4], [0, 1]])
    found = RepeatedGame(stage, 0.9).critical_discount("grim")
    assert found.by_player == (((pytest.approx(1 / 2), 1.0),), ((pytest.approx(1 / 3), 1.0),))
    assert found == ((pytest.approx(1 / 2), 1.0),)
    assert found.binding == 0


def test_what_always_holds_binds_nobody_and_what_never_does_neither() -> None:
    always = RepeatedGame(DILEMMA, 0.9).critical_discount("always_defect")
    assert (tuple(always), always.binding) == (((0.0, 1.0),), None)
    never = RepeatedGame(DILEMMA, 0.9).critical_discount("always_cooperate")
    assert (tuple(never), never.binding, never.by_player) == ((), None, ((), ()))


def test_who_does_not_care_for_tomorrow_defects() -> None:
    game = RepeatedGame(DILEMMA, 0)
    assert not game.certify("grim").nash
    assert game.certify("always_defect").subgame_perfect
    assert game.certify("grim").payoffs == (3.0, 3.0)


def test_three_firms_need_everybody_to_be_patient() -> None:
    share = np.array(
        [2.0, 4.0, 3.0]
    )  # of the monopoly output, the best answer to it, the one-shot output
    outputs = np.meshgrid(share, share, share, indexing="ij")
    stage = NormalFormGame.from_arrays(*(q * (12 - sum(outputs)) for q in outputs))
    found = RepeatedGame(stage, (0.6, 0.6, 0.5)).certify("grim")
    assert not found.nash
    assert found.witness is not None
    assert found.witness.player == "player 3"
    assert RepeatedGame(stage, 0.5715).certify("grim").subgame_perfect


def test_the_difference_of_two_roads_is_rounding() -> None:
    for discount in (0.0, 0.5, 0.99, 0.99999):
        assert (
            RepeatedGame(DILEMMA, discount, Setting(noise=(0.01, 0.2))).certify("grim").difference
            < 1e-12
        )


# Settings


@pytest.mark.parametrize("noise", [0.001, 0.01, 0.1])
def test_a_trembling_hand_asks_for_more_patience(noise: float) -> None:
    right, wrong = 1 - noise, noise
    kept = right * right * 3 + right * wrong * (0 + 5) + wrong * wrong * 1
    broken = right * right * 5 + right * wrong * (1 + 3) + wrong * wrong * 0
    war = right * right * 1 + right * wrong * (5 + 0) + wrong * wrong * 3
    stays, survives = right * right, right * wrong
    low = (broken - kept) / (stays * (broken - kept) + (stays - survives) * (kept - war))
    found = RepeatedGame(DILEMMA, 0.9, Setting(noise=(noise, noise))).critical_discount("grim")
    assert found == ((pytest.approx(low, abs=1e-10), 1.0),)
    assert low > 0.5


def test_a_chance_that_each_round_is_the_last_is_impatience() -> None:
    found = RepeatedGame(DILEMMA, 0.9, Setting(ends=0.2)).critical_discount("grim")
    assert found == ((pytest.approx(0.5 / 0.8), 1.0),)
    assert RepeatedGame(DILEMMA, 0.9, Setting(ends=0.6)).critical_discount("grim") == ()
    assert RepeatedGame(DILEMMA, 1, Setting(ends=0.2)).certify("grim").subgame_perfect


def test_who_gets_more_outside_walks_away() -> None:
    game = RepeatedGame(DILEMMA, 0.9, Setting(outside=(0.5, 2.0)))
    found = game.certify("grim")
    assert found.nash
    assert found.witness is not None
    assert (found.witness.player, found.witness.state) == ("player 2", ("war", "war"))
    assert found.witness.action == "walk away"
    assert found.witness.gain == pytest.approx(1)
    assert RepeatedGame(DILEMMA, 0.9, Setting(outside=(0.5, 1.0))).certify("grim").subgame_perfect
    at_once = RepeatedGame(DILEMMA, 0.9, Setting(outside=(6.0, 0.0))).certify("grim")
    assert at_once.nash_witness is not None
    assert (at_once.nash_witness.action, at_once.nash_witness.path) == ("walk away", ())
    assert at_once.best_replies == pytest.approx([6, 3])
    last = RepeatedGame(DILEMMA, 0.9, Setting(outside=(3.5, 0.0))).certify("grim")
    assert last.best_replies[0] == pytest.approx(
        0.1 * 5 + 0.9 * 3.5
    )  # a breach first, and then away


def test_a_punishment_must_be_worth_sitting_out() -> None:
    stage = dilemma(t=4)  # a breach alone asks for a half: 1 more today, 2 less tomorrow
    assert RepeatedGame(stage, 0.9).critical_discount(punishing(1)) == ((pytest.approx(0.5), 1.0),)
    leaving = RepeatedGame(stage, 0.9, Setting(outside=(2.5, 0.0)))
    found = leaving.critical_discount(punishing(1))  # (1 - d) 1 + 3 d is at least 2.5
    assert found == ((pytest.approx(0.75), 1.0),)
    assert found.binding == 0


def test_a_war_that_changes_what_is_at_stake() -> None:
    calm = DILEMMA.payoffs
    payoffs = np.stack([calm, np.zeros_like(calm)])
    odds = np.zeros((2, 2, 2, 2))
    odds[0, ..., 1] = odds[1, ..., 1] = 1
    odds[0, 0, 0] = [1, 0]
    phases = Phases(("calm", "war"), payoffs, odds, payoffs)
    found = RepeatedGame(DILEMMA, 0.9, Setting(phases=phases)).critical_discount("always_cooperate")
    assert found == ((pytest.approx(2 / 5), 1.0),)  # 5 today or 3 for ever: (5 - 3) / (5 - 0)
    witness = RepeatedGame(DILEMMA, 0.3, Setting(phases=phases)).certify("always_cooperate").witness
    assert witness is not None
    assert witness.phase == "calm"


def test_what_is_had_unseen_counts_for_who_steps_aside() -> None:
    tempting = DILEMMA.payoffs.copy()
    tempting[:, 1, 1] = 1.5
    found = RepeatedGame(DILEMMA, 0.9, tempting=tempting).certify("grim")
    assert found.nash
    assert found.witness is not None
    assert found.witness.action == "another option that the others count as D"
    assert found.witness.gain == pytest.approx(0.1 * 0.5)
    tempting = DILEMMA.payoffs.copy()
    tempting[0, 1, 0] = 6
    found = RepeatedGame(DILEMMA, 0.9, tempting=tempting).critical_discount("grim")
    assert found == ((pytest.approx(0.6), 1.0),)
    assert found.by_player[1] == ((pytest.approx(0.5), 1.0),)


def test_where_players_misread_a_note_says_what_was_tested() -> None:
    found = RepeatedGame(DILEMMA, 0.9, Setting(misread=(0.1, 0.0))).certify("grim")
    assert found.subgame_perfect
    assert "misread" in found.notes[0]
    assert RepeatedGame(DILEMMA, 0.9).certify("grim").notes == ()


# Renegotiation


def test_a_war_that_both_would_rather_forget() -> None:
    found = RepeatedGame(DILEMMA, 0.9).certify("grim").renegotiation
    assert found is not None
    assert (found.postures, found.onward, found.start) == (("D", "D"), ("C", "C"), True)
    assert found.worth == pytest.approx((1, 1))
    assert found.instead == pytest.approx((3, 3))


def test_a_war_worth_nothing_is_told_to_be_worth_nothing() -> None:
    found = RepeatedGame(dilemma(p=0.0, s=-1.0), 0.9).certify("grim").renegotiation
    assert found is not None
    assert found.worth == (0.0, 0.0)


def test_to_forget_a_bad_start_is_not_to_start_again() -> None:
    """They begin with D for ever, unless one plays C: then it is C for ever."""
    onward = np.array([[[1, 1], [1, 0]], [[1, 1], [1, 1]]])
    found = RepeatedGame(DILEMMA, 0.9).certify(Automaton([1, 0], onward)).renegotiation
    assert found is not None
    assert (found.postures, found.onward, found.start) == (("D", "D"), ("C", "C"), False)
    assert RepeatedGame(DILEMMA, 0.9, Setting(rounds=5)).certify("grim").renegotiation is None


def test_a_punishment_that_its_victim_likes_is_kept() -> None:
    assert RepeatedGame(DILEMMA, 0.9).certify("always_defect").renegotiation is None
    # Who broke it plays C until it has done so once, and the other D: the victim gets 5 for it.
    onward = np.array([[[0, 2], [1, 0]], [[1, 0], [1, 1]], [[2, 2], [0, 2]]])
    row, column = Automaton([0, 0, 1], onward), Automaton([0, 1, 0], np.swapaxes(onward, 1, 2))
    found = RepeatedGame(DILEMMA, 0.9).certify(row, column)
    assert found.subgame_perfect
    assert found.renegotiation is None


def test_renegotiation_tells_what_each_would_get_and_in_which_phase() -> None:
    payoffs = np.array([[[3, 0], [5, 1]], [[30, 50], [0, 20]]], dtype=float)
    phases = Phases(
        ("calm", "tense"),
        tables := np.stack([payoffs, payoffs - 1]),
        np.full((2, 2, 2, 2), 0.5),
        tables,
    )
    game = RepeatedGame(NormalFormGame.from_arrays(*payoffs), 0.9, Setting(phases=phases))
    found = game.certify("grim").renegotiation
    assert found is not None
    assert found.phase == "calm"
    assert np.subtract(found.instead, found.worth) == pytest.approx((2, 10))


# Best replies


def test_the_best_reply_tells_what_to_do_in_each_state_of_the_other() -> None:
    found = best_reply(RepeatedGame(DILEMMA, 0.9), "player 1", "tit_for_tat")
    assert dict(found.plan) == {("content",): "C", ("angry",): "C"}
    assert found.worth == pytest.approx(found.kept)
    against = best_reply(RepeatedGame(DILEMMA, 0.9), 0, "always_cooperate")
    assert (against.worth, against.kept) == pytest.approx((5, 3))
    with pytest.raises(UnknownPlayer):
        best_reply(RepeatedGame(DILEMMA, 0.9), "nobody", "grim")
    with pytest.raises(UnsuitableGame, match="changes from round to round"):
        best_reply(RepeatedGame(DILEMMA, 0.9, Setting(rounds=3)), 0, "grim")


# Refusals


def test_what_cannot_be_certified_is_refused_in_words() -> None:
    with pytest.raises(UnsuitableGame, match="discount factor of 1") as refused:
        RepeatedGame(DILEMMA, 1).certify("grim")
    assert "just below 1" in refused.value.hint
    signals = Signals(("good", "bad"), np.full((2, 2, 2), 0.5))
    with pytest.raises(UnsuitableGame, match="signals"):
        RepeatedGame(DILEMMA, 0.9, Setting(signals=signals)).certify("grim")
    with pytest.raises(UnknownConcept, match="perfekt"):
        RepeatedGame(DILEMMA, 0.9).critical_discount("grim", concept="perfekt")  # type: ignore[arg-type]  # a word that is none


def test_a_strategy_without_bound_is_refused_by_its_name() -> None:
    learner = next(one for one in strategies.values() if not one.finite)
    with pytest.raises(UnsuitableGame, match=f"`{learner.name}` has unbounded memory"):
        RepeatedGame(DILEMMA, 0.9).certify("grim", learner)


def circle(length: int) -> Automaton:
    """Goes round through its states, whatever happens."""
    return Automaton(
        [0] * length, np.repeat((np.arange(length) + 1) % length, 2).reshape(length, 2)
    )


def test_too_many_joint_states_are_refused_before_any_work() -> None:
    with pytest.raises(GameTooLarge, match="joint states"):
        RepeatedGame(DILEMMA, 0.9).certify(circle(50), circle(51))
    assert RepeatedGame(DILEMMA, 0.9).certify(circle(8), circle(9)).states == 72


def test_two_roads_to_the_same_sum_do_not_differ_for_the_very_patient() -> None:
    """One of them goes through strategies that mix, off the path; rounding alone must not end the
    interval.
    """
    found = RepeatedGame(DILEMMA, 0.9).critical_discount("grim", "firm_but_fair", concept="nash")
    assert found == ((pytest.approx(0.75), 1.0),)
