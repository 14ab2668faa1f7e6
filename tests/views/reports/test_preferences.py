"""What the page of a scenario says of preferences without numbers."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings

from negotiate.export.scenario import scenario_json
from negotiate.report.blocks import Items, Section
from negotiate.report.screen.showing import as_text
from negotiate.report.style import Look
from negotiate.views.reports.scenario import report
from tests.scenario_strategies import load, ordinal

CUBA: dict[str, Any] = {
    "format": 1,
    "title": "Cuba",
    "players": {"us": "United States", "ussr": "Soviet Union"},
    "issues": {
        "strike": {"decided_by": "us", "options": ["wait", "bomb"]},
        "missiles": {"decided_by": "ussr", "options": ["keep", "withdraw", "escalate"]},
    },
    "status_quo": {"strike": "wait", "missiles": "keep"},
    "prefers": {
        "us": [
            {"that": "missiles != escalate", "about": "The worst of all."},
            ["missiles == withdraw", "strike == wait"],
            "strike == wait if missiles == keep",
        ]
    },
    "ranking": {
        "ussr": [
            {"missiles": "keep", "strike": "wait"},
            [{"missiles": "withdraw"}, {"missiles": "keep", "strike": "bomb"}],
            "everything else",
        ]
    },
}


def test_the_order_is_told_with_what_puts_each_place_behind() -> None:
    text = as_text(load(CUBA), Look(width=100))
    told = text[text.index("United States prefers") : text.index("Soviet Union ranks")]
    assert told.strip().splitlines() == [
        "United States prefers, first things first",
        "  1         missiles != escalate",
        "  2         as many as possible of: missiles == withdraw; strike == wait",
        "  3         strike == wait if missiles == keep",
        "",
        "Order for United States: 6 states on 5 places",
        "  1, best   strike wait, missiles withdraw",
        "  2, now    strike wait, missiles keep; or strike bomb, missiles withdraw. Behind 1 by 2, of which",
        "            one holds here and two there",
        "  3         strike bomb, missiles keep. Behind 2 by 2, of which none hold here and one there",
        "  4         strike wait, missiles escalate. Behind 3 for want of 1: missiles != escalate",
        "  5, worst  strike bomb, missiles escalate. Behind 4 by 2, of which none hold here and one there",
    ]


def test_a_ranking_is_told_as_it_stands() -> None:
    sections = {block.title: block for block in report(load(CUBA), Look()).blocks if isinstance(block, Section)}
    (items,) = sections["Soviet Union ranks, the best first"].blocks
    assert isinstance(items, Items)
    assert [(item.name, item.text) for item in items.entries] == [
        ("1", "missiles is keep and strike is wait"),
        ("2", "missiles is withdraw; or missiles is keep and strike is bomb"),
        ("3", "everything else"),
    ]


def test_reasons_are_for_the_whole_page() -> None:
    short, whole = (as_text(load(CUBA), Look(width=80, all=everything)) for everything in (False, True))
    assert "The worst of all." not in short
    assert "The worst of all." in whole
    assert "preference" not in whole


@settings(max_examples=25)
@given(ordinal(mixed=True))
def test_no_line_is_wider_than_the_screen(written: dict[str, Any]) -> None:
    scenario = load(written)
    for columns in (40, 80):
        assert all(len(line) <= columns for line in as_text(scenario, Look(width=columns)).splitlines())
    ascii_only = as_text(scenario, Look(width=80, ascii=True))
    assert ascii_only.isascii()


def test_of_a_long_order_the_page_tells_the_ends_and_the_whole_page_all() -> None:
    issues = {f"i{k}": {"decided_by": "us", "options": ["a", "b"]} for k in range(4)}
    statements = {"us": [f"i{k} == a" for k in range(4)], "ussr": ["i0 == b"]}
    quo = dict.fromkeys(issues, "a")
    scenario = load({**CUBA, "issues": issues, "status_quo": quo, "prefers": statements, "ranking": {}})
    short, whole = (as_text(scenario, Look(width=80, all=everything)) for everything in (False, True))
    assert "12 places between" in short
    assert "more on each part" in short
    assert "between" not in whole
    assert "16, worst" in short
    assert "1, best, now" in short


def test_the_json_holds_the_statements() -> None:
    found = scenario_json(load(CUBA))["preferences"]
    assert found["us"]["kind"] == "statements"
    assert [[one["says"] for one in group] for group in found["us"]["groups"]] == [
        ["missiles != escalate"],
        ["missiles == withdraw", "strike == wait"],
        ["strike == wait if missiles == keep"],
    ]
    assert found["ussr"]["kind"] == "ranking"
    json.dumps(found)
