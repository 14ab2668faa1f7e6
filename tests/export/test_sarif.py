"""Problems as a SARIF log, held to what the standard and code hosts require."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from negotiate.checking.files import check_file
from negotiate.errors import Problem
from negotiate.export.sarif import sarif_json
from negotiate.rules import RULES

ROOT = Path(__file__).parents[2]
TEXT = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string", "minLength": 1}}}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
PLACE = {
    "type": "object",
    "required": ["uri"],
    "properties": {"uri": {"type": "string", "format": "uri-reference"}, "uriBaseId": {"type": "string"}},
    "additionalProperties": False,
}
NUMBER = {"type": "integer", "minimum": 1}
REGION = {
    "type": "object",
    "required": ["startLine"],
    "properties": {"startLine": NUMBER, "startColumn": NUMBER, "endColumn": NUMBER, "snippet": TEXT},
    "additionalProperties": False,
}
RULE = {
    "type": "object",
    "required": ["id", "shortDescription", "fullDescription", "help"],
    "properties": {
        "id": {"type": "string"},
        "shortDescription": TEXT,
        "fullDescription": TEXT,
        "help": TEXT,
        "defaultConfiguration": {"type": "object", "properties": {"level": LEVEL}, "additionalProperties": False},
        "properties": {"type": "object"},
    },
    "additionalProperties": False,
}
PHYSICAL = {
    "type": "object",
    "required": ["artifactLocation"],
    "properties": {"artifactLocation": PLACE, "region": REGION},
}
RESULT = {
    "type": "object",
    "required": ["message", "ruleId", "level"],
    "properties": {
        "ruleId": {"type": "string"},
        "ruleIndex": {"type": "integer", "minimum": 0},
        "level": LEVEL,
        "message": TEXT,
        "locations": {"type": "array", "items": {"properties": {"physicalLocation": PHYSICAL}}},
    },
    "additionalProperties": False,
}
DRIVER = {
    "type": "object",
    "required": ["name"],
    "properties": {
        "name": {"type": "string"},
        "version": {"type": "string"},
        "rules": {"type": "array", "items": RULE, "uniqueItems": True},
    },
    "additionalProperties": False,
}
RUN = {
    "type": "object",
    "required": ["tool", "results"],
    "properties": {
        "tool": {"type": "object", "required": ["driver"], "properties": {"driver": DRIVER}},
        "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
        "artifacts": {"type": "array", "items": {"type": "object", "properties": {"location": PLACE}}},
        "results": {"type": "array", "items": RESULT},
    },
    "additionalProperties": False,
}
LOG = {
    "type": "object",
    "required": ["version", "runs"],
    "properties": {
        "$schema": {"type": "string"},
        "version": {"const": "2.1.0"},
        "runs": {"type": "array", "items": RUN},
    },
    "additionalProperties": False,
}
"""The part of the standard's schema that this log makes use of."""


def log(*problems: Problem, root: Path = ROOT) -> dict[str, Any]:
    by_file: dict[str, list[Problem]] = {}
    for problem in problems:
        by_file.setdefault("talks.yaml" if problem.path.startswith("--") else problem.path, []).append(problem)
    found = json.loads(json.dumps(sarif_json(by_file, root, "1.2.3"), allow_nan=False))
    Draft202012Validator(LOG).validate(found)
    return found["runs"][0]


def test_every_rule_is_described_and_every_result_finds_its_rule() -> None:
    files = sorted((ROOT / "tests" / "broken").glob("*.yaml"))[::12]
    problems = [p for file in files for p in check_file(str(file), profile="publish")]
    run = log(*problems)
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(RULES)
    assert len(run["results"]) == len(problems) > 20
    for result, problem in zip(run["results"], problems, strict=True):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == problem.code
        assert result["level"] == problem.severity
        place = result["locations"][0]["physicalLocation"]
        assert re.fullmatch(r"tests/broken/[\w/-]+\.yaml", place["artifactLocation"]["uri"])
        assert (ROOT / place["artifactLocation"]["uri"]).is_file()
        region = place["region"]
        assert (region["startLine"], region["startColumn"]) == (problem.line, problem.column)
        assert region["endColumn"] - region["startColumn"] == problem.width


@pytest.mark.parametrize(
    ("path", "uri", "relative"),
    [
        ("talks.yaml", "talks.yaml", True),
        ("./a/../talks.yaml", "talks.yaml", True),
        ("a b/türkei.yaml", "a%20b/t%C3%BCrkei.yaml", True),
        ("../talks.yaml", "talks.yaml", False),
    ],
)
def test_addresses(path: str, uri: str, relative: bool, tmp_path: Path) -> None:
    root = tmp_path / "checkout"
    root.mkdir()
    run = log(Problem(path, 1, 1, "syntax", "what"), root=root)
    place = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    if relative:
        assert place == {"uri": uri, "uriBaseId": "%SRCROOT%"}
    else:
        assert place == {"uri": (tmp_path / uri).as_uri()}


def test_a_problem_of_the_command_line_has_no_place() -> None:
    (result,) = log(Problem("--set x=1", 1, 1, "unknown-address", "`x` names nothing", "write `y`"))["results"]
    assert "locations" not in result
    assert result["message"]["text"] == "--set x=1: `x` names nothing. Hint: write `y`."


def test_no_problems_are_a_log_without_results() -> None:
    assert log()["results"] == []
