"""A bargaining solution and the conflicts between claims show themselves, wherever somebody prints
them.
"""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

import negotiate
from negotiate import BargainingProblem
from negotiate.bargaining.points.solutions import points_of
from negotiate.report import report_of
from negotiate.report.blocks import Table
from negotiate.report.entries import for_programs
from negotiate.report.json import json_of
from negotiate.report.plain import plain
from negotiate.report.screen import as_html, as_text
from negotiate.report.style import Look
from tests.bargaining.claims.random_problems import problems


@settings(max_examples=30)
@given(problems(lines=2), st.sampled_from([30, 40, 80]), st.booleans(), st.booleans())
def test_every_point_and_every_conflict_fits_the_screen(
    problem: BargainingProblem, width: int, everything: bool, lotteries: bool
) -> None:
    problem = replace(problem, power=(1.0,) * len(problem.players))
    for found in [*(found for _, found in points_of(problem, lotteries)), problem.conflicts_of()]:
        text = as_text(found, Look(width=width, ascii=True, all=everything))
        assert text.isascii()
        assert max(map(len, text.split("\n"))) <= width
        assert str(found) == as_text(found)
        assert found._repr_html_() == as_html(found)
        assert repr(found).startswith(f"<{type(found).__name__} ")
        assert plain(report_of(found))


def test_a_point_names_its_package_and_what_each_gains() -> None:
    said = " ".join(str(negotiate.load("classics/orange").together().nash()).split())
    assert (
        "The Nash bargaining solution is Ann's part of the peel: all; Ann's part of the juice: "
        "none."
    ) in said
    assert "The Nash bargaining solution gives Ann 1 and Bea 1." in said
    assert "The Nash bargaining solution gives Ann 0.5 more than no deal and Bea 0.5 more." in said


def test_ties_lotteries_and_nothing_are_told() -> None:
    pie = negotiate.load("classics/rubinstein").together()
    tied = " ".join(str(pie.nash()).split())
    assert (
        "Two packages tie for the Nash bargaining solution. The first is Ann's share: 9 slices."
        in tied
    )
    assert "Ann's share: 10 slices" in tied
    drawn = " ".join(str(pie.nash(lotteries=True)).split())
    assert (
        "The Nash bargaining solution is a lottery of Ann's share: 0 slices (probability 0.5), or "
        "Ann's"
    ) in drawn
    nothing = " ".join(str(negotiate.load("us-china/beijing-2018").together().nash()).split())
    assert "There is no Nash bargaining solution, because there is nothing to agree on." in nothing


def test_programs_get_the_number_the_odds_and_the_worth_of_each_package() -> None:
    found = negotiate.load("classics/rubinstein").together().nash(lotteries=True)
    (table,) = (block for block in report_of(found).blocks if isinstance(block, Table))
    heads, *rows = for_programs(table)
    assert heads == ["package", "probability", "payoff ann", "payoff bob"]
    assert rows == [["share=0", "0.5", "0", "19"], ["share=19", "0.5", "19", "0"]]
    assert [one["index"] for one in json_of(found)["packages"]] == list(found.packages)


def test_conflicts_say_what_would_have_to_go() -> None:
    problem = negotiate.load("us-china/beijing-2018").together()
    found = problem.conflicts_of()
    lines = str(found).splitlines()
    assert "There would be a deal" in lines
    assert "Without the United States' red line `demand`" in lines
    (table,) = (block for block in report_of(found).blocks if isinstance(block, Table))
    assert for_programs(table) == [["removed"], ["demand"], ["plan no_deal.china"]]
    sets = json_of(found)["sets"]
    assert [[claim["name"] for claim in one["claims"]] for one in sets] == [
        ["plan", "demand"],
        ["demand", "no_deal.china"],
    ]
