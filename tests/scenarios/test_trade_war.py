"""The trade war of 2018-19: its ladder is that of the lists, its scripts follow the calendar, its
`expect` can fail.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

import negotiate
from negotiate import RepeatedGame
from negotiate.repeated.automaton import Automaton

NAME = "us-china/trade-war-2018-19"
NOTHING_FOR_THE_US = {
    "payoffs.us.income.times": 0,
    "payoffs.us.deficit.expr": "0",
    "payoffs.us.farmers_2018.amount": 0,
    "payoffs.us.farmers_2019.amount": 0,
    "lost_market": 0,
}

A_YEAR = {
    "payoffs.us.income.times": 100,
    "payoffs.us.deficit.times": 1,
    "payoffs.us.farmers_2018.times": 1,
    "payoffs.us.farmers_2019.times": 1,
    "payoffs.us.lost_market.times": 1,
    "payoffs.china.income.times": 100,
    "payoffs.china.unanswered.times": 1,
    "payoffs.china.factories.times": 1,
}
"""What turns every term into that of a year: percent become basis points, and the rest is as it
stands.
"""

BREAKS: dict[str, list[tuple[str, Mapping[str, Any]]]] = {
    NAME: [
        ("Looking no further", {"deficit_weight": 0}),
        ("If nobody at home counted", {"payoffs.us.deficit.expr": "-us_tariff"}),
        ("The United States gains", {"payoffs.us.deficit.expr": "-us_tariff"}),
        ("Together, low tariffs", {"deficit_weight": 20}),
        ("They stand where each minds", {"deficit_weight": 20}),
        ("A ladder that both climb", {"deficit_weight": 12}),
        ("It is not believed", NOTHING_FOR_THE_US),
        ("Nor would it deter if a rung", {"elasticity": 5}),
        ("A single hard answer", {"deficit_weight": 12}),
        ("The United States keeps", {"elasticity": 2.5}),
        ("Not with less", {"elasticity": 5}),
        ("It would take 0.73", {"deficit_weight": 2}),
        ("Without what stays", {"deficit_weight": 2}),
        ("A United States that weighs", {"payoffs.us.farmers_2019.amount": -60}),
        ("One misreading in a hundred", {"repeat.misread": 0}),
        ("With a truce held out", {"repeat.misread": 0.05}),
        ("And such truces deter", {"deficit_weight": 12}),
        ("As it was, both lost", {"factories": 0}),
        ("Neither kept to its part", NOTHING_FOR_THE_US),
        ("If the United States went on", {"payoffs.china.income.times": "200 / 12"}),
    ]
}
"""How each entry of `expect` begins, in the file's order, and one setting that breaks it."""

CALENDAR = (
    ("list_1", "first"),  # July 2018
    ("list_2", "second"),
    *(("list_3", "third"),) * 8,  # to April 2019, the truce of Buenos Aires among them
    ("list_3_raised", "third"),  # 10 May; China answers on 1 June
    *(("list_3_raised", "third_raised"),) * 3,  # the truce of Osaka among them
    *(("list_4a", "fourth"),) * 4,  # from September 2019
)


@cache
def as_it_was() -> RepeatedGame:
    return negotiate.load(NAME, variant="as_it_was").again()


def played(rounds: int) -> list[tuple[str, str]]:
    """What the two scripts of the file do against each other, month by month, by a loop of its
    own.
    """
    game = as_it_was()
    scripts = [game.named["lists_in_order"], game.named["answers_in_order"]]
    states, found = [script.start for script in scripts], []
    for _ in range(rounds):
        us, china = (
            int(np.argmax(script.outputs[state]))
            for script, state in zip(scripts, states, strict=True)
        )
        found.append((game.stage.strategies[0][us].label, game.stage.strategies[1][china].label))
        states = [
            followed(scripts[0], states[0], us, china),
            followed(scripts[1], states[1], china, us),
        ]
    return found


def followed(script: Automaton, state: int, own: int, other: int) -> int:
    """A script sees its own action first."""
    return int(script.transitions[state, own, other])


def test_the_scripts_follow_the_calendar() -> None:
    assert played(18) == list(CALENDAR)


def test_what_happened_is_on_the_way() -> None:
    scenario = negotiate.load(NAME)
    months = {"july_2018": 0, "september_2018": 2, "june_2019": 11, "september_2019": 14}
    assert set(scenario.happened) == set(months)
    for name, month in months.items():
        package = scenario.happened[name]
        labels = tuple(
            scenario.issues[issue].labels[package[issue]] for issue in ("us_tariff", "cn_tariff")
        )
        assert labels == CALENDAR[month]


def test_the_lists_wait_for_an_answer() -> None:
    game = as_it_was()
    us = game.named["lists_in_order"]
    start = us.start
    assert followed(us, start, own=1, other=0) == start
    assert followed(us, start, own=1, other=1) != start


def test_the_ladder_is_that_of_the_lists() -> None:
    issues = negotiate.load(NAME).issues
    us, china = issues["us_tariff"].numbers, issues["cn_tariff"].numbers
    assert us is not None
    assert china is not None
    assert all(low < high for ladder in (us, china) for low, high in pairwise(ladder))
    assert us[1] == pytest.approx(us[0] + 100 * 0.25 * 34 / 505.6, abs=0.05)
    assert us[2] == pytest.approx(us[0] + 100 * 0.25 * 50 / 505.6, abs=0.05)
    assert us[4] == pytest.approx(us[3] + 100 * 0.15 * 200 / 505.6, abs=0.05)
    assert china[1] == pytest.approx(china[0] + 100 * 0.25 * 34 / 130.4, abs=0.05)
    assert china[2] == pytest.approx(china[0] + 100 * 0.25 * 50 / 130.4, abs=0.05)


def test_patience_by_month_is_that_of_the_flagship_by_year() -> None:
    by_year = negotiate.load("us-china/beijing-2018").players
    for name, player in negotiate.load(NAME).players.items():
        assert player.patience is not None
        assert player.patience**12 == pytest.approx(by_year[name].patience, abs=1e-3)


def test_a_month_brings_a_twelfth_of_a_year() -> None:
    month = negotiate.load(NAME, set={"moved": 1}).alone().payoffs
    year = negotiate.load(NAME, set={"moved": 1, **A_YEAR}).alone().payoffs
    assert np.ptp(year) > 10
    np.testing.assert_allclose(12 * month, year, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("elasticity", [2.5, 4, 5])
def test_a_hard_answer_within_a_month_deters_however_strongly_trade_answers(
    elasticity: float,
) -> None:
    game = negotiate.load(NAME, variant="all_at_once", set={"elasticity": elasticity}).again()
    assert game.certify().subgame_perfect
    assert game.critical_discount().binding == 0
