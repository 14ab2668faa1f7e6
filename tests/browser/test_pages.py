"""Every answer as a page in a real browser: no error, no request, nothing too wide for a phone or
for paper, nothing axe-core minds.

It needs Chromium (named by `CHROMIUM`), and Node with puppeteer-core and axe-core below
`NODE_FOLDER`; `.ci/peers` brings them.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from negotiate.cli.app import run
from negotiate.language.library import shipped
from negotiate.language.scenario_file import load
from tests.golden.transcripts import REFUSED, asked
from tests.pages.readers import HARMFUL
from tests.pages.test_readers import pages_of

LOOK = Path(__file__).parent / "look.mjs"
LONGEST = 1800
"""Seconds for all pages."""
BROWSER = os.environ.get("CHROMIUM") and os.environ.get("NODE_FOLDER")
pytestmark = pytest.mark.skipif(not BROWSER, reason="CHROMIUM and NODE_FOLDER name no browser")


def opened(folder: Path) -> dict[str, list[str]]:
    """Page → what is wrong with it."""
    looked = subprocess.run(
        ["node", LOOK, folder], capture_output=True, text=True, timeout=LONGEST, check=False
    )
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


@pytest.mark.parametrize("name", ["us-china/beijing-2018", "us-china/beijing-2018-class"])
def test_what_a_class_is_given_opens_cleanly(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The kit, the debrief, the whole report, and what one reader may know."""
    deals = ["1 AAAAB", "2 BBBBC"] if name.endswith("2018") else ["1 CCBB", "2 DBCC"]
    assert run(["kit", name, "--out", str(tmp_path)]) == 0
    assert run(["debrief", name, *deals, "3 none", "--html", str(tmp_path / "debrief.html")]) == 0
    assert run(["report", name, "--out", str(tmp_path / "report.html")]) == 0
    assert run(["show", name, "--for", "us", "--html", str(tmp_path / "us.html")]) == 0
    capsys.readouterr()
    found = opened(tmp_path)
    assert len(found) == 8
    assert {page: wrong for page, wrong in found.items() if wrong} == {}


def test_texts_of_a_stranger_stay_texts_and_stay_on_the_page(tmp_path: Path) -> None:
    path = tmp_path / "harmful.yaml"
    path.write_text(json.dumps(HARMFUL), "utf-8")
    for place, page in enumerate(pages_of(load(str(path)))):
        (tmp_path / f"{place}.html").write_text(page, "utf-8")
    assert {page: wrong for page, wrong in opened(tmp_path).items() if wrong} == {}


def test_a_bad_page_is_noticed(tmp_path: Path) -> None:
    picture = '<img src="http://127.0.0.1:9/x.png">'
    bad = (
        f'{picture}<p style="width:2000px;color:#eee">wide and pale</p><script>throw '
        '"broken"</script>'
    )
    (tmp_path / "bad.html").write_text(f"<!DOCTYPE html><title>bad</title>{bad}", "utf-8")
    wrong = " ".join(opened(tmp_path)["bad.html"])
    for part in (
        "asks for http",
        "too wide",
        "image-alt",
        "color-contrast",
        "at 360 pixels",
        "on paper",
        "broken",
    ):
        assert part in wrong, wrong
