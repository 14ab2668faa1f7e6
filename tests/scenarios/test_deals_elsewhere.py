"""The deals of Camp David, of North America, of Brexit and of electric cars, and the frames of a
class.

Every entry of every `expect` block has a setting that breaks it. Where a number comes from
somewhere else, such as the divisions of the House of Commons or a published division of points, it
is worked out here without the program's help.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np
import pytest

import negotiate
from negotiate.bargaining.talks.offers import offers_over
from tests.scenarios.readings import reading

FRAMES = "classroom/bicycle-frames"
CAMP_DAVID = "peace/camp-david-1978"
USMCA = "trade/usmca-2018"
CARS = "trade/electric-cars-2026"
BREXIT = "europe/brexit-2019"

BREAKS: dict[str, list[tuple[str, Mapping[str, Any]]]] = {
    FRAMES: [
        ("Meeting in the middle", {"shop_no_deal": 31}),
        ("The trade is worth", {"payoffs.shop.week.values.2": 30}),
        ("Equal gains", {"workshop_no_deal": 35}),
        ("And so do equal hopes", {"payoffs.shop.week.values.4": 55}),
        ("And nothing gives", {"payoffs.shop.week.values.4": 55}),
        (
            "With a better offer",
            {"payoffs.workshop.week.values.10": 30, "shop_no_deal": 10},
        ),
        (
            "The trade still stands",
            {"payoffs.shop.week.values.2": 21},
        ),
        ("When the shop", {"payoffs.workshop.week.values.4": 30}),
    ],
    CAMP_DAVID: [
        ("Nobody can make peace", {"held": 1}),
        ("There is much to sign", {"payoffs.israel.held.expr": "100"}),
        ("Whatever is signed", {"red_lines.one_city.never": {"jerusalem": "left_out"}}),
        ("Adjusted winner", {"payoffs.egypt.rights.values.recognised": 30}),
        ("The points alone", {"payoffs.egypt.rights.values.recognised": 30}),
        ("The largest product", {"held": 30}),
        ("What was signed", {"self_rule": 0.5}),
        ("A few settlements", {"red_lines.every_inch.never": {"sinai": "kept"}}),
        (
            "Jerusalem and the West Bank",
            {
                "red_lines.every_inch.never.sinai": "kept",
                "red_lines.one_city.never": {"sinai": "divided"},
            },
        ),
        ("An Israel that is content", {"self_rule": 0}),
    ],
    USMCA: [
        ("Without talks", {"tariff_on_cars": 1}),
        ("All three can sign", {"red_lines.overhaul.never": {"panels": "gone"}}),
        ("What was signed", {"wisconsin": 3}),
        ("Two of them can sign", {"congress": 0.9}),
        ("With all three", {"payoffs.canada.dairy.values.a_foot_in": -0.5}),
        ("Nor does Mexico's", {"leave_canada": 1, "wisconsin": 6}),
        ("What Canada hopes", {"payoffs.canada.dairy.values.a_foot_in": -30}),
        ("A tariff on cars", {"payoffs.canada.dairy.values.a_foot_in": -30}),
        ("Where nobody believes", {"payoffs.mexico.data.values.modern": 60}),
    ],
    CARS: [
        ("Without talks", {"payoffs.china.farmers.values.high": 1}),
        (
            "In place of the duty",
            {"payoffs.china.plants.values.pledged": -0.1, "payoffs.eu.plants.values.pledged": 2},
        ),
        ("By Nash's solution", {"payoffs.china.farmers.values.low": 1}),
        ("What came of it", {"payoffs.eu.plants.values.pledged": 0.9}),
        ("Nobody would sign one", {"leaks": 0.1}),
        ("While Beijing talks", {"leaks": 0.1}),
        ("At the highest rate", {"european_makers": 0.8}),
        ("If no European firm", {"payoffs.eu.plants.values.pledged": 2}),
    ],
    BREXIT: [
        ("With nothing signed", {"payoffs.uk.payment.expr": "payment / 10"}),
        ("In January 2019", {"ratifiers.commons.needs": 200}),
        (
            "Neither the money",
            {"ratifiers.commons.votes.loyal_conservatives.accepts.relation": "customs_union"},
        ),
        ("Without a House", {"payoffs.uk.court.values.nobody": 2}),
        ("Once a border in the sea", {"ratifiers.commons.needs": 200}),
        ("And the package", {"payoffs.uk.court.values.nobody": 2}),
        ("What the Commons asked", {"ratifiers.commons.needs": 200}),
        ("A government that whips", {"ratifiers.commons.needs": 200}),
        ("A government that lets go", {"ratifiers.commons.votes.labour.votes": 380}),
        ("The Commons would not", {"ratifiers.commons.needs": 305}),
    ],
}
"""Scenario → how each entry of its `expect` begins, in the file's order, and one setting that
breaks it.
"""


@pytest.mark.parametrize("name", BREAKS)
def test_every_variant_loads_and_is_asked_for_a_deal(name: str) -> None:
    for variant in reading(name).variants():
        scenario = negotiate.load(name, variant=variant)
        assert scenario.variants[variant].title
        assert scenario.together().count > 1


def test_adjusted_winner_as_published() -> None:
    """Brams and Togman: each issue to whoever cares more, then a part of Sinai back until both have
    the same.
    """
    egypt = {
        "sinai": 55,
        "recognition": 5,
        "west_bank": 10,
        "linkage": 5,
        "rights": 20,
        "jerusalem": 5,
    }
    israel = {
        "sinai": 35,
        "recognition": 10,
        "west_bank": 20,
        "linkage": 10,
        "rights": 5,
        "jerusalem": 20,
    }
    wins = {issue for issue in egypt if egypt[issue] > israel[issue]}
    ahead = sum(egypt[issue] for issue in wins)
    behind = sum(israel[issue] for issue in israel if issue not in wins)
    back = Fraction(ahead - behind, egypt["sinai"] + israel["sinai"])
    problem = negotiate.load(CAMP_DAVID).together()
    assert (sum(egypt.values()), sum(israel.values()), ahead, behind, back) == (
        100,
        100,
        75,
        60,
        Fraction(1, 6),
    )
    assert np.allclose(problem.egalitarian().payoffs, float(ahead - back * 55), rtol=0, atol=1e-9)
    assert problem.nash().payoffs.tolist() == [ahead, behind]


@pytest.mark.parametrize(
    ("border", "relation", "votes"),
    [
        ("backstop", "free_trade", 202),  # as on 15 January 2019
        ("sea_border", "free_trade", 336),  # 329 on 22 October
        ("technology", "free_trade", 346),  # 317 for the amendment of 29 January
        ("backstop", "customs_union", 266),  # 273 on 1 April
        ("open", "single_market", 305),  # 261 on 1 April
    ],
)
def test_the_house_divides_as_it_did(border: str, relation: str, votes: int) -> None:
    package = {"border": border, "relation": relation, "court": "panel", "payment": "39"}
    for needed in (votes, votes + 1):
        problem = scenario_needing(needed).together()
        names = {claim.name for claim in problem.crosses(problem.index(package))}
        assert ("commons" in names) == (needed > votes)
    assert scenario_needing(votes).ratifiers["commons"].votes == 634


@cache
def scenario_needing(votes: int) -> negotiate.Scenario:
    return negotiate.load(BREXIT, set={"ratifiers.commons.needs": votes})


def test_three_refusals_and_each_of_them_opens_a_way() -> None:
    problem = negotiate.load(BREXIT).together()
    assert problem.conflicts() == (frozenset({"commons", "no_hard_border", "one_country"}),)
    borders = {}
    for name in sorted(problem.conflicts()[0]):
        opened = problem.without(name)
        borders[name] = {opened.package(int(package))["border"] for package in opened.zone()}
    assert borders == {
        "commons": {"backstop"},
        "no_hard_border": {"technology"},
        "one_country": {"sea_border"},
    }


@pytest.mark.parametrize("player", ["workshop", "shop"])
def test_a_brief_tells_the_points_that_the_file_has(player: str) -> None:
    scenario = negotiate.load(FRAMES)
    problem = scenario.together()
    brief = " ".join(scenario.briefs[player].split())
    told = {
        int(option): int(worth)
        for option, worth in re.findall(r"(\d+)(?: euros| weeks)? are worth (\d+)", brief)
    }
    told |= {
        int(option): 0 for option in re.findall(r"(\d+)(?: euros| weeks)? are worth none", brief)
    }
    assert len(told) == 10
    row = list(scenario.players).index(player)
    for price in (200, 210, 220, 230, 240):
        for week in (2, 4, 6, 8, 10):
            package = problem.index({"price": str(price), "week": str(week)})
            assert problem.payoffs_of([package])[row, 0] == told[price] + told[week]
    assert f"{problem.disagreement[row]:g} points" in brief


@pytest.mark.parametrize(
    ("variant", "share"),
    [
        (None, Fraction(10, 19)),
        ("bob_in_a_hurry", Fraction(5, 7)),
        ("both_in_a_hurry", Fraction(2, 3)),
    ],
)
def test_offers_in_turn_divide_the_pie_as_rubinstein_says(
    variant: str | None, share: Fraction
) -> None:
    problem = negotiate.load("classics/rubinstein", variant=variant).together()
    lots = offers_over(problem, lotteries=True)
    assert np.allclose(
        lots.opened[0][0].payoffs, [float(19 * share), float(19 * (1 - share))], rtol=0, atol=1e-9
    )
    if variant is None:
        assert offers_over(problem).opened[0][0].payoffs == (10, 9)
