"""`negotiate deal` as a user meets it: its questions, its outputs, and what it says of a
mistake.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.cli.shell import FLAGSHIP, ask, ask_in_forms

OPEN = ("deal", FLAGSHIP, "--variant", "us_drops_mic2025")
QUESTIONS = (
    (),
    ("--at", "phase_one_2020"),
    ("--why",),
    ("--prices",),
    ("--trades",),
    ("--threats",),
    ("--votes",),
    ("--talks", "offers"),
    ("--talks", "lotteries"),
    ("--talks", "agents", "--runs", "5", "--rounds", "10"),
    ("--talks",),
    ("--lotteries",),
    ("--mediator",),
)


@pytest.mark.parametrize("question", QUESTIONS, ids=" ".join)
def test_every_question_has_a_page_lines_tables_and_an_object(
    question: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    quicker = {("--threats",): "classics/prisoners-dilemma", ("--mediator",): "classics/used-car"}
    subject = ("deal", quicker[question]) if question in quicker else OPEN
    fields = ("plain", "csv", "as_json", "ascii_only")
    shown, lines, tables_as_csv, object_, narrow = ask_in_forms(capsys, fields, *subject, *question)
    assert (shown.code, shown.err) == (0, "")
    assert max(map(len, shown.out.splitlines())) <= 80
    plain = lines.out
    assert not set("│┊○●□┈") & set(plain)
    written = [list(csv.reader(part.splitlines())) for part in tables_as_csv.out.split("\n\n")]
    tables = [[line.split("\t") for line in part.splitlines()] for part in plain.split("\n\n")[1:]]
    assert [table for table in written if len(table) > 1] == tables
    assert all(written)
    said = json.loads(object_.out, parse_constant=pytest.fail)
    assert said["schema"].startswith("negotiate/")
    assert said["schema"].endswith("/2")
    assert said["scenario"]["scenario"] == subject[1]
    assert narrow.out.isascii()


def test_json_says_what_the_page_says(capsys: pytest.CaptureFixture[str]) -> None:
    (case,) = json.loads(ask(capsys, *OPEN, "--json").out)["cases"]
    assert (case["exists"], case["size"], len(case["frontier"]["packages"])) == (True, 96, 14)
    (nash,) = case["points"]["nash"]["packages"]
    assert nash["options"]["purchases"] == "100"
    assert nash["index"] in [row["index"] for row in case["frontier"]["packages"]]
    assert {one["mark"]["label"]: one["signed"] for one in case["happened"]} == {
        "january_2018": True,
        "trade_war_2019": False,
        "phase_one_2020": False,
    }
    (closed,) = json.loads(ask(capsys, "deal", FLAGSHIP, "--json").out)["cases"]
    assert (closed["exists"], closed["size"]) == (False, 0)
    sets = [
        [claim["name"] for claim in one["claims"]]
        for one in closed["openings"]["conflicts"]["sets"]
    ]
    assert sets == [["plan", "demand"], ["demand", "no_deal.china"]]


def test_ways_to_talk_are_listed_without_a_scenario(capsys: pytest.CaptureFixture[str]) -> None:
    listed = ask(capsys, "deal", "--talks")
    assert listed.code == 0
    assert all(name in listed.out for name in ("offers", "lotteries", "agents"))
    assert json.loads(ask(capsys, "deal", "--talks", "--json").out)["schema"] == "negotiate/talks/2"


def test_a_file_of_genius_is_a_subject(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert ask(capsys, "export", "classics/orange", "orange.xml").code == 0
    of_file = json.loads(ask(capsys, "deal", "orange.xml", "--json").out)["cases"][0]
    of_scenario = json.loads(ask(capsys, "deal", "classics/orange", "--json").out)["cases"][0]
    indices = [
        [one["index"] for one in case["frontier"]["packages"]] for case in (of_file, of_scenario)
    ]
    assert indices[0] == indices[1] != []
    assert ask(capsys, "deal", "orange.xml", "--trades", "--at", "peel=half,juice=half").code == 0
    for option in (("--set", "a=1"), ("--variant", "x"), ("--signers", "Ann"), ("--no-deal", "1")):
        refused = ask(capsys, "deal", "orange.xml", *option)
        assert refused.code == 2
        assert "goes with a scenario" in refused.err
    assert "`--votes` asks about a scenario" in ask(capsys, "deal", "orange.xml", "--votes").err


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ((), 2, "needs a SCENARIO"),
        (("--talks", "offers"), 2, "needs a SCENARIO"),
        ((FLAGSHIP, "--why", "--prices"), 2, "`--why` does not go with `--prices`"),
        ((FLAGSHIP, "--at", "phase_one_2020", "--why"), 2, "`--at` does not go with `--why`"),
        ((FLAGSHIP, "--lotteries", "--prices"), 2, "`--lotteries` does not go with `--prices`"),
        ((FLAGSHIP, "--rounds", "5"), 2, "`--rounds` goes with `--talks`"),
        ((FLAGSHIP, "--at", "mic2025=gone"), 2, "it has keep, tweak, curb, dismantle"),
        ((FLAGSHIP, "--at", ""), 2, "`--at` names no package"),
        ((FLAGSHIP, "--no-deal", ""), 2, "`--no-deal` names nothing"),
        (
            (FLAGSHIP, "--at", "us_tariff=zzz"),
            2,
            "`us_tariff` has no option `zzz`, and no deal sets it",
        ),
        ((FLAGSHIP, "--at", "us_tariff=double"), 2, "`double` is not on the table"),
        ((FLAGSHIP, "--at", "nothing_of_the_kind"), 2, "`phase_one_2020`"),
        ((FLAGSHIP, "--at", "tariff=1"), 2, "there is no issue `tariff`"),
        ((FLAGSHIP, "--no-deal", "9"), 2, "there is no no-deal point number 9"),
        ((FLAGSHIP, "--no-deal", "9" * 5_000), 2, "`--no-deal` takes no number of 5,000 digits"),
        ((FLAGSHIP, "--signers", "us"), 2, "may not sign by themselves"),
        ((FLAGSHIP, "--signers", "us,"), 2, "names with commas"),
        ((FLAGSHIP, "--talks", "loudly"), 2, "there are no talks called `loudly`"),
        (("classics/chicken", "--trades"), 2, "--at row=swerve,column=swerve"),
    ],
)
def test_a_mistake_is_told_with_what_is_allowed(
    arguments: tuple[str, ...], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = ask(capsys, "deal", *arguments)
    assert (answer.code, answer.out) == (code, "")
    assert said in " ".join(answer.err.split())


@pytest.mark.parametrize("option", ["--at", "--no-deal", "--signers", "--talks", "--agents"])
def test_a_very_long_word_is_not_said_back_whole(
    option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    more = ("--talks", "agents") if option == "--agents" else ()
    answer = ask(capsys, "deal", FLAGSHIP, *more, option, "x" * 5_000)
    assert answer.code == 2
    assert len(answer.err) < 600


def test_narrow_help_has_the_headings_of_the_wide_one(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    lines = ask(capsys, "deal", "--help").out.splitlines()
    places = [
        lines.index(word)
        for word in ("Options", "Another question", "  --why", "Talks", "  --runs N")
    ]
    assert places == sorted(places)


def test_a_named_no_deal_point_is_the_only_one(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(ask(capsys, "deal", "classics/chicken", "--no-deal", "3", "--json").out)
    assert [case["number"] for case in found["cases"]] == [3]
    assert found["scenario"]["no_deal"] == "3"
    all_three = json.loads(ask(capsys, "deal", "classics/chicken", "--json").out)
    assert [case["size"] for case in all_three["cases"]] == [0, 0, 1]


@pytest.mark.parametrize(
    ("question", "heads"),
    [
        ("--why", ["opens a deal", "claim,says"]),
        ("--votes", ["bloc,votes,", "passes,package"]),
    ],
)
def test_a_table_without_rows_still_has_its_heads(
    question: str, heads: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    lines = ask(capsys, "deal", "classics/orange", question, "--csv").out.split("\n\n")
    assert [line[: len(head)] for line, head in zip(lines, heads, strict=True)] == heads


@pytest.mark.parametrize(
    "command", ["deal", "stability", "solve", "tree", "show", "check", "compare"]
)
@pytest.mark.parametrize(
    "forms", [("--json", "--plain"), ("--csv", "--json"), ("--plain", "--csv")], ids=" ".join
)
def test_two_forms_of_an_answer_are_refused(
    command: str, forms: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    answer = ask(capsys, command, "classics/orange", *forms)
    assert answer.code == 2
    assert ("negotiate/error/1" in answer.out) is ("--json" in forms)
    if "--csv" in forms and command not in ("deal", "stability"):
        assert "--csv" in answer.err
    else:
        assert "exclude one another" in answer.err
        assert all(f"`{form}`" in answer.err for form in forms)


def test_at_with_votes_says_whether_the_bodies_would_pass_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    brexit = ("deal", "europe/brexit-2019", "--votes", "--at")
    said = " ".join(ask(capsys, *brexit, "agreement_of_2018").out.split())
    assert "Agreement of 2018 would not be ratified: the House of Commons would stop it." in said
    assert (
        "`loyal_conservatives` and `soft_conservatives` would vote for the package: 202 of 634 "
        "votes, and"
    ) in said
    assert json.loads(ask(capsys, *brexit, "agreement_of_2018", "--json").out)["passes"] is False


def test_today_is_another_word_for_the_status_quo(capsys: pytest.CaptureFixture[str]) -> None:
    for more in ((), ("--trades",)):
        today = ask(capsys, *OPEN, "--at", "today", *more)
        assert today == ask(capsys, *OPEN, "--at", "status_quo", *more)
        assert (today.code, today.err) == (0, "")
