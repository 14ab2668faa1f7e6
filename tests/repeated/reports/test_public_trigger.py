"""What is said where nobody sees what the others do."""

import pytest

from negotiate.errors import UnsuitableGame
from negotiate.repeated.lasting.public_signals import bad_signals, best_trigger
from negotiate.report.json import json_of
from tests.repeated.reports.sampled import dilemma, fog
from tests.repeated.reports.sampled import said as told


def test_the_bad_signal_is_the_one_that_a_breach_makes_likelier():
    assert bad_signals(fog()) == ("poor",)
    assert bad_signals(fog(good=0.2)) == ("good",)
    with pytest.raises(UnsuitableGame, match="no signal becomes likelier"):
        bad_signals(fog(good=0.5))
    with pytest.raises(UnsuitableGame, match="all players see"):
        bad_signals(dilemma())


def test_how_long_a_punishment_has_to_be_is_told():
    found = best_trigger(fog(), bad_signals(fog()))
    wanted = f"for {found.periods:g} rounds after `poor`, and then return."
    assert found.periods > 1
    assert f"holds if all play (break, break) {wanted}" in told(found)
    shape = json_of(found)
    assert shape["certificate"]["holds"]
    assert shape["periods"] == found.periods
    assert shape["profile"]["names"][:2] == ["cooperate", "punish 1"]
    assert shape["profile"]["outputs"][0] == {"Ann": "keep", "Bob": "keep"}
    assert shape["profile"]["transitions"][0] == {"good": "cooperate", "poor": "punish 1"}


def test_where_no_punishment_deters_the_step_that_pays_is_told():
    found = best_trigger(fog(0.3), ["poor"])
    assert (
        "However long all play (break, break) after `poor`, the agreement (keep, keep) does not "
        "hold."
    ) in told(found)
    assert "Ann gains" in told(found)
    assert json_of(found)["periods"] is None


def test_names_of_signals_cannot_draw_on_the_screen():
    game = fog(names=("fine", "\x1b[31mred"))
    assert "\x1b" not in told(best_trigger(game, bad_signals(game)))
