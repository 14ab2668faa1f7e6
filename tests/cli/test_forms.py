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


@pytest.mark.parametrize(
    "command",
    [
        ["new", "blank", "made.yaml"],
        ["export", "classics/chicken", "made.nfg"],
        ["check", "--fix", "own.yaml"],
    ],
)
def test_nothing_is_written_where_the_page_cannot_be(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("mine.html").write_text("mine", "utf-8")
    Path("own.yaml").write_text("title: Own\nformat: 1\nplayers: [a, b]\n", "utf-8")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert run([*command, "--html", "mine.html"]) == 2
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_page_that_may_only_be_read_stays(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "answer.html"
    assert run(["list", "--html", str(file)]) == 0
    file.chmod(0o444)
    before = file.read_bytes()
    assert run(["solve", "classics/chicken", "--html", str(file)]) == 4
    assert file.read_bytes() == before
    assert "may only be read" in " ".join(capsys.readouterr().err.split())


def test_a_picture_may_take_the_place_of_one_of_another_size(tmp_path: Path) -> None:
    file = tmp_path / "answer.svg"
    for question in ("--payoffs", "--match"):
        assert run(["simulate", "classics/prisoners-dilemma", question, "--svg", str(file)]) == 0


def test_an_answer_without_a_plot_has_no_svg(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["list", "--svg", str(tmp_path / "x.svg")]) == 4
    assert "no plot" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_two_forms_exclude_one_another(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["list", "--json", "--markdown"]) == 2
    assert "exclude one another" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "the name of the file is missing"),
        ("  ", "the name of the file is missing"),
        ("-", "the name of the file is missing"),
        ("a\nb.html", "characters that cannot be seen"),
        ("\x1b[31mred.html", "characters that cannot be seen"),
        ("\u202ebidi.html", "characters that cannot be seen"),
        ("nul\0.html", "characters that cannot be seen"),
        ("folder", "name a file in it: `folder/answer.html`"),
        ("nowhere/page.html", "`nowhere/page.html` cannot be written: no such file or directory"),
        ("mine.txt/page.html", "cannot be written: not a directory"),
        ("mine.txt", "is no page of this program"),
        ("dangling.html", "`dangling.html` is a link that leads nowhere"),
        ("x" * 300 + ".html", "…` cannot be written: file name too long"),
    ],
)
def test_a_page_that_cannot_be_written_says_why(
    name: str,
    said: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("folder").mkdir()
    Path("mine.txt").write_text("mine", "utf-8")
    Path("dangling.html").symlink_to("gone.html")
    before = sorted(path.name for path in tmp_path.iterdir())
    assert run(["list", "--html", name]) in (2, 4)
    told = capsys.readouterr()
    assert told.out == ""
    assert said in " ".join(told.err.split())
    assert "--force" not in told.err
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert Path("mine.txt").read_text("utf-8") == "mine"


def test_a_game_file_needs_a_name_that_can_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["export", "classics/chicken", "a\x1bb.nfg"]) == 2
    assert "characters that cannot be seen" in " ".join(capsys.readouterr().err.split())
    assert run(["export", "classics/orange", ".xml"]) == 2
    assert "`.xml` has no ending" in " ".join(capsys.readouterr().err.split())
    assert list(tmp_path.iterdir()) == []
