"""What two players can get in subgame-perfect equilibrium: known sets, a plain twin, and laws on
random games.
"""

from itertools import pairwise

import numpy as np
import pytest

from negotiate.errors import UnsuitableGame
from negotiate.games.normal_form import NormalFormGame
from negotiate.repeated.repeated_game import RepeatedGame
from negotiate.repeated.setting import Setting
from negotiate.repeated.sustaining.sustainable import feasible, payoff_set, rational
from tests.reference import plain_payoff_set as plain
from tests.walks import seeds

DILEMMA = np.array([[[3, 0], [5, 1]], [[3, 5], [0, 1]]], dtype=float)
WHOLE = [(1, 1), (13 / 3, 1), (3, 3), (1, 13 / 3)]
FINE = 1e-8
ALTERNATING = [(1, 1), (4, 1), (1, 4)]


def repeated(tables: np.ndarray, discount: object, **setting: object) -> RepeatedGame:
    return RepeatedGame(NormalFormGame.from_arrays(*tables), discount, Setting(**setting))


def random_tables(seed: int, size: int = 3) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 10, (2, size, size)).astype(float)


def apart(one: np.ndarray, other: np.ndarray) -> float:
    """How far a corner of either set lies outside the other."""
    assert (len(one) == 0) == (len(other) == 0)
    pairs = [(a, b) for a, b in ((one, other), (other, one)) if len(a)]
    return max(
        (plain.outside([tuple(q) for q in a], tuple(p)) for a, b in pairs for p in b), default=0.0
    )


@pytest.mark.parametrize(
    ("discount", "wanted"),
    [
        (0.0, [(1, 1)]),
        (0.2, [(1, 1)]),
        (0.25 - 1e-9, [(1, 1)]),
        (0.25, ALTERNATING),
        (0.4, ALTERNATING),
        (0.5 - 1e-9, ALTERNATING),
        (0.5, WHOLE),
        (0.9, WHOLE),
        (0.999, WHOLE),
        (1.0, WHOLE),
    ],
)
def test_three_regimes_of_the_dilemma(discount: float, wanted: list[tuple[float, float]]) -> None:
    # Stahl 1991
    np.testing.assert_allclose(payoff_set(repeated(DILEMMA, discount)), wanted, atol=1e-8)


def test_the_example_of_abreu_and_sannikov() -> None:
    tables = np.array(
        [[[16, 3, 0], [21, 10, -1], [9, 5, -5]], [[9, 13, 3], [1, 4, 0], [0, -4, -15]]], dtype=float
    )
    found = payoff_set(repeated(tables, 0.3))
    wanted = [
        (1.12568240, 2.8),
        (7.33770472, 0),
        (7.86308964, 0),
        (19.7917977, 2.8),
        (15.5630896, 9.1),
        (7.33770472, 10.9826253),
    ]
    np.testing.assert_allclose(found, wanted, atol=1e-7)


@pytest.mark.parametrize("discount", [0.1, 0.5, 0.9])
def test_matching_pennies_has_no_pure_equilibrium(discount: float) -> None:
    pennies = np.array([[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]], dtype=float)
    assert payoff_set(repeated(pennies, discount)).shape == (0, 2)


def test_sets_without_an_inside() -> None:
    common = np.array(
        [[[2, 0], [0, 1]]] * 2, dtype=float
    )  # both want the same: all payoffs lie on a line
    np.testing.assert_allclose(payoff_set(repeated(common, 0.9)), [(1, 1), (2, 2)], atol=1e-9)
    nothing = np.zeros((2, 2, 3))
    assert payoff_set(repeated(nothing, 0.9)).tolist() == [[0, 0]]
    upright = np.array(
        [[[1, 1], [1, 1]], [[0, 2], [1, 3]]], dtype=float
    )  # the first player does not mind
    np.testing.assert_allclose(payoff_set(repeated(upright, 0.9)), [(1, 2), (1, 3)], atol=1e-9)


@pytest.mark.parametrize("seed", seeds(12))
@pytest.mark.parametrize("discount", [(0.3, 0.3), (0.7, 0.7), (0.5, 0.7), (0.2, 0.8)], ids=str)
def test_the_plain_twin_finds_the_same(seed: int, discount: tuple[float, float]) -> None:
    tables = random_tables(seed)
    found = payoff_set(repeated(tables, discount), FINE)
    wanted = np.array(plain.payoff_set(*tables.tolist(), discount)).reshape(-1, 2)
    assert apart(found, wanted) < 1e-4


@pytest.mark.parametrize("seed", seeds(20))
def test_laws_on_random_games(seed: int) -> None:
    tables = random_tables(seed, 4)
    sets = [payoff_set(repeated(tables, discount)) for discount in (0.2, 0.5, 0.8, 0.95)]
    for small, large in pairwise(sets):
        if len(small):  # more patience, more payoffs
            assert max(plain.outside(large.tolist(), tuple(p)) for p in small) < 1e-8
    floor = rational(repeated(tables, 0.5), pure=True)
    for found in sets:
        assert all(plain.outside(floor.tolist(), tuple(p)) < 1e-8 for p in found)
        assert distinct(found)
    A, B = tables
    stable = (A.max(axis=0) == A) & (B.max(axis=1, keepdims=True) == B)
    for i, j in np.argwhere(stable):
        assert plain.outside(sets[0].tolist(), (A[i, j], B[i, j])) < 1e-8


def distinct(found: np.ndarray) -> bool:
    """Whether no corner is there twice or lies between its neighbours."""
    if len(found) < 3:
        return len(np.unique(found, axis=0)) == len(found)
    before, after = np.roll(found, 1, axis=0), np.roll(found, -1, axis=0)
    turns = [
        plain.turn(tuple(a), tuple(b), tuple(c))
        for a, b, c in zip(before, found, after, strict=True)
    ]
    return min(turns) > 0


@pytest.mark.parametrize("seed", seeds(10))
@pytest.mark.parametrize("discount", [(0.6, 0.6), (0.5, 0.8)], ids=str)
def test_a_mirrored_game_mirrors_its_set_and_units_change_nothing(
    seed: int, discount: tuple[float, float]
) -> None:
    tables = random_tables(seed)
    found = payoff_set(repeated(tables, discount), FINE)
    mirrored = payoff_set(repeated(np.stack([tables[1].T, tables[0].T]), discount[::-1]), FINE)
    assert apart(found, mirrored[:, ::-1][::-1]) < 1e-4
    other = payoff_set(
        repeated(tables * [[[7.0]], [[0.01]]] + [[[-40.0]], [[3.0]]], discount), FINE
    )
    assert apart(found, (other - [-40.0, 3.0]) / [7.0, 0.01]) < 1e-4


@pytest.mark.parametrize("seed", range(6))
def test_an_action_that_is_there_twice_changes_nothing(seed: int) -> None:
    tables = random_tables(seed)
    twice = np.concatenate([tables, tables[:, :1]], axis=1)
    for discount in (0.6, (0.5, 0.8)):
        sets = [payoff_set(repeated(one, discount), FINE) for one in (tables, twice)]
        assert apart(*sets) < 1e-4


def test_cournot_is_a_mirror_image_of_itself() -> None:
    own = np.arange(15)
    profit = (15 - own[:, None] - own) * own[:, None]
    found = payoff_set(repeated(np.array([profit, profit.T], dtype=float), 0.9))
    assert len(found) == 11
    assert apart(found, found[:, ::-1][::-1]) < 1e-8
    np.testing.assert_allclose(found.min(axis=0), 0, atol=1e-9)
    np.testing.assert_allclose(found.sum(axis=1).max(), 56, atol=1e-8)  # the monopoly's profit


def test_players_of_unequal_patience_trade_over_time() -> None:
    # Lehrer and Pauzner 1999: the impatient one is paid first, and the set leaves what lotteries
    # give
    found = payoff_set(repeated(DILEMMA, (0.7, 0.9)))
    hull = feasible(repeated(DILEMMA, 0.9))
    assert max(plain.outside(hull.tolist(), tuple(p)) for p in found) > 0.1
    assert plain.outside(found.tolist(), (3, 3)) < 1e-3


def test_who_has_no_patience_needs_the_stage_game_alone() -> None:
    np.testing.assert_allclose(payoff_set(repeated(DILEMMA, (0.0, 0.9))), [(1, 1)], atol=1e-3)


def test_a_chance_that_the_round_is_the_last_counts_as_impatience() -> None:
    found = payoff_set(repeated(DILEMMA, 0.8, ends=0.5))
    np.testing.assert_allclose(found, payoff_set(repeated(DILEMMA, 0.4)))


def test_walking_away_takes_the_place_of_the_worst_equilibrium() -> None:
    for discount, wanted in ((0.66, [(2, 2)]), (2 / 3, [(2, 2), (11 / 3, 2), (3, 3), (2, 11 / 3)])):
        np.testing.assert_allclose(
            payoff_set(repeated(DILEMMA, discount, outside=(2, 2))), wanted, atol=1e-8
        )


def test_what_nobody_sees_is_done() -> None:
    game = repeated(DILEMMA, 0.9)
    tempting = DILEMMA.copy()
    tempting[0, 0, 0] = 3.5  # whoever keeps faith gains half a point unseen
    found = payoff_set(RepeatedGame(game.stage, 0.9, tempting=tempting))
    np.testing.assert_allclose(found, ALTERNATING, atol=1e-8)


def test_what_it_cannot_answer_it_refuses() -> None:
    three = np.zeros((3, 2, 2, 2))
    with pytest.raises(UnsuitableGame, match="two players"):
        payoff_set(repeated(three, 0.9))
    with pytest.raises(UnsuitableGame, match="7 rounds"):
        payoff_set(repeated(DILEMMA, 0.9, rounds=7))
    with pytest.raises(UnsuitableGame, match="the discount factor of `player 1` is 1"):
        payoff_set(repeated(DILEMMA, (1.0, 0.9)))


@pytest.mark.parametrize("seed", seeds(30))
def test_with_unequal_patience_every_corner_lies_among_the_payoffs_there_are(seed: int) -> None:
    rng = np.random.default_rng(seed)
    tables = rng.normal(size=(2, *rng.integers(2, 6, 2)))
    for discount in ((0.9, 0.4), (0.25, 0.8)):
        found = payoff_set(repeated(tables, discount))
        wanted = np.array(plain.payoff_set(*tables.tolist(), discount, steps=120)).reshape(-1, 2)
        if len(found):
            width = np.ptp(tables.reshape(2, -1), axis=1)
            assert apart(found / width, wanted / width) < 2e-3
        else:
            assert not len(wanted)


@pytest.mark.parametrize("seed", seeds(10))
@pytest.mark.parametrize("discount", [(0.25, 0.8), (0.5, 0.6), (0.7, 0.3)], ids=str)
def test_with_unequal_patience_no_payoff_is_lost(seed: int, discount: tuple[float, float]) -> None:
    tables = np.random.default_rng(seed).random((2, 3, 3))
    found = payoff_set(repeated(tables, discount))
    wanted = plain.payoff_set(*tables.tolist(), discount, steps=110)  # 0.8 ** 110 is 2e-11
    assert (len(found) == 0) == (len(wanted) == 0)
    assert max((plain.outside(found.tolist(), point) for point in wanted), default=0.0) < 2e-9


def test_a_single_payoff_is_one_corner_however_patience_differs() -> None:
    found = payoff_set(repeated(DILEMMA, (0.1, 0.3)))
    assert found.shape == (1, 2)
    np.testing.assert_allclose(found, [(1, 1)], atol=1e-8)


@pytest.mark.parametrize("discount", [0.9, (0.9, 0.8), (0.9, 0.0), 1.0], ids=str)
def test_nothing_is_sustained_where_everything_tempts_somebody_unseen(discount: object) -> None:
    stage = NormalFormGame.from_arrays(*DILEMMA)
    assert RepeatedGame(stage, discount, tempting=DILEMMA + 0.5).payoff_set().shape == (0, 2)
    away = RepeatedGame(stage, discount, Setting(outside=(6.0, 6.0)), tempting=DILEMMA + 0.5)
    np.testing.assert_allclose(away.payoff_set(), [[6, 6]])
