"""The trade war as a war game: its ladder is that of the lists, the ways through it are those of
the umpire's notes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

import negotiate
from negotiate.language.scenario_file import Reading
from negotiate.model.turns import after_turn, injects_due

NAME = "us-china/trade-war-2018-20"
BREAKS: dict[str, list[tuple[str, Mapping[str, Any]]]] = {
    NAME: [
        ("Taken by itself", {"payoffs.us.deficit.expr": "-us_tariff"}),
        ("The temptation is the same", {"payoffs.us.deficit.expr": "-us_tariff"}),
        ("China alone loses", {"payoffs.us.farm_aid.amount": -20}),
        ("Both would sign", {"payoffs.china.unanswered.expr": "-unanswered - 100"}),
        ("Nobody signs", {"red_lines.plan": "off", "payoffs.china.plan.curb": 60}),
        ("If promises are kept", {"payoffs.us.deficit.expr": "-purchases"}),
        ("Even a president", {"payoffs.us.deficit.expr": "-purchases"}),
        ("Frightened firms", {"payoffs.us.deficit.expr": "-us_tariff"}),
    ]
}
"""How each entry of `expect` begins, in the file's order, and one setting that breaks it."""

Orders = Mapping[str, str]
AT_ONCE = {"us_tariff": "list_4a", "huawei": "listed", "cn_tariff": "first"}
AS_IT_WAS: dict[int, Orders] = {
    1: {"us_tariff": "list_3", "cn_tariff": "second"},
    4: {"us_tariff": "list_3_raised", "cn_tariff": "third", "huawei": "listed"},
    5: {"us_tariff": "list_4a", "cn_tariff": "fourth"},
    6: {"us_tariff": "halved", "purchases": "phase_one"},
}
WAYS: dict[str, tuple[Callable[[int], Orders], tuple[float, float], tuple[str, ...]]] = {
    "at once": (lambda _: AT_ONCE, (-3.4, -15.6), ("farm_aid", "markets", "brazil")),
    "as it was": (
        lambda turn: AS_IT_WAS.get(turn, {}),
        (-3.6, -11.8),
        ("farm_aid", "markets", "brazil"),
    ),
    "calm": (lambda _: {}, (-0.2, -0.3), ()),
    "purchases": (lambda _: {"purchases": "phase_one"}, (0.8, -0.4), ()),
}
"""What is ordered in each turn, the average that the umpire's notes name, and the injects that come
by condition.
"""


@pytest.mark.parametrize("way", WAYS)
def test_the_ways_through_the_game_end_as_the_umpire_is_told(way: str) -> None:
    orders, averages, by_condition = WAYS[way]
    reading = Reading(NAME)
    found = reading.scenario({}, None, {})
    numbers, package = (
        {name: found.parameters[name].value for name in found.state},
        dict(found.status_quo),
    )
    come: tuple[str, ...] = ()
    sums = [0.0, 0.0]
    for turn in range(1, 7):
        come += injects_due(reading.scenario(numbers, None, {}, injects=come), package, turn, come)
        package |= {
            issue: found.issues[issue].labels.index(option)
            for issue, option in orders(turn).items()
        }
        numbers = after_turn(reading.scenario(numbers, None, {}, injects=come), package, turn)
        worth = reading.scenario(numbers, None, {}, injects=come).package_payoffs(package)
        sums = [total + worth[player] for total, player in zip(sums, found.keys, strict=True)]
    assert [round(total / 6, 1) for total in sums] == list(averages)
    assert [f"{average:g}" in found.briefs["teacher"] for average in averages] == [True, True]
    assert tuple(name for name in come if found.injects[name].when is not None) == by_condition


def test_what_happened_is_a_step_of_the_way() -> None:
    found = negotiate.load(NAME)
    package = dict(found.status_quo)
    reached = []
    for turn in range(1, 7):
        orders = AS_IT_WAS.get(turn, {})
        package |= {
            issue: found.issues[issue].labels.index(option) for issue, option in orders.items()
        }
        reached.append(dict(package))
    assert all(dict(happened) in reached for happened in found.happened.values())


def test_the_tariffs_are_those_of_the_scenario_list_by_list() -> None:
    here, there = (negotiate.load(name).issues for name in (NAME, "us-china/trade-war-2018-19"))
    for issue in ("us_tariff", "cn_tariff"):
        lists = {option.number for option in there[issue].options}
        assert {option.number for option in here[issue].options} - lists <= {19.3}


def test_every_inject_that_really_came_is_told_what_came_then() -> None:
    injects = negotiate.load(NAME).injects
    assert all(one.expects for one in injects.values())
    assert {one.turn for one in injects.values() if one.turn is not None} == {2, 3, 4, 5, 6}
