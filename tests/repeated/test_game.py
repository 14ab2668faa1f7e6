"""What a repeated game is made of, and what is said to whoever makes it of anything else."""

from __future__ import annotations

import numpy as np
import pytest

from negotiate import NormalFormGame, RepeatedGame
from negotiate.errors import OutOfRange, UnknownMethod, UnsuitableGame
from negotiate.repeated.automaton import Automaton
from negotiate.repeated.many.evolution import evolution
from negotiate.repeated.strategies.registry import seated

TABLES = [[3, 0], [5, 1]], [[3, 5], [0, 1]]
DILEMMA = NormalFormGame.from_arrays(*TABLES, labels=[["C", "D"], ["C", "D"]])


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        (0.9, (0.9, 0.9)),
        (1, (1.0, 1.0)),
        (np.float32(0.5), (0.5, 0.5)),
        (np.array(0.5), (0.5, 0.5)),
        ((0.9, 0.8), (0.9, 0.8)),
        ([0, 1], (0.0, 1.0)),
        (np.array([0.9, 0.8]), (0.9, 0.8)),
    ],
)
def test_patience_is_a_number_or_one_a_player(given, taken):
    found = RepeatedGame(DILEMMA, given).discount
    assert found == taken
    assert all(type(one) is float for one in found)


@pytest.mark.parametrize(
    "given", ["0.9", {"row": 0.9, "column": 0.8}, None, True, [[0.9, 0.8]], ["0.9", "0.8"], 0.9j]
)
def test_any_other_patience_is_refused_in_words(given):
    with pytest.raises(OutOfRange, match="one number for all players, or a list") as caught:
        RepeatedGame(DILEMMA, given)
    assert "`0.9`" in caught.value.hint


@pytest.mark.parametrize("given", [1.5, -0.1, float("nan"), (0.9, 2)])
def test_a_patience_out_of_range_is_refused(given):
    with pytest.raises(OutOfRange, match="from 0 to 1"):
        RepeatedGame(DILEMMA, given)


def test_a_patience_too_many_is_refused():
    with pytest.raises(UnsuitableGame, match="3 discount factors were given for 2 players"):
        RepeatedGame(DILEMMA, (0.9, 0.8, 0.7))


def test_arrays_are_no_stage_game_yet():
    with pytest.raises(UnsuitableGame, match="and not a list") as caught:
        RepeatedGame(*TABLES, 0.9)
    assert "NormalFormGame.from_arrays" in caught.value.hint


def test_a_pool_is_no_name_of_dynamics():
    with pytest.raises(UnknownMethod, match="no dynamics") as caught:
        evolution(RepeatedGame(DILEMMA, 0.9), ["grim", "tit_for_tat"])
    assert "evolution(tournament(game, strategies))" in caught.value.hint


def test_a_strategy_of_the_file_belongs_to_its_player():
    own = Automaton([0, 1], [[0, 1], [0, 1]])
    other = NormalFormGame.from_arrays(*TABLES, labels=[["C", "D"], ["calm", "war"]])
    game = RepeatedGame(other, 0.9, named={"judge": own}, seats={"judge": 1})
    assert seated(game, ("grim", "judge"))[1] is own
    with pytest.raises(
        UnsuitableGame, match="strategy of `player 2`, and not of `player 1`"
    ) as caught:
        seated(game, ("judge",))
    assert "`--play player 2=judge`" in caught.value.hint


def test_where_postures_are_called_alike_it_fits_every_seat():
    own = Automaton([0, 1], [[0, 1], [0, 1]])
    game = RepeatedGame(DILEMMA, 0.9, named={"judge": own}, seats={"judge": 1})
    assert seated(game, ("judge",)) == (own, own)
