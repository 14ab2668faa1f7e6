"""What is told of a broken scenario file, held against what its entry in a table says should be
told.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

import negotiate
from negotiate.errors import Problem, ScenarioError
from negotiate.language.check.files import check_file
from negotiate.language.library import holds_game, holds_problem
from negotiate.problems import EXCERPT_LIMIT, rule_groups

WHEN_READ = (
    "How it is written",
    "Keys and values",
    "Names",
    "Formulas",
    "What it says",
    "Played again",
)
READ = {rule.code for group in WHEN_READ for rule in rule_groups()[group]} - {
    "no-game",
    "no-repeated-game",
}
"""Codes of the mistakes that reading a file tells, and not only checking it."""


ENDINGS = (".yaml", ".nfg", ".efg", ".xml")
"""Of a broken scenario, and of a broken game or bargaining problem of another program."""


def file_of(name: str, folder: Path) -> str:
    """The broken file of a name, whichever of the endings it has."""
    return next(name + ending for ending in ENDINGS if (folder / (name + ending)).is_file())


def reports_of(path: str, entry: Mapping[str, Any] | None = None) -> list[Problem]:
    """What `check` says of a file; `load` refuses the file with the same words where it is a matter
    of reading.

    So does `read`, where the file holds a game.
    """
    found = check_file(path, profile=(entry or {}).get("profile", "draft"))
    if holds_game(path) or holds_problem(path):
        with pytest.raises(ScenarioError) as refused:
            (negotiate.read if holds_game(path) else negotiate.read_genius)(path)
        assert list(refused.value.problems) == found
        return found
    if {problem.code for problem in found} <= READ:
        with pytest.raises(ScenarioError) as caught:
            negotiate.load(path)
        assert list(caught.value.problems) == found
    return found


def assert_told(found: Sequence[Problem], wanted: Sequence[dict[str, str]], path: str) -> None:
    """Exactly the reports that are wanted, in the order of the file, each with its words and a way
    out.
    """
    assert [(f"{p.line}:{p.column}", p.code) for p in found] == [
        (r["at"], r["code"]) for r in wanted
    ]
    for problem, report in zip(found, wanted, strict=True):
        assert report["says"] in problem.message
        assert report.get("hint", "") in problem.hint
        assert problem.hint
        assert problem.path == report.get("file", path)


def assert_pointed_at(found: Sequence[Problem]) -> None:
    """The caret stands in the line that is shown, at the word that the message names."""
    for problem in found:
        lines = Path(problem.path).read_text("utf-8").splitlines() or [""]
        line, start = lines[problem.line - 1], problem.excerpt_column - 1
        assert (
            problem.excerpt == line
            if len(line) <= EXCERPT_LIMIT
            else line[start : start + EXCERPT_LIMIT]
        )
        assert 1 <= problem.column - start <= len(problem.excerpt) + 1
        named = re.match(r"(?:there is no [a-z ]+|nothing is called) `([^`]+)`", problem.message)
        if named:
            assert line[problem.column - 1 :].startswith(named[1])
