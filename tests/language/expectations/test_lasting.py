"""What a file expects of playing again is judged by what is known of the dilemma, and every kind of
entry can fail.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from negotiate.language.expectations.testing import Verdict, check_expectations
from negotiate.language.scenario_file import Reading

DILEMMA: dict[str, Any] = {
    "format": 1,
    "title": "A dilemma",
    "players": {"row": {"patience": 0.6}, "column": {"patience": 0.9}},
    "matrix": {
        "keep": {"keep": [3, 3], "break": [0, 5]},
        "break": {"keep": [5, 0], "break": [1, 1]},
    },
}
"""Grim holds from (5 - 3) / (5 - 1) = 1/2; tit for tat is Nash from 2/3, and never
subgame-perfect.
"""


def verdict(entry: dict[str, Any], folder: Path, **repeat: Any) -> Verdict:
    written = {**DILEMMA, **({"repeat": repeat} if repeat else {}), "expect": [entry]}
    path = folder / "scenario.yaml"
    path.write_text(json.dumps(written), "utf-8")
    return check_expectations(Reading(str(path)))[0]


MET_AND_NOT: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"simulate": "holds"}, {"simulate": "fails"}),
    ({"simulate": "fails", "plays": "tit_for_tat"}, {"simulate": "holds", "plays": "tit_for_tat"}),
    (
        {
            "simulate": "holds",
            "plays": "tit_for_tat",
            "concept": "nash",
            "set": {"players.row.patience": 0.7},
        },
        {"simulate": "holds", "plays": "tit_for_tat", "concept": "nash"},
    ),
    (
        {"simulate": "fails", "set": {"players.row.patience": 0.4}},
        {"simulate": "holds", "set": {"players.row.patience": 0.4}},
    ),
    (
        {"simulate": "holds", "holds_from": {"row": 0.5, "column": "1 / 2"}},
        {"simulate": "holds", "holds_from": {"row": 0.50001}},
    ),
    (
        {"simulate": "fails", "plays": "always_cooperate", "holds_from": {"row": "never"}},
        {"simulate": "fails", "plays": "always_cooperate", "holds_from": {"row": 0.9}},
    ),
    (
        {"simulate": "holds", "holds_from": {"column": 0.5}},
        {"simulate": "holds", "holds_from": {"column": "never"}},
    ),
    (
        {"simulate": "holds", "binding": "column", "set": {"matrix.keep.break.1": 6}},
        {"simulate": "holds", "binding": "row", "set": {"matrix.keep.break.1": 6}},
    ),
    ({"simulate": "earns", "payoffs": {"row": 3}}, {"simulate": "earns", "payoffs": {"row": 2.99}}),
    (
        {"simulate": "earns", "where": "row == column"},
        {"simulate": "earns", "where": "row < column"},
    ),
    (
        {"simulate": "earns", "plays": {"row": "always_defect"}, "where": "row > column"},
        {"simulate": "earns", "plays": {"column": "always_defect"}, "where": "row > column"},
    ),
    (
        {"simulate": "fails", "plays": {"row": {"strategy": "punish", "periods": 1}}},
        {"simulate": "holds", "plays": {"row": {"strategy": "punish", "periods": 1}}},
    ),
    (
        {"simulate": "holds", "fix": {"row": "break"}, "plays": "always_defect"},
        {"simulate": "fails", "fix": {"row": "break"}, "plays": "always_defect"},
    ),
]


@pytest.mark.parametrize(("met", "failed"), MET_AND_NOT, ids=lambda entry: json.dumps(entry)[:60])
def test_an_entry_is_met_by_the_known_answer_and_fails_by_another(
    met: dict[str, Any], failed: dict[str, Any], tmp_path: Path
) -> None:
    found = verdict(met, tmp_path)
    assert found.met, found.found
    missed = verdict(failed, tmp_path)
    assert not missed.met
    assert missed.found


def test_noise_of_the_file_counts_in_what_is_earned(tmp_path: Path) -> None:
    """Tit for tat against itself earns 2.25 at every noise above 0 in endless play (Molander 1985),
    by and by.
    """
    patient = {f"players.{player}.patience": 0.9999999 for player in ("row", "column")}
    entry = {
        "simulate": "earns",
        "plays": "tit_for_tat",
        "where": "row > 2.2499 and row < 2.2501",
        "set": patient,
    }
    assert verdict(entry, tmp_path, noise=0.01).met
    assert not verdict(entry, tmp_path, misread=0).met


def test_a_sampled_payoff_may_lie_within_its_interval(tmp_path: Path) -> None:
    learner = {"strategy": "fictitious_play"}
    entry = {"simulate": "earns", "plays": {"row": learner, "column": {"strategy": "random"}}}
    found = verdict({**entry, "where": "row > 2.5 and row < 3.5"}, tmp_path, rounds=50)
    assert "(sampled)" in found.found
    mean = float(found.found.split("row ")[1].split(",")[0])
    assert verdict({**entry, "payoffs": {"row": round(mean, 3)}}, tmp_path, rounds=50).met
    assert not verdict({**entry, "payoffs": {"row": mean + 0.5}}, tmp_path, rounds=50).met


def test_who_remembers_without_bound_cannot_be_said_to_hold(tmp_path: Path) -> None:
    found = verdict({"simulate": "holds", "plays": "fictitious_play"}, tmp_path)
    assert not found.met
    assert "unbounded memory" in found.found


def test_a_failure_says_who_gains_by_what(tmp_path: Path) -> None:
    found = verdict({"simulate": "holds", "set": {"players.row.patience": 0.4}}, tmp_path)
    assert found.found.startswith("it fails: row gains 0.4 by break")


def test_an_entry_is_told_in_one_line(tmp_path: Path) -> None:
    entry = {
        "simulate": "fails",
        "plays": {"row": {"strategy": "punish", "periods": 2}},
        "concept": "nash",
        "holds_from": {"row": 0.5, "column": "never"},
        "binding": "row",
        "set": {"repeat.misread": 0.1},
    }
    said = verdict(entry, tmp_path).expectation.written
    assert said == (
        "simulate fails; nash; row plays punish (periods 2); from row 0.5, column never; binding "
        "row; "
        "with repeat.misread=0.1"
    )


def test_a_side_payment_while_the_agreement_is_kept_can_be_asked_for(tmp_path: Path) -> None:
    written = {
        "format": 1,
        "title": "Two ferries",
        "players": {"east": {"patience": 0.9}, "west": {"patience": 0.9}},
        "issues": {
            "east_fare": {"decided_by": "east", "options": ["full", "cut"]},
            "west_fare": {"decided_by": "west", "options": ["full", "cut"]},
            "pool": {"decided_by": "agreement", "options": [0, 1]},
        },
        "status_quo": {"east_fare": "full", "west_fare": "full", "pool": 0},
        "payoffs": {
            "east": {
                "sales": {
                    "by": ["east_fare", "west_fare"],
                    "values": {"full": {"full": 5, "cut": 1}, "cut": {"full": 8, "cut": 2}},
                },
                "pool": {"expr": "-pool"},
            },
            "west": {
                "sales": {
                    "by": ["east_fare", "west_fare"],
                    "values": {"full": {"full": 5, "cut": 9}, "cut": {"full": 1, "cut": 2}},
                },
                "pool": {"expr": "pool"},
            },
        },
        "repeat": {"period": "a summer", "plays": "grim"},
        "expect": [
            {
                "simulate": "holds",
                "holds_from": {"east": "(8 - 5) / (8 - 2)", "west": "(9 - 5) / (9 - 2)"},
            },
            {
                "simulate": "holds",
                "holds_from": {"east": "(8 - 4) / (8 - 2)", "west": "(9 - 6) / (9 - 2)"},
                "set": {"repeat.sets.pool": 1},
            },
        ],
    }
    path = tmp_path / "ferries.yaml"
    path.write_text(json.dumps(written), "utf-8")
    assert [v.found for v in check_expectations(Reading(str(path))) if not v.met] == []
