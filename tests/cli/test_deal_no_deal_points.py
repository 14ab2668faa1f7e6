"""Where several no-deal points count and none is named, every question of `deal` is about the same
one.
"""

from __future__ import annotations

import json

import pytest

import negotiate
from negotiate.bargaining.deal import deal
from negotiate.bargaining.landmarks import usual
from tests.cli.shell import ask

QUESTIONS = (
    ("--at", "row=swerve,column=swerve"),
    ("--why",),
    ("--prices",),
    ("--trades", "--at", "row=straight,column=straight"),
    ("--threats",),
    ("--votes",),
    ("--talks", "agents", "--runs", "2", "--rounds", "5"),
)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda given: given[0])
def test_every_question_is_about_the_point_that_the_page_is_about(
    question: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    shown = " ".join(ask(capsys, "deal", "classics/chicken").out.split())
    assert "The rest of this page takes no-deal point 3. `--no-deal 1` takes another." in shown
    said = json.loads(ask(capsys, "deal", "classics/chicken", "--json", *question).out)
    (note,) = (note for note in said.get("problem", said)["notes"] if "no-deal points" in note)
    assert "This answer takes number 3. `--no-deal 1` takes another" in note
    shown = ask(capsys, "deal", "classics/chicken", "--all", *question).out
    assert "This answer takes number 3." in " ".join(shown.split())
    named = ask(capsys, "deal", "classics/chicken", "--all", "--no-deal", "1", *question).out
    assert "no-deal points" not in named


def test_the_usual_point_is_the_first_that_leaves_a_deal_and_what_is_named_stays() -> None:
    chicken = negotiate.load("classics/chicken")
    problem = chicken.together()
    assert usual(problem).chosen == deal(problem).pictured.problem.chosen == 2
    assert usual(chicken.together(no_deal=2)).chosen == 1
    assert problem.under(1).notes[-1].startswith("without talks there are 3 equilibria")
    assert "This answer takes number 2." in problem.under(1).notes[-1]


def test_only_what_a_file_names_is_called_the_file_s(capsys: pytest.CaptureFixture[str]) -> None:
    said = ask(capsys, "deal", "classics/chicken", "--threats").out
    assert "Without a deal, the players play one of the equilibria that `solve` finds." in said
    assert "This answer takes no-deal point 3 of 3. `--no-deal 1` takes another." in said
    assert "file" not in said


def test_points_that_are_worth_the_same_are_told_as_one(capsys: pytest.CaptureFixture[str]) -> None:
    said = " ".join(ask(capsys, "deal", "classics/centipede", "--all").out.split())
    assert "4 equilibria, and so 4 no-deal points, all worth the same." in said


def test_a_point_that_has_no_row_is_told_with_the_one_that_is_worth_the_same(
    capsys: pytest.CaptureFixture[str],
) -> None:
    shown = ask(capsys, "deal", "classics/ultimatum").out
    assert [line for line in shown.splitlines() if line.startswith("2, 3 ")]
    cases = json.loads(ask(capsys, "deal", "classics/ultimatum", "--json").out)["cases"]
    assert cases[1]["twins"] == [3]
    scenario = negotiate.load("classics/ultimatum")
    points = scenario.together().no_deals
    for case in deal(scenario.together()).cases:
        here = points[case.problem.chosen].payoffs
        same = [
            n
            for n, one in enumerate(points)
            if n != case.problem.chosen and one.payoffs == pytest.approx(here)
        ]
        assert list(case.twins) == same
    assert not [
        line
        for line in ask(capsys, "deal", "classics/chicken").out.splitlines()
        if line[:2] == "1,"
    ]
