"""Stepping aside once: one round differs, and all that follows is what the strategies make of
it.
"""

import numpy as np
import pytest

from negotiate import Automaton, NormalFormGame, RepeatedGame
from negotiate.errors import UnsuitableGame
from negotiate.repeated.matches.timeline import (
    encounter,
    stepping_aside,
    tempting,
    timeline,
    with_breach,
)

DILEMMA = RepeatedGame(NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]]), 0.9)


def postures(*profile, breach):
    return encounter(DILEMMA, *profile, breach=breach, rounds=8).timeline.postures.tolist()


def test_grim_never_forgets_and_tit_for_tat_echoes():
    assert postures("grim", breach=(0, 3)) == [[0, 0, 1, 1, 1, 1, 1, 1], [0, 0, 0, 1, 1, 1, 1, 1]]
    assert postures("tit_for_tat", breach=(1, 2)) == [
        [0, 0, 1, 0, 1, 0, 1, 0],
        [0, 1, 0, 1, 0, 1, 0, 1],
    ]


def test_who_would_break_it_anyway_keeps_it_once():
    assert postures("always_defect", breach=(0, 2))[0] == [1, 0, 1, 1, 1, 1, 1, 1]


@pytest.mark.parametrize("round_", [1, 2, 5])
def test_nothing_differs_before_the_breach_and_one_cell_at_it(round_):
    rng = np.random.default_rng(round_)
    for _ in range(20):
        states = int(rng.integers(1, 4))
        machines = [
            Automaton(rng.integers(2, size=states), rng.integers(states, size=(states, 2, 2)))
            for _ in "ab"
        ]
        straight = timeline(DILEMMA, *machines, rounds=9).postures
        broken = timeline(
            DILEMMA, *with_breach(DILEMMA, tuple(machines), 0, round_), rounds=9
        ).postures
        assert (straight[:, : round_ - 1] == broken[:, : round_ - 1]).all()
        assert straight[1, round_ - 1] == broken[1, round_ - 1]
        assert straight[0, round_ - 1] != broken[0, round_ - 1]


def test_what_follows_is_the_automaton_going_on_from_what_it_saw():
    grim = Automaton([0, 1], [[[0, 1], [1, 1]], [[1, 1], [1, 1]]])
    broken = stepping_aside(grim, 2, 1, 0)
    shown = timeline(DILEMMA, broken, Automaton([0], [[0, 0]]), rounds=4).postures[0].tolist()
    assert shown == [0, 1, 1, 1]


def test_mixed_outputs_step_aside_too():
    coin = Automaton([[0.25, 0.75]], [[0, 0]])
    assert stepping_aside(coin, 1, 1, 0).outputs.tolist() == [[1, 0], [0.25, 0.75]]


def test_the_most_tempting_posture_is_no_agreement():
    game = RepeatedGame(
        NormalFormGame.from_arrays([[3, 0], [4, 0], [1, 0]], [[3, 5], [0, 1], [2, 2]]), 0.9
    )
    assert (tempting(game, 0), tempting(game, 1)) == (1, 1)


def test_what_makes_no_sense_is_refused():
    with pytest.raises(UnsuitableGame, match="unbounded memory"):
        with_breach(DILEMMA, ("gradual",), 0, 1)
    with pytest.raises(UnsuitableGame, match="from 1 to"):
        with_breach(DILEMMA, ("grim",), 0, 0)


def test_what_they_earn_is_told_without_the_breach():
    found = encounter(DILEMMA, "grim", breach=(0, 1))
    assert found.result.payoffs.tolist() == pytest.approx([3, 3])
    assert found.timeline.names == ("grim", "grim")
