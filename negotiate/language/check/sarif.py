"""Problems of files as a SARIF log, which code hosts and editors show beside the lines.

References
----------
OASIS, Static Analysis Results Interchange Format (SARIF) Version 2.1.0, 2020.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from negotiate.errors import Problem, ScenarioNotFound
from negotiate.language.library import find
from negotiate.problems import Rule, all_rules

VERSION = "2.1.0"
SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
ROOT = "%SRCROOT%"
"""The name under which whoever reads the log knows the folder that paths start from."""


def sarif_json(
    problems: Mapping[str, Sequence[Problem]], root: Path, version: str
) -> dict[str, Any]:
    """One run of `check` as a SARIF log.

    Parameters
    ----------
    problems : mapping of str to sequence of Problem
        File that was looked at → what is wrong in it, or in one that it extends. Each becomes a
        result; one of the command line stands at the first line of the file.
    root : Path
        Files below it are named from there, with `/` on every system; others by their whole
        address.
    version : str
        Of this program.

    Returns
    -------
    dict
        Every rule is described, whether it was broken or not; lines and columns count from 1, in
        characters.
    """
    rules = list(all_rules().values())
    index = {rule.code: position for position, rule in enumerate(rules)}
    driver = {"name": "negotiate", "version": version, "rules": [_rule(rule) for rule in rules]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "artifacts": [{"location": _location(file, root)} for file in problems],
        "results": [
            _result(problem, file, index, root)
            for file, found in problems.items()
            for problem in found
        ],
    }
    return {"$schema": SCHEMA, "version": VERSION, "runs": [run]}


def _rule(rule: Rule) -> dict[str, Any]:
    says = rule.says or rule.code
    return {
        "id": rule.code,
        "shortDescription": {"text": says},
        "fullDescription": {"text": " ".join(text for text in (says, rule.why) if text)},
        "help": {"text": rule.mend or says},
        "defaultConfiguration": {"level": rule.severity},
        "properties": {"profile": rule.profile},
    }


def _result(problem: Problem, file: str, index: dict[str, int], root: Path) -> dict[str, Any]:
    said = f"{problem.message}. Hint: {problem.hint}." if problem.hint else f"{problem.message}."
    result: dict[str, Any] = {
        "ruleId": problem.code,
        "ruleIndex": index[problem.code],
        "level": problem.severity,
        "message": {"text": f"{problem.path}: {said}" if problem.path.startswith("--") else said},
    }
    if problem.path.startswith("--"):
        place = {"artifactLocation": _location(file, root), "region": {"startLine": 1}}
    else:
        place = {"artifactLocation": _location(problem.path, root), "region": _region(problem)}
    return {**result, "locations": [{"physicalLocation": place}]}


def _region(problem: Problem) -> dict[str, Any]:
    """The stretch under the caret; the end column is the one behind it."""
    region: dict[str, Any] = {
        "startLine": problem.line,
        "startColumn": problem.column,
        "endColumn": problem.column + max(problem.width, 1),
    }
    return {**region, "snippet": {"text": problem.excerpt}} if problem.excerpt else region


def _location(path: str, root: Path) -> dict[str, str]:
    """A file below the root by its relative address, another by its whole one; a shipped scenario
    is a file as well.
    """
    whole = (root / path).resolve()
    if not whole.exists():
        with suppress(ScenarioNotFound):
            whole = find(path)[0].resolve()
    try:
        relative = whole.relative_to(root.resolve())
    except ValueError:
        return {"uri": whole.as_uri()}
    return {"uri": quote(relative.as_posix()), "uriBaseId": ROOT}
