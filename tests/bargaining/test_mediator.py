"""What an honest mediator can do for players with private types, and which types have a deal with
each other.
"""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import product
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

import negotiate
from negotiate.bargaining.mediator import Mediator, mediate
from negotiate.bargaining.profiles import type_deals
from negotiate.errors import GameTooLarge, UnsuitableGame
from negotiate.report import report_of
from negotiate.report.json import json_of
from negotiate.report.plain import plain
from tests.cli.shell import ask
from tests.written import never_told

CAR = "classics/used-car"
Types = dict[str, dict[str, tuple[Fraction, list[int]]]]
"""Player → type → its odds, and what each package is worth to it."""


def trade(
    costs: list[float], values: list[float], low: Any = None, high: Any = None
) -> dict[str, Any]:
    """A sale under private costs and values, with equal odds or those of the first of two types."""

    def own(word: str, numbers: list[float], odds: Any) -> dict[str, Any]:
        chances = (
            [1 / len(numbers)] * len(numbers) if odds is None else [float(odds), float(1 - odds)]
        )
        return {
            f"{word}{k}": {"odds": o, "set": {word: x}}
            for k, (o, x) in enumerate(zip(chances, numbers, strict=True))
        }

    return {
        "format": 1,
        "title": "A sale",
        "players": {"seller": {}, "buyer": {}},
        "parameters": {"cost": costs[0], "value": values[0]},
        "issues": {"thing": {"decided_by": "agreement", "options": ["kept", "sold"]}},
        "status_quo": {"thing": "kept"},
        "no_deal": "status_quo",
        "payoffs": {
            "seller": {"cost": {"expr": "if(thing == sold, -cost, 0)"}},
            "buyer": {"value": {"expr": "if(thing == sold, value, 0)"}},
        },
        "side_payments": {"seller": 1, "buyer": 1},
        "types": {"seller": own("cost", costs, low), "buyer": own("value", values, high)},
    }


def loaded(folder: Path, scenario: dict[str, Any], **given: Any) -> negotiate.Scenario:
    path = folder / "talks.yaml"
    path.write_text(json.dumps(scenario), encoding="utf-8")
    return negotiate.load(str(path), **given)


def asked(folder: Path, scenario: dict[str, Any], **given: Any) -> Mediator:
    return mediate(loaded(folder, scenario, **given).together())


def two_types(
    costs: tuple[int, int], values: tuple[int, int], p: Fraction, q: Fraction
) -> tuple[Fraction, Fraction]:
    """The first best and the mediator's best of two types a side, with low cost < low value < high
    cost < high value.

    The pair of low cost and high value always trades. How often the two other pairs that gain do is
    limited by what the better types must be left so that they do not pretend: the gains from trade
    have to pay for that.
    """
    (c1, c2), (v1, v2) = costs, values
    sure = p * q * (v2 - c1)
    pairs = [
        (p * (1 - q) * (v1 - c1), p * q * (v2 - v1)),
        ((1 - p) * q * (v2 - c2), p * q * (c2 - c1)),
    ]
    first, best, room = sure + sum(gain for gain, _ in pairs), sure, sure
    short = [(gain, rent - gain) for gain, rent in pairs if rent > gain]
    for gain, rent in pairs:
        if rent <= gain:
            best, room = best + gain, room + gain - rent
    for gain, short_of in sorted(short, key=lambda pair: -pair[0] / pair[1]):
        share = min(Fraction(1), room / short_of)
        best, room = best + share * gain, room - share * short_of
    return first, best


ODDS = st.integers(1, 9).map(lambda k: Fraction(k, 10))


@given(st.lists(st.integers(0, 100), min_size=4, max_size=4, unique=True), ODDS, ODDS)
@settings(max_examples=40, deadline=None)
def test_two_types_a_side_have_a_closed_form(
    tmp_path_factory: pytest.TempPathFactory, numbers: list[int], p: Fraction, q: Fraction
) -> None:
    c1, v1, c2, v2 = sorted(numbers)
    found = asked(tmp_path_factory.mktemp("sale"), trade([c1, c2], [v1, v2], p, 1 - q))
    first, best = two_types((c1, c2), (v1, v2), p, q)
    assert found.gains.first_best == pytest.approx(float(first), abs=1e-6)
    assert found.gains.mediator == pytest.approx(float(best), abs=1e-5)


def test_uniform_trade_comes_close_to_what_myerson_and_satterthwaite_found(tmp_path: Path) -> None:
    """The best sum of gains is 9/64, where the first best is 1/6; with n types a side a little
    more, and less of it.
    """
    apart = []
    for n in (5, 10, 20, 40):
        middles = [(k + 0.5) / n for k in range(n)]
        found = asked(tmp_path, trade(middles, middles))
        gains = [value - cost for cost in middles for value in middles if value > cost]
        assert found.gains.first_best == pytest.approx(sum(gains) / n**2)
        assert found.violation <= 1e-6
        apart.append(found.gains.mediator - 9 / 64)
    assert apart == sorted(apart, reverse=True)
    assert 0 < apart[-1] < 0.0034
    assert apart[-2] / apart[-1] > 1.8


@st.composite
def bargains(draw: DrawFn) -> tuple[dict[str, Any], Types]:
    """Two or three players, some with types, over three packages and today; values of the types are
    private.
    """
    types: Types = {}
    worth = st.lists(st.integers(-10, 10), min_size=3, max_size=3)
    for player in ("ann", "bea", "cid")[: draw(st.integers(2, 3))]:
        kinds = draw(st.integers(1, 3))
        cuts = (
            [Fraction(1, 3), Fraction(1, 2), Fraction(1, 6)]
            if kinds == 3
            else [Fraction(1, 4), Fraction(3, 4)]
        )
        odds = cuts if kinds > 1 else [Fraction(1)]
        types[player] = {f"t{k}": (odds[k], draw(worth)) for k in range(kinds)}
    order = draw(st.permutations([player for player in types if len(types[player]) > 1]))
    options = ["today", "one", "two", "three"]
    scenario: dict[str, Any] = {
        "format": 1,
        "title": "A bargain",
        "players": {player: {} for player in types},
        "issues": {"what": {"decided_by": "agreement", "options": options}},
        "status_quo": {"what": "today"},
        "no_deal": "status_quo",
        "payoffs": {
            player: {
                "own": {"by": "what", "values": dict(zip(options[1:], kinds["t0"][1], strict=True))}
            }
            for player, kinds in types.items()
        },
        "types": {
            player: {
                kind: {
                    "odds": f"{odds.numerator} / {odds.denominator}",
                    "set": {
                        f"payoffs.{player}.own.{o}": x
                        for o, x in zip(options[1:], own, strict=True)
                    },
                }
                for kind, (odds, own) in types[player].items()
            }
            for player in order
        },
    }
    if draw(st.booleans()):
        scenario["side_payments"] = {player: draw(st.sampled_from([1, 2])) for player in types}
    return scenario, types


@given(bargains())
@settings(max_examples=40, deadline=None)
def test_no_report_but_the_truth_is_better_for_any_type(
    tmp_path_factory: pytest.TempPathFactory, bargain: tuple[dict[str, Any], Types]
) -> None:
    """By going through all reports of all types one by one, from the menu as it is told."""
    scenario, types = bargain
    if not scenario["types"]:
        return
    found = asked(tmp_path_factory.mktemp("bargain"), scenario)
    money = scenario.get("side_payments", dict.fromkeys(types, 1))
    menu = {tuple(one.types.get(player, "t0") for player in types): one for one in found.menu}
    assert set(menu) == set(product(*types.values()))
    for one in found.menu:
        assert sum(one.shares) <= 1 + 1e-9
        assert min(one.shares, default=1) > 0
        assert one.received.sum() == pytest.approx(0, abs=1e-6)
        assert found.paid or not one.received.any()
    for seat, player in enumerate(types):
        others = [own if name != player else {"": (Fraction(1), [])} for name, own in types.items()]
        for kind, (_, worth) in types[player].items():
            expected = {}
            for report in types[player]:
                total = 0.0
                for rest in product(*others):
                    chance = prod(own[name][0] for own, name in zip(others, rest, strict=True))
                    told = menu[(*rest[:seat], report, *rest[seat + 1 :])]
                    drawn = sum(
                        s * [0, *worth][k] for s, k in zip(told.shares, told.packages, strict=True)
                    )
                    total += float(chance) * (drawn + told.received[seat] / money[player])
                expected[report] = total
            assert expected[kind] >= max(expected.values()) - 1e-4
            assert expected[kind] >= -1e-4
            name = kind if len(types[player]) > 1 else ""
            (side,) = [one for one in found.sides if (one.player, one.type) == (seat, name)]
            assert side.gain == pytest.approx(expected[kind], abs=1e-4)
    assert found.violation <= 1e-4
    assert found.gains.mediator <= found.gains.first_best + 1e-4
    sure = [
        sum(
            money[player] * float(sum(odds * own[k] for odds, own in types[player].values()))
            for player in types
        )
        for k in range(3)
        if all(own[k] >= 0 for kinds in types.values() for _, own in kinds.values())
    ]
    assert found.gains.mediator >= max(sure, default=0) * (1 if found.paid else 0) - 1e-4


@given(bargains())
@settings(max_examples=20, deadline=None)
def test_the_order_of_types_changes_no_gain(
    tmp_path_factory: pytest.TempPathFactory, bargain: tuple[dict[str, Any], Types]
) -> None:
    scenario, _ = bargain
    if not scenario["types"]:
        return
    folder = tmp_path_factory.mktemp("bargain")
    turned = {p: dict(reversed(kinds.items())) for p, kinds in reversed(scenario["types"].items())}
    one, other = asked(folder, scenario), asked(folder, {**scenario, "types": turned})
    assert one.gains.mediator == pytest.approx(other.gains.mediator, abs=1e-5)
    assert one.gains.first_best == pytest.approx(other.gains.first_best, abs=1e-5)


def test_the_used_car() -> None:
    """The classic in numbers: gains of 17.5 with all types known, and a sixth of two deals lost to
    secrecy.
    """
    found = mediate(negotiate.load(CAR).together())
    assert found.gains.first_best == pytest.approx(17.5)
    assert found.gains.mediator == pytest.approx(50 / 3)
    assert found.gains.lost == pytest.approx(5 / 6)
    shares = {tuple(one.types.values()): sum(one.shares) for one in found.menu}
    assert shares == pytest.approx(
        {
            ("eager", "casual"): 5 / 6,
            ("eager", "keen"): 1,
            ("attached", "casual"): 0,
            ("attached", "keen"): 5 / 6,
        }
    )
    closer = mediate(negotiate.load(CAR, variant="closer").together())
    assert closer.gains.lost == pytest.approx(0, abs=1e-9)
    assert {sum(one.shares) for one in closer.menu} == {1.0}


def test_whoever_is_known_has_no_secret_to_be_paid_for() -> None:
    found = mediate(negotiate.load(CAR, fix={"seller": "eager"}).together())
    assert found.gains.mediator == pytest.approx(30)
    assert found.gains.lost == pytest.approx(0, abs=1e-9)
    with pytest.raises(UnsuitableGame, match="nobody has private types"):
        mediate(negotiate.load(CAR, fix={"seller": "eager", "buyer": "keen"}).together())


def test_a_red_line_of_a_type_keeps_a_package_out_of_its_lotteries(tmp_path: Path) -> None:
    scenario = trade([10, 20], [50, 60])
    scenario["red_lines"] = {"pride": {"player": "seller", "never": "thing == sold and cost > 15"}}
    found = asked(tmp_path, scenario)
    sold = {tuple(one.types.values()): one.packages for one in found.menu}
    assert [sold["cost0", kind] for kind in ("value0", "value1")] == [(1,), (1,)]
    assert [sold["cost1", kind] for kind in ("value0", "value1")] == [(), ()]
    free = asked(tmp_path, trade([10, 20], [50, 60]))
    assert found.gains.first_best == pytest.approx((40 + 50) / 4)
    assert free.gains.first_best == pytest.approx((40 + 50 + 30 + 40) / 4)


def test_without_side_payments_gains_are_weighed_by_power(tmp_path: Path) -> None:
    scenario = trade([10, 20], [50, 60])
    del scenario["side_payments"]
    scenario["payoffs"]["seller"]["price"] = {"expr": "if(thing == sold, 30, 0)"}
    scenario["payoffs"]["buyer"]["price"] = {"expr": "if(thing == sold, -30, 0)"}
    even = asked(tmp_path, scenario)
    assert even.weights == (1.0, 1.0)
    assert not even.paid
    assert even.gains.mediator == pytest.approx(15 + 25)
    scenario["players"] = {"seller": {"power": 0.75}, "buyer": {"power": 0.25}}
    uneven = asked(tmp_path, scenario)
    assert uneven.weights == (1.5, 0.5)
    assert uneven.gains.mediator == pytest.approx(1.5 * 15 + 0.5 * 25)
    assert "no side payments" in " ".join(plain(report_of(uneven)))


def test_who_neither_pays_nor_is_paid_gains_by_the_package_alone(tmp_path: Path) -> None:
    scenario = trade([10, 20], [50, 60])
    scenario["players"]["town"] = {}
    scenario["payoffs"]["town"] = {"noise": {"expr": "if(thing == sold, 5 - cost, 0)"}}
    found = asked(tmp_path, scenario)
    assert found.gains.first_best == pytest.approx(0)
    scenario["payoffs"]["town"] = {"noise": {"expr": "if(thing == sold, 16 - cost, 0)"}}
    found = asked(tmp_path, scenario)
    assert found.weights == (1.0, 1.0, 0.0)
    (town,) = [side for side in found.sides if side.player == 2]
    assert town.gain >= 0
    assert all(one.received[2] == 0 for one in found.menu)


def test_no_deal_by_an_equilibrium_is_that_of_known_types(tmp_path: Path) -> None:
    scenario = trade([10, 20], [50, 60])
    scenario["no_deal"] = "equilibrium"
    found = asked(tmp_path, scenario)
    assert found.guessed
    assert "as if the types were known" in " ".join(plain(report_of(found)))


def test_what_a_mediator_cannot_be_asked(tmp_path: Path) -> None:
    with pytest.raises(UnsuitableGame, match="nobody has private types"):
        mediate(negotiate.load("classics/orange").together())
    many = trade([float(k) for k in range(40)], [float(k) for k in range(40)])
    many["issues"]["paint"] = {"decided_by": "agreement", "options": [f"p{k}" for k in range(50)]}
    many["status_quo"]["paint"] = "p0"
    with pytest.raises(GameTooLarge, match="160,000 packages in all combinations of types"):
        asked(tmp_path, many)
    apart = trade([10, 20], [50, 60])
    apart["players"]["town"] = {}
    apart["payoffs"]["town"] = {"noise": {"amount": 0}}
    apart["signers"] = [["seller", "town"]]
    with pytest.raises(UnsuitableGame, match="`buyer` has private types and does not sign"):
        asked(tmp_path, apart)
    ranked = trade([10, 20], [50, 60])
    del ranked["payoffs"], ranked["parameters"], ranked["side_payments"]
    ranked["prefers"] = {"seller": ["thing == kept"], "buyer": ["thing == sold"]}
    ranked["types"] = {
        "buyer": {
            "keen": {"odds": 0.5},
            "cool": {"odds": 0.5, "set": {"prefers.buyer": ["thing == kept"]}},
        }
    }
    with pytest.raises(UnsuitableGame, match="mediator's menu"):
        asked(tmp_path, ranked)


def test_a_program_reads_the_gains_and_the_menu(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(ask(capsys, "deal", CAR, "--mediator", "--json").out)
    assert found["schema"] == "negotiate/mediator/2"
    assert found["gains"] == pytest.approx({"first_best": 17.5, "mediator": 50 / 3, "lost": 5 / 6})
    assert found["menu"][1]["types"] == {"seller": "eager", "buyer": "keen"}
    assert found["menu"][1]["received"]["seller"] == pytest.approx(
        -found["menu"][1]["received"]["buyer"]
    )
    assert found["menu"][1]["packages"][0]["options"] == {"car": "warranty"}
    assert ask(capsys, "deal", "classics/orange", "--mediator").code != 0


def test_a_page_says_what_secrecy_costs_first(capsys: pytest.CaptureFixture[str]) -> None:
    said = " ".join(ask(capsys, "deal", CAR, "--mediator").out.split())
    assert "The best honest mediator brings expected gains of 16.7 in money." in said
    assert "So secrecy costs 0.83: the mediator reaches 95.2 % of the first best." in said
    assert "Buyer pays 55" in said
    closer = " ".join(ask(capsys, "deal", CAR, "--mediator", "--variant", "closer").out.split())
    assert "Secrecy costs nothing" in closer


def test_deal_says_which_types_have_a_deal(capsys: pytest.CaptureFixture[str]) -> None:
    found = negotiate.deal(negotiate.load(CAR).together())
    assert found.types is not None
    assert [case.exists for case in found.types.cases] == [True, True, False, True]
    assert [case.joint for case in found.types.cases] == [10, 50, 0, 10]
    assert found.types.chance == 0.75
    said = " ".join(ask(capsys, "deal", CAR).out.split())
    assert (
        "a deal in three of the 4 combinations of private types, with a probability of 0.75" in said
    )
    assert "Without payments, Buyer would gain by 2 packages, whatever its type." in said
    assert negotiate.deal(negotiate.load("classics/orange").together()).types is None


@given(bargains())
@settings(max_examples=20, deadline=None)
def test_each_combination_of_types_has_the_deals_of_these_types_alone(
    tmp_path_factory: pytest.TempPathFactory, bargain: tuple[dict[str, Any], Types]
) -> None:
    """What the table says is what `deal` says of the file in which these types are fixed."""
    scenario, _ = bargain
    if not scenario["types"]:
        return
    folder = tmp_path_factory.mktemp("bargain")
    private = loaded(folder, scenario).together().private
    assert private is not None
    for case in type_deals(private()).cases:
        known = negotiate.deal(loaded(folder, scenario, fix=case.types).together())
        (only,) = known.cases
        paid = only.money is not None and only.money.nash is not None
        assert case.exists == (only.exists or paid)
        assert case.size == only.size
        assert case.joint == (
            None if only.money is None else pytest.approx(only.money.surplus if paid else 0)
        )
        if not scenario.get("side_payments"):
            assert case.exists == (only.size > 0)


def test_a_wide_table_of_types_is_a_list(tmp_path: Path) -> None:
    numbers = [float(k) for k in range(8)]
    found = negotiate.deal(loaded(tmp_path, trade(numbers, numbers)).together())
    said = "\n".join(plain(report_of(found)))
    assert len(found.types.cases if found.types else ()) == 64
    assert "There is a deal in 28 of the 64 combinations" in said
    assert np.isclose(found.types.chance if found.types else 0, 28 / 64)
    assert json_of(found)["types"]["cases"][1]["joint"] == 1


def test_every_field_fits_its_schema_and_is_told_somewhere(tmp_path: Path) -> None:
    car = negotiate.load(CAR).together()
    equilibrium = {**trade([10, 20], [50, 60]), "no_deal": "equilibrium"}
    kept = loaded(tmp_path, trade([-10, 20], [50, 60])).together()
    never = never_told(
        [mediate(car), asked(tmp_path, equilibrium), negotiate.deal(car), negotiate.deal(kept)]
    )
    own = (
        "Mediator",
        "ExpectedGains",
        "Provision",
        "TypeGain",
        "TypeDeals",
        "TypesDeal",
        "TypeSigns",
        "Deal.types",
    )
    assert [name for name in never if name.startswith(own)] == []
