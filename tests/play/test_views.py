"""What a seat reads: its brief without words for paper, worth in few words, and red lines in their
own.
"""

from pathlib import Path

import pytest

from negotiate import load
from negotiate.errors import IllegalAction
from negotiate.play.forms import UMPIRE
from negotiate.play.lines import Question
from negotiate.play.table import Seat, new_table
from negotiate.play.terminal import answer_to
from negotiate.play.views import brief, hint, own_worth, view
from negotiate.report.plain import plain
from tests.play.war_game import war_file

CLASS = "us-china/beijing-2018-class"


@pytest.mark.parametrize("name", [CLASS, "classics/chicken"])
def test_a_brief_on_a_screen_has_no_words_for_paper(name: str) -> None:
    table = new_table(load(name))
    said = " ".join(plain(brief(table, next(iter(table.seats))).report, True))
    for word in ("Show this page", "Read out", "reads such a deal out", "Group ___", "Signed:"):
        assert word not in said
    assert "You" in said


def test_what_crosses_a_line_is_told_in_the_words_of_the_line() -> None:
    table = new_table(load(CLASS))
    with pytest.raises(
        IllegalAction, match=r"`deficit` \(no deal in which .*Chinese purchases.* is .no promise.\)"
    ):
        table.do("us", {"offer": {"plan": "halve"}})


def test_worth_stands_beside_no_deal() -> None:
    table = new_table(load(CLASS))
    package = {
        **dict(table.scenario.issues and table.form.completed(table.state, {})),
        "purchases": "thirty",
    }
    found = own_worth(table, "us", package)
    assert (found.text, found.tone) == (
        "To you this deal is worth 22 points: worse than no deal (28).",
        "worse",
    )


def test_whoever_is_waited_for_is_named() -> None:
    table = new_table(load(CLASS))
    assert table.waiting == "the United States has to move"
    chicken = new_table(load("classics/chicken"))
    assert chicken.waiting == "Red and Blue have to move"


def test_a_war_game_says_at_its_start_that_it_has_no_hints(tmp_path: Path) -> None:
    seats = {"us": Seat("us", help="hints"), "china": Seat("china")}
    table = new_table(load(war_file(tmp_path)), seats=seats)
    assert "War games have no hints." in view(table, "us").lines
    assert "War games have no hints." not in view(table, "china").lines
    with pytest.raises(IllegalAction, match="war games have no hints"):
        hint(table, "us")


def test_an_umpire_reads_what_everybody_knows(tmp_path: Path) -> None:
    table = new_table(load(war_file(tmp_path)), umpire=True)
    assert "Secret" not in str(answer_to(table, UMPIRE, Question("brief", {})))
    lines = answer_to(table, UMPIRE, Question("injects", {})).lines
    assert any("incident" in line and "tension is at least 4" in line for line in lines)


def test_who_accepts_what_crosses_a_line_is_not_sent_to_change_the_other_side_s_offer() -> None:
    table = new_table(load(CLASS))
    table.do("us", {"offer": {"plan": "curb", "purchases": "thirty"}})
    with pytest.raises(IllegalAction) as wrong:
        table.do("china", {"accept": True})
    assert wrong.value.hint == "refuse it, or make another offer"
