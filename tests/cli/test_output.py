"""What leaves on stdout in each form, on each kind of terminal."""

import json
from pathlib import Path

import pytest

from tests.cli.shell import CHICKEN, FILE_COMMANDS, FLAGSHIP, ask, game, process

EVERY_COMMAND = [
    ["list"],
    *([command, name] for command in FILE_COMMANDS for name in (CHICKEN, FLAGSHIP)),
]
BOXES = {chr(code) for code in range(0x2500, 0x25A0)}


@pytest.mark.parametrize("arguments", EVERY_COMMAND, ids=" ".join)
def test_json_is_one_object_and_nothing_else(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    answer = ask(capsys, *arguments, "--json")
    found = json.loads(answer.out)
    assert found["schema"].startswith("negotiate/")
    assert answer.err == ""


@pytest.mark.parametrize("command", ["solve", "stability", "tree", "deal", "simulate"])
def test_json_holds_what_was_asked(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """An answer of the flagship takes a page or two, and not the tables that it was worked out
    from.
    """
    short, whole = (ask(capsys, command, FLAGSHIP, "--json", *more).out for more in ([], ["--all"]))
    assert len(short) < 40_000
    assert len(short) <= len(whole)


@pytest.mark.parametrize("command", FILE_COMMANDS)
@pytest.mark.parametrize(
    "wrong", [["nowhere.yaml"], [CHICKEN, "--set", "nothing"], [CHICKEN, "--nonsense"], []]
)
def test_an_error_with_json_is_one_object_and_a_message(
    command: str, wrong: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    answer = ask(capsys, command, *wrong, "--json")
    found = json.loads(answer.out)
    assert (answer.code, found["schema"], found["code"]) == (2, "negotiate/error/1", 2)
    assert found["message"] in " ".join(answer.err.split())


def test_problems_leave_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(capsys, "check", "tests/broken/alias-bomb.yaml", "--json")
    found = json.loads(answer.out)
    assert (answer.code, found["schema"]) == (3, "negotiate/problems/2")
    assert found["problems"][0]["line"] > 0


@pytest.mark.parametrize("arguments", EVERY_COMMAND, ids=" ".join)
def test_plain_draws_nothing(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(capsys, *arguments, "--plain")
    assert answer.code == 0
    assert not BOXES & set(answer.out)
    assert "\x1b" not in answer.out


@pytest.mark.parametrize("arguments", EVERY_COMMAND, ids=" ".join)
def test_ascii_is_ascii(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert ask(capsys, *arguments, "--ascii").out.isascii()


@pytest.mark.parametrize("arguments", EVERY_COMMAND, ids=" ".join)
def test_a_narrow_terminal(
    arguments: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    answer = ask(capsys, *arguments)
    too_wide = [
        line
        for line in answer.out.splitlines()
        if len(line) > 40 and " " in line.strip() and "/" not in line
    ]
    assert too_wide == []


@pytest.mark.parametrize(
    "variables",
    [
        {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
        {"TERM": "dumb"},
        {"NO_COLOR": "1"},
    ],
    ids=["ascii", "dumb", "no colour"],
)
def test_a_poor_terminal(variables: dict[str, str]) -> None:
    answer = process(["list"], ["show", CHICKEN], ["tree", FLAGSHIP], ["--help"], **variables)
    assert (answer.code, answer.err) == (0, "")
    assert "Usage" in answer.out
    assert "\x1b" not in answer.out
    assert answer.out.isascii() or "PYTHONIOENCODING" not in variables


def test_the_flagship_stands_first(capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(capsys, "list")
    assert answer.out.splitlines()[3].split()[0] == FLAGSHIP


def test_show_says_what_a_reader_asks(capsys: pytest.CaptureFixture[str]) -> None:
    said = " ".join(ask(capsys, "show", FLAGSHIP).out.split())
    for words in (
        "led by Donald Trump",
        "China decides",
        "keep (now), tweak, curb, dismantle",
        "China never signs if mic2025 is curb or dismantle",
        "mic2025 tweak 1, curb 15, dismantle 40; declared",
        "farmers -6.2 if cn_tariff > 8; published (crs-r45310)",
        "1. threaten The United States announces us_tariff: before, fifty_billion or all_threats",
    ):
        assert words in said


def test_show_leaves_briefs_sources_and_repetition_for_all(
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = ask(capsys, "show", FLAGSHIP).out
    assert len(said.splitlines()) < 90
    assert not any(
        f"\n{title}\n" in said
        for title in ("Brief for everybody", "Sources", "What it teaches", "Repeated play")
    )


def test_the_list_says_what_a_class_needs(capsys: pytest.CaptureFixture[str]) -> None:
    said = " ".join(ask(capsys, "list").out.split())
    assert "Chicken (15 min, pairs)" in said
    assert (
        "Cuba, thirteen days without numbers (40 min, two teams of two to five, no scores)" in said
    )
    assert "one team for each side" in " ".join(ask(capsys, "list", "--all").out.split())
    every, fit = (
        json.loads(ask(capsys, "list", *only, "--json").out) for only in ([], ["--class"])
    )
    assert (every["lesson"], fit["lesson"]) == (None, 50)
    names = [one["name"] for one in fit["scenarios"]]
    assert names == [
        one["name"] for one in every["scenarios"] if one["minutes"] <= 50 and one["lettered"]
    ]
    assert len(names) < len(every["scenarios"])
    unscored = {one["name"].partition("/")[0] for one in every["scenarios"] if not one["scored"]}
    assert unscored == {"conflicts"}
    assert "fit for a class." in ask(capsys, "list", "--class").out


LONG = "Two villages share one stream and nobody knows for how long. " * 6


@pytest.mark.parametrize(
    ("summary", "cut"),
    [("Two villages share one stream. " * 4, False), (LONG, True)],
    ids=["short", "long"],
)
def test_a_summary_is_told_whole_or_said_to_be_cut(
    summary: str, cut: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.yaml").write_text(game(extra=f"summary: {summary.strip()}\n"), encoding="utf-8")
    said = " ".join(ask(capsys, "show", str(tmp_path / "a.yaml")).out.split())
    assert (summary.strip() in said) is not cut
    assert ("long. … Two players" in said) is cut
    assert ("`--all` adds the rest of the summary" in said) is cut
    whole = " ".join(ask(capsys, "show", str(tmp_path / "a.yaml"), "--all").out.split())
    assert summary.strip() in whole
    assert "…" not in whole


LINES = """\
red_lines:
  first: {player: a, never: y == left and x != one}
  second: {player: b, insists: x == two}
"""


def test_a_red_line_reads_the_same_however_it_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.yaml").write_text(game(extra=LINES), encoding="utf-8")
    said = ask(capsys, "show", str(tmp_path / "a.yaml")).out
    assert "a never signs if y is left and x is not one\n" in said
    assert "b signs only if x is two\n" in said
    note = "Red lines bind only signed deals. `solve` and `tree` only mark a crossing."
    assert " ".join(said.split()).count(note) == 1


def test_nothing_is_said_of_marks_where_only_signatures_cross_a_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    signed = game(extra="red_lines:\n  first: {player: a, never: {z: [deal]}}\n").replace(
        "status_quo: {",
        "  z: {decided_by: agreement, options: [none, deal]}\nstatus_quo: {z: none, ",
    )
    (tmp_path / "a.yaml").write_text(signed, encoding="utf-8")
    said = ask(capsys, "show", str(tmp_path / "a.yaml")).out
    assert "a never signs if z is deal" in said
    assert "They bind" not in said


def test_show_all_adds_the_rest(capsys: pytest.CaptureFixture[str]) -> None:
    said = ask(capsys, "show", FLAGSHIP, "--all").out
    together = " ".join(said.split())
    assert "-6.2 if cn_tariff > 8; published (crs-r45310)" in together
    assert "1. threaten The United States announces us_tariff" in together
    for heading in ("Sources", "Brief for everybody", "What really happened"):
        assert heading in said.splitlines()


def test_a_matrix_is_shown_as_one(capsys: pytest.CaptureFixture[str]) -> None:
    said = ask(capsys, "show", CHICKEN).out
    assert "Payoffs" in said
    assert "│" in said
