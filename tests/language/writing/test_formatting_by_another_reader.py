"""Another program reads the same values before and after formatting, whatever the layout was."""

from __future__ import annotations

import json
import warnings
from io import StringIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.error import ReusedAnchorWarning

from negotiate.language.library import shipped
from negotiate.language.writing.formatting import formatted
from tests.language.writing.layouts import written
from tests.language.writing.test_formatting import mapping
from tests.scenario_strategies import scenarios


def read(text: str) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ReusedAnchorWarning)  # YAML lets a name be given again
        return YAML(typ="safe", pure=True).load(StringIO(text))


@settings(max_examples=25)
@given(scenarios(), st.integers(0, 2**32))
def test_a_random_scenario_says_the_same_to_another_reader(
    scenario: dict[str, Any], seed: int
) -> None:
    text, _ = written(mapping(json.dumps(scenario)), seed)
    assert read(formatted(text)) == read(text)


@pytest.mark.parametrize("name", ["classics/chicken", "classics/entry-deterrence"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_shipped_scenario_says_the_same_to_another_reader(name: str, seed: int) -> None:
    text, _ = written(mapping(shipped()[name].read_text("utf-8")), seed)
    assert read(formatted(text)) == read(text)
