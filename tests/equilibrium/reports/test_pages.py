"""What solutions, games and the list of concepts look like in each form."""

from pathlib import Path

import pytest

import negotiate
from negotiate.equilibrium.registry import CONCEPTS, questions, solve
from negotiate.report import report_of
from negotiate.report.blocks import Items, Matrix, Tree
from negotiate.report.html import page
from negotiate.report.markdown import markdown
from negotiate.report.style import Look
from tests.equilibrium.reports.told import description
from tests.report.games import chicken, solved, talks

NAMED = """format: 1
title: Named
players: [us, them]
issues:
  tariff:
    decided_by: us
    options: {low: {name: as before}, high: {name: 25 % on everything}}
  answer: {decided_by: them, options: [none, match]}
status_quo: {tariff: low, answer: none}
payoffs:
  us: {gain: {by: tariff, values: {high: 1}}}
  them: {loss: {by: answer, values: {match: -1}}}
"""


def test_an_option_is_told_by_its_key_and_its_name(tmp_path: Path) -> None:
    (tmp_path / "named.yaml").write_text(NAMED, encoding="utf-8")
    found = solve(negotiate.load(str(tmp_path / "named.yaml")).alone())
    said = description(found, found.equilibria[0])
    assert said.startswith("Us chooses `high` (25 % on everything). Them chooses `none`.")
    assert "With `low` (as before), us would get 0 instead of 1." in said


def test_a_game_alone_is_its_matrix_or_its_tree() -> None:
    (matrix,) = report_of(chicken()).blocks
    assert isinstance(matrix, Matrix)
    assert matrix.squares[0][1].numbers == (-1, 1)
    assert matrix.squares[0][1].best == (True, True)
    tree, *_ = report_of(talks()).blocks
    assert isinstance(tree, Tree)
    assert [branch.label for branch in tree.root.below][:2] == ["before", "fifty_billion"]


def test_a_page_says_what_signs_mean_and_marks_the_path() -> None:
    assert "underlined: a best reply" in page(report_of(chicken()))
    assert "bold: a best reply" in "\n".join(markdown(report_of(chicken())))
    found = solved(talks())
    written = page(report_of(found))
    assert '<b class="path">▶ all_threats' in written
    assert "China (-3.30)" in written or "China (-3.3)" in written
    assert any(line.startswith("  - **all\\_threats") for line in markdown(report_of(found)))


def test_the_whole_matrix_is_there_on_request() -> None:
    game = negotiate.load("us-china/beijing-2018").alone()
    some, whole = (
        next(
            block
            for block in report_of(solve(game), Look(all=all_of_it)).blocks
            if isinstance(block, Matrix)
        )
        for all_of_it in (False, True)
    )
    assert (len(some.rows), len(some.columns)) == (2, 2)
    assert some.more == "4 more rows and 190 more columns"
    assert (len(whole.rows), len(whole.columns)) == game.shape
    assert whole.more == ""


@pytest.mark.parametrize("given", [False, True])
def test_the_list_of_concepts_has_each_with_what_it_says(given: bool) -> None:
    report = report_of(questions(chicken() if given else None))
    (items,) = (block for block in report.blocks if isinstance(block, Items))
    assert [item.name for item in items.entries] == [
        "nash",
        *(concept.name for concept in CONCEPTS),
    ]
