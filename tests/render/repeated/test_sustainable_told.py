"""The plane of payoffs says what it leaves out, and what holds players down; a machine's numbers are seen."""

from io import StringIO

import pytest

import negotiate
from negotiate.games.normal_form import NormalFormGame
from negotiate.render.repeated.supporting import KIND
from negotiate.repeated.game import RepeatedGame
from negotiate.repeated.setting import Setting
from negotiate.repeated.sustaining.supporting import supporting
from negotiate.repeated.sustaining.sustainable import sustainable
from negotiate.report.screen.console import console
from negotiate.report.style import Look
from tests.render.repeated.test_every_answer import drawn

RUIN = NormalFormGame.from_arrays([[4, 0, 0], [9, 1, 1], [-99] * 3], [[4, 9, -99], [0, 1, -99], [0, 1, -99]])
"""A dilemma in which each may also ruin itself."""


def words(found):
    return " ".join(drawn(found).split())


def test_possible_payoffs_beyond_the_picture_are_told():
    found = sustainable(RepeatedGame(RUIN, 0.3, punish=(1, 1)))
    assert found.feasible.min() == -99
    assert "Beyond the picture, what is possible goes on for player 1 down to -99 and for player 2" in words(found)
    assert "Beyond" not in words(sustainable(RepeatedGame(RUIN, 0.3)))


def test_an_option_that_is_no_posture_and_holds_somebody_down_is_named():
    said = words(sustainable(negotiate.load("classics/cournot-duopoly").again()))
    assert "Nobody can be held below 36 to First firm and 36 to Second firm." in said
    assert "Second firm does so with 12 and First firm with 12, which are no postures." in said
    assert "no posture" not in words(sustainable(RepeatedGame(RUIN, 0.9)))


@pytest.mark.parametrize("width", [80, 40])
def test_long_labels_leave_a_machines_numbers_to_be_seen(width):
    labels = [[f"{word} of all that was agreed on long before" for word in ("some", "none")]] * 2
    stage = NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]], labels=labels, players=["us", "cn"])
    settled, stream = Look(width=width), StringIO()
    machine = KIND.page(supporting(RepeatedGame(stage, 0.5), (3, 3)), settled)
    console(settled, file=stream).print(machine, crop=False)
    page = stream.getvalue().splitlines()
    rows = {line.split()[0]: line.split()[-2:] for line in page if line[:1] in ("1", "2") and line[1:2] == " "}
    assert rows == {"1": ["1", "1"], "2": ["3", "3"]}
    assert max(map(len, page)) <= width
    assert "before" in " ".join(page)


def test_noise_that_is_left_aside_is_told():
    game = RepeatedGame(RUIN, 0.9, Setting(noise=(0.3, 0.3)))
    assert "Trembling hands and misreadings are left aside." in words(sustainable(game))
    assert "Trembling hands and misreadings are left aside." in " ".join(str(supporting(game, (4, 4))).split())
    assert "Trembling" not in words(sustainable(RepeatedGame(RUIN, 0.9)))
