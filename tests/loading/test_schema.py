"""The JSON Schema that is made from the shape of the file accepts what the reader accepts."""

import jsonschema
import pytest

from negotiate.loading.document import json_schema
from negotiate.loading.library import shipped
from negotiate.loading.nodes import plain
from negotiate.loading.problems import Problems
from negotiate.loading.reader import read_text


@pytest.mark.parametrize("name", shipped())
def test_every_shipped_scenario_fits_the_schema(name: str) -> None:
    node = read_text(shipped()[name].read_text(encoding="utf-8"), name, Problems())
    assert node is not None
    jsonschema.Draft202012Validator(json_schema()).validate(plain(node))


def test_the_schema_refuses_what_the_reader_refuses() -> None:
    validator = jsonschema.Draft202012Validator(json_schema())
    good = {"format": 1, "title": "x", "players": ["a"], "issues": {"i": {"decided_by": "a", "options": ["x"]}}}
    assert validator.is_valid(good)
    for wrong in ({"format": 2}, {"titel": "x"}, {"issues": {"i": {"options": ["x"]}}}, {"minutes": "fifty"}):
        assert not validator.is_valid({**good, **wrong})


def test_the_schema_has_no_tuples() -> None:
    assert "prefixItems" not in str(json_schema())
