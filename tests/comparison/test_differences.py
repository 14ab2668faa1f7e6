"""What two files say differently, each kind once."""

import copy
from typing import Any

import pytest

from negotiate.comparison.differences import differences
from tests.scenario_strategies import load

BASE: dict[str, Any] = {
    "format": 1,
    "title": "Base",
    "players": {"ada": {"name": "Ada", "unit": "points", "patience": 0.9}, "bo": "Bo"},
    "parameters": {"weight": {"value": 2}, "price": {"value": 3}},
    "issues": {
        "x": {"decided_by": "ada", "options": {"low": 1, "high": 2}},
        "y": {"decided_by": "bo", "options": ["left", "right"]},
        "z": {"decided_by": "agreement", "options": ["no_deal", "deal"]},
    },
    "status_quo": {"x": "low", "y": "left", "z": "no_deal"},
    "payoffs": {
        "ada": {"gain": {"expr": "weight * x"}},
        "bo": {"gain": {"by": "y", "values": {"left": 0, "right": 1}}},
    },
    "red_lines": {"line": {"player": "ada", "never": {"y": ["right"]}}},
    "protocol": [
        {"move": "open", "player": "ada", "sets": "x"},
        {"chance": "weather", "odds": {"fair": 0.75, "foul": 0.25}},
        {
            "move": "reply",
            "player": "bo",
            "choose": {"yield": {"y": "left"}, "fight": {"y": "right"}},
            "when": "open == high",
        },
    ],
}


def changed(*path: str | int, to: Any = None) -> dict[str, Any]:
    """The base with one thing set, or taken away where nothing is given."""
    result = copy.deepcopy(BASE)
    holder: Any = result
    for step in path[:-1]:
        holder = holder[step]
    if to is None:
        del holder[path[-1]]
    else:
        holder[path[-1]] = to
    return result


THREE = ["no_deal", "deal", "half"]
EVEN = {"fair": 0.5, "foul": 0.5}
CASES: list[tuple[dict[str, Any], list[tuple[str, str, Any, Any]]]] = [
    (changed("players", "bo", to="Bob"), [("player", "bo", "Bo", "Bob")]),
    (changed("players", "ada", "patience", to=0.5), [("player", "ada patience", 0.9, 0.5)]),
    (changed("parameters", "weight", "value", to=5), [("parameter", "weight", 2, 5)]),
    (changed("issues", "x", "options", "high", to=4), [("issue", "x high", 2, 4)]),
    (
        changed("issues", "z", "options", to=THREE),
        [("issue", "z", ("no_deal", "deal"), tuple(THREE))],
    ),
    (
        changed("issues", "z", "decided_by", to="bo"),
        [("issue", "z decided by", ("ada", "bo"), ("bo",))],
    ),
    (changed("status_quo", "y", to="right"), [("status quo", "y", "left", "right")]),
    (changed("red_lines"), [("red line", "line", "Ada never signs if y is right", None)]),
    (
        changed("red_lines", "line", "cost", to="price"),
        [("red line", "line price", "never signed", 3)],
    ),
    (
        changed("red_lines", "line", "never", to={"y": ["left"]}),
        [("red line", "line crossed if", "y is right", "y is left")],
    ),
    (
        changed(
            "red_lines",
            to={**BASE["red_lines"], "demand": {"player": "bo", "insists": {"y": "left"}}},
        ),
        [("red line", "demand", None, "Bo signs only if y is left")],
    ),
    (
        changed(
            "red_lines",
            to={**BASE["red_lines"], "wish": {"player": "bo", "insists": {"y": "left"}, "cost": 2}},
        ),
        [("red line", "wish", None, "Bo wants y is left; signing without it costs 2")],
    ),
    (
        changed("ratifiers", to={"senate": {"player": "ada", "accepts": {"y": "left"}}}),
        [("ratifier", "senate", None, "Ada accepts: y is left")],
    ),
    (
        changed(
            "ratifiers",
            to={
                "senate": {"player": "bo", "votes": {"old": {"votes": 3, "accepts": "everything"}}}
            },
        ),
        [
            ("ratifier", "senate", None, "Bo"),
            ("ratifier", "senate votes needed", None, 2),
            ("ratifier", "senate old", None, "3 votes, accepts: everything"),
        ],
    ),
    (
        changed("side_payments", to={"ada": 2, "bo": 1}),
        [("side payments", "ada", None, 2), ("side payments", "bo", None, 1)],
    ),
    (
        changed("protocol", 1, "odds", to=EVEN),
        [("move", "weather fair", 0.75, 0.5), ("move", "weather foul", 0.25, 0.5)],
    ),
    (
        changed("protocol", 2, "when", to="open == low"),
        [("move", "reply when", "open is high", "open is low")],
    ),
    (
        changed("protocol", 2, "choose", "yield", to={}),
        [("move", "reply yield does", ("y left",), ("nothing",))],
    ),
    (
        changed("protocol", 0, "options", to=["low"]),
        [("move", "open offers", ("low", "high"), ("low",))],
    ),
    (changed("protocol", 1), [("move", "weather", "chance", None)]),
    (
        changed("protocol", 2, "sees", to=["open"]),
        [("move", "reply sees", "everything before", ("open",))],
    ),
    (
        changed("types", to={"bo": {"meek": 0.5, "bold": {"odds": 0.5, "set": {"price": 4}}}}),
        [
            ("type", "bo meek", None, 0.5),
            ("type", "bo bold", None, 0.5),
            ("type", "bo bold sets", None, ("price 4",)),
        ],
    ),
]


@pytest.mark.parametrize(("other", "expected"), CASES, ids=[case[1][0][1] for case in CASES])
def test_one_change_is_one_difference(
    other: dict[str, Any], expected: list[tuple[str, str, Any, Any]]
) -> None:
    found = [(d.kind, d.name, d.first, d.second) for d in differences(load(BASE), load(other))]
    assert found == expected


def test_the_order_in_which_options_stand_is_no_difference() -> None:
    other = changed("issues", "y", "options", to=["right", "left"])
    assert differences(load(BASE), load(other)) == ()


def test_a_commitment_is_told() -> None:
    found = differences(load(BASE), load(BASE, fix={"x": "high"}))
    assert [(d.kind, d.name, d.first, d.second) for d in found] == [
        ("committed", "x", None, "high")
    ]
