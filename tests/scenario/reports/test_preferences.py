"""What the page of a scenario says of preferences without numbers."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings

from negotiate.language.reports.scenario import report
from negotiate.report.blocks import Items, Section
from negotiate.report.screen import as_text
from negotiate.report.style import Look
from tests.scenario_strategies import load, ordinal
from tests.written import checked

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
        "United States prefers, the most important first",
        "  1         missiles is not escalate",
        "  2         as many as possible of: missiles is withdraw; strike is wait",
        "  3         strike is wait if missiles is keep",
        "",
        "Order of United States: 6 states in 5 ranks",
        "  1, best   strike wait, missiles withdraw",
        (
            "  2, now    strike wait, missiles keep; or strike bomb, missiles withdraw. Below 1 "
            "because fewer of"
        ),
        "            the statements under 2 hold: 1 instead of 2",
        (
            "  3         strike bomb, missiles keep. Below 2 because fewer of the statements under "
            "2 "
            "hold: 0"
        ),
        "            instead of 1",
        "  4         strike wait, missiles escalate. Below 3 because statement 1 does not hold",
        (
            "  5, worst  strike bomb, missiles escalate. Below 4 because fewer of the statements "
            "under "
            "2 hold: 0"
        ),
        "            instead of 1",
    ]


def test_a_ranking_is_told_as_it_stands() -> None:
    sections = {
        block.title: block
        for block in report(load(CUBA), Look()).blocks
        if isinstance(block, Section)
    }
    (items,) = sections["Soviet Union ranks, the best first"].blocks
    assert isinstance(items, Items)
    assert [(item.name, item.text) for item in items.entries] == [
        ("1", "missiles is keep and strike is wait"),
        ("2", "missiles is withdraw; or missiles is keep and strike is bomb"),
        ("3", "everything else"),
    ]


def test_reasons_are_for_the_whole_page() -> None:
    short, whole = (
        as_text(load(CUBA), Look(width=80, all=everything)) for everything in (False, True)
    )
    assert "The worst of all." not in short
    assert "The worst of all." in whole
    said = "Below 3 because statement 1 does not hold"
    assert f"{said}: missiles is not escalate" not in " ".join(short.split())
    assert f"{said}: missiles is not escalate" in " ".join(whole.split())
    assert "preference" not in whole


@settings(max_examples=25)
@given(ordinal(mixed=True))
def test_no_line_is_wider_than_the_screen(written: dict[str, Any]) -> None:
    scenario = load(written)
    for columns in (40, 80):
        assert all(
            len(line) <= columns for line in as_text(scenario, Look(width=columns)).splitlines()
        )
    ascii_only = as_text(scenario, Look(width=80, ascii=True))
    assert ascii_only.isascii()


def test_of_a_long_order_the_page_tells_the_ends_and_the_whole_page_all() -> None:
    issues = {f"i{k}": {"decided_by": "us", "options": ["a", "b"]} for k in range(4)}
    statements = {"us": [f"i{k} == a" for k in range(4)], "ussr": ["i0 == b"]}
    quo = dict.fromkeys(issues, "a")
    scenario = load(
        {**CUBA, "issues": issues, "status_quo": quo, "prefers": statements, "ranking": {}}
    )
    short, whole = (
        as_text(scenario, Look(width=80, all=everything)) for everything in (False, True)
    )
    assert "12 ranks in between" in short
    assert "more on each part" in short
    assert "in between" not in whole
    assert "16, worst" in short
    assert "1, best, now" in short


def test_the_json_holds_the_statements() -> None:
    found = checked(load(CUBA))["preferences"]
    assert found["us"]["kind"] == "statements"
    assert [[one["written"] for one in group] for group in found["us"]["groups"]] == [
        ["missiles != escalate"],
        ["missiles == withdraw", "strike == wait"],
        ["strike == wait if missiles == keep"],
    ]
    assert found["ussr"]["kind"] == "ranking"
