"""What it takes to hold a package: known thresholds, payments that are just enough, and the
harshest punishments.
"""

from dataclasses import replace
from itertools import product
from math import inf
from pathlib import Path

import numpy as np
import pytest

import negotiate
from negotiate.errors import OutOfRange, UnsuitableGame
from negotiate.games.normal_form import NormalFormGame
from negotiate.repeated.repeated_game import RepeatedGame
from negotiate.repeated.setting import Setting
from negotiate.repeated.sustaining.holding import holding
from tests.walks import seeds

DILEMMA = NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])


def held_packages(game: RepeatedGame) -> np.ndarray:
    """Which combinations of postures can be held, shape (*postures)."""
    held = [holding(game, cell).holds for cell in np.ndindex(game.stage.shape)]
    return np.array(held).reshape(game.stage.shape)


def cournot(firms: int, quantities: list[int], demand: int) -> NormalFormGame:
    """Firms that sell at a price of `demand` less all that is sold, at no cost."""
    chosen = np.stack(np.meshgrid(*[np.array(quantities)] * firms, indexing="ij"))
    price = demand - chosen.sum(axis=0)
    return NormalFormGame.from_arrays(*(price * own for own in chosen))


def test_friedmans_threshold() -> None:
    assert holding(RepeatedGame(DILEMMA, 0.5)).holds
    found = holding(RepeatedGame(DILEMMA, 0.5 - 1e-9))
    assert not found.holds
    assert found.critical == (0.5, 0.5)
    assert found.common == 0.5
    assert (found.worth, found.temptation, found.floor) == ((3, 3), (5, 5), (1, 1))


def test_two_firms_that_share_a_monopoly() -> None:
    # 9/17; the quantities are half the monopoly's, the equilibrium's, and the best reply to half
    # the monopoly's
    found = holding(RepeatedGame(cournot(2, [6, 8, 9], 24), 0.5))
    assert found.common == pytest.approx(9 / 17, abs=1e-12)


def test_three_firms_that_share_a_monopoly() -> None:
    # 0.571429; a third of the monopoly's each, against the best reply, where only the equilibrium
    # can be played
    equilibrium = RepeatedGame(cournot(3, [6], 24), 0.5)
    found = holding(equilibrium, worth=[(24 - 12) * 4] * 3, temptation=[(24 - 16) * 8] * 3)
    assert found.common == pytest.approx(4 / 7, abs=1e-12)


def test_a_chance_of_the_last_round_asks_for_more_patience() -> None:
    found = holding(RepeatedGame(DILEMMA, 0.9, Setting(ends=0.2)))
    assert found.critical == pytest.approx((0.625, 0.625))
    assert holding(RepeatedGame(DILEMMA, 0.9, Setting(ends=0.6))).critical == (None, None)


def test_no_patience_holds_what_is_worse_than_breaking_down() -> None:
    found = holding(RepeatedGame(DILEMMA, 0.9), (0, 1))
    assert found.critical == (None, 0)
    assert found.common is None
    assert not found.holds


def test_who_may_walk_away_falls_back_on_that() -> None:
    found = holding(RepeatedGame(DILEMMA, 0.5, Setting(outside=(2.0, 2.0))))
    assert found.punishment == "After a breach, all walk away for good."
    assert found.common == pytest.approx(2 / 3)


def test_the_worst_of_several_equilibria_punishes() -> None:
    # prisoners who may also fight, which is an equilibrium as well
    third = NormalFormGame.from_arrays(
        [[3, 0, -1], [5, 1, -1], [-1, -1, 0]], [[3, 5, -1], [0, 1, -1], [-1, -1, 0]]
    )
    found = holding(RepeatedGame(third, 0.5))
    assert found.floor == pytest.approx((-1 / 3, -1 / 3))  # they mix defecting and fighting
    assert found.common == pytest.approx((5 - 3) / (5 + 1 / 3))


@pytest.mark.parametrize("seed", seeds(20))
def test_a_payment_that_is_just_enough(seed: int) -> None:
    rng = np.random.default_rng(seed)
    temptation = rng.uniform(4, 8, 2)
    game = RepeatedGame(DILEMMA, tuple(rng.uniform(0.2, 0.9, 2)))
    found = holding(game, worth=(3, 3), temptation=temptation, rates=(1, 2))
    assert found.package == ()
    if found.holds:
        assert found.payment == (0, 0)
        return
    if not found.payment:
        assert found.needs[0] * 1 + found.needs[1] * 2 > found.affords[0] * 1 + found.affords[1] * 2
        return
    paid = np.array(found.payment)
    assert paid @ [1, 2] == pytest.approx(0, abs=1e-12)  # what one pays the other receives
    for player, patience in enumerate(game.discount):
        keeps = 3 + paid[player]
        breaks = (1 - patience) * temptation[
            player
        ] + patience * 1  # in the round of a breach nothing is paid
        assert keeps >= breaks - 1e-9
        if paid[player] > 0:
            assert keeps == pytest.approx(breaks)


def test_without_rates_needs_and_means_stand_side_by_side() -> None:
    found = holding(RepeatedGame(DILEMMA, (0.4, 0.9)))
    assert found.needs == pytest.approx((0.4, 0.0))
    assert found.affords == pytest.approx((0.0, 1.6))
    assert found.payment == ()
    assert holding(RepeatedGame(DILEMMA, (0.0, 0.9))).needs == (2, 0)


def stable_end(rng: np.random.Generator) -> np.ndarray:
    """Payoffs of two by two, (2, 2, 2), of which nobody would leave the last in a single round."""
    tables = rng.integers(0, 10, (2, 2, 2)).astype(float)
    tables[0, 1, 1], tables[1, 1, 1] = tables[0, :, 1].max(), tables[1, 1, :].max()
    return tables


@pytest.mark.parametrize("seed", seeds(60))
def test_what_a_player_needs_is_the_least_that_makes_grim_hold(seed: int) -> None:
    rng = np.random.default_rng(seed)
    tables, patience = stable_end(rng), tuple(rng.uniform(0.1, 0.95, 2))
    found = holding(
        RepeatedGame(NormalFormGame.from_arrays(*tables), patience), floor=tables[:, 1, 1]
    )

    def holds(paid: np.ndarray) -> bool:
        """Whether grim holds if so much more comes with each round in which both keep the
        agreement.
        """
        table = tables.copy()
        table[:, 0, 0] += paid
        return (
            RepeatedGame(NormalFormGame.from_arrays(*table), patience)
            .certify("grim")
            .subgame_perfect
        )

    enough = np.array(found.needs) + 1e-6
    assert found.holds == holds(np.zeros(2))
    assert holds(enough)
    for player in (0, 1):
        if found.needs[player]:
            assert not holds(enough - 2e-6 * np.eye(2)[player])


@pytest.mark.parametrize("seed", seeds(20))
def test_what_a_player_can_pay_leaves_it_no_wish_to_break_or_to_refuse(seed: int) -> None:
    rng = np.random.default_rng(seed)
    tables, patience = stable_end(rng), tuple(rng.uniform(0.1, 0.95, 2))
    found = holding(RepeatedGame(NormalFormGame.from_arrays(*tables), patience))
    breaks = np.maximum(tables[:, 0, 0], (tables[0, 1, 0], tables[1, 0, 1]))
    for player, able in enumerate(found.affords):
        left = tables[player, 0, 0] - able
        otherwise = (1 - patience[player]) * breaks[player] + patience[player] * found.floor[player]
        assert left >= otherwise - 1e-9 or able == 0
        assert able == 0 or left == pytest.approx(otherwise)


def test_who_has_one_posture_has_nothing_to_break() -> None:
    alone = NormalFormGame.from_arrays([[3], [5]], [[0], [9]])
    found = holding(RepeatedGame(alone, 0.9))
    assert (found.temptation[1], found.critical[1], found.needs[1]) == (0, 0, 0)
    assert held_packages(RepeatedGame(alone, 0.9)).tolist() == [[False], [True]]


def test_who_can_walk_away_can_break_whatever_is_worth_less() -> None:
    alone = NormalFormGame.from_arrays([[3], [3]], [[1], [1]])
    found = holding(RepeatedGame(alone, 0.9, Setting(outside=(0.0, 2.0))))
    assert found.critical == (0, None)
    assert found.needs == pytest.approx((0, 1))


FERRIES = """
format: 1
title: Two ferries
players: {east: {patience: 0.8}, west: {patience: 0.5}}
issues:
  east_fare: {decided_by: east, options: [full, cut]}
  west_fare: {decided_by: west, options: [full, cut]}
  pool: {decided_by: agreement, options: [0, 0.499, 0.501]}
status_quo: {east_fare: full, west_fare: full, pool: 0}
payoffs:
  east: {sales: {by: [east_fare, west_fare], values: {full: {full: 5, cut: 1}, cut: {full: 8, cut: 2}}},
         pool: {expr: -pool}}
  west: {sales: {by: [east_fare, west_fare], values: {full: {full: 5, cut: 9}, cut: {full: 1, cut: 2}}},
         pool: {expr: pool}}
repeat: {sets: {pool: 0}, plays: grim}
"""


def test_the_payment_that_is_told_is_the_one_that_a_file_can_agree_on(tmp_path: Path) -> None:
    file = tmp_path / "ferries.yaml"
    file.write_text(FERRIES, "utf-8")
    assert holding(negotiate.load(str(file)).again()).needs == pytest.approx((0, 0.5))
    for pool, enough in ((0.499, False), (0.501, True)):
        agreed = negotiate.load(str(file), set={"repeat.sets.pool": pool}).again()
        assert bool(agreed.certify("grim")) == enough
        assert holding(agreed).holds == enough


def test_what_nobody_sees_no_patience_prevents() -> None:
    tempting = np.array([[[3.5, 0], [5, 1]], [[3, 5], [0, 1]]])
    found = holding(RepeatedGame(DILEMMA, 0.9, tempting=tempting), rates=(1, 1))
    assert found.critical == (None, 0.5)
    assert (found.holds, found.needs[0], found.payment) == (False, inf, ())
    assert held_packages(RepeatedGame(DILEMMA, 0.9, tempting=tempting)).tolist() == [
        [False, False],
        [False, True],
    ]


def test_the_harshest_punishments_hold_more() -> None:
    found = holding(RepeatedGame(cournot(2, list(range(15)), 15), 0.4), (3, 3), harshest=True)
    assert found.harshest is not None
    assert found.harshest.common is not None
    assert found.common is not None
    assert found.harshest.common < found.common
    assert all(
        deep < shallow for deep, shallow in zip(found.harshest.floor, found.floor, strict=True)
    )
    least = found.harshest.common
    for patience, holds in ((least + 1e-6, True), (least - 1e-6, False)):
        at = holding(RepeatedGame(cournot(2, list(range(15)), 15), patience), (3, 3), harshest=True)
        assert at.harshest is not None
        assert at.harshest.holds == holds


def test_the_harshest_are_known_for_two() -> None:
    assert (
        holding(RepeatedGame(cournot(3, [2, 3, 4], 12), 0.4), (0, 0, 0), harshest=True).harshest
        is None
    )
    pennies = NormalFormGame.from_arrays([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
    found = holding(RepeatedGame(pennies, 0.9), harshest=True).harshest
    assert found is not None
    assert (found.floor, found.holds, found.common) == ((), False, None)


@pytest.mark.parametrize("seed", seeds(10))
@pytest.mark.parametrize("shape", [(3, 3), (2, 2, 3)], ids=str)
def test_which_packages_hold_is_what_each_says_alone(seed: int, shape: tuple[int, ...]) -> None:
    tables = np.random.default_rng(seed).integers(0, 10, (len(shape), *shape))
    game = RepeatedGame(
        NormalFormGame.from_arrays(*tables), tuple(np.linspace(0.3, 0.9, len(shape)))
    )
    held = held_packages(game)
    assert held.shape == shape
    for cell in product(*map(range, shape)):
        assert held[cell] == holding(game, cell).holds


def test_every_stable_combination_holds_without_patience() -> None:
    tables = np.random.default_rng(1).integers(0, 10, (2, 4, 4))
    A, B = tables
    stable = (A.max(axis=0) == A) & (B.max(axis=1, keepdims=True) == B)
    held = held_packages(RepeatedGame(NormalFormGame.from_arrays(A, B), 0.0))
    assert (held == stable).all()


def test_purchases_hold_up_a_truce_that_patience_alone_cannot() -> None:
    name = "us-china/beijing-2018"
    bare = holding(negotiate.load(name).again())
    assert not bare.holds
    assert bare.needs[0] > 0  # the United States would have to be paid
    assert bare.affords[1] > 0
    bought = holding(negotiate.load(name, variant="yearly_purchases").again())
    assert bought.holds
    assert bought.worth[0] - bare.worth[0] > bare.needs[0]
    least = [bare.critical[0], bought.critical[0]]
    assert least[0] is not None
    assert least[1] is not None
    assert least[1] < 0.9 < least[0]


def test_what_it_cannot_answer_it_refuses() -> None:
    game = RepeatedGame(DILEMMA, 0.9)
    for package in (
        (0,),
        (0, 2),
        (0, -1),
        ("C", "D"),
        (0.7, 0),
        (True, 0),
        (np.nan, 0),
        "grim",
        1,
        ((0, 0), (0,)),
    ):
        with pytest.raises(UnsuitableGame, match="not a package"):
            holding(game, package)
    with pytest.raises(UnsuitableGame, match="keeping and by"):
        holding(game, worth=(3, 3))
    with pytest.raises(UnsuitableGame, match="keeping and by"):
        holding(game, (0, 0), worth=(3, 3), temptation=(5, 5))
    with pytest.raises(UnsuitableGame, match="5 rounds"):
        holding(replace(game, setting=Setting(rounds=5)))


def test_errors_that_are_left_aside_are_told() -> None:
    assert "trembling" in holding(RepeatedGame(DILEMMA, 0.9, Setting(noise=(0.1, 0.0)))).notes[-1]


@pytest.mark.parametrize("name", ["rates", "floor", "worth", "temptation"])
@pytest.mark.parametrize(
    "given", [(1,), (1, 1, 1), "ab", 1.0, (1, None), (1, inf), (np.nan, 1), ((1, 1), (1,))], ids=str
)
def test_numbers_that_are_not_one_of_each_are_refused(name: str, given: object) -> None:
    package = {"worth": (3, 3), "temptation": (5, 5)} if name in ("worth", "temptation") else {}
    with pytest.raises(OutOfRange, match=f"`{name}`"):
        holding(RepeatedGame(DILEMMA, 0.3), **{**package, name: given})


def test_a_rate_is_not_below_nothing() -> None:
    with pytest.raises(OutOfRange, match="at least 0, and here they are -1, 1"):
        holding(RepeatedGame(DILEMMA, 0.3), rates=(-1, 1))


def test_numbers_and_packages_may_be_arrays() -> None:
    game = RepeatedGame(DILEMMA, (0.3, 0.9))
    assert (
        holding(game, np.array([0, 0]), rates=np.array([1, 1])).payment
        == holding(game, rates=(1, 1)).payment
    )
