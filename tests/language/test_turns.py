"""What a file says of a war game: how it is bound, what turns and injects do to it, and who is
shown what.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

import negotiate
from negotiate.errors import OutOfRange, OverrideError, ScenarioError
from negotiate.language.briefs import public
from negotiate.language.check.files import check_file
from negotiate.language.editor.file_schema import schema_of
from negotiate.language.editor.schema import json_schema
from negotiate.language.reports.scenario import report
from negotiate.model.protocol import StateNumber, Turns
from negotiate.model.turns import after_turn, injects_due
from negotiate.report.json import json_of
from negotiate.report.style import Look
from tests.scenario_strategies import load

WRITTEN: dict[str, Any] = {
    "format": 1,
    "title": "Two ports",
    "players": {"north": {}, "south": {}},
    "parameters": {"step": 2},
    "issues": {
        "quota": {"decided_by": "north", "options": {"low": 10, "high": 30}},
        "access": {"decided_by": "south", "options": ["shut", "open"]},
    },
    "status_quo": {"quota": "low", "access": "shut"},
    "payoffs": {
        "north": {"fish": {"expr": "quota / 10"}, "fear": {"expr": "-tension"}},
        "south": {"rent": {"by": "access", "values": {"shut": 1, "open": 0}}},
    },
    "red_lines": {"door": {"player": "south", "never": {"access": "open"}}},
    "turns": {"count": 3, "order": "in turn", "period": "a season"},
    "state": {
        "tension": {
            "value": 4,
            "range": [0, 10],
            "next": "tension + if(quota == high, step, -step)",
            "rungs": {"calm": 0, "threats": 4, "war": 9},
            "about": "how angry both are",
        },
        "anger": {"value": 1, "next": "tension + turn"},
    },
    "injects": {
        "storm": {
            "turn": 2,
            "says": "A storm.",
            "set": {"step": 3},
            "expects": "North fishes less.",
        },
        "riot": {
            "when": "tension >= 8 and anger > 0",
            "says": "A riot.",
            "sees": ["south"],
            "remove": ["red_lines.door"],
        },
        "peace": {"title": "A treaty", "sees": [], "fix": {"quota": "low"}, "set": {"tension": 0}},
    },
}


def put(folder: Path, written: dict[str, Any] = WRITTEN) -> str:
    path = folder / "ports.yaml"
    path.write_text(json.dumps(written, indent=1), "utf-8")
    return str(path)


def changed(*keys: str, value: Any) -> dict[str, Any]:
    """The file with another value below these keys."""
    copy: dict[str, Any] = json.loads(json.dumps(WRITTEN))
    here = copy
    for key in keys[:-1]:
        here = here[key]
    here[keys[-1]] = value
    return copy


def test_everything_is_bound_as_it_is_written(tmp_path: Path) -> None:
    found = negotiate.load(put(tmp_path))
    assert found.turns == Turns(3, "in turn", "a season")
    assert found.parameters["tension"].value == 4
    assert (found.parameters["tension"].low, found.parameters["tension"].high) == (0, 10)
    assert found.state["anger"].rungs == {}
    assert [(one.turn, one.sees) for one in found.injects.values()] == [
        (2, ("north", "south")),
        (None, ("south",)),
        (None, ()),
    ]
    assert found.injects["peace"].settings == {"tension": 0}
    assert found.injects["peace"].fixes == {"quota": "low"}
    assert load(changed("turns", value=3)).turns == Turns(3)


def test_a_file_that_says_everything_fits_both_schemas(tmp_path: Path) -> None:
    jsonschema.Draft7Validator(json_schema()).validate(WRITTEN)
    jsonschema.Draft7Validator(schema_of(Path(put(tmp_path)))).validate(WRITTEN)


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        (("turns", "count"), 0),
        (("turns", "count"), 101),
        (("turns", "order"), "one by one"),
        (("state", "tension", "rungs"), {}),
        (("state", "tension", "rung"), {"calm": 0}),
        (("injects", "storm", "when"), "tension > 3"),
        (("injects", "storm", "turn"), 0),
        (("injects", "storm", "effect"), {}),
    ],
)
def test_a_slip_fits_neither_schema_and_is_refused(
    tmp_path: Path, keys: tuple[str, ...], value: Any
) -> None:
    wrong = changed(*keys, value=value)
    assert list(jsonschema.Draft7Validator(json_schema()).iter_errors(wrong))
    assert list(
        jsonschema.Draft7Validator(schema_of(Path(put(tmp_path, wrong)))).iter_errors(wrong)
    )
    with pytest.raises(ScenarioError):
        negotiate.load(put(tmp_path, wrong))


def test_a_number_of_the_state_is_addressed_as_a_parameter_is(tmp_path: Path) -> None:
    path = put(tmp_path)
    as_it_is, tense = (negotiate.load(path, set=change) for change in ({}, {"tension": 7}))
    package = {"quota": 0, "access": 0}
    assert as_it_is.package_payoffs(package)["north"] - tense.package_payoffs(package)["north"] == 3
    assert negotiate.load(path, set={"state.tension": 7}).parameters == tense.parameters
    assert (
        negotiate.load(path, set={"state.tension.next": "tension + 1"}).state["tension"]
        != as_it_is.state["tension"]
    )
    with pytest.raises(OverrideError, match="outside its range"):
        negotiate.load(path, set={"tension": 11})
    schema = schema_of(Path(path))
    assert "tension" in schema["definitions"]["changes"]["properties"]
    assert "tension" in schema["definitions"]["amount"]["examples"]


def test_whatif_turns_the_state_as_it_turns_parameters(tmp_path: Path) -> None:
    swept = negotiate.load(put(tmp_path)).whatif(vary={"tension": [0, 4, 10]})
    assert swept is not None
    assert "tension" in str(json_of(swept))


def test_a_turn_works_out_every_number_from_those_before_it(tmp_path: Path) -> None:
    found = negotiate.load(put(tmp_path))
    assert after_turn(found, {"quota": 1, "access": 0}, 2) == {"tension": 6, "anger": 6}
    assert after_turn(found, {"quota": 0, "access": 0}, 1) == {"tension": 2, "anger": 5}


def test_a_number_stays_within_its_range_and_without_a_formula_as_it_is() -> None:
    high = load(WRITTEN, set={"tension": 9})
    assert after_turn(high, {"quota": 1, "access": 0}, 1)["tension"] == 10
    still = load(changed("state", "tension", value={"value": 4, "rungs": {"calm": 0}}))
    assert after_turn(still, {"quota": 1, "access": 0}, 1)["tension"] == 4


def test_a_formula_without_a_number_is_told_and_not_carried_on() -> None:
    found = load(changed("state", "anger", value={"value": 1, "next": "1 / (turn - 2)"}))
    with pytest.raises(OutOfRange, match="`anger`"):
        after_turn(found, {"quota": 1, "access": 0}, 2)


@given(
    st.dictionaries(st.text("abc", min_size=1), st.integers(-5, 5), max_size=5).map(
        lambda named: dict(sorted(named.items(), key=lambda pair: pair[1]))
    ),
    st.floats(-10, 10),
)
def test_a_value_stands_on_the_highest_rung_that_it_reaches(
    rungs: dict[str, float], value: float
) -> None:
    rung = StateNumber("x", None, rungs).rung(value)
    reached = [start for start in rungs.values() if start <= value]
    assert rungs[rung] == max(reached) if reached else rung == ""


def test_injects_come_by_turn_or_condition_once_and_by_the_umpire_never_by_themselves(
    tmp_path: Path,
) -> None:
    path, package = put(tmp_path), {"quota": 0, "access": 0}
    calm, tense = negotiate.load(path), negotiate.load(path, set={"tension": 8})
    assert [injects_due(calm, package, turn) for turn in (1, 2, 3)] == [(), ("storm",), ()]
    assert injects_due(tense, package, 1) == ("riot",)
    assert injects_due(tense, package, 2, ["riot"]) == ("storm",)


def test_injects_that_have_come_change_the_file_in_their_order_before_what_is_set(
    tmp_path: Path,
) -> None:
    path = put(tmp_path)
    stormy = negotiate.load(path, injects=["storm", "riot", "peace"])
    assert stormy.parameters["step"].value == 3
    assert stormy.red_lines == {}
    assert stormy.parameters["tension"].value == 0
    assert stormy.fixed == {"quota": 0}
    assert (
        negotiate.load(path, injects=["peace"], set={"tension": 5}).parameters["tension"].value == 5
    )
    with pytest.raises(OverrideError, match="there is no inject `strom`"):
        negotiate.load(path, injects=["strom"])


def test_what_an_inject_sets_is_tried_as_a_variant_is(tmp_path: Path) -> None:
    (problem,) = check_file(
        put(tmp_path, changed("injects", "storm", "set", value={"tension": 12}))
    )
    assert problem.code == "out-of-range"
    (problem,) = check_file(put(tmp_path, changed("injects", "storm", "set", value={"tensoin": 2})))
    assert (problem.code, problem.hint) == ("unknown-address", "did you mean `tension`?")
    assert check_file(put(tmp_path)) == []


def test_what_only_an_inject_uses_is_used(tmp_path: Path) -> None:
    told = {"anger": {"value": 1}, "calm": {"value": 1, "next": "calm + 1"}}
    written = {**changed("state", value={**WRITTEN["state"], **told})}
    assert [problem.code for problem in check_file(put(tmp_path, written))] == ["unused-state"]


def test_players_are_shown_no_inject_before_they_play(tmp_path: Path) -> None:
    found = negotiate.load(put(tmp_path))
    shown, taught = (
        str(report(found, look)) for look in (Look(all=True), Look(all=True, teacher=True))
    )
    for words in ("North fishes less.", "A storm.", "A treaty"):
        assert words not in shown
        assert words in taught
        assert words not in str(json_of(public(found)))
    for words in (
        "Three turns, each a season.",
        "calm from 0, threats from 4, war from 9",
        "how angry both are",
    ):
        assert words in shown


def test_a_phase_or_a_type_may_change_the_state() -> None:
    types = {"south": {"meek": 0.5, "bold": {"odds": 0.5, "set": {"tension": 6}}}}
    found = load({**WRITTEN, "types": types})
    assert [profile.parameters["tension"].value for profile in found.profiles] == [4, 6]
    assert replace(found, types={}).state == found.state
