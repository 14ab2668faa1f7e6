"""`show` says how a scenario is played again: in full for who asks, else strategies and phases by
their names.
"""

from __future__ import annotations

from typing import Any

from negotiate.language.reports.limits import played_again
from negotiate.language.reports.page import Page
from negotiate.language.scenario_file import load as shipped_one
from negotiate.model.negotiation import Negotiation
from negotiate.report.blocks import Items
from negotiate.report.screen import as_text
from negotiate.report.style import Look
from tests.scenario_strategies import load
from tests.written import checked

PORTS: dict[str, Any] = {
    "format": 1,
    "title": "Two ports",
    "players": {"north": {"patience": 0.8}, "south": {}},
    "parameters": {"slip": 0.1},
    "matrix": {
        "share": {"share": [6, 6], "more": [2, 11]},
        "more": {"share": [9, 2], "more": [3, 3]},
    },
    "repeat": {
        "period": "a season",
        "postures": {"north": {"spare": {"north": "share"}, "fish": {"north": "more"}}},
        "agreement": {"north": "spare"},
        "noise": "slip",
        "misread": {"south": 0.02},
        "ends": 0.05,
        "walk_away": {"north": 0, "south": 1},
        "plays": {"north": "warns", "south": {"strategy": "punish", "periods": 3}},
        "strategies": {
            "warns": {
                "player": "north",
                "about": "forgives once",
                "states": {
                    "calm": {
                        "plays": "spare",
                        "next": [{"when": {"south": "more"}, "to": "angry"}],
                    },
                    "angry": {"plays": {"spare": 0.5, "fish": 0.5}, "next": [{"to": "calm"}]},
                },
            }
        },
        "phases": {
            "plenty": {"next": [{"when": "north == more", "to": "scarce", "odds": 0.3}]},
            "scarce": {"about": "few fish", "set": {"slip": 0.2}, "next": [{"to": "plenty"}]},
        },
    },
}


def rows(found: Negotiation, everything: bool = False) -> dict[str, str]:
    lists = [
        block
        for section in played_again(Page(found, everything))
        for block in section.blocks
        if isinstance(block, Items)
    ]
    return {item.name: item.text for items in lists for item in items.entries}


def test_a_file_that_is_silent_has_no_such_section() -> None:
    assert list(played_again(Page(load({**PORTS, "repeat": {}}), True))) == []


def test_everything_that_is_said_stands_there() -> None:
    found = rows(load(PORTS), True)
    assert found["period"] == "a season, each the last with probability 0.05"
    assert (
        found["north"] == "discount factor 0.8; plays warns; spare: north share; fish: north more"
    )
    assert found["south"] == "plays punish (periods 3)"
    assert found["agreement"] == "north spare"
    assert found["noise"] == "slip (now 0.1)"
    assert found["misread"] == "south 0.02"
    assert found["walking away"] == "north 0, south 1"
    assert found["warns"] == (
        "forgives once; for north, starts calm: calm plays spare, on south more to angry; "
        "angry plays spare with probability 0.5 or fish with probability 0.5, on anything to calm"
    )
    assert found["plenty"] == "then scarce with probability 0.3 if north is more"
    assert found["scarce"] == "few fish; slip = 0.2; then plenty"


def test_in_brief_strategies_and_phases_are_named() -> None:
    found = rows(load(PORTS))
    assert found["strategies"] == "warns"
    assert found["phases"] == "plenty, scarce"
    assert "warns" not in found


def test_what_all_keep_to_and_what_all_see_are_told() -> None:
    written = {
        **{key: value for key, value in PORTS.items() if key != "matrix"},
        "issues": {
            "quota": {"decided_by": "north", "options": ["low", "high"]},
            "access": {"decided_by": "south", "options": ["shut", "open"]},
            "fee": {"decided_by": "agreement", "options": [0, 5]},
        },
        "status_quo": {"quota": "low", "access": "shut", "fee": 0},
        "payoffs": {"north": {"t": {"expr": "fee"}}, "south": {"t": {"expr": "-fee * slip"}}},
        "repeat": {
            "sets": {"fee": 5},
            "punishment": {"north": "high", "south": "open"},
            "rounds": 4,
            "signals": {"smoke": [{"when": "quota == high", "odds": 0.5}], "clear": None},
        },
    }
    found = rows(load(written), True)
    assert found["period"] == "a round, 4 times in all"
    assert found["agreement"] == "with fee 5 while all players keep it"
    assert found["punishment"] == "north high, south open"
    assert found["signal smoke"] == "with probability 0.5 if quota is high"
    assert found["signal clear"] == "in all other cases"


def test_the_page_says_what_is_left_of_it() -> None:
    assert "`--all` adds more on each part" in " ".join(
        as_text(load(PORTS), Look(width=80)).split()
    )
    silent = {**PORTS, "repeat": {"misread": 0.1}, "parameters": {}}
    assert "--all" not in as_text(load(silent), Look(width=80))


def test_its_json_holds_the_same_with_numbers_worked_out() -> None:
    found = checked(load(PORTS))["repeat"]
    assert found["noise"] == {"north": 0.1, "south": 0.1}
    assert found["postures"]["north"] == [
        {"id": "spare", "choices": {"north": "share"}},
        {"id": "fish", "choices": {"north": "more"}},
    ]
    assert found["plays"]["south"] == {"strategy": "punish", "parameters": {"periods": 3}}
    assert found["machines"]["warns"]["states"][0] == {
        "id": "calm",
        "plays": {"spare": 1},
        "goes": [{"seen": {"south": ["more"]}, "state": "angry"}],
    }
    assert found["phases"][1] == {
        "id": "scarce",
        "changes": {"slip": 0.2},
        "follows": [{"name": "plenty", "when": None, "odds": None}],
        "about": "few fish",
    }
    assert found["phases"][0]["follows"] == [
        {"name": "scarce", "when": "north is more", "odds": 0.3}
    ]
    assert checked(load({**PORTS, "repeat": {}}))["repeat"]["postures"] == {}


def test_behind_a_protocol_it_is_a_detail() -> None:
    talks = shipped_one("us-china/beijing-2018")
    page = as_text(talks, Look(width=80))
    assert "\nRepeated play\n" not in page
    assert "“Repeated play”" in " ".join(page.split())
    assert "\nRepeated play\n" in as_text(talks, Look(width=80, all=True))
