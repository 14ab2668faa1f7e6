"""A known number of rounds, worked out from the last one."""

from dataclasses import replace

import numpy as np
import pytest

from negotiate import Automaton, GameTooLarge, NormalFormGame, RepeatedGame
from negotiate.repeated.setting import Setting
from tests.repeated.lasting.random_profiles import random_case

DILEMMA = NormalFormGame.from_arrays(
    [[3, 0], [5, 1]], [[3, 5], [0, 1]], labels=[["C", "D"], ["C", "D"]]
)


@pytest.mark.parametrize("patience", [0.3, 0.9, 1.0])
@pytest.mark.parametrize("rounds", [1, 2, 10])
def test_grim_unravels_from_the_last_round(rounds: int, patience: float) -> None:
    found = RepeatedGame(DILEMMA, patience, Setting(rounds=rounds)).certify("grim")
    assert not found.nash
    assert found.witness is not None
    assert found.nash_witness is not None
    if patience > 0.5:
        assert found.witness.round == found.nash_witness.round == rounds
        assert found.witness.path == found.nash_witness.path == (("C", "C"),) * (rounds - 1)
        whole = sum(patience**t for t in range(rounds))
        assert found.best_replies[0] == pytest.approx(3 + 2 * patience ** (rounds - 1) / whole)
    assert found.payoffs == pytest.approx([3, 3])
    assert found.difference < 1e-12


@pytest.mark.parametrize("rounds", [2, 10, 100])
def test_grim_is_no_equilibrium_before_a_known_end_however_little_the_last_round_counts_in_the_first(
    rounds: int,
) -> None:
    """0.3 ** 99 is nothing, and yet whoever has come to the last round gains by it."""
    for patience in (1e-4, 0.3, 0.6, 0.75, 0.9, 1.0):
        found = RepeatedGame(DILEMMA, patience, Setting(rounds=rounds)).certify("grim")
        assert not found.nash
        assert found.nash_witness is not None
        if patience > 0.5:
            assert found.nash_witness.round == rounds
            assert found.nash_witness.gain == pytest.approx(2)
    for concept in ("nash", "subgame-perfect"):
        found = RepeatedGame(DILEMMA, 0.5, Setting(rounds=rounds)).critical_discount(
            "grim", concept=concept
        )
        assert (*found, *found.by_player[0], *found.by_player[1]) == ()


def test_who_has_no_patience_minds_the_first_round_alone() -> None:
    """The second player breaks faith in the second round, and gains by it nothing that it minds."""
    late = Automaton([1, 0], np.ones((2, 2, 2), dtype=int))
    assert RepeatedGame(DILEMMA, 0.0, Setting(rounds=2)).certify("always_defect", late).nash
    assert RepeatedGame(DILEMMA, 0.0).certify("always_defect", late).nash
    assert not RepeatedGame(DILEMMA, 1e-6).certify("always_defect", late).nash
    assert not RepeatedGame(DILEMMA, 1e-6, Setting(rounds=2)).certify("always_defect", late).nash


@pytest.mark.parametrize("patience", [0.0, 0.5, 1.0])
def test_what_is_played_once_is_played_every_time(patience: float) -> None:
    game = RepeatedGame(DILEMMA, patience, Setting(rounds=20))
    assert game.certify("always_defect").subgame_perfect
    assert game.certify("always_defect").payoffs == pytest.approx([1, 1])
    assert game.critical_discount("grim") == game.critical_discount("grim", concept="nash") == ()
    assert game.critical_discount("always_defect") == ((0.0, 1.0),)


def test_two_equilibria_of_a_round_hold_an_agreement_before_the_last() -> None:
    """Benoit and Krishna 1985: the good one follows upon the agreement, and the bad one upon a
    breach.
    """
    own = [[4, 0, 0], [5, 3, 0], [0, 0, 1]]
    stage = NormalFormGame.from_arrays(
        own, np.transpose(own), labels=[["agree", "good", "bad"]] * 2
    )
    onward = np.full((3, 3, 3), 2)
    onward[0, 0, 0] = 1
    plays = Automaton([0, 1, 2], onward, names=("first", "kept", "broken"))
    game = RepeatedGame(stage, 0.9, Setting(rounds=2))
    assert game.critical_discount(plays) == (
        (pytest.approx(0.5), 1.0),
    )  # 5 - 4 today, 3 - 1 tomorrow
    assert game.critical_discount(plays, concept="nash") == ((pytest.approx(0.5), 1.0),)
    assert game.certify(plays).subgame_perfect
    assert game.certify(plays).payoffs == pytest.approx([(4 + 0.9 * 3) / 1.9] * 2)
    assert not RepeatedGame(stage, 0.49, Setting(rounds=2)).certify(plays).nash
    assert not RepeatedGame(stage, 0.9, Setting(rounds=1)).certify(plays).nash


def test_only_what_can_be_reached_by_then_counts() -> None:
    """The third state does harm, and no play gets there within two rounds."""
    harm = Automaton([1, 1, 0], [[1, 1], [2, 2], [2, 2]])
    assert RepeatedGame(DILEMMA, 0.9, Setting(rounds=2)).certify(harm).subgame_perfect
    found = RepeatedGame(DILEMMA, 0.9, Setting(rounds=3)).certify(harm)
    assert found.witness is not None
    assert found.witness.round == 3
    assert len(found.witness.path) == 2


def test_many_rounds_are_no_trouble_and_too_many_are_refused() -> None:
    found = RepeatedGame(DILEMMA, 1, Setting(rounds=200)).certify("tit_for_tat")
    assert found.payoffs == pytest.approx([3, 3])
    assert found.best_replies == pytest.approx([3.01, 3.01])
    for rounds in (100_000, 10**9):  # each costs its time, however few states there are
        with pytest.raises(GameTooLarge, match="rounds"):
            RepeatedGame(DILEMMA, 1, Setting(rounds=rounds)).certify("tit_for_tat")
    with pytest.raises(GameTooLarge):
        RepeatedGame(DILEMMA, 1, Setting(rounds=10**9)).critical_discount("tit_for_tat")


def test_walking_away_lasts_to_the_end() -> None:
    found = RepeatedGame(DILEMMA, 1, Setting(rounds=10, outside=(2.0, 0.0))).certify(
        "always_defect"
    )
    assert found.nash_witness is not None
    assert (found.nash_witness.action, found.nash_witness.round) == ("walk away", 1)
    assert found.best_replies == pytest.approx([2, 1])


def test_a_long_fixed_game_comes_near_the_endless_one_in_its_value() -> None:
    ending = RepeatedGame(DILEMMA, 0.8, Setting(rounds=150, noise=(0.1, 0.2))).certify(
        "tit_for_tat"
    )
    endless = RepeatedGame(DILEMMA, 0.8, Setting(noise=(0.1, 0.2))).certify("tit_for_tat")
    assert ending.payoffs == pytest.approx(endless.payoffs, abs=1e-9)
    assert ending.best_replies == pytest.approx(endless.best_replies, abs=1e-9)


@pytest.mark.parametrize("seed", range(12))
def test_in_few_rounds_it_is_no_equilibrium_where_a_best_reply_brings_more(seed: int) -> None:
    """Then what is gained last still counts in the first round; and thresholds are those of the
    certificates.
    """
    case = random_case(seed)
    game = replace(case.game, setting=replace(case.game.setting, rounds=4))
    held = game.critical_discount(*case.automata, concept="nash")
    for discount in np.linspace(0.11, 0.99, 12):
        found = replace(game, discount=(discount,) * len(case.automata)).certify(*case.automata)
        brings = max(
            best - kept for best, kept in zip(found.best_replies, found.payoffs, strict=True)
        )
        assert found.nash == (brings <= 1e-8)
        assert found.nash == any(low <= discount <= high for low, high in held)
