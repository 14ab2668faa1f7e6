"""Mistakes for other programs."""

import json

from negotiate.errors import Problem
from negotiate.export.json import problems_json


def strict(thing) -> dict:
    return json.loads(json.dumps(thing, allow_nan=False))


def test_problems() -> None:
    found = strict(
        problems_json(
            [Problem("a.yaml", 1, 2, "code", "what"), Problem("a.yaml", 3, 1, "c", "w", severity="warning")], ["a.yaml"]
        )
    )
    assert found["schema"] == "negotiate/problems/1"
    assert (found["errors"], found["warnings"], found["files"]) == (1, 1, ["a.yaml"])
    assert found["problems"][0]["line"] == 1
    assert strict(problems_json([], ["a.yaml"]))["problems"] == []
