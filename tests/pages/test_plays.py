"""A class that chose instead of signing: counts by hand, shares of equilibrium, and mistakes."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest

import negotiate
from negotiate.errors import ScenarioError, UnsuitableGame
from negotiate.language.text.source import Source
from negotiate.pages.plays import Plays, played, plays, report, sheet
from negotiate.pages.results import UNTYPED
from negotiate.report.blocks import Cell, Note, Section, Sentence, Table
from negotiate.report.plain import csv as csv_of
from negotiate.report.plain import plain
from negotiate.report.style import Look
from tests.cli.shell import ask

NO_ORDER = Path(__file__).parents[1] / "no_order.yaml"

CHICKEN, REPEATED, ENTRY = (
    "classics/chicken",
    "classics/repeated-chicken",
    "classics/entry-deterrence",
)


def held(name: str, typed: str, lens: str | None = None) -> Plays:
    scenario = negotiate.load(name)
    return plays(scenario, Source(typed, "typed"), lens or played(scenario) or "solve")


def said(found: Plays) -> str:
    return " ".join(
        block.text for block in report(found, Look()).blocks if isinstance(block, Sentence)
    )


def outcomes(found: Plays) -> dict[str, tuple[object, ...]]:
    table = next(block for block in report(found, Look()).walk() if isinstance(block, Table))
    return {
        str(row[0].value if isinstance(row[0], Cell) else row[0]): tuple(
            cell.value if isinstance(cell, Cell) else cell for cell in row[1:]
        )
        for row in table.rows
    }


def test_a_matrix_by_hand() -> None:
    """Both swerve with probability 9/10 in the mixed equilibrium: Red loses 1 by swerving alone and
    10 in a crash.
    """
    found = held(CHICKEN, "1 swerve straight\n2 AA\n3 BB\n4 b a\n5 Straight SWERVE\n")
    assert [one.code for one in found.plays] == ["AB", "AA", "BB", "BA", "BA"]
    told = outcomes(found)
    assert told["straight, swerve"][:5] == ("BA", 2, 0.4, 0, 1)
    assert told["swerve, swerve"][2:6] == (0.2, 0, 0, pytest.approx(0.81))
    text = said(found)
    assert "Most often they came to straight, swerve: 2 of 5 groups." in text
    assert "On average Red got -1.8 and Blue got -2.2." in text
    assert "Three of 5 groups ended as in an equilibrium in pure strategies." in text


def test_without_a_pure_equilibrium_shares_are_compared() -> None:
    text = said(held("classics/matching-pennies", "1 AA\n2 AA\n3 AB\n"))
    assert "Theory expects heads, heads in 25 %, and the class came to it in 67 %." in text


def test_a_tree_by_its_path_in_names_and_letters() -> None:
    found = held(
        "us-china/beijing-2018",
        "1 before\n2 all_threats retaliate backs carry_out\n3 CCAA\n",
        "tree",
    )
    assert found.plays[1].outcomes == found.plays[2].outcomes
    told = outcomes(found)
    assert told["before"][1:4] == (1, pytest.approx(1 / 3), 1)
    assert "One of 3 groups ended as in the equilibrium." in said(found)
    game = negotiate.load("us-china/beijing-2018").in_turn()
    worth = dict(zip(game.tree.leaves.tolist(), game.payoffs.tolist(), strict=True))
    leaf = game.tree.leaves[found.plays[1].outcomes[0]]
    assert told["all_threats → retaliate → backs → carry_out"][-2:] == tuple(worth[int(leaf)])


def test_every_ending_of_every_tree_is_read_again_from_its_own_letters() -> None:
    for name in (
        "classics/kuhn-poker",
        "classics/centipede",
        "classics/ultimatum",
        "us-china/beijing-2018",
    ):
        form = sheet(negotiate.load(name), "tree")
        for outcome in range(len(form.game.payoffs)):
            words, code, _ = form.told(outcome)
            assert form.outcomes(form.code([code])) == [outcome]
            assert form.code(words.split(" → ")) == code


def test_rounds_are_counted_and_the_agreement_followed() -> None:
    found = held(REPEATED, "1 AB AA AA\n2 AAAABB\n3 swerve swerve\n")
    assert [one.code for one in found.plays] == ["AB AA AA", "AA AA BB", "AA"]
    text = said(found)
    assert "Three groups played 7 rounds." in text
    assert "The agreement (swerve, swerve) holds" in text
    section = next(block for block in report(found, Look()).blocks if isinstance(block, Section))
    table = next(block for block in section.blocks if isinstance(block, Table))
    assert [row[:3] for row in table.rows] == [(1, 3, 2), (2, 2, 2), (3, 2, 1)]


def test_shares_add_up_to_one() -> None:
    for name in (CHICKEN, "classics/matching-pennies", REPEATED, ENTRY, "classics/kuhn-poker"):
        scenario = negotiate.load(name)
        form = sheet(scenario, played(scenario) or "solve")
        codes = [form.told(0)[1], form.told(1)[1]]
        found = held(name, "\n".join(f"{k} {code}" for k, code in enumerate(codes)))
        assert all(one.sum() == pytest.approx(1) for one in found.expected)
        assert sum(found.counts.values()) == 2
        for one, equilibrium in zip(found.expected, found.solution.profiles, strict=True):
            worths = np.array([form.told(k)[2] for k in range(len(one))])
            assert one @ worths == pytest.approx(equilibrium.payoffs)


@pytest.mark.parametrize(
    ("name", "typed", "says"),
    [
        (CHICKEN, "1 swerve", "the choice of Blue is missing"),
        (CHICKEN, "1 AC", "`C` is nothing that stands under `Blue`"),
        (CHICKEN, "1 swerve left", "`left` is nothing that stands under `Blue`"),
        (ENTRY, "1 AA", "ended before"),
        (ENTRY, "1 B", "goes on after `B`"),
        (ENTRY, "1 Q", "`Q` is nothing that stands under"),
    ],
)
def test_a_mistake_is_told_at_its_place(name: str, typed: str, says: str) -> None:
    with pytest.raises(ScenarioError) as wrong:
        held(name, typed)
    [problem] = wrong.value.problems
    assert (problem.line, problem.column) == (1, 3)
    assert says in problem.message
    assert problem.hint


def test_nobody_and_too_many_choices_are_refused() -> None:
    with pytest.raises(UnsuitableGame, match="no group"):
        held(CHICKEN, "# nobody\n")
    with pytest.raises(UnsuitableGame, match="more than there are letters"):
        held("classics/travellers-dilemma", "1 A A\n")
    for lens in ("solve", "tree"):
        with pytest.raises(UnsuitableGame, match="nobody chooses"):
            held(str(NO_ORDER), "1 A A\n", lens)


def test_what_is_played_where_nobody_says() -> None:
    wanted = {
        CHICKEN: "solve",
        REPEATED: "simulate",
        ENTRY: "tree",
        "us-china/beijing-2018": None,
        "us-china/beijing-2018-class": None,
        "classroom/bicycle-frames": None,
        "conflicts/cuba-1962": None,
    }
    assert {name: played(negotiate.load(name)) for name in wanted} == wanted


def test_the_command_in_every_form(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = list(
        csv.DictReader(
            ask(capsys, "debrief", REPEATED, "7 AB AA", "8 AA", "--csv").out.splitlines()
        )
    )
    assert [(row["group"], row["round"], row["code"], row["red gets"]) for row in rows] == [
        ("7", "1", "AB", "-1"),
        ("7", "2", "AA", "0"),
        ("8", "1", "AA", "0"),
    ]
    told = json.loads(ask(capsys, "debrief", CHICKEN, "7 AB", "--json").out)
    assert told["plays"][0]["code"] == "AB"
    page = tmp_path / "page.html"
    assert (
        ask(capsys, "debrief", CHICKEN, "7 AB", "8 AB", "--anonymous", "--out", str(page)).code == 0
    )
    assert "Group" not in page.read_text("utf-8").replace("Groups", "")
    deals = ask(capsys, "debrief", CHICKEN, "7 AB", "--lens", "deal").out
    assert "signed a deal" in deals
    assert ask(capsys, "debrief", CHICKEN, "7 AB", "--lens", "what").code == 2


def test_each_group_of_repeated_play_has_its_totals() -> None:
    """Swerve, straight gives -1 and 1; both swerve 0 and 0; both straight -10 and -10."""
    found = held(REPEATED, "1 AB AA AA\n2 AA AA BB AA\n")
    table = next(
        one
        for one in report(found, Look()).walk()
        if isinstance(one, Table) and one.columns[0].head == "Group"
    )
    assert [column.head for column in table.columns][2:] == [
        "Red in all",
        "a round",
        "Blue in all",
        "a round",
    ]
    worth = [sum(found.sheet.told(k)[2] for k in one.outcomes) for one in found.plays]
    for row, one, total in zip(table.rows, found.plays, worth, strict=True):
        rounds = len(one.outcomes)
        assert row[2:] == (total[0], total[0] / rounds, total[1], total[1] / rounds)
    assert [row[2] for row in table.rows] == [-1, -10]
    assert "On average a round Red got" in said(found)
    once = report(held(CHICKEN, "1 AA\n"), Look())
    assert not any(
        "in all" in column.head
        for one in once.walk()
        if isinstance(one, Table)
        for column in one.columns
    )


def test_no_mean_is_made_of_ranks_and_levels() -> None:
    for name, lens, line in (
        ("classics/cuba-brams", "solve", "1 AA"),
        ("classics/cuba-chicken", "solve", "1 AA"),
        ("conflicts/iran-2018", "solve", "1 AAA"),
    ):
        assert "On average" not in said(held(name, line, lens))


def test_what_numbers_mean_is_said_below() -> None:
    def noted(name: str, line: str, lens: str) -> list[str]:
        return [
            one.text
            for one in report(held(name, line, lens), Look()).blocks
            if isinstance(one, Note)
        ]

    assert "Payoffs in ranks, 4 the best." in noted("classics/cuba-brams", "1 AA", "solve")
    assert any("are levels" in one for one in noted("conflicts/iran-2018", "1 AAA", "solve"))
    assert UNTYPED.format("group") in noted("classics/kuhn-poker", "1 AA", "solve")
    assert UNTYPED.format("group") not in noted("classics/kuhn-poker", "1 ABAA", "tree")


def test_people_read_words_and_type_keys() -> None:
    found = held("us-china/beijing-2018", "1 all_threats retaliate backs carry_out\n", "tree")
    blocks = report(found, Look())
    assert "It came to all threats → retaliate → backs → carry out" in said(found)
    assert "all threats → retaliate → backs → carry out" in {
        str(getattr(row[0], "shown", ""))
        for block in blocks.walk()
        if isinstance(block, Table)
        for row in block.rows
    }


def test_a_group_that_came_to_nothing_counts_for_nothing() -> None:
    """Of all at once, in turn and again and again: alone, and beside a group that played."""
    for name, line in ((CHICKEN, "AB"), (ENTRY, "enter accommodate"), (REPEATED, "AA AB")):
        found = held(name, "8 none\n9 none\n")
        assert said(found).startswith("No group played. ")
        assert not found.counts
        told = report(found, Look())
        assert plain(told)
        assert [line.split(",")[:3] for line in csv_of(told)[1:]] == [
            ["8", "", "none"],
            ["9", "", "none"],
        ]
        both = held(name, f"7 {line}\n8 none\n")
        assert plain(report(both, Look()))
        assert said(both).startswith("One of 2 groups played")
        alone = held(name, f"7 {line}\n")
        assert both.counts == alone.counts
