"""A match on a screen: what it is worth, what is followed, and what a round is."""

from dataclasses import replace

import pytest

from negotiate.render.repeated.registry import telling
from negotiate.render.repeated.words import patience, patience_words, patiences
from negotiate.repeated.matches.encounter import encounter
from tests.render.repeated.sampled import dilemma
from tests.render.repeated.test_every_answer import drawn


def page(found, **look):
    return " ".join(drawn(found, **look).split())


def test_what_is_worth_a_round_is_no_amount_by_the_period():
    game = dilemma(period="a month")
    said = page(encounter(game, "grim"))
    assert "is worth 3 to Ann and 3 to Bob, on average over all rounds." in said
    assert "a month counts" not in said
    assert "what the next round (a month) counts beside this one: 0.9." in said
    assert "in all" not in said


def test_rounds_that_count_alike_are_added_up():
    said = page(encounter(dilemma(1, rounds=200), "tit_for_tat"))
    assert "on average over 200 rounds. That is 600 and 600 in all." in said
    assert "later ones for less" not in said
    assert "later ones for less" in page(encounter(dilemma(0.9, rounds=20), "tit_for_tat"))


def test_a_world_in_which_nothing_goes_wrong_says_so():
    assert "In the 20 rounds below nothing goes wrong" in page(encounter(dilemma(noise=(1e-9, 0.0)), "grim"))
    assert "nothing goes wrong" not in page(encounter(dilemma(), "grim"))
    assert "nothing goes wrong" not in page(encounter(dilemma(noise=(0.3, 0.3)), "grim"))


def test_a_breach_is_followed_and_told_by_the_player_s_name():
    said = page(encounter(dilemma(), "grim", breach=(1, 35)))
    assert "Below, Bob steps aside in round 35" in said
    assert "(Bob steps aside in round 35)" in said


@pytest.mark.parametrize(
    ("value", "told"),
    [(0, "0"), (1, "1"), (0.9, "0.9"), (1 / 3, "0.33"), (0.97, "0.97"), (0.9975, "0.9975"), (0.99913, "0.99913")],
)
def test_a_patience_below_1_is_never_told_as_1(value, told):
    assert patience(value) == told


def test_patiences_stand_in_a_column():
    assert patiences((0.9, 0.9975)) == ["0.9000", "0.9975"]
    assert patience(0.9, 2) == "0.90"
    assert "0.9913 (Ann) and 0.9975 (Bob)" in patience_words(replace(dilemma(), discount=(0.9913, 0.9975)))


def test_a_spreadsheet_gets_every_digit_of_a_certificate():
    found = dilemma(0.3).certify("grim")
    (head, *rows), _ = telling(found).rows(found)
    assert head == ["player", "plays", "patience", "earns", "best reply", "gain"]
    for player, row in enumerate(rows):
        numbers = [0.3, found.payoffs[player], found.best_replies[player]]
        assert [float(cell) for cell in row[2:]] == pytest.approx([*numbers, numbers[2] - numbers[1]], abs=1e-11)
