"""Findings and rules as JSON."""

from pathlib import Path

from negotiate.errors import Problem
from negotiate.language.check.files import check_file
from negotiate.language.reports.findings import Findings, Rules
from negotiate.problems import rule_groups
from tests.records import never_told
from tests.written import checked

BROKEN = Path(__file__).parents[2] / "broken"


def test_findings_with_their_counts() -> None:
    problems = (
        Problem("a.yaml", 1, 2, "code", "what"),
        Problem("a.yaml", 3, 1, "c", "w", severity="warning"),
    )
    found = checked(Findings(problems, ("a.yaml",)))
    assert (found["schema"], found["profile"]) == ("negotiate/problems/2", "draft")
    assert (found["errors"], found["warnings"], found["files"]) == (1, 1, ["a.yaml"])
    assert [problem["line"] for problem in found["problems"]] == [1, 3]
    assert checked(Findings((), ("a.yaml",)))["problems"] == []


def test_the_problems_of_broken_files_fit_their_schema() -> None:
    files = sorted(BROKEN.glob("*.yaml"))[:60]
    by_file = {str(file): tuple(check_file(str(file))) for file in files}
    found = Findings(
        tuple(problem for problems in by_file.values() for problem in problems),
        tuple(by_file),
        "publish",
    )
    assert len(checked(found)["problems"]) >= len(files)
    assert never_told([found], "negotiate.language.check") == []
    assert never_told([found], "negotiate.errors") == []


def test_rules_by_group_and_one_of_them() -> None:
    rules = Rules(rule_groups())
    found = checked(rules)
    assert list(found["groups"]) == list(rule_groups())
    (first, *_), *_ = rule_groups().values()
    one = checked(first)
    assert one["schema"] == "negotiate/rule/2"
    assert {name: value for name, value in one.items() if name not in ("schema", "scenario")} in [
        rule for group in found["groups"].values() for rule in group
    ]
    assert never_told([rules], "negotiate.problems") == []
