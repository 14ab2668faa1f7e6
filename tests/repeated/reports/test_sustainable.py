"""The plane of payoffs says what it leaves out, and what holds players down; an automaton's numbers
are seen.
"""

import pytest

import negotiate
from negotiate.games.normal_form import NormalFormGame
from negotiate.repeated.repeated_game import RepeatedGame
from negotiate.repeated.setting import Setting
from negotiate.repeated.sustaining.supporting import supporting
from negotiate.repeated.sustaining.sustainable import sustainable
from tests.repeated.reports.sampled import drawn, page

RUIN = NormalFormGame.from_arrays(
    [[4, 0, 0], [9, 1, 1], [-99] * 3], [[4, 9, -99], [0, 1, -99], [0, 1, -99]]
)
"""A dilemma in which each may also ruin itself."""


def test_possible_payoffs_beyond_the_picture_are_told():
    found = sustainable(RepeatedGame(RUIN, 0.3, punish=(1, 1)))
    assert found.feasible.min() == -99
    assert "What is possible goes on outside the picture." in page(found)
    assert (
        "Payoffs that are possible at all range from -99 to 9 for player 1 and from -99 to 9 for "
        "player 2."
    ) in page(found, all=True)
    assert "goes on outside" not in page(sustainable(RepeatedGame(RUIN, 0.3)))


def test_an_option_that_is_no_posture_and_holds_a_player_down_is_named():
    text = page(sustainable(negotiate.load("classics/cournot-duopoly").again()))
    assert (
        "A punishment can hold First firm down to 36 and Second firm down to 36, and no lower."
        in text
    )
    assert "Second firm holds First firm down with `12`, which is not a posture." in text
    assert "not a posture" not in page(sustainable(RepeatedGame(RUIN, 0.9)))


@pytest.mark.parametrize("width", [80, 40])
def test_long_labels_leave_the_numbers_of_an_automaton_to_be_seen(width):
    labels = [[f"{word} of all that was agreed on long before" for word in ("some", "none")]] * 2
    stage = NormalFormGame.from_arrays(
        [[3, 0], [5, 1]], [[3, 5], [0, 1]], labels=labels, players=["us", "cn"]
    )
    lines = drawn(supporting(RepeatedGame(stage, 0.5), (3, 3)), width).splitlines()
    rows = [line for line in lines if line[:2] in ("1 ", "2 ")]
    assert [row.split()[-2:] for row in rows] == [["1", "1"], ["3", "3"]]
    assert max(map(len, lines)) <= width
    assert "before" in " ".join(lines)


def test_errors_that_are_left_aside_are_told():
    game = RepeatedGame(RUIN, 0.9, Setting(noise=(0.3, 0.3)))
    assert "This answer leaves trembling hands and misreadings aside." in page(
        sustainable(game), all=True
    )
    assert "This answer leaves trembling hands and misreadings aside." in page(
        supporting(game, (4, 4)), all=True
    )
    assert "Trembling" not in page(sustainable(RepeatedGame(RUIN, 0.9)), all=True)
