"""The list of strategies says truly who can play which."""

import pytest

from negotiate import Automaton, NormalFormGame, RepeatedGame, strategies
from negotiate.errors import NegotiateError
from negotiate.repeated.strategies.registry import repertoire

WIDE = RepeatedGame(NormalFormGame.from_arrays([[3, 0, 2], [5, 1, 0]], [[3, 5, 0], [0, 1, 2]]), 0.9)


def test_every_strategy_is_listed_and_those_of_the_file_come_first():
    own = {"salami": Automaton([0, 1], [[0, 1], [0, 1]]), "grim": Automaton([0], [[0, 0]])}
    game = RepeatedGame(
        NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]]), 0.9, named=own
    )
    names = [entry.name for entry in repertoire(game).entries]
    assert names[:2] == ["salami", "grim"]
    assert sorted(names) == sorted({*strategies, "salami"})
    assert repertoire(game).entries[1].strategy is own["grim"]


def test_who_cannot_play_a_strategy_is_refused_when_it_does():
    for entry in repertoire(WIDE).entries:
        for player, why in enumerate(entry.refused):
            if why:
                with pytest.raises(NegotiateError, match=r".") as refusal:
                    entry.strategy.seated(WIDE, player)
                assert refusal.value.message == why
            else:
                entry.strategy.seated(WIDE, player)


def test_an_automaton_that_fits_one_seat_is_refused_in_the_other():
    game = RepeatedGame(WIDE.stage, 0.9, named={"mine": Automaton([2], [[0, 0]])})
    first, second = repertoire(game).entries[0].refused
    assert first
    assert not second
