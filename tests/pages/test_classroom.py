"""A page that is written after every line, and large for the back of a room."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

import negotiate
from negotiate.cli import debrief
from negotiate.errors import NotWritten
from negotiate.language.text.source import Source
from negotiate.pages.classroom import follow, sheet_of
from tests.cli.shell import ask

CLASS = "us-china/beijing-2018-class"


def test_each_line_is_taken_down_and_a_mistake_is_told_and_forgotten() -> None:
    form = sheet_of(negotiate.load(CLASS))
    seen: list[dict[str, str]] = []
    told: list[str] = []
    lines = ["1 CCBB\n", "\n", "2 CCBX\n", "# a remark\n", "2 none\n", "1 DBCC\n"]
    first = Source("group,tariffs,plan,access,purchases\nOwls,C,A,B,B", "typed")
    found = follow(
        form,
        first,
        lines,
        lambda known: seen.append(dict(known)),
        lambda wrong: told.append(str(wrong)),
    )
    owls = {"Owls": "CABB"}
    assert seen == [
        owls,
        owls | {"1": "CCBB"},
        owls | {"1": "CCBB", "2": ""},
        owls | {"1": "DBCC", "2": ""},
    ]
    assert found == seen[-1]
    assert "line 3:1:3" in told[0]
    assert told[1:] == ["Group 1 stands in place of what was said before."]


def test_nobody_in_the_end_is_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("1 QQ\n"))
    run = ask(capsys, "debrief", CLASS, "--live", "--out", str(tmp_path / "page.html"))
    assert run.code == 4
    assert "no group has told its result" in run.err


def test_the_command_writes_the_page_again_until_lines_end(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "live.html"

    def lines() -> object:
        assert "No group has told its result yet." in page.read_text("utf-8")
        yield "1 CCBB\n"
        between = page.read_text("utf-8")
        assert '<meta http-equiv="refresh" content="3">' in between
        assert between.startswith("<!doctype html>")
        yield "2 XX\n"
        yield "3 DBCC\n"

    monkeypatch.setattr("sys.stdin", lines())
    run = ask(capsys, "debrief", CLASS, "--live", "--out", str(page), "--projector")
    assert run.code == 0
    assert "letters" in run.err
    assert "Ctrl-D ends" in run.err
    assert "Two of 2 groups" in run.out
    text = page.read_text("utf-8")
    assert "refresh" not in text
    assert "clamp(1.25rem" in text
    assert not re.findall(r"(?:src|url)\s*[=(]|<script", text)
    plain = tmp_path / "plain.html"
    ask(capsys, "debrief", CLASS, "1 CCBB", "--out", str(plain))
    assert "clamp(1.25rem" not in plain.read_text("utf-8")


def test_a_page_that_cannot_be_written_now_ends_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "live.html"
    write, refused = debrief.write, ["1", "3"]

    def once(found: object, path: str, **more: object) -> None:
        groups = [one.group for one in getattr(found, "results", ())]
        if groups[-1:] == refused[:1]:
            refused.pop(0)
            raise NotWritten("the page is open elsewhere")
        write(found, path, **more)  # type: ignore[arg-type]  # what the command gives

    monkeypatch.setattr(debrief, "write", once)
    monkeypatch.setattr(
        "sys.stdin", io.TextIOWrapper(io.BytesIO(b"1 CCBB\n2 \xff\n3 DBCC\n"), "utf-8")
    )
    run = ask(capsys, "debrief", CLASS, "--live", "--out", str(page))
    assert run.code == 0
    assert run.err.count("open elsewhere") == 2
    assert "Two of 2 groups" in page.read_text("utf-8")


@pytest.mark.parametrize("words", [["--live"], ["1 CCBB", "--projector"], []])
def test_what_needs_a_page_or_lines_says_so(
    capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    run = ask(capsys, "debrief", CLASS, *words)
    assert run.code == 2
    assert "--out" in run.err or "results are missing" in run.err


def test_another_file_is_not_overwritten(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other.html"
    other.write_text("mine", "utf-8")
    assert ask(capsys, "debrief", CLASS, "1 CCBB", "--out", str(other)).code == 2
    monkeypatch.setattr("sys.stdin", io.StringIO("1 CCBB\n"))
    assert ask(capsys, "debrief", CLASS, "--live", "--out", str(other)).code == 2
    assert other.read_text("utf-8") == "mine"
