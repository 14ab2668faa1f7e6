"""A match on a screen: what it is worth, what is followed, and what a round is."""

from dataclasses import replace

import pytest

from negotiate.repeated.matches.timeline import encounter
from negotiate.repeated.reports import factor, factor_digits, factors_note
from tests.repeated.reports.sampled import dilemma, page, tables


def test_what_is_worth_a_round_is_no_amount_by_the_period():
    game = dilemma(period="a month")
    text = page(encounter(game, "grim"))
    assert "If both play `grim`, Ann gets 3 and Bob gets 3 on average over all rounds." in text
    assert "(the weight of the next month): 0.9" in text
    assert "In all" not in text


def test_rounds_that_count_alike_are_added_up():
    text = page(encounter(dilemma(1, rounds=200), "tit_for_tat"), all=True)
    assert "on average over 200 rounds. In all, Ann gets 600 and Bob gets 600." in text
    assert "discounted sum" not in text
    assert "discounted sum" in page(encounter(dilemma(0.9, rounds=20), "tit_for_tat"), all=True)


def test_a_world_in_which_nothing_goes_wrong_says_so():
    assert "In the 20 rounds below nothing goes wrong" in page(
        encounter(dilemma(noise=(1e-9, 0.0)), "grim")
    )
    assert "nothing goes wrong" not in page(encounter(dilemma(), "grim"))
    assert "nothing goes wrong" not in page(encounter(dilemma(noise=(0.3, 0.3)), "grim"))


def test_a_breach_is_followed_and_told_by_the_player_s_name():
    assert "What follows if Bob deviates in round 35" in page(
        encounter(dilemma(), "grim", breach=(1, 35))
    )


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (0, "0"),
        (1, "1"),
        (0.9, "0.9"),
        (1 / 3, "0.33"),
        (0.97, "0.97"),
        (0.9975, "0.9975"),
        (0.99913, "0.99913"),
    ],
)
def test_a_discount_factor_below_1_is_never_told_as_1(value, told):
    assert factor(value) == told


def test_discount_factors_stand_in_a_column():
    assert factor_digits((0.9, 0.9975)) == 4
    assert factor(0.9, 2) == "0.90"
    assert "0.9913 for Ann and 0.9975 for Bob" in factors_note(
        replace(dilemma(), discount=(0.9913, 0.9975))
    )


def test_a_program_gets_every_digit_of_a_certificate():
    found = dilemma(0.3).certify("grim")
    for player, row in enumerate(tables(found)[0]):
        assert list(row) == ["player", "plays", "discount factor", "earns", "best reply", "gain"]
        numbers = [0.3, found.payoffs[player], found.best_replies[player]]
        assert [*row.values()][2:] == pytest.approx([*numbers, numbers[2] - numbers[1]], abs=1e-11)
