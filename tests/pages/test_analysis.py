"""The whole analysis on one page."""

from __future__ import annotations

import json
import re
from html import escape
from pathlib import Path

import pytest

from negotiate.pages.analysis import PARTS
from tests.cli.shell import FLAGSHIP, ask


def test_the_page_has_what_every_lens_says_and_needs_nothing_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "report.html"
    run = ask(capsys, "report", FLAGSHIP, "--out", str(path))
    assert run.code == 0
    page = path.read_text("utf-8")
    assert all(f">{heading}</h2>" in page for heading in PARTS)
    assert len(page) < 300_000
    assert "<script" not in page
    loaded = re.findall(r"(?:src|href|url)\s*[=(]", page)
    assert not loaded
    for command in ("solve", "tree", "deal", "stability"):
        lines = ask(capsys, command, FLAGSHIP, "--markdown").out.splitlines()
        first = next(line for line in lines if line[:1].isalpha())
        assert escape(first.split(".")[0].split("`")[0]) in page


def test_a_lens_that_does_not_fit_says_why(capsys: pytest.CaptureFixture[str]) -> None:
    told = json.loads(ask(capsys, "report", "conflicts/cuba-1962", "--json").out)
    assert "range" in told["parts"]["Which numbers matter"]["message"]
    assert "If it is played again and again" not in told["parts"]
    shown = ask(capsys, "report", "classics/chicken").out
    assert "three Nash equilibria" in shown
    assert len(shown.splitlines()) < 40
