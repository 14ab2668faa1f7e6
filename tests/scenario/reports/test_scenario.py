"""A scenario's page says what bounds a deal, and promises of `--all` what that adds and nothing
else.
"""

from pathlib import Path

import pytest

import negotiate
from negotiate.report import report_of
from negotiate.report.plain import plain as plain_lines
from negotiate.report.screen import as_text
from negotiate.report.style import Look
from negotiate.scenario import Scenario
from tests.written import checked

SMALL = """format: 1
title: A small one
players: {us: Us, them: {name: Them}}
issues:
  tariff: {decided_by: us, options: [none, low, high]}
  plan: {decided_by: them, options: [keep, curb]}
  pay: {decided_by: agreement, options: [0, 4]}
status_quo: {tariff: none, plan: keep, pay: 0}
payoffs:
  us: {gain: {by: tariff, values: {low: 1, high: 2}}}
  them: {plan: {by: plan, values: {curb: -1}}}
"""
BOUNDS = """on_table: [tariff, pay]
signers: [[us, them], [us]]
infeasible:
  - {tariff: high, pay: 4}
  - plan == curb and tariff == low
irreversible: {plan: curb}
"""


@pytest.fixture
def read(tmp_path: Path):
    def reading(text: str) -> Scenario:
        (tmp_path / "small.yaml").write_text(text)
        return negotiate.load(tmp_path / "small.yaml")

    return reading


def plain(found: Scenario) -> list[str]:
    return plain_lines(report_of(found))


def _page(found: Scenario, everything: bool = False) -> str:
    return as_text(found, Look(width=80, all=everything))


@pytest.mark.parametrize("everything", [False, True])
def test_a_page_says_what_bounds_a_deal(read, everything):
    said = _page(read(SMALL + BOUNDS), everything)
    assert "12 packages, 4 of them impossible." in said
    assert "Who may sign\n  Us and Them; or Us\n" in said
    assert "A deal sets every issue but plan." in " ".join(said.split())
    assert "Impossible\n  tariff is high and pay is 4\n  plan is curb and tariff is low\n" in said
    assert "Cannot be undone\n  plan    once curb, it cannot be changed back\n" in said


def test_a_page_without_bounds_names_none(read):
    said = _page(read(SMALL), everything=True)
    assert "12 packages." in said
    assert not any(
        word in said
        for word in ("Who may sign", "A deal sets", "Impossible", "impossible", "undone")
    )


def test_plain_lines_and_json_say_the_bounds_too(read):
    found = read(SMALL + BOUNDS)
    rows = plain(found)
    assert rows[rows.index("Impossible") + 1] == "tariff is high and pay is 4"
    assert rows[rows.index("Who may sign") + 1] == "Us and Them; or Us"
    told = checked(found)
    assert told["signers"] == [["us", "them"], ["us"]]
    assert told["irreversible"] == {"plan": ["curb"]}
    assert len(told["impossible"]) == 2
    assert told["impossible"][1] == "plan == curb and tariff == low"


def test_the_last_line_promises_nothing_where_all_adds_nothing(read):
    found = read(SMALL)
    assert "--all" not in _page(found)
    assert _page(found).strip() == _page(found, everything=True).strip()


@pytest.mark.parametrize(
    ("part", "promised"),
    [
        ("parameters: {p: {value: 1, range: [0, 2]}}\n", "more on each part"),
        ("variants: {v: {set: {payoffs.us.gain.low: 3}}}\n", "more on each part"),
        ("briefs: {public: read this}\n", "“Brief for everybody”"),
        ("happened: {then: {tariff: low}}\n", "“What really happened”"),
        (
            "protocol: [{move: act, player: us, choose: {go: {tariff: low}, stay: {}}}]\n",
            "more on each part",
        ),
    ],
)
def test_the_last_line_names_what_is_left_out_and_nothing_else(read, part, promised):
    assert _page(read(SMALL + part)).rstrip().endswith(f"`--all` adds {promised}.")


HIDDEN = """parameters: {greed: {value: 0, about: how much the tariff pays}}
types:
  us:
    mild: {odds: 0.75}
    harsh: {odds: 0.25, set: {payoffs.us.gain.high: 4}, about: has promised it at home}
protocol:
  - {move: say, player: us, announces: tariff}
  - {move: do, player: us, sets: tariff}
  - {move: answer, player: them, sets: plan, sees: [say]}
"""


def test_a_page_says_who_knows_what(read):
    found = read(SMALL + HIDDEN)
    said = _page(found)
    assert (
        "Private types\n  us         mild with probability 0.75, or harsh with probability 0.25\n"
        in said
    )
    assert "The others know only these probabilities." in " ".join(said.split())
    assert "3. answer  Them, who does not see do, chooses plan: keep or curb" in said
    assert "with probability 0.25 (payoffs.us.gain.high = 4). has promised it at home" in " ".join(
        _page(found, everything=True).split()
    )
    assert any(row.startswith("us\tmild with probability 0.75") for row in plain(found))


def test_json_of_a_scenario_has_types_and_what_is_seen(read):
    found = checked(read(SMALL + HIDDEN))
    assert found["types"]["us"][1] == {
        "id": "harsh",
        "player": "us",
        "odds": 0.25,
        "settings": {"payoffs.us.gain.high": 4},
        "about": "has promised it at home",
    }
    assert [step["sees"] for step in found["protocol"]] == [None, None, ["say"]]
