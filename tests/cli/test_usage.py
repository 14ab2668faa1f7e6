"""A command line that makes no sense: what is wrong, and what to write instead."""

from pathlib import Path

import pytest

import negotiate
from negotiate.cli.commands import SYNONYMS, program
from negotiate.cli.messages import lone_sign
from tests.cli.shell import CHICKEN, FLAGSHIP, ask, game

USAGE = 2


@pytest.mark.parametrize(
    ("arguments", "said", "hint"),
    [
        (
            ["tree", CHICKEN, "--depth", "x"],
            "takes a whole number from 0 to 1,000,000,000, and not `x`",
            "tree --help",
        ),
        (
            ["tree", CHICKEN, "--width", "0"],
            "takes a whole number from 1 to 1,000,000,000, and not `0`",
            "",
        ),
        (
            ["tree", FLAGSHIP, "--equilibrium", "2"],
            "no equilibrium number 2",
            "takes nothing but 1 here",
        ),
        (
            ["tree", CHICKEN, "--equilibrium", "9"],
            "no equilibrium number 9",
            "a number from 1 to 3",
        ),
        (
            ["check", CHICKEN, "--profile", "clas"],
            "takes `draft`, `class` or `publish`",
            "did you mean `class`?",
        ),
        (
            ["check", CHICKEN, "--fail-on", "warn"],
            "takes `error`, `warning` or `never`",
            "did you mean `warning`?",
        ),
        (
            ["solve", CHICKEN, "--al"],
            "`negotiate solve` has no option `--al`",
            "did you mean `--all`?",
        ),
        (
            ["solve", CHICKEN, "--varaint", "x"],
            "has no option `--varaint`",
            "did you mean `--variant`?",
        ),
        (["solve", CHICKEN, "--set"], "`--set` needs a value", "`negotiate solve --help`"),
        (["solve", CHICKEN, "--json=3"], "`--json` takes no value", ""),
        (["solve", CHICKEN, "more"], "`more` is more than `negotiate solve` takes", ""),
        (["solve"], "`negotiate solve` needs a SCENARIO", "write `negotiate solve SCENARIO`"),
        (
            ["solve", CHICKEN, "--set", "power"],
            "takes NAME=VALUE, and not `power`",
            "write `--set power=VALUE`",
        ),
        (
            ["solve", CHICKEN, "--fix", "row"],
            "takes ISSUE=OPTION, and not `row`",
            "write `--fix row=OPTION`",
        ),
        (["solv", CHICKEN], "there is no command `solv`", "did you mean `solve`?"),
        (["help"], "there is no command `help`", "write `negotiate --help`"),
        (["help", "tree"], "there is no command `help`", "write `negotiate tree --help`"),
        (["validate", CHICKEN], "there is no command `validate`", "that is `negotiate check`"),
        (["xyzzy"], "there is no command `xyzzy`", "`compare`"),
        (
            ["list", "--html", "--json"],
            "`--html` needs a value, and `--json` is an option",
            "write `--html FILE`",
        ),
        (
            ["deal", CHICKEN, "--at", "--why"],
            "`--at` needs a value, and `--why` is an option",
            "`--at PACKAGE`",
        ),
        (
            ["solve", CHICKEN, "--set", "--help"],
            "`--set` needs a value, and `--help` is an option",
            "NAME=VALUE",
        ),
        (
            ["list", "--csv", "all.csv"],
            "`all.csv` is more than",
            "`--csv > all.csv` keeps it in a file",
        ),
        (
            ["compare", CHICKEN, "--json", "a.json"],
            "called `a.json`",
            "`--json > a.json` keeps it in a file",
        ),
        (
            ["show", "--plain", "talks.yaml"],
            "called `talks.yaml`",
            "`negotiate list` shows the shipped ones",
        ),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_is_said(
    arguments: list[str], said: str, hint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = ask(capsys, *arguments)
    assert answer.code == USAGE
    assert ("--json" in arguments) == bool(answer.out)  # then the error is an object, too
    wrong, _, advice = " ".join(answer.err.split()).partition(" hint: ")
    assert wrong.startswith("error: ")
    assert said in wrong
    assert advice
    assert hint in advice


@pytest.mark.parametrize("command", ["solve", "check", "compare", "show"])
@pytest.mark.parametrize(
    "words", [["power", "=", "0.5"], ["power=", "0.5"], ["power", "=0.5"]], ids=" ".join
)
def test_spaces_round_the_sign(
    command: str, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    answer = ask(capsys, command, CHICKEN, "--set", *words)
    assert (answer.code, answer.out) == (USAGE, "")
    assert f"`{' '.join(words)}` reaches the program as {len(words)} words" in answer.err
    assert "no spaces round the `=`: `--set power=0.5`" in answer.err


@pytest.mark.parametrize(
    "words", [["power=1", "x"], ["power = 1"], ["power=", "x.yaml"], ["power"], [], ["power", "x"]]
)
def test_other_words_are_left_alone(words: list[str]) -> None:
    assert lone_sign(["solve", "--set", *words]) is None


def test_a_synonym_is_no_command_and_means_one() -> None:
    commands = {command.name for command in program().registered_commands}
    assert not commands & SYNONYMS.keys()
    assert {meant.split()[0] for meant in SYNONYMS.values()} <= commands


def test_a_file_whose_ending_is_lacking(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "talks.yaml").write_text(game(), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert "hint: did you mean `talks.yaml`?" in ask(capsys, "solve", "talks").err


@pytest.mark.parametrize("command", ["check", "solve"])
def test_a_folder_of_the_library_names_its_scenarios(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = ask(capsys, command, "us-china")
    assert answer.code == USAGE
    assert f"folder of shipped scenarios: `{FLAGSHIP}`" in " ".join(answer.err.split())


def test_a_value_whose_sign_is_forgotten(capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(capsys, "solve", CHICKEN, "--set", "power", "3")
    assert (answer.code, answer.out) == (USAGE, "")
    assert "write `--set power=3`" in answer.err


def test_an_issue_that_is_set_is_committed_instead(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "talks.yaml").write_text(game(), encoding="utf-8")
    issue = next(iter(negotiate.load(tmp_path / "talks.yaml").issues))
    answer = ask(capsys, "solve", str(tmp_path / "talks.yaml"), "--set", f"{issue}=low")
    assert answer.out == ""
    assert f"an issue is committed with `--fix {issue}=low`" in answer.err


def test_a_short_name_that_also_is_ones_own_file_is_not_guessed_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert ask(capsys, "solve", "chicken").code == 0
    (tmp_path / "chicken.yaml").write_text(game(), encoding="utf-8")
    answer = ask(capsys, "solve", "chicken")
    assert answer.code != 0
    assert answer.out == ""
    assert "`classics/chicken`; yours is `chicken.yaml`" in " ".join(answer.err.split())
    assert ask(capsys, "solve", "classics/chicken").code == 0
    assert ask(capsys, "solve", "chicken.yaml").code == 0
