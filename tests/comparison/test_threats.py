"""Threats whose answers are known, and the flagship's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import negotiate
from negotiate.comparison.threats import Threat, threats
from negotiate.errors import GameTooLarge, UnsuitableGame
from negotiate.games.extensive import ExtensiveGame
from negotiate.language.writing.new import new
from negotiate.report.screen import as_text
from tests.scenario_strategies import load

FLAGSHIP = "us-china/beijing-2018"
COST = "backing_down"


def only(name: str, **options: Any) -> Threat:
    """The one threat of a scenario."""
    (case,) = threats(negotiate.load(name, **options)).cases
    (threat,) = case.threats
    return threat


def test_a_price_war_is_an_empty_threat_and_being_bound_to_it_is_worth_the_market() -> None:
    """Selten 1978, one market: fighting costs 2 more than sharing, and a bound incumbent keeps
    all.
    """
    threat = only("classics/entry-deterrence")
    assert [(p.carrying_out, p.backing_down, p.missing, p.threshold) for p in threat.places] == [
        ("fight", "accommodate", 2.0, 2.0)
    ]
    assert [(s.low, s.high) for s in threat.stages] == [(-np.inf, 2.0), (2.0, np.inf)]
    assert threat.worth_of_binding == (-1.0, 1.0)
    assert threat.places[0].terms[0].term == "profit"


def test_who_is_offered_nothing_would_do_well_to_be_bound_to_refuse() -> None:
    threat = only("classics/ultimatum")
    assert (threat.move, threat.places[0].after, threat.places[0].missing) == ("reply", ("0",), 0.0)
    assert threat.worth_of_binding == (-1.0, 1.0)
    assert threats(negotiate.load("classics/ultimatum")).cases[0].tied


def test_the_template_is_believed_only_in_public(tmp_path: Path) -> None:
    path = f"{tmp_path}/gas.yaml"
    new("threat", path)
    threat, quiet = only(path), only(path, variant="quiet_talks")
    assert [(p.announced, p.threshold, p.missing) for p in threat.places] == [
        ("reduced", 10, -25),
        ("cut", 30, -5),
    ]
    assert (threat.parameter, threat.cost_today, quiet.cost_today) == ("audience_cost", 35, 5)
    assert [p.threshold for p in quiet.places] == [10, 30]
    assert [p.missing for p in quiet.places] == [5, 25]
    assert (threat.worth_of_binding, quiet.worth_of_binding) == ((0, 0), (40, -40))
    assert [p.cost_of_defying for p in threat.prices] == [20, 80]
    assert [p.cost_of_defying for p in quiet.prices] == [0, 0]


def test_the_flagship_carries_out_what_it_threatens_unless_backing_down_pays() -> None:
    threat = only(FLAGSHIP, variant="us_drops_mic2025")
    assert (threat.announced_at, threat.move, threat.issue, threat.parameter) == (
        "threaten",
        "follow_through",
        "us_tariff",
        COST,
    )
    assert threat.cost_today == 0
    assert all(place.missing < 0 and place.odds == pytest.approx(0.7) for place in threat.places)
    needed = max(place.threshold for place in threat.places if place.announced == "all_threats")
    for beside, gives_way in ((-0.001, False), (0.001, True)):
        answer = negotiate.solve(
            negotiate.load(
                FLAGSHIP, variant="us_drops_mic2025", set={COST: needed + beside}
            ).in_turn()
        )
        assert (answer.equilibria[0].choices.get("purchases") == "64") is gives_way


def test_the_terms_of_a_place_add_up_to_what_carrying_out_is_better_by() -> None:
    for place in only(FLAGSHIP).places:
        assert sum(gap.amount for gap in place.terms) == pytest.approx(-place.missing)


def test_a_larger_threat_that_is_believed_raises_what_defying_it_costs_china_and_one_that_is_not_changes_nothing() -> (
    None
):
    believed = {p.announced: p.cost_of_defying for p in only(FLAGSHIP).prices}
    largest = {
        p.announced: p.cost_of_defying for p in only(FLAGSHIP, variant="larger_threat").prices
    }
    assert 0 < believed["fifty_billion"] < believed["all_threats"] < largest["fifty_percent"]
    nobody = only(FLAGSHIP, variant="nobody_believes")
    assert {place.odds for place in nobody.places} == {0.0}
    assert [price.cost_of_defying for price in nobody.prices] == [0, 0]
    assert nobody.today.endings == nobody.never.endings
    empty = only(FLAGSHIP, set={COST: -10})
    assert all(place.missing > 0 for place in empty.places)
    assert [price.cost_of_defying for price in empty.prices] == pytest.approx([0, 0])
    assert empty.worth_of_binding == pytest.approx(only(FLAGSHIP).today.payoffs, abs=1e-9)


def test_types_are_taken_as_known_one_case_for_each_way_to_deal_them() -> None:
    found = threats(negotiate.load(FLAGSHIP, variant="hidden"))
    assert [dict(case.types) for case in found.cases] == [
        {"us": us, "china": china}
        for us in ("dealmaker", "containment")
        for china in ("flexible", "resolute")
    ]
    margins = [min(-place.missing for place in case.threats[0].places) for case in found.cases]
    assert margins[2] == margins[3] > margins[0] == margins[1]


def test_what_cannot_be_asked_is_refused() -> None:
    with pytest.raises(UnsuitableGame, match="do not move in turn"):
        threats(negotiate.load("classics/chicken"))
    unseen = ExtensiveGame.from_nodes(
        {
            "one": {"player": "Ann", "actions": {"a": "left", "b": "right"}},
            "left": {"player": "Bob", "set": "s", "actions": {"c": (0, 0), "d": (1, 1)}},
            "right": {"player": "Bob", "set": "s", "actions": {"c": (1, 1), "d": (0, 0)}},
        }
    )
    with pytest.raises(UnsuitableGame, match="perfect information"):
        threats(unseen)


def test_too_many_actions_that_might_be_threats_are_refused() -> None:
    wide = {f"n{k}": {"player": "Bob", "actions": {"c": (0, 0), "d": (1, 1)}} for k in range(1_100)}
    root = {"root": {"player": "Ann", "actions": {f"a{k}": f"n{k}" for k in range(1_100)}}}
    with pytest.raises(GameTooLarge, match="might be threats"):
        threats(ExtensiveGame.from_nodes({**root, **wide}))


def test_a_cost_that_grows_with_the_threat_is_counted_at_each_place() -> None:
    """Backing down costs half of the number announced; carrying out costs all of it."""
    written = {
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
    found = threats(load(written))
    threat = found.cases[0].threats[0]
    assert [(p.announced, p.cost_today, p.missing, p.threshold) for p in threat.places] == [
        ("2", 1, 1, 2),
        ("6", 3, 3, 6),
    ]
    assert (threat.cost_today, threat.parameter) == (None, "")
    said = " ".join(as_text(found).split())
    assert "Today, backing down costs more after some announcements than after others." in said
    assert "break-even cost probability 2 → hold -2 -1 2 1 6 → hold -6 -3 6 1" in said


def test_a_tree_of_another_programs_file_is_asked_what_somebody_would_do_well_to_be_bound_to(
    tmp_path: Path,
) -> None:
    path = tmp_path / "entry.efg"
    negotiate.write(negotiate.load("classics/entry-deterrence").in_turn(), path)
    game = negotiate.read(path)
    assert isinstance(game, ExtensiveGame)
    (threat,) = threats(game).cases[0].threats
    assert (threat.places[0].threshold, threat.worth_of_binding, threat.places[0].terms) == (
        2,
        (-1, 1),
        (),
    )
