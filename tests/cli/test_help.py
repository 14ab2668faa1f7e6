"""Help on any screen: every option can be read in full."""

import pytest
import typer

from negotiate.cli.commands import program
from tests.cli.shell import ask

COMMANDS = typer.main.get_command(program()).commands


@pytest.mark.parametrize("width", ["24", "40", "59"])
@pytest.mark.parametrize("command", COMMANDS)
def test_a_narrow_screen_cuts_no_word(
    command: str, width: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    answer = ask(capsys, command, "--help")
    assert answer.code == 0
    assert "…" not in answer.out
    assert max(map(len, answer.out.splitlines())) <= int(width)
    lines = [line.strip() for line in answer.out.splitlines()]
    said = " ".join(answer.out.split())
    for param in COMMANDS[command].params:
        assert param.help in said
        if param.param_type_name == "option":
            assert any(line.startswith(f"{', '.join(param.opts)}") for line in lines)


def test_a_wide_screen_has_columns(capsys: pytest.CaptureFixture[str]) -> None:
    assert "Options ─" in ask(capsys, "check", "--help").out


@pytest.mark.parametrize("width", ["40", "80"])
def test_the_program_names_its_commands_and_the_one_without_a_place(
    width: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    said = " ".join(ask(capsys, "--help").out.split())
    assert all(name in said for name in COMMANDS)
    assert "`negotiate schema FILE --write` lets an editor complete a file." in said
    assert "[dim]" not in said


def test_the_help_of_check_says_where_the_rules_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert "Without CODE, list all rules." in " ".join(
        ask(capsys, "check", "-h").out.replace("│", " ").split()
    )
