"""Whatever a scenario says that counts is compared: each field of the model, changed alone, is a
difference.
"""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

import pytest

import negotiate
from negotiate.comparison.differences import differences
from negotiate.model import (
    Bloc,
    Issue,
    Option,
    Parameter,
    Player,
    PrivateType,
    Ratifier,
    RedLine,
    Together,
)
from negotiate.model.chance import Event
from negotiate.model.distributions import Distribution
from negotiate.model.expressions import Number
from negotiate.model.negotiation import Negotiation
from negotiate.model.protocol import Action, Inject, StateNumber, Step, Turns
from negotiate.model.repeat import Repeat
from tests.comparison.test_differences import BASE
from tests.scenario_strategies import load

RICH: dict[str, Any] = BASE | {
    "infeasible": ["x == high and y == right and z == deal"],
    "irreversible": {"x": ["high"]},
    "on_table": ["x", "z"],
    "side_payments": {"ada": 2, "bo": 1},
    "ratifiers": {
        "house": {"player": "ada", "accepts": {"z": "deal"}},
        "senate": {"player": "bo", "votes": {"old": {"votes": 3, "accepts": "everything"}}},
    },
    "chance": {"storm": {"odds": {"big": 0.5, "small": 0.5}}},
    "types": {"bo": {"meek": {}, "bold": {"set": {"price": 4}}}},
    "jointly": [{"types": {"bo": "meek"}}, {"types": {"bo": "bold"}}],
    "repeat": {"period": "a year", "plays": "grim"},
    "turns": 3,
    "state": {"tension": {"value": 2, "next": "tension + 1", "rungs": {"calm": 0}}},
    "injects": {"news": {"turn": 2, "says": "News.", "sees": ["ada"], "set": {"price": 4}}},
}
FIRST = load(RICH)
LINE, HOUSE, SENATE = FIRST.red_lines["line"], FIRST.ratifiers["house"], FIRST.ratifiers["senate"]
WEATHER, REPLY = FIRST.protocol[1:]
X, BOLD = FIRST.issues["x"], FIRST.types["bo"][1]
STORM = FIRST.events["storm"]
MEEK = FIRST.jointly[0]
OTHERWISE = Number(0.25)

CHANGES: dict[type, tuple[Any, Any, Mapping[str, Any], str]] = {
    Player: (
        FIRST.players["ada"],
        lambda new: {"players": {**FIRST.players, "ada": new}},
        {"name": "Ada Lovelace", "unit": "crowns", "patience": 0.5, "power": 0.25},
        "id leader",
    ),
    Parameter: (
        FIRST.parameters["weight"],
        lambda new: {"parameters": {**FIRST.parameters, "weight": new}},
        {"value": 7.0, "distribution": Distribution("uniform", {"low": 1.0, "high": 9.0})},
        "id low high unit about source",
    ),
    Issue: (
        X,
        lambda new: {"issues": {**FIRST.issues, "x": new}},
        {"options": (*X.options, Option("top", "top", 3.0)), "deciders": ("ada", "bo")},
        "id name unit about source places contingent_on",
    ),
    Option: (
        X.options[0],
        lambda new: {"issues": {**FIRST.issues, "x": replace(X, options=(new, *X.options[1:]))}},
        {"id": "lower", "number": 1.5},
        "name about source",
    ),
    RedLine: (
        LINE,
        lambda new: {"red_lines": {"line": new}},
        {"player": "bo", "crossed": LINE.kept, "cost": Number(2.0)},
        "id written about source insists",
    ),
    Ratifier: (
        HOUSE,
        lambda new: {"ratifiers": {**FIRST.ratifiers, "house": new}},
        {"player": "bo", "written": "accepts: everything", "blocs": SENATE.blocs},
        "id name accepts needs about source",
    ),
    Bloc: (
        SENATE.blocs[0],
        lambda new: {"ratifiers": {**FIRST.ratifiers, "senate": replace(SENATE, blocs=(new,))}},
        {"id": "new", "votes": 4, "written": "nothing"},
        "accepts about",
    ),
    Step: (
        REPLY,
        lambda new: {"protocol": (*FIRST.protocol[:2], new)},
        {
            "id": "answer",
            "player": "ada",
            "actions": REPLY.actions[:1],
            "when": None,
            "sees": ("open",),
        },
        "odds about",
    ),
    Action: (
        REPLY.actions[0],
        lambda new: {
            "protocol": (*FIRST.protocol[:2], replace(REPLY, actions=(new, *REPLY.actions[1:])))
        },
        {"id": "give_way", "effects": (), "offered": False, "signs": ("ada", "bo")},
        "announced",
    ),
    Event: (
        STORM,
        lambda new: {"events": {"storm": new}},
        {
            "outcomes": (Option("huge", "huge"), STORM.outcomes[1]),
            "odds": dict.fromkeys(FIRST.keys, (Number(0.25), Number(0.75))),
        },
        "id name after common about source",
    ),
    PrivateType: (
        BOLD,
        lambda new: {"types": {"bo": (FIRST.types["bo"][0], new)}},
        {"id": "brash", "odds": OTHERWISE, "settings": {"price": 5}},
        "player about",
    ),
    Together: (
        MEEK,
        lambda new: {"jointly": (new,)},
        {"odds": OTHERWISE, "types": {"bo": "bold"}},
        "",
    ),
    Turns: (
        FIRST.turns,
        lambda new: {"turns": new},
        {"count": 4, "order": "in turn", "period": "a year"},
        "",
    ),
    StateNumber: (
        FIRST.state["tension"],
        lambda new: {"state": {"tension": new}},
        {"next": None, "rungs": {"calm": 1.0}},
        "id",
    ),
    Inject: (
        FIRST.injects["news"],
        lambda new: {"injects": {"news": new}},
        {
            "turn": 1,
            "says": "No news.",
            "sees": ("bo",),
            "settings": {"price": 5},
            "removals": ("red_lines.line",),
            "fixes": {"x": "high"},
        },
        "id title when expects",  # it has a turn, and so no condition
    ),
    Negotiation: (
        FIRST,
        None,
        {
            "players": {**FIRST.players, "eve": Player("eve", "Eve")},
            "parameters": {},
            "events": {},
            "risk": {"ada": Number(0.5)},
            "correlations": {"weight": {"price": 0.5}},
            "issues": {**FIRST.issues, "w": replace(X, id="w")},
            "red_lines": {},
            "status_quo": {**FIRST.status_quo, "x": 1},
            "no_deal": "status_quo",
            "alternatives": {"ada": Number(30.0)},
            "on_table": ("x",),
            "signers": (("ada",),),
            "infeasible": (),
            "irreversible": {},
            "ratifiers": {},
            "side_payments": {},
            "protocol": FIRST.protocol[:2],
            "fixed": {"x": 1},
            "types": {},
            "jointly": (replace(MEEK, odds=OTHERWISE),),
            "repeat": Repeat(),
            "turns": None,
            "state": {},
            "injects": {},
        },
        # What follows from the rest, is told elsewhere, or is of no consequence.
        """name path about sources models terms impossible variants happened briefs expectations preferences profiles
        phases changes games worked""",
    ),
}
"""Class → one of its objects, how the scenario holds another in its place, its fields otherwise,
those not compared.
"""
CASES = [(kind, field) for kind, (*_, otherwise, _) in CHANGES.items() for field in otherwise]


@pytest.mark.parametrize(("kind", "field"), CASES, ids=lambda part: getattr(part, "__name__", part))
def test_a_field_that_is_otherwise_is_a_difference(kind: type, field: str) -> None:
    one, put, otherwise, _ = CHANGES[kind]
    new = {field: otherwise[field]}
    second = replace(FIRST, **(new if put is None else put(replace(one, **new))))
    assert differences(FIRST, second)
    assert differences(second, FIRST)


@pytest.mark.parametrize("kind", CHANGES, ids=lambda kind: kind.__name__)
def test_every_field_is_changed_or_known_to_be_of_no_consequence(kind: type) -> None:
    _, _, otherwise, silent = CHANGES[kind]
    assert {field.name for field in fields(kind)} == {*otherwise, *silent.split()}


def test_nothing_differs_from_itself() -> None:
    assert differences(FIRST, load(RICH)) == ()


def test_every_field_of_a_model_is_compared() -> None:
    first = negotiate.load("us-china/beijing-2018")
    (key, model), *_ = first.models.items()
    otherwise = {
        "kind": replace(model.kind, name="other"),
        "dataset": "other",
        "inputs": {**model.inputs, "other": OTHERWISE},
        "settings": {**model.settings, "other": OTHERWISE},
        "regions": {**model.regions, "other": "us"},
    }
    assert {field.name for field in fields(model)} == {
        "id",
        *otherwise,
    }
    for field, value in otherwise.items():
        second = replace(first, models={**first.models, key: replace(model, **{field: value})})
        assert [(found.kind, found.name) for found in differences(first, second)] == [
            ("model", key)
        ], field
