"""What a file expects of states is judged as by a reader who lists the equilibria of the
concept.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate.conflict import graph_model
from negotiate.language.expectations.testing import Verdict, check_expectations
from negotiate.language.scenario_file import Reading
from negotiate.language.shape.document import Concept
from tests.scenario_strategies import conditions, load, ordinal

CONCEPTS = get_args(Concept)


def verdicts(
    written: dict[str, Any], entries: list[dict[str, Any]], folder: Path
) -> tuple[Verdict, ...]:
    path = folder / "scenario.yaml"
    path.write_text(json.dumps({**written, "expect": entries}), "utf-8")
    return check_expectations(Reading(str(path)))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("standing")


def test_the_file_may_ask_for_every_concept_there_is() -> None:
    assert get_args(graph_model.Concept) == CONCEPTS


@settings(max_examples=60)
@given(ordinal(mixed=True), st.data())
def test_an_entry_is_met_where_the_listed_states_say_so(
    folder: Path, written: dict[str, Any], data: st.DataObject
) -> None:
    model = load(written).standing()
    concept, sanctions = (
        data.draw(st.sampled_from(CONCEPTS)),
        data.draw(st.sampled_from(["sequence", "one-step"])),
    )
    wanted = data.draw(st.just({}) | conditions(written["issues"]))
    rows = dict(zip(model.states, model.choices, strict=True))
    found = [{**model.kept, **rows[state]} for state in model.equilibria(concept, sanctions)]
    agreeing = sum(
        all(state[issue] in options for issue, options in wanted.items()) for state in found
    )
    asked = {"stability": wanted, "concept": concept, "sanctions": sanctions}
    said = {"every": 0 < agreeing == len(found), "some": agreeing > 0, "no": agreeing == 0}
    entries = [
        *({**asked, "in": word} for word in said),
        {**asked, "count": agreeing},
        {**asked, "count": agreeing + 1},
    ]
    judged = verdicts(written, entries, folder)
    assert [one.met for one in judged] == [*said.values(), True, False]
    assert all(f"{agreeing} of {len(found)}" in one.found for one in judged)


def test_what_stands_instead_is_told_the_nearest_first(folder: Path) -> None:
    written = {
        "format": 1,
        "title": "x",
        "players": ["ada", "bo"],
        "issues": {
            "a": {"decided_by": "ada", "options": ["left", "right"]},
            "b": {"decided_by": "bo", "options": ["left", "right"]},
        },
        "prefers": {"ada": ["a == left iff b == left"], "bo": ["a == left iff b == left"]},
    }
    entries: list[dict[str, Any]] = [
        {"stability": {"a": "left", "b": "left"}},
        {"stability": {"a": "right"}, "in": "no"},
        {"stability": {"a": "left", "b": "right"}, "in": "some"},
        {"stability": {}, "count": 1, "concept": "SEQ"},
    ]
    assert [one.found for one in verdicts(written, entries, folder)] == [
        "a right, b right (1 of 2 states that stand by R agree)",
        "a right, b right (1 of 2 states that stand by R agree)",
        "a left, b left | a right, b right (0 of 2 states that stand by R agree)",
        "a left, b left | a right, b right (2 of 2 states that stand by SEQ agree)",
    ]


def test_an_entry_in_words_names_its_concept(folder: Path) -> None:
    written = {
        "format": 1,
        "title": "x",
        "players": ["ada"],
        "issues": {"a": {"decided_by": "ada", "options": ["left", "right"]}},
        "prefers": {"ada": ["a == left"]},
    }
    entry = {
        "stability": {"a": ["left", "right"]},
        "concept": "GMR",
        "sanctions": "one-step",
        "in": "some",
    }
    (verdict,) = verdicts(written, [entry], folder)
    assert verdict.expectation.written == "stability; a: left or right; GMR; one-step; in some"
