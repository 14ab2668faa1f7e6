"""Every command, with every kind of name: an exit code, a message on stderr, and never a
traceback.
"""

import os
import stat
from pathlib import Path

import pytest

from tests.cli.shell import CHICKEN, FILE_COMMANDS, ONE_FILE_COMMANDS, ask, game

FINE, FINDING, USAGE, WRONG, CANNOT = 0, 1, 2, 3, 4


@pytest.fixture
def good(tmp_path: Path) -> str:
    path = tmp_path / "good.yaml"
    path.write_text(game(extra="expect:\n  - {solve: {x: two}, in: every}\n"), encoding="utf-8")
    return str(path)


@pytest.fixture
def broken(tmp_path: Path) -> str:
    path = tmp_path / "broken.yaml"
    path.write_text(game().replace("decided_by: a", "decided_by: nobody"), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("command", FILE_COMMANDS)
@pytest.mark.parametrize(
    "form", [[], ["--plain"], ["--json"], ["--ascii"]], ids=["drawn", "plain", "json", "ascii"]
)
def test_a_good_scenario(
    command: str, form: list[str], good: str, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = ask(capsys, command, good, *form)
    assert (answer.code, answer.err) == (FINE, "")
    assert answer.out


@pytest.mark.parametrize("command", FILE_COMMANDS)
def test_a_broken_scenario_is_located(
    command: str, broken: str, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = ask(capsys, command, broken)
    assert answer.code == WRONG
    said, other = (answer.out, answer.err) if command == "check" else (answer.err, answer.out)
    assert f"{broken}:5:" in said
    assert "nobody" in said
    assert other == ""


@pytest.mark.parametrize("command", FILE_COMMANDS)
@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        "nowhere.yaml",
        "/dev/zero",
        "nul\0byte",
        "x" * 5000,
        "/" + "y" * 300,
        "a/b/../c",
        "\x1b[31m",
        "[bold]",
    ],
    ids=[
        "empty",
        "blank",
        "missing",
        "device",
        "nul",
        "long",
        "long part",
        "relative",
        "colour",
        "markup",
    ],
)
def test_a_name_that_means_nothing(
    command: str, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = ask(capsys, command, name)
    assert answer.code == USAGE
    assert answer.out == ""
    assert "error:" in answer.err
    assert "\x1b" not in answer.err
    assert "\0" not in answer.err


@pytest.mark.parametrize("command", ONE_FILE_COMMANDS)
def test_a_folder_is_not_a_scenario(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = ask(capsys, command, str(tmp_path))
    assert answer.code == USAGE
    assert "folder" in answer.err


@pytest.mark.parametrize("command", ["check", "test"])
def test_a_folder_without_scenarios(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "notes.txt").write_text("nothing", encoding="utf-8")
    answer = ask(capsys, command, str(tmp_path))
    assert answer.code == USAGE
    assert "no scenario" in answer.err


@pytest.mark.parametrize("command", ["check", "test"])
def test_a_folder_of_scenarios(
    command: str, good: str, broken: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = ask(capsys, command, str(tmp_path))
    assert answer.code == WRONG
    assert broken in answer.out + answer.err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
@pytest.mark.parametrize("command", FILE_COMMANDS)
def test_a_pipe_is_not_waited_for(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    assert ask(capsys, command, str(tmp_path / "pipe.yaml")).code == USAGE


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything"
)
@pytest.mark.parametrize("command", FILE_COMMANDS)
def test_a_file_that_may_not_be_read(
    command: str, good: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path(good).chmod(stat.S_IWUSR)
    answer = ask(capsys, command, good)
    assert answer.code == USAGE
    assert "cannot be read" in answer.err


@pytest.mark.parametrize("command", FILE_COMMANDS)
@pytest.mark.parametrize(
    "setting",
    [
        ["--set", "nothing=1"],
        ["--set", "nothing"],
        ["--set", "=1"],
        ["--fix", "x=nowhere"],
        ["--fix", "nothing=one"],
    ],
)
def test_a_setting_that_does_not_fit(
    command: str, setting: list[str], good: str, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = ask(capsys, command, good, *setting)
    assert answer.code == USAGE
    assert ":1:1:" not in answer.out + answer.err


@pytest.mark.parametrize("command", ["show", "check", "solve", "tree"])
def test_a_variant_that_is_not_there(
    command: str, good: str, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = ask(capsys, command, good, "--variant", "nothing")
    assert answer.code == USAGE
    assert "no variant" in answer.out + answer.err


@pytest.mark.parametrize(
    "arguments", [["nonsense"], ["--nonsense"], ["solve"], ["solve", CHICKEN, "--depth", "1"]]
)
def test_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(capsys, *arguments)
    assert (answer.code, answer.out) == (USAGE, "")
    assert answer.err.startswith("error: ")
    assert "hint: " in answer.err


def test_a_failed_expectation(good: str, capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(capsys, "test", good, "--set", "payoffs.a.gain.two=-1")
    assert answer.code == FINDING
    assert "\nFailed\n" in answer.out
    assert "1 failed" in answer.out


@pytest.mark.parametrize("arguments", [[], ["--help"], ["-h"], ["list"]])
def test_help_and_list(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(capsys, *arguments)
    assert (answer.code, answer.err) == (FINE, "")
    assert "<bool>" not in answer.out


@pytest.mark.parametrize("command", ["list", *FILE_COMMANDS])
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(capsys, command, "--help")
    assert answer.code == FINE
    assert "--json" in answer.out
    assert "<bool>" not in answer.out
