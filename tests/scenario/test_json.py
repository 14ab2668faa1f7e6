"""A scenario as JSON: every shipped one fits the schema, and none of its fields is nothing
everywhere.
"""

from __future__ import annotations

import copy

import pytest

import negotiate
from negotiate.language.library import shipped
from negotiate.scenario import Scenario
from tests.comparison.test_every_field import RICH
from tests.records import never_told
from tests.scenario.reports.test_played_again import PORTS
from tests.scenario_strategies import load
from tests.written import checked

FEW = (
    "us-china/beijing-2018",
    "conflicts/elmira-1991",
    "classics/chain-store-types",
    "classics/repeated-entry",
)


@pytest.mark.parametrize("name", shipped())
def test_every_shipped_scenario_fits_its_schema(name: str) -> None:
    found = negotiate.load(name)
    written = checked(found)
    assert written["schema"] == "negotiate/scenario/2"
    assert written["name"] == name
    assert list(written["players"]) == list(found.keys)
    assert all(
        issue["deciders"] == list(found.issues[key].deciders)
        for key, issue in written["issues"].items()
    )
    for player, terms in found.terms.items():
        assert {key: term["written"] for key, term in written["terms"][player].items()} == {
            key: term.written for key, term in terms.items()
        }


def test_what_the_steps_of_a_tree_do_is_told_by_names() -> None:
    told = {
        step["id"]: step for step in checked(negotiate.load("us-china/beijing-2018"))["protocol"]
    }
    assert (told["threaten"]["player"], told["congress"]["player"]) == ("us", None)
    assert told["congress"]["odds"] == [0.7, pytest.approx(0.3)]
    assert told["congress"]["when"] == "threaten is not before and answer is not concede"
    assert {"as_announced": "threaten"} in [
        effect
        for action in told["follow_through"]["actions"]
        for effect in action["effects"].values()
    ]


def test_packages_and_red_lines_are_told_by_names() -> None:
    found = negotiate.load("us-china/beijing-2018", fix={"us_tariff": "double"})
    told = checked(found)
    assert told["status_quo"]["cn_tariff"] == "before"
    assert told["fixed"] == {"us_tariff": "double"}
    assert told["changes"] == [{"kind": "fix", "name": "us_tariff", "value": "double", "title": ""}]
    assert told["happened"]["phase_one_2020"]["property"] == "enforced"
    assert [line["hard"] for line in told["red_lines"].values()] == [True, True, False]
    assert told["red_lines"]["face"]["cost"] == "face_cost"
    assert checked(negotiate.load("us-china/busan-2025"))["no_deal"] == {
        "us_tariff": "hundred_more"
    }


def test_no_field_is_nothing_in_every_scenario() -> None:
    rich = {
        **copy.deepcopy(RICH),
        "sources": {"book": {"title": "A book", "url": "https://example.org/book"}},
        "chance": {
            "storm": {"odds": {"big": 0.5, "small": 0.5}, "about": "a", "source": "book"},
            "flood": {
                "odds": {"yes": "if(storm == big, 0.5, 0)", "no": "1 - if(storm == big, 0.5, 0)"}
            },
        },
        "variants": {"bound": {"title": "Bound", "fix": {"x": "high"}}},
        "issues": {**RICH["issues"], "x": {**RICH["issues"]["x"], "contingent_on": "storm"}},
        "repeat": {
            **RICH["repeat"],
            "rounds": 4,
            "signals": {"smoke": [{"odds": 0.5}], "clear": None},
        },
    }
    rich["turns"] = {"count": 3, "period": "a year"}
    rich["injects"]["end"] = {
        "title": "The end",
        "when": "tension > 3",
        "says": "All is lost.",
        "remove": ["red_lines.line"],
        "fix": {"x": "high"},
        "expects": "peace",
    }
    rich["payoffs"]["ada"]["rent"] = {"amount": 1, "unit": "crowns"}
    rich["protocol"][-1]["sees"] = ["open"]
    rich["turns"] = {"count": 2, "order": "in turn", "period": "a week"}
    rich["state"] = {
        "heat": {"value": 1, "range": [0, 9], "next": "heat + 1", "rungs": {"cold": 0, "hot": 5}}
    }
    news = {"title": "News", "says": "It is hot.", "expects": "Calm.", "set": {"heat": 5}}
    news["remove"] = ["sources.book.url"]
    rich["injects"] = {
        "first": {**news, "turn": 2},
        "then": {**news, "when": "heat > 3", "fix": {"x": "high"}},
    }
    scenarios: list[Scenario] = [
        *(
            negotiate.load(name)
            for name in (*FEW, "us-china/busan-2025", "europe/brexit-2019", "classics/kuhn-poker")
        ),
        negotiate.load("us-china/beijing-2018", fix={"us_tariff": "double"}, variant="hidden"),
        *(load(written) for written in (rich, PORTS)),
    ]
    assert never_told(scenarios, "negotiate.model") == []
