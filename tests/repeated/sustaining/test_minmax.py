"""What others can hold a player down to, what all can get, and what nobody would refuse."""

from itertools import product

import numpy as np
import pytest

from negotiate.errors import UnknownPlayer
from negotiate.games.normal_form import NormalFormGame
from negotiate.repeated.repeated_game import RepeatedGame
from negotiate.repeated.setting import Setting
from negotiate.repeated.sustaining.sustainable import feasible, floor, held_down, minmax, rational

FAMOUS = {
    "matching pennies": ([[1, -1], [-1, 1]], [[-1, 1], [1, -1]], 0, 1),
    "dilemma": ([[3, 0], [5, 1]], [[3, 5], [0, 1]], 1, 1),
    "battle of the sexes": ([[2, 0], [0, 1]], [[1, 0], [0, 2]], 2 / 3, 1),
    "chicken": ([[0, -1], [1, -10]], [[0, 1], [-1, -10]], -1, -1),
    "rock, paper, scissors": (
        [[0, -1, 1], [1, 0, -1], [-1, 1, 0]],
        [[0, 1, -1], [-1, 0, 1], [1, -1, 0]],
        0,
        1,
    ),
}


def repeated(*tables: object, **setting: object) -> RepeatedGame:
    return RepeatedGame(NormalFormGame.from_arrays(*tables), 0.9, Setting(**setting))


@pytest.mark.parametrize("name", FAMOUS)
@pytest.mark.parametrize("player", [0, 1])
def test_famous_games(name: str, player: int) -> None:
    first, second, mixed, pure = FAMOUS[name]
    game = repeated(first, second)
    assert minmax(game, player) == pytest.approx(mixed, abs=1e-12)
    assert game.minmax(game.keys[player], pure=True) == pure


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("shape", [(2, 3), (4, 4), (2, 3, 2)], ids=str)
def test_neither_side_does_better_than_the_value(seed: int, shape: tuple[int, ...]) -> None:
    tables = np.random.default_rng(seed).normal(size=(len(shape), *shape))
    game = repeated(*tables)
    for player in range(len(shape)):
        found = held_down(game, player)
        own = np.moveaxis(tables[player], player, 0)
        against = (own * found.punishing).reshape(shape[player], -1).sum(axis=1)
        assert found.punishing.sum() == pytest.approx(1)
        assert against.max() <= found.value + 1e-9  # it gets no more, whatever it does
        if found.value < minmax(game, player, pure=True) - 1e-9:
            secured = np.tensordot(found.securing, own, axes=1)
            assert secured.min() >= found.value - 1e-9  # and no less, whatever they do
        plain = min(
            max(own[(k, *others)] for k in range(len(own)))
            for others in product(*(range(n) for n in own.shape[1:]))
        )
        assert minmax(game, player, pure=True) == plain
        assert found.value <= plain + 1e-12


def test_everything_that_players_can_do_counts() -> None:
    postures = NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    whole = NormalFormGame.from_arrays([[3, 0, -1], [5, 1, -2]], [[3, 5, 2], [0, 1, 0]])
    assert minmax(RepeatedGame(postures, 0.9, whole=whole), 0) == -1


def test_walking_away_lifts_the_floor_and_never_lowers_it() -> None:
    dilemma = FAMOUS["dilemma"][:2]
    assert floor(repeated(*dilemma)) == (1, 1)
    assert floor(repeated(*dilemma, outside=(2, 0.5))) == (2, 1)
    assert floor(repeated(*FAMOUS["matching pennies"][:2]), pure=True) == (1, 1)


def test_an_unknown_player_is_told() -> None:
    with pytest.raises(UnknownPlayer, match="nobody"):
        minmax(repeated(*FAMOUS["dilemma"][:2]), "nobody")


def test_what_all_can_get_and_what_nobody_refuses() -> None:
    game = repeated(*FAMOUS["dilemma"][:2])
    assert feasible(game).tolist() == [[0, 5], [1, 1], [5, 0], [3, 3]]
    np.testing.assert_allclose(rational(game), [(1, 1), (13 / 3, 1), (3, 3), (1, 13 / 3)])
    away = repeated(*FAMOUS["dilemma"][:2], outside=(3.5, 3.5))
    assert [3.5, 3.5] in feasible(away).tolist()
    assert rational(away).tolist() == [[3.5, 3.5]]


def test_pennies_leave_nothing_to_agree_on() -> None:
    game = repeated(*FAMOUS["matching pennies"][:2])
    assert rational(game).tolist() == [[0, 0]]
    assert rational(game, pure=True).shape == (0, 2)


def test_the_floor_of_the_agreement_with_what_it_sets_together() -> None:
    whole = NormalFormGame.from_arrays([[2, 0], [5, 1]], [[2, 5], [0, 1]])
    stage = NormalFormGame.from_arrays(
        [[4, 0], [5, 1]], [[4, 5], [0, 1]]
    )  # the agreement adds something
    game = RepeatedGame(stage, 0.5, whole=whole)
    assert [4, 4] in feasible(game).tolist()
    assert [4, 4] in game.payoff_set().round(9).tolist()
