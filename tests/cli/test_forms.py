"""Every command that answers leaves in every form, by one generic end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from negotiate.cli.app import run

COMMANDS = [
    ["show", "classics/chicken"],
    ["list"],
    ["check", "classics/chicken"],
    ["check", "--explain", "alias"],
    ["check", "--explain"],
    ["test", "classics/chicken"],
    ["new"],
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_command_answers_in_every_form(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for form in ("--json", "--plain", "--csv", "--markdown"):
        assert run([*command, form]) == 0
        told = capsys.readouterr()
        assert (bool(told.out.strip()), told.err) == (form != "--csv" or bool(told.out), "")
        if form == "--json":
            assert json.loads(told.out)["schema"].startswith("negotiate/")
    file = tmp_path / "answer.html"
    assert run([*command, "--html", str(file)]) == 0
    assert file.read_text("utf-8").startswith("<!doctype html>")
    assert "is written" in capsys.readouterr().out


def test_a_page_is_written_over_a_page_and_over_nothing_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "answer.html"
    for _ in range(2):
        assert run(["list", "--html", str(file)]) == 0
    file.write_text("mine", "utf-8")
    assert run(["list", "--html", str(file)]) == 2
    assert file.read_text("utf-8") == "mine"
    assert "no page of this program" in " ".join(capsys.readouterr().err.split())


def test_an_answer_without_a_plot_has_no_svg(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["list", "--svg", str(tmp_path / "x.svg")]) == 4
    assert "no plot" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_two_forms_exclude_one_another(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["list", "--json", "--markdown"]) == 2
    assert "exclude one another" in capsys.readouterr().err
