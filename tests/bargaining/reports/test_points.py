"""A bargaining solution and the conflicts between claims show themselves, wherever somebody prints them."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

import negotiate
from negotiate import BargainingProblem
from negotiate.bargaining.points.registry import points_of
from negotiate.report.blocks import Table
from negotiate.report.entries import for_programs
from negotiate.report.plain import plain
from negotiate.report.registry import report_of
from negotiate.report.screen.showing import as_html, as_text
from negotiate.report.style import Look
from tests.bargaining.claims.random_problems import problems


@settings(max_examples=30)
@given(problems(lines=2), st.sampled_from([30, 40, 80]), st.booleans(), st.booleans())
def test_every_point_and_every_conflict_fits_the_screen(
    problem: BargainingProblem, width: int, everything: bool, lotteries: bool
) -> None:
    problem = replace(problem, power=(1.0,) * len(problem.players), _held={})
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
    assert "The Nash point is peel all, juice none. The Nash point gives Ann 1 and Bea 1." in said
    assert "Compared with no deal, that is Ann 0.5 and Bea 0.5 more." in said


def test_ties_lotteries_and_nothing_are_told() -> None:
    pie = negotiate.load("classics/rubinstein").together()
    assert "Two packages tie for the Nash point. The first is share 9." in str(pie.nash())
    assert "share 10" in str(pie.nash())
    assert "The Nash point is a lottery: 1/2 share 0; 1/2 share 19." in str(pie.nash(lotteries=True))
    nothing = negotiate.load("us-china/beijing-2018").together()
    assert "There is no Nash point, since there is nothing to agree on" in str(nothing.nash())


def test_programs_get_the_number_the_odds_and_the_worth_of_each_package() -> None:
    found = negotiate.load("classics/rubinstein").together().nash(lotteries=True)
    (table,) = (block for block in report_of(found).blocks if isinstance(block, Table))
    heads, *rows = for_programs(table)
    assert heads == ["package", "choices", "odds", "payoff ann", "payoff bob"]
    assert [row[1:] for row in rows] == [["share 0", "0.5", "0", "19"], ["share 19", "0.5", "19", "0"]]


def test_conflicts_say_what_would_have_to_go() -> None:
    problem = negotiate.load("us-china/beijing-2018").together()
    found = problem.conflicts_of()
    lines = str(found).splitlines()
    assert "There would be a deal without" in lines
    assert "the red line `demand` of the United States" in lines
    first = next(block for block in report_of(found).blocks if isinstance(block, Table) and block.only == "programs")
    assert [row[0] for row in for_programs(first)] == ["conflict", "1", "1", "2", "2"]
