"""Problems as a SARIF log, held to what the standard and code hosts require."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from negotiate.errors import Problem
from negotiate.language.check.files import check_file
from negotiate.language.check.sarif import sarif_json
from negotiate.language.library import below, shipped
from negotiate.problems import all_rules
from tests.cli.shell import ask

ROOT = Path(__file__).parents[3]
TEXT = {
    "type": "object",
    "required": ["text"],
    "properties": {"text": {"type": "string", "minLength": 1}},
}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
PLACE = {
    "type": "object",
    "required": ["uri"],
    "properties": {
        "uri": {"type": "string", "format": "uri-reference"},
        "uriBaseId": {"type": "string"},
    },
    "additionalProperties": False,
}
NUMBER = {"type": "integer", "minimum": 1}
REGION = {
    "type": "object",
    "required": ["startLine"],
    "properties": {
        "startLine": NUMBER,
        "startColumn": NUMBER,
        "endColumn": NUMBER,
        "snippet": TEXT,
    },
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
        "defaultConfiguration": {
            "type": "object",
            "properties": {"level": LEVEL},
            "additionalProperties": False,
        },
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
        "artifacts": {
            "type": "array",
            "items": {"type": "object", "properties": {"location": PLACE}},
        },
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
        by_file.setdefault(
            "talks.yaml" if problem.path.startswith("--") else problem.path, []
        ).append(problem)
    found = json.loads(json.dumps(sarif_json(by_file, root, "1.2.3"), allow_nan=False))
    Draft202012Validator(LOG).validate(found)
    return found["runs"][0]


def test_every_rule_is_described_and_every_result_finds_its_rule() -> None:
    files = sorted((ROOT / "tests" / "broken").glob("*.yaml"))[::12]
    problems = [p for file in files for p in check_file(str(file), profile="publish")]
    run = log(*problems)
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(all_rules())
    assert len(run["results"]) == len(problems) > 20
    for result, problem in zip(run["results"], problems, strict=True):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == problem.code
        assert result["level"] == problem.severity
        place = result["locations"][0]["physicalLocation"]
        assert re.fullmatch(r"tests/broken/[\w/-]+\.(yaml|csv)", place["artifactLocation"]["uri"])
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
def test_addresses(
    path: str, uri: str, relative: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "checkout"
    root.mkdir()
    monkeypatch.chdir(root)
    run = log(Problem(path, 1, 1, "syntax", "what"), root=root)
    place = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    if relative:
        assert place == {"uri": uri, "uriBaseId": "%SRCROOT%"}
    else:
        assert place == {"uri": (tmp_path / uri).as_uri()}


def test_no_problems_are_a_log_without_results() -> None:
    assert log()["results"] == []


def test_what_was_typed_stands_at_the_first_line_of_the_file() -> None:
    (result,) = log(
        Problem("--set x=1", 1, 1, "unknown-address", "`x` names nothing", "write `y`")
    )["results"]
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "talks.yaml"
    assert place["region"] == {"startLine": 1}
    assert result["message"]["text"] == "--set x=1: `x` names nothing. Hint: write `y`."


def test_a_shipped_scenario_is_a_file(tmp_path: Path) -> None:
    run = log(Problem("classics/chicken", 3, 1, "syntax", "what"), root=tmp_path)
    place = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert (
        place == run["artifacts"][0]["location"] == {"uri": shipped()["classics/chicken"].as_uri()}
    )


def test_a_file_that_is_named_twice_is_looked_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.yaml").write_text("title: 1\n", "utf-8")
    names = ["a.yaml", "./a.yaml", str(tmp_path / "a.yaml"), ".", "classics/chicken", "chicken"]
    assert below(names) == ["a.yaml", "classics/chicken"]
    once, often = (
        json.loads(ask(capsys, "check", *given, "--sarif").out) for given in (names[:1], names[:4])
    )
    assert often == once
