"""Every answer as a page in a real browser: no error, no request, nothing too wide for a phone, nothing axe-core minds.

It needs Chromium (named by `CHROMIUM`), and Node with puppeteer-core and axe-core below `NODE_FOLDER`; `.ci/peers`
brings them.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from negotiate.cli.app import run
from negotiate.language.library import shipped
from tests.golden.transcripts import REFUSED, asked

LOOK = Path(__file__).parent / "look.mjs"
LONGEST = 1800
"""Seconds for all pages."""
BROWSER = os.environ.get("CHROMIUM") and os.environ.get("NODE_FOLDER")
pytestmark = pytest.mark.skipif(not BROWSER, reason="CHROMIUM and NODE_FOLDER name no browser")


def opened(folder: Path) -> dict[str, list[str]]:
    """Page → what is wrong with it."""
    looked = subprocess.run(["node", LOOK, folder], capture_output=True, text=True, timeout=LONGEST, check=False)
    assert looked.returncode == 0, looked.stderr
    found: dict[str, list[str]] = json.loads(looked.stdout)
    return found


def test_every_page_opens_cleanly(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written = 0
    for arguments in (words for name in shipped() for words in asked(name)):
        page = tmp_path / f"{' '.join(arguments).replace('/', '.')}.html"
        code = run([*arguments, "--html", str(page)])
        said = capsys.readouterr().err
        assert code == 0 or any(words in said for words in REFUSED), said
        written += page.exists()
    assert written > 300
    found = opened(tmp_path)
    assert len(found) == written
    assert {page: wrong for page, wrong in found.items() if wrong} == {}


def test_a_bad_page_is_noticed(tmp_path: Path) -> None:
    picture = '<img src="http://127.0.0.1:9/x.png">'
    bad = f'{picture}<p style="width:2000px;color:#eee">wide and pale</p><script>throw "broken"</script>'
    (tmp_path / "bad.html").write_text(f"<!DOCTYPE html><title>bad</title>{bad}", "utf-8")
    wrong = " ".join(opened(tmp_path)["bad.html"])
    for part in ("asks for http", "too wide", "image-alt", "color-contrast", "at 360 pixels", "broken"):
        assert part in wrong, wrong
