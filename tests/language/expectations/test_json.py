"""Verdicts as JSON."""

from pathlib import Path

from negotiate.language.expectations.testing import Verdicts, check_files
from tests.records import never_told
from tests.written import checked

WRONG = """
format: 1
title: Wrong
matrix: {swerve: {swerve: [0, 0], straight: [-1, 1]}, straight: {swerve: [1, -1], straight: [-10, -10]}}
expect: [{solve: {row: swerve, column: swerve}, about: nobody wants this}]
"""


def test_verdicts_with_what_was_expected_and_found(tmp_path: Path) -> None:
    (tmp_path / "wrong.yaml").write_text(WRONG, encoding="utf-8")
    found = Verdicts(check_files(["classics/chicken", str(tmp_path / "wrong.yaml")]))
    told = checked(found)
    assert (told["schema"], told["met"], told["failed"]) == ("negotiate/test/2", found.met, 1)
    (wrong,) = told["files"][str(tmp_path / "wrong.yaml")]
    assert (wrong["met"], wrong["expectation"]["line"]) == (False, 5)
    assert (wrong["expectation"]["command"], wrong["expectation"]["about"]) == (
        "solve",
        "nobody wants this",
    )
    assert wrong["found"].startswith("row: ")
    assert never_told([found], "negotiate.language.expectations") == []
