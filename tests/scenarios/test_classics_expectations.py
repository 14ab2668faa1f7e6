"""Each expectation of the shipped classics against itself.

`BREAKING` holds, for every entry of every `expect` block in the file's order, a setting under which
that entry has to fail: an expectation that nothing can break says nothing. `STANDING` holds the
same for what nobody would leave, and `LASTING` for what would last.
"""

from __future__ import annotations

from functools import cache

import pytest

import negotiate
from negotiate.language.expectations.testing import Bench, check_expectations
from negotiate.language.outside import read_outside
from tests.scenarios.readings import ANSWERED, reading
from tests.scenarios.test_classics import CLASSICS

_CHICKEN = "matrix.defect.defect=[-1, -1]"
_STRICT = "payoffs.responder.coins.expr=if(offer >= least, offer + 1, 0)"
_SMALLER = "payoffs.proposer.coins.expr=if(offer >= least, 5 - offer, 0)"
_NO_REVENUE = "payoffs.home.revenue.times=0"
_MODEST = "payoffs.ann.coins.expr=if(a + b <= 10, 10 - a, 0)"

BREAKING: dict[str, tuple[str, ...]] = {
    "prisoners-dilemma": (_CHICKEN, _CHICKEN, _CHICKEN),
    "chicken": ("matrix.straight.straight=[0, 0]",) * 5,
    "hawk-dove": ("cost=1", "cost=1", "cost=1", "cost=1", "cost=8"),
    "stag-hunt": (
        "matrix.stag.stag=[2, 2]",
        "matrix.stag.stag=[2, 2]",
        "matrix.stag.hare=[4, 3]",
        "matrix.stag.stag=[2, 2]",
    ),
    "battle-of-the-sexes": (
        "matrix.fight.ballet=[4, 0]",
        "matrix.fight.ballet=[4, 0]",
        "matrix.ballet.fight=[3, 0]",
        "matrix.fight.ballet=[4, 0]",
    ),
    "matching-pennies": (
        "matrix.heads.heads=[1, 1]",
        "matrix.heads.heads=[2, -1]",
        "matrix.heads.heads=[1, 2]",
    ),
    "deadlock": ("matrix.arm.arm=[-1, -1]",) * 3,
    "entry-deterrence": (
        "payoffs.incumbent.profit.enter.fight=2",
        "payoffs.incumbent.profit.enter.fight=2",
        "payoffs.entrant.profit.enter.fight=1",
        "payoffs.entrant.profit.enter.fight=1",
        "payoffs.incumbent.profit.enter.fight=1",
        "payoffs.incumbent.profit.enter.fight=2",
    ),
    "ultimatum": (
        "envy=1",  # how many equilibria
        *("envy=1",) * 5,  # offers of 0 to 4
        *(_SMALLER,) * 6,  # offers of 5 to 10
        _STRICT,  # nobody refuses even an offer of nothing
        _STRICT,  # so that no choice is a tie
        "envy=1",
        _STRICT,
        "envy=0",
    ),
    "nash-demand": (_MODEST,) * 13,
    "beer-quiche": (
        "weak_odds=0.6",
        "weak_odds=0.6",
        "weak_odds=0.6",
        "weak_odds=0.1",
        "weak_odds=0.6",
    ),
    "chain-store-types": (
        "strong_odds=0.3",
        "strong_odds=0.1",
        "strong=1",
        "payoffs.first.profit.expr=if(entry_1 == out, 0, 1)",
    ),
    "kuhn-poker": ("stake=2", "stake=2"),
    "centipede": (
        "payoffs.second.coins.pass.pass=5",
        "payoffs.second.coins.pass.pass=5",
        "payoffs.first.coins.pass.take_at_2=2",
        "payoffs.second.coins.pass.pass=4",
        "payoffs.second.coins.pass.pass=5",
    ),
    "travellers-dilemma": ("bonus=0", "bonus=0", "payoffs.ann.refund.expr=0 - min(a, b)"),
    "cuba-chicken": (*("matrix.strike.maintain=[3, 3]",) * 4, "matrix.blockade.withdraw=[5, 5]"),
    "cuba-brams": (
        "matrix.strike.maintain=[4, 2]",
        "matrix.strike.withdraw=[1, 2]",
        "matrix.blockade.withdraw=[3, 5]",
    ),
    "trade-war-538": ("matrix.tariff.tariff=[0, 0]",) * 3,
    "rubinstein": (
        "payoffs.ann.slices.expr=if(share == stale, 1, share)",
        "payoffs.ann.slices.expr=if(share == stale, 1, share)",
        *("payoffs.bob.slices.expr=if(share == stale, 9, 19 - share)",) * 3,
    ),
    "orange": (
        "payoffs.ann.peel.expr=2 * peel",
        "ann_peel=0.75",
        *("ann_peel=0.4",) * 4,
        "bea_peel=1",
    ),
    # In the variant no one number makes secrets cost: both of her types must stand close to what
    # his are worth to him.
    "used-car": (
        "keeping=0",
        "eager_odds=0.9",
        "payoffs.seller.car.expr=-(keeping - 55) * 0.55 - 69",
    ),
    "discrete-bargaining": (
        "payoffs.firm.contract.none=2",
        "payoffs.union.contract.none=4",
        "payoffs.union.contract.none=4",
        "payoffs.firm.contract.b=6",
        "payoffs.union.contract.c=3",
        "payoffs.union.contract.c=3",
        "payoffs.firm.contract.c=2",
    ),
    "trade-war-mankiw": (
        "matrix.high.high=[5, 5]",
        "matrix.high.high=[5, 5]",
        "matrix.low.low=[40, 40]",
    ),
    "iterated-dilemma": (_CHICKEN,),
    "repeated-chicken": ("matrix.straight.straight=[0, 0]",),
    "cournot-duopoly": ("demand=12", "demand=48", "demand=12"),
    "repeated-entry": ("low_price=0",),
    "linear-tariffs": (_NO_REVENUE,) * 2,
}

STANDING: dict[str, tuple[str, ...]] = {
    "prisoners-dilemma": (_CHICKEN, _CHICKEN, "matrix.defect.defect=[-1, -1]"),
    "chicken": (
        "matrix.swerve.swerve=[2, 2]",
        "matrix.straight.straight=[0, 0]",
        "matrix.swerve.swerve=[-20, -20]",
    ),
    "stag-hunt": ("matrix.stag.stag=[2, 2]",) * 2,
    "hawk-dove": ("cost=1", "matrix.dove.dove=[-5, -5]"),
    "battle-of-the-sexes": ("matrix.ballet.ballet=[-1, -1]", "matrix.fight.ballet=[4, 4]"),
    "matching-pennies": ("matrix.heads.heads=[1, 1]",) * 2,
    "deadlock": ("matrix.arm.arm=[-1, -1]",),
    "cuba-chicken": ("matrix.strike.maintain=[3, 3]", "matrix.blockade.withdraw=[0, 0]"),
    "cuba-brams": ("matrix.strike.maintain=[4, 4]",) * 2,
    "trade-war-538": ("matrix.free_trade.free_trade=[30, 30]", "matrix.tariff.tariff=[0, 0]"),
    "trade-war-mankiw": ("matrix.high.high=[5, 5]",) * 2,
    "entry-deterrence": ("payoffs.entrant.profit.enter.fight=1",),
}
"""The same for the entries of `stability`, which come after those."""

LASTING: dict[str, tuple[str, ...]] = {
    "trade-war-538": (
        "matrix.free_trade.free_trade=[30, 30]",
        "matrix.tariff.tariff=[0, 0]",
        "matrix.free_trade.free_trade=[20, 20]",
    ),
    "trade-war-mankiw": ("matrix.high.high=[5, 5]", "matrix.low.low=[40, 40]"),
    "iterated-dilemma": (
        "temptation=6",
        "temptation=4",
        "temptation=6",
        "left_alone=-1",  # each then gives a gift
        "temptation=6",
        "left_alone=1",  # to be punished and to punish back is then all one
        "temptation=6",
        "temptation=4",
        "temptation=5",
        "temptation=4",
        "repeat.ends=0.019607843",  # 0.34 of a chance of 1 - 0.0196 is one third
        "reward=4",
        "reward=2",
        "reward=4",
        "temptation=3",
    ),
    "repeated-chicken": (
        "matrix.swerve.straight=[-1, 3]",
        "matrix.straight.straight=[-1, -1]",
        "matrix.swerve.straight=[-1, 3]",
        "matrix.straight.straight=[-5, -5]",
        "matrix.straight.straight=[-20, -20]",
        "matrix.swerve.swerve=[2, 2]",
        "matrix.straight.straight=[0, 0]",
        "matrix.swerve.swerve=[-1, -1]",
        "matrix.straight.straight=[0, 0]",
    ),
    "cournot-duopoly": (
        "demand=48",
        "repeat.postures.second.share.second_output=7",
        "demand=48",
        "demand=48",
        "demand=20",
        "demand=30",  # what each sells alone is then 10
    ),
    "repeated-entry": (
        "low_price=1.5",
        "low_price=0.8",
        "alone=1.2",
        "low_price=2",
        "share=0",
        "low_price=0",
    ),
    "linear-tariffs": (
        _NO_REVENUE,
        "repeat.postures.home.agreed.home_tariff=1",  # free trade itself is worth 0 by any terms
        _NO_REVENUE,
        "payoffs.home.revenue.times=20000",
        _NO_REVENUE,
        _NO_REVENUE,
    ),
}
"""The same for the entries of `simulate`, which come last in each file."""

EXPECTED = {name: negotiate.load(f"classics/{name}").expectations for name in CLASSICS}
ENTRIES = [
    (name, position) for name, entries in EXPECTED.items() for position in range(len(entries))
]


def breaking(name: str) -> tuple[str, ...]:
    """A setting for each entry of a file, in the file's order."""
    return BREAKING.get(name, ()) + STANDING.get(name, ()) + LASTING.get(name, ())


@cache
def bench(name: str, setting: str) -> Bench:
    """What judges the entries of a classic under one setting such as stands after `--set`."""
    address, _, value = setting.partition("=")
    return Bench(reading(f"classics/{name}"), {address: read_outside(setting, value)}, {}, None, {})


def test_every_classic_has_settings_that_break_what_it_expects() -> None:
    assert set(BREAKING) == set(CLASSICS)


@pytest.mark.parametrize("name", CLASSICS)
def test_every_expectation_is_met(name: str) -> None:
    verdicts = check_expectations(reading(f"classics/{name}"))
    assert [verdict.expectation.written for verdict in verdicts if not verdict.met] == []


def test_every_expectation_has_a_breaking_setting() -> None:
    assert all(EXPECTED.values())
    assert {name: len(breaking(name)) for name in CLASSICS} == {
        name: len(EXPECTED[name]) for name in CLASSICS
    }


@pytest.mark.parametrize(("name", "position"), ENTRIES)
def test_an_expectation_fails_where_it_should(name: str, position: int) -> None:
    """And it fails because the game has another answer, not because it has none."""
    entry = EXPECTED[name][position]
    verdict = bench(name, breaking(name)[position]).judge(entry)
    assert not verdict.met, entry.written
    assert ANSWERED.search(verdict.found)


@pytest.mark.parametrize("position", [0, 1])
def test_a_cell_is_addressed_by_position_whatever_numbers_it_holds(position: int) -> None:
    scenario = negotiate.load("classics/chicken", set={f"matrix.straight.swerve.{position}": 7})
    assert scenario.alone().payoffs[position, 1, 0] == 7
