"""The JSON of what is found about threats: it fits its schema, names players by key, and no field
is always empty.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

import negotiate
from negotiate.comparison.threats import Credibility, threats
from negotiate.games.extensive import ExtensiveGame
from negotiate.language.writing.new import new
from tests.scenario_strategies import load
from tests.written import checked, never_told

FLAGSHIP = "us-china/beijing-2018"
ANNOUNCED: dict[str, Any] = {
    "format": 1,
    "title": "A cost that grows",
    "players": {"a": {"name": "Ann"}, "b": {"name": "Bob"}},
    "issues": {
        "x": {"decided_by": "a", "options": [0, 2, 6]},
        "y": {"decided_by": "b", "options": ["no", "yes"]},
    },
    "status_quo": {"x": 0, "y": "no"},
    "payoffs": {
        "a": {"x": {"expr": "-x"}, "face": {"expr": "-say / 2", "when": "act == drop"}},
        "b": {"x": {"expr": "-2 * x"}, "y": {"by": "y", "values": {"yes": -3}}},
    },
    "protocol": [
        {"move": "say", "player": "a", "announces": "x"},
        {
            "move": "reply",
            "player": "b",
            "when": "say != 0",
            "choose": {"give": {"y": "yes"}, "hold": {}},
        },
        {
            "move": "act",
            "player": "a",
            "when": "reply == hold",
            "choose": {"do": {"x": "say"}, "drop": {}},
        },
    ],
}

PROMISES: dict[str, Any] = {
    "root": {
        "player": "Ann",
        "actions": {"stay": (1, 0), **{f"go_{k}": f"n{k}" for k in range(4)}},
    },
    **{f"n{k}": {"player": "Bob", "actions": {"take": (0, 3), "share": (2, 1)}} for k in range(4)},
}
"""Four promises that would each be worth something to Bob."""


@cache
def shipped(name: str, **options: Any) -> Credibility:
    return threats(negotiate.load(name, **options))


def only(found: Credibility) -> dict[str, Any]:
    """The one threat of the one case."""
    ((threat,),) = (case["threats"] for case in checked(found)["cases"])
    return dict(threat)


def test_a_threat_that_is_announced() -> None:
    written, (threat,) = only(shipped(FLAGSHIP)), shipped(FLAGSHIP).cases[0].threats
    assert (written["player"], written["announced_at"], written["issue"]) == (
        "us",
        "threaten",
        "us_tariff",
    )
    assert (written["parameter"], written["cost_today"], written["complete"]) == (
        "backing_down",
        0,
        True,
    )
    place = written["places"][0]
    assert place["missing"] == pytest.approx(threat.places[0].missing)
    assert place["optimal"] is True
    assert place["threshold"] == pytest.approx(place["cost_today"] + place["missing"])
    assert {gap["term"] for gap in place["terms"]} == {gap.term for gap in threat.places[0].terms}
    assert written["worth_of_binding"] == {"us": 0, "china": 0}
    assert written["today"]["payoffs"] == pytest.approx({"us": 0, "china": 0}, abs=1e-9)
    assert written["today"]["endings"] == [{"probability": 1, "path": ["before"]}]
    assert [price["player"] for price in written["prices"]] == ["china"] * len(threat.prices)


def test_ranges_of_costs_end_where_nothing_changes_any_more() -> None:
    low, high = only(shipped("classics/entry-deterrence"))["stages"]
    assert (low["low"], low["high"], high["low"], high["high"]) == (None, 2, 2, None)
    assert low["payoffs"] == {
        "entrant": 1,
        "incumbent": None,
    }  # which falls as backing down costs more
    assert high["payoffs"] == {"entrant": 0, "incumbent": 2}
    assert [ending["path"] for ending in high["endings"]] == [["out"]]


def test_what_no_move_announces_is_null() -> None:
    written = only(shipped("classics/entry-deterrence"))
    assert [written[name] for name in ("announced_at", "issue", "parameter")] == [None] * 3
    assert written["places"][0]["announced"] is None


def test_no_field_is_nothing_in_every_answer(tmp_path: Path) -> None:
    new("threat", str(tmp_path / "gas.yaml"))
    answers = [
        shipped(FLAGSHIP),
        shipped(FLAGSHIP, variant="hidden"),
        shipped("classics/entry-deterrence"),
        shipped("classics/ultimatum"),
        threats(ExtensiveGame.from_nodes(PROMISES)),
        threats(load(ANNOUNCED)),
        threats(negotiate.load(str(tmp_path / "gas.yaml"), variant="quiet_talks")),
    ]
    assert never_told(answers) == []
