"""The after-action review: who knew what, where the game turned, what decisions gave away."""

from pathlib import Path

import pytest

import negotiate
from negotiate.play.review import review
from negotiate.play.table import new_table
from negotiate.report.blocks import Table
from negotiate.report.plain import plain
from negotiate.report.registry import report_of
from negotiate.report.style import Look
from tests.play.war_game import war_file


def words(path: Path) -> str:
    return "\n".join(plain(report_of(review(path), Look()), True))


def test_chicken_in_hindsight(tmp_path: Path) -> None:
    path = tmp_path / "game.jsonl"
    table = new_table(negotiate.load("classics/chicken"), path=path)
    table.do("row", {"choose": "straight"})
    table.do("column", {"choose": "straight"})
    found = {step.seat: step.in_hindsight for step in review(path).steps if step.in_hindsight is not None}
    # swerve gives -1 against straight, and a crash -10
    assert found == {"row": pytest.approx(9), "column": pytest.approx(9)}


def test_a_refused_offer_is_regretted_by_what_it_was_worth_more(tmp_path: Path) -> None:
    path = tmp_path / "game.jsonl"
    scenario = negotiate.load("us-china/beijing-2018", variant="us_drops_mic2025")
    table = new_table(scenario, path=path, rounds=2)
    table.do("us", {"offer": {"purchases": "100"}})
    table.do("china", {"walk": True})
    problem = scenario.together()
    offered = problem.landmark({"purchases": "100"}).payoffs
    step = next(step for step in review(path).steps if "walks away" in step.words)
    assert step.in_hindsight == pytest.approx(offered[1] - problem.disagreement[1])
    assert "In hindsight China regrets" in words(path) or "China gave away most" in words(path)


def test_the_tree_turns_where_a_move_leaves_the_equilibrium(tmp_path: Path) -> None:
    path = tmp_path / "game.jsonl"
    table = new_table(negotiate.load("classics/entry-deterrence"), path=path)
    while not table.ended:
        seat = table.to_move[0]
        options = table.form.choices(table.state, seat).options
        table.do(seat, {"choose": options[-1]})
    found = review(path)
    worth = table.form.payoffs(table.state)
    assert worth is not None
    assert found.steps[-1].expected == pytest.approx(worth.tolist())


def test_branches_stand_side_by_side_with_who_knew_what(tmp_path: Path) -> None:
    path = tmp_path / "game.jsonl"
    table = new_table(negotiate.load(war_file(tmp_path)), path=path, umpire=True)
    for tariff in ("high", "low"):
        table.do("us", {"order": {"us_tariff": tariff}})
        table.do("china", {"order": {}})
        table.do("umpire", {"go": True})
        if tariff == "high":
            table.do("umpire", {"back": 1})
    found = review(path)
    assert [branch.package["us_tariff"] for branch in found.branches] == ["high", "low"]
    assert "branch 1\tbranch 2" in words(path)
    timeline = next(block for block in report_of(found, Look()).walk() if isinstance(block, Table))
    secret = next(row for row in timeline.rows if "orders" in str(row[1]))
    assert secret[2] == "the United States"
    # the high tariff is worth 2 * 18 more to the US, and 2 of tension less
    low = next(step for step in found.steps if step.words.startswith("The United States orders: us tariff: low"))
    assert (low.at_the_time, low.in_hindsight) == pytest.approx((36.0, 36.0))


def test_news_turns_a_war_game(tmp_path: Path) -> None:
    path = tmp_path / "game.jsonl"
    table = new_table(negotiate.load(war_file(tmp_path)), path=path)
    for _ in range(2):
        table.do("us", {"order": {"us_tariff": "high"}})
        table.do("china", {"order": {"cn_tariff": "high"}})
    turned = [step.words for step in review(path).turning]
    assert "News: The midterms are near." in turned  # the US weighs its tariff more
    assert "News: A collision at sea." not in turned  # news alone
