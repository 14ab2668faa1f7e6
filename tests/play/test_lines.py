"""What a person may type: names and letters beside keys, and what each game takes."""

from pathlib import Path

import pytest

from negotiate import load
from negotiate.errors import IllegalAction
from negotiate.play.lines import Question, seat_named, typed
from negotiate.play.opponents import opponent
from negotiate.play.table import Table, new_table
from tests.play.war_game import war_file


@pytest.fixture(scope="module")
def talks() -> Table:
    return new_table(load("us-china/beijing-2018-class"))


@pytest.mark.parametrize(
    ("line", "offer"),
    [
        ("plan=halve", {"plan": "halve"}),
        ("Made in China 2025=half of the subsidies end", {"plan": "halve"}),
        (
            "offer made in china 2025 = Half of the subsidies end purchases=thirty",
            {"plan": "halve", "purchases": "thirty"},
        ),
        ("offer plan halve", {"plan": "halve"}),
        ("Made in China 2025 halve  purchases thirty", {"plan": "halve", "purchases": "thirty"}),
        ("plan=C, purchases=b", {"plan": "halve", "purchases": "thirty"}),
        (
            "tariffs=on hold, with a review in a year plan=HALVE",
            {"tariffs": "on_hold", "plan": "halve"},
        ),
        ("plan=havle", {"plan": "havle"}),
        ("plann=A", {"plann": "A"}),
    ],
)
def test_issues_and_options_have_names_and_letters(
    talks: Table, line: str, offer: dict[str, str]
) -> None:
    assert typed(talks, "us", line) == {"offer": offer}


def test_worth_takes_names_too_and_words_are_said_as_they_are(talks: Table) -> None:
    assert typed(talks, "us", "worth Made in China 2025=B") == Question(
        "worth", {"plan": "new_name"}
    )
    said = "Made in China 2025=half of the subsidies end, please"
    assert typed(talks, "us", f"say {said}") == {"say": said}


def test_worth_asks_nothing_where_nothing_is_signed() -> None:
    with pytest.raises(IllegalAction, match="`worth` asks about a deal"):
        typed(new_table(load("classics/chicken")), "row", "worth swerve")


def test_a_team_may_hold(tmp_path: Path) -> None:
    table = new_table(load(war_file(tmp_path)))
    assert typed(table, "us", "hold") == typed(table, "us", "order") == {"order": {}}
    assert typed(table, "us", "order us_tariff=B") == {"order": {"us_tariff": "high"}}


def test_a_number_is_not_near_another() -> None:
    from negotiate.play.forms import one_of

    with pytest.raises(IllegalAction) as refused:
        one_of("50", ("0", "32", "64"), "option of `purchases`")
    assert refused.value.hint == "choose from `0`, `32`, `64`"


def test_seats_have_names(talks: Table) -> None:
    for words, seat in (
        ("us", "us"),
        ("United States", "us"),
        ("the united states", "us"),
        ("China", "china"),
        ("x", ""),
    ):
        assert seat_named(talks, words) == seat


@pytest.mark.parametrize("lens", ["deal", "simulate"])
def test_an_opponent_is_found_with_either_dash(lens: str) -> None:
    table = new_table(
        load("classics/prisoners-dilemma" if lens == "simulate" else "classroom/bicycle-frames"),
        lens=lens,
    )
    assert opponent("tit-for-tat", table).name == opponent("tit_for_tat", table).name


def test_an_option_is_guessed_with_its_issue(tmp_path: Path) -> None:
    table = new_table(load(war_file(tmp_path)))
    move = typed(table, "us", "us_tariff hihg")
    assert isinstance(move, dict)
    with pytest.raises(IllegalAction) as wrong:
        table.do("us", move)
    assert wrong.value.hint == "did you mean `high`?"
    with pytest.raises(IllegalAction) as wrong:
        typed(table, "us", "high")
    assert wrong.value.hint == "did you mean `us_tariff=high`?"
