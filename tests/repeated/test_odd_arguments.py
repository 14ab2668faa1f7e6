"""What is asked of a game in another way than it can answer is refused in words, and never by a
traceback.
"""

from __future__ import annotations

import numpy as np
import pytest

from negotiate import Automaton, NormalFormGame, RepeatedGame, strategies
from negotiate.errors import GameTooLarge, NegotiateError, OutOfRange, UnsuitableGame
from negotiate.repeated.lasting.agreement import simulate
from negotiate.repeated.matches.exact import outcomes
from negotiate.repeated.matches.timeline import encounter, timeline, with_breach
from negotiate.repeated.setting import Setting

DILEMMA = NormalFormGame.from_arrays(
    [[3, 0], [5, 1]], [[3, 5], [0, 1]], labels=[["C", "D"], ["C", "D"]]
)
GAME = RepeatedGame(DILEMMA, 0.9)
TIT_FOR_TAT = [[0, 1], [0, 1]]
NAN, ENDLESS = float("nan"), float("inf")


@pytest.mark.parametrize(
    "given", [(None,), (3.5,), (["grim", "grim"],), ("grim", None), (strategies,)]
)
def test_what_is_no_strategy_is_not_played(given):
    with pytest.raises(
        UnsuitableGame,
        match="a player plays a strategy, the name of a strategy, an `Automaton` or a f",
    ):
        GAME.play(*given)
    with pytest.raises(NegotiateError):
        GAME.certify(*given)


@pytest.mark.parametrize(
    "given",
    [
        {"rounds": NAN},
        {"rounds": ENDLESS},
        {"rounds": "x"},
        {"rounds": 0},
        {"rounds": True},
        {"noise": "x"},
        {"noise": NAN},
        {"noise": (0.1, None)},
        {"misread": 2},
        {"seed": "x"},
        {"seed": 1.5},
        {"seed": -1},
        {"seed": None},
    ],
)
def test_odd_numbers_are_refused_in_words(given):
    with pytest.raises(OutOfRange) as caught:
        GAME.play("grim", **given)
    assert next(iter(given)) in caught.value.message


@pytest.mark.parametrize("worlds", [2.5, "x", 1, NAN])
def test_worlds_are_a_whole_number(worlds):
    with pytest.raises(OutOfRange, match="`worlds` is a whole number of at least 2"):
        GAME.play("fictitious_play", worlds=worlds)


@pytest.mark.parametrize("given", [NAN, 0, 2.5, "x", None])
def test_rounds_that_are_told_or_followed_are_a_whole_number(given):
    with pytest.raises(OutOfRange, match="`told`"):
        outcomes(GAME, "grim", told=given)
    with pytest.raises(OutOfRange, match="`rounds`"):
        timeline(GAME, "grim", rounds=given)


def test_no_rounds_are_not_followed():
    with pytest.raises(OutOfRange, match="`rounds`"):
        encounter(GAME, "grim", rounds=0)


@pytest.mark.parametrize("periods", ["3", None, [3], True])
def test_parameters_are_numbers(periods):
    with pytest.raises(OutOfRange, match="`periods` of `punish` is a number"):
        strategies["punish"](periods=periods)


def test_parameters_may_be_of_numpy():
    assert strategies["punish"](periods=np.int64(3)).parameters == {"periods": 3}


class TestAutomata:
    @pytest.mark.parametrize(
        ("outputs", "transitions"),
        [
            ([0, 1], [[0, 1], [0]]),
            ([[1, 0], [1]], TIT_FOR_TAT),
            ([0, None], TIT_FOR_TAT),
            ([0, 1], None),
            ([[1j, 1 - 1j], [1, 0]], TIT_FOR_TAT),
        ],
    )
    def test_ragged_and_odd_tables_are_refused(self, outputs, transitions):
        with pytest.raises(UnsuitableGame):
            Automaton(outputs, transitions)

    @pytest.mark.parametrize("start", ["0", None, 0.5, True, -1, 2, NAN])
    def test_a_start_is_one_of_the_states(self, start):
        with pytest.raises(UnsuitableGame, match="cannot start in state"):
            Automaton([0, 1], TIT_FOR_TAT, start)

    def test_a_start_may_be_of_numpy(self):
        assert Automaton([0, 1], TIT_FOR_TAT, np.int64(1)).start == 1

    @pytest.mark.parametrize("off", [1e-5, -1e-5, 1e-8])
    def test_odds_sum_to_one(self, off):
        with pytest.raises(UnsuitableGame, match="sum to 1 in each state"):
            Automaton([[0.5, 0.5 + off], [1, 0]], TIT_FOR_TAT)

    def test_what_rounding_leaves_is_put_right(self):
        found = Automaton([[0.5, 0.5 + 5e-10], [1, 0]], TIT_FOR_TAT)
        assert np.abs(found.outputs.sum(axis=1) - 1).max() < 1e-15

    def test_one_player_alone_sees_nobody(self):
        found = Automaton([0, 1], [1, 0]).seated(0, (2,))
        assert found.transitions.tolist() == [[1, 1], [0, 0]]


class TestSizes:
    """Refused before anything is worked out: what would take long is not started."""

    LONG = strategies["punish"](periods=1_000)

    def test_too_many_states_of_a_match(self, monkeypatch):
        monkeypatch.setattr(RepeatedGame, "critical_discount", None)
        monkeypatch.setattr(RepeatedGame, "certify", None)
        with pytest.raises(GameTooLarge, match="joint states"):
            simulate(GAME, self.LONG, strategies["punish"](periods=999))

    def test_too_many_rounds(self, monkeypatch):
        monkeypatch.setattr(RepeatedGame, "certify", None)
        with pytest.raises(GameTooLarge, match="deviations at all discount factors") as caught:
            simulate(RepeatedGame(DILEMMA, 0.9, Setting(rounds=17_000)), "grim")
        assert caught.value.hint == "let fewer rounds be played"

    def test_too_many_states_round_by_round_up_to_a_breach(self):
        three = RepeatedGame(NormalFormGame.from_arrays(np.eye(3), np.eye(3)), 0.9)
        with pytest.raises(GameTooLarge, match="round by round") as caught:
            with_breach(three, (self.LONG,), 0, 1_000)
        assert "earlier" in caught.value.hint
        assert with_breach(GAME, ("grim",), 0, 1_000)[1] == "grim"


def test_payoffs_that_sums_of_rounds_would_swallow_are_refused() -> None:
    def dilemma(loss: float) -> RepeatedGame:
        rows = np.array([[3, 0, loss], [5, 1, loss], [loss] * 3])
        return RepeatedGame(
            NormalFormGame.from_arrays(rows, rows.T), 0.9, cooperate=(0, 0), punish=(1, 1)
        )

    assert dilemma(-1e6).critical_discount("grim", "grim")[0][0] == pytest.approx(0.5, abs=1e-3)
    for loss in (-1e9, -1e15):
        with pytest.raises(UnsuitableGame, match="payoffs of 0 and 1 are too near to each other"):
            dilemma(loss).certify("grim", "grim")
