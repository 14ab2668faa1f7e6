"""The debrief of a class: an example worked out by hand, and every mistake of typing at its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import negotiate
from negotiate.errors import ScenarioError, UnsuitableGame
from negotiate.language.text.source import Source
from negotiate.pages.debrief import debrief, report
from negotiate.pages.results import typed
from negotiate.report.blocks import Table
from negotiate.report.style import Look
from tests.cli.shell import ask

CLASS = "us-china/beijing-2018-class"
TYPED = "group,deal\n1 CCBB\n2, DBCC   # a good one\n3 none\n\n4 d b c c\n5 CABB\n"


@pytest.fixture(scope="module")
def scenario() -> negotiate.Scenario:
    return negotiate.load(CLASS)


def test_a_class_by_hand(scenario: negotiate.Scenario) -> None:
    """On hold, half, in steps, $30bn gives 8 + 12 + 6 + 14 and 26 + 12 + 6 + 15; no deal gives 28 and 60."""
    found = debrief(scenario, Source(TYPED, "results.txt"))
    assert [(one.group, one.code) for one in found.results] == [
        ("1", "CCBB"),
        ("2", "DBCC"),
        ("3", ""),
        ("4", "DBCC"),
        ("5", "CABB"),
    ]
    split, best, none, again, joint = [one.assessment for one in found.results]
    assert split is not None
    assert best is not None
    assert joint is not None
    assert none is None
    assert again is best
    assert split.mark.payoffs.tolist() == [40, 59]
    assert split.gains.tolist() == [12, -1]
    assert [claim.kind for claim in split.refused] == ["no deal"]
    assert best.mark.payoffs.tolist() == [49, 80]
    assert best.on_frontier
    assert joint.mark.payoffs.tolist() == [28, 81]
    assert joint.signable > 0
    better = found.deal.problem.payoffs_of(joint.better)[:, 0]
    assert (better >= joint.mark.payoffs).all()


@pytest.mark.parametrize(
    ("typed", "line", "column", "code"),
    [
        ("1 CCBB\n1 DBCC\n", 2, 1, "group-twice"),
        ("1 CCBB\n2\n", 2, 1, "unreadable-deal"),
        ("1 CCBX\n", 1, 3, "unreadable-deal"),
        ("one;CCB\n", 1, 5, "unreadable-deal"),
        ("1 CCBBA\n", 1, 3, "unreadable-deal"),
    ],
)
def test_a_mistake_of_typing_is_told_at_its_place(
    scenario: negotiate.Scenario, typed: str, line: int, column: int, code: str
) -> None:
    with pytest.raises(ScenarioError) as wrong:
        debrief(scenario, Source(typed, "results.txt"))
    assert [(one.line, one.column, one.code) for one in wrong.value.problems] == [(line, column, code)]


def test_all_mistakes_are_told_at_once(scenario: negotiate.Scenario) -> None:
    with pytest.raises(ScenarioError) as wrong:
        debrief(scenario, Source("1 X\n1 CCBB\n2\n3 ZZZZ\n", "results.txt"))
    assert [one.line for one in wrong.value.problems] == [1, 2, 3, 4]


def test_a_file_without_a_group_says_what_to_write(scenario: negotiate.Scenario) -> None:
    with pytest.raises(UnsuitableGame, match="no group"):
        debrief(scenario, Source("# nothing yet\n", "results.txt"))
    with pytest.raises(UnsuitableGame, match="no group"):
        debrief(scenario, typed([""]))


def test_the_command_tells_it_in_every_form(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "results.txt"
    path.write_text(TYPED, "utf-8")
    shown = ask(capsys, "debrief", CLASS, str(path))
    assert shown.code == 0
    assert "Four of 5 groups signed a deal." in shown.out
    told = json.loads(ask(capsys, "debrief", CLASS, str(path), "--json").out)
    assert [one["group"] for one in told["results"]] == ["1", "2", "3", "4", "5"]
    rows = ask(capsys, "debrief", CLASS, str(path), "--csv").out.splitlines()
    assert any(row.startswith("2,DBCC,49") for row in rows)
    assert ask(capsys, "debrief", CLASS, str(tmp_path / "nowhere.txt")).code == 2
    path.write_bytes(b"1 CC\xff\n")
    assert ask(capsys, "debrief", CLASS, str(path)).code == 3


def test_a_deal_that_cannot_happen_is_no_deal() -> None:
    """The shipped rule: no order has no week."""
    found = debrief(negotiate.load("classroom/bicycle-frames"), Source("1 AB\n2 FB\n", "results.txt"))
    assert [one.group for one in found.signed] == ["2"]
    rows = next(block for block in report(found, Look()).walk() if isinstance(block, Table)).rows
    assert rows[0][2:] == (None, None, None, None, "impossible: this deal cannot happen")


def test_none_in_capitals_may_be_a_deal(tmp_path: Path) -> None:
    options = ", ".join(f"o{k}" for k in range(16))
    issues = "".join(f"  i{k}: {{options: [{options}], decided_by: agreement}}\n" for k in range(4))
    text = f"format: 1\ntitle: Sixteen\nplayers: [a, b]\nissues:\n{issues}no_deal: status_quo\n"
    text += "status_quo: {i0: o0, i1: o0, i2: o0, i3: o0}\n"
    text += "payoffs: {a: {g: {amount: 1, when: i0 == o13}}, b: {g: {amount: 1, when: i0 == o13}}}\n"
    path = tmp_path / "sixteen.yaml"
    path.write_text(text, "utf-8")
    found = debrief(negotiate.load(str(path)), Source("1 NONE\n2 none\n", "results.txt"))
    assert [one.code for one in found.results] == ["NONE", ""]
