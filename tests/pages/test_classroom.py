"""A page that is written after every line, and large for the back of a room."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

import negotiate
from negotiate.errors import UnsuitableGame
from negotiate.language.text.source import Source
from negotiate.pages.classroom import Found, follow, held
from negotiate.pages.debrief import Debrief
from tests.cli.shell import ask

CLASS = "us-china/beijing-2018-class"


def test_each_line_is_taken_down_and_a_mistake_is_told_and_forgotten() -> None:
    scenario = negotiate.load(CLASS)
    seen: list[list[tuple[str, str]]] = []
    told: list[str] = []

    def changed(found: Found) -> None:
        assert isinstance(found, Debrief)
        seen.append([(one.group, one.code) for one in found.results])

    lines = ["1 CCBB\n", "\n", "2 CCBX\n", "# a remark\n", "2 none\n", "1 DBCC\n"]
    found = follow(
        lambda source: held(scenario, source), Source("9 CABB", "typed"), lines, changed, lambda x: told.append(str(x))
    )
    first, second = [("9", "CABB")], [("9", "CABB"), ("1", "CCBB")]
    assert seen == [first, second, [*second, ("2", "")], [("9", "CABB"), ("1", "DBCC"), ("2", "")]]
    assert "line 3:1:3" in told[0]
    assert told[1:] == ["Group 1 stands in place of what was said before."]
    assert isinstance(found, Debrief)
    assert len(found.results) == 3


def test_nobody_in_the_end_is_an_error() -> None:
    scenario = negotiate.load(CLASS)
    with pytest.raises(UnsuitableGame, match="no group"):
        follow(lambda source: held(scenario, source), Source("", "typed"), ["1 QQ"], print, lambda _: None)


def test_the_command_writes_the_page_again_until_lines_end(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "live.html"

    def lines() -> object:
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
    assert "Two of 2 groups" in run.out
    text = page.read_text("utf-8")
    assert "refresh" not in text
    assert "clamp(1.25rem" in text
    assert not re.findall(r"(?:src|url)\s*[=(]|<script", text)
    plain = tmp_path / "plain.html"
    ask(capsys, "debrief", CLASS, "1 CCBB", "--out", str(plain))
    assert "clamp(1.25rem" not in plain.read_text("utf-8")


@pytest.mark.parametrize("words", [["--live"], ["1 CCBB", "--projector"], []])
def test_what_needs_a_page_or_lines_says_so(capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
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
