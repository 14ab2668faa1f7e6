"""What a setting, and the game that takes it, refuse in words as soon as they are made."""

from __future__ import annotations

import numpy as np
import pytest

from negotiate import NormalFormGame, RepeatedGame
from negotiate.errors import OutOfRange, UnsuitableGame
from negotiate.repeated.setting import Phases, Setting, Signals

DILEMMA = NormalFormGame.from_arrays(
    [[3, 0], [5, 1]], [[3, 5], [0, 1]], labels=[["C", "D"], ["C", "D"]]
)
STAY = np.stack([np.ones((2, 2)), np.zeros((2, 2))], axis=-1)
CHANGE = np.stack([STAY, STAY[..., ::-1]])
NAN = float("nan")


def game(**setting):
    return RepeatedGame(DILEMMA, 0.9, Setting(**setting))


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ({"ends": 2.0}, "`ends` is a number from 0 to 1, and not 2"),
        ({"ends": -1}, "`ends` is a number from 0 to 1, and not -1"),
        ({"ends": NAN}, "`ends` is a number from 0 to 1, and not nan"),
        ({"ends": "x"}, "`ends` is a number from 0 to 1, and not 'x'"),
        ({"ends": True}, "`ends` is a number from 0 to 1, and not True"),
        ({"noise": (2, 2)}, "`noise` is a number from 0 to 1, and not 2"),
        ({"noise": (-0.1, 0)}, "`noise` is a number from 0 to 1, and not -0.1"),
        ({"noise": "x"}, "`noise` is one number for all players, or a list"),
        ({"noise": None}, "`noise` is one number for all players, or a list"),
        ({"misread": (5, 5)}, "`misread` is a number from 0 to 1, and not 5"),
        ({"misread": [[0.1], [0.1, 0.2]]}, "`misread` is one number for all players, or a list"),
        ({"outside": (NAN, 1)}, "`outside` is what players get in a round, and not nan"),
        ({"rounds": 0}, "`rounds` is a whole number from 1 to 1,000,000,000, and not 0"),
        ({"rounds": -3}, "`rounds` is a whole number from 1 to 1,000,000,000, and not -3"),
        ({"rounds": 2.5}, "`rounds` is a whole number from 1 to 1,000,000,000, and not 2.5"),
        ({"rounds": True}, "`rounds` is a whole number from 1 to 1,000,000,000, and not True"),
        ({"rounds": "3"}, "`rounds` is a whole number from 1 to 1,000,000,000, and not '3'"),
        (
            {"rounds": float("inf")},
            "`rounds` is a whole number from 1 to 1,000,000,000, and not inf",
        ),
    ],
)
def test_numbers_out_of_range_are_refused_when_a_setting_is_made(setting, told):
    with pytest.raises(OutOfRange) as caught:
        Setting(**setting)
    assert told in caught.value.message


def test_a_last_round_is_known_or_not():
    with pytest.raises(
        UnsuitableGame, match="`rounds` is a known last round, and `ends` says that no player"
    ):
        Setting(rounds=3, ends=0.1)


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        (0.1, (0.1, 0.1)),
        ((0.1, 0.2), (0.1, 0.2)),
        ([0.1, 0.2], (0.1, 0.2)),
        (np.array([0.1, 0.2]), (0.1, 0.2)),
        ((), ()),
        ([], ()),
    ],
)
@pytest.mark.parametrize("name", ["noise", "misread", "outside"])
def test_numbers_are_one_for_all_or_one_of_each(name, given, taken):
    found = getattr(game(**{name: given}).setting, name)
    assert found == taken
    assert isinstance(found, tuple)
    assert all(type(one) is float for one in found)


@pytest.mark.parametrize("name", ["noise", "misread", "outside"])
@pytest.mark.parametrize("given", [(0.1,), (0.1, 0.1, 0.1)])
def test_numbers_for_other_players_are_refused_when_a_game_is_made(name, given):
    with pytest.raises(UnsuitableGame, match=f"`{name}` has {len(given)} numbers? for 2 players"):
        game(**{name: given})


def test_a_setting_is_a_setting():
    with pytest.raises(UnsuitableGame, match="is a `Setting`, and not a dict"):
        RepeatedGame(DILEMMA, 0.9, {"noise": 0.1})


def test_one_number_for_all_counts_as_one_of_each():
    assert game(noise=0.1).play("tit_for_tat").payoffs == pytest.approx(
        RepeatedGame(DILEMMA, 0.9).play("tit_for_tat", noise=(0.1, 0.1)).payoffs
    )


@pytest.mark.parametrize(
    ("word", "given", "error"),
    [
        ("cooperate", (0, 0, 0), UnsuitableGame),
        ("cooperate", (0,), UnsuitableGame),
        ("cooperate", (0, 2), OutOfRange),
        ("punish", (-1, 1), OutOfRange),
        ("punish", (0.5, 1), OutOfRange),
        ("punish", ("D", "D"), OutOfRange),
        ("tempting", DILEMMA.payoffs - 1, UnsuitableGame),
        ("tempting", DILEMMA.payoffs[0], UnsuitableGame),
        ("tempting", "x", UnsuitableGame),
        ("profile", ("grim",), UnsuitableGame),
        ("profile", ("grim", "grim", "grim"), UnsuitableGame),
    ],
)
def test_what_does_not_fit_the_stage_game_is_refused_when_a_game_is_made(word, given, error):
    with pytest.raises(error):
        RepeatedGame(DILEMMA, 0.9, **{word: given})


def test_postures_may_come_as_an_array():
    found = RepeatedGame(DILEMMA, 0.9, cooperate=np.array([0, 1]), punish=[1, 0])
    assert (found.cooperate, found.punish) == ((0, 1), (1, 0))


def phases(names=("calm", "war"), payoffs=None, odds=CHANGE, tempting=None):
    usual = np.stack([DILEMMA.payoffs] * 2)
    return Phases(
        names, usual if payoffs is None else payoffs, odds, usual if tempting is None else tempting
    )


def test_phases_that_fit_are_taken_as_lists_too():
    given = phases(odds=CHANGE.tolist(), payoffs=np.stack([DILEMMA.payoffs] * 2).tolist())
    assert game(phases=given).play("grim").payoffs == pytest.approx([3, 3])


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"names": ("calm",)}, "the payoffs of phases have the shape"),
        ({"names": ("calm", "calm")}, "two phases have the same name"),
        ({"odds": CHANGE[:1]}, "the odds of phases have the shape"),
        ({"odds": CHANGE * 1.4}, "the probabilities of phases must be at least 0 and sum to 1"),
        ({"odds": [[1], [1, 2]]}, "the odds of phases must be a table of numbers"),
        ({"payoffs": np.full((2, 2, 2, 2), NAN)}, "the payoffs of phases must be finite numbers"),
        ({"tempting": np.stack([DILEMMA.payoffs - 1] * 2)}, "below the payoff itself"),
    ],
)
def test_phases_that_make_no_sense_are_refused(given, told):
    with pytest.raises(UnsuitableGame, match=told):
        phases(**given)


def test_phases_and_signals_of_another_game_are_refused():
    three = NormalFormGame.from_arrays(np.zeros((3, 2)), np.zeros((3, 2)))
    for setting in (Setting(phases=phases()), Setting(signals=Signals(("good", "bad"), STAY))):
        RepeatedGame(DILEMMA, 0.9, setting)
        with pytest.raises(UnsuitableGame, match=r"have the shape .*, and must have"):
            RepeatedGame(three, 0.9, setting)


@pytest.mark.parametrize("odds", [STAY * 0.8, STAY - 0.5, STAY[..., :1], [0.5, 0.5]])
def test_signals_that_make_no_sense_are_refused(odds):
    with pytest.raises(UnsuitableGame):
        Signals(("good", "bad"), odds)
