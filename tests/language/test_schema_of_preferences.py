"""An editor completes and checks statements, rankings and expected states by the file's own
names.
"""

from __future__ import annotations

import copy
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate.language.editor.schema import json_schema
from negotiate.language.shape import REST
from tests.language.test_file_schema import validator
from tests.scenario_strategies import ordinal

GENERAL = jsonschema.Draft7Validator(json_schema())
BASE: dict[str, Any] = {
    "format": 1,
    "title": "x",
    "players": ["ada", "bo"],
    "issues": {
        "quota": {"decided_by": "ada", "options": ["low", "high"]},
        "access": {"decided_by": "bo", "options": ["closed", "open"]},
    },
    "sources": {"book": {"title": "A book"}},
    "prefers": {
        "ada": [
            "quota == high if access == open",
            {"that": {"quota": "high"}, "iff": "access == open", "source": "book"},
            [{"quota": "low"}, {"that": {"access": "closed"}, "about": "why"}],
        ]
    },
    "ranking": {
        "bo": [
            {"access": "closed"},
            [{"access": "open", "quota": "low"}, {"that": REST, "about": "why"}],
        ]
    },
    "variants": {"calm": {"set": {"prefers.ada.0": "quota == low"}, "remove": ["prefers.ada.1"]}},
    "expect": [
        {
            "stability": {"quota": ["low", "high"]},
            "concept": "SEQ",
            "sanctions": "one-step",
            "in": "some",
        }
    ],
}


@settings(max_examples=30)
@given(ordinal(mixed=True))
def test_every_sound_scenario_fits_both_schemas(scenario: dict[str, Any]) -> None:
    GENERAL.validate(scenario)
    validator(scenario).validate(scenario)


def test_every_way_to_write_them_fits() -> None:
    GENERAL.validate(BASE)
    validator(BASE).validate(BASE)


def changed(path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    result = copy.deepcopy(BASE)
    here: Any = result
    for step in path[:-1]:
        here = here[step]
    here[path[-1]] = value
    return result


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("prefers", "adda"), ["quota == high"]),
        (("prefers", "ada", 0), {"quotta": "high"}),
        (("prefers", "ada", 0), {"quota": "hihg"}),
        (("prefers", "ada", 1, "that"), {"quota": "hihg"}),
        (("prefers", "ada", 1, "source"), "bok"),
        (("prefers", "ada", 2, 0), {"quota": "lwo"}),
        (("ranking", "bo", 0), {"access": "clsd"}),
        (("ranking", "bo", 0), "everything"),
        (("ranking", "bo", 1, 0), {"acess": "open"}),
        (("variants", "calm", "remove"), ["prefers.ada.9"]),
        (("expect", 0, "stability"), {"quota": "hihg"}),
    ],
)
def test_a_misspelt_name_is_marked(path: tuple[Any, ...], value: Any) -> None:
    names = changed(path, value)
    assert [error.message for error in validator(BASE).iter_errors(names)]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("prefers", "ada", 0), {"if": {"quota": "high"}}),
        (("prefers", "ada", 0), {"that": "a == b", "if": "c == d", "iff": "e == f"}),
        (("prefers", "ada", 0), 7),
        (("prefers", "ada"), "quota == high"),
        (("prefers", "ada", 2), []),
        (("ranking", "bo", 0), 7),
        (("expect", 0, "concept"), "NASH"),
        (("expect", 0, "where"), "ada > 1"),
        (("expect", 0, "solve"), {"quota": "high"}),
        (("matrix",), {"a": {"b": [0, 1]}}),
    ],
)
def test_a_shape_that_the_reader_refuses_is_marked(path: tuple[Any, ...], value: Any) -> None:
    assert [error.message for error in GENERAL.iter_errors(changed(path, value))]


@settings(max_examples=10)
@given(st.sampled_from(["prefers", "ranking", "payoffs"]))
def test_one_of_the_three_is_needed(key: str) -> None:
    bare = {k: v for k, v in BASE.items() if k not in ("prefers", "ranking")}
    assert [error.message for error in GENERAL.iter_errors(bare)]
    given_ = {
        "prefers": {"ada": ["quota == high"]},
        "ranking": {"ada": [REST]},
        "payoffs": {"ada": {"t": {"amount": 1}}},
    }
    GENERAL.validate({**bare, key: given_[key]})
